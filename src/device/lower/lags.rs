//! LAGs, the peer link among them.

use super::One;
use super::switchport::Alike;
use super::values::member_address;
use crate::device::model::{Lacp, Lag, LagMlag, Origins, PeerLink};
use crate::fabric::{CableId, CableUse, LacpMode, Pair, SwitchId};
use crate::topology::{Link, LinkEnd, LinkId};

impl<'a> One<'a> {
    pub(super) fn pair(self) -> Option<&'a Pair> {
        self.switch.pair.map(|pair| &self.all.fabric.pairs[pair])
    }

    pub(super) fn lag_number(self, link: LinkId) -> Option<u16> {
        let here = self.index.lags.list(link).iter().find(|(bridge, _)| *bridge == self.bridge);
        here.map(|(_, number)| *number)
    }

    pub(super) fn lags(self, alike: &mut Alike<'a>) -> Vec<Lag> {
        let links = self.index.bridge_links.list(self.bridge).iter();
        let mut links: Vec<_> = links.filter_map(|id| Some((self.lag_number(*id)?, *id))).collect();
        links.sort_by_key(|(number, _)| *number);
        let mut lags = Vec::with_capacity(links.len() + 1);
        for (number, id) in links {
            lags.extend(self.link_lag(number, id, alike));
        }
        lags.extend(self.peer_link_lag(alike));
        lags.sort_by_key(|lag| lag.number);
        lags
    }

    /// Names of this switch's ports among some cables, in port order.
    fn member_names(self, cables: &[CableId]) -> Vec<String> {
        self.own_ports(cables).into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    fn link_lag(self, number: u16, id: LinkId, alike: &mut Alike<'a>) -> Option<Lag> {
        let link = self.all.topology.link(id);
        if !link.lag {
            return None;
        }
        let members = self.member_names(&link.cables);
        if members.is_empty() {
            return None;
        }
        let peer_host = self.link_peer(link);
        let shared = self.is_shared(link);
        Some(Lag {
            origins: Origins::default(),
            number,
            name: self.vendor.names.lag.number(number),
            description: self.link_description(link, peer_host).to_owned(),
            peer_host: Some(peer_host.to_owned()),
            members,
            lacp: self.lacp(link, number, alike),
            mlag: self.lag_mlag(shared, number),
            peer_link: None,
            mtu: super::values::mtu(&self.vendor.mtu.switched, self.link_mtu(link)),
            switchport: Some(alike.of_link(id)),
            routed: None,
            segment: self.segment(number, shared, alike),
        })
    }

    fn link_peer(self, link: &Link) -> &'a str {
        let here = LinkEnd::Bridge(self.bridge);
        match link.ends.iter().find(|end| **end != here).unwrap_or(&link.ends[0]) {
            LinkEnd::Bridge(bridge) => &self.all.topology.bridge(*bridge).name,
            LinkEnd::Host(host) => &self.all.fabric.hosts[*host].name,
        }
    }

    fn link_description(self, link: &Link, peer: &'a str) -> &'a str {
        let fabric = self.all.fabric;
        let said = link.cables.iter().find_map(|id| fabric.cable_description(&fabric.cables[*id]));
        said.unwrap_or(peer)
    }

    /// LACP as the profile says; slow where no profile says anything.
    fn lacp(self, link: &Link, number: u16, alike: &Alike<'a>) -> Option<Lacp> {
        let profile = link.profile.map(|profile| &self.all.fabric.profiles[profile]);
        let mode = self.all.fabric.lacp_mode(link.profile);
        if mode == LacpMode::Static {
            return None;
        }
        Some(Lacp {
            origins: Origins::default(),
            fast: mode == LacpMode::Fast,
            fallback: profile.is_some_and(|profile| profile.fallback),
            other_vendor: self.meets_other_vendor(link).then_some(true),
            system_id: alike.system_mac.clone(),
            admin_key: number,
        })
    }

    /// Whether a switch of another vendor is at the other end of a link.
    fn meets_other_vendor(self, link: &Link) -> bool {
        let fabric = self.all.fabric;
        let ends = link.cables.iter().flat_map(|cable| &fabric.cables[*cable].ends);
        let mut switches = ends.filter_map(|end| end.switch_port()).map(|port| port.switch);
        switches
            .any(|switch| switch != self.id && fabric.switches[switch].vendor != self.switch.vendor)
    }

    fn peer_link_lacp(self, alike: &Alike<'a>) -> Lacp {
        Lacp {
            origins: Origins::default(),
            fast: false,
            fallback: false,
            other_vendor: None,
            system_id: alike.system_mac.clone(),
            admin_key: self.vendor.lag.peer_link,
        }
    }

    /// A LAG is shared by the pair when it has cables on both members.
    fn is_shared(self, link: &Link) -> bool {
        let Some(pair) = self.pair() else { return false };
        let on = |switch: SwitchId| {
            let ends = link.cables.iter().flat_map(|cable| &self.all.fabric.cables[*cable].ends);
            ends.filter_map(|end| end.switch_port()).any(|port| port.switch == switch)
        };
        pair.members.iter().all(|member| on(*member))
    }

    fn lag_mlag(self, shared: bool, number: u16) -> Option<LagMlag> {
        let pair = self.pair().filter(|pair| shared && !pair.esi)?;
        let member = self.member()?;
        let link = self.all.allocation.peer_links.get(&self.switch.pair?).copied();
        let peer = link.and_then(|net| member_address(net, 1 - member));
        Some(LagMlag {
            id: number,
            member,
            first: (member == 0).then_some(true),
            peer_link: self.vendor.names.peer_link.number(self.vendor.lag.peer_link),
            peer_address: peer.map(|net| net.addr().to_string()),
            init_delay: pair.reload_delay.unwrap_or(self.vendor.mlag.reload_delay),
        })
    }

    fn peer_link_lag(self, alike: &mut Alike<'a>) -> Option<Lag> {
        let pair_id = self.switch.pair?;
        let pair = self.pair().filter(|pair| !pair.esi)?;
        let cables: Vec<CableId> = self
            .cables()
            .iter()
            .map(|(cable, _)| *cable)
            .filter(|cable| self.all.fabric.cables[*cable].purpose == CableUse::PeerLink(pair_id))
            .collect();
        let number = self.vendor.lag.peer_link;
        let peer = pair
            .members
            .iter()
            .find(|member| **member != self.id)
            .map(|peer| self.all.fabric.switches[*peer].name.clone())?;
        let mtu = super::values::mtu(&self.vendor.mtu.switched, self.all.fabric.settings.mtu);
        Some(Lag {
            origins: Origins::default(),
            number,
            name: self.vendor.names.peer_link.number(number),
            description: format!("peer link to {peer}"),
            peer_host: Some(peer.clone()),
            members: self.member_names(&cables),
            lacp: Some(self.peer_link_lacp(alike)),
            mlag: None,
            peer_link: Some(PeerLink { peer, vlan: self.vendor.mlag.peer_vlan }),
            mtu,
            switchport: Some(alike.of_peer_link()),
            routed: None,
            segment: None,
        })
    }
}
