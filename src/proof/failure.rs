//! What is lost at once.

use crate::fabric::{CableId, Fabric, SwitchId, ZoneId, ZoneKind};

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
                let names = fabric.cables[cable].ends.each_ref().map(|end| end_name(fabric, end));
                format!("the cable from `{}` to `{}`", names[0], names[1])
            }
            Self::Zone(zone) => {
                let zone = &fabric.zones[zone];
                match &zone.kind {
                    ZoneKind::Rack => format!("rack `{}`", zone.name),
                    ZoneKind::Named(kind) if kind == "zone" => format!("zone `{}`", zone.name),
                    ZoneKind::Named(kind) => format!("{kind} zone `{}`", zone.name),
                }
            }
        }
    }
}

/// The name of what a cable ends in.
pub(super) fn end_name(fabric: &Fabric, end: &crate::fabric::CableEnd) -> String {
    use crate::fabric::CableEnd;
    match end {
        CableEnd::Switch(port) => fabric.switches[port.switch].name.clone(),
        CableEnd::Host(host) => fabric.hosts[*host].name.clone(),
        CableEnd::Outside(name) => name.clone().unwrap_or_else(|| "outside".to_owned()),
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
