//! What a fabric leaves open, and what it gets.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::codes::POOL_MISSING;
use super::{Address, AddressSpace, Allocator, ListSpace, Lock, NumberSpace, SubnetSpace, Want};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{
    AddressPool, CableEnd, CableId, Fabric, Keepalive, PairId, PortChoice, SwitchId, Table, Vlan,
    VlanId, VrfId, gateway_kind,
};
use crate::source::{Origin, Spanned};
use crate::topology::{BridgeId, Link, LinkEnd, LinkId, LinkUse, Topology};
use crate::vendor::Catalog;
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::GatewayKind;

/// Scope of what is unique in the whole fabric.
pub(super) const FABRIC: &str = "fabric";

/// Everything that was chosen.
#[derive(Debug, Default)]
pub struct Allocation {
    /// IPv4 loopbacks.
    pub loopback_ipv4: Table<SwitchId, Ipv4Addr>,
    /// IPv6 loopbacks.
    pub loopback_ipv6: Table<SwitchId, Ipv6Addr>,
    /// Router ids.
    pub router_ids: Table<SwitchId, Ipv4Addr>,
    /// IPv4 management addresses with the length of their pool.
    pub management_ipv4: Table<SwitchId, Ipv4Net>,
    /// IPv6 management addresses with the length of their pool.
    pub management_ipv6: Table<SwitchId, Ipv6Net>,
    /// Prefixes of point-to-point links inside a pair: of a keepalive's cable.
    pub keepalive_links: BTreeMap<PairId, Ipv4Net>,
    /// Prefixes on the VLAN of a pair's control traffic.
    pub peer_links: BTreeMap<PairId, Ipv4Net>,
    /// Ports that cable patterns leave open, of both ends of a cable.
    pub ports: Table<CableId, [Option<PortNumber>; 2]>,
    /// Domain numbers of pairs.
    pub domains: BTreeMap<PairId, u16>,
    /// Numbers of LAGs on each bridge; an MLAG has the same on both members.
    pub lags: Table<BridgeId, Vec<(LinkId, u16)>>,
    /// Own IPv4 addresses of a switch's SVIs.
    pub svi_ipv4: Table<SwitchId, BTreeMap<VlanId, Ipv4Net>>,
    /// Own IPv6 addresses of a switch's SVIs.
    pub svi_ipv6: Table<SwitchId, BTreeMap<VlanId, Ipv6Net>>,
    /// VRRP groups.
    pub vrrp_groups: BTreeMap<VlanId, u8>,
    /// AS numbers.
    pub asns: Table<SwitchId, u32>,
    /// AS numbers of a service's hosts, by the service's position and the name of rack or host.
    pub service_asns: BTreeMap<(usize, String), u32>,
    /// IPv4 prefixes of routed cables; the first address is the first end's.
    pub links_ipv4: Table<CableId, Ipv4Net>,
    /// IPv6 prefixes of routed cables.
    pub links_ipv6: Table<CableId, Ipv6Net>,
    /// Pairs whose members route to each other without addresses but link-local ones.
    pub pair_unnumbered: BTreeSet<PairId>,
    /// IPv4 prefixes over which the members of pairs route to each other, by VRF.
    pub pair_routing_ipv4: BTreeMap<(PairId, Option<VrfId>), Ipv4Net>,
    /// IPv6 prefixes over which the members of pairs route to each other, by VRF.
    pub pair_routing_ipv6: BTreeMap<(PairId, Option<VrfId>), Ipv6Net>,
    /// Own tunnel addresses.
    pub vteps: Table<SwitchId, IpAddr>,
    /// Tunnel addresses that the members of a pair share.
    pub shared_vteps: BTreeMap<PairId, IpAddr>,
    /// VXLAN network identifiers of VLANs.
    pub vlan_vnis: BTreeMap<VlanId, u32>,
    /// VXLAN network identifiers of VRFs.
    pub vrf_vnis: BTreeMap<VrfId, u32>,
    /// VLANs of layer-3 network identifiers, by vendor and VRF.
    pub l3vni_vlans: BTreeMap<(String, VrfId), u16>,
    /// VLANs over which the members of a pair route to each other in tenant VRFs, by vendor and VRF.
    pub pair_vrf_vlans: BTreeMap<(String, VrfId), u16>,
    /// Numbers of VRFs, from 1.
    pub vrf_numbers: BTreeMap<VrfId, u16>,
    /// IPv4 loopbacks in tenant VRFs.
    pub vrf_loopback_ipv4: BTreeMap<(SwitchId, VrfId), Ipv4Addr>,
    /// IPv6 loopbacks in tenant VRFs.
    pub vrf_loopback_ipv6: BTreeMap<(SwitchId, VrfId), Ipv6Addr>,
}

