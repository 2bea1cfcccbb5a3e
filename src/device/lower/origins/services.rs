//! BGP with hosts of services.

use super::super::policies::{clip, family};
use super::{One, from};
use crate::device::model::BgpGroup;
use crate::fabric::{BfdTimers, Service};
use crate::source::{Origin, Span};

impl<'a> One<'a> {
    /// The group of a service's hosts.
    pub(super) fn tell_service(self, group: &mut BgpGroup) -> bool {
        let Some(service) = self.service_of_group(&group.name) else { return false };
        let part = |span| service.origin.at(span);
        let asn = service.asn.map(|asn| part(asn.range.span));
        let clause = |word: &str| self.clause_or_all(service.origin, word);
        group.origins = from()
            .and(service.origin)
            .field("remote_asn", asn)
            .field("remote_range", asn)
            .field("timers", service.timers.map(|timers| part(timers.span)))
            .field("bfd", self.bfd_of(service.bfd).into_iter().map(part))
            .field("password", [clause("password")])
            .field("listen_limit", service.max_neighbors.map(|most| part(most.span)))
            .into();
        let accepted = service.accept.prefixes.iter().map(|prefix| part(prefix.span));
        let accepted: Vec<Origin> =
            accepted.chain(service.vips.iter().map(|vip| part(vip.span))).collect();
        for sessions in [&mut group.ipv4, &mut group.ipv6].into_iter().flatten() {
            sessions.origins = from()
                .and(service.origin)
                .field("import", accepted.iter().copied())
                .field("export", [clause("advertise")])
                .field("default_originate", [clause("advertise")])
                .field("max_prefixes", service.max_prefixes.map(|limit| part(limit.span)))
                .into();
        }
        let mut nodes: Vec<Origin> = Vec::new();
        for neighbor in &mut group.neighbors {
            let named = |name: &Option<String>| {
                service.nodes.iter().find(|node| Some(&node.name.value) == name.as_ref())
            };
            let Some(node) = named(&neighbor.host) else { continue };
            let address = node.addresses.iter();
            let address = address.filter(|one| Some(one.value) == neighbor.address);
            let own_asn = node.asn.map(|asn| part(asn.span)).or(asn);
            nodes.extend(own_asn);
            neighbor.origins = from()
                .and(part(node.name.span))
                .field("address", address.map(|one| part(one.span)))
                .field("asn", own_asn)
                .into();
        }
        let more = from().field("remote_asn", nodes);
        group.origins.join(&more.into());
        for range in &mut group.listen {
            let said = service.listen.iter().find(|one| one.value.trunc() == range.prefix);
            let gateway = service.vlans.iter().map(|vlan| vlan.value).find(|vlan| {
                let net = self.gateway_subnet(*vlan, range.ipv6);
                net.is_some_and(|net| net == range.prefix)
            });
            let gateway = gateway.and_then(|vlan| self.all.fabric.vlans[vlan].gateway.as_ref());
            let listens = clause("listen");
            let origins = match said {
                Some(said) => vec![part(said.span)],
                None => gateway
                    .map(|gateway| gateway.span.into())
                    .into_iter()
                    .chain([listens])
                    .collect(),
            };
            range.origins = from().all(origins).field("asn", asn).into();
        }
        true
    }

    /// Where the timers of BFD are said: at the session, or for the fabric.
    pub(super) fn bfd_of(self, bfd: Option<BfdTimers>) -> Vec<Span> {
        let Some(own) = bfd else { return Vec::new() };
        let fabric = self.all.fabric.settings.underlay.bfd.filter(|_| !own.said);
        [own.span].into_iter().chain(fabric.map(|bfd| bfd.span)).collect()
    }

    /// The service that a group's sessions are of.
    fn service_of_group(self, group: &str) -> Option<&'a Service> {
        let of = |name: &str| {
            [false, true].iter().any(|ipv6| clip(&format!("{name}-{}", family(*ipv6))) == group)
        };
        let found =
            self.service_parts().into_iter().find(|part| part.names().iter().any(|name| of(name)));
        found.map(|part| part.service)
    }
}
