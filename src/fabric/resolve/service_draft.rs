//! What a `service` says, gathered; and its nodes.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::context::{Named, Resolver, Scope};
use super::timers::Protocol;
use crate::fabric::{BfdTimers, SecretName, ServiceNode, Timers};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Name, Names, PrefixItem, ServiceSetting};

/// Settings of a service, still by name.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) vlans: Vec<Names>,
    pub(super) asn: Option<Asns>,
    pub(super) listen_on_gateway: Option<Span>,
    pub(super) listen: Vec<Spanned<IpNet>>,
    pub(super) nodes: Vec<Node>,
    pub(super) max_neighbors: Option<Spanned<u32>>,
    pub(super) accept: Vec<PrefixItem>,
    pub(super) vips: Vec<Spanned<IpNet>>,
    pub(super) max_prefixes: Option<Spanned<u32>>,
    pub(super) advertise: Option<Name>,
    pub(super) communities: Vec<Spanned<String>>,
    pub(super) bfd: Option<BfdTimers>,
    pub(super) timers: Option<Timers>,
    pub(super) password: Option<Spanned<SecretName>>,
}

/// A range of AS numbers and how it is dealt out.
pub(super) type Asns = (Spanned<(u32, u32)>, Option<Name>);

/// A host that is named.
pub(super) struct Node {
    name: Name,
    addresses: Vec<Spanned<IpAddr>>,
    pub(super) asn: Option<Spanned<u32>>,
}

impl Resolver<'_> {
    pub(super) fn service_draft(&mut self, statement: &ast::Service) -> Draft {
        let mut draft = Draft::default();
        let mut known = BTreeMap::new();
        for setting in &statement.settings {
            match setting {
                ServiceSetting::Vlans(names) => draft.vlans.extend(names.iter().cloned()),
                ServiceSetting::Asn { range, per } => match &draft.asn {
                    Some((first, _)) => self.said_twice("`asn`", first.span, range.span),
                    None => draft.asn = Some((*range, per.clone())),
                },
                ServiceSetting::ListenOnGateway(span) => draft.listen_on_gateway = Some(*span),
                ServiceSetting::Listen(ranges) => draft.listen.extend(ranges),
                ServiceSetting::Node { name, addresses, asn } => {
                    if let Some(first) = known.get(name.value.as_str()) {
                        self.said_twice(&format!("node `{}`", name.value), *first, name.span);
                    } else {
                        known.insert(name.value.as_str(), name.span);
                        let addresses =
                            self.one_address_per_family(addresses, "address of the node");
                        draft.nodes.push(Node { name: name.clone(), addresses, asn: *asn });
                    }
                }
                ServiceSetting::MaxNeighbors(most) => {
                    self.set(&mut draft.max_neighbors, *most, "`max-neighbors`");
                }
                ServiceSetting::Accept(items) => draft.accept.extend(items.iter().cloned()),
                ServiceSetting::Vip(prefixes) => draft.vips.extend(prefixes),
                ServiceSetting::MaxPrefixes(most) => {
                    self.set(&mut draft.max_prefixes, *most, "`max-prefixes`");
                }
                ServiceSetting::Advertise(name) => {
                    self.set(&mut draft.advertise, name.clone(), "`advertise`");
                }
                ServiceSetting::Community(list) => draft.communities.extend(list.iter().cloned()),
                ServiceSetting::Bfd(bfd) => self.set_bfd(&mut draft.bfd, bfd),
                ServiceSetting::Timers(timers) => {
                    self.set_timers(&mut draft.timers, timers, Protocol::Bgp);
                }
                ServiceSetting::Password(secret) => self.set_secret(&mut draft.password, secret),
            }
        }
        draft
    }

    pub(super) fn service_node(&mut self, node: &Node, nets: &[IpNet]) -> Option<ServiceNode> {
        let host = match self.find(Scope::TOP, &node.name.value) {
            Some(Named::Host(host)) => Some(host),
            Some(other) => {
                let (name, span) = (node.name.value.clone(), node.name.span);
                self.wrong_kind(Scope::TOP, &name, span, other, "host");
                return None;
            }
            None => None,
        };
        for address in &node.addresses {
            if !nets.is_empty() && !nets.iter().any(|net| net.contains(&address.value)) {
                let what = format!("`{}` of node `{}`", address.value, node.name.value);
                self.outside_service(address.span, &what, nets);
            }
        }
        let asn = node.asn.and_then(|asn| self.asn(asn));
        Some(ServiceNode { name: node.name.clone(), host, addresses: node.addresses.clone(), asn })
    }
}
