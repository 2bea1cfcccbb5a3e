//! Ports, splits and LAGs.

use std::sync::Arc;

use super::places::pool;
use super::{One, from};
use crate::device::model::{Device, Origins, Routed};
use crate::fabric::{Boundary, BoundaryPort, CableId, CableUse};
use crate::source::Origin;
use crate::topology::LinkUse;

impl<'a> One<'a> {
    pub(super) fn tell_ports(self, device: &mut Device) {
        let cables = self.cables_by_name();
        for port in &mut device.ports {
            let Some((cable, end)) = cables.get(port.name.as_str()).copied() else { continue };
            let mtu = self.mtu_origins(cable);
            let speed = self.speed_origins(cable, port.panel);
            port.origins = from()
                .all(self.cable_origins(cable))
                .field("name", self.end_origins(cable, end))
                .field("description", self.described(cable))
                .field("mtu", mtu.iter().copied())
                .field("speed", speed.iter().copied())
                .field("split_speed", speed)
                .field("fec", self.fec_origin(cable))
                .into();
            if let Some(switchport) = &mut port.switchport {
                self.tell_switchport(Arc::make_mut(switchport), cable);
            }
            if let Some(routed) = &mut port.routed {
                self.tell_routed(routed, cable, None);
            }
            if let Some(member) = &mut port.lag {
                member.origins = self.lag_origins(&[cable]);
                if let Some(lacp) = &mut member.lacp {
                    lacp.origins = self.lacp_origins(cable);
                }
                if let Some(switchport) = &mut member.switchport {
                    self.tell_switchport(Arc::make_mut(switchport), cable);
                }
            }
            for sub in &mut port.subinterfaces {
                self.tell_routed(&mut sub.routed, cable, Some(sub.tag));
                let Some((boundary, port)) = self.boundary_port(cable, Some(sub.tag)) else {
                    continue;
                };
                let said = boundary.origin.at(port.span);
                sub.origins = from()
                    .and(said)
                    .field("tag", port.tag.map(|tag| boundary.origin.at(tag.span)))
                    .field("mtu", port.mtu.map(|mtu| boundary.origin.at(mtu.span)))
                    .field("description", self.clause(said, "description"))
                    .into();
            }
        }
        for split in &mut device.breakouts {
            let said = self.switch.breakouts.get(&split.panel);
            split.origins = Origins::whole(said.map(|said| self.of_switch(said.span)));
        }
        for group in &mut device.speed_groups {
            let within = |panel: u16| {
                let block = self.platform.block(panel)?;
                let rule = block.speed_groups.as_ref()?;
                Some(rule.first + (panel - block.panel.first) / rule.size.max(1))
            };
            let here = self.cables().iter().filter(|(cable, end)| {
                let port = self.all.allocation.port(self.all.fabric, *cable, *end);
                port.and_then(|port| within(port.panel)) == Some(group.number)
            });
            let first = here.map(|(cable, _)| *cable).next();
            group.origins =
                Origins::whole(first.into_iter().flat_map(|cable| self.speed_origins(cable, 0)));
        }
    }

    pub(super) fn tell_lags(self, device: &mut Device) {
        let links = self.index.bridge_links.list(self.bridge).iter().copied();
        let links: Vec<_> = links.filter_map(|id| Some((self.lag_number(id)?, id))).collect();
        for lag in &mut device.lags {
            let cables: Vec<CableId> = if lag.peer_link.is_some() {
                self.pair().map(|pair| pair.peer_link.clone()).unwrap_or_default()
            } else {
                let found = links.iter().find(|(number, _)| *number == lag.number);
                found.map(|(_, id)| self.all.topology.link(*id).cables.clone()).unwrap_or_default()
            };
            lag.origins = self.lag_origins(&cables);
            if let (Some(lacp), Some(first)) = (&mut lag.lacp, cables.first()) {
                lacp.origins = self.lacp_origins(*first);
            }
            if let (Some(switchport), Some(first)) = (&mut lag.switchport, cables.first()) {
                self.tell_switchport(Arc::make_mut(switchport), *first);
            }
            if let (Some(routed), Some(first)) = (&mut lag.routed, cables.first()) {
                self.tell_routed(routed, *first, None);
            }
        }
    }

