//! VLANs, and the ports that carry them.

use std::collections::BTreeMap;

use super::{One, from};
use crate::device::model::{Device, Origins, Switchport};
use crate::fabric::{CableId, CableUse, Carried, Profile, VlanId};
use crate::source::Origin;

impl<'a> One<'a> {
    pub(super) fn tell_vlans(self, device: &mut Device) {
        let ports = device.ports.iter().map(|port| (port.name.clone(), port.origins.of("", None)));
        let lags = device.lags.iter().map(|lag| (lag.name.clone(), lag.origins.of("", None)));
        let carriers: BTreeMap<String, Vec<Origin>> = ports.chain(lags).collect();
        for vlan in &mut device.vlans {
            let Some(id) = self.vlan_of(vlan.id) else { continue };
            let said = &self.all.fabric.vlans[id];
            let mut sources = from()
                .and(said.origin)
                .field(
                    "description",
                    said.description.as_ref().and_then(|_| self.clause(said.origin, "description")),
                )
                .field("svi", said.gateway.as_ref().map(|gateway| gateway.span.into()))
                .field("overlay", [said.origin].into_iter().chain(self.overlay_origin()));
            for (field, names) in [("trunks", &vlan.trunks), ("access", &vlan.access)] {
                for (at, name) in names.iter().enumerate() {
                    let carrier = carriers.get(name).into_iter().flatten().copied();
                    sources = sources.item(field, at, carrier.chain([said.origin]));
                }
            }
            vlan.origins = sources.into();
            if let Some(overlay) = &mut vlan.overlay {
                overlay.origins = self.overlay_vlan_origins(id);
            }
        }
    }

    pub(super) fn overlay_vlan_origins(self, id: VlanId) -> Origins {
        let said = &self.all.fabric.vlans[id];
        let vni = said.vni.map(|vni| said.origin.at(vni.span));
        let vni = vni.map_or_else(
            || [said.origin].into_iter().chain(self.overlay_origin()).collect(),
            |vni| vec![vni],
        );
        from()
            .and(said.origin)
            .all(self.overlay_origin())
            .field("vni", vni.iter().copied())
            .field("route_target", vni.into_iter().chain(self.overlay_origin()))
            .field("name", [said.origin])
            .field("id", [said.origin])
            .into()
    }

    /// The profile of what is attached by a cable.
    pub(super) fn profile_of(self, cable: CableId) -> Option<&'a Profile> {
        let fabric = self.all.fabric;
        let facts = &fabric.cables[cable];
        let of_host = match facts.purpose {
            CableUse::Host(attachment) => Some(fabric.attachments[attachment].profile),
            _ => facts.profile,
        };
        of_host.map(|profile| &fabric.profiles[profile])
    }

    pub(super) fn tell_switchport(self, switchport: &mut Switchport, cable: CableId) {
        let cables = self.link_cables(cable);
        let link: Vec<Origin> =
            cables.iter().flat_map(|cable| self.cable_origins(*cable)).collect();
        let profile = self.profile_of(cable);
        let mut sources = from().all(link.iter().copied());
        if let Some(profile) = profile {
            let part = |span| profile.origin.at(span);
            let access = match &profile.carried {
                Carried::Access(vlan) => {
                    vec![part(vlan.span), self.all.fabric.vlans[vlan.value].origin]
                }
                Carried::Trunk(_) | Carried::All(_) | Carried::Nothing => Vec::new(),
            };
            let storm = profile.storm_control.as_ref().map(|control| part(control.share.span));
            sources = sources
                .and(profile.origin)
                .field("access", access)
                .field("edge", self.clause(profile.origin, "edge"))
                .field("storm_control", storm);
        }
        switchport.origins = sources.into();
        let Some(trunk) = &mut switchport.trunk else { return };
        let mut sources = from().all(link);
        if let Some(profile) = profile {
            let native = profile.native.into_iter().flat_map(|native| {
                [profile.origin.at(native.span), self.all.fabric.vlans[native.value].origin]
            });
            sources = sources.all(carried(profile)).field("native", native);
        }
        let mut tagged = 0;
        for (at, vlan) in trunk.vlans.iter().enumerate() {
            let all = self.carried_from(vlan.id, cable, profile);
            if trunk.tagged_ids.get(tagged) == Some(&vlan.id) {
                sources = sources.item("tagged_ids", tagged, all.iter().copied());
                tagged += 1;
            }
            sources = sources.item("vlan_ids", at, all.iter().copied()).item("vlans", at, all);
        }
        trunk.origins = sources.into();
    }

    /// Why a trunk carries a VLAN: the profile that lists it, or that the VLAN is needed beyond it; and the VLAN.
    fn carried_from(self, id: u16, cable: CableId, profile: Option<&Profile>) -> Vec<Origin> {
        let Some(vlan) = self.vlan_of(id) else { return Vec::new() };
        let said = &self.all.fabric.vlans[vlan];
        let mut all: Vec<Origin> = Vec::new();
        match profile.map(|profile| (profile, &profile.carried)) {
            Some((profile, Carried::Trunk(list))) => {
                let listed = list.iter().find(|one| one.value == vlan);
                let native = profile.native.filter(|native| native.value == vlan);
                all.extend(listed.or(native.as_ref()).map(|one| profile.origin.at(one.span)));
            }
            Some((profile, Carried::All(span))) => all.push(profile.origin.at(*span)),
            Some((_, Carried::Access(_) | Carried::Nothing)) | None => {
                all.extend(self.cable_origins(cable));
            }
        }
        all.push(said.origin);
        all.extend(said.placed.get(&self.id).map(|span| said.origin.at(*span)));
        all
    }
}

/// The part of a profile that lists VLANs.
fn carried(profile: &Profile) -> Vec<Origin> {
    match &profile.carried {
        Carried::Access(vlan) => vec![profile.origin.at(vlan.span)],
        Carried::Trunk(list) => list.iter().map(|vlan| profile.origin.at(vlan.span)).collect(),
        Carried::All(span) => vec![profile.origin.at(*span)],
        Carried::Nothing => Vec::new(),
    }
}
