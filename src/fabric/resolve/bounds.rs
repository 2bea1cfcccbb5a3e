//! How large a fabric may be. More is a slip of the keyboard, and building it would take all memory.

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::ZoneId;
use crate::fabric::codes::RANGE_TOO_LARGE;
use crate::source::Origin;

/// Most switches, hosts and cables of a fabric.
const SWITCHES: usize = 50_000;
const HOSTS: usize = 1_000_000;
const CABLES: usize = 2_000_000;
/// Most names that all patterns stand for: as many as 4,000 VLANs on every one of 5,000 racks with two switches say.
pub(super) const NAMES_MAX: usize = 60_000_000;
/// Statements that racks are stamped from and places of things in zones stay in memory: each counts as so many names.
const NAMES_OF_A_PLACE: u64 = 3;
/// Most prefixes or ranges in a pool.
pub(super) const PREFIXES_OF_A_POOL: usize = 1_000;

impl Resolver<'_> {
    /// Whether there is room for one more switch.
    pub(super) fn room_for_switch(&mut self, origin: Origin) -> bool {
        self.room(self.fabric.switches.len(), SWITCHES, "switches", origin)
    }

    /// Whether there is room for one more cable in these zones, and for a host at its end.
    pub(super) fn room_for_cable(&mut self, zones: &[ZoneId], origin: Origin) -> bool {
        self.room(self.fabric.cables.len(), CABLES, "cables", origin)
            && self.room(self.fabric.hosts.len(), HOSTS, "hosts", origin)
            && self.room_for_places(zones.len(), origin)
    }

    fn room(&mut self, there: usize, most: usize, what: &str, origin: Origin) -> bool {
        let fits = there < most;
        if !fits {
            let message = format!("the fabric has more than {most} {what}");
            self.too_large(
                Diagnostic::new(&RANGE_TOO_LARGE, message)
                    .from(origin, "one too many")
                    .help("check the ranges of racks, switches and hosts"),
            );
        }
        fits && !self.full
    }

    /// Whether patterns may stand for so many more names. What they stand for together grows with the product of what is
    /// written: every zone of a range with every rack of another.
    pub(super) fn room_for_names(&mut self, more: u64, at: impl Into<Origin>) -> bool {
        let left = usize::try_from(more).ok().and_then(|more| self.names_left.checked_sub(more));
        match left {
            Some(left) => self.names_left = left,
            None => self.too_large(
                Diagnostic::new(&RANGE_TOO_LARGE, "the ranges of the program multiply to more than 60,000,000 names")
                    .from(at.into(), "these are too many")
                    .help("check the ranges of racks, switches and zones, and those of statements that are written many times"),
            ),
        }
        left.is_some() && !self.full
    }

    /// The same for statements that racks are stamped from and places of things in zones.
    pub(super) fn room_for_places(&mut self, more: usize, at: impl Into<Origin>) -> bool {
        self.room_for_names(NAMES_OF_A_PLACE.saturating_mul(more as u64), at)
    }

    /// Says that the fabric is too large, and nothing after that.
    fn too_large(&mut self, diagnostic: Diagnostic) {
        self.error(diagnostic);
        self.full = true;
    }
}
