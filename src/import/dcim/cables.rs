//! Cables: as they are written down, and as interfaces name what is at their far end.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::{Cable, End, Port, What};
use super::super::node::{Node, Value};
use super::Reader;
use super::fields::Ends;
use super::kinds::Kind;
use crate::source::Span;

/// What is at an end of a cable.
#[derive(Debug, Clone, Default)]
struct Termination {
    kind: String,
    device: Option<String>,
    /// The device itself, where it is known.
    at: Option<usize>,
    port: Option<String>,
}

/// What is said of a cable to an end that another one has.
const TAKEN: &str = "one of its ends has a cable already";

/// Why a cable is left out.
#[derive(Debug)]
enum Why {
    /// It carries no data.
    Other,
    /// It is one of the management network.
    Management,
    /// A device is left out.
    With(String),
    /// Another cable is at one of its ends.
    Taken,
    /// Something else.
    Because(String),
}

impl Reader<'_, '_> {
    /// Reads the cables.
    pub fn cables(&mut self) {
        let tables = self.tables;
        let mut used: BTreeSet<(usize, String)> = BTreeSet::new();
        let mut left = Vec::new();
        for record in tables.of(Kind::Cable) {
            let status = tables.choice(record, self.fields.status).unwrap_or_default();
            let [ends_a, ends_b] = &self.fields.ends;
            let (a, b) = (self.terminations(record, ends_a), self.terminations(record, ends_b));
            if status.contains("decommission") {
                self.notes.cable(
                    &name(&a, &b),
                    &format!("its status is `{status}`"),
                    Some(record.span),
                );
                continue;
            }
            let label = tables.text(record, &["label"]).map(|(label, _)| label);
            if let Err(why) = self.cable(&a, &b, label.as_deref(), record.span, &mut used) {
                left.push((a, b, why, record.span));
            }
        }
        self.cables_of_interfaces(&mut used);
        let mut other: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        let mut management: Option<(usize, Span)> = None;
        for (a, b, why, span) in left {
            // What runs through a patch panel was found by its two ends.
            let found = |one: &Termination| {
                let port = one.at.zip(one.port.clone());
                port.is_some_and(|port| used.contains(&port))
            };
            if !matches!(why, Why::Taken) && a.iter().chain(&b).any(found) {
                continue;
            }
            match why {
                Why::Because(why) => self.notes.cable(&name(&a, &b), &why, Some(span)),
                Why::Taken => self.notes.cable(&name(&a, &b), TAKEN, Some(span)),
                Why::With(device) => self.notes.cable_of(&name(&a, &b), &device, Some(span)),
                Why::Management => {
                    management.get_or_insert((0, span)).0 += 1;
                }
                Why::Other => {
                    let kind = a
                        .iter()
                        .chain(&b)
                        .find(|one| !is_interface(&one.kind))
                        .map_or_else(|| "?".to_owned(), |one| one.kind.clone());
                    other.entry(kind).or_insert((0, span)).0 += 1;
                }
            }
        }
        let cables =
            |count| if count == 1 { "one cable".to_owned() } else { format!("{count} cables") };
        if let Some((count, span)) = management {
            let what = format!("{} of management ports", cables(count));
            self.notes.lost(&what, "the management network has its own wiring", Some(span));
        }
        for (kind, (count, span)) in other {
            let what = cables(count);
            let why = if kind.contains("port") && (kind.contains("front") || kind.contains("rear"))
            {
                "they run to patch panels; export the interfaces as well, which know what is at the far end".to_owned()
            } else {
                "cables of data are carried over".to_owned()
            };
            self.notes.lost(&format!("{what} to `{kind}`"), &why, Some(span));
        }
    }

