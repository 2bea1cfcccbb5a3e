//! The places in which two vendors meet.

use std::collections::{BTreeMap, BTreeSet};

use super::said::{self, Said};
use crate::fabric::{CableEnd, CableUse, Fabric, SwitchId, SwitchPort, Table};
use crate::source::Origin;
use crate::topology::{BridgeId, LinkUse, Topology};
use crate::vendor::Catalog;
use crate::vendor::interop::{Meeting, Topic};

/// All places of one kind in which switches of two vendors meet and the program says the same.
#[derive(Debug, Clone)]
pub struct Crossing<'a> {
    /// In what they meet.
    pub meeting: Meeting,
    /// Which of several kinds, such as `EVPN` of BGP sessions; none when empty.
    pub kind: &'static str,
    /// Folder names of the two vendors, ascending.
    pub vendors: [&'a str; 2],
    /// A switch of each, of the first place.
    pub ends: [SwitchId; 2],
    /// What the program decides.
    pub said: Vec<Said>,
    /// How many places there are.
    pub count: usize,
    /// The first place, for people: ``cable `leaf1:49` -- `spine1:1` ``.
    pub place: String,
    /// The statement of the first place, if there is one.
    pub origin: Option<Origin>,
}

/// Sessions that carry EVPN's routes.
const EVPN: &str = "EVPN";

/// What makes places alike, but for what is said of them: the vendors are positions in [`Gather::vendors`].
type Key = (Meeting, &'static str, [usize; 2]);

/// Every kind of place in which switches of two vendors meet, from the cable up.
pub fn crossings<'a>(
    fabric: &'a Fabric,
    topology: &Topology,
    catalog: &Catalog,
) -> Vec<Crossing<'a>> {
    let vendors = fabric.switches.values().map(|switch| switch.vendor.as_str());
    let vendors: Vec<&str> = vendors.collect::<BTreeSet<_>>().into_iter().collect();
    let vendor_of = fabric.switches.iter().filter_map(|(id, switch)| {
        Some((id, vendors.binary_search(&switch.vendor.as_str()).ok()?))
    });
    let vendor_of = vendor_of.collect();
    let mut gather = Gather { fabric, topology, vendors, vendor_of, found: BTreeMap::new() };
    gather.cables();
    gather.links();
    gather.spanning_trees();
    gather.gateways(catalog);
    gather.routed_links();
    gather.route_servers();
    gather.overlay();
    let mut found: Vec<Vec<Crossing<'_>>> = gather.found.into_values().collect();
    for alike in &mut found {
        alike.sort_by(|a, b| a.said.cmp(&b.said));
    }
    found.into_iter().flatten().collect()
}

/// A place in which two switches meet, of one vendor or of two.
#[derive(Clone, Copy)]
struct Place {
    meeting: Meeting,
    kind: &'static str,
    ends: [SwitchId; 2],
    origin: Option<Origin>,
    /// For how many such places it stands.
    count: usize,
}

impl Place {
    fn at(meeting: Meeting, ends: [SwitchId; 2], origin: Option<Origin>) -> Self {
        Self { meeting, kind: "", ends, origin, count: 1 }
    }
}

struct Gather<'a, 't> {
    fabric: &'a Fabric,
    topology: &'t Topology,
    /// Of the fabric, ascending.
    vendors: Vec<&'a str>,
    vendor_of: Table<SwitchId, usize>,
    /// One for each that is said.
    found: BTreeMap<Key, Vec<Crossing<'a>>>,
}

impl Gather<'_, '_> {
    /// The position of a switch's vendor.
    fn vendor(&self, switch: SwitchId) -> usize {
        self.vendor_of.get(switch).copied().unwrap_or_default()
    }

    /// Takes note of a place, if it is one where two vendors meet. What is `said` of it is only asked then, and its
    /// `text` only of the first of its kind.
    fn add(
        &mut self,
        place: Place,
        said: impl FnOnce() -> Vec<Said>,
        text: impl FnOnce(&Self) -> String,
    ) {
        let Place { meeting, kind, mut ends, origin, count } = place;
        let mut vendors = ends.map(|end| self.vendor(end));
        if vendors[0] == vendors[1] {
            return;
        }
        if vendors[0] > vendors[1] {
            ends.swap(0, 1);
            vendors.swap(0, 1);
        }
        let said = said();
        let key = (meeting, kind, vendors);
        let alike = self.found.get_mut(&key).into_iter().flatten();
        if let Some(known) = alike.into_iter().find(|known| known.said == said) {
            known.count += count;
            return;
        }
        let (place, vendors) = (text(self), vendors.map(|vendor| self.vendors[vendor]));
        let crossing = Crossing { meeting, kind, vendors, ends, said, count, place, origin };
        self.found.entry(key).or_default().push(crossing);
    }

    /// Takes note of every two vendors among some switches.
    fn add_group(
        &mut self,
        meeting: Meeting,
        switches: impl IntoIterator<Item = SwitchId>,
        said: &[Said],
        origin: Option<Origin>,
        text: impl Fn() -> String,
    ) {
        let first = self.by_vendor(switches);
        let first: Vec<SwitchId> = first.into_values().map(|(switch, _)| switch).collect();
        for (position, one) in first.iter().enumerate() {
            for other in first.iter().skip(position + 1) {
                let place = Place::at(meeting, [*one, *other], origin);
                self.add(place, || said.to_vec(), |_| text());
            }
        }
    }

