//! Loopbacks of tenant VRFs.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::fabric::{FABRIC, Work, nets4, nets6};
use super::routing::{at, family_missing, given_to};
use super::{AddressSpace, Want};
use crate::fabric::{Service, SwitchId, Table, VlanId, VrfId};
use crate::source::Span;

impl Work<'_> {
    /// Loopbacks of tenant VRFs: where relayed DHCP packets and sessions with hosts need an address that
    /// no other switch has.
    pub(super) fn vrf_loopbacks(&mut self) {
        let fabric = self.fabric;
        let mut wanted: BTreeSet<(SwitchId, VrfId)> = BTreeSet::new();
        // Those without which something has no address, by family, and what that is.
        let mut needed: [BTreeMap<(SwitchId, VrfId), Span>; 2] = Default::default();
        let mut services: Table<VlanId, Vec<&Service>> = Table::default();
        for service in &fabric.services {
            for vlan in &service.vlans {
                services.entry(vlan.value).push(service);
            }
        }
        for (id, vlan) in fabric.vlans.iter() {
            let (Some(vrf), Some(gateway)) = (vlan.vrf, &vlan.gateway) else { continue };
            let spoken = services.list(id);
            if !gateway.distributed || (vlan.dhcp_relay.is_empty() && spoken.is_empty()) {
                continue;
            }
            let all = gateway.on.iter().map(|switch| (*switch, vrf));
            wanted.extend(all.clone());
            for (ipv6, needed) in [false, true].into_iter().zip(&mut needed) {
                let mut relays = vlan.dhcp_relay.iter();
                let relay = relays.find(|server| server.value.is_ipv6() == ipv6);
                let has = if ipv6 { gateway.ipv6.is_some() } else { gateway.ipv4.is_some() };
                let service = spoken.iter().find(|service| has && service.accepts(ipv6));
                let by = relay.map(|server| server.span);
                if let Some(by) = by.or_else(|| service.map(|service| service.origin.at)) {
                    needed.extend(all.clone().map(|place| (place, by)));
                }
            }
        }
        for boundary in &fabric.boundaries {
            let Some(vrf) = boundary.vrf else { continue };
            // A gateway that is the same everywhere is nobody's own address.
            let shared = boundary.vlans.iter().any(|vlan| {
                let gateway = fabric.vlans[vlan.value].gateway.as_ref();
                gateway.is_some_and(|gateway| gateway.distributed)
            });
            for peer in boundary.peers.iter().filter(|peer| shared || peer.multihop.is_some()) {
                let all = peer.on.iter().map(|switch| (*switch, vrf));
                wanted.extend(all.clone());
                for address in &peer.addresses {
                    let needed = &mut needed[usize::from(address.value.is_ipv6())];
                    needed.extend(all.clone().map(|place| (place, address.span)));
                }
            }
        }
        let key = |switch: SwitchId, vrf: VrfId| {
            format!("{} {}", fabric.switches[switch].name, fabric.vrfs[vrf].name)
        };
        let pool = &fabric.settings.pools.loopback;
        let origin = |switch: SwitchId| fabric.switches[switch].origin;
        if let (true, true, Some((switch, vrf))) =
            (pool.ipv4.is_empty(), pool.ipv6.is_empty(), wanted.first())
        {
            let (origin, key) = (origin(*switch), key(*switch, *vrf));
            let what = "addresses of switches in tenant VRFs are needed";
            self.pool_missing(what, origin, &key, "loopback 10.255.0.0/22");
            return;
        }
        for (ipv6, needed) in [false, true].into_iter().zip(&needed) {
            let lacking = if ipv6 { pool.ipv6.is_empty() } else { pool.ipv4.is_empty() };
            if let (true, Some(((switch, vrf), by))) = (lacking, needed.first_key_value()) {
                let what = "addresses of switches in tenant VRFs are needed";
                let (origin, key) = (origin(*switch), key(*switch, *vrf));
                let missing = family_missing(what, "loopback", pool, ipv6);
                let missing = missing.at(*by, "takes them");
                self.sink.push(missing.from(origin, format!("for `{key}`")));
            }
        }
        if !pool.ipv4.is_empty() && !wanted.is_empty() {
            let space = at(AddressSpace::<Ipv4Addr>::loopbacks(&nets4(pool)), pool.span);
            let wants =
                wanted.iter().map(|(switch, vrf)| Want::new(key(*switch, *vrf), origin(*switch)));
            let given = self.allocator.assign("loopback-ipv4", FABRIC, &space, wants.collect());
            self.out.vrf_loopback_ipv4 = given_to(wanted.iter().copied(), given).collect();
        }
        if !pool.ipv6.is_empty() && !wanted.is_empty() {
            let space = at(AddressSpace::<Ipv6Addr>::loopbacks(&nets6(pool)), pool.span);
            let wants =
                wanted.iter().map(|(switch, vrf)| Want::new(key(*switch, *vrf), origin(*switch)));
            let given = self.allocator.assign("loopback-ipv6", FABRIC, &space, wants.collect());
            self.out.vrf_loopback_ipv6 = given_to(wanted.iter().copied(), given).collect();
        }
    }
}
