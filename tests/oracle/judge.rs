//! What the oracle says of an expectation: every failure one by one, every packet one by one.

use std::collections::{BTreeMap, BTreeSet};

use rackc::fabric::{
    Expectation, Fabric, Handle, HostId, Loss, LossKind, Lost, Place, Relation, SwitchId, VlanId,
    VrfId, ZoneKind,
};
use rackc::proof::Part;
use rackc::topology::{BridgeId, LinkUse, Topology};

use crate::walk::{Filter, Goal, Mode, World};

/// What takes part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    Host(HostId, BTreeSet<VlanId>),
    Port(VlanId, BridgeId),
    Outside(usize),
    Switch(SwitchId),
}

/// An end of an expectation.
#[derive(Debug, Clone)]
pub struct Side {
    pub members: Vec<Member>,
    /// It was named by itself, and need not be reached when it is lost.
    named: bool,
}

fn vlans_of(topology: &Topology, fabric: &Fabric, host: HostId) -> BTreeSet<VlanId> {
    let mut vlans = BTreeSet::new();
    for (_, link) in topology.links() {
        if let LinkUse::Host(attachment) = link.purpose
            && fabric.attachments[attachment].host == host
        {
            vlans.extend(link.vlans.iter().copied());
        }
    }
    vlans
}

impl Side {
    pub fn of(fabric: &Fabric, topology: &Topology, place: Place) -> Self {
        let mut members = BTreeSet::new();
        let mut named = false;
        let hosts: BTreeMap<HostId, BTreeSet<VlanId>> =
            fabric.hosts.ids().map(|host| (host, vlans_of(topology, fabric, host))).collect();
        let mut add_vlan = |vlan: VlanId| {
            let inside = hosts.iter().filter(|(_, vlans)| vlans.contains(&vlan));
            let some: Vec<Member> =
                inside.map(|(host, _)| Member::Host(*host, BTreeSet::from([vlan]))).collect();
            if some.is_empty() {
                let placed = &fabric.vlans[vlan].placed;
                let bridges: BTreeSet<BridgeId> = if placed.is_empty() {
                    topology.members.get(&vlan).into_iter().flatten().copied().collect()
                } else {
                    placed.keys().map(|switch| topology.bridge_of(*switch)).collect()
                };
                members.extend(bridges.into_iter().map(|bridge| Member::Port(vlan, bridge)));
            }
            members.extend(some);
        };
        match place {
            Place::Vlan(vlan) => add_vlan(vlan),
            Place::Vrf(vrf) => {
                fabric
                    .vlans
                    .iter()
                    .filter(|(_, one)| one.vrf == Some(vrf))
                    .for_each(|(id, _)| add_vlan(id));
            }
            Place::Service(at) => {
                fabric.services[at].vlans.iter().for_each(|vlan| add_vlan(vlan.value))
            }
            Place::Host(host) => {
                named = true;
                members.insert(Member::Host(host, hosts[&host].clone()));
            }
            Place::Zone(zone) => {
                named = true;
                let world = World::after(fabric, topology, &[Part::Zone(zone)]);
                members.extend(
                    world
                        .lost_hosts
                        .iter()
                        .filter(|host| !hosts[host].is_empty())
                        .map(|host| Member::Host(*host, hosts[host].clone())),
                );
                if members.is_empty() {
                    let switches = fabric.switches.ids().filter(|switch| !world.up(*switch));
                    members.extend(switches.map(Member::Switch));
                }
            }
            Place::Switch(switch) => {
                named = true;
                members.insert(Member::Switch(switch));
            }
            Place::Boundary(at) => drop(members.insert(Member::Outside(at))),
        }
        Self { members: members.into_iter().collect(), named }
    }
}

/// What a member is for one flow.
enum Form {
    Taps(VlanId, BTreeSet<SwitchId>),
    Outside(usize),
    Switch(SwitchId),
}

fn alive(world: &World<'_>, member: &Member) -> bool {
    match member {
        Member::Host(host, _) => !world.lost_hosts.contains(host),
        Member::Port(_, bridge) => {
            world.topology.bridge(*bridge).switches.iter().any(|one| world.up(*one))
        }
        Member::Outside(_) => true,
        Member::Switch(switch) => world.up(*switch),
    }
}

fn forms(world: &World<'_>, member: &Member) -> Vec<Form> {
    match member {
        Member::Host(host, vlans) => {
            vlans.iter().map(|vlan| Form::Taps(*vlan, world.taps(*host, *vlan))).collect()
        }
        Member::Port(vlan, bridge) => {
            let switches = world.topology.bridge(*bridge).switches.iter().copied();
            vec![Form::Taps(*vlan, switches.filter(|one| world.port_up(*one)).collect())]
        }
        Member::Outside(at) => vec![Form::Outside(*at)],
        Member::Switch(switch) => vec![Form::Switch(*switch)],
    }
}

