//! What is lost at once.

use crate::fabric::{CableEnd, CableId, Fabric, SwitchId, ZoneId};

/// A thing that is lost as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A switch.
    Switch(SwitchId),
    /// A cable.
    Cable(CableId),
    /// All that is in a zone; a rack is one.
    Zone(ZoneId),
}

impl Part {
    /// ``power zone `feed-a` ``, ``switch `spine1` ``, ``cable `leaf1` -- `spine1` ``: for a message.
    pub fn text(self, fabric: &Fabric) -> String {
        match self {
            Self::Switch(switch) => format!("switch `{}`", fabric.switches[switch].name),
            Self::Cable(cable) => {
                let names = fabric.cables[cable].ends.each_ref().map(|end| end_text(fabric, end));
                format!("the cable from `{}` to `{}`", names[0], names[1])
            }
            Self::Zone(zone) => fabric.zones[zone].text(),
        }
    }
}

/// The name of what a cable ends in, with the port when the program says it.
fn end_text(fabric: &Fabric, end: &CableEnd) -> String {
    let port = end.switch_port().and_then(|port| port.port.fixed());
    let name = end_name(fabric, end);
    port.map_or(name.clone(), |port| format!("{name}:{port}"))
}

/// The name of what a cable ends in.
pub(super) fn end_name(fabric: &Fabric, end: &CableEnd) -> String {
    match end {
        CableEnd::Switch(port) => fabric.switches[port.switch].name.clone(),
        CableEnd::Host(host) => fabric.hosts[*host].name.clone(),
        CableEnd::Outside(name) => name.as_deref().unwrap_or("outside").to_owned(),
    }
}

/// A set of things that are lost at once, ascending and each once.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Failure {
    parts: Vec<Part>,
}

impl Failure {
    /// Of these things.
    pub fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut parts: Vec<Part> = parts.into_iter().collect();
        parts.sort_unstable();
        parts.dedup();
        Self { parts }
    }

    /// Of nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// The things.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The same without one of its things.
    #[must_use]
    pub fn without(&self, part: Part) -> Self {
        Self { parts: self.parts.iter().copied().filter(|one| *one != part).collect() }
    }

    /// The things in words: ``power zone `feed-a` and switch `spine1` ``.
    pub fn text(&self, fabric: &Fabric) -> String {
        let words: Vec<String> = self.parts.iter().map(|part| part.text(fabric)).collect();
        match words.as_slice() {
            [] => "nothing".to_owned(),
            [only] => only.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }
}
