//! A checked fabric and what was chosen for it, made into devices.

mod acls;
mod bgp;
mod boundary_ospf;
mod features;
mod index;
mod interfaces;
mod lab;
mod lags;
mod layer3;
mod leaks;
mod mlag;
mod names;
mod origins;
mod ospf_default;
mod overlay;
mod peers;
mod policies;
mod ports;
mod routes;
mod services;
mod spanning_tree;
mod svis;
mod switchport;
mod system;
mod underlay;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use index::Index;
use switchport::Alike;

use super::model::{BgpVrf, Device, Lag, Origins, PairRouting, Port, Verbatim, Vlan, Vtep};
use crate::allocate::Allocation;
use crate::fabric::{Fabric, Switch, SwitchId};
use crate::source::Sources;
use crate::topology::{BridgeId, Topology};
use crate::vendor::Catalog;
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::{Lab, Platform, Vendor};

/// All that lowering looks at.
#[derive(Debug, Clone, Copy)]
pub struct Lowering<'a> {
    /// The fabric.
    pub fabric: &'a Fabric,
    /// Its graphs.
    pub topology: &'a Topology,
    /// What was chosen.
    pub allocation: &'a Allocation,
    /// Vendors and their models.
    pub catalog: &'a Catalog,
    /// The program's files, for the origin of raw lines.
    pub sources: &'a Sources,
    /// The folder of the program's first file.
    pub folder: &'a Utf8Path,
    /// Whether every element is to know the statements that it comes from.
    pub origins: bool,
    /// What stands in for the switches, when the devices are those of a lab.
    pub lab: Option<&'a StandIns>,
}

/// The virtual switches of a lab, which their vendors' folders describe.
#[derive(Debug, Default)]
pub struct StandIns {
    /// The switches that have one. The others are as they are.
    pub switches: BTreeSet<SwitchId>,
    /// Names of ports that have not their own.
    pub ports: BTreeMap<(SwitchId, PortNumber), String>,
}

/// Every switch as a device, by host name.
pub fn lower(lowering: Lowering<'_>) -> Vec<Device> {
    lower_some(lowering, |_| true)
}

/// The devices of some switches, by host name.
pub fn lower_some(lowering: Lowering<'_>, wanted: impl Fn(&str) -> bool) -> Vec<Device> {
    let parts = Parts::of(lowering, wanted);
    let made = |id: &SwitchId| One::of(parts.lowering, &parts.index, *id).map(One::device);
    parts.switches.par_iter().filter_map(made).collect()
}

/// How many switches are worked on before it is said what came of them.
const AT_ONCE: usize = 256;

/// A device just made.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// The device.
    pub device: &'a Device,
    /// How long that took.
    pub took: Duration,
}

/// Switches that are lowered some at a time, so that the devices of a large fabric are never all in memory.
#[derive(Debug)]
pub struct Parts<'a> {
    lowering: Lowering<'a>,
    index: Index<'a>,
    /// By host name.
    switches: Vec<SwitchId>,
}

impl<'a> Parts<'a> {
    /// Those switches that are wanted.
    pub fn of(lowering: Lowering<'a>, wanted: impl Fn(&str) -> bool) -> Self {
        let all = &lowering.fabric.switches;
        let mut switches: Vec<SwitchId> = all.ids().filter(|id| wanted(&all[*id].name)).collect();
        switches.sort_by_key(|id| &all[*id].name);
        Self { lowering, index: Index::of(lowering), switches }
    }

