//! What a fabric leaves open, and what it gets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::codes::POOL_MISSING;
use super::{Address, AddressSpace, Allocation, Allocator, Lock, NumberSpace, SubnetSpace, Want};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{AddressPool, Fabric, Keepalive, SwitchId, Table};
use crate::source::Spanned;
use crate::topology::Topology;
use crate::vendor::Catalog;

/// Scope of what is unique in the whole fabric.
pub(super) const FABRIC: &str = "fabric";

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

pub(super) struct Work<'a> {
    pub(super) fabric: &'a Fabric,
    pub(super) topology: &'a Topology,
    pub(super) catalog: &'a Catalog,
    pub(super) allocator: Allocator,
    pub(super) sink: &'a mut Sink,
    pub(super) out: Allocation,
}

impl Work<'_> {
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
