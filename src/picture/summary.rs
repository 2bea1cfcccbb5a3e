use std::collections::BTreeMap;

use serde::Serialize;

use super::names::{cable_name, host_place};
use crate::fabric::{CableUse, Fabric, HostId, SwitchId, VlanId};
use crate::proof::{Effects, Failure, PairState, Part, Prover};
use crate::source::{Sources, Span};

/// What a failure does, with names: the JSON document of `rackc fail`, whose fields are stable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What is lost by itself.
    pub failure: Vec<LostPart>,
    /// What is lost.
    pub lost: Lost,
    /// Hosts that are there and cut off.
    pub cut_off: Vec<HostGroup>,
    /// Hosts with less bandwidth.
    pub degraded: Vec<HostGroup>,
    /// Pairs that are not whole.
    pub pairs: Vec<PairLoss>,
    /// VLANs with no gateway left, or the last one.
    pub gateways: Vec<Gateways>,
    /// VLANs that have fallen apart.
    pub vlans_apart: Vec<String>,
    /// Pairs and lone switches with less bandwidth towards the rest.
    pub uplinks: Vec<Uplinks>,
    /// Boundaries with fewer ways out.
    pub boundaries: Vec<BoundaryLoss>,
    /// Links of the underlay whose sessions are down, one end at least being left.
    pub underlay_sessions_down: usize,
    /// Expectations that do not hold under just this failure.
    pub expectations_broken: Vec<BrokenExpectation>,
}

/// A thing that is lost by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostPart {
    /// `switch`, `cable`, `rack`, or the kind of a zone.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// What is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Switches.
    pub switches: Vec<String>,
    /// Cables, but for those that end in a lost switch.
    pub cables: Vec<String>,
    /// Hosts, with their rack.
    pub hosts: Vec<HostGroup>,
}

/// Hosts of one place that fare alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HostGroup {
    /// Their rack, or their switches.
    pub place: String,
    /// How many.
    pub count: usize,
    /// The share of their bandwidth that is left, in percent with at most two decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// The VLAN without gateway, when that is why they are cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_gateway_in: Option<String>,
    /// Their names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
}

/// A pair that is not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairLoss {
    /// Its name.
    pub name: String,
    /// `gone`, `single`, `no-peer-link`, `thin-peer-link` or `no-keepalive`.
    pub state: &'static str,
    /// The member that is left or, without peer link, the one that goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
}

/// Gateways of a VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gateways {
    /// The VLAN.
    pub vlan: String,
    /// How many switches route it while nothing is lost.
    pub before: usize,
    /// How many are left.
    pub left: usize,
}

/// Bandwidth towards the rest of the fabric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Uplinks {
    /// The pair, or the switch.
    pub name: String,
    /// The share that is left, in percent.
    pub percent: String,
}

/// Ways out at a boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoundaryLoss {
    /// The boundary.
    pub name: String,
    /// Ways out while nothing is lost.
    pub before: usize,
    /// Ways that are left.
    pub left: usize,
}

/// An expectation that a failure breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenExpectation {
    /// The statement.
    pub expectation: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
}

impl Summary {
    /// Of a failure, with the expectations that it breaks.
    pub fn of(prover: &Prover<'_>, failure: &Failure, sources: &Sources) -> Self {
        let fabric = prover.network().fabric;
        let mut summary = Self::of_effects(prover, &prover.effects(failure));
        let broken =
            fabric.expectations.iter().filter(|one| prover.broken_by(one, failure).is_some());
        summary.expectations_broken =
            broken.map(|one| broken_expectation(one.span, sources)).collect();
        summary
    }

