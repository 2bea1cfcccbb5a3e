//! The overlay: tunnel endpoint, EVPN sessions, network identifiers, Ethernet segments.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::One;
use super::peers::group;
use super::switchport::Alike;
use super::underlay::{bfd, settle};
use super::values::{mtu, octets, secret};
use crate::device::model::{
    Address, BgpFamily, BgpGroup, BgpNeighbor, Bundle, EthernetSegment, L3VniVlan, Loopback,
    Origins, OspfInterface, VrfEvpn, Vtep, VtepVlan, VtepVrf,
};
use crate::fabric::{AsnPer, Overlay, SwitchId, VlanId, VrfId, gateway_kind};
use crate::vendor::schema::{GatewayKind, PairVtep};

/// The MAC of gateways that are the same everywhere, when the program says none: locally administered.
pub(super) const GATEWAY_MAC: &str = "02:00:5e:00:01:01";
/// Route distinguishers: a VLAN has its id, the switch itself the number after the last one, VRFs and
/// bundles follow.
const RD_SWITCH: u16 = 4095;
const RD_VRFS: u16 = 5000;
const RD_BUNDLES: u16 = 6000;
/// Route targets of bundles lie above all VXLAN network identifiers (24 bits).
const TARGET_BUNDLES: u32 = 0x0100_0000;

