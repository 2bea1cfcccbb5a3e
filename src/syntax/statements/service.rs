use crate::syntax::ast::{Service, ServiceSetting};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::numbers;

impl<'i> Builder<'i> {
    pub(super) fn service(&mut self, node: Node<'i>) -> Option<Service> {
        let span = self.head(&node);
        let name = self.name(node.clone())?;
        let block = Self::part(node, Rule::service_block)?;
        let settings = self.block(block, Block::Service, Self::service_setting);
        Some(Service { name, settings: settings.into_iter().flatten().collect(), span })
    }

    /// The settings of a line: `bgp` leads in several.
    pub(super) fn service_setting(&mut self, node: Node<'i>) -> Option<Vec<ServiceSetting>> {
        let settings: Vec<ServiceSetting> = match node.as_rule() {
            Rule::service_bgp => node.into_inner().filter_map(|part| self.session(part)).collect(),
            _ => self.session(node).into_iter().collect(),
        };
        Some(settings).filter(|settings| !settings.is_empty())
    }

    fn session(&mut self, node: Node<'i>) -> Option<ServiceSetting> {
        match node.as_rule() {
            Rule::service_asn => {
                let range = Self::part(node.clone(), Rule::asn_range)?;
                let range = self.value(&range, numbers::asn_range)?;
                Some(ServiceSetting::Asn { range, per: self.keyword(node, Rule::node_unit) })
            }
            Rule::listen => Some(match Self::part(node.clone(), Rule::GATEWAY) {
                Some(_) => ServiceSetting::ListenOnGateway(self.span(&node)),
                None => ServiceSetting::Listen(self.prefixes(node)),
            }),
            Rule::bfd => Some(ServiceSetting::Bfd(self.bfd(node))),
            Rule::bgp_timers => self.timers(node).map(ServiceSetting::Timers),
            Rule::password => self.secret(node).map(ServiceSetting::Password),
            _ => self.hosts_setting(node),
        }
    }

    fn hosts_setting(&mut self, node: Node<'i>) -> Option<ServiceSetting> {
        match node.as_rule() {
            Rule::service_vlans => Some(ServiceSetting::Vlans(self.names(node))),
            Rule::node => {
                let name = self.name(node.clone())?;
                let addresses = self.addresses(node.clone());
                let asn = Self::part(node, Rule::own_asn).and_then(|part| self.asn(part));
                Some(ServiceSetting::Node { name, addresses, asn })
            }
            Rule::max_neighbors => self.number(node).map(ServiceSetting::MaxNeighbors),
            Rule::accept => Some(ServiceSetting::Accept(self.prefix_items(node))),
            Rule::vip => Some(ServiceSetting::Vip(self.prefixes(node))),
            Rule::max_prefixes => self.number(node).map(ServiceSetting::MaxPrefixes),
            Rule::advertise => self.name(node).map(ServiceSetting::Advertise),
            Rule::service_community => Some(ServiceSetting::Community(self.communities(node))),
            _ => None,
        }
    }
}
