//! What the rules on ports and cables share: which ports cables end in, and what those can do.

use super::Context;
use crate::fabric::{Cable, CableEnd, CableId, CableUse, Fabric, SwitchId, SwitchPort, Table};
use crate::source::Spanned;
use crate::vendor::ports::{PortNumber, Split, parse_speed, parse_split, speed_text};
use crate::vendor::schema::{Platform, PortBlock};

/// A cable's end in a port that the program says.
#[derive(Debug, Clone, Copy)]
pub(super) struct PortUse<'a> {
    /// The cable.
    pub(super) cable: CableId,
    /// Its end.
    pub(super) end: &'a SwitchPort,
    /// The port.
    pub(super) number: PortNumber,
}

impl PortUse<'_> {
    /// `leaf1:49`, as the language writes it.
    pub(super) fn name(&self, fabric: &Fabric) -> String {
        port_name(fabric, self.end.switch, self.number)
    }
}

/// Ends in ports that the program says, cable by cable.
pub(super) fn uses(fabric: &Fabric) -> impl Iterator<Item = PortUse<'_>> {
    fabric.cables.iter().flat_map(|(id, cable)| uses_of(id, cable))
}

/// The ends of one cable in ports that the program says.
pub(super) fn uses_of(id: CableId, cable: &Cable) -> impl Iterator<Item = PortUse<'_>> {
    let ends = cable.ends.iter().filter_map(CableEnd::switch_port);
    ends.filter_map(move |end| Some(PortUse { cable: id, end, number: end.port.fixed()? }))
}

/// The same by switch, if they are of interest; those of a switch by port.
pub(super) fn uses_by_switch<'a>(
    fabric: &'a Fabric,
    of_interest: impl Fn(&PortUse<'a>) -> bool,
) -> Table<SwitchId, Vec<PortUse<'a>>> {
    let mut out: Table<SwitchId, Vec<PortUse<'a>>> = Table::default();
    for port in uses(fabric).filter(of_interest) {
        out.entry(port.end.switch).push(port);
    }
    for ports in out.values_mut() {
        ports.sort_by_key(|port| (port.number, port.cable));
    }
    out
}

/// `leaf1:49`, as the language writes it.
pub(super) fn port_name(fabric: &Fabric, switch: SwitchId, number: PortNumber) -> String {
    format!("{}:{number}", fabric.switches[switch].name)
}

/// What a cable in a port is for, seen from there: ``host `web` ``.
pub(super) fn purpose(fabric: &Fabric, cable: &Cable, from: SwitchId) -> String {
    match cable.purpose {
        CableUse::PeerLink(pair) => format!("the peer link of `{}`", fabric.pairs[pair].name),
        CableUse::Keepalive(pair) => format!("the keepalive of `{}`", fabric.pairs[pair].name),
        CableUse::Host(attachment) => {
            format!("host `{}`", fabric.hosts[fabric.attachments[attachment].host].name)
        }
        CableUse::Boundary(boundary, _) => fabric.boundaries.get(boundary as usize).map_or_else(
            || "a boundary".to_owned(),
            |boundary| format!("boundary `{}`", boundary.name),
        ),
        CableUse::Fabric | CableUse::Routed => {
            let mut ends =
                cable.ends.iter().filter_map(CableEnd::switch_port).map(|end| end.switch);
            let far = ends.find(|switch| *switch != from).unwrap_or(from);
            format!("a cable to `{}`", fabric.switches[far].name)
        }
    }
}

/// A port as its model and its split have it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Port<'a> {
    /// A port that is not split.
    Whole(&'a PortBlock),
    /// A lane of a split port.
    Lane(Spanned<Split>),
}

impl<'a> Port<'a> {
    /// The port of that number; none when the model lacks it, or when it is split in another way.
    pub(super) fn of(context: &Context<'a>, switch: SwitchId, number: PortNumber) -> Option<Self> {
        let block = context.platform(switch)?.block(number.panel)?;
        match (number.lane, context.switch(switch).breakouts.get(&number.panel)) {
            (None, None) => Some(Self::Whole(block)),
            (Some(lane), Some(split)) if (1..=split.value.lanes).contains(&lane) => {
                Some(Self::Lane(*split))
            }
            _ => None,
        }
    }

    /// Whether it can run at a speed.
    pub(super) fn can(self, speed: u32) -> bool {
        match self {
            Self::Whole(block) => block.speed_word(speed).is_some(),
            Self::Lane(split) => split.value.speed == speed,
        }
    }

    /// All that it can do, the fastest first.
    pub(super) fn speeds(self) -> Vec<u32> {
        match self {
            Self::Whole(block) => {
                let mut speeds: Vec<u32> =
                    block.speeds.keys().filter_map(|speed| parse_speed(speed)).collect();
                speeds.sort_unstable_by(|a, b| b.cmp(a));
                speeds
            }
            Self::Lane(split) => vec![split.value.speed],
        }
    }

    /// The same for a message: `100g, 40g`.
    pub(super) fn speeds_text(self) -> String {
        listed(self.speeds().into_iter().map(speed_text))
    }
}

/// Splits that a port can do, as the language writes them: the fewest lanes first.
pub(super) fn splits(block: &PortBlock) -> Vec<Split> {
    let mut splits: Vec<Split> =
        block.breakouts.keys().filter_map(|split| parse_split(split)).collect();
    splits.sort_by_key(|split| (split.lanes, std::cmp::Reverse(split.speed)));
    splits
}

/// A split of the port whose lanes run at a speed.
pub(super) fn split_at(block: &PortBlock, speed: u32) -> Option<Split> {
    splits(block).into_iter().find(|split| split.speed == speed)
}

/// `ports 1 to 48 and 51` of a model.
pub(super) fn panels_text(platform: &Platform) -> String {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for panel in platform.panels() {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(panel) => *last = panel,
            _ => runs.push((panel, panel)),
        }
    }
    let text = |(first, last): (u16, u16)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    format!("ports {}", listed(runs.into_iter().map(text)))
}

/// `a, b, c`
pub(super) fn listed(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}
