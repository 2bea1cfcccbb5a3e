//! Services: hosts that speak BGP with their switches.

use ipnet::IpNet;

use super::context::Resolver;
use super::prefixes::subnets;
use super::service_draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, COUNTS_DIFFER, SERVICE_INCOMPLETE};
use crate::fabric::{Advertise, AsnOf, Service, ServiceAsn, ServiceNode, VlanId};
use crate::source::{Origin, Span, Spanned};
use crate::syntax::ast;

const ASN_OF: [(&str, AsnOf); 2] = [("rack", AsnOf::Rack), ("node", AsnOf::Node)];

impl Resolver<'_> {
    pub(super) fn services(&mut self, statements: &[&ast::Service]) {
        for statement in self.first_of_each("service", statements, |service| &service.name) {
            let service = self.service(statement);
            self.fabric.services.push(service);
        }
    }

    fn service(&mut self, statement: &ast::Service) -> Service {
        let draft = self.service_draft(statement);
        let vlans = self.service_vlans(statement, &draft);
        let nets: Vec<IpNet> =
            vlans.iter().flat_map(|vlan| subnets(&self.fabric.vlans[vlan.value])).collect();
        let nodes: Vec<ServiceNode> =
            draft.nodes.iter().filter_map(|node| self.service_node(node, &nets)).collect();
        self.listen_ranges(&draft, &nets);
        let listens = draft.listen_on_gateway.is_some() || !draft.listen.is_empty();
        let on_gateway = draft.listen_on_gateway.is_some() || !listens && draft.nodes.is_empty();
        let asn = self.service_asn(statement, &draft, listens || on_gateway);
        if let Some(most) = draft.max_neighbors.filter(|_| !listens && !on_gateway) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "no neighbour comes by itself")
                    .at(most.span, "limits those that do")
                    .help("delete it, or add `listen on gateway`"),
            );
        }
        let max_neighbors = draft
            .max_neighbors
            .and_then(|most| self.number::<u32>(most, 1..=65535, "a number of neighbours of"));
        let max_prefixes = draft.max_prefixes.and_then(|most| self.max_prefixes(most));
        let vips = draft.vips.iter().filter(|vip| self.no_host_bits(**vip)).copied().collect();
        let advertise = draft.advertise.as_ref().and_then(|name| self.advertise(name));
        Service {
            name: statement.name.value.clone(),
            origin: Origin::from(statement.name.span),
            vlans,
            asn,
            listen: draft.listen,
            listen_on_gateway: on_gateway,
            nodes,
            max_neighbors,
            accept: self.prefix_set(&draft.accept),
            vips,
            max_prefixes,
            advertise: advertise.map_or(Advertise::Default, |advertise| advertise.value),
            communities: self.communities(&draft.communities),
            bfd: draft.bfd,
            timers: draft.timers,
            password: draft.password.map(|password| password.value),
        }
    }

    pub(super) fn max_prefixes(&mut self, most: Spanned<u32>) -> Option<Spanned<u32>> {
        self.number(most, 1..=4_000_000, "a number of prefixes of")
    }

    fn incomplete(&mut self, message: String, span: Span, label: &str, help: &str) {
        self.error(Diagnostic::new(&SERVICE_INCOMPLETE, message).at(span, label).help(help));
    }

    /// The VLANs, each once and with a gateway.
    fn service_vlans(&mut self, statement: &ast::Service, draft: &Draft) -> Vec<Spanned<VlanId>> {
        let name = &statement.name;
        if draft.vlans.is_empty() {
            self.incomplete(
                format!("service `{}` is in no VLAN", name.value),
                name.span,
                "where are its hosts?",
                "add `vlan NAME`",
            );
        }
        let mut out: Vec<Spanned<VlanId>> = Vec::new();
        for vlan in self.vlan_list(&draft.vlans) {
            if out.iter().any(|known| known.value == vlan.value) {
                continue;
            }
            let known = &self.fabric.vlans[vlan.value];
            if known.gateway.is_some() {
                out.push(vlan);
                continue;
            }
            let message =
                format!("VLAN `{}` of service `{}` has no gateway", known.name, name.value);
            self.incomplete(
                message,
                vlan.span,
                "whom would its hosts speak with?",
                "give the VLAN a gateway",
            );
        }
        out
    }

    fn listen_ranges(&mut self, draft: &Draft, nets: &[IpNet]) {
        if let (Some(span), Some(range)) = (draft.listen_on_gateway, draft.listen.first()) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "the whole subnets hold every range")
                    .at(span, "from the whole subnets")
                    .at(range.span, "from this range only")
                    .help("delete one of the two"),
            );
        }
        for range in &draft.listen {
            if self.no_host_bits(*range) && !nets.is_empty() {
                let inside = nets.iter().any(|net| net.contains(&range.value));
                if !inside {
                    self.outside_service(range.span, &format!("`{}`", range.value), nets);
                }
            }
        }
    }

    pub(super) fn outside_service(&mut self, span: Span, what: &str, nets: &[IpNet]) {
        let shown: Vec<String> = nets.iter().take(4).map(|net| format!("`{net}`")).collect();
        self.error(
            Diagnostic::new(
                &CONTRADICTION,
                format!("{what} lies in no subnet of the service's VLANs"),
            )
            .at(span, "outside")
            .help(format!("stay within {}, or name the VLAN that it is in", shown.join(", "))),
        );
    }

    /// AS numbers of hosts: some for all who have none of their own.
    fn service_asn(
        &mut self,
        statement: &ast::Service,
        draft: &Draft,
        listens: bool,
    ) -> Option<ServiceAsn> {
        let without = draft.nodes.iter().filter(|node| node.asn.is_none()).count();
        let Some((range, per)) = &draft.asn else {
            if listens || without > 0 {
                self.incomplete(
                    format!("the hosts of service `{}` have no AS number", statement.name.value),
                    statement.name.span,
                    "which AS are they in?",
                    "add `asn N`, `asn N..M`, `asn N..M per rack` or `asn N..M per node`, or say `asn N` of each node",
                );
            }
            return None;
        };
        let span = per.as_ref().map_or(range.span, |per| per.span);
        let per = per.as_ref().and_then(|word| Self::word(word, &ASN_OF));
        let per = per.map_or(AsnOf::All, |per| per.value);
        let range = self.asn_range(*range)?;
        if per == AsnOf::Node {
            if draft.nodes.is_empty() || listens {
                self.error(
                    Diagnostic::new(
                        &CONTRADICTION,
                        "a host that is not named cannot have an AS number of its own",
                    )
                    .at(span, "one for each node")
                    .help(
                        "name the hosts with `node NAME ADDRESS`, or write `per rack`, or neither",
                    ),
                );
            } else if usize::try_from(range.value.1 - range.value.0)
                .is_ok_and(|more| more < without.saturating_sub(1))
            {
                self.error(
                    Diagnostic::new(
                        &COUNTS_DIFFER,
                        format!("{without} nodes need AS numbers, and there are fewer"),
                    )
                    .at(range.span, format!("{} in all", range.value.1 - range.value.0 + 1))
                    .help("widen the range, or say `asn N` of some nodes"),
                );
            }
        }
        Some(ServiceAsn { range, per })
    }
}
