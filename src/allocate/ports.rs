//! Ports that cable patterns leave open.

use super::fabric::Work;
use super::{ListSpace, Want};
use crate::fabric::{CableEnd, CableId, Fabric, PortChoice, SwitchId, Table};
use crate::source::Origin;
use crate::vendor::ports::PortNumber;

/// A cable's end whose port is to be chosen.
struct OpenEnd<'a> {
    cable: CableId,
    end: usize,
    candidates: &'a [PortNumber],
    /// In megabits per second.
    speed: u32,
    /// What it is called in the lock.
    key: String,
    origin: Origin,
}

impl OpenEnd<'_> {
    /// What there is to choose from.
    fn choice(&self) -> (&[PortNumber], u32) {
        (self.candidates, self.speed)
    }
}

impl<'a> Work<'a> {
    /// Far ends of cable patterns: the first port that is free and fits, among those that the
    /// statement names.
    pub(super) fn ports(&mut self) {
        let fabric = self.fabric;
        let open = self.open_ends();
        let mut fixed: Table<SwitchId, Vec<PortNumber>> =
            open.iter().map(|(switch, _)| (switch, Vec::new())).collect();
        for port in fabric.cables.values().flat_map(|cable| &cable.ends) {
            let Some(port) = port.switch_port() else { continue };
            if let (Some(number), Some(taken)) = (port.port.fixed(), fixed.get_mut(port.switch)) {
                taken.push(number);
            }
        }
        fixed.values_mut().for_each(|taken| taken.sort_unstable());
        let mut open: Vec<(SwitchId, &Vec<OpenEnd<'_>>)> = open.iter().collect();
        open.sort_by_key(|(switch, _)| &fabric.switches[*switch].name);
        for (switch, ends) in open {
            let name = &fabric.switches[switch].name;
            let alike = |a: &OpenEnd<'_>, b: &OpenEnd<'_>| a.choice() == b.choice();
            for ends in ends.chunk_by(alike) {
                let Some((candidates, speed)) = ends.first().map(OpenEnd::choice) else { continue };
                let fitting = self.fitting(switch, candidates, speed).into_iter();
                let free = fitting.filter(|port| !blocked(fixed.list(switch), *port));
                let space = ListSpace::new(free).named(format!("ports of `{name}`"));
                let wants = ends.iter().map(|open| Want::new(&*open.key, open.origin)).collect();
                let given = self.allocator.assign("port", name, &space, wants);
                for (open, port) in ends.iter().zip(given) {
                    self.out.ports.entry(open.cable)[open.end] = port;
                }
            }
        }
    }

    /// Ends whose ports are to be chosen, by switch; those with the same choice stand together.
    fn open_ends(&self) -> Table<SwitchId, Vec<OpenEnd<'a>>> {
        let fabric = self.fabric;
        let mut open: Table<SwitchId, Vec<OpenEnd<'a>>> = Table::default();
        for (cable, facts) in fabric.cables.iter() {
            for (end, port) in facts.ends.iter().enumerate() {
                let Some(port) = port.switch_port() else { continue };
                let PortChoice::AnyOf(candidates) = &port.port else { continue };
                let Some(key) = far_key(fabric, &facts.ends, end) else { continue };
                let speed = self.topology.speeds.get(cable).copied().unwrap_or_default();
                let origin = port.origin;
                open.entry(port.switch).push(OpenEnd {
                    cable,
                    end,
                    candidates,
                    speed,
                    key,
                    origin,
                });
            }
        }
        open.values_mut().for_each(|ends| ends.sort_by(|a, b| a.choice().cmp(&b.choice())));
        open
    }

    /// Candidates that can run at a speed; all ports of the model when there are no candidates.
    fn fitting(&self, switch: SwitchId, candidates: &[PortNumber], speed: u32) -> Vec<PortNumber> {
        let facts = &self.fabric.switches[switch];
        let Some(platform) = self
            .catalog
            .vendors
            .get(&facts.vendor)
            .and_then(|vendor| vendor.platforms.get(&facts.platform))
        else {
            return Vec::new();
        };
        let all: Vec<PortNumber> = platform.panels().map(PortNumber::whole).collect();
        let from = if candidates.is_empty() { &all } else { candidates };
        let fits = |port: &&PortNumber| match (port.lane, facts.breakouts.get(&port.panel)) {
            (None, None) => {
                platform.block(port.panel).is_some_and(|block| block.speed_word(speed).is_some())
            }
            (Some(lane), Some(split)) => lane <= split.value.lanes && split.value.speed == speed,
            _ => false,
        };
        from.iter().filter(fits).copied().collect()
    }
}

/// The near end of a cable, by which its far port stands in the lock: `r01-a:49`.
pub(super) fn far_key(fabric: &Fabric, ends: &[CableEnd; 2], far: usize) -> Option<String> {
    let near = ends.get(1 - far)?.switch_port()?;
    let name = &fabric.switches[near.switch].name;
    Some(match &near.port {
        PortChoice::Fixed(port) => format!("{name}:{port}"),
        PortChoice::AnyOf(_) => name.clone(),
    })
}

/// Whether a port cannot be chosen because it, its whole or one of its lanes is among those in use, which are sorted.
fn blocked(taken: &[PortNumber], port: PortNumber) -> bool {
    let first = taken.partition_point(|taken| taken.panel < port.panel);
    let here = taken[first..].iter().take_while(|taken| taken.panel == port.panel);
    here.into_iter().any(|taken| port.lane.is_none() || taken.lane.is_none() || *taken == port)
}
