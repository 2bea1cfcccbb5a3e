//! Membership of a pair.

use super::One;
use super::values::{mac_with, member_address};
use crate::device::model::{Address, Features, Keepalive, Lag, Mlag, Origins};
use crate::fabric;

impl One<'_> {
    /// 0 on a pair's first member, 1 on its second.
    pub(super) fn member(self) -> Option<u8> {
        Some(u8::from(self.pair()?.members[0] != self.id))
    }

    fn domain(self) -> Option<u16> {
        self.all.allocation.domains.get(&self.switch.pair?).copied()
    }

    pub(super) fn system_mac(self) -> Option<String> {
        Some(mac_with(&self.vendor.mlag.system_mac_base, &self.domain()?.to_be_bytes()))
    }

    fn member_mac(self, member: u8) -> Option<String> {
        let [high, low] = self.domain()?.to_be_bytes();
        Some(mac_with(self.vendor.mlag.member_mac_base.as_ref()?, &[high, low, member + 1]))
    }

    pub(super) fn mlag(self, lags: &[Lag]) -> Option<Mlag> {
        let shared = lags.iter().filter(|lag| lag.mlag.is_some()).map(|lag| lag.name.clone());
        Some(Mlag { lags: shared.collect(), ..self.mlag_facts()? })
    }

    /// All but the shared LAGs.
    pub(super) fn mlag_facts(self) -> Option<Mlag> {
        let pair_id = self.switch.pair?;
        let pair = self.pair().filter(|pair| !pair.esi)?;
        let member = self.member()?;
        let facts = &self.vendor.mlag;
        let peer = pair.members.iter().copied().find(|other| *other != self.id)?;
        let link = self.all.allocation.peer_links.get(&pair_id).copied();
        let peer_vlan = facts.peer_vlan;
        let reload_delay = pair.reload_delay.unwrap_or(facts.reload_delay);
        let orphan_gap = facts.reload_delay_orphan.saturating_sub(facts.reload_delay);
        Some(Mlag {
            origins: Origins::default(),
            pair: pair.name.clone(),
            domain: self.domain()?,
            domain_id: pair.domain.map_or_else(|| pair.name.clone(), |said| said.value.to_string()),
            member,
            first: (member == 0).then_some(true),
            priority: if member == 0 { facts.priority_first } else { facts.priority_second },
            peer: self.all.fabric.switches[peer].name.clone(),
            peer_link: self.vendor.names.peer_link.number(self.vendor.lag.peer_link),
            peer_link_number: self.vendor.lag.peer_link,
            peer_vlan,
            peer_interface: peer_vlan.map(|vlan| self.vendor.names.peer_interface.number(vlan)),
            local_address: link.and_then(|net| member_address(net, member)).map(Address::from),
            peer_address: link
                .and_then(|net| member_address(net, 1 - member))
                .map(|net| net.addr().to_string()),
            keepalive: self.keepalive(pair_id, member, peer)?,
            system_mac: self.system_mac()?,
            member_mac: self.member_mac(member),
            peer_mac: self.member_mac(1 - member),
            reload_delay,
            reload_delay_orphan: if pair.reload_delay.is_some() {
                reload_delay + orphan_gap
            } else {
                facts.reload_delay_orphan
            },
            lags: Vec::new(),
            routing: None,
        })
    }

    /// Whether one of a pair's members speaks BGP or OSPF. Inside of the fabric both do, or none.
    pub(super) fn pair_speaks(self, features: &Features) -> bool {
        let pair = self.pair().into_iter().flat_map(|pair| pair.members);
        let mut others = pair.filter(|member| *member != self.id);
        features.bgp
            || features.ospf
            || features.ospf3
            || others
                .any(|other| One::of(self.all, self.index, other).is_some_and(Self::meets_outside))
    }

    fn keepalive(
        self,
        pair: fabric::PairId,
        member: u8,
        peer: fabric::SwitchId,
    ) -> Option<Keepalive> {
        if let Some(fabric::Keepalive::Cable(cable)) = self.all.fabric.pairs[pair].keepalive {
            let net = self.all.allocation.keepalive_links.get(&pair).copied()?;
            let end = usize::from(member);
            return Some(Keepalive {
                vrf: self.vendor.management.keepalive_vrf.clone(),
                local: member_address(net, member)?.addr().to_string(),
                peer: member_address(net, 1 - member)?.addr().to_string(),
                interface: self.cable_port(cable, end).map(|(_, name)| name.to_owned()),
            });
        }
        let of = |switch: fabric::SwitchId| {
            let ipv4 =
                self.all.allocation.management_ipv4.get(switch).map(|net| net.addr().to_string());
            ipv4.or_else(|| {
                self.all.allocation.management_ipv6.get(switch).map(|net| net.addr().to_string())
            })
        };
        Some(Keepalive {
            vrf: self.management_vrf(),
            local: of(self.id)?,
            peer: of(peer)?,
            interface: None,
        })
    }
}
