//! A path in words: what each switch does with a packet, and which statement of the program says so.

use serde::Serialize;

use crate::fabric::{CableId, Fabric, SwitchId, VlanId, VrfId};
use crate::picture::cable_name;
use crate::proof::{Effects, Entry, Layer, Path, Step, Subject};
use crate::source::{Origin, Sources, Span};

/// A switch on the way.
#[derive(Debug, Serialize)]
pub struct Hop {
    /// The switch.
    pub switch: String,
    /// It is lost, on a way that is shown as it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// What happens there, in order.
    pub steps: Vec<What>,
}

/// What happens to a packet.
#[derive(Debug, Serialize)]
pub struct What {
    /// `enters`, `cable`, `peer-link`, `next-hop`, `bridged`, `routed`, `leaked`, `tunnel-in`, `tunnel-out`,
    /// `delivered` or `leaves`.
    #[serde(rename = "what")]
    pub kind: &'static str,
    /// The same for people.
    pub text: String,
    /// The cable is lost, on a way that is shown as it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// The statements that say so.
    pub places: Vec<At>,
}

/// A place in the program.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct At {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
}

/// What tells of paths.
pub struct Teller<'a> {
    /// The fabric.
    pub fabric: &'a Fabric,
    /// The program's texts.
    pub sources: &'a Sources,
    /// What is lost while the path is looked at.
    pub lost: &'a Effects,
}

