//! Values of routed fabrics: AS numbers, link prefixes, tunnel endpoints, network identifiers.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::codes::POOL_MISSING;
use super::fabric::{FABRIC, Work, nets4, nets6};
use super::ports::far_key;
use super::{AddressSpace, NumberSpace, SubnetSpace, Want};
use crate::diagnostic::Diagnostic;
use crate::fabric::{AddressPool, AsnOf, AsnPer, PairId, SwitchId, UnderlayKind, VrfId};
use crate::source::{Origin, Span};
use crate::vendor::schema::PairVtep;

/// A layer-2 network identifier that is chosen is this much above the VLAN id.
const VLAN_VNIS: u32 = 10_000;
/// The first layer-3 network identifier that is chosen.
const VRF_VNIS: u32 = 50_001;

impl Work<'_> {
    pub(super) fn routing(&mut self) {
        self.vrf_numbers();
        self.asns();
        self.service_asns();
        self.routed_links();
        self.pair_routing();
        self.tunnel_endpoints();
        self.network_ids();
        self.helper_vlans();
        self.vrf_loopbacks();
    }

    pub(super) fn pool_missing(&mut self, what: &str, origin: Origin, key: &str, line: &str) {
        self.sink.push(
            Diagnostic::new(&POOL_MISSING, format!("{what}, and there is no pool to take from"))
                .from(origin, format!("for `{key}`"))
                .help(format!("add a line such as `pool {line}` to the fabric block")),
        );
    }

    /// Numbers of VRFs: of their route distinguishers, loopbacks and processes.
    fn vrf_numbers(&mut self) {
        let fabric = self.fabric;
        let outside = |boundary: &crate::fabric::Boundary| {
            boundary.vrf.is_some() && (boundary.ospf.is_some() || !boundary.peers.is_empty())
        };
        let needed = fabric.settings.overlay.is_some()
            || fabric.vrfs.values().any(|vrf| !vrf.leaks.is_empty())
            || fabric.boundaries.iter().any(outside);
        if !needed {
            return;
        }
        let wants = fabric.vrfs.values().map(|vrf| Want::new(&vrf.name, vrf.origin)).collect();
        let given = self.allocator.assign::<u16>("vrf", FABRIC, &NumberSpace::new(1..=900), wants);
        self.out.vrf_numbers = given_to(fabric.vrfs.ids(), given).collect();
    }

    /// Switches that speak BGP.
    fn speakers(&self) -> BTreeSet<SwitchId> {
        let fabric = self.fabric;
        let mut speakers = BTreeSet::new();
        if fabric.settings.underlay.kind.is_bgp() || fabric.settings.overlay.is_some() {
            speakers.extend(fabric.switches.ids().filter(|id| self.is_routed(*id)));
        }
        let leaking = fabric.vrfs.iter().filter(|(_, vrf)| !vrf.leaks.is_empty());
        let leaking: BTreeSet<VrfId> = leaking.map(|(id, _)| id).collect();
        for (switch, vrfs) in &self.topology.routed.vrfs {
            if vrfs.iter().any(|vrf| leaking.contains(vrf)) {
                speakers.insert(*switch);
            }
        }
        for service in &fabric.services {
            for vlan in &service.vlans {
                let gateway = fabric.vlans[vlan.value].gateway.iter();
                speakers.extend(gateway.flat_map(|gateway| &gateway.on));
            }
        }
        for boundary in &fabric.boundaries {
            speakers.extend(boundary.peers.iter().flat_map(|peer| &peer.on));
        }
        speakers
    }

    /// Whether a switch, or the other member of its MLAG pair, is on the underlay.
    fn is_routed(&self, switch: SwitchId) -> bool {
        let facts = &self.fabric.switches[switch];
        let pair = facts.pair.map(|pair| &self.fabric.pairs[pair]).filter(|pair| !pair.esi);
        facts.routed
            || pair.is_some_and(|pair| {
                pair.members.iter().any(|member| self.fabric.switches[*member].routed)
            })
    }

    /// What has an AS number together with a switch: its name, and where it is declared.
    fn asn_unit(&self, switch: SwitchId) -> (String, Origin) {
        let fabric = self.fabric;
        let facts = &fabric.switches[switch];
        let pair = facts.pair.map(|pair| &fabric.pairs[pair]).filter(|pair| !pair.esi);
        let underlay = &fabric.settings.underlay;
        if underlay.kind == UnderlayKind::Ospf {
            return (fabric.name.clone(), fabric.span.into());
        }
        match (underlay.asn_per, facts.tier, pair) {
            (AsnPer::Tier, Some(tier), _) => {
                (fabric.tiers[tier].name.clone(), fabric.tiers[tier].origin)
            }
            (AsnPer::Pair | AsnPer::Tier, _, Some(pair)) => (pair.name.clone(), pair.origin),
            _ => (facts.name.clone(), facts.origin),
        }
    }

    fn asns(&mut self) {
        let fabric = self.fabric;
        let underlay = &fabric.settings.underlay;
        let mut units: BTreeMap<String, (Origin, Vec<SwitchId>)> = BTreeMap::new();
        for switch in self.speakers() {
            let facts = &fabric.switches[switch];
            let of_pair = facts.pair.and_then(|pair| fabric.pairs[pair].asn);
            let of_fabric = underlay.asn.filter(|_| underlay.kind == UnderlayKind::Ospf);
            if let Some(said) = facts.asn.or(of_pair).or(of_fabric) {
                self.out.asns.insert(switch, said.value);
                continue;
            }
            let (name, origin) = self.asn_unit(switch);
            units.entry(name).or_insert((origin, Vec::new())).1.push(switch);
        }
        let pool = &fabric.settings.pools.asn;
        if let (true, Some((name, (origin, _)))) = (pool.is_empty(), units.iter().next()) {
            let (name, origin) = (name.clone(), *origin);
            let line = "asn 4200000000..4200009999";
            self.pool_missing("AS numbers are needed", origin, &name, line);
            return;
        }
        let said: BTreeSet<u32> = self.out.asns.iter().map(|(_, asn)| *asn).collect();
        let mut space = NumberSpace::ranges(pool.iter().map(|range| range.value)).reserve(said);
        if let Some(first) = pool.first() {
            space = space.at(first.span);
        }
        let wants = units.iter().map(|(name, (origin, _))| Want::new(name, *origin)).collect();
        let given = self.allocator.assign::<u32>("asn", FABRIC, &space, wants);
        for ((_, switches), asn) in given_to(units.into_values(), given) {
            for switch in switches {
                self.out.asns.insert(switch, asn);
            }
        }
    }

    /// AS numbers of the hosts of services that have one for each rack or host.
    fn service_asns(&mut self) {
        let fabric = self.fabric;
        for (position, service) in fabric.services.iter().enumerate() {
            let Some(asn) = service.asn else { continue };
            let wants: Vec<Want<u32>> = match asn.per {
                AsnOf::All => continue,
                AsnOf::Rack => {
                    let gateways = service
                        .vlans
                        .iter()
                        .filter_map(|vlan| fabric.vlans[vlan.value].gateway.as_ref());
                    let racks: BTreeSet<_> = gateways
                        .flat_map(|gateway| &gateway.on)
                        .filter_map(|switch| fabric.switches[*switch].rack)
                        .collect();
                    let racks = racks.into_iter().map(|rack| &fabric.racks[rack]);
                    racks.map(|rack| Want::new(&rack.name, rack.origin)).collect()
                }
                AsnOf::Node => {
                    let nodes = service.nodes.iter().map(|node| {
                        Want::new(&node.name.value, Origin::from(node.name.span))
                            .pinned(node.asn.map(|asn| asn.value))
                    });
                    nodes.collect()
                }
            };
            let (first, last) = asn.range.value;
            let space = NumberSpace::new(first..=last).at(asn.range.span);
            let keys: Vec<String> = wants.iter().map(|want| want.key.clone()).collect();
            let given = self.allocator.assign::<u32>("service-asn", &service.name, &space, wants);
            let given = given_to(keys, given).map(|(key, asn)| ((position, key), asn));
            self.out.service_asns.extend(given);
        }
    }

    /// Prefixes of links of the underlay: the first address is that of the cable's first end.
    fn routed_links(&mut self) {
        let fabric = self.fabric;
        let pool = &fabric.settings.pools.link;
        // A family that the underlay does not carry gets no addresses.
        let routed = &self.topology.routed;
        let (pool4, pool6) =
            (routed.ipv4 && !pool.ipv4.is_empty(), routed.ipv6 && !pool.ipv6.is_empty());
        let (mut wants4, mut wants6) = (Vec::new(), Vec::new());
        let mut missing = None;
        for link in self.topology.routed.links.iter().filter(|link| !link.unnumbered) {
            let cable = &fabric.cables[link.cable];
            let Some(key) = far_key(fabric, &cable.ends, 1) else { continue };
            let own4 = cable.said.prefix_ipv4.map(|net| IpNet::V4(net.value));
            let own6 = cable.said.prefix_ipv6.map(|net| IpNet::V6(net.value));
            let any = own4.is_some() || own6.is_some();
            if own4.is_some() || (!any && pool4) {
                wants4.push((link.cable, Want::new(&key, cable.origin).pinned(own4)));
            }
            if own6.is_some() || (!any && pool6) {
                wants6.push((link.cable, Want::new(&key, cable.origin).pinned(own6)));
            }
            if !any && !pool4 && !pool6 {
                missing.get_or_insert((cable.origin, key));
            }
        }
        if let Some((origin, key)) = missing {
            let what = "addresses of routed links are needed";
            self.pool_missing(what, origin, &key, "link 10.254.0.0/20, 2001:db8:fe::/112");
        }
        let given4 = self.link_prefixes("link-ipv4", pool, &nets4(pool), wants4);
        let given6 = self.link_prefixes("link-ipv6", pool, &nets6(pool), wants6);
        self.out.links_ipv4 = given4.into_iter().filter_map(ipv4).collect();
        self.out.links_ipv6 = given6.into_iter().filter_map(ipv6).collect();
    }

    /// Prefixes of links, each with whose it is.
    fn link_prefixes<T>(
        &mut self,
        section: &'static str,
        pool: &AddressPool,
        nets: &[IpNet],
        wants: Vec<(T, Want<IpNet>)>,
    ) -> Vec<(T, IpNet)> {
        if wants.is_empty() {
            return Vec::new();
        }
        let mut space = SubnetSpace::links(nets);
        if let Some(span) = pool.span {
            space = space.at(span);
        }
        let (whose, wants): (Vec<T>, Vec<Want<IpNet>>) = wants.into_iter().unzip();
        let given = self.allocator.assign::<IpNet>(section, FABRIC, &space, wants);
        given_to(whose, given).collect()
    }

    /// Pairs whose members route to each other over the peer link, by VRF.
    fn routing_pairs(&self) -> Vec<(PairId, Option<VrfId>)> {
        let fabric = self.fabric;
        let mut out = Vec::new();
        for (id, pair) in fabric.routing_pairs() {
            out.push((id, None));
            let vendor = self.catalog.vendors.get(&fabric.switches[pair.members[0]].vendor);
            let per_vrf = vendor.is_some_and(|vendor| {
                vendor.routing.pair_vtep == PairVtep::Shared
                    && vendor.routing.pair_vrf_vlans.is_some()
            });
            let tunnels =
                pair.members.iter().any(|member| self.topology.routed.vteps.contains(member));
            if per_vrf && tunnels {
                let vrfs: BTreeSet<VrfId> = pair
                    .members
                    .iter()
                    .flat_map(|member| self.topology.routed.vrfs_of(*member))
                    .collect();
                out.extend(vrfs.into_iter().map(|vrf| (id, Some(vrf))));
            }
        }
        out
    }

    fn pair_routing(&mut self) {
        let fabric = self.fabric;
        let pool = &fabric.settings.pools.link;
        let unnumbered = matches!(
            fabric.settings.underlay.kind,
            UnderlayKind::BgpUnnumbered | UnderlayKind::BgpAuto
        );
        let mut keys = Vec::new();
        for (pair, vrf) in self.routing_pairs() {
            let facts = &fabric.pairs[pair];
            let can = facts.members.iter().all(|member| {
                self.topology.routed.lacking(fabric, self.catalog, *member).is_none()
            });
            let vendor = self.catalog.vendors.get(&fabric.switches[facts.members[0]].vendor);
            // Over a VLAN of its own nobody vouches for sessions without addresses.
            let bare = vendor.is_some_and(|vendor| vendor.routing.pair_vlan.is_none());
            if unnumbered && can && bare && vrf.is_none() {
                self.out.pair_unnumbered.insert(pair);
                continue;
            }
            let key = match vrf {
                None => format!("{} routing", facts.name),
                Some(vrf) => format!("{} routing {}", facts.name, fabric.vrfs[vrf].name),
            };
            keys.push((pair, vrf, key));
        }
        let Some((pair, _, key)) = keys.first() else { return };
        let routed = &self.topology.routed;
        let (pool4, pool6) = (!pool.ipv4.is_empty(), !pool.ipv6.is_empty());
        let carried = (routed.ipv4 && pool4) || (routed.ipv6 && pool6);
        if !carried {
            let (origin, key) = (fabric.pairs[*pair].origin, key.clone());
            let what = "addresses between the members of MLAG pairs are needed";
            let line = if routed.ipv4 { "link 10.254.0.0/20" } else { "link 2001:db8:fe::/112" };
            self.pool_missing(what, origin, &key, line);
            return;
        }
        self.families_in_pairs(&keys);
        // The default VRF has the families of the underlay, tenants have their own.
        let families = |vrf: Option<VrfId>| match vrf {
            None => (routed.ipv4, routed.ipv6),
            Some(vrf) => fabric.vrf_families(vrf),
        };
        let (mut wants4, mut wants6) = (Vec::new(), Vec::new());
        for (pair, vrf, key) in keys {
            let (in_ipv4, in_ipv6) = families(vrf);
            let want = Want::new(key, fabric.pairs[pair].origin);
            if pool4 && in_ipv4 {
                wants4.push(((pair, vrf), want.clone()));
            }
            if pool6 && in_ipv6 {
                wants6.push(((pair, vrf), want));
            }
        }
        let given4 = self.link_prefixes("link-ipv4", pool, &nets4(pool), wants4);
        let given6 = self.link_prefixes("link-ipv6", pool, &nets6(pool), wants6);
        self.out.pair_routing_ipv4 = given4.into_iter().filter_map(ipv4).collect();
        self.out.pair_routing_ipv6 = given6.into_iter().filter_map(ipv6).collect();
    }

    /// What one member hears of a family must get to the other one, too, or traffic that comes to that one ends there.
    fn families_in_pairs(&mut self, keys: &[(PairId, Option<VrfId>, String)]) {
        let fabric = self.fabric;
        let pool = &fabric.settings.pools.link;
        let routed = &self.topology.routed;
        for (ipv6, lacking) in [(false, pool.ipv4.is_empty()), (true, pool.ipv6.is_empty())] {
            let wanted = |vrf: Option<VrfId>| match vrf.map(|vrf| fabric.vrf_families(vrf)) {
                Some((in_ipv4, in_ipv6)) => {
                    if ipv6 {
                        in_ipv6
                    } else {
                        in_ipv4
                    }
                }
                // BGP carries IPv4 over IPv6 addresses as well (RFC 8950).
                None => ipv6 && routed.ipv6,
            };
            let found = keys.iter().find(|(_, vrf, _)| lacking && wanted(*vrf));
            let Some((pair, _, key)) = found else { continue };
            let origin = fabric.pairs[*pair].origin;
            let what =
                format!("{} is routed inside MLAG pairs", if ipv6 { "IPv6" } else { "IPv4" });
            let missing = family_missing(&what, "link", pool, ipv6);
            self.sink.push(missing.from(origin, format!("for `{key}`")));
        }
    }

    /// Tunnel addresses: of each switch, and of each MLAG pair that is one tunnel endpoint.
    fn tunnel_endpoints(&mut self) {
        let fabric = self.fabric;
        let ipv6 = self.topology.routed.ipv6_tunnels;
        let family = |list: &[crate::source::Spanned<IpAddr>]| {
            list.iter().map(|said| said.value).find(|said| said.is_ipv6() == ipv6)
        };
        let mut wants: Vec<(&str, Origin, Option<IpAddr>)> = Vec::new();
        let mut whose: Vec<Endpoint> = Vec::new();
        let mut shared: BTreeSet<PairId> = BTreeSet::new();
        for switch in self.topology.routed.vteps.clone() {
            let facts = &fabric.switches[switch];
            let Some(vendor) = self.catalog.vendors.get(&facts.vendor) else { continue };
            let pair = facts.pair.filter(|pair| !fabric.pairs[*pair].esi);
            let in_pair = pair.is_some() && vendor.routing.pair_vtep != PairVtep::None;
            if let Some(pair) = pair.filter(|pair| in_pair && shared.insert(*pair)) {
                let of = &fabric.pairs[pair];
                wants.push((&of.name, of.origin, family(&of.vtep)));
                whose.push(Endpoint::Pair(pair));
            }
            if in_pair && vendor.routing.pair_vtep == PairVtep::Shared {
                continue;
            }
            if vendor.routing.vtep_loopback == 0 {
                let loopback = if ipv6 {
                    self.out.loopback_ipv6.get(switch).copied().map(IpAddr::V6)
                } else {
                    self.out.loopback_ipv4.get(switch).copied().map(IpAddr::V4)
                };
                if let Some(address) = loopback {
                    self.out.vteps.insert(switch, address);
                }
                continue;
            }
            wants.push((&facts.name, facts.origin, family(&facts.vtep)));
            whose.push(Endpoint::Switch(switch));
        }
        let pool = &fabric.settings.pools.vtep;
        let empty = if ipv6 { pool.ipv6.is_empty() } else { pool.ipv4.is_empty() };
        if let (true, Some((key, origin, _))) =
            (empty, wants.iter().find(|(_, _, said)| said.is_none()))
        {
            let (key, origin) = ((*key).to_owned(), *origin);
            let line = if ipv6 { "vtep 2001:db8:fd::/112" } else { "vtep 10.255.4.0/22" };
            self.pool_missing("tunnel addresses are needed", origin, &key, line);
            return;
        }
        let given: Vec<Option<IpAddr>> = if ipv6 {
            let space = at(AddressSpace::loopbacks(&nets6(pool)), pool.span);
            let wants = wants.iter().map(|(key, origin, said)| {
                let said = said.and_then(|said| match said {
                    IpAddr::V6(address) => Some(address),
                    IpAddr::V4(_) => None,
                });
                Want::<Ipv6Addr>::new(*key, *origin).pinned(said)
            });
            let given = self.allocator.assign("vtep-ipv6", FABRIC, &space, wants.collect());
            given.into_iter().map(|ip| ip.map(IpAddr::V6)).collect()
        } else {
            let space = at(AddressSpace::loopbacks(&nets4(pool)), pool.span);
            let wants = wants.iter().map(|(key, origin, said)| {
                let said = said.and_then(|said| match said {
                    IpAddr::V4(address) => Some(address),
                    IpAddr::V6(_) => None,
                });
                Want::<Ipv4Addr>::new(*key, *origin).pinned(said)
            });
            let given = self.allocator.assign("vtep-ipv4", FABRIC, &space, wants.collect());
            given.into_iter().map(|ip| ip.map(IpAddr::V4)).collect()
        };
        for (endpoint, address) in given_to(whose, given) {
            match endpoint {
                Endpoint::Switch(switch) => self.out.vteps.insert(switch, address),
                Endpoint::Pair(pair) => drop(self.out.shared_vteps.insert(pair, address)),
            }
        }
    }

    /// VXLAN network identifiers of VLANs and VRFs.
    fn network_ids(&mut self) {
        let fabric = self.fabric;
        if fabric.settings.overlay.is_none() {
            return;
        }
        let with_vni = || fabric.vlans.iter().filter(|(_, vlan)| vlan.no_vni.is_none());
        let vlans = with_vni().map(|(_, vlan)| {
            Want::new(format!("vlan {}", vlan.name), vlan.origin)
                .pinned(vlan.vni.map(|vni| vni.value))
                .preferred(VLAN_VNIS + u32::from(vlan.id))
        });
        let vrfs = fabric.vrfs.iter().map(|(id, vrf)| {
            let number = self.out.vrf_numbers.get(&id).copied().unwrap_or(1);
            Want::new(format!("vrf {}", vrf.name), vrf.origin)
                .pinned(vrf.vni.map(|vni| vni.value))
                .preferred(VRF_VNIS - 1 + u32::from(number))
        });
        let wants = vlans.chain(vrfs).collect();
        let space = NumberSpace::new(VLAN_VNIS..=0x00ff_ffff);
        let given = self.allocator.assign::<u32>("vni", FABRIC, &space, wants);
        let mut given = given.into_iter();
        let of_vlans: Vec<Option<u32>> = given.by_ref().take(with_vni().count()).collect();
        self.out.vlan_vnis = given_to(with_vni().map(|(id, _)| id), of_vlans).collect();
        self.out.vrf_vnis = given_to(fabric.vrfs.ids(), given.collect()).collect();
    }

    /// VLANs that some systems need for each VRF: of the layer-3 network identifier, and of the pair's
    /// own routing.
    fn helper_vlans(&mut self) {
        let fabric = self.fabric;
        if fabric.settings.overlay.is_none() {
            return;
        }
        let used: BTreeSet<u16> = fabric.vlans.values().map(|vlan| vlan.id).collect();
        let vendors: BTreeSet<&str> = self
            .topology
            .routed
            .vteps
            .iter()
            .map(|switch| fabric.switches[*switch].vendor.as_str())
            .collect();
        for name in vendors {
            let Some(vendor) = self.catalog.vendors.get(name) else { continue };
            let kinds = [
                ("l3vni-vlan", vendor.routing.l3vni_vlans),
                ("pair-vrf-vlan", vendor.routing.pair_vrf_vlans),
            ];
            for (section, range) in kinds {
                let Some(range) = range else { continue };
                let space =
                    NumberSpace::new(range.first..=range.last).reserve(used.iter().copied());
                let wants =
                    fabric.vrfs.values().map(|vrf| Want::new(&vrf.name, vrf.origin)).collect();
                let given = self.allocator.assign::<u16>(section, name, &space, wants);
                for (id, vlan) in given_to(fabric.vrfs.ids(), given) {
                    let place = if section == "l3vni-vlan" {
                        &mut self.out.l3vni_vlans
                    } else {
                        &mut self.out.pair_vrf_vlans
                    };
                    place.insert((name.to_owned(), id), vlan);
                }
            }
        }
    }
}

