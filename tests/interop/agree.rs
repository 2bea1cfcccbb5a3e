//! Both ends of everything that two switches share, side by side, and what does not fit.

use std::collections::BTreeMap;

use rackc::device::model::Device;

use crate::cables::{self, Cable};
use crate::facts::{Facts, Switch, plain};
use crate::scenario::{ENDS, End, Made};
use crate::{cumulus, eos, evpn, junos, nvue, nxos, sessions, vlans};

/// A thing that switches share, and what each says of it.
pub struct Section {
    pub title: String,
    /// The switch of each end.
    pub switches: Vec<String>,
    /// Fact, and its value at each end; nothing where an end has no such fact.
    pub rows: Vec<(String, Vec<Option<String>>)>,
}

/// What was read and what does not fit.
#[derive(Default)]
pub struct Report {
    pub complaints: Vec<String>,
    pub sections: Vec<Section>,
    /// Vendor and format of each switch.
    pub kinds: BTreeMap<String, End>,
}

/// The switches as they were read, and the cables between them.
pub struct Net {
    pub switches: BTreeMap<String, Switch>,
    pub cables: Vec<Cable>,
    /// The other member of a switch's pair.
    pub pairs: BTreeMap<String, String>,
}

impl Report {
    /// Adds a section that shows every fact of its ends.
    pub fn show(&mut self, title: &str, switches: &[&str], ends: &[&Facts]) {
        let mut names: Vec<&str> = ends.iter().flat_map(|facts| facts.keys().copied()).collect();
        names.sort_unstable();
        names.dedup();
        let row = |name: &str| {
            let values = ends.iter().map(|facts| facts.get(name).cloned());
            (name.to_owned(), values.collect())
        };
        let rows = names.into_iter().map(row).collect();
        let switches = switches.iter().map(|name| (*name).to_owned()).collect();
        self.sections.push(Section { title: title.to_owned(), switches, rows });
    }

    /// Notes what does not fit.
    pub fn complain(&mut self, place: &str, what: impl AsRef<str>) {
        self.complaints.push(format!("{place}: {}", what.as_ref()));
    }

    /// These facts must be the same at all ends, said or by default.
    pub fn same(&mut self, place: &str, ends: &[&Facts], facts: &[&str]) {
        for fact in facts {
            let values: Vec<&str> =
                ends.iter().map(|end| end.get(fact).map_or("", |value| plain(value))).collect();
            if values.windows(2).any(|two| two[0] != two[1]) {
                self.complain(place, format!("{fact} differs: {}", values.join(" | ")));
            }
        }
    }

    /// These facts must have this value at all ends that have them.
    pub fn must(&mut self, place: &str, ends: &[&Facts], fact: &str, value: &str) {
        for end in ends {
            if let Some(said) = end.get(fact).filter(|said| plain(said) != value) {
                self.complain(place, format!("{fact} is {said}, not {value}"));
            }
        }
    }
}

/// Reads every switch.
pub fn net(made: &Made) -> Net {
    let mut switches = BTreeMap::new();
    for device in &made.devices {
        let name = &device.hostname;
        let file = |path: &str| {
            let path = format!("configs/{name}/{path}");
            made.files.get(&path).unwrap_or_else(|| panic!("{path} is not there")).as_str()
        };
        let read = match device.format.as_str() {
            "eos" => eos::read(file("startup-config")),
            "nxos" => nxos::read(file("startup-config")),
            "junos" => junos::read(file("juniper.conf")),
            "junos-set" => junos::read(file("juniper.set")),
            "linux" => cumulus::read(file("etc/network/interfaces"), file("etc/frr/frr.conf")),
            "nvue" => nvue::read(file("etc/nvue.d/startup.yaml")),
            other => panic!("no reader for {other}"),
        };
        switches.insert(name.clone(), read);
    }
    let pair = |device: &Device| {
        let peer = device.mlag.as_ref().map(|mlag| mlag.peer.clone());
        Some((device.hostname.clone(), peer?))
    };
    let pairs = made.devices.iter().filter_map(pair).collect();
    Net { cables: cables::of(made), pairs, switches }
}

/// What both ends of everything say.
pub fn report(made: &Made) -> Report {
    let net = net(made);
    let kind = |device: &Device| {
        let end =
            ENDS.iter().find(|end| end.format == device.format && end.vendor == device.vendor);
        (device.hostname.clone(), *end.expect("an end"))
    };
    let mut report = Report { kinds: made.devices.iter().map(kind).collect(), ..Report::default() };
    cables::compare(&net, &mut report);
    vlans::compare(&net, &mut report);
    sessions::compare(&net, &mut report);
    evpn::compare(&net, &mut report);
    report
}