    /// The first switch of each vendor, and how many there are.
    fn by_vendor(
        &self,
        switches: impl IntoIterator<Item = SwitchId>,
    ) -> BTreeMap<usize, (SwitchId, usize)> {
        let mut found = BTreeMap::new();
        for switch in switches {
            found.entry(self.vendor(switch)).or_insert((switch, 0)).1 += 1;
        }
        found
    }

    fn end_text(&self, port: &SwitchPort) -> String {
        let name = &self.fabric.switches[port.switch].name;
        port.port.fixed().map_or_else(|| format!("`{name}`"), |port| format!("`{name}:{port}`"))
    }

    fn cable_text(&self, ends: &[CableEnd; 2]) -> String {
        let ends = ends.iter().filter_map(CableEnd::switch_port).map(|end| self.end_text(end));
        ends.collect::<Vec<_>>().join(" -- ")
    }

    fn cables(&mut self) {
        let fabric = self.fabric;
        for cable in fabric.cables.values() {
            if !matches!(cable.purpose, CableUse::Fabric | CableUse::Routed) {
                continue;
            }
            let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { continue };
            let place = Place::at(Meeting::Cable, [a.switch, b.switch], Some(cable.origin));
            self.add(place, || said::cable(fabric, cable), |all| all.cable_text(&cable.ends));
        }
    }

    fn links(&mut self) {
        let (fabric, topology) = (self.fabric, self.topology);
        for (_, link) in topology.links().filter(|(_, link)| link.purpose == LinkUse::Fabric) {
            let ends: Vec<BridgeId> = link.bridges().collect();
            let [one, other] = ends[..] else { continue };
            let [one, other] = [one, other].map(|bridge| topology.bridge(bridge));
            let (Some(a), Some(b)) = (one.switches.first(), other.switches.first()) else {
                continue;
            };
            let (ends, origin) = ([*a, *b], Some(link.origin));
            let text = |_: &Self| format!("`{}` -- `{}`", one.name, other.name);
            if link.lag {
                let place = Place::at(Meeting::Lag, ends, origin);
                self.add(place, || said::lag(fabric, link), text);
            }
            self.add(Place::at(Meeting::Trunk, ends, origin), Vec::new, text);
        }
    }

    fn spanning_trees(&mut self) {
        let Some(said) = said::spanning_tree(self.fabric) else { return };
        let origin = self.fabric.settings.spanning_tree.span.map(Origin::from);
        let topology = self.topology;
        for domain in topology.domains.iter().filter(|domain| domain.len() > 1) {
            let bridges = || domain.iter().map(|bridge| topology.bridge(*bridge));
            let switches: BTreeSet<SwitchId> =
                bridges().flat_map(|bridge| bridge.switches.iter().copied()).collect();
            let place = || {
                bridges()
                    .next()
                    .map_or_else(String::new, |one| format!("the one of `{}`", one.name))
            };
            self.add_group(Meeting::SpanningTree, switches, &said, origin, place);
        }
    }

    fn gateways(&mut self, catalog: &Catalog) {
        let fabric = self.fabric;
        for vlan in fabric.vlans.values() {
            let Some(said) = said::gateway(fabric, catalog, vlan) else { continue };
            let on = vlan.gateway.iter().flat_map(|gateway| gateway.on.iter().copied());
            let place = || format!("VLAN `{}`", vlan.name);
            self.add_group(Meeting::Gateway, on, &said, Some(vlan.origin), place);
        }
    }

    fn routed_links(&mut self) {
        let (fabric, topology) = (self.fabric, self.topology);
        let underlay = &fabric.settings.underlay;
        let Some(bgp) = said::is_bgp(underlay) else { return };
        for link in &topology.routed.links {
            let cable = &fabric.cables[link.cable];
            let meeting = if bgp { Meeting::Session } else { Meeting::Ospf };
            let said = || {
                if bgp {
                    said::session(underlay, &topology.routed, link)
                } else {
                    said::ospf(underlay)
                }
            };
            let origin = Some(cable.origin);
            let text = |all: &Self| all.cable_text(&cable.ends);
            self.add(Place::at(meeting, link.ends, origin), said, text);
            if underlay.bfd.is_some() {
                self.add(Place::at(Meeting::Bfd, link.ends, origin), Vec::new, text);
            }
        }
    }

    /// EVPN between tunnel endpoints and those that hand its routes on: each with each.
    fn route_servers(&mut self) {
        let routed = &self.topology.routed;
        let endpoints = self.by_vendor(routed.vteps.iter().copied());
        let servers = self.by_vendor(routed.route_servers.iter().copied());
        for (endpoint, endpoints) in endpoints.values() {
            for (server, servers) in servers.values() {
                let ends = [*endpoint, *server];
                let place = Place {
                    kind: EVPN,
                    count: endpoints * servers,
                    ..Place::at(Meeting::Session, ends, None)
                };
                let said = || vec![(Topic::SessionForm, "address")];
                self.add(place, said, |all| {
                    let [one, other] = ends.map(|end| &all.fabric.switches[end].name);
                    format!("`{one}` -- `{other}`")
                });
            }
        }
    }

    fn overlay(&mut self) {
        let fabric = self.fabric;
        let Some(overlay) = &fabric.settings.overlay else { return };
        let routed = &self.topology.routed;
        let said = said::overlay(overlay, routed);
        let text = || format!("fabric `{}`", fabric.name);
        let origin = Some(overlay.span.into());
        self.add_group(Meeting::Overlay, routed.vteps.iter().copied(), &said, origin, text);
    }
}
