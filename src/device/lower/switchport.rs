//! Layer-2 settings of ports and LAGs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::One;
use crate::device::model::{Lag, Origins, Port, StormControl, Switchport, Trunk, VlanRef};
use crate::fabric::{Carried, Profile, ProfileId, VlanId};
use crate::topology::{Link, LinkId};
use crate::vendor::ports::gigabits_text;

/// What is the same on several of a switch's ports and LAGs, made once.
pub(super) struct Alike<'a> {
    one: One<'a>,
    /// The system MAC of its pair; empty when it has none.
    pub(super) system_mac: String,
    of_links: Vec<(Settings, Arc<Switchport>)>,
    of_peer_link: Option<Arc<Switchport>>,
}

/// All that the layer-2 settings of a link come from.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Settings {
    profile: Option<ProfileId>,
    fabric: bool,
    uplink: bool,
    /// Speed of the slowest cable.
    megabits: u32,
    /// Which set of VLANs it carries: see [`super::index::Index::vlan_sets`].
    vlans: usize,
}

impl<'a> Alike<'a> {
    pub(super) fn of(one: One<'a>) -> Self {
        let system_mac = one.system_mac().unwrap_or_default();
        Self { one, system_mac, of_links: Vec::new(), of_peer_link: None }
    }

    /// Layer-2 settings of a link.
    pub(super) fn of_link(&mut self, id: LinkId) -> Arc<Switchport> {
        let settings = self.one.settings(id);
        if let Some((_, known)) = self.of_links.iter().find(|(other, _)| *other == settings) {
            return Arc::clone(known);
        }
        let vlans = &self.one.all.topology.link(id).vlans;
        let made = Arc::new(self.one.switchport(settings, vlans));
        self.of_links.push((settings, Arc::clone(&made)));
        made
    }

    /// The peer link carries every VLAN of the pair.
    pub(super) fn of_peer_link(&mut self) -> Arc<Switchport> {
        let one = self.one;
        let made = self.of_peer_link.get_or_insert_with(|| {
            Arc::new(Switchport {
                origins: Origins::default(),
                access: None,
                trunk: Some(one.trunk(one.bridge_vlans(), None)),
                edge: false,
                fabric: true,
                uplink: false,
                storm_control: None,
            })
        });
        Arc::clone(made)
    }
}

impl<'a> One<'a> {
    fn settings(self, id: LinkId) -> Settings {
        let link = self.all.topology.link(id);
        let fabric = Self::is_fabric(link);
        let speeds = link.cables.iter().map(|cable| self.speed_of(*cable));
        Settings {
            profile: link.profile,
            fabric,
            uplink: fabric && self.is_uplink(link),
            megabits: speeds.min().unwrap_or_default(),
            vlans: self.index.vlan_sets.get(id).copied().unwrap_or_default(),
        }
    }

    fn switchport(self, settings: Settings, vlans: &BTreeSet<VlanId>) -> Switchport {
        let Settings { fabric, uplink, megabits, .. } = settings;
        let profile = settings.profile.map(|profile| &self.all.fabric.profiles[profile]);
        let access = profile.and_then(|profile| match &profile.carried {
            Carried::Access(vlan) => Some(self.vlan_ref(vlan.value)),
            Carried::Trunk(_) | Carried::All(_) | Carried::Nothing => None,
        });
        let native = profile.and_then(|profile| profile.native).map(|native| native.value);
        Switchport {
            origins: Origins::default(),
            trunk: access.is_none().then(|| self.trunk(vlans, native)),
            access,
            edge: !fabric && profile.is_some_and(|profile| profile.edge),
            fabric,
            uplink,
            storm_control: profile.and_then(|profile| storm_control(profile, megabits)),
        }
    }

    /// VLANs on this switch, by id.
    pub(super) fn bridge_vlans(self) -> &'a [VlanId] {
        self.index.vlans.list(self.bridge)
    }

    fn trunk<'v>(
        self,
        vlans: impl IntoIterator<Item = &'v VlanId>,
        native: Option<VlanId>,
    ) -> Trunk {
        let mut vlans: Vec<VlanRef> = vlans.into_iter().map(|vlan| self.vlan_ref(*vlan)).collect();
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
        let depth = |bridge| self.index.depth.get(bridge).copied().unwrap_or(usize::MAX);
        link.other(self.bridge).is_some_and(|other| depth(other) < depth(self.bridge))
    }
}

/// `megabits` is the speed of the slowest cable.
fn storm_control(profile: &Profile, megabits: u32) -> Option<StormControl> {
    let control = profile.storm_control?;
    let share = u64::from(control.share.value);
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