/// A pool has no prefix of a family that something asks for.
pub(super) fn family_missing(what: &str, name: &str, pool: &AddressPool, ipv6: bool) -> Diagnostic {
    let family = if ipv6 { "IPv6" } else { "IPv4" };
    let example = match (name, ipv6) {
        ("loopback", true) => "2001:db8:ff::/64",
        ("loopback", false) => "10.255.0.0/22",
        (_, true) => "2001:db8:fe::/112",
        (_, false) => "10.254.0.0/24",
    };
    let message = format!("{what}, and `pool {name}` has no {family} prefix");
    let mut diagnostic = Diagnostic::new(&POOL_MISSING, message)
        .help(format!("add an {family} prefix to it, such as `{example}`"));
    if let Some(span) = pool.span {
        diagnostic = diagnostic.at(span, format!("has no {family} prefix"));
    }
    diagnostic
}

/// A tunnel endpoint whose address is to be chosen.
enum Endpoint {
    Switch(SwitchId),
    /// Both members of a pair together.
    Pair(PairId),
}

/// Those who got something, and what.
pub(super) fn given_to<T, S>(
    all: impl IntoIterator<Item = T>,
    given: Vec<Option<S>>,
) -> impl Iterator<Item = (T, S)> {
    all.into_iter().zip(given).filter_map(|(one, value)| Some((one, value?)))
}

