//! Links between switches, and hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::draft::Kind;
use super::super::inventory::{Cable, Carried, End, Port, What};
use super::super::names::quoted;
use super::super::parts::Parts;
use super::super::ports::told_speed;
use super::Writer;
use super::pairs::Bundle;
use super::ports::Socket;
use super::profiles::Wish;
use crate::vendor::ports::speed_text;

impl Writer<'_> {
    /// The ends of a cable between a host and a switch, in this order.
    pub fn host_and_switch<'c>(&self, cable: &'c Cable) -> Option<(&'c End, &'c End)> {
        let [left, right] = &cable.ends;
        let is_host = |end: &End| {
            self.inventory
                .devices
                .get(end.device)
                .is_some_and(|device| matches!(device.what, What::Host(_)))
        };
        match (self.model(left.device), self.model(right.device)) {
            (None, Some(_)) if is_host(left) => Some((left, right)),
            (Some(_), None) if is_host(right) => Some((right, left)),
            _ => None,
        }
    }

    /// Writes the links between switches.
    pub fn links(&mut self) {
        let inventory = self.inventory;
        let lags = self.lags();
        for (at, cable) in inventory.cables.iter().enumerate() {
            if self.used.contains(&at) {
                continue;
            }
            let Some([Some(left), Some(right)]) = self.sockets.get(at).copied() else { continue };
            self.used.insert(at);
            let [a, b] = &cable.ends;
            let (first, second) = (self.name(a.device), self.name(b.device));
            let head = format!("link {first}:{left} -- {second}:{right}");
            let what = format!("{first}:{left} -- {second}:{right}");
            let mut needs: Vec<usize> =
                [a, b].iter().filter_map(|end| self.switch.get(&end.device).copied()).collect();
            let mut parts = Parts::line(head);
            if let Some(wish) = self.link_wish(cable) {
                let (profile, statement) = self.profile(&wish);
                needs.push(statement);
                parts.must(format!("as {profile}"));
            }
            if let Some(name) = lags.get(&at) {
                parts.might(format!("lag {name}"), "its LAG");
            }
            self.clauses((at, cable), (a, left), &mut parts);
            self.add_parts(Kind::Link, what, cable.at, needs, parts);
        }
    }

    /// LAGs that have to be named: between bridges with several of them.
    fn lags(&self) -> BTreeMap<usize, String> {
        let mut groups: BTreeMap<[(usize, &str); 2], BTreeSet<String>> = BTreeMap::new();
        let mut members = Vec::new();
        for (at, cable) in self.inventory.cables.iter().enumerate() {
            let [a, b] = &cable.ends;
            if self.used.contains(&at)
                || self.model(a.device).is_none()
                || self.model(b.device).is_none()
            {
                continue;
            }
            let mut bridges = [self.bridge(a.device), self.bridge(b.device)];
            bridges.sort_unstable();
            let group = cable.group.map(|group| format!("lag-{}", group + 1));
            let own = a.lag.as_ref().zip(b.lag.as_ref()).map(|(a, b)| format!("{a} {b}"));
            let group = group.or(own).unwrap_or_default();
            groups.entry(bridges).or_default().insert(group.clone());
            members.push((at, bridges, group));
        }
        let mut names = BTreeMap::new();
        for (at, bridges, group) in members {
            let all = groups.get(&bridges);
            let position =
                all.and_then(|all| all.iter().position(|one| *one == group)).unwrap_or(0);
            if all.is_some_and(|all| all.len() > 1) && !group.is_empty() {
                names.insert(at, format!("lag-{}", position + 1));
            }
        }
        names
    }

    /// A link carries what both its ends do; all VLANs if nothing is said.
    fn link_wish(&mut self, cable: &Cable) -> Option<Wish> {
        let [a, b] = &cable.ends;
        let says = |end: &End| {
            end.vlans.clone().filter(|vlans| vlans.untagged.is_some() || !vlans.tagged.is_empty())
        };
        let (left, right) = (says(a), says(b));
        let carried = match (left, right) {
            (Some(left), Some(right)) if left == right => left,
            (Some(_), Some(_)) => {
                let name = self.cable_name(cable);
                self.notes.lost(
                    &format!("the VLANs of cable {name}"),
                    "its two ends carry different ones",
                    cable.at,
                );
                return None;
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Carried::default(),
        };
        let every = self.vlan.keys().all(|key| carried.tagged.contains(key));
        let known =
            carried.untagged.iter().chain(&carried.tagged).any(|key| self.vlan.contains_key(key));
        let all = every && carried.untagged.is_none() && !self.is_routed();
        let narrows = known && !carried.all && !all;
        // Links between switches speak slow LACP unless said.
        let lacp = cable.lacp.filter(|lacp| *lacp != "slow");
        let carried = narrows.then_some(carried);
        (narrows || lacp.is_some() && !self.is_routed()).then_some(Wish {
            carried,
            lag: false,
            lacp,
            edge: false,
        })
    }

    /// Speed, subnet, cost and label.
    fn clauses(
        &self,
        (at, cable): (usize, &Cable),
        (end, socket): (&End, Socket),
        parts: &mut Parts,
    ) {
        let block = self.model(end.device).and_then(|model| model.platform.block(socket.panel));
        let said = cable.ends.iter().find_map(|end| end.speed);
        let other = said.or_else(|| self.told(at, cable)).filter(|_| socket.lane.is_none());
        if let (Some(speed), Some(block)) = (other, block)
            && speed != block.default_megabits()
        {
            parts.might(format!("speed {}", speed_text(speed)), "its speed");
        }
        if self.is_routed() {
            if !cable.prefixes.is_empty() {
                let list =
                    cable.prefixes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                parts.might(format!("prefix {list}"), "its subnet");
            }
            if cable.unnumbered && cable.prefixes.is_empty() {
                parts.might("unnumbered".to_owned(), "being unnumbered");
            }
            if let Some(cost) = cable.cost {
                parts.might(format!("cost {cost}"), "its cost");
            }
        }
        if let Some(label) = cable.label.as_deref().and_then(quoted) {
            parts.may(format!("description {label}"), "its description");
        }
    }

    /// The speed that the name of a port tells.
    fn told(&self, at: usize, cable: &Cable) -> Option<u32> {
        let sockets = self.sockets.get(at)?;
        cable.ends.iter().zip(sockets).find_map(|(end, socket)| {
            let Port::Name(name) = &end.port else { return None };
            told_speed(self.model(end.device)?.platform, (*socket)?.panel, name)
        })
    }

    /// Writes what is attached to switches.
    pub fn hosts(&mut self) {
        let inventory = self.inventory;
        let mut bundles: BTreeMap<Bundle, Vec<usize>> = BTreeMap::new();
        let mut order: Vec<Vec<usize>> = Vec::new();
        let mut places = BTreeMap::new();
        for (at, cable) in inventory.cables.iter().enumerate() {
            if self.used.contains(&at) || self.host_and_switch(cable).is_none() {
                continue;
            }
            let Some(bundle) = self.bundle(cable) else {
                order.push(vec![at]);
                continue;
            };
            let place = *places.entry(bundle.clone()).or_insert_with(|| {
                order.push(Vec::new());
                order.len() - 1
            });
            if let Some(cables) = order.get_mut(place) {
                cables.push(at);
            }
            bundles.entry(bundle).or_default().push(at);
        }
        for cables in order {
            self.attach(&cables);
        }
    }

    fn attach(&mut self, positions: &[usize]) {
        let inventory = self.inventory;
        let mut ports: BTreeMap<usize, BTreeSet<Socket>> = BTreeMap::new();
        let mut carried: Option<Carried> = None;
        let Some(first) = positions.first().and_then(|at| inventory.cables.get(*at)) else {
            return;
        };
        let Some((host, switch)) = self.host_and_switch(first) else { return };
        for (at, cable) in positions.iter().filter_map(|at| Some((*at, inventory.cables.get(*at)?)))
        {
            let Some((_, switch)) = self.host_and_switch(cable) else { continue };
            let socket = self.sockets.get(at).and_then(|ends| ends.iter().flatten().next());
            ports.entry(switch.device).or_default().extend(socket);
            carried = carried.or_else(|| switch.vlans.clone());
        }
        let name = self.name(host.device).to_owned();
        let to = match self.target(&ports) {
            Ok(to) => to,
            Err(why) => {
                for cable in positions.iter().filter_map(|at| inventory.cables.get(*at)) {
                    self.notes.cable(&self.cable_name(cable), &why, cable.at);
                }
                return;
            }
        };
        let lag = self.bundle(first).is_some();
        let unknown = carried.as_ref().is_none_or(|carried| !self.says_anything(carried));
        if let Some(tagged) = self.vlans_at(switch.device).filter(|_| unknown) {
            carried = Some(Carried { tagged, ..Carried::default() });
        }
        let (profile, statement) =
            self.profile(&Wish { carried, lag, lacp: first.lacp.filter(|_| lag), edge: true });
        let mut needs: Vec<usize> =
            ports.keys().filter_map(|at| self.switch.get(at).copied()).collect();
        needs.extend(
            ports.keys().filter(|_| ports.len() > 1).filter_map(|at| Some(self.pair.get(at)?.1)),
        );
        needs.push(statement);
        let kind = match inventory.devices.get(host.device).map(|device| &device.what) {
            Some(What::Host(kind)) => kind,
            _ => "server",
        };
        let sockets: Vec<Socket> = ports.values().next().into_iter().flatten().copied().collect();
        let list = sockets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let word = if sockets.len() == 1 { "port" } else { "ports" };
        let mut clauses =
            Parts::line(format!("attach {kind} {name} to {to} {word} {list} as {profile}"));
        if let Some(socket) = sockets.first() {
            let mut plain = Cable::between(first.ends.clone(), first.at);
            plain.label.clone_from(&first.label);
            let at = positions.first().copied().unwrap_or(usize::MAX);
            self.clauses((at, &plain), (switch, *socket), &mut clauses);
        }
        self.add_parts(Kind::Attach, format!("{kind} `{name}` on {to}"), first.at, needs, clauses);
    }

    /// What a host is attached to: a switch, or a pair on the same ports of both members.
    fn target(&self, ports: &BTreeMap<usize, BTreeSet<Socket>>) -> Result<String, String> {
        let members: Vec<(&usize, &BTreeSet<Socket>)> = ports.iter().collect();
        match members[..] {
            [(switch, _)] => Ok(self.name(*switch).to_owned()),
            [(first, left), (second, right)] => {
                let pair = self.pair.get(first).filter(|pair| self.pair.get(second) == Some(pair));
                match pair {
                    None => Err("its LAG goes to two switches that are no pair".to_owned()),
                    Some(_) if left != right => {
                        Err("its LAG is on other ports of one member of the pair than of the other"
                            .to_owned())
                    }
                    Some((name, _)) => Ok(name.clone()),
                }
            }
            _ => Err("its LAG goes to more than two switches".to_owned()),
        }
    }
}