    /// Cables whose ends the interfaces themselves name.
    fn cables_of_interfaces(&mut self, used: &mut BTreeSet<(usize, String)>) {
        let tables = self.tables;
        for record in tables.of(Kind::Interface) {
            let Some(node) = self.fields.peers.iter().find_map(|path| tables.get(record, path))
            else {
                continue;
            };
            let (Some(device), Some((port, _))) =
                (self.device_of(record), tables.text(record, &["name"]))
            else {
                continue;
            };
            let peers: Vec<Termination> = match &node.value {
                Value::Text(text) => text.split(", ").filter_map(peer).collect(),
                Value::List(elements) => elements.iter().map(|one| self.termination(one)).collect(),
                _ => vec![self.termination(node)],
            };
            if used.contains(&(device, port.clone())) || peers.is_empty() {
                continue;
            }
            let own = self.inventory.devices.get(device).map(|device| device.name.clone());
            let own = Termination {
                kind: String::new(),
                device: own,
                at: Some(device),
                port: Some(port),
            };
            match self.cable(std::slice::from_ref(&own), &peers, None, record.span, used) {
                Err(Why::Because(why)) => {
                    self.notes.cable(&name(&[own], &peers), &why, Some(record.span));
                }
                Err(Why::With(device)) => {
                    self.notes.cable_of(&name(&[own], &peers), &device, Some(record.span));
                }
                _ => {}
            }
        }
    }

    /// Adds the cable between some terminations. Why it is left out, if it is; without a reason when it carries no data.
    fn cable(
        &mut self,
        a: &[Termination],
        b: &[Termination],
        label: Option<&str>,
        at: Span,
        used: &mut BTreeSet<(usize, String)>,
    ) -> Result<(), Why> {
        if a.is_empty() || b.is_empty() {
            return Err(Why::Because("it has one end only".to_owned()));
        }
        if a.iter().chain(b).any(|one| !is_interface(&one.kind)) {
            self.power(a, b);
            return Err(Why::Other);
        }
        let lanes = match (a.len(), b.len()) {
            (left, right) if left == right => [1, 1],
            (1, many) => [many, 1],
            (many, 1) => [1, many],
            _ => return Err(Why::Because("its ends do not match one to one".to_owned())),
        };
        let count = a.len().max(b.len());
        if a.iter().chain(b).any(|one| self.is_management(one)) {
            return Err(Why::Management);
        }
        for position in 0..count {
            let mut ends = Vec::new();
            for (side, lanes) in [a, b].into_iter().zip(lanes) {
                let one = side.get(position).or(side.first()).ok_or(Why::Other)?;
                ends.push(self.known_end(one, lanes, position)?);
            }
            let [left, right] = <[End; 2]>::try_from(ends).map_err(|_| Why::Other)?;
            for (end, lanes) in [&left, &right].into_iter().zip(lanes) {
                let (Port::Name(port) | Port::Lane(port, ..)) = &end.port else { continue };
                if !used.insert((end.device, port.clone())) && lanes == 1 {
                    return Err(Why::Taken);
                }
            }
            let hosts = [&left, &right].iter().all(|end| {
                self.inventory
                    .devices
                    .get(end.device)
                    .is_some_and(|device| matches!(device.what, What::Host(_)))
            });
            if hosts {
                return Err(Why::Because("it joins two hosts".to_owned()));
            }
            let mut cable = Cable::between([left, right], Some(at));
            cable.label = label.map(str::to_owned).or_else(|| self.purpose(&cable));
            self.inventory.cables.push(cable);
        }
        Ok(())
    }

    /// What the port to a host is for, where no LAG has several.
    fn purpose(&mut self, cable: &Cable) -> Option<String> {
        let switch = |end: &&End| {
            let device = self.inventory.devices.get(end.device);
            device.is_some_and(|device| device.what.is_switch())
        };
        let switches: Vec<&End> = cable.ends.iter().filter(switch).collect();
        let [end] = switches[..] else { return None };
        let Port::Name(port) = &end.port else { return None };
        if cable.ends.iter().any(|end| end.lag.is_some()) {
            return None;
        }
        let key = (end.device, port.clone());
        let text = self.interfaces.get(&key)?.description.clone()?;
        super::super::names::quoted(&text)?;
        self.described.insert(key);
        Some(text)
    }

