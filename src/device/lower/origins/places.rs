//! The switch itself, its pair, its loopbacks, spanning tree and what the user wrote verbatim.

use super::layer2::of_vlan;
use super::{One, from};
use crate::device::model::{Device, Loopback, Origins};
use crate::fabric::{AddressPool, Keepalive};
use crate::source::{Origin, Span, Spanned};

impl One<'_> {
    pub(super) fn tell_places(self, device: &mut Device) {
        let fabric = self.all.fabric;
        let settings = &fabric.settings;
        let switch = self.switch;
        let rack = switch.rack.map(|rack| fabric.racks[rack].origin);
        let own_loopback = self.loopback_origins();
        device.origins = from()
            .field("hostname", [switch.origin])
            .field("header", [switch.origin])
            .field("fabric", [fabric.span.into()])
            .field("domain", settings.domain.iter().map(|domain| domain.span.into()))
            .field("platform", [switch.model_origin])
            .field("rack", rack)
            .field("router_id", own_loopback)
            .field("anycast_mac", settings.anycast_mac.iter().map(|mac| mac.span.into()))
            .field("maintenance", switch.maintenance.map(|span| self.of_switch(span)))
            .field("lag_count", [switch.origin])
            .into();
        for loopback in &mut device.loopbacks {
            loopback.origins = self.of_loopback(loopback);
        }
        self.tell_pair(device);
        self.tell_tree(device);
        self.tell_verbatim(device);
    }

    fn loopback_origins(self) -> Vec<Origin> {
        let said = self.switch.loopback.iter().map(|one| self.of_switch(one.span));
        let said: Vec<Origin> = said.collect();
        if said.is_empty() { pool(&self.all.fabric.settings.pools.loopback) } else { said }
    }

    pub(super) fn of_loopback(self, loopback: &Loopback) -> Origins {
        let pools = &self.all.fabric.settings.pools;
        if let Some(vrf) = self.vrf_of(loopback.vrf.as_deref()) {
            let all = self.vrf_origin(Some(vrf)).into_iter().chain(self.overlay_origin());
            return from().all(all).all(pool(&pools.loopback)).into();
        }
        let ospf = self.underlay_origin();
        let own = self.loopback_origins();
        let said = self.switch.vtep.iter().map(|one| self.of_switch(one.span));
        let of_pair = self
            .pair()
            .into_iter()
            .flat_map(|pair| pair.vtep.iter().map(|one| pair.origin.at(one.span)));
        let mut tunnel: Vec<Origin> = said.chain(of_pair).collect();
        if tunnel.is_empty() {
            tunnel = pool(&pools.vtep);
        }
        tunnel.extend(self.overlay_origin());
        let shared = tunnel.iter().copied().chain(self.pair().map(|pair| pair.origin));
        let shared: Vec<Origin> = shared.collect();
        let whole = if loopback.number == 0 { own } else { tunnel };
        from()
            .all(whole)
            .field("shared_ipv4", shared.iter().copied())
            .field("shared_ipv6", shared)
            .field("ospf_v2", ospf)
            .field("ospf_v3", ospf)
            .into()
    }

    fn tell_pair(self, device: &mut Device) {
        let (Some(mlag), Some(pair)) = (&mut device.mlag, self.pair()) else { return };
        let fabric = self.all.fabric;
        let keepalive = match pair.keepalive {
            Some(Keepalive::Cable(cable)) => fabric.cables[cable].origin,
            Some(Keepalive::Management) | None => self.clause_or_all(pair.origin, "keepalive"),
        };
        let link = pair.peer_link.iter().map(|cable| fabric.cables[*cable].origin);
        let link: Vec<Origin> = link.collect();
        let link = if link.is_empty() { vec![pair.origin] } else { link };
        let delay = self.clause_or_all(pair.origin, "reload-delay");
        mlag.origins = from()
            .and(pair.origin)
            .field("domain", pair.domain.iter().map(|domain| pair.origin.at(domain.span)))
            .field("keepalive", [keepalive])
            .field("peer_link", link.iter().copied())
            .field("peer_link_number", link)
            .field("reload_delay", [delay])
            .field("reload_delay_orphan", [delay])
            .into();
    }

    fn tell_tree(self, device: &mut Device) {
        let settings = &self.all.fabric.settings.spanning_tree;
        let Some(tree) = &mut device.spanning_tree else { return };
        let said = settings.span.map_or(self.all.fabric.span.into(), Origin::from);
        let own = self.switch.stp_priority.map(|priority| self.of_switch(priority.span));
        let priority = own.map_or_else(|| vec![said], |own| vec![own]);
        let vlans = self.bridge_vlans().iter().map(|vlan| of_vlan(&self.all.fabric.vlans[*vlan]));
        tree.origins = from()
            .and(said)
            .field("mstp", priority.iter().copied())
            .field("rstp", priority.iter().copied())
            .field("rapid_pvst", priority.into_iter().chain(vlans))
            .into();
        let Some(mstp) = &mut tree.mstp else { return };
        for one in &mut mstp.instances {
            let made = settings.instances.iter().find(|known| known.id == one.id);
            let Some(made) = made else { continue };
            let vlans = made.vlans.iter();
            let vlans: Vec<_> =
                vlans.map(|vlan| (&self.all.fabric.vlans[vlan.value], vlan.span)).collect();
            let items = one.vlans.iter().enumerate().map(|(at, id)| {
                let said = vlans.iter().find(|(vlan, _)| vlan.id == *id);
                (at, said.map(|(vlan, span)| [Origin::from(*span), of_vlan(vlan)]))
            });
            let mut sources = from().and(made.span).field("priority", own);
            for (at, said) in items {
                sources = sources.item("vlans", at, said.into_iter().flatten());
            }
            one.origins = sources.into();
        }
    }

    fn tell_verbatim(self, device: &mut Device) {
        let all = self.index.verbatim.list(self.id).iter();
        let all = all.map(|position| &self.all.fabric.verbatim[*position]);
        for (one, said) in device.verbatim.iter_mut().zip(all) {
            let text = self.all.sources.file(said.origin.at.file).text.clone();
            let mut at = said.origin.at.end as usize;
            let mut sources = from().and(said.origin);
            for (index, line) in
                one.lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty())
            {
                let Some(found) = text.get(at..).and_then(|rest| rest.find(line.trim())) else {
                    continue;
                };
                let (start, end) = (at + found, at + found + line.trim().len());
                let offset = crate::source::offset;
                let span = Span { start: offset(start), end: offset(end), ..said.origin.at };
                sources = sources.item("lines", index, [said.origin.at(span)]);
                at = end;
            }
            one.origins = sources.into();
        }
    }
}

/// The statement of a pool.
pub(super) fn pool(pool: &AddressPool) -> Vec<Origin> {
    let ipv4 = pool.ipv4.iter().map(|one: &Spanned<_>| one.span);
    let items = ipv4.chain(pool.ipv6.iter().map(|one| one.span));
    pool.span.map_or_else(|| items.map(Origin::from).collect(), |span| vec![span.into()])
}
