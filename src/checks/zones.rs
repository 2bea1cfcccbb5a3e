//! Failure zones by kind.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
pub(super) use crate::fabric::one_of_kind as one_of;
use crate::fabric::{Fabric, Pair, Switch, SwitchId, ZoneId, ZoneKind};

/// The kind of zone that every switch is by itself.
pub(super) const SWITCH: &str = "switch";
/// The kind of zone that every rack is by itself.
pub(super) const RACK: &str = "rack";

/// Kinds that may be named: the built-in ones and those of declared zones.
pub(super) fn kinds(fabric: &Fabric) -> BTreeSet<&str> {
    let declared = fabric.zones.values().map(|zone| zone.kind.word());
    declared.chain([SWITCH, RACK]).collect()
}

/// Those of `zones` that are of a kind.
pub(super) fn of_kind<'a>(
    fabric: &'a Fabric,
    zones: &'a [ZoneId],
    kind: &'a str,
) -> impl Iterator<Item = ZoneId> + 'a {
    zones.iter().copied().filter(move |zone| fabric.zones[*zone].kind.word() == kind)
}

/// Whether a switch is in a zone of a kind. Every switch is one of kind `switch`.
pub(super) fn is_in(fabric: &Fabric, switch: &Switch, kind: &str) -> bool {
    kind == SWITCH || of_kind(fabric, &switch.zones, kind).next().is_some()
}

/// The first zone of a kind that holds both members of a pair.
pub(super) fn shared(fabric: &Fabric, pair: &Pair, kind: &str) -> Option<ZoneId> {
    let [first, second] = pair.members.map(|member| &fabric.switches[member]);
    of_kind(fabric, &first.zones, kind).find(|zone| second.zones.contains(zone))
}

/// Labels the declaration of a zone. That of a rack says nothing that its switches do not say.
pub(super) fn label(fabric: &Fabric, zone: ZoneId, diagnostic: Diagnostic) -> Diagnostic {
    let zone = &fabric.zones[zone];
    if zone.kind == ZoneKind::Rack { diagnostic } else { diagnostic.from(zone.origin, "the zone") }
}

/// A single thing of a kind whose loss takes a switch, a zone, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Risk {
    /// The switch itself.
    Switch(SwitchId),
    /// A zone.
    Zone(ZoneId),
}

impl Risk {
    /// ``power zone `feed-a` ``, for a message.
    pub(super) fn text(self, fabric: &Fabric) -> String {
        match self {
            Self::Switch(switch) => format!("switch `{}`", fabric.switches[switch].name),
            Self::Zone(zone) => zone_text(fabric, zone),
        }
    }
}

/// ``rack `r01` ``, ``power zone `feed-a` ``
pub(super) fn zone_text(fabric: &Fabric, zone: ZoneId) -> String {
    fabric.zones[zone].text()
}
