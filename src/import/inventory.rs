//! What an import found, whatever it came from.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::source::Span;

/// Everything that goes into the program.
#[derive(Debug, Default)]
pub struct Inventory<'a> {
    /// What the fabric is called.
    pub name: String,
    /// IP MTU of the fabric, if the source says one.
    pub mtu: Option<u16>,
    /// What it is imported from, for the head of the program.
    pub from: &'static str,
    /// Cables between switches of which the source says no VLANs carry all of them.
    pub links_carry_all: bool,
    /// Routing, if the source says anything of it.
    pub routing: Routing,
    /// Address pools that the source states.
    pub pools: Pools,
    /// Switches and hosts.
    pub devices: Vec<Device<'a>>,
    /// Cables between them.
    pub cables: Vec<Cable>,
    /// Pairs that the source names.
    pub pairs: Vec<Pair>,
    /// VLANs.
    pub vlans: Vec<Vlan>,
    /// VRFs.
    pub vrfs: Vec<Vrf>,
}

/// What routes between the switches.
#[derive(Debug, Default, Clone)]
pub struct Routing {
    /// The underlay and its block, as the language writes it.
    pub underlay: Option<String>,
    /// Whether there is an EVPN overlay.
    pub evpn: bool,
    /// Devices that hand its routes on, where the source says so.
    pub route_servers: Vec<usize>,
}

/// Address pools.
#[derive(Debug, Default, Clone)]
pub struct Pools {
    /// Loopbacks.
    pub loopback: Vec<IpNet>,
    /// Links between switches.
    pub link: Vec<IpNet>,
    /// Management.
    pub mgmt: Vec<IpNet>,
    /// What is taken elsewhere, so that no pool that is made up lies in it.
    pub taken: Vec<IpNet>,
}

/// A switch or a host.
#[derive(Debug)]
pub struct Device<'a> {
    /// Its name at the source.
    pub name: String,
    /// Where it is said.
    pub at: Option<Span>,
    /// What it is.
    pub what: What<'a>,
    /// Its role at the source.
    pub role: Option<String>,
    /// Site and rack.
    pub rack: Option<(String, String)>,
    /// Zones in which it is: kind and name.
    pub zones: BTreeSet<(String, String)>,
    /// Its address on the management network.
    pub management: Vec<IpNet>,
    /// Its loopback address.
    pub loopback: Vec<IpNet>,
    /// Its AS.
    pub asn: Option<u32>,
}

/// What a device is.
#[derive(Debug)]
pub enum What<'a> {
    /// A switch of a model.
    Switch(super::models::Model<'a>),
    /// A host, with the word that says of what kind.
    Host(&'static str),
    /// Nothing that is carried over; why was said.
    Left,
}

/// A cable.
#[derive(Debug)]
pub struct Cable {
    /// Where it is said.
    pub at: Option<Span>,
    /// Its ends.
    pub ends: [End; 2],
    /// What is written on it.
    pub label: Option<String>,
    /// Its subnets.
    pub prefixes: Vec<IpNet>,
    /// Whether it has no addresses.
    pub unnumbered: bool,
    /// Cost of OSPF.
    pub cost: Option<u16>,
    /// A LAG that all cables of this number are members of, where the source counts LAGs.
    pub group: Option<usize>,
    /// How that LAG speaks LACP, as profiles say it, where the source does.
    pub lacp: Option<&'static str>,
}

/// An end of a cable.
#[derive(Debug, Clone)]
pub struct End {
    /// The device, by its position.
    pub device: usize,
    /// The interface.
    pub port: Port,
    /// The LAG of which the interface is a member, as the device calls it.
    pub lag: Option<String>,
    /// VLANs of the interface, if the source says anything of them.
    pub vlans: Option<Carried>,
    /// Its speed in megabits per second.
    pub speed: Option<u32>,
}

/// An interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Port {
    /// By its name.
    Name(String),
    /// One of the lanes of the port of that name, counted from 1, and how many there are.
    Lane(String, u8, u8),
    /// By its number on the panel.
    Panel(u16),
}

/// VLANs on an interface, by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carried {
    /// The untagged one.
    pub untagged: Option<String>,
    /// The tagged ones.
    pub tagged: BTreeSet<String>,
    /// All of them are tagged.
    pub all: bool,
}

/// An MLAG pair.
#[derive(Debug)]
pub struct Pair {
    /// The members, by position among the devices.
    pub members: [usize; 2],
    /// Where it is said.
    pub at: Option<Span>,
}

/// A VLAN.
#[derive(Debug, Default)]
pub struct Vlan {
    /// What cables and addresses call it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its number.
    pub id: u16,
    /// Where it is said.
    pub at: Option<Span>,
    /// Its VRF, by name.
    pub vrf: Option<String>,
    /// The addresses that hosts use.
    pub gateways: Vec<IpNet>,
    /// Its subnets; for a comment where no gateway is known.
    pub prefixes: Vec<IpNet>,
    /// Addresses of switches in it: device and address.
    pub addresses: Vec<(usize, IpNet)>,
    /// Devices that have it besides those whose ports do.
    pub on: BTreeSet<usize>,
    /// Devices that route it; empty when nothing is said.
    pub routed_on: BTreeSet<usize>,
    /// Its number in the overlay.
    pub vni: Option<u32>,
    /// What it is for.
    pub description: Option<String>,
}

/// A VRF.
#[derive(Debug)]
pub struct Vrf {
    /// Its name.
    pub name: String,
    /// Where it is said.
    pub at: Option<Span>,
    /// Its number in the overlay.
    pub vni: Option<u32>,
}

impl What<'_> {
    /// Whether it is a switch.
    pub fn is_switch(&self) -> bool {
        matches!(self, Self::Switch(_))
    }
}

impl Cable {
    /// A cable of which nothing else is known.
    pub fn between(ends: [End; 2], at: Option<Span>) -> Self {
        Self {
            at,
            ends,
            label: None,
            prefixes: Vec::new(),
            unnumbered: false,
            cost: None,
            group: None,
            lacp: None,
        }
    }
}

impl End {
    /// An end of which nothing else is known.
    pub fn new(device: usize, port: Port) -> Self {
        Self { device, port, lag: None, vlans: None, speed: None }
    }
}