    /// Lowers them some at a time, by host name. `work` is done with each device on the thread that made it, and the device
    /// is gone then; what came of a part is handed to `take`, in order.
    pub fn each<T: Send>(&self, work: impl Fn(Made<'_>) -> T + Sync, mut take: impl FnMut(Vec<T>)) {
        for ids in self.switches.chunks(AT_ONCE) {
            take(ids.par_iter().filter_map(|id| self.one(*id, &work)).collect());
        }
    }

    fn one<T>(&self, id: SwitchId, work: impl Fn(Made<'_>) -> T) -> Option<T> {
        let start = Instant::now();
        let device = One::of(self.lowering, &self.index, id)?.device();
        Some(work(Made { device: &device, took: start.elapsed() }))
    }
}

/// One switch at work.
#[derive(Clone, Copy)]
struct One<'a> {
    all: Lowering<'a>,
    index: &'a Index<'a>,
    id: SwitchId,
    switch: &'a Switch,
    bridge: BridgeId,
    vendor: &'a Vendor,
    platform: &'a Platform,
    /// Whether it is a tunnel endpoint.
    vtep: bool,
}

impl<'a> One<'a> {
    /// Resolving has seen to it that vendor and model exist.
    fn of(all: Lowering<'a>, index: &'a Index<'a>, id: SwitchId) -> Option<Self> {
        let switch = &all.fabric.switches[id];
        let vendor = all.catalog.vendors.get(&switch.vendor)?;
        let platform = vendor.platforms.get(&switch.platform)?;
        let bridge = all.topology.bridge_of(id);
        let vtep = all.topology.routed.vteps.contains(&id);
        Some(Self { all, index, id, switch, bridge, vendor, platform, vtep })
    }

    /// What stands in for the switch, in a lab.
    fn lab(self) -> Option<&'a Lab> {
        let lab = self.all.lab.filter(|lab| lab.switches.contains(&self.id));
        lab.and(self.vendor.lab.as_ref())
    }

    fn device(self) -> Device {
        let mut alike = Alike::of(self);
        let lags = self.lags(&mut alike);
        let ports = self.ports(&lags, &mut alike);
        let svis = self.svis();
        let loopbacks = self.loopbacks();
        let static_routes = self.static_routes();
        let dhcp_relays = self.dhcp_relays(&svis, &ports, &static_routes);
        let vrfs = self.vrfs(&svis, &ports, &static_routes, &dhcp_relays);
        let mlag = self.mlag(&lags);
        let mut vlans = self.vlans(&svis);
        carriers(&mut vlans, &ports, &lags);
        let vtep = self.vtep(&vlans);
        let pair_routing = self.pair_routing();
        let mut device = Device {
            origins: Origins::default(),
            hostname: self.switch.name.clone(),
            fabric: self.all.fabric.name.clone(),
            domain: self.all.fabric.settings.domain.as_ref().map(|domain| domain.value.clone()),
            vendor: self.vendor.name.clone(),
            platform: self.platform.name.clone(),
            format: self.switch.format.clone(),
            traits: self.platform.traits.clone(),
            rack: self.switch.rack.map(|rack| self.all.fabric.racks[rack].name.clone()),
            header: vec![
                format!(
                    "{} of fabric {}: {}",
                    self.switch.name, self.all.fabric.name, self.platform.title
                ),
                "Generated by rackc from the fabric's program. Change the program, not this file."
                    .to_owned(),
            ],
            system: self
                .index
                .systems
                .get(self.switch.vendor.as_str())
                .cloned()
                .unwrap_or_default(),
            management: self.management(),
            router_id: self.index.router_ids.get(self.id).cloned(),
            routes_ipv4: false,
            routes_ipv6: false,
            features: super::model::Features::default(),
            spanning_tree: self.spanning_tree(),
            vlan_ids: vlan_ids(&vlans, &pair_routing, vtep.as_ref()),
            vlans,
            vrfs,
            breakouts: self.breakouts(&ports),
            speed_groups: self.speed_groups(),
            anycast_mac: svis
                .iter()
                .find_map(|svi| svi.anycast.as_ref())
                .map(|anycast| anycast.mac.clone()),
            lag_count: lags.iter().map(|lag| usize::from(lag.number) + 1).max().unwrap_or(0),
            dhcp_relay: dhcp_relays.iter().find(|relay| relay.vrf.is_none()).cloned(),
            storm_profiles: switchport::storm_profiles(&ports, &lags),
            ports,
            lags,
            loopbacks,
            svis,
            mlag,
            static_routes,
            dhcp_relays,
            verbatim: self.verbatim(),
            bgp: None,
            ospf: Vec::new(),
            bfd: None,
            bfd_multihop: None,
            vtep,
            pair_routing,
            prefix_lists: Vec::new(),
            nested_prefixes: None,
            community_lists: Vec::new(),
            as_path_lists: Vec::new(),
            route_policies: Vec::new(),
            acls: Vec::new(),
            maintenance: None,
        };
        self.routing(&mut device);
        device.acls = self.acls(&device);
        device.routes_ipv4 = routes(&device, false);
        device.routes_ipv6 = routes(&device, true);
        device.features = self.features(&device);
        let speaks = self.pair_speaks(&device.features);
        if let Some(mlag) = &mut device.mlag {
            mlag.routing = speaks.then_some(true);
        }
        if let Some(lab) = self.lab() {
            lab::stand_in(&mut device, lab);
        }
        if self.all.origins {
            self.tell_origins(&mut device);
        }
        device
    }

