//! Ports of links. netlab numbers interfaces as links come; members of a pair need the same ports of each.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::What;
use super::Reader;
use super::links::Wire;

/// A link, and one of its ends.
type Place = (usize, usize);
/// The port of each end of each link.
pub type Numbers = Vec<Vec<Option<u16>>>;

impl Reader<'_, '_> {
    /// Numbers the ports of links.
    pub fn numbers(&self, wires: &[Wire], pairs: &[[usize; 2]]) -> Numbers {
        let mut numbers: Numbers = wires.iter().map(|wire| vec![None; wire.ends.len()]).collect();
        let mut taken: BTreeMap<usize, BTreeSet<u16>> = BTreeMap::new();
        // Numbers that the topology says.
        for (wire, ports) in wires.iter().zip(&mut numbers) {
            for ((device, said), port) in wire.ends.iter().zip(ports) {
                let wish = said.get("ifindex").and_then(super::super::node::Node::number::<u16>);
                if let Some(number) =
                    wish.filter(|number| taken.entry(*device).or_default().insert(*number))
                {
                    *port = Some(number);
                }
            }
        }
        self.same_ports(wires, pairs, &mut numbers, &mut taken);
        for (wire, ports) in wires.iter().zip(&mut numbers) {
            for ((device, _), port) in wire.ends.iter().zip(ports) {
                if port.is_none() && self.is_switch(*device) {
                    *port = next(&[*device], &mut taken);
                }
            }
        }
        self.in_range(wires, &mut numbers);
        numbers
    }

    /// Peer links, and LAGs of hosts to both members: the same port of each.
    fn same_ports(
        &self,
        wires: &[Wire],
        pairs: &[[usize; 2]],
        numbers: &mut Numbers,
        taken: &mut BTreeMap<usize, BTreeSet<u16>>,
    ) {
        for pair in pairs {
            let mut lags: BTreeMap<(usize, usize), [Vec<Place>; 2]> = BTreeMap::new();
            for (at, wire) in wires.iter().enumerate() {
                let Some(lag) = wire.lag else { continue };
                let members: Vec<usize> = (0..wire.ends.len())
                    .filter(|end| {
                        wire.ends.get(*end).is_some_and(|(device, _)| pair.contains(device))
                    })
                    .collect();
                match members[..] {
                    [one, other] if wire.peer => {
                        let port = next(pair, taken);
                        for end in [one, other] {
                            set(numbers, at, end, port);
                        }
                    }
                    [one] if !wire.peer => {
                        let Some((device, _)) = wire.ends.get(one) else { continue };
                        let far = wire
                            .ends
                            .iter()
                            .find(|(other, _)| other != device)
                            .map_or(usize::MAX, |(far, _)| *far);
                        let far = if self.is_switch(far) { usize::MAX } else { far };
                        let [first, second] = lags.entry((lag, far)).or_default();
                        if pair.first() == Some(device) {
                            first.push((at, one));
                        } else {
                            second.push((at, one));
                        }
                    }
                    _ => {}
                }
            }
            for [first, second] in
                lags.into_values().filter(|[first, second]| !first.is_empty() && !second.is_empty())
            {
                for (left, right) in first.iter().zip(&second) {
                    let port = next(pair, taken);
                    set(numbers, left.0, left.1, port);
                    set(numbers, right.0, right.1, port);
                }
            }
        }
    }

    /// A number beyond the model's last port is none.
    fn in_range(&self, wires: &[Wire], numbers: &mut Numbers) {
        for (wire, ports) in wires.iter().zip(numbers) {
            for ((device, _), port) in wire.ends.iter().zip(ports) {
                if let (Some(What::Switch(model)), Some(number)) = (self.what(*device), *port)
                    && model.platform.block(number).is_none()
                {
                    *port = None;
                }
            }
        }
    }
}

/// The first number that is free on all of some devices.
fn next(devices: &[usize], taken: &mut BTreeMap<usize, BTreeSet<u16>>) -> Option<u16> {
    let free = |number: &u16| {
        devices.iter().all(|device| taken.get(device).is_none_or(|ports| !ports.contains(number)))
    };
    let number = (1..u16::MAX).find(free)?;
    for device in devices {
        taken.entry(*device).or_default().insert(number);
    }
    Some(number)
}

fn set(numbers: &mut Numbers, wire: usize, end: usize, port: Option<u16>) {
    if let Some(slot) = numbers.get_mut(wire).and_then(|ports| ports.get_mut(end)) {
        *slot = port;
    }
}