    fn known_end(&self, one: &Termination, lanes: usize, position: usize) -> Result<End, Why> {
        let name = one.device.clone().unwrap_or_default();
        let Some(device) = one.at else {
            return Err(Why::Because(if name.is_empty() {
                "the device at one of its ends is not said; export the columns of both devices too"
                    .to_owned()
            } else {
                format!("the device `{name}` is not in what was given, or several are called so")
            }));
        };
        let Some(port) = one.port.clone() else {
            return Err(Why::Because(format!("its interface at `{name}` is not said")));
        };
        if self.inventory.devices.get(device).is_none_or(|device| matches!(device.what, What::Left))
        {
            return Err(Why::With(name));
        }
        let port_of = |lanes: usize| {
            let lane = u8::try_from(position + 1).ok().zip(u8::try_from(lanes).ok());
            lane.filter(|_| lanes > 1).map(|(lane, lanes)| Port::Lane(port.clone(), lane, lanes))
        };
        let end = End::new(device, port_of(lanes).unwrap_or_else(|| Port::Name(port.clone())));
        Ok(self.end(device, &port, end))
    }

    fn is_management(&self, one: &Termination) -> bool {
        let (Some(at), Some(port)) = (one.at, &one.port) else { return false };
        match self.inventory.devices.get(at).map(|device| &device.what) {
            Some(What::Switch(model)) => {
                let said = self
                    .interfaces
                    .get(&(at, port.clone()))
                    .is_some_and(|interface| interface.management);
                said || model.platform.management.eq_ignore_ascii_case(port)
            }
            _ => false,
        }
    }

    fn terminations(&self, record: &Node, ends: &Ends) -> Vec<Termination> {
        let tables = self.tables;
        let text = |paths: &[&str]| tables.text(record, paths).map(|(text, _)| text);
        let kind = text(ends.kind).unwrap_or_default().to_ascii_lowercase();
        if let Some((device, port)) = text(ends.id).and_then(|id| self.interface_ids.get(&id)) {
            let name = self.inventory.devices.get(*device).map(|device| device.name.clone());
            return vec![Termination {
                kind,
                device: name,
                at: Some(*device),
                port: Some(port.clone()),
            }];
        }
        let list = ends.list.iter().find_map(|path| tables.get(record, path));
        match list.map(|node| (&node.value, node)) {
            Some((Value::List(elements), _)) => {
                elements.iter().map(|one| self.termination(one)).collect()
            }
            Some((Value::Map(_), node)) => {
                let mut one = self.termination(node);
                if one.kind.is_empty() {
                    one.kind.clone_from(&kind);
                }
                if one.at.is_none()
                    && let Some(device) = text(ends.device)
                {
                    one.at = self.find(&device, None);
                    one.device = Some(device);
                }
                vec![one]
            }
            _ => self.named(record, ends, &kind),
        }
    }