impl Allocation {
    /// The port of a cable's end in a switch.
    pub fn port(&self, fabric: &Fabric, cable: CableId, end: usize) -> Option<PortNumber> {
        let fixed = fabric.cables[cable].ends.get(end)?.switch_port()?.port.fixed();
        fixed.or_else(|| *self.ports.get(cable)?.get(end)?)
    }

    /// The IPv4 address of a switch's own on the SVI of a VLAN.
    pub fn svi_ipv4(&self, vlan: VlanId, switch: SwitchId) -> Option<Ipv4Net> {
        self.svi_ipv4.get(switch)?.get(&vlan).copied()
    }

    /// The IPv6 address of a switch's own on the SVI of a VLAN.
    pub fn svi_ipv6(&self, vlan: VlanId, switch: SwitchId) -> Option<Ipv6Net> {
        self.svi_ipv6.get(switch)?.get(&vlan).copied()
    }
}

/// Chooses what a fabric leaves open, by the lock of last time. Gives back the lock of next time.
pub fn allocate(
    fabric: &Fabric,
    topology: &Topology,
    catalog: &Catalog,
    lock: Lock,
    sink: &mut Sink,
) -> (Allocation, Lock) {
    let mut work = Work {
        fabric,
        topology,
        catalog,
        allocator: Allocator::new(lock),
        sink,
        out: Allocation::default(),
    };
    work.loopbacks();
    work.management();
    work.domains();
    work.pair_links();
    work.ports();
    work.lags();
    work.svis();
    work.routing();
    let Work { allocator, sink, out, .. } = work;
    let (lock, said) = allocator.finish();
    sink.extend(said);
    (out, lock)
}

/// A cable's end whose port is to be chosen.
struct OpenEnd<'a> {
    cable: CableId,
    end: usize,
    candidates: &'a [PortNumber],
    /// In megabits per second.
    speed: u32,
    /// What it is called in the lock.
    key: String,
    origin: Origin,
}

impl OpenEnd<'_> {
    /// What there is to choose from.
    fn choice(&self) -> (&[PortNumber], u32) {
        (self.candidates, self.speed)
    }
}

pub(super) struct Work<'a> {
    pub(super) fabric: &'a Fabric,
    pub(super) topology: &'a Topology,
    pub(super) catalog: &'a Catalog,
    pub(super) allocator: Allocator,
    pub(super) sink: &'a mut Sink,
    pub(super) out: Allocation,
}

impl<'a> Work<'a> {
    fn loopbacks(&mut self) {
        let fabric = self.fabric;
        let pool = &fabric.settings.pools.loopback;
        self.out.loopback_ipv4 = self.switch_addresses(
            "loopback-ipv4",
            pool,
            AddressSpace::loopbacks(&nets4(pool)),
            |switch| &switch.loopback,
        );
        self.out.loopback_ipv6 = self.switch_addresses(
            "loopback-ipv6",
            pool,
            AddressSpace::loopbacks(&nets6(pool)),
            |switch| &switch.loopback,
        );
        self.out.router_ids.clone_from(&self.out.loopback_ipv4);
        let without: Vec<SwitchId> = self
            .out
            .loopback_ipv6
            .iter()
            .map(|(switch, _)| switch)
            .filter(|switch| self.out.loopback_ipv4.get(*switch).is_none())
            .collect();
        if without.is_empty() {
            return;
        }
        let wants = without
            .iter()
            .map(|id| Want::new(&fabric.switches[*id].name, fabric.switches[*id].origin))
            .collect();
        let ids = self.allocator.assign::<u32>(
            "router-id",
            FABRIC,
            &NumberSpace::new(1..=0x00ff_ffff),
            wants,
        );
        for (id, number) in without.into_iter().zip(ids) {
            if let Some(number) = number {
                self.out.router_ids.insert(id, Ipv4Addr::from(number));
            }
        }
    }

