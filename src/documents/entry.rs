//! What the documents want to know of one switch.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use super::addresses::{self, Held, Vrf};
use super::ranges;
use super::sessions::{self, Session};
use crate::device::model::{Device, Port, Switchport};
use crate::fabric::{Fabric, SwitchId, VlanId};
use crate::vendor::ports::PortNumber;

/// What is asked of each device, so that none need be kept.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) fabric: &'a Fabric,
    switches: BTreeMap<&'a str, SwitchId>,
    vlans: BTreeMap<u16, VlanId>,
}

/// A switch as the documents know it.
#[derive(Debug)]
pub struct Entry {
    pub(super) id: SwitchId,
    /// Ports in use, ascending.
    ports: Vec<(PortNumber, PortFacts)>,
    /// VLANs on it, ascending.
    pub(super) vlans: Vec<u16>,
    /// Its number among MLAG pairs, and the other member.
    pub(super) mlag: Option<(u16, String)>,
    /// Own tunnel address, and the one that it shares with its pair.
    pub(super) tunnels: [Option<String>; 2],
    pub(super) addresses: Vec<Held>,
    pub(super) sessions: Vec<Session>,
    /// Its files, below the output folder.
    pub(super) files: Vec<String>,
}

/// A port in use.
#[derive(Debug)]
pub(super) struct PortFacts {
    /// As the switch names it.
    pub(super) name: String,
    /// The LAG that it is in.
    pub(super) lag: Option<String>,
    /// What it carries: `access 110`, `trunk 110-120 native 180`.
    pub(super) vlans: Arc<str>,
}

impl<'a> Reader<'a> {
    /// What is the same for all switches.
    pub fn of(fabric: &'a Fabric) -> Self {
        let switches = fabric.switches.iter().map(|(id, one)| (one.name.as_str(), id)).collect();
        let vlans = fabric.vlans.iter().map(|(id, vlan)| (vlan.id, id)).collect();
        Self { fabric, switches, vlans }
    }

    /// What a device and the paths of its files say.
    pub fn entry(&self, device: &Device, files: Vec<String>) -> Option<Entry> {
        let mut texts = Texts::new();
        let ports = device.ports.iter().map(|port| {
            let number = PortNumber { panel: port.panel, lane: port.lane };
            (number, facts(port, &mut texts))
        });
        let mut ports: Vec<(PortNumber, PortFacts)> = ports.collect();
        ports.sort_by_key(|(number, _)| *number);
        Some(Entry {
            id: *self.switches.get(device.hostname.as_str())?,
            ports,
            vlans: device.vlans.iter().map(|vlan| vlan.id).collect(),
            mlag: device.mlag.as_ref().map(|mlag| (mlag.domain, mlag.peer.clone())),
            tunnels: tunnels(device),
            addresses: addresses::held(device, |vlan, ip| self.is_gateway(vlan, ip)),
            sessions: sessions::of(device),
            files,
        })
    }

    /// Whether an address is the gateway of a VLAN, which belongs to no one switch.
    fn is_gateway(&self, vlan: u16, ip: IpAddr) -> bool {
        let vlan = self.vlans.get(&vlan).map(|vlan| &self.fabric.vlans[*vlan]);
        vlan.and_then(|vlan| vlan.gateway.as_ref()).is_some_and(|gateway| {
            let ipv4 = gateway.ipv4.map(|net| IpAddr::V4(net.value.addr()));
            let ipv6 = gateway.ipv6.map(|net| IpAddr::V6(net.value.addr()));
            [ipv4, ipv6].contains(&Some(ip))
        })
    }
}

impl Entry {
    /// What is in a port.
    pub(super) fn port(&self, number: PortNumber) -> Option<&PortFacts> {
        let at = self.ports.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.ports.get(at).map(|(_, facts)| facts)
    }

    /// Addresses of a role.
    pub(super) fn addresses(&self, role: &str) -> String {
        let held = self.addresses.iter().filter(|held| held.role == role);
        let text = held.map(|held| match &held.vrf {
            Vrf::Named(vrf) => format!("{}/{} in {vrf}", held.ip, held.length),
            _ => format!("{}/{}", held.ip, held.length),
        });
        text.collect::<Vec<_>>().join(", ")
    }

    /// The management port, as the switch names it, and its addresses.
    pub(super) fn management(&self) -> Option<(&str, String)> {
        let port = self.addresses.iter().find(|held| held.role == "management")?;
        Some((&port.interface, self.addresses("management")))
    }

    /// Its tunnel addresses, if it is a tunnel endpoint.
    pub(super) fn tunnel(&self) -> String {
        let [own, shared] = &self.tunnels;
        let shared = shared.as_ref().map(|shared| format!("{shared} with the pair"));
        own.iter().cloned().chain(shared).collect::<Vec<_>>().join(", ")
    }

    /// Ports in use, ascending.
    pub(super) fn used(&self) -> impl Iterator<Item = PortNumber> {
        self.ports.iter().map(|(number, _)| *number)
    }
}

fn tunnels(device: &Device) -> [Option<String>; 2] {
    let Some(vtep) = &device.vtep else { return [None, None] };
    let own = vtep.address.to_string();
    match &vtep.shared_address {
        Some(shared) => [Some(own), Some(shared.to_string())],
        None if vtep.pair => [None, Some(own)],
        None => [Some(own), None],
    }
}

/// What ports carry, as text: many share the same settings.
type Texts = HashMap<*const Switchport, Arc<str>>;

fn facts(port: &Port, texts: &mut Texts) -> PortFacts {
    let switchport = port.switchport.as_ref();
    let switchport = switchport.or_else(|| port.lag.as_ref()?.switchport.as_ref());
    let vlans = switchport.map(|one| {
        Arc::clone(texts.entry(Arc::as_ptr(one)).or_insert_with(|| carried(one).into()))
    });
    PortFacts {
        name: port.name.clone(),
        lag: port.lag.as_ref().map(|lag| lag.name.clone()),
        vlans: vlans.unwrap_or_default(),
    }
}

fn carried(switchport: &Switchport) -> String {
    let access = switchport.access.as_ref().map(|vlan| format!("access {}", vlan.id));
    let trunk = || {
        let trunk = switchport.trunk.as_ref()?;
        let tagged = Some(ranges::numbers(&trunk.tagged_ids)).filter(|list| !list.is_empty());
        let native = trunk.native.as_ref().map(|vlan| format!("native {}", vlan.id));
        let words = std::iter::once("trunk".to_owned()).chain(tagged).chain(native);
        Some(words.collect::<Vec<_>>().join(" "))
    };
    access.or_else(trunk).unwrap_or_default()
}