impl Teller<'_> {
    /// The switches of a path.
    pub fn hops(&self, path: &Path, from: Option<Subject>, to: Option<Subject>) -> Vec<Hop> {
        let mut hops: Vec<Hop> = Vec::new();
        let mut before: Option<&Step> = None;
        for step in &path.steps {
            if before.is_none_or(|before| before.switch != step.switch) {
                hops.push(Hop {
                    switch: self.fabric.switches[step.switch].name.clone(),
                    lost: self.lost.switches.contains(&step.switch),
                    steps: Vec::new(),
                });
            }
            if let Some(hop) = hops.last_mut() {
                hop.steps.extend(self.entry(step, from));
                let last = before.map(|before| before.layer);
                if last != Some(step.layer) {
                    hop.steps.push(self.layer(last, step.layer, step.switch));
                }
            }
            before = Some(step);
        }
        if let Some(hop) = hops.last_mut() {
            hop.steps.push(self.end(path.last, to));
        }
        hops
    }

    fn entry(&self, step: &Step, from: Option<Subject>) -> Option<What> {
        let fabric = self.fabric;
        Some(match step.entry {
            Entry::Start(Some(cable)) => {
                let text =
                    format!("from {} by {}", self.other_end(cable), self.port(cable, step.switch));
                self.over("enters", text, cable)
            }
            Entry::Start(None) => {
                let (text, places) = match from {
                    Some(Subject::Exit(boundary, _)) => {
                        let boundary = &fabric.boundaries[boundary];
                        (
                            format!("from beyond boundary {}", boundary.name),
                            vec![boundary.origin.at],
                        )
                    }
                    Some(Subject::Switch(_)) => ("from the switch itself".to_owned(), Vec::new()),
                    _ => ("from what is attached here".to_owned(), Vec::new()),
                };
                self.what("enters", text, places)
            }
            Entry::Cable(cable) => {
                self.over("cable", format!("by {}", cable_name(fabric, cable)), cable)
            }
            Entry::PeerLink(pair) => {
                let pair = &fabric.pairs[pair];
                let text = format!("over the peer link of {}", pair.name);
                let lost = pair.peer_link.iter().all(|cable| self.lost.cables.contains(cable));
                What { lost, ..self.what("peer-link", text, spans(pair.origin)) }
            }
            Entry::NextHop(vlan) => {
                let text = format!("as the next hop in VLAN {}", fabric.vlans[vlan].name);
                self.what("next-hop", text, spans(fabric.vlans[vlan].origin))
            }
            Entry::Inside => return None,
        })
    }

    fn layer(&self, before: Option<Layer>, now: Layer, at: SwitchId) -> What {
        let fabric = self.fabric;
        let name = |vlan: VlanId| &fabric.vlans[vlan].name;
        match (before, now) {
            (Some(Layer::BridgedTunnel(_)), Layer::Bridged(vlan))
            | (Some(Layer::DeliveredTunnel(_)), Layer::Delivered(vlan)) => self.what(
                "tunnel-out",
                format!("out of the tunnel of VLAN {}", name(vlan)),
                Vec::new(),
            ),
            (_, Layer::Bridged(vlan)) => {
                let here = fabric.vlans[vlan].placed.get(&at).copied();
                let origin = fabric.vlans[vlan].origin;
                let said = here.map_or_else(|| spans(origin), |span| vec![span]);
                self.what("bridged", format!("in VLAN {}", name(vlan)), said)
            }
            (_, Layer::BridgedTunnel(vlan) | Layer::DeliveredTunnel(vlan)) => {
                let text = format!("into the tunnel of VLAN {}", name(vlan));
                self.what("tunnel-in", text, spans(fabric.vlans[vlan].origin))
            }
            (Some(Layer::Bridged(vlan)), Layer::Routed(vrf)) => {
                let text = format!("routed out of VLAN {}, in {}", name(vlan), self.vrf(vrf));
                self.what("routed", text, self.gateway(vlan, at))
            }
            (Some(Layer::RoutedTunnel(_)), Layer::Routed(vrf)) => self.what(
                "tunnel-out",
                format!("out of the tunnel of {}", self.vrf(vrf)),
                Vec::new(),
            ),
            (Some(Layer::Routed(Some(own))), Layer::Routed(Some(other))) => {
                self.leak(own, other, "")
            }
            (_, Layer::Routed(vrf)) => {
                let places = vrf.map(|vrf| spans(fabric.vrfs[vrf].origin)).unwrap_or_default();
                self.what("routed", format!("in {}", self.vrf(vrf)), places)
            }
            (Some(Layer::Routed(Some(own))), Layer::RoutedTunnel(vrf)) if own != vrf => {
                self.leak(own, vrf, ", into its tunnel")
            }
            (_, Layer::RoutedTunnel(vrf)) => {
                let text = format!("into the tunnel of {}", self.vrf(Some(vrf)));
                self.what("tunnel-in", text, spans(fabric.vrfs[vrf].origin))
            }
            (_, Layer::Delivered(vlan)) => {
                let text = format!("routed into VLAN {}", name(vlan));
                self.what("delivered", text, self.gateway(vlan, at))
            }
        }
    }

    fn end(&self, last: Option<CableId>, to: Option<Subject>) -> What {
        let fabric = self.fabric;
        match (last, to) {
            (Some(cable), _) => {
                let ends = fabric.cables[cable].ends.iter();
                let switch =
                    ends.filter_map(|end| end.switch_port()).map(|port| port.switch).next();
                let port = switch.map_or_else(String::new, |switch| self.port(cable, switch));
                self.over("leaves", format!("to {} by {port}", self.other_end(cable)), cable)
            }
            (None, Some(Subject::Exit(boundary, _))) => {
                let boundary = &fabric.boundaries[boundary];
                let text = format!("out by boundary {}", boundary.name);
                self.what("leaves", text, vec![boundary.origin.at])
            }
            (None, Some(Subject::Switch(_))) => {
                self.what("leaves", "to the switch itself".to_owned(), Vec::new())
            }
            (None, _) => self.what("leaves", "to what is attached here".to_owned(), Vec::new()),
        }
    }

    fn leak(&self, own: VrfId, other: VrfId, then: &str) -> What {
        let leaks = self.fabric.vrfs[own].leaks.iter();
        let places = leaks.filter(|leak| leak.from.value == other).map(|leak| leak.span);
        let text = format!(
            "by a leaked route from {} to {}{then}",
            self.vrf(Some(own)),
            self.vrf(Some(other))
        );
        self.what("leaked", text, places.collect())
    }

    /// Where it is said that a switch routes a VLAN.
    fn gateway(&self, vlan: VlanId, at: SwitchId) -> Vec<Span> {
        let vlan = &self.fabric.vlans[vlan];
        let own = vlan.addresses.get(&at);
        let own = own.and_then(|own| {
            let ipv4 = own.ipv4.map(|address| address.span);
            ipv4.or_else(|| own.ipv6.map(|address| address.span))
        });
        let gateway = vlan.gateway.as_ref().filter(|gateway| gateway.on.contains(&at));
        gateway.map(|gateway| gateway.span).or(own).into_iter().collect()
    }

    fn vrf(&self, vrf: Option<VrfId>) -> String {
        vrf.map_or_else(
            || "the default VRF".to_owned(),
            |vrf| format!("VRF {}", self.fabric.vrfs[vrf].name),
        )
    }

    /// What a switch's cable leads to.
    fn other_end(&self, cable: CableId) -> String {
        crate::picture::end_name(self.fabric, &self.fabric.cables[cable].ends[1])
    }

    /// A switch's port of a cable.
    fn port(&self, cable: CableId, switch: SwitchId) -> String {
        let ends = self.fabric.cables[cable].ends.iter();
        let mut own =
            ends.filter(|end| end.switch_port().is_some_and(|port| port.switch == switch));
        own.next().map(|end| crate::picture::end_name(self.fabric, end)).unwrap_or_default()
    }

    fn over(&self, kind: &'static str, text: String, cable: CableId) -> What {
        let lost = self.lost.cables.contains(&cable);
        What { lost, ..self.what(kind, text, spans(self.fabric.cables[cable].origin)) }
    }

    fn what(&self, kind: &'static str, text: String, places: Vec<Span>) -> What {
        let mut at: Vec<At> = Vec::new();
        for span in places {
            let file = self.sources.file(span.file);
            let place = At { file: file.path.to_string(), line: file.line_column(span.start).0 };
            if !at.contains(&place) {
                at.push(place);
            }
        }
        What { kind, text, lost: false, places: at }
    }
}

fn spans(origin: Origin) -> Vec<Span> {
    std::iter::once(origin.at).chain(origin.stamped).collect()
}