    fn management(&mut self) {
        let fabric = self.fabric;
        let pools = &fabric.settings.pools;
        let pool = &pools.management;
        let servers: Vec<IpAddr> = management_servers(fabric);
        let gateway4 =
            pools.management_gateway_ipv4.map(|gateway| IpNet::from(IpAddr::V4(gateway.value)));
        let gateway6 =
            pools.management_gateway_ipv6.map(|gateway| IpNet::from(IpAddr::V6(gateway.value)));
        let reserved =
            || servers.iter().map(|server| IpNet::from(*server)).chain(gateway4).chain(gateway6);
        let space4 = AddressSpace::hosts(&nets4(pool))
            .reserve(reserved().filter(|net| matches!(net, IpNet::V4(_))));
        let space6 = AddressSpace::hosts(&nets6(pool))
            .reserve(reserved().filter(|net| matches!(net, IpNet::V6(_))));
        let ipv4 =
            self.switch_addresses("management-ipv4", pool, space4, |switch| &switch.management);
        let ipv6 =
            self.switch_addresses("management-ipv6", pool, space6, |switch| &switch.management);
        let length4 = |address: &Ipv4Addr| {
            pool.ipv4
                .iter()
                .find(|net| net.value.contains(address))
                .map_or(32, |net| net.value.prefix_len())
        };
        let length6 = |address: &Ipv6Addr| {
            pool.ipv6
                .iter()
                .find(|net| net.value.contains(address))
                .map_or(128, |net| net.value.prefix_len())
        };
        self.out.management_ipv4 = ipv4
            .iter()
            .filter_map(|(id, address)| Some((id, Ipv4Net::new(*address, length4(address)).ok()?)))
            .collect();
        self.out.management_ipv6 = ipv6
            .iter()
            .filter_map(|(id, address)| Some((id, Ipv6Net::new(*address, length6(address)).ok()?)))
            .collect();
    }

    /// One address of a family for each switch, when the pool has that family; else what the program says.
    fn switch_addresses<A: Address>(
        &mut self,
        section: &'static str,
        pool: &AddressPool,
        space: AddressSpace<A>,
        said: impl Fn(&crate::fabric::Switch) -> &Vec<Spanned<IpAddr>>,
    ) -> Table<SwitchId, A> {
        let fabric = self.fabric;
        let said_of = |id: SwitchId| {
            said(&fabric.switches[id]).iter().find_map(|address| A::from_ip(address.value))
        };
        if super::Space::<A>::size(&space) == 0 {
            return fabric.switches.ids().filter_map(|id| Some((id, said_of(id)?))).collect();
        }
        let space = match pool.span {
            Some(span) => space.at(span),
            None => space,
        };
        let wants = fabric
            .switches
            .iter()
            .map(|(id, switch)| Want::new(&switch.name, switch.origin).pinned(said_of(id)))
            .collect();
        Table::of_each(self.allocator.assign(section, FABRIC, &space, wants))
    }

