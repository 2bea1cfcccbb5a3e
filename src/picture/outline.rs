//! The fabric as nodes and edges, for tools that lay a graph out themselves.

use super::names::end_name;
use super::plan::Plan;
use super::svg::counted;
use crate::fabric::{CableId, Fabric, Handle, SwitchId, ZoneId, ZoneKind};

/// What a graph of the fabric holds.
#[derive(Debug)]
pub(super) struct Outline {
    /// Racks, pairs and lone switches, the highest first.
    pub groups: Vec<Group>,
    /// Boundaries.
    pub outside: Vec<Node>,
    /// Links, peer links, and what hosts and boundaries are attached to.
    pub edges: Vec<Edge>,
}

/// Switches in one place.
#[derive(Debug)]
pub(super) struct Group {
    /// The rack.
    pub rack: Option<Node>,
    /// How far it is from the bottom.
    pub level: usize,
    /// The switches.
    pub switches: Vec<Node>,
    /// The hosts, as one.
    pub hosts: Option<Node>,
}

/// A thing with a name.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Unique, of small letters, digits and `_`.
    pub id: String,
    /// What is written into it, line by line.
    pub label: Vec<String>,
}

impl Node {
    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

/// Two things that are joined.
#[derive(Debug)]
pub(super) struct Edge {
    /// Ids of nodes, the higher one first.
    pub ends: [String; 2],
    /// The cables, or nothing where that says nothing.
    pub label: Vec<String>,
    /// What it is.
    pub kind: EdgeKind,
}

/// What an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EdgeKind {
    /// Cables between switches.
    Link,
    /// Cables within a pair.
    Peer,
    /// To hosts or to the outside.
    Attached,
}

impl Outline {
    pub(super) fn of(fabric: &Fabric) -> Self {
        let plan = Plan::of(fabric);
        let mut outline = Self { groups: Vec::new(), outside: Vec::new(), edges: Vec::new() };
        outline.ways(fabric, &plan);
        outline.links(fabric, &plan);
        outline.units(fabric, &plan);
        outline
    }

    fn ways(&mut self, fabric: &Fabric, plan: &Plan) {
        for way in &plan.ways {
            let name = &fabric.boundaries[way.boundary].name;
            let node = Node { id: id("out", name), label: vec![name.clone()] };
            for switch in &way.switches {
                self.attach(node.id.clone(), switch_id(fabric, *switch));
            }
            self.outside.push(node);
        }
    }

    fn links(&mut self, fabric: &Fabric, plan: &Plan) {
        let level = |switch: SwitchId| plan.levels.get(switch.position()).copied();
        for ((a, b), cables) in &plan.joined {
            let ends = if level(*b) > level(*a) { [*b, *a] } else { [*a, *b] };
            self.cables(fabric, ends, cables, EdgeKind::Link);
        }
        for pair in fabric.pairs.values().filter(|pair| !pair.peer_link.is_empty()) {
            self.cables(fabric, pair.members, &pair.peer_link, EdgeKind::Peer);
        }
    }

    fn cables(&mut self, fabric: &Fabric, ends: [SwitchId; 2], cables: &[CableId], kind: EdgeKind) {
        let port = |switch: SwitchId, cable: &CableId| {
            let mut ends = fabric.cables[*cable].ends.iter();
            let end = ends.find(|end| end.switch_port().is_some_and(|port| port.switch == switch));
            end.map_or_else(String::new, |end| end_name(fabric, end))
        };
        let text =
            |cable: &CableId| format!("{} -- {}", port(ends[0], cable), port(ends[1], cable));
        let label = cables.iter().map(text).collect();
        self.edges.push(Edge { ends: ends.map(|end| switch_id(fabric, end)), label, kind });
    }

    fn units(&mut self, fabric: &Fabric, plan: &Plan) {
        for unit in &plan.units {
            let Some(first) = unit.switches.first() else { continue };
            let rack = unit.rack.map(|rack| &fabric.racks[rack]);
            let whole = rack.map(|rack| rack.zones.as_slice()).unwrap_or_default();
            let switches = unit.switches.iter().map(|switch| node(fabric, *switch, whole));
            let switches: Vec<Node> = switches.collect();
            let rack = rack.map(|rack| {
                let zones =
                    zones(fabric, rack.zones.iter().filter(|zone| !is_rack(fabric, **zone)));
                let label = std::iter::once(rack.name.clone()).chain(zones).collect();
                Node { id: id("rack", &rack.name), label }
            });
            let kinds = unit.hosts.iter().map(|(kind, count)| counted(*count, kind));
            let below = id("hosts", &fabric.switches[*first].name);
            let hosts = Node { id: below, label: kinds.collect() };
            let hosts = (!hosts.label.is_empty()).then_some(hosts);
            if let Some(hosts) = &hosts {
                for switch in &switches {
                    self.attach(switch.id.clone(), hosts.id.clone());
                }
            }
            let level = plan.levels.get(first.position()).copied().unwrap_or_default();
            self.groups.push(Group { rack, level, switches, hosts });
        }
    }

    fn attach(&mut self, above: String, below: String) {
        self.edges.push(Edge { ends: [above, below], label: Vec::new(), kind: EdgeKind::Attached });
    }
}

fn node(fabric: &Fabric, switch: SwitchId, whole: &[ZoneId]) -> Node {
    let switch = &fabric.switches[switch];
    let own = switch.zones.iter().filter(|zone| !whole.contains(zone));
    let model = format!("{}/{}", switch.vendor, switch.platform);
    let label = [switch.name.clone(), model].into_iter().chain(zones(fabric, own)).collect();
    Node { id: id("switch", &switch.name), label }
}

fn zones<'a>(fabric: &Fabric, zones: impl Iterator<Item = &'a ZoneId>) -> Vec<String> {
    let zones = zones.map(|zone| &fabric.zones[*zone]);
    zones.map(|zone| format!("{} {}", zone.kind.word(), zone.name)).collect()
}

fn is_rack(fabric: &Fabric, zone: ZoneId) -> bool {
    fabric.zones[zone].kind == ZoneKind::Rack
}

fn switch_id(fabric: &Fabric, switch: SwitchId) -> String {
    id("switch", &fabric.switches[switch].name)
}

/// Names have no `_`, so that no two become one.
fn id(kind: &str, name: &str) -> String {
    format!("{kind}_{}", name.replace('-', "_"))
}
