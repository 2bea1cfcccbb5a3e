//! How large a fabric may be. More is a slip of the keyboard, and building it would take all memory.

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::RANGE_TOO_LARGE;
use crate::source::Origin;

/// Most switches, hosts and cables of a fabric.
const SWITCHES: usize = 50_000;
const HOSTS: usize = 1_000_000;
const CABLES: usize = 2_000_000;
/// Most prefixes of one family in a pool.
pub(super) const PREFIXES_OF_A_POOL: usize = 1_000;

impl Resolver<'_> {
    /// Whether there is room for one more switch.
    pub(super) fn room_for_switch(&mut self, origin: Origin) -> bool {
        self.room(self.fabric.switches.len(), SWITCHES, "switches", origin)
    }

    /// Whether there is room for one more cable, and for a host at its end.
    pub(super) fn room_for_cable(&mut self, origin: Origin) -> bool {
        self.room(self.fabric.cables.len(), CABLES, "cables", origin)
            && self.room(self.fabric.hosts.len(), HOSTS, "hosts", origin)
    }

    fn room(&mut self, there: usize, most: usize, what: &str, origin: Origin) -> bool {
        if there < most || self.full {
            return !self.full;
        }
        self.full = true;
        let message = format!("the fabric has more than {most} {what}");
        self.error(
            Diagnostic::new(&RANGE_TOO_LARGE, message)
                .from(origin, "one too many")
                .help("check the ranges of racks, switches and hosts"),
        );
        false
    }
}
