//! Physical ports, splits and speed groups.

use std::collections::BTreeMap;

use super::One;
use super::switchport::Alike;
use super::values::speed;
use crate::device::model::{Breakout, Lag, LagMember, Origins, Port, Speed, SpeedGroup};
use crate::fabric::{CableId, CableUse};
use crate::topology::{Link, LinkId, LinkUse};
use crate::vendor::ports::{PortNumber, speed_text};
use crate::vendor::schema::PortBlock;

impl<'a> One<'a> {
    /// Cables of this switch with their ends.
    pub(super) fn cables(self) -> &'a [(CableId, usize)] {
        self.index.cables.list(self.id)
    }

    /// `lags` are the switch's own.
    pub(super) fn ports(self, lags: &[Lag], alike: &mut Alike<'a>) -> Vec<Port> {
        let place = |(cable, end): &(CableId, usize)| {
            let (number, name) = self.cable_port(*cable, *end)?;
            Some((number, name, *cable, *end))
        };
        let mut places: Vec<_> = self.cables().iter().filter_map(place).collect();
        places.sort_by_key(|(number, ..)| *number);
        let mut ports = Vec::with_capacity(places.len());
        for (number, name, cable, end) in places {
            ports.extend(self.one_port(number, name, (cable, end), lags, alike));
        }
        ports
    }

    fn one_port(
        self,
        number: PortNumber,
        name: &str,
        (cable, end): (CableId, usize),
        lags: &[Lag],
        alike: &mut Alike<'a>,
    ) -> Option<Port> {
        let block = self.platform.block(number.panel)?;
        let (peer_host, peer_port) = self.peer(cable, end);
        let megabits = self.speed_of(cable);
        let link = self.index.links.get(cable).copied();
        let link = link.map(|link| (link, self.all.topology.link(link)));
        let lag = self.lag_member(cable, link, lags);
        let routed = self.routed_port(cable, end);
        let switchport = match (&lag, &routed, link) {
            (None, None, Some((link, _))) => Some(alike.of_link(link)),
            _ => None,
        };
        let ip_mtu = link.map_or(self.all.fabric.settings.mtu, |(_, link)| self.link_mtu(link));
        let mtu = match (&lag, &routed) {
            (Some(_), _) if !self.vendor.lag.members_carry_mtu => None,
            (_, Some(routed)) => super::values::mtu(&self.vendor.mtu.routed, routed.ip_mtu),
            _ => super::values::mtu(&self.vendor.mtu.switched, ip_mtu),
        };
        Some(Port {
            origins: Origins::default(),
            description: self.port_description(cable, peer_host, peer_port),
            subinterfaces: self.subinterfaces(cable, name),
            name: name.to_owned(),
            panel: number.panel,
            lane: number.lane,
            peer_host: peer_host.map(str::to_owned),
            peer_port: peer_port.map(str::to_owned),
            speed: said_speed(block, number, megabits),
            split_speed: self.split_speed(block, number),
            fec: self.fec(cable, megabits),
            mtu,
            lag,
            switchport,
            routed,
        })
    }

    /// What the program says of the port, else who is at the other end.
    fn port_description(
        self,
        cable: CableId,
        peer_host: Option<&str>,
        peer_port: Option<&str>,
    ) -> String {
        let facts = &self.all.fabric.cables[cable];
        if let Some(text) = self.all.fabric.cable_description(facts) {
            return text.to_owned();
        }
        match (facts.purpose, peer_host, peer_port) {
            (CableUse::Host(_), host, _) => host.unwrap_or_default().to_owned(),
            (CableUse::Boundary(boundary, _), host, _) => {
                let name = &self.all.fabric.boundaries[boundary as usize].name;
                host.map_or_else(|| name.clone(), |peer| format!("{name} {peer}"))
            }
            (_, Some(host), Some(port)) => [host, port].join(" "),
            (_, Some(host), None) => host.to_owned(),
            (_, None, _) => String::new(),
        }
    }

    fn split_speed(self, block: &PortBlock, port: PortNumber) -> Option<Speed> {
        port.lane?;
        let split = self.switch.breakouts.get(&port.panel)?.value;
        Some(speed(split.speed, &block.breakout(split)?.speed_word))
    }

    fn fec(self, cable: CableId, megabits: u32) -> Option<String> {
        let said = self.all.fabric.cable_fec(&self.all.fabric.cables[cable])?;
        self.vendor.fec_word(said.value, megabits).map(str::to_owned)
    }

    /// What a member of a LAG has of it.
    fn lag_member(
        self,
        cable: CableId,
        link: Option<(LinkId, &Link)>,
        lags: &[Lag],
    ) -> Option<LagMember> {
        let is_peer_link = matches!(self.all.fabric.cables[cable].purpose, CableUse::PeerLink(_));
        let lag = if is_peer_link {
            lags.iter().find(|lag| lag.peer_link.is_some())
        } else {
            let (id, _) = link.filter(|(_, link)| link.lag)?;
            let number = self.lag_number(id)?;
            let from = lags.partition_point(|lag| lag.number < number);
            lags[from..].iter().find(|lag| lag.number == number && lag.peer_link.is_none())
        }?;
        Some(LagMember {
            origins: Origins::default(),
            number: lag.number,
            name: lag.name.clone(),
            lacp: lag.lacp.clone(),
            switchport: lag.switchport.clone(),
            peer_link: is_peer_link,
        })
    }

    pub(super) fn breakouts(self, ports: &[Port]) -> Vec<Breakout> {
        let used: Vec<&str> = ports.iter().map(|port| port.name.as_str()).collect();
        let one = |panel: u16| {
            let split = self.switch.breakouts.get(&panel)?.value;
            let block = self.platform.block(panel)?;
            let spec = block.breakout(split)?;
            let index = block.vendor_number(panel);
            let lane_names: Vec<String> =
                (1..=split.lanes).map(|lane| spec.lane_name(index, lane)).collect();
            Some(Breakout {
                origins: Origins::default(),
                panel,
                parent: spec.parent.number(index),
                index,
                lanes: split.lanes,
                speed: speed(split.speed, &spec.speed_word),
                mode: spec.word.clone(),
                unused_lanes: lane_names
                    .iter()
                    .filter(|name| !used.contains(&name.as_str()))
                    .cloned()
                    .collect(),
                lane_names,
            })
        };
        self.switch.breakouts.keys().filter_map(|panel| one(*panel)).collect()
    }

    pub(super) fn speed_groups(self) -> Vec<SpeedGroup> {
        let mut groups: BTreeMap<u16, SpeedGroup> = BTreeMap::new();
        if self.platform.ports.iter().all(|block| block.speed_groups.is_none()) {
            return Vec::new();
        }
        for (cable, end) in self.cables() {
            let port = self.cable_port(*cable, *end).map(|(port, _)| port);
            let Some(port) = port.filter(|port| port.lane.is_none()) else { continue };
            let Some(block) = self.platform.block(port.panel) else { continue };
            let Some(rule) = &block.speed_groups else { continue };
            let offset = (port.panel - block.panel.first) / rule.size.max(1);
            let number = rule.first + offset;
            if groups.contains_key(&number) {
                continue;
            }
            if let Some(word) = rule.words.get(&speed_text(self.speed_of(*cable))) {
                let first_port = block.number + offset * rule.size;
                let (origins, word) = (Origins::default(), word.clone());
                groups.insert(number, SpeedGroup { number, first_port, word, origins });
            }
        }
        groups.into_values().collect()
    }

    /// IP MTU of a layer-2 link: what its profile says, or the fabric's.
    pub(super) fn link_mtu(self, link: &Link) -> u32 {
        let profile = link.profile.and_then(|profile| self.all.fabric.profiles[profile].mtu);
        profile.map_or(self.all.fabric.settings.mtu, |mtu| mtu.value)
    }

    /// Whether a link joins bridges.
    pub(super) fn is_fabric(link: &Link) -> bool {
        link.purpose == LinkUse::Fabric
    }
}

/// The speed of an unsplit port, when it must be said.
fn said_speed(block: &PortBlock, port: PortNumber, megabits: u32) -> Option<Speed> {
    let elsewhere = port.lane.is_some() || block.speed_groups.is_some();
    if elsewhere || megabits == 0 || megabits == block.default_megabits() {
        return None;
    }
    let word = block.speed_word(megabits).filter(|word| !word.is_empty())?;
    let negotiated = block.negotiates.then_some(true);
    Some(Speed { negotiated, ..speed(megabits, word) })
}