    /// Of effects that are worked out.
    pub fn of_effects(prover: &Prover<'_>, effects: &Effects) -> Self {
        let network = prover.network();
        let (fabric, topology) = (network.fabric, network.topology);
        let switch = |id: SwitchId| fabric.switches[id].name.clone();
        let vlan = |id: VlanId| fabric.vlans[id].name.clone();
        let lost = effects.hosts_lost.iter().map(|host| (*host, None, None));
        let cut = effects.hosts_cut_off.iter().map(|cut| (cut.host, None, cut.vlan.map(vlan)));
        let degraded =
            effects.hosts_degraded.iter().map(|one| (one.host, Some(percent(one.share)), None));
        let pairs = effects.pairs.iter().map(|pair| {
            let facts = &fabric.pairs[pair.pair];
            let (state, left) = match pair.state {
                PairState::Gone => ("gone", None),
                PairState::Single(left) => ("single", Some(switch(left))),
                PairState::Split => ("no-peer-link", Some(switch(facts.members[0]))),
                PairState::ThinPeerLink => ("thin-peer-link", None),
                PairState::NoKeepalive => ("no-keepalive", None),
            };
            PairLoss { name: facts.name.clone(), state, left }
        });
        let gateways = effects.gateways.iter().map(|one| Gateways {
            vlan: vlan(one.vlan),
            before: one.before,
            left: one.left,
        });
        let boundaries = effects.boundaries.iter().map(|one| BoundaryLoss {
            name: fabric.boundaries[one.boundary].name.clone(),
            before: one.before,
            left: one.left,
        });
        Self {
            failure: effects.failure.parts().iter().map(|part| lost_part(fabric, *part)).collect(),
            lost: Lost {
                switches: effects.switches.iter().copied().map(switch).collect(),
                cables: effects.cables.iter().map(|cable| cable_name(fabric, *cable)).collect(),
                hosts: groups(fabric, lost),
            },
            cut_off: groups(fabric, cut),
            degraded: groups(fabric, degraded),
            pairs: pairs.collect(),
            gateways: gateways.collect(),
            vlans_apart: effects.vlans_apart.iter().copied().map(vlan).collect(),
            uplinks: effects
                .uplinks
                .iter()
                .map(|one| Uplinks {
                    name: topology.bridge(one.bridge).name.clone(),
                    percent: percent(one.share),
                })
                .collect(),
            boundaries: boundaries.collect(),
            underlay_sessions_down: effects.sessions_lost,
            expectations_broken: Vec::new(),
        }
    }

    /// The same without the names of hosts.
    #[must_use]
    pub fn brief(mut self) -> Self {
        let groups = [&mut self.lost.hosts, &mut self.cut_off, &mut self.degraded];
        for group in groups.into_iter().flatten() {
            group.hosts.clear();
        }
        self
    }

    /// Whether nothing but itself is lost, and nothing is weaker.
    pub fn is_harmless(&self) -> bool {
        self.cut_off.is_empty()
            && self.degraded.is_empty()
            && self.lost.hosts.is_empty()
            && self.pairs.is_empty()
            && self.gateways.is_empty()
            && self.vlans_apart.is_empty()
            && self.uplinks.is_empty()
            && self.boundaries.is_empty()
            && self.underlay_sessions_down == 0
            && self.expectations_broken.is_empty()
    }
}

/// `50` or `66.66` of hundredths of a percent.
pub fn percent(share: u32) -> String {
    match (share / 100, share % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

fn broken_expectation(span: Span, sources: &Sources) -> BrokenExpectation {
    let file = sources.file(span.file);
    let words: Vec<&str> = sources.text(span).split_whitespace().collect();
    BrokenExpectation {
        expectation: words.join(" "),
        file: file.path.to_string(),
        line: file.line_column(span.start).0,
    }
}

/// A thing that is lost, by name.
pub fn lost_part(fabric: &Fabric, part: Part) -> LostPart {
    let (kind, name) = match part {
        Part::Switch(switch) => ("switch".to_owned(), fabric.switches[switch].name.clone()),
        Part::Cable(cable) => {
            let kind = match fabric.cables[cable].purpose {
                CableUse::PeerLink(_) => "peer-link cable",
                CableUse::Keepalive(_) => "keepalive cable",
                _ => "cable",
            };
            (kind.to_owned(), cable_name(fabric, cable))
        }
        Part::Zone(zone) => {
            let zone = &fabric.zones[zone];
            (zone.kind.word().to_owned(), zone.name.clone())
        }
    };
    LostPart { kind, name }
}

/// Hosts by place and what became of them, in the order of places.
fn groups(
    fabric: &Fabric,
    hosts: impl Iterator<Item = (HostId, Option<String>, Option<String>)>,
) -> Vec<HostGroup> {
    let mut groups: BTreeMap<(String, Option<String>, Option<String>), Vec<String>> =
        BTreeMap::new();
    for (host, percent, vlan) in hosts {
        let name = fabric.hosts[host].name.clone();
        groups.entry((host_place(fabric, host), percent, vlan)).or_default().push(name);
    }
    let groups = groups.into_iter();
    groups
        .map(|((place, percent, no_gateway_in), hosts)| HostGroup {
            place,
            count: hosts.len(),
            percent,
            no_gateway_in,
            hosts,
        })
        .collect()
}