fn filter(form: &Form) -> Filter {
    match form {
        Form::Taps(vlan, _) => Filter::Vlan(*vlan),
        Form::Outside(at) => Filter::Outside(*at),
        Form::Switch(_) => Filter::Loopback,
    }
}

/// Whether packets get from one to the other.
fn passes(world: &World<'_>, from: &Form, to: &Form, mode: Mode, reply: bool) -> bool {
    if world.filtered(filter(from), filter(to), reply) {
        return false;
    }
    let goal = match to {
        Form::Taps(vlan, taps) => Goal::Vlan(*vlan, taps),
        Form::Outside(at) => Goal::Out(*at),
        Form::Switch(switch) => Goal::Loopback(*switch),
    };
    let none = BTreeSet::new();
    match from {
        Form::Taps(vlan, taps) => {
            mode.of(taps.iter().map(|tap| world.enters(*vlan, *tap, goal, mode)))
        }
        Form::Outside(at) => {
            let vlan = if let Form::Taps(vlan, _) = to { Some(*vlan) } else { None };
            let vrf: Option<VrfId> = world.fabric.boundaries[*at].vrf;
            let exits = world.exits(*at).into_iter().filter(|exit| world.exit_is_told(*exit, vlan));
            mode.of(exits.map(|exit| world.routed(exit.switch, vrf, goal, mode, &none)))
        }
        Form::Switch(switch) => world.routed(*switch, None, goal, mode, &none),
    }
}

/// The oracle on a fabric.
pub struct Oracle<'a> {
    fabric: &'a Fabric,
    topology: &'a Topology,
}

impl<'a> Oracle<'a> {
    pub fn of(fabric: &'a Fabric, topology: &'a Topology) -> Self {
        Self { fabric, topology }
    }

    /// Whether an expectation holds after one failure.
    pub fn holds(&self, from: Place, relation: Relation, to: Place, failure: &[Part]) -> bool {
        let world = World::after(self.fabric, self.topology, failure);
        self.holds_in(&world, from, relation, to)
    }

    pub fn holds_in(&self, world: &World<'_>, from: Place, relation: Relation, to: Place) -> bool {
        let sides = [from, to].map(|place| Side::of(self.fabric, self.topology, place));
        let left: Vec<Vec<&Member>> = sides
            .iter()
            .map(|side| side.members.iter().filter(|member| alive(world, member)).collect())
            .collect();
        if relation == Relation::Reaches {
            for (side, left) in sides.iter().zip(&left) {
                if !side.named && left.is_empty() {
                    return false;
                }
                for member in left {
                    // Whoever has no cable left reaches nothing, even where it has nobody to reach.
                    if let Member::Host(..) | Member::Port(..) = member
                        && forms(world, member)
                            .iter()
                            .all(|form| matches!(form, Form::Taps(_, taps) if taps.is_empty()))
                    {
                        return false;
                    }
                    if let Member::Outside(at) = member
                        && !world.exits(*at).iter().any(|exit| world.exit_up(*exit))
                    {
                        return false;
                    }
                }
            }
        }
        left[0].iter().all(|a| {
            left[1].iter().all(|b| {
                if same(a, b) {
                    return true;
                }
                let (here, there) = (forms(world, a), forms(world, b));
                let mut pairs = here.iter().flat_map(|a| there.iter().map(move |b| (a, b)));
                match relation {
                    Relation::Reaches => pairs.any(|(a, b)| {
                        passes(world, a, b, Mode::All, false)
                            && passes(world, b, a, Mode::All, true)
                    }),
                    Relation::Isolated => pairs.all(|(a, b)| {
                        !passes(world, a, b, Mode::Any, false)
                            && !passes(world, b, a, Mode::Any, false)
                    }),
                }
            })
        })
    }

    /// Every failure that an expectation names, that of nothing first.
    pub fn cases(&self, losses: &[Loss]) -> BTreeSet<Vec<Part>> {
        let mut all = BTreeSet::from([Vec::new()]);
        for loss in losses {
            let mut sets: BTreeSet<BTreeSet<Part>> = BTreeSet::from([BTreeSet::new()]);
            for lost in &loss.parts {
                let mut grown = BTreeSet::new();
                for set in &sets {
                    for more in self.choices(lost) {
                        grown.insert(set.union(&more).copied().collect());
                    }
                }
                sets = grown;
            }
            all.extend(sets.into_iter().map(|set| set.into_iter().collect::<Vec<Part>>()));
        }
        all
    }

