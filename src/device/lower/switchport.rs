//! Layer-2 settings of ports and LAGs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::One;
use crate::device::model::{Lag, Origins, Port, StormControl, Switchport, Trunk, VlanRef};
use crate::fabric::{Carried, VlanId};
use crate::topology::Link;
use crate::vendor::ports::gigabits_text;

impl One<'_> {
    pub(super) fn switchport(self, link: &Link) -> Arc<Switchport> {
        let profile = link.profile.map(|profile| &self.all.fabric.profiles[profile]);
        let access = profile.and_then(|profile| match &profile.carried {
            Carried::Access(vlan) => Some(self.vlan_ref(vlan.value)),
            Carried::Trunk(_) | Carried::All(_) | Carried::Nothing => None,
        });
        let native = profile.and_then(|profile| profile.native).map(|native| native.value);
        let fabric = Self::is_fabric(link);
        Arc::new(Switchport {
            origins: Origins::default(),
            trunk: access.is_none().then(|| self.trunk(&link.vlans, native)),
            access,
            edge: !fabric && profile.is_some_and(|profile| profile.edge),
            fabric,
            uplink: fabric && self.is_uplink(link),
            storm_control: self.storm_control(link),
        })
    }

    /// The peer link carries every VLAN of the pair.
    pub(super) fn peer_link_switchport(self) -> Arc<Switchport> {
        let vlans: BTreeSet<VlanId> = self.bridge_vlans().iter().copied().collect();
        Arc::new(Switchport {
            origins: Origins::default(),
            access: None,
            trunk: Some(self.trunk(&vlans, None)),
            edge: false,
            fabric: true,
            uplink: false,
            storm_control: None,
        })
    }

    /// VLANs on this switch, by id.
    pub(super) fn bridge_vlans(&self) -> &[VlanId] {
        let bridge = self.all.topology.bridge_of(self.id);
        self.index.vlans.get(&bridge).map(Vec::as_slice).unwrap_or_default()
    }

    fn trunk(self, vlans: &BTreeSet<VlanId>, native: Option<VlanId>) -> Trunk {
        let mut vlans: Vec<VlanRef> = vlans.iter().map(|vlan| self.vlan_ref(*vlan)).collect();
        vlans.sort_by_key(|vlan| vlan.id);
        let native =
            native.map(|native| self.vlan_ref(native)).filter(|native| vlans.contains(native));
        let vlan_ids: Vec<u16> = vlans.iter().map(|vlan| vlan.id).collect();
        let tagged_ids = vlan_ids
            .iter()
            .copied()
            .filter(|id| native.as_ref().is_none_or(|native| native.id != *id))
            .collect();
        Trunk { origins: Origins::default(), vlans, vlan_ids, tagged_ids, native }
    }

    /// Whether the bridge at the other end is nearer to the root of the spanning tree.
    fn is_uplink(self, link: &Link) -> bool {
        let here = self.all.topology.bridge_of(self.id);
        let depth = |bridge| self.index.depth.get(&bridge).copied().unwrap_or(usize::MAX);
        link.other(here).is_some_and(|other| depth(other) < depth(here))
    }

    fn storm_control(self, link: &Link) -> Option<StormControl> {
        let profile = &self.all.fabric.profiles[link.profile?];
        let control = profile.storm_control?;
        let share = u64::from(control.share.value);
        let megabits =
            link.cables.iter().map(|cable| self.speed_of(*cable)).min().unwrap_or_default();
        let bits = u64::from(megabits) * 1_000_000 * share / 10_000;
        let (whole, rest) = (share / 100, share % 100);
        let percent = format!("{whole}.{rest:02}");
        let short = percent.trim_end_matches('0').trim_end_matches('.').to_owned();
        let kinds: String =
            [(control.broadcast, 'b'), (control.multicast, 'm'), (control.unknown_unicast, 'u')]
                .iter()
                .filter_map(|(on, letter)| on.then_some(*letter))
                .collect();
        let speed = gigabits_text(megabits).replace('.', "-");
        Some(StormControl {
            profile: format!("storm-{}-{speed}g-{kinds}", short.replace('.', "-")),
            percent,
            percent_short: short,
            kilobits: bits / 1000,
            // A frame of 64 octets takes 84 on the wire: preamble and gap count too.
            packets: bits / (84 * 8),
            broadcast: control.broadcast,
            multicast: control.multicast,
            unknown_unicast: control.unknown_unicast,
        })
    }
}

/// Keeps what is the same on several ports and LAGs once. Those of which it is known where they come from are not alike.
pub(super) fn share(ports: &mut [Port], lags: &mut [Lag]) {
    let mut known: Vec<Arc<Switchport>> = Vec::new();
    let members = ports.iter_mut().flat_map(|port| {
        let member = port.lag.as_mut().and_then(|lag| lag.switchport.as_mut());
        port.switchport.as_mut().into_iter().chain(member)
    });
    let lags = lags.iter_mut().filter_map(|lag| lag.switchport.as_mut());
    for one in members.chain(lags).filter(|one| one.origins.is_empty()) {
        match known.iter().find(|other| *other == one) {
            Some(other) => *one = Arc::clone(other),
            None => known.push(Arc::clone(one)),
        }
    }
}

/// Storm control settings in use, each once.
pub(super) fn storm_profiles(ports: &[Port], lags: &[Lag]) -> Vec<StormControl> {
    let switchports = ports
        .iter()
        .filter_map(|port| port.switchport.as_ref())
        .chain(lags.iter().filter_map(|lag| lag.switchport.as_ref()));
    let by_name: BTreeMap<String, StormControl> = switchports
        .filter_map(|switchport| switchport.storm_control.clone())
        .map(|control| (control.profile.clone(), control))
        .collect();
    by_name.into_values().collect()
}