    fn verbatim(self) -> Vec<Verbatim> {
        let all = self.index.verbatim.list(self.id).iter();
        all.map(|position| &self.all.fabric.verbatim[*position])
            .map(|verbatim| Verbatim {
                origins: Origins::default(),
                file: verbatim.file.as_ref().map(|file| file.value.clone()),
                lines: verbatim.lines.clone(),
                origin: self.all.sources.place(verbatim.origin.at, self.all.folder),
            })
            .collect()
    }
}

/// Whether any tenant interface has an address of a family.
fn routes(device: &Device, ipv6: bool) -> bool {
    let svi =
        device.svis.iter().any(|svi| if ipv6 { svi.ipv6.is_some() } else { svi.ipv4.is_some() });
    let routed = device
        .ports
        .iter()
        .filter_map(|port| port.routed.as_ref())
        .chain(device.lags.iter().filter_map(|lag| lag.routed.as_ref()));
    let keepalive = device.mlag.as_ref().map(|mlag| mlag.keepalive.vrf.clone());
    let port = routed
        .filter(|routed| routed.vrf.is_none() || routed.vrf != keepalive)
        .any(|routed| if ipv6 { routed.ipv6.is_some() } else { routed.ipv4.is_some() });
    let family = |vrf: &BgpVrf| if ipv6 { vrf.ipv6.is_some() } else { vrf.ipv4.is_some() };
    let bgp = device.bgp.iter().flat_map(|bgp| &bgp.vrfs).any(|vrf| family(vrf));
    svi || port || bgp
}

/// Every VLAN that a switch has, ascending.
fn vlan_ids(vlans: &[Vlan], pairs: &[PairRouting], vtep: Option<&Vtep>) -> Vec<u16> {
    let tenants = vtep.iter().flat_map(|vtep| &vtep.vrfs).filter_map(|vrf| vrf.vlan.as_ref());
    let own = vlans.iter().map(|vlan| vlan.id);
    let helpers = pairs.iter().filter_map(|pair| pair.vlan).chain(tenants.map(|vlan| vlan.id));
    own.chain(helpers).collect::<BTreeSet<u16>>().into_iter().collect()
}

/// Names of the ports and LAGs that carry each VLAN.
fn carriers(vlans: &mut [Vlan], ports: &[Port], lags: &[Lag]) {
    let ports = ports.iter().filter_map(|port| Some((&port.name, port.switchport.as_ref()?)));
    let lags = lags.iter().filter(|lag| lag.peer_link.is_none());
    let lags = lags.filter_map(|lag| Some((&lag.name, lag.switchport.as_ref()?)));
    for (name, switchport) in ports.chain(lags) {
        for vlan in vlans.iter_mut() {
            let trunk = switchport.trunk.as_ref();
            if trunk.is_some_and(|trunk| trunk.vlan_ids.binary_search(&vlan.id).is_ok()) {
                vlan.trunks.push(name.clone());
            }
            if switchport.access.as_ref().is_some_and(|access| access.id == vlan.id) {
                vlan.access.push(name.clone());
            }
        }
    }
}
