//! Which switches route a VLAN that names none.

use std::collections::BTreeSet;

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::GATEWAY_NOWHERE;
use crate::fabric::{Carried, SwitchId, UnderlayKind, VlanId};
use crate::vendor::schema::GatewayKind;

impl Resolver<'_> {
    pub(super) fn default_gateways(&mut self) {
        for id in self.fabric.vlans.ids() {
            let vlan = &self.fabric.vlans[id];
            if vlan.gateway.as_ref().is_none_or(|gateway| !gateway.on.is_empty()) {
                continue;
            }
            if self.distributed(id) {
                if let Some(gateway) = &mut self.fabric.vlans[id].gateway {
                    gateway.distributed = true;
                }
                continue;
            }
            let on = if self.fabric.settings.gateway_on.is_empty() {
                self.only_place(id)
            } else {
                Some(self.fabric.settings.gateway_on.clone())
            };
            match on {
                Some(on) => {
                    if let Some(gateway) = &mut self.fabric.vlans[id].gateway {
                        gateway.on = on.into();
                    }
                }
                None => self.gateway_nowhere(id),
            }
        }
    }

    /// Whether every switch that carries a VLAN routes it: in an overlay, when neither the VLAN nor the
    /// fabric block names a place or a mechanism that elects one.
    fn distributed(&self, id: VlanId) -> bool {
        let settings = &self.fabric.settings;
        let vlan = &self.fabric.vlans[id];
        let via = vlan.gateway.as_ref().and_then(|gateway| gateway.via).or(settings.gateway_via);
        settings.overlay.is_some()
            && settings.gateway_on.is_empty()
            && vlan.no_vni.is_none()
            && via.is_none_or(|via| via.value == GatewayKind::Anycast)
    }

    fn gateway_nowhere(&mut self, id: VlanId) {
        // What is named may be a switch or a pair that is wrong itself.
        if !self.broken.is_empty() {
            return;
        }
        let vlan = &self.fabric.vlans[id];
        let span = vlan.gateway.as_ref().map_or(vlan.id_span, |gateway| gateway.span);
        let via = vlan.gateway.as_ref().and_then(|gateway| gateway.via);
        let help = match via.filter(|_| self.fabric.settings.overlay.is_some()) {
            Some(_) => {
                "add `on NAME`, or delete `via` to have it on every switch that carries the VLAN"
            }
            None => "add `on NAME` here, or `gateway on NAME` to the fabric block",
        };
        let diagnostic = Diagnostic::new(
            &GATEWAY_NOWHERE,
            format!("no switch is named to route VLAN `{}`", vlan.name),
        )
        .at(span, "on which switches?")
        .help(help);
        let settings = &self.fabric.settings;
        let routed = settings.underlay.kind != UnderlayKind::None && settings.overlay.is_none();
        let diagnostic = if routed {
            diagnostic.note("cables between switches are routed: without `overlay evpn` in the fabric block, a VLAN lives on one switch or pair")
        } else {
            diagnostic
        };
        self.error(diagnostic);
    }

    /// The one switch or pair on which a VLAN lives, if there is only one.
    fn only_place(&self, vlan: VlanId) -> Option<Vec<SwitchId>> {
        let mut switches: BTreeSet<SwitchId> =
            self.fabric.vlans[vlan].placed.keys().copied().collect();
        for attachment in self.fabric.attachments.values() {
            let profile = &self.fabric.profiles[attachment.profile];
            let carries = match &profile.carried {
                Carried::Access(only) => only.value == vlan,
                Carried::Trunk(list) => list.iter().any(|listed| listed.value == vlan),
                Carried::All(_) | Carried::Nothing => false,
            };
            if carries || profile.native.is_some_and(|native| native.value == vlan) {
                switches.extend(&*attachment.switches);
            }
        }
        if switches.is_empty() {
            switches.extend(self.fabric.switches.ids());
        }
        let with_peers: BTreeSet<SwitchId> = switches
            .iter()
            .flat_map(|switch| match self.fabric.switches[*switch].pair {
                Some(pair) => self.fabric.pairs[pair].members.to_vec(),
                None => vec![*switch],
            })
            .collect();
        let first = *with_peers.first()?;
        let one_place = match self.fabric.switches[first].pair {
            Some(pair) => {
                with_peers.iter().all(|switch| self.fabric.switches[*switch].pair == Some(pair))
            }
            None => with_peers.len() == 1,
        };
        one_place.then(|| match self.fabric.switches[first].pair {
            Some(pair) => self.fabric.pairs[pair].members.to_vec(),
            None => vec![first],
        })
    }
}