/// What is given, if it is an IPv4 prefix.
fn ipv4<T>((whose, net): (T, IpNet)) -> Option<(T, Ipv4Net)> {
    if let IpNet::V4(net) = net { Some((whose, net)) } else { None }
}

/// What is given, if it is an IPv6 prefix.
fn ipv6<T>((whose, net): (T, IpNet)) -> Option<(T, Ipv6Net)> {
    if let IpNet::V6(net) = net { Some((whose, net)) } else { None }
}

pub(super) fn at<A: super::Address>(space: AddressSpace<A>, span: Option<Span>) -> AddressSpace<A> {
    match span {
        Some(span) => space.at(span),
        None => space,
    }
}

/// Prefix of a link as its two ends have it: the address of an end, with the prefix's length.
pub fn end_ipv4(net: Ipv4Net, end: usize) -> Option<Ipv4Net> {
    let skip = u32::from(net.prefix_len() < 31);
    let ip = u32::from(net.network()).checked_add(skip + u32::try_from(end.min(1)).ok()?)?;
    Ipv4Net::new(ip.into(), net.prefix_len()).ok()
}

/// The same of an IPv6 prefix.
pub fn end_ipv6(net: Ipv6Net, end: usize) -> Option<Ipv6Net> {
    let skip = u128::from(net.prefix_len() < 127);
    let ip = u128::from(net.network()).checked_add(skip + u128::try_from(end.min(1)).ok()?)?;
    Ipv6Net::new(ip.into(), net.prefix_len()).ok()
}