    /// Point-to-point prefixes inside pairs.
    fn pair_links(&mut self) {
        let fabric = self.fabric;
        let (mut wants, mut whose) = (Vec::new(), Vec::new());
        for (id, pair) in fabric.pairs.iter().filter(|(_, pair)| !pair.esi) {
            let vendor = self.catalog.vendors.get(&fabric.switches[pair.members[0]].vendor);
            if vendor.is_some_and(|vendor| vendor.mlag.peer_addresses) {
                wants.push(Want::new(format!("{} peer-link", pair.name), pair.origin));
                whose.push((id, false));
            }
            if matches!(pair.keepalive, Some(Keepalive::Cable(_))) {
                wants.push(Want::new(format!("{} keepalive", pair.name), pair.origin));
                whose.push((id, true));
            }
        }
        let pool = &fabric.settings.pools.link;
        let nets = nets4(pool);
        if let (true, Some(want)) = (nets.is_empty(), wants.first()) {
            self.sink.push(
                Diagnostic::new(
                    &POOL_MISSING,
                    "addresses inside MLAG pairs are needed, and there is no pool of link prefixes",
                )
                .from(want.origin, format!("for `{}`", want.key))
                .help("add a line such as `pool link 10.254.0.0/24` to the fabric block"),
            );
            return;
        }
        let mut space = SubnetSpace::links(&nets);
        if let Some(span) = pool.span {
            space = space.at(span);
        }
        let given = self.allocator.assign::<IpNet>("link-ipv4", FABRIC, &space, wants);
        for ((pair, keepalive), net) in whose.into_iter().zip(given) {
            let Some(IpNet::V4(net)) = net else { continue };
            let links =
                if keepalive { &mut self.out.keepalive_links } else { &mut self.out.peer_links };
            links.insert(pair, net);
        }
    }

    /// Far ends of cable patterns: the first port that is free and fits, among those that the
    /// statement names.
    fn ports(&mut self) {
        let fabric = self.fabric;
        let open = self.open_ends();
        let mut fixed: Table<SwitchId, Vec<PortNumber>> =
            open.iter().map(|(switch, _)| (switch, Vec::new())).collect();
        for port in fabric.cables.values().flat_map(|cable| &cable.ends) {
            let Some(port) = port.switch_port() else { continue };
            if let (Some(number), Some(taken)) = (port.port.fixed(), fixed.get_mut(port.switch)) {
                taken.push(number);
            }
        }
        fixed.values_mut().for_each(|taken| taken.sort_unstable());
        let mut open: Vec<(SwitchId, &Vec<OpenEnd<'_>>)> = open.iter().collect();
        open.sort_by_key(|(switch, _)| &fabric.switches[*switch].name);
        for (switch, ends) in open {
            let name = &fabric.switches[switch].name;
            let alike = |a: &OpenEnd<'_>, b: &OpenEnd<'_>| a.choice() == b.choice();
            for ends in ends.chunk_by(alike) {
                let Some((candidates, speed)) = ends.first().map(OpenEnd::choice) else { continue };
                let fitting = self.fitting(switch, candidates, speed).into_iter();
                let free = fitting.filter(|port| !blocked(fixed.list(switch), *port));
                let space = ListSpace::new(free).named(format!("ports of `{name}`"));
                let wants = ends.iter().map(|open| Want::new(&*open.key, open.origin)).collect();
                let given = self.allocator.assign("port", name, &space, wants);
                for (open, port) in ends.iter().zip(given) {
                    self.out.ports.entry(open.cable)[open.end] = port;
                }
            }
        }
    }

    /// Ends whose ports are to be chosen, by switch; those with the same choice stand together.
    fn open_ends(&self) -> Table<SwitchId, Vec<OpenEnd<'a>>> {
        let fabric = self.fabric;
        let mut open: Table<SwitchId, Vec<OpenEnd<'a>>> = Table::default();
        for (cable, facts) in fabric.cables.iter() {
            for (end, port) in facts.ends.iter().enumerate() {
                let Some(port) = port.switch_port() else { continue };
                let PortChoice::AnyOf(candidates) = &port.port else { continue };
                let Some(key) = far_key(fabric, &facts.ends, end) else { continue };
                let speed = self.topology.speeds.get(cable).copied().unwrap_or_default();
                let origin = port.origin;
                open.entry(port.switch).push(OpenEnd {
                    cable,
                    end,
                    candidates,
                    speed,
                    key,
                    origin,
                });
            }
        }
        open.values_mut().for_each(|ends| ends.sort_by(|a, b| a.choice().cmp(&b.choice())));
        open
    }

