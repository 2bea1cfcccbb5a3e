//! Where a finished device comes from: every element is found again in the fabric, and told its statements.
//!
//! This runs only when origins are asked for, after all that is printed is decided, so that it can change none of it.

mod copies;
mod interfaces;
mod layer2;
mod layer3;
mod overlay;
mod places;
mod policies;
mod routing;
mod services;
mod system;

use std::collections::BTreeMap;

use super::One;
use crate::device::model::{Device, Sources};
use crate::fabric::{CableId, SwitchId, VlanId, VrfId};
use crate::source::{Origin, Span};
use crate::syntax::extent;

impl<'a> One<'a> {
    /// Tells every element of a device its statements.
    pub(super) fn tell_origins(self, device: &mut Device) {
        self.tell_places(device);
        self.tell_system(device);
        self.tell_ports(device);
        self.tell_lags(device);
        self.tell_vlans(device);
        self.tell_svis(device);
        self.tell_vrfs(device);
        self.tell_routing(device);
        self.tell_overlay(device);
        self.tell_policies(device);
        self.tell_features(device);
        copies::settle(device);
    }

    /// A clause of the statement that begins at an origin.
    pub(in crate::device::lower) fn clause(self, origin: Origin, word: &str) -> Option<Origin> {
        let Span { file, start, .. } = origin.at;
        let text = &self.all.sources.file(file).text;
        let range = extent::clause(text, start as usize, word)?;
        let offset = crate::source::offset;
        Some(origin.at(Span { file, start: offset(range.start), end: offset(range.end) }))
    }

    /// The same, or the whole statement where it has none.
    pub(in crate::device::lower) fn clause_or_all(self, origin: Origin, word: &str) -> Origin {
        self.clause(origin, word).unwrap_or(origin)
    }

    /// A place in the statement that made the switch.
    fn of_switch(self, span: Span) -> Origin {
        self.switch.origin.at(span)
    }

    fn vlan_of(self, id: u16) -> Option<VlanId> {
        let vlans = &self.all.fabric.vlans;
        let here = self.bridge_vlans().iter().copied().find(|vlan| vlans[*vlan].id == id);
        here.or_else(|| vlans.iter().find(|(_, vlan)| vlan.id == id).map(|(vlan, _)| vlan))
    }

    fn vrf_of(self, name: Option<&str>) -> Option<VrfId> {
        let name = name?;
        self.all.fabric.vrfs.iter().find(|(_, vrf)| vrf.name == name).map(|(id, _)| id)
    }

    pub(in crate::device::lower) fn vrf_origin(self, vrf: Option<VrfId>) -> Option<Origin> {
        vrf.map(|vrf| self.all.fabric.vrfs[vrf].origin)
    }

    pub(in crate::device::lower) fn underlay_origin(self) -> Option<Origin> {
        self.all.fabric.settings.underlay.span.map(Origin::from)
    }

    fn overlay_origin(self) -> Option<Origin> {
        self.all.fabric.settings.overlay.as_ref().map(|overlay| overlay.span.into())
    }

    /// What a switch's AS number comes from.
    fn asn_origins(self, switch: SwitchId) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let facts = &fabric.switches[switch];
        let of_pair = || {
            let pair = &fabric.pairs[facts.pair?];
            pair.asn.map(|asn| pair.origin.at(asn.span))
        };
        if let Some(said) = facts.asn.map(|asn| facts.origin.at(asn.span)).or_else(of_pair) {
            return vec![said];
        }
        let underlay = &fabric.settings.underlay;
        let pools = fabric.settings.pools.asn.iter().map(|range| range.span);
        let said = underlay.asn.map(|asn| asn.span).into_iter().chain(underlay.asn_per_span);
        let all: Vec<Origin> = said.chain(pools).map(Origin::from).collect();
        if all.is_empty() { self.underlay_origin().into_iter().collect() } else { all }
    }

    /// The statements of this switch's ends of cables, by the port's name.
    fn cables_by_name(self) -> BTreeMap<&'a str, (CableId, usize)> {
        let cables = self.cables().iter();
        cables
            .filter_map(|(cable, end)| Some((self.cable_port(*cable, *end)?.1, (*cable, *end))))
            .collect()
    }
}

/// Nothing yet.
fn from() -> Sources {
    Sources::default()
}
