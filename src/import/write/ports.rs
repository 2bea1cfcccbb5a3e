//! Which ports cables end at.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::{Cable, End, Port};
use super::super::ports::{PortNames, Ports};
use super::Writer;
use crate::vendor::ports::{PortNumber, Split, parse_split};
use crate::vendor::schema::Platform;

/// A port of a switch.
pub type Socket = PortNumber;

impl Writer<'_> {
    /// Finds the ports of all cables. A cable whose end at a switch is no port, or one that is taken, is left out.
    pub fn find_ports(&mut self) {
        let ports = self.ports();
        let mut taken: BTreeSet<(usize, Socket)> = BTreeSet::new();
        let inventory = self.inventory;
        for (at, cable) in inventory.cables.iter().enumerate() {
            let mut found = [None, None];
            let mut why = None;
            for (slot, end) in found.iter_mut().zip(&cable.ends) {
                let Some(model) = self.model(end.device) else { continue };
                *slot = ports.get(&end.device).and_then(|ports| socket(ports, end));
                why = why.or(match slot {
                    None => {
                        Some(format!("`{}` is no port of {}", port_text(&end.port), model.name()))
                    }
                    Some(socket) if taken.contains(&(end.device, *socket)) => Some(format!(
                        "port {socket} of `{}` has a cable already",
                        self.name(end.device)
                    )),
                    Some(_) => None,
                });
            }
            let [left, right] = &cable.ends;
            if left.device == right.device {
                why = why.or_else(|| Some("both its ends are at one device".to_owned()));
            }
            if let Some(why) = why {
                self.notes.cable(&self.cable_name(cable), &why, cable.at);
                self.used.insert(at);
            } else {
                let ends = cable.ends.iter().zip(found);
                taken.extend(ends.filter_map(|(end, socket)| Some((end.device, socket?))));
            }
            self.sockets.push(found);
        }
        for (device, ports) in ports {
            let splits = ports.splits.iter().map(|(panel, split)| (*panel, split.to_string()));
            self.splits.insert(device, splits.collect());
        }
    }

    /// A cable by its ends, for messages.
    pub fn cable_name(&self, cable: &Cable) -> String {
        let end = |end: &End| {
            let device =
                self.inventory.devices.get(end.device).map_or("", |device| device.name.as_str());
            format!("{device}:{}", port_text(&end.port))
        };
        let [left, right] = &cable.ends;
        format!("{} -- {}", end(left), end(right))
    }

    fn ports(&self) -> BTreeMap<usize, Ports> {
        let mut names: BTreeMap<String, PortNames> = BTreeMap::new();
        let mut interfaces: BTreeMap<usize, BTreeMap<&str, Option<u32>>> = BTreeMap::new();
        let mut all: BTreeMap<usize, Ports> = BTreeMap::new();
        for end in self.inventory.cables.iter().flat_map(|cable| &cable.ends) {
            let Some(model) = self.model(end.device) else { continue };
            names.entry(model.name()).or_insert_with(|| PortNames::of(model.platform));
            all.entry(end.device).or_default();
            if let Port::Name(name) | Port::Lane(name, ..) = &end.port {
                let speed = interfaces.entry(end.device).or_default().entry(name).or_default();
                *speed = speed.or(end.speed);
            }
        }
        for (device, interfaces) in interfaces {
            let Some(model) = self.model(device) else { continue };
            if let Some(names) = names.get(&model.name()) {
                all.insert(device, names.ports(interfaces.into_iter()));
            }
        }
        for end in self.inventory.cables.iter().flat_map(|cable| &cable.ends) {
            let Port::Lane(name, _, lanes) = &end.port else { continue };
            let Some(model) = self.model(end.device) else { continue };
            let Some(ports) = all.get_mut(&end.device) else { continue };
            let panel = ports.numbers.get(name).map(|number| number.panel);
            if let Some((panel, split)) =
                panel.and_then(|panel| Some((panel, split(model.platform, panel, *lanes)?)))
            {
                ports.splits.insert(panel, split);
            }
        }
        all
    }
}

fn socket(ports: &Ports, end: &End) -> Option<Socket> {
    match &end.port {
        Port::Name(name) => {
            let number = *ports.numbers.get(name)?;
            // Another cable may need it in lanes.
            (number.lane.is_some() || !ports.splits.contains_key(&number.panel)).then_some(number)
        }
        Port::Lane(name, lane, _) => {
            let panel = ports.numbers.get(name)?.panel;
            let split = ports.splits.get(&panel)?;
            (*lane <= split.lanes).then_some(PortNumber { panel, lane: Some(*lane) })
        }
        Port::Panel(panel) => Some(PortNumber::whole(*panel)),
    }
}

/// The fastest split of a panel into so many lanes.
fn split(platform: &Platform, panel: u16, lanes: u8) -> Option<Split> {
    let splits = platform.block(panel)?.breakouts.keys().filter_map(|text| parse_split(text));
    splits
        .filter(|split| split.lanes >= lanes)
        .min_by_key(|split| (split.lanes, std::cmp::Reverse(split.speed)))
}

/// An interface as the source calls it.
pub fn port_text(port: &Port) -> String {
    match port {
        Port::Name(name) | Port::Lane(name, ..) => name.clone(),
        Port::Panel(panel) => panel.to_string(),
    }
}