    /// Candidates that can run at a speed; all ports of the model when there are no candidates.
    fn fitting(&self, switch: SwitchId, candidates: &[PortNumber], speed: u32) -> Vec<PortNumber> {
        let facts = &self.fabric.switches[switch];
        let Some(platform) = self
            .catalog
            .vendors
            .get(&facts.vendor)
            .and_then(|vendor| vendor.platforms.get(&facts.platform))
        else {
            return Vec::new();
        };
        let all: Vec<PortNumber> = platform.panels().map(PortNumber::whole).collect();
        let from = if candidates.is_empty() { &all } else { candidates };
        let fits = |port: &&PortNumber| match (port.lane, facts.breakouts.get(&port.panel)) {
            (None, None) => {
                platform.block(port.panel).is_some_and(|block| block.speed_word(speed).is_some())
            }
            (Some(lane), Some(split)) => lane <= split.value.lanes && split.value.speed == speed,
            _ => false,
        };
        from.iter().filter(fits).copied().collect()
    }

    /// Numbers of LAGs: one space for each bridge. A LAG to a host prefers the number of its port.
    fn lags(&mut self) {
        let mut by_bridge: Table<BridgeId, Vec<(LinkId, &Link)>> = Table::default();
        for (id, link) in self.topology.links().filter(|(_, link)| link.lag) {
            for bridge in link.bridges() {
                by_bridge.entry(bridge).push((id, link));
            }
        }
        for (bridge, links) in by_bridge.iter() {
            let facts = self.topology.bridge(bridge);
            let Some(vendor) = facts
                .switches
                .first()
                .and_then(|switch| self.catalog.vendors.get(&self.fabric.switches[*switch].vendor))
            else {
                continue;
            };
            let mut space = NumberSpace::new(vendor.lag.numbers.first..=vendor.lag.numbers.last);
            if facts.pair.is_some() {
                space = space.reserve([vendor.lag.peer_link]);
            }
            let keys = link_keys(self.fabric, self.topology, bridge, links);
            let wants = links.iter().zip(keys).map(|((_, link), key)| {
                Want::new(key, link.origin).preferred(preferred_number(self.fabric, link))
            });
            let given =
                self.allocator.assign::<u16>("port-channel", &facts.name, &space, wants.collect());
            let given = links.iter().zip(given);
            let given = given.filter_map(|((link, _), number)| Some((*link, number?)));
            self.out.lags.insert(bridge, given.collect());
        }
    }

    fn svis(&mut self) {
        for (id, vlan) in self.fabric.vlans.iter() {
            self.vrrp_group(id, vlan);
            self.gateway_addresses(id, vlan);
            self.said_addresses(id, vlan);
        }
    }

    /// Own addresses of the switches that have a VLAN's gateway.
    fn gateway_addresses(&mut self, id: VlanId, vlan: &Vlan) {
        let Some(gateway) = &vlan.gateway else { return };
        let mut on = gateway.on.to_vec();
        if gateway.distributed {
            let others: Vec<SwitchId>;
            (on, others) = on.into_iter().partition(|switch| self.wants_own_address(*switch));
            for switch in others {
                self.out.svi_ipv4.entry(switch).extend(gateway.ipv4.map(|net| (id, net.value)));
                self.out.svi_ipv6.entry(switch).extend(gateway.ipv6.map(|net| (id, net.value)));
            }
        }
        if let [only] = on.as_slice()
            && !gateway.distributed
            && !vlan.addresses.contains_key(only)
        {
            // A lone switch has the gateway's address itself.
            self.out.svi_ipv4.entry(*only).extend(gateway.ipv4.map(|net| (id, net.value)));
            self.out.svi_ipv6.entry(*only).extend(gateway.ipv6.map(|net| (id, net.value)));
            return;
        }
        if let Some(net) = gateway.ipv4 {
            let prefix = IpNet::V4(net.value);
            let given = self.own_addresses::<Ipv4Addr>("svi-ipv4", vlan, &on, prefix, net.span);
            for (switch, address) in on.iter().zip(given) {
                let own = address.and_then(|own| Ipv4Net::new(own, net.value.prefix_len()).ok());
                self.out.svi_ipv4.entry(*switch).extend(own.map(|own| (id, own)));
            }
        }
        if let Some(net) = gateway.ipv6 {
            let prefix = IpNet::V6(net.value);
            let given = self.own_addresses::<Ipv6Addr>("svi-ipv6", vlan, &on, prefix, net.span);
            for (switch, address) in on.iter().zip(given) {
                let own = address.and_then(|own| Ipv6Net::new(own, net.value.prefix_len()).ok());
                self.out.svi_ipv6.entry(*switch).extend(own.map(|own| (id, own)));
            }
        }
    }