impl<'a> One<'a> {
    pub(super) fn overlay(self) -> Option<&'a Overlay> {
        self.all.fabric.settings.overlay.as_ref()
    }

    /// Whether the switch is one of a pair whose hosts are multihomed by Ethernet segments.
    pub(super) fn by_segments(self) -> bool {
        self.pair().is_some_and(|pair| pair.esi)
    }

    fn rd(self, number: u16) -> String {
        let id = self.index.router_ids.get(self.id).map(String::as_str).unwrap_or_default();
        [id, ":", itoa::Buffer::new().format(number)].concat()
    }

    fn route_target(self, number: u32) -> String {
        format!("{}:{number}", self.overlay().map_or(0, |overlay| overlay.route_target_asn))
    }

    /// A VLAN in the overlay.
    pub(super) fn overlay_vlan(self, id: VlanId, svi: Option<&str>) -> Option<VtepVlan> {
        let vni = self.all.allocation.vlan_vnis.get(&id).copied().filter(|_| self.vtep)?;
        let vlan = &self.all.fabric.vlans[id];
        let central = self.index.gateways.list(self.id).binary_search(&id).is_ok()
            && vlan.gateway.as_ref().is_some_and(|gateway| !gateway.distributed);
        let kind = gateway_kind(self.all.fabric, self.all.catalog, vlan);
        let anycast = kind == Some(GatewayKind::Anycast);
        Some(VtepVlan {
            virtual_gateway: (central && anycast && !self.by_segments()).then_some(true),
            own_gateway: (central && kind.is_none()).then_some(true),
            origins: Origins::default(),
            id: vlan.id,
            name: vlan.name.clone(),
            vni,
            rd: self.rd(vlan.id),
            route_target: self.route_target(vni),
            svi: svi.map(str::to_owned),
        })
    }

    fn l3vni_vlan(self, vrf: VrfId) -> Option<L3VniVlan> {
        let key = (self.vendor.name.clone(), vrf);
        let id = self.all.allocation.l3vni_vlans.get(&key).copied()?;
        let name = format!("l3vni-{}", self.all.fabric.vrfs[vrf].name);
        let fits = name.len() <= self.vendor.vlan.name_max;
        Some(L3VniVlan {
            id,
            name: if fits { name } else { format!("l3vni-{id}") },
            svi: self.vendor.names.svi.number(id),
            mtu: mtu(&self.vendor.mtu.svi, self.all.fabric.settings.mtu),
        })
    }

    /// The same of the VRF of a name; none in the default one.
    pub(super) fn l3vni_of(self, vrf: Option<&str>) -> Option<L3VniVlan> {
        let here = || self.tenant_vrfs().iter().filter(|_| self.vtep);
        let named = |id: &&VrfId| self.all.fabric.vrfs[**id].name == vrf.unwrap_or_default();
        self.l3vni_vlan(*here().find(named)?)
    }

    /// A VRF in the overlay.
    pub(super) fn overlay_vrf(self, vrf: VrfId) -> Option<VrfEvpn> {
        let vni = self.all.allocation.vrf_vnis.get(&vrf).copied().filter(|_| self.vtep)?;
        let number = self.all.allocation.vrf_numbers.get(&vrf).copied().unwrap_or_default();
        let (ipv4, ipv6) = self.vrf_families(vrf);
        Some(VrfEvpn {
            origins: Origins::default(),
            vni,
            rd: self.rd(RD_VRFS + number),
            route_target: self.route_target(vni),
            vlan: self.l3vni_vlan(vrf),
            ipv4,
            ipv6,
        })
    }

    /// Tunnel address that the pair shares.
    fn shared_vtep(self) -> Option<IpAddr> {
        let pair = self.switch.pair.filter(|_| !self.by_segments())?;
        self.all.allocation.shared_vteps.get(&pair).copied()
    }

    /// Own tunnel address, or the pair's when it has no other.
    fn own_vtep(self) -> Option<IpAddr> {
        let own = self.all.allocation.vteps.get(self.id).copied();
        let only = self.vendor.routing.pair_vtep == PairVtep::Shared;
        own.or_else(|| self.shared_vtep().filter(|_| only))
    }

    pub(super) fn vtep(self, vlans: &[crate::device::model::Vlan]) -> Option<Vtep> {
        let overlay = self.overlay().filter(|_| self.vtep)?;
        let own = self.own_vtep()?;
        let shared = self.shared_vtep().filter(|shared| *shared != own);
        let number = self.vendor.routing.vtep_loopback;
        let members: Vec<VtepVlan> = vlans.iter().filter_map(|vlan| vlan.overlay.clone()).collect();
        let vrfs = self.tenant_vrfs();
        let distributed = self.index.distributed.contains(&self.id);
        let segments = self.by_segments().then_some(true);
        Some(Vtep {
            origins: Origins::default(),
            source_interface: self.vendor.names.loopback.number(number),
            source_loopback: number,
            address: own,
            shared_address: shared,
            ipv6: own.is_ipv6(),
            udp_port: 4789,
            bundles: match overlay.vlan_aware {
                Some(_) => self.bundles(&members),
                None => Vec::new(),
            },
            vlans: members,
            vrfs: vrfs
                .iter()
                .filter_map(|vrf| {
                    Some(VtepVrf {
                        origins: Origins::default(),
                        name: self.all.fabric.vrfs[*vrf].name.clone(),
                        vni: self.all.allocation.vrf_vnis.get(vrf).copied()?,
                        vlan: self.l3vni_vlan(*vrf),
                    })
                })
                .collect(),
            gateway_mac: distributed.then(|| self.overlay_mac()),
            suppress: overlay.suppression,
            multihoming: segments,
            target_asn: overlay.route_target_asn,
            rd: self.rd(RD_SWITCH),
            pair: self.shared_vtep().is_some(),
        })
    }

    /// MAC of gateways that are the same everywhere.
    pub(super) fn overlay_mac(self) -> String {
        let said = self.all.fabric.settings.anycast_mac.as_ref();
        said.map_or_else(|| GATEWAY_MAC.to_owned(), |mac| mac.value.clone())
    }

    /// Tenant VRFs of this switch, by name.
    pub(super) fn tenant_vrfs(self) -> &'a [VrfId] {
        self.index.tenants.list(self.id)
    }

    fn bundles(self, members: &[VtepVlan]) -> Vec<Bundle> {
        let fabric = self.all.fabric;
        let mut by_vrf: BTreeMap<Option<(&str, VrfId)>, Vec<VtepVlan>> = BTreeMap::new();
        for member in members {
            let vlan = self.index.by_id.get(&member.id);
            let vrf = vlan.and_then(|vlan| fabric.vlans[*vlan].vrf);
            let key = vrf.map(|vrf| (fabric.vrfs[vrf].name.as_str(), vrf));
            by_vrf.entry(key).or_default().push(member.clone());
        }
        let bundle = |(key, vlans): (Option<(&str, VrfId)>, Vec<VtepVlan>)| {
            let number =
                key.and_then(|(_, vrf)| self.all.allocation.vrf_numbers.get(&vrf).copied());
            let number = number.unwrap_or_default();
            Bundle {
                origins: Origins::default(),
                name: key.map_or("layer-2", |(name, _)| name).to_owned(),
                rd: self.rd(RD_BUNDLES + number),
                route_target: self.route_target(TARGET_BUNDLES + u32::from(number)),
                vlan_ids: vlans.iter().map(|vlan| vlan.id).collect(),
                vlans,
            }
        };
        by_vrf.into_iter().map(bundle).collect()
    }

    /// EVPN sessions, loopback to loopback: endpoints with route servers.
    pub(super) fn overlay_groups(self) -> Vec<(Option<VrfId>, BgpGroup)> {
        let (Some(_), Some(own)) = (self.overlay(), self.asn()) else { return Vec::new() };
        let routed = &self.all.topology.routed;
        let serves = routed.route_servers.contains(&self.id);
        let mut peers: BTreeSet<SwitchId> = BTreeSet::new();
        if self.vtep {
            peers.extend(&routed.route_servers);
        }
        if serves {
            peers.extend(&routed.vteps);
        }
        peers.remove(&self.id);
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for peer in peers {
            let asn = self.asn_of(peer).unwrap_or_default();
            if asn == own { inside.push(peer) } else { outside.push(peer) }
        }
        let mut out = Vec::new();
        for (peers, internal) in [(outside, false), (inside, true)] {
            if peers.is_empty() {
                continue;
            }
            let hops = peers.iter().filter_map(|peer| self.index.hops_between(self.id, *peer));
            let farthest = hops.max().unwrap_or(1);
            // A loopback lies one hop behind its switch.
            let multihop = u8::try_from(farthest + 2).unwrap_or(u8::MAX);
            let mut one = self.overlay_group(internal, serves, multihop);
            let own = self.session_address(self.id);
            let mut neighbors: Vec<BgpNeighbor> =
                peers.iter().filter_map(|peer| self.overlay_neighbor(*peer, own)).collect();
            neighbors.sort_by(|a, b| a.host.cmp(&b.host));
            one.neighbors = neighbors;
            settle(&mut one);
            out.push((None, one));
        }
        out
    }

    fn overlay_group(self, internal: bool, serves: bool, multihop: u8) -> BgpGroup {
        let underlay = &self.all.fabric.settings.underlay;
        let shared = self.shares_asn();
        let name = if internal && serves { "overlay-clients" } else { "overlay" };
        BgpGroup {
            internal,
            update_source: Some(self.vendor.names.loopback.number(0)),
            local_address: self.session_address(self.id),
            multihop: (!internal).then_some(multihop),
            password: underlay.password.as_ref().map(secret),
            bfd: underlay.bfd.map(bfd),
            next_hop_unchanged: serves && !internal,
            route_reflector_client: serves && internal && self.is_reflector(),
            cluster_id: (serves && internal && self.is_reflector())
                .then(|| self.index.router_ids.get(self.id).cloned())
                .flatten(),
            allow_own_as: (!internal && shared).then_some(1),
            allow_own_as_loops: (!internal && shared).then_some(2),
            advertise_own_as: !internal && serves && self.someone_shares_asn(),
            // Communities of services and of RFC 8326 are for every leaf's policies.
            evpn: Some(BgpFamily {
                send_community: true,
                send_extended: true,
                ..BgpFamily::default()
            }),
            ..group(name, "overlay: EVPN between loopbacks")
        }
    }

    /// Whether there are endpoints that are no route servers themselves.
    fn is_reflector(self) -> bool {
        self.index.has_clients
    }

    /// Families that a VRF has anywhere.
    pub(super) fn vrf_families(self, vrf: VrfId) -> (bool, bool) {
        self.index.families.get(&vrf).copied().unwrap_or_default()
    }

    /// Whether another endpoint has the same AS and its routes are needed here.
    fn shares_asn(self) -> bool {
        let own = self.asn();
        if self.all.fabric.settings.underlay.asn_per == AsnPer::Tier {
            return true;
        }
        // A pair with a single address has nothing to hear of each other through the overlay.
        let pair = self.pair().filter(|pair| !pair.esi).map(|pair| pair.members);
        let alone = self.vendor.routing.pair_vtep == PairVtep::Shared;
        let alike = self.index.vteps_by_asn.get(&own).into_iter().flatten();
        alike
            .filter(|vtep| **vtep != self.id)
            .any(|vtep| !(alone && pair.is_some_and(|members| members.contains(vtep))))
    }

    fn someone_shares_asn(self) -> bool {
        self.index.vteps_by_asn.len() < self.all.topology.routed.vteps.len()
    }

    /// The loopback of a switch that EVPN sessions run between.
    fn session_address(self, switch: SwitchId) -> Option<IpAddr> {
        let allocation = self.all.allocation;
        let ipv4 = allocation.loopback_ipv4.get(switch).copied().map(IpAddr::V4);
        ipv4.or_else(|| allocation.loopback_ipv6.get(switch).copied().map(IpAddr::V6))
    }

    fn overlay_neighbor(self, peer: SwitchId, own: Option<IpAddr>) -> Option<BgpNeighbor> {
        let address = self.session_address(peer)?;
        let name = &self.all.fabric.switches[peer].name;
        Some(BgpNeighbor {
            origins: Origins::default(),
            address: Some(address),
            ipv6: address.is_ipv6(),
            interface: None,
            asn: self.asn_of(peer)?,
            description: name.clone(),
            host: Some(name.clone()),
            local_address: own,
            local_interface: None,
        })
    }

    /// The Ethernet segment of a LAG that the pair shares without MLAG.
    pub(super) fn segment(
        self,
        lag: u16,
        shared: bool,
        alike: &Alike<'a>,
    ) -> Option<EthernetSegment> {
        let pair = self.switch.pair.filter(|_| shared && self.by_segments())?;
        let domain = self.all.allocation.domains.get(&pair).copied()?;
        let member = self.member()?;
        let [d0, d1] = domain.to_be_bytes();
        let [l0, l1] = lag.to_be_bytes();
        // Type 0 (RFC 7432, section 5): nine octets as the operator likes; the first six make the ES-Import target.
        let id = [0x00, 0x02, 0x5e, d0, d1, l0, l1, 0x00, 0x00, 0x01];
        Some(EthernetSegment {
            id: octets(&id, 1),
            id_words: octets(&id, 2),
            import_target: octets(&id[1..7], 1),
            local_number: u32::from(lag),
            system_id: alike.system_mac.clone(),
            first: (member == 0).then_some(true),
            df_preference: if member == 0 { 200 } else { 100 },
        })
    }

    /// The loopback of a VRF; the switch's own for the default one.
    pub(super) fn vrf_loopback(self, vrf: Option<VrfId>) -> Option<Loopback> {
        let Some(vrf) = vrf else {
            return self.loopbacks().into_iter().find(|loopback| loopback.number == 0);
        };
        let key = (self.id, vrf);
        let allocation = self.all.allocation;
        let ipv4 = allocation.vrf_loopback_ipv4.get(&key).copied();
        let ipv6 = allocation.vrf_loopback_ipv6.get(&key).copied();
        if ipv4.is_none() && ipv6.is_none() {
            return None;
        }
        let number = allocation.vrf_numbers.get(&vrf).copied().unwrap_or(1);
        let number = self.vendor.routing.vrf_loopbacks.first + number.saturating_sub(1);
        let name = &self.all.fabric.vrfs[vrf].name;
        Some(Loopback {
            origins: Origins::default(),
            number,
            name: self.vendor.names.loopback.number(number),
            description: format!("own address in {name}"),
            vrf: Some(name.clone()),
            ipv4: ipv4.map(|ip| ipnet::Ipv4Net::from(ip).into()),
            ipv6: ipv6.map(|ip| ipnet::Ipv6Net::from(ip).into()),
            shared_ipv4: None,
            shared_ipv6: None,
            ospf_v2: None,
            ospf_v3: None,
        })
    }

    /// The switch's own loopbacks: router id and tunnel endpoint.
    pub(super) fn loopbacks(self) -> Vec<Loopback> {
        let allocation = self.all.allocation;
        let address = |ip: IpAddr| Address::from(ipnet::IpNet::from(ip));
        let loopback = |number: u16, description: &str| {
            let name = self.vendor.names.loopback.number(number);
            Loopback {
                origins: Origins::default(),
                number,
                description: description.to_owned(),
                vrf: None,
                ipv4: None,
                ipv6: None,
                shared_ipv4: None,
                shared_ipv6: None,
                ospf_v2: None,
                ospf_v3: None,
                name,
            }
        };
        let mut own = loopback(0, "router id");
        own.ipv4 = allocation.loopback_ipv4.get(self.id).map(|ip| address(IpAddr::V4(*ip)));
        own.ipv6 = allocation.loopback_ipv6.get(self.id).map(|ip| address(IpAddr::V6(*ip)));
        let mut all = Vec::new();
        let number = self.vendor.routing.vtep_loopback;
        let mut tunnel = loopback(number, "tunnel endpoint");
        if let Some(ip) = self.own_vtep().filter(|_| self.vtep) {
            let (mut ipv4, mut ipv6) = (None, None);
            if ip.is_ipv6() {
                ipv6 = Some(address(ip));
            } else {
                ipv4 = Some(address(ip));
            }
            (tunnel.ipv4, tunnel.ipv6) = (ipv4, ipv6);
            if let Some(shared) = self.shared_vtep().filter(|shared| *shared != ip) {
                let place = if number == 0 { &mut own } else { &mut tunnel };
                if shared.is_ipv6() {
                    place.shared_ipv6 = Some(address(shared));
                } else {
                    place.shared_ipv4 = Some(address(shared));
                }
            }
        }
        if own.ipv4.is_some() || own.ipv6.is_some() {
            all.push(own);
        }
        if number != 0 && (tunnel.ipv4.is_some() || tunnel.ipv6.is_some()) {
            all.push(tunnel);
        }
        for one in &mut all {
            let mark = |mut interface: Box<OspfInterface>| {
                interface.loopback = Some(true);
                interface
            };
            let name = one.name.clone();
            one.ospf_v2 = self
                .underlay_ospf(&name, false, None, true)
                .filter(|_| one.ipv4.is_some())
                .map(mark);
            one.ospf_v3 = self
                .underlay_ospf(&name, true, None, true)
                .filter(|_| one.ipv6.is_some())
                .map(mark);
        }
        let vrfs = self.tenant_vrfs();
        all.extend(vrfs.iter().filter_map(|vrf| self.vrf_loopback(Some(*vrf))));
        all
    }
}