    /// The statements that lay a cable, and what is attached by it.
    pub(super) fn cable_origins(self, cable: CableId) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let facts = &fabric.cables[cable];
        match facts.purpose {
            CableUse::Host(attachment) => vec![fabric.attachments[attachment].origin],
            CableUse::Boundary(boundary, port) => {
                let boundary = &fabric.boundaries[boundary as usize];
                let port =
                    boundary.ports.get(port as usize).map(|port| boundary.origin.at(port.span));
                vec![port.unwrap_or(boundary.origin)]
            }
            CableUse::PeerLink(_)
            | CableUse::Keepalive(_)
            | CableUse::Fabric
            | CableUse::Routed => {
                vec![facts.origin]
            }
        }
    }

    /// The part of the statement that says the port of one end, and the statement.
    fn end_origins(self, cable: CableId, end: usize) -> Vec<Origin> {
        let facts = &self.all.fabric.cables[cable];
        let port =
            facts.ends.get(end.min(1)).and_then(|end| end.switch_port()).map(|port| port.origin);
        let mut all = self.cable_origins(cable);
        all.extend(port.filter(|port| !all.contains(port)));
        all
    }

    /// What the description of a port comes from.
    fn described(self, cable: CableId) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let facts = &fabric.cables[cable];
        let all = self.cable_origins(cable);
        let said = match facts.purpose {
            _ if facts.said.description.is_some() => self.clause(facts.origin, "description"),
            CableUse::Host(attachment) => {
                let attachment = &fabric.attachments[attachment];
                let profile = &fabric.profiles[attachment.profile];
                if attachment.description.is_some() {
                    self.clause(attachment.origin, "description")
                } else {
                    let own = profile.description.as_ref();
                    own.and_then(|_| self.clause(profile.origin, "description"))
                }
            }
            CableUse::Boundary(..) => {
                all.first().and_then(|port| self.clause(*port, "description"))
            }
            CableUse::PeerLink(_)
            | CableUse::Keepalive(_)
            | CableUse::Fabric
            | CableUse::Routed => None,
        };
        said.map_or(all, |said| vec![said])
    }

    /// What the MTU of a port comes from.
    fn mtu_origins(self, cable: CableId) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let said = match fabric.cables[cable].purpose {
            CableUse::Host(attachment) => {
                let profile = &fabric.profiles[fabric.attachments[attachment].profile];
                profile.mtu.map(|mtu| profile.origin.at(mtu.span))
            }
            CableUse::Boundary(..) => {
                let Some((boundary, port)) = self.boundary_port(cable, None) else {
                    return self.cable_origins(cable);
                };
                let said = port.mtu.map_or(port.span, |mtu| mtu.span);
                return vec![boundary.origin.at(said)];
            }
            CableUse::Keepalive(_) => return self.cable_origins(cable),
            CableUse::PeerLink(_) | CableUse::Fabric | CableUse::Routed => None,
        };
        let fabric = fabric.settings.mtu_span.map(Origin::from);
        said.or(fabric).map_or_else(|| self.cable_origins(cable), |said| vec![said])
    }

    fn speed_origins(self, cable: CableId, panel: u16) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let facts = &fabric.cables[cable];
        let split = self.switch.breakouts.get(&panel).map(|split| self.of_switch(split.span));
        let profile = facts.profile.or(match facts.purpose {
            CableUse::Host(attachment) => Some(fabric.attachments[attachment].profile),
            _ => None,
        });
        let profile = profile.and_then(|profile| {
            let profile = &fabric.profiles[profile];
            profile.speed.map(|speed| profile.origin.at(speed.span))
        });
        let of_port = self.switch.speeds.iter().find(|(port, _)| port.panel == panel);
        let of_port = of_port.map(|(_, speed)| self.of_switch(speed.span));
        let said = facts.said.speed.map(|speed| facts.origin.at(speed.span));
        let said = split.or(said).or(of_port).or(profile);
        said.map_or_else(|| self.cable_origins(cable), |said| vec![said])
    }

    /// Where the program says the forward error correction of a cable.
    fn fec_origin(self, cable: CableId) -> Option<Origin> {
        let fabric = self.all.fabric;
        let facts = &fabric.cables[cable];
        let said = fabric.cable_fec(facts)?;
        let origin = match facts.said.fec {
            Some(_) => facts.origin,
            None => fabric.profiles[facts.profile?].origin,
        };
        Some(origin.at(said.span))
    }

    fn lacp_origins(self, cable: CableId) -> Origins {
        let pair = self.pair().map(|pair| match pair.domain {
            Some(domain) => pair.origin.at(domain.span),
            None => pair.origin,
        });
        let mut sources = from().field("system_id", pair);
        if let Some(profile) = self.profile_of(cable) {
            let lacp = profile.lacp.map_or(profile.origin, |lacp| profile.origin.at(lacp.span));
            let fallback = self.clause(profile.origin, "fallback");
            sources = sources.field("fast", [lacp]).field("fallback", fallback);
        }
        sources.into()
    }

    fn lag_origins(self, cables: &[CableId]) -> Origins {
        let Some(first) = cables.first().copied() else { return Origins::default() };
        let mut whole: Vec<Origin> = Vec::new();
        for cable in cables {
            whole.extend(self.cable_origins(*cable));
        }
        let mut sources = from()
            .all(whole.iter().copied())
            .field("description", self.described(first))
            .field("mtu", self.mtu_origins(first));
        let pair = self.pair();
        if let Some(profile) = self.profile_of(first) {
            let lacp = profile.lacp.map(|lacp| profile.origin.at(lacp.span));
            sources = sources.field("lacp", lacp).field("lacp", [profile.origin]);
        }
        if let Some(pair) = pair {
            let shared = whole.iter().copied().chain([pair.origin]);
            sources = sources.field("mlag", shared.clone()).field("peer_link", shared.clone());
            let segment = pair.esi_span.map_or(pair.origin, |span| pair.origin.at(span));
            sources = sources.field("segment", whole.iter().copied().chain([segment]));
        }
        sources.into()
    }

    /// The port of a boundary that a cable is, with that tag.
    pub(super) fn boundary_port(
        self,
        cable: CableId,
        tag: Option<u16>,
    ) -> Option<(&'a Boundary, &'a BoundaryPort)> {
        let all = self.boundary_ports(cable);
        let tagged = all.iter().find(|(_, port)| port.tag.map(|tag| tag.value) == tag);
        tagged.or_else(|| all.first().filter(|_| tag.is_none())).copied()
    }

    /// Layer-3 settings of a port.
    fn tell_routed(self, routed: &mut Routed, cable: CableId, tag: Option<u16>) {
        let fabric = self.all.fabric;
        let facts = &fabric.cables[cable];
        let settings = &fabric.settings;
        if let Some((boundary, port)) = self.boundary_port(cable, tag) {
            let part = |span| boundary.origin.at(span);
            routed.origins = from()
                .and(part(port.span))
                .field("vrf", boundary.vrf.map(|_| self.clause_or_all(boundary.origin, "vrf")))
                .field("ipv4", port.ipv4.map(|net| part(net.span)))
                .field("ipv6", port.ipv6.map(|net| part(net.span)))
                .field("ip_mtu", port.mtu.map(|mtu| part(mtu.span)))
                .field("access", boundary.access.iter().map(|access| part(access.span)))
                .into();
            if let Some(access) = &mut routed.access {
                access.origins = Self::access_origins(boundary.origin, &boundary.access);
            }
            let ospf = boundary.ospf.as_ref().map(|ospf| part(ospf.span));
            for one in [&mut routed.ospf_v2, &mut routed.ospf_v3].into_iter().flatten() {
                one.origins = Origins::whole(ospf);
            }
            return;
        }
        let cost = facts.said.cost.map(|cost| facts.origin.at(cost.span));
        let underlay = self.underlay_origin();
        let addresses = |said: Option<Origin>| -> Vec<Origin> {
            let pool = || pool(&settings.pools.link).into_iter().chain([facts.origin]).collect();
            said.map_or_else(pool, |said| vec![said])
        };
        routed.origins = from()
            .all(self.cable_origins(cable))
            .field("ipv4", addresses(facts.said.prefix_ipv4.map(|net| facts.origin.at(net.span))))
            .field("ipv6", addresses(facts.said.prefix_ipv6.map(|net| facts.origin.at(net.span))))
            .field("ip_mtu", settings.mtu_span.map(Origin::from))
            .field("unnumbered", underlay)
            .field("ipv4_unnumbered", underlay)
            .field("ospf_v2", underlay)
            .field("ospf_v3", underlay)
            .into();
        for one in [&mut routed.ospf_v2, &mut routed.ospf_v3].into_iter().flatten() {
            one.origins = from().all(underlay).field("cost", cost).into();
        }
    }

    /// What a link's members are for, as a cable says it.
    pub(super) fn link_cables(self, cable: CableId) -> Vec<CableId> {
        let link = self.index.links.get(cable).copied();
        let link = link.map(|link| self.all.topology.link(link));
        let link = link.filter(|link| matches!(link.purpose, LinkUse::Host(_) | LinkUse::Fabric));
        link.map_or_else(|| vec![cable], |link| link.cables.clone())
    }
}