    /// Whether a system asks for an own address beside a gateway that is the same everywhere.
    fn wants_own_address(&self, switch: SwitchId) -> bool {
        let vendor = self.catalog.vendors.get(&self.fabric.switches[switch].vendor);
        vendor.is_some_and(|vendor| vendor.routing.gateway_own_addresses)
    }

    /// Addresses that the program says and that no gateway has drawn: of switches beside the gateway's,
    /// and of a family in which there is no gateway.
    fn said_addresses(&mut self, id: VlanId, vlan: &Vlan) {
        for (switch, addresses) in &vlan.addresses {
            if let Some(net) = addresses.ipv4 {
                self.out.svi_ipv4.entry(*switch).entry(id).or_insert(net.value);
            }
            if let Some(net) = addresses.ipv6 {
                self.out.svi_ipv6.entry(*switch).entry(id).or_insert(net.value);
            }
        }
    }

    fn vrrp_group(&mut self, id: VlanId, vlan: &Vlan) {
        if gateway_kind(self.fabric, self.catalog, vlan) != Some(GatewayKind::Vrrp) {
            return;
        }
        let preferred = u8::try_from((vlan.id.saturating_sub(1)) % 255 + 1).ok();
        let want = Want::new("group", Origin::from(vlan.id_span))
            .pinned(vlan.vrrp_group.map(|group| group.value))
            .preferred(preferred);
        let given =
            self.allocator.assign::<u8>("vrrp", &vlan.name, &NumberSpace::new(1..=255), vec![want]);
        self.out.vrrp_groups.extend(given.into_iter().flatten().map(|group| (id, group)));
    }

    /// Own address of each of the switches that share a gateway: next to it, when that is free.
    fn own_addresses<A: Address>(
        &mut self,
        section: &'static str,
        vlan: &Vlan,
        on: &[SwitchId],
        gateway: IpNet,
        span: crate::source::Span,
    ) -> Vec<Option<A>> {
        let Some(statement) = &vlan.gateway else {
            return Vec::new();
        };
        let hosts = vlan.hosts.iter().map(|(_, address)| address.value);
        let beside = vlan.addresses.iter().filter(|(switch, _)| !statement.on.contains(switch));
        let beside = beside.flat_map(|(_, own)| {
            let ipv4 = own.ipv4.map(|net| IpAddr::V4(net.value.addr()));
            [ipv4, own.ipv6.map(|net| IpAddr::V6(net.value.addr()))].into_iter().flatten()
        });
        let family = |address: &IpAddr| address.is_ipv6() == gateway.addr().is_ipv6();
        let reserved = hosts
            .chain(beside)
            .chain([gateway.addr()])
            .chain(vlan.dhcp_relay.iter().map(|server| server.value))
            .filter(family)
            .map(IpNet::from);
        let space = AddressSpace::<A>::hosts(&[gateway.trunc()]).reserve(reserved).at(span);
        let wants = on.iter().enumerate().map(|(position, switch)| {
            let pinned = vlan.addresses.get(switch).and_then(|addresses| match gateway {
                IpNet::V4(_) => {
                    addresses.ipv4.and_then(|net| A::from_ip(IpAddr::V4(net.value.addr())))
                }
                IpNet::V6(_) => {
                    addresses.ipv6.and_then(|net| A::from_ip(IpAddr::V6(net.value.addr())))
                }
            });
            let switch = &self.fabric.switches[*switch];
            Want::new(&switch.name, Origin::from(span))
                .pinned(pinned)
                .preferred(neighbour(gateway.addr(), position + 1).and_then(A::from_ip))
        });
        self.allocator.assign(section, &vlan.name, &space, wants.collect())
    }
}