    /// Terminations by the names in columns, several between commas.
    fn named(&self, record: &Node, ends: &Ends, kind: &str) -> Vec<Termination> {
        let cell = |paths: &[&str]| {
            let node = paths.iter().find_map(|path| self.tables.get(record, path));
            node.map(|node| node.parts().into_iter().map(str::to_owned).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        let (mut devices, ports) = (cell(ends.device), cell(ends.port));
        if let Some((whole, _)) = self.tables.text(record, ends.device)
            && self.by_name.contains_key(&whole.trim().to_ascii_lowercase())
        {
            devices = vec![whole];
        }
        let sites: Vec<String> =
            ends.device.iter().map(|path| path.replace("device", "site")).collect();
        let sites: Vec<&str> = sites.iter().map(String::as_str).collect();
        let site = self.tables.text(record, &sites).map(|(site, _)| site);
        let one = |(at, port): (usize, String)| {
            let device = devices.get(at).or(devices.last()).cloned();
            let found = device.as_ref().and_then(|device| self.find(device, site.as_deref()));
            Termination {
                kind: kind.to_owned(),
                port: Some(self.interface_name(found, &port)),
                at: found,
                device,
            }
        };
        ports.into_iter().enumerate().map(one).collect()
    }

    /// A termination that is written out, or refers to an interface by its id.
    fn termination(&self, node: &Node) -> Termination {
        let tables = self.tables;
        let kind = tables
            .text(node, &["object_type"])
            .map(|(kind, _)| kind.to_ascii_lowercase())
            .unwrap_or_default();
        let inner = tables.get(node, "object").unwrap_or(node);
        let id = tables.text(node, &["object_id", "id"]).map(|(id, _)| id);
        if let Some((device, port)) =
            id.and_then(|id| self.interface_ids.get(&id)).filter(|_| is_interface(&kind))
        {
            let name = self.inventory.devices.get(*device).map(|device| device.name.clone());
            return Termination { kind, device: name, at: Some(*device), port: Some(port.clone()) };
        }
        let at = self.device_of(inner);
        let device = tables.text(inner, &["device", "parent"]).map(|(device, _)| device);
        let port = tables
            .text(inner, &["name", "display"])
            .map(|(port, _)| self.interface_name(at, &port));
        Termination { kind, device, at, port }
    }

    /// An interface's name without the label that is shown behind it.
    fn interface_name(&self, device: Option<usize>, shown: &str) -> String {
        let known = |name: &str| {
            device.is_some_and(|device| self.interfaces.contains_key(&(device, name.to_owned())))
        };
        match shown.split_once(" (") {
            Some((name, _)) if !known(shown) => name.to_owned(),
            _ => shown.to_owned(),
        }
    }

    /// Notes which power feeds a device.
    fn power(&mut self, a: &[Termination], b: &[Termination]) {
        for (one, other) in [(a, b), (b, a)] {
            let feeds: Vec<String> = other
                .iter()
                .filter(|other| {
                    other.kind.contains("powerfeed") || other.kind.contains("poweroutlet")
                })
                .filter_map(|other| {
                    if other.kind.contains("powerfeed") {
                        other.port.clone()
                    } else {
                        other.device.clone()
                    }
                })
                .collect();
            for device in
                one.iter().filter(|one| one.kind.contains("powerport")).filter_map(|one| one.at)
            {
                self.feeds.entry(device).or_default().extend(feeds.clone());
            }
        }
    }

    /// A switch that hangs on one feed is in its zone; one on several survives each of them.
    pub fn zones_of_power(&mut self) {
        let by_name: BTreeMap<&str, &Vec<String>> = self
            .feeds
            .iter()
            .filter_map(|(device, feeds)| {
                Some((self.inventory.devices.get(*device)?.name.as_str(), feeds))
            })
            .collect();
        let mut zones = Vec::new();
        for (device, feeds) in &self.feeds {
            // A unit that distributes power is fed itself.
            let roots: BTreeSet<&String> = feeds
                .iter()
                .flat_map(|feed| {
                    by_name
                        .get(feed.as_str())
                        .map_or_else(|| vec![feed], |above| above.iter().collect())
                })
                .collect();
            if let [feed] = roots.into_iter().collect::<Vec<_>>()[..] {
                zones.push((*device, feed.clone()));
            }
        }
        for (device, feed) in zones {
            if let Some(device) = self.inventory.devices.get_mut(device) {
                device.zones.insert(("power".to_owned(), feed));
            }
        }
    }
}

/// `leaf1 > Ethernet1`
fn peer(text: &str) -> Option<Termination> {
    let (device, port) = text.split_once(" > ")?;
    Some(Termination {
        device: Some(device.trim().to_owned()),
        port: Some(port.trim().to_owned()),
        ..Termination::default()
    })
}

fn is_interface(kind: &str) -> bool {
    kind.is_empty() || kind.ends_with("interface")
}

fn name(a: &[Termination], b: &[Termination]) -> String {
    let one = |one: &Termination| {
        format!("{}:{}", one.device.as_deref().unwrap_or("?"), one.port.as_deref().unwrap_or("?"))
    };
    let side = |side: &[Termination]| side.iter().map(one).collect::<Vec<_>>().join(", ");
    format!("{} -- {}", side(a), side(b))
}