    fn choices(&self, lost: &Lost) -> Vec<BTreeSet<Part>> {
        match lost {
            Lost::Zones(zones) => vec![zones.iter().copied().map(Part::Zone).collect()],
            Lost::Switches(all) => vec![all.iter().copied().map(Part::Switch).collect()],
            Lost::Cables(all) => vec![all.iter().copied().map(Part::Cable).collect()],
            Lost::Any { count, kind } => {
                let things = self.all_of(kind);
                let mut sets = vec![BTreeSet::new()];
                for _ in 0..*count {
                    let mut grown: BTreeSet<BTreeSet<Part>> = BTreeSet::new();
                    for set in sets {
                        for thing in things.iter().filter(|thing| !set.contains(*thing)) {
                            let mut more = set.clone();
                            more.insert(*thing);
                            grown.insert(more);
                        }
                    }
                    sets = grown.into_iter().collect();
                }
                sets
            }
        }
    }

    fn all_of(&self, kind: &LossKind) -> Vec<Part> {
        match kind {
            LossKind::Switch => self.fabric.switches.ids().map(Part::Switch).collect(),
            LossKind::Cable => self.fabric.cables.ids().map(Part::Cable).collect(),
            LossKind::Zone(word) => {
                let zones = self.fabric.zones.iter().filter(|(_, zone)| match &zone.kind {
                    ZoneKind::Rack => word == "rack",
                    ZoneKind::Named(kind) => kind == word,
                });
                zones.map(|(id, _)| Part::Zone(id)).collect()
            }
        }
    }

    /// Hosts with cables to several switches that the loss of one thing cuts off: what is in a zone and does so alone
    /// goes before the zone.
    pub fn weak_points(&self) -> BTreeMap<Part, BTreeSet<HostId>> {
        let whole = World::after(self.fabric, self.topology, &[]);
        let mut found: BTreeMap<Part, BTreeSet<HostId>> = BTreeMap::new();
        let switches = self.fabric.switches.ids().map(Part::Switch);
        let cables = self.fabric.cables.ids().map(Part::Cable);
        for part in switches.chain(cables).chain(self.fabric.zones.ids().map(Part::Zone)) {
            let world = World::after(self.fabric, self.topology, &[part]);
            let mut hosts: BTreeSet<HostId> = BTreeSet::new();
            for host in self.fabric.hosts.ids().filter(|host| !world.lost_hosts.contains(host)) {
                let cut = vlans_of(self.topology, self.fabric, host).into_iter().any(|vlan| {
                    whole.taps(host, vlan).len() > 1
                        && stands(&whole, &whole, host, vlan)
                        && !stands(&whole, &world, host, vlan)
                });
                if cut {
                    hosts.insert(host);
                }
            }
            if let Part::Zone(zone) = part {
                for (inside, known) in &found {
                    let is_in = match inside {
                        Part::Switch(switch) => self.fabric.switches[*switch].zones.contains(&zone),
                        Part::Cable(cable) => self.fabric.cables[*cable].zones.contains(&zone),
                        Part::Zone(_) => false,
                    };
                    hosts.retain(|host| !is_in || !known.contains(host));
                }
            }
            if !hosts.is_empty() {
                found.insert(part, hosts);
            }
        }
        found
    }

    /// Failures under which an expectation breaks.
    pub fn broken(&self, expectation: &Expectation) -> Vec<Vec<Part>> {
        self.cases(&expectation.losses)
            .into_iter()
            .filter(|failure| {
                !self.holds(
                    expectation.from.value,
                    expectation.relation,
                    expectation.to.value,
                    failure,
                )
            })
            .collect()
    }
}

/// Whether wherever a host's packets may go in a VLAN most of what was there is still there: behind each gateway the
/// underlay, or without gateway the VLAN itself.
fn stands(whole: &World<'_>, world: &World<'_>, host: HostId, vlan: VlanId) -> bool {
    let most = |before: &BTreeSet<SwitchId>, now: &BTreeSet<SwitchId>| {
        let left: BTreeSet<SwitchId> =
            before.iter().copied().filter(|one| world.up(*one)).collect();
        let kept = left.iter().filter(|one| now.contains(one)).count();
        kept > 0 && 2 * kept >= left.len()
    };
    let taps = world.taps(host, vlan);
    let facts = &world.fabric.vlans[vlan];
    let routed = facts.gateway.is_some() || !facts.addresses.is_empty();
    !taps.is_empty()
        && taps.iter().all(|tap| {
            if !routed {
                return most(&whole.flood(vlan, *tap, true), &world.flood(vlan, *tap, true));
            }
            let gateways = world.gateways(vlan, *tap);
            !gateways.is_empty()
                && gateways.iter().all(|one| match (whole.island(*one), world.island(*one)) {
                    (Some(before), Some(now)) => most(before, now),
                    (before, _) => before.is_none(),
                })
        })
}

fn same(a: &Member, b: &Member) -> bool {
    match (a, b) {
        (Member::Host(one, _), Member::Host(other, _)) => one == other,
        _ => a == b,
    }
}

/// So that a failure reads well.
pub fn told(parts: &[Part], fabric: &Fabric) -> String {
    let words: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Cable(cable) => format!("{} (cable {})", part.text(fabric), cable.position()),
            Part::Switch(_) | Part::Zone(_) => part.text(fabric),
        })
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(" + ") }
}