/// The address `steps` after another.
fn neighbour(address: IpAddr, steps: usize) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(address) => {
            IpAddr::V4(Ipv4Addr::from(u32::from(address).checked_add(u32::try_from(steps).ok()?)?))
        }
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(
            u128::from(address).checked_add(u128::try_from(steps).ok()?)?,
        )),
    })
}

pub(super) fn nets4(pool: &AddressPool) -> Vec<IpNet> {
    pool.ipv4.iter().map(|net| IpNet::V4(net.value)).collect()
}

pub(super) fn nets6(pool: &AddressPool) -> Vec<IpNet> {
    pool.ipv6.iter().map(|net| IpNet::V6(net.value)).collect()
}

/// Servers that may stand in the management network.
fn management_servers(fabric: &Fabric) -> Vec<IpAddr> {
    let management = &fabric.management;
    let aaa = management.tacacs.iter().chain(&management.radius).map(|server| server.address);
    let syslog = management.syslog.iter().flat_map(|statement| &statement.servers).copied();
    let traps = management.snmp.iter().flat_map(|snmp| &snmp.traps).map(|(receiver, _)| *receiver);
    let all =
        management.ntp.iter().chain(&management.dns).copied().chain(aaa).chain(syslog).chain(traps);
    all.map(|server| server.value).collect()
}

/// The near end of a cable, by which its far port stands in the lock: `r01-a:49`.
pub(super) fn far_key(fabric: &Fabric, ends: &[CableEnd; 2], far: usize) -> Option<String> {
    let near = ends.get(1 - far)?.switch_port()?;
    let name = &fabric.switches[near.switch].name;
    Some(match &near.port {
        PortChoice::Fixed(port) => format!("{name}:{port}"),
        PortChoice::AnyOf(_) => name.clone(),
    })
}

/// What each LAG of a bridge is called in the lock: who is at the other end and by which profile, and
/// by which port where that is not enough.
fn link_keys(
    fabric: &Fabric,
    topology: &Topology,
    bridge: BridgeId,
    links: &[(LinkId, &Link)],
) -> Vec<String> {
    let name = |link: &Link| {
        let other =
            link.ends.iter().find(|end| **end != LinkEnd::Bridge(bridge)).unwrap_or(&link.ends[0]);
        let other = match other {
            LinkEnd::Bridge(other) => &topology.bridge(*other).name,
            LinkEnd::Host(host) => &fabric.hosts[*host].name,
        };
        match link.profile {
            Some(profile) => format!("{other} {}", fabric.profiles[profile].name),
            None => other.clone(),
        }
    };
    let names: Vec<String> = links.iter().map(|(_, link)| name(link)).collect();
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let alike = sorted.chunk_by(|a, b| a == b).filter(|alike| alike.len() > 1);
    let twice: BTreeSet<String> = alike.map(|alike| alike[0].to_owned()).collect();
    let key = |(base, (_, link)): (String, &(LinkId, &Link))| {
        let port = first_port(fabric, link).filter(|_| twice.contains(&base));
        port.map_or(base.clone(), |port| format!("{base} at {port}"))
    };
    names.into_iter().zip(links).map(key).collect()
}

fn first_port(fabric: &Fabric, link: &Link) -> Option<PortNumber> {
    let cable = &fabric.cables[*link.cables.first()?];
    cable.ends.iter().filter_map(CableEnd::switch_port).find_map(|port| port.port.fixed())
}

/// The panel number of a host's port: what an operator would call its LAG.
fn preferred_number(fabric: &Fabric, link: &Link) -> Option<u16> {
    let port = first_port(fabric, link).filter(|port| port.lane.is_none())?;
    matches!(link.purpose, LinkUse::Host(_)).then_some(port.panel)
}

/// Whether a port cannot be chosen because it, its whole or one of its lanes is among those in use, which are sorted.
fn blocked(taken: &[PortNumber], port: PortNumber) -> bool {
    let first = taken.partition_point(|taken| taken.panel < port.panel);
    let here = taken[first..].iter().take_while(|taken| taken.panel == port.panel);
    here.into_iter().any(|taken| port.lane.is_none() || taken.lane.is_none() || *taken == port)
}
