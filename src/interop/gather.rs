//! The places in which two vendors meet.

use std::collections::{BTreeMap, BTreeSet};

use super::said::{self, Said};
use crate::fabric::{CableEnd, CableUse, Fabric, SwitchId, SwitchPort};
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

/// What makes places alike.
type Key<'a> = (Meeting, &'static str, [&'a str; 2], Vec<Said>);

/// Every kind of place in which switches of two vendors meet, from the cable up.
pub fn crossings<'a>(
    fabric: &'a Fabric,
    topology: &Topology,
    catalog: &Catalog,
) -> Vec<Crossing<'a>> {
    let mut gather = Gather { fabric, topology, found: BTreeMap::new() };
    gather.cables();
    gather.links();
    gather.spanning_trees();
    gather.gateways(catalog);
    gather.routed_links();
    gather.route_servers();
    gather.overlay();
    gather.found.into_values().collect()
}

struct Gather<'a, 't> {
    fabric: &'a Fabric,
    topology: &'t Topology,
    found: BTreeMap<Key<'a>, Crossing<'a>>,
}

impl<'a> Gather<'a, '_> {
    fn vendor(&self, switch: SwitchId) -> &'a str {
        &self.fabric.switches[switch].vendor
    }

    /// Takes note of a place, if it is one where two vendors meet.
    fn add(
        &mut self,
        meeting: Meeting,
        [one, other]: [SwitchId; 2],
        said: Vec<Said>,
        origin: Option<Origin>,
        place: impl FnOnce() -> String,
    ) {
        let (mut ends, mut vendors) = ([one, other], [self.vendor(one), self.vendor(other)]);
        if vendors[0] == vendors[1] {
            return;
        }
        if vendors[0] > vendors[1] {
            ends.swap(0, 1);
            vendors.swap(0, 1);
        }
        let key = (meeting, "", vendors, said.clone());
        let crossing = self.found.entry(key).or_insert_with(|| Crossing {
            meeting,
            kind: "",
            vendors,
            ends,
            said,
            count: 0,
            place: place(),
            origin,
        });
        crossing.count += 1;
    }

    /// Takes note of every two vendors among some switches.
    fn add_group(
        &mut self,
        meeting: Meeting,
        switches: impl IntoIterator<Item = SwitchId>,
        said: &[Said],
        origin: Option<Origin>,
        place: impl Fn() -> String,
    ) {
        let mut first: BTreeMap<&str, SwitchId> = BTreeMap::new();
        for switch in switches {
            first.entry(self.vendor(switch)).or_insert(switch);
        }
        let first: Vec<SwitchId> = first.into_values().collect();
        for (position, one) in first.iter().enumerate() {
            for other in first.iter().skip(position + 1) {
                self.add(meeting, [*one, *other], said.to_vec(), origin, &place);
            }
        }
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
            let place = self.cable_text(&cable.ends);
            let ends = [a.switch, b.switch];
            let said = said::cable(fabric, cable);
            self.add(Meeting::Cable, ends, said, Some(cable.origin), || place);
        }
    }

    fn links(&mut self) {
        let topology = self.topology;
        for (_, link) in topology.links().filter(|(_, link)| link.purpose == LinkUse::Fabric) {
            let ends: Vec<BridgeId> = link.bridges().collect();
            let [one, other] = ends[..] else { continue };
            let [one, other] = [one, other].map(|bridge| topology.bridge(bridge));
            let (Some(a), Some(b)) = (one.switches.first(), other.switches.first()) else {
                continue;
            };
            let (ends, origin) = ([*a, *b], Some(link.origin));
            let place = || format!("`{}` -- `{}`", one.name, other.name);
            if link.lag {
                self.add(Meeting::Lag, ends, said::lag(self.fabric, link), origin, place);
            }
            self.add(Meeting::Trunk, ends, Vec::new(), origin, place);
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
            let (meeting, said) = if bgp {
                (Meeting::Session, said::session(underlay, &topology.routed, link))
            } else {
                (Meeting::Ospf, said::ospf(underlay))
            };
            let place = self.cable_text(&cable.ends);
            let origin = Some(cable.origin);
            self.add(meeting, link.ends, said, origin, || place.clone());
            if underlay.bfd.is_some() {
                self.add(Meeting::Bfd, link.ends, Vec::new(), origin, || place);
            }
        }
    }

    /// EVPN between tunnel endpoints and those that hand its routes on: each with each.
    fn route_servers(&mut self) {
        let routed = &self.topology.routed;
        let mut endpoints: BTreeMap<&str, (SwitchId, usize)> = BTreeMap::new();
        let mut servers: BTreeMap<&str, (SwitchId, usize)> = BTreeMap::new();
        for switch in &routed.vteps {
            endpoints.entry(self.vendor(*switch)).or_insert((*switch, 0)).1 += 1;
        }
        for switch in &routed.route_servers {
            servers.entry(self.vendor(*switch)).or_insert((*switch, 0)).1 += 1;
        }
        for (one, (endpoint, endpoints)) in &endpoints {
            for (other, (server, servers)) in servers.iter().filter(|(other, _)| *other != one) {
                let mut sides = [(*one, *endpoint), (*other, *server)];
                sides.sort();
                let (vendors, ends) = (sides.map(|side| side.0), sides.map(|side| side.1));
                let name = |switch: SwitchId| &self.fabric.switches[switch].name;
                let place = format!("`{}` -- `{}`", name(*endpoint), name(*server));
                let said = vec![(Topic::SessionForm, "address")];
                let key = (Meeting::Session, EVPN, vendors, said.clone());
                let crossing = self.found.entry(key).or_insert_with(|| Crossing {
                    meeting: Meeting::Session,
                    kind: EVPN,
                    vendors,
                    ends,
                    said,
                    count: 0,
                    place,
                    origin: None,
                });
                crossing.count += endpoints * servers;
            }
        }
    }

    fn overlay(&mut self) {
        let Some(overlay) = &self.fabric.settings.overlay else { return };
        let routed = &self.topology.routed;
        let said = said::overlay(overlay, routed);
        let place = || format!("fabric `{}`", self.fabric.name);
        let vteps: Vec<SwitchId> = routed.vteps.iter().copied().collect();
        let place = place();
        let origin = Some(overlay.span.into());
        self.add_group(Meeting::Overlay, vteps, &said, origin, || place.clone());
    }
}
