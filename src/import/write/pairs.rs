//! MLAG pairs: those that the source names, and those to which hosts have one LAG.

use std::collections::{BTreeMap, BTreeSet};

use super::super::draft::Kind;
use super::super::inventory::Cable;
use super::Writer;
use crate::source::Span;

/// The cables of a host that belong together: a LAG of the host, or of the switch towards it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bundle {
    /// A LAG that the host has.
    Host(usize, String),
    /// A LAG that the source counts.
    Counted(usize, usize),
    /// LAGs of one name on the switches.
    Switch(usize, String),
}

impl Writer<'_> {
    /// The bundle of a cable to a host.
    pub fn bundle(&self, cable: &Cable) -> Option<Bundle> {
        let (host, switch) = self.host_and_switch(cable)?;
        let own = host.lag.as_ref().map(|lag| Bundle::Host(host.device, lag.clone()));
        let counted = cable.group.map(|group| Bundle::Counted(host.device, group));
        own.or(counted)
            .or_else(|| switch.lag.as_ref().map(|lag| Bundle::Switch(host.device, lag.clone())))
    }

    /// Writes the pairs.
    pub fn pairs(&mut self) {
        let inventory = self.inventory;
        for pair in &inventory.pairs {
            self.pair(pair.members, pair.at, true);
        }
        let mut spans: BTreeMap<Bundle, (BTreeSet<usize>, Option<Span>)> = BTreeMap::new();
        for (at, cable) in inventory.cables.iter().enumerate() {
            let Some(bundle) = self.bundle(cable).filter(|_| !self.used.contains(&at)) else {
                continue;
            };
            let Some((_, switch)) = self.host_and_switch(cable) else { continue };
            spans
                .entry(bundle)
                .or_insert_with(|| (BTreeSet::new(), cable.at))
                .0
                .insert(switch.device);
        }
        for (switches, at) in spans.into_values() {
            let members: Vec<usize> = switches.into_iter().collect();
            if let [first, second] = members[..] {
                self.pair([first, second], at, false);
            }
        }
    }

    fn pair(&mut self, [first, second]: [usize; 2], at: Option<Span>, named: bool) {
        if self.pair.contains_key(&first) || self.pair.contains_key(&second) {
            return;
        }
        let (a, b) = (self.name(first).to_owned(), self.name(second).to_owned());
        let what = format!("the pair of `{a}` and `{b}`");
        let (Some(one), Some(other)) = (self.model(first), self.model(second)) else { return };
        if one.vendor.name != other.vendor.name {
            return self.notes.lost(&what, "its members are of two vendors", at);
        }
        let mut ports = BTreeSet::new();
        let mut cables = Vec::new();
        for (position, cable) in self.inventory.cables.iter().enumerate() {
            let ends = [cable.ends[0].device, cable.ends[1].device];
            if ends != [first, second] && ends != [second, first] || self.used.contains(&position) {
                continue;
            }
            let Some([Some(left), Some(right)]) = self.sockets.get(position) else { continue };
            if left != right {
                return self.notes.lost(&what, &format!("a cable of its peer link is on port {left} of one and on port {right} of the other, and rackc has both on one port"), cable.at);
            }
            ports.insert(*left);
            cables.push(position);
        }
        if ports.is_empty() {
            return self.notes.lost(
                &what,
                "no cable joins its members, so that it has no peer link",
                at,
            );
        }
        let list = ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let name = self.places.give(&format!("pair {first} {second}"), &format!("{a}-{b}"), "pair");
        if !named {
            self.notes.chosen(
                &format!("`{a}` and `{b}` are the MLAG pair `{name}`"),
                "hosts have one LAG to both",
                at,
            );
        }
        let needs =
            [first, second].iter().filter_map(|member| self.switch.get(member).copied()).collect();
        let text = format!("mlag {name} = {a} + {b} {{ peer-link {list} }}");
        let statement = self.add(Kind::Pair, format!("pair `{name}`"), at, needs, text);
        self.used.extend(cables);
        for member in [first, second] {
            self.pair.insert(member, (name.clone(), statement));
        }
    }
}
