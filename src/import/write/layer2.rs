//! VRFs and VLANs.

use std::collections::BTreeSet;

use super::super::draft::Kind;
use super::super::inventory::Vlan;
use super::super::names::quoted;
use super::super::parts::Parts;
use super::Writer;
use super::islands::Island;

/// The VRF of what an overlay routes and the source has in the default one.
const TENANT: &str = "tenant";
/// The VLAN that stands for those of which the source says nothing.
const PLACEHOLDER: (&str, u16) = ("servers", 100);

impl Writer<'_> {
    /// Writes the VRFs.
    pub fn vrfs(&mut self) {
        let inventory = self.inventory;
        for vrf in &inventory.vrfs {
            let name = self.vrf_names.give(&vrf.name, &vrf.name, "vrf");
            if name != vrf.name.to_ascii_lowercase() {
                self.notes.renamed("VRF", &vrf.name, &name, vrf.at);
            }
            let mut parts = Parts::block(format!("vrf {name}"));
            if let Some(vni) = vrf.vni.filter(|_| inventory.routing.evpn) {
                parts.might(format!("vni {vni}"), "its number in the overlay");
            }
            let statement =
                self.add_parts(Kind::Vrf, format!("VRF `{name}`"), vrf.at, Vec::new(), parts);
            self.vrf.insert(vrf.name.clone(), (name, statement));
        }
    }

    /// Writes the VLANs.
    pub fn vlans(&mut self) {
        let inventory = self.inventory;
        let bare = |vlan: &&Vlan| !vlan.gateways.is_empty() && vlan.vrf.is_none();
        if let Some(first) = inventory.vlans.iter().find(bare).filter(|_| inventory.routing.evpn) {
            let name = self.vrf_names.give("", TENANT, "vrf");
            let statement = self.add(
                Kind::Vrf,
                format!("VRF `{name}`"),
                None,
                Vec::new(),
                format!("vrf {name}"),
            );
            let why =
                "what the overlay routes is in a VRF, and the source has it in the default one";
            self.notes.chosen(&format!("VRF `{name}` for VLANs in none"), why, first.at);
            self.vrf.insert(String::new(), (name, statement));
        }
        let mut ids = BTreeSet::new();
        for vlan in &inventory.vlans {
            if !ids.insert(vlan.id) {
                self.notes.lost(
                    &format!("VLAN {} `{}`", vlan.id, vlan.name),
                    "another VLAN has its id, and a program is one fabric: import one site at a time",
                    vlan.at,
                );
                continue;
            }
            let name = self.vlan_names.give(&vlan.key, &vlan.name, "vlan");
            if name != vlan.name.to_ascii_lowercase() {
                self.notes.renamed("VLAN", &vlan.name, &name, vlan.at);
            }
            let parts = self.vlan_parts(vlan, &name);
            let needs = self.vrf_of(vlan).map(|(_, statement)| statement).into_iter().collect();
            let statement =
                self.add_parts(Kind::Vlan, format!("VLAN `{name}`"), vlan.at, needs, parts);
            self.vlan.insert(vlan.key.clone(), (name, statement));
        }
        self.placeholders();
    }

    /// A VLAN for each island with cables and without a VLAN.
    fn placeholders(&mut self) {
        let (stem, first) = PLACEHOLDER;
        let mut ids =
            (first..4000).filter(|id| self.inventory.vlans.iter().all(|vlan| vlan.id != *id));
        for (at, island) in self.islands.clone().iter().enumerate() {
            let known = self.vlan_island.values().any(|island| *island == at);
            let wanted = !self.is_routed() || self.has_hosts(island);
            if known || !wanted || !self.has_cables(island) {
                continue;
            }
            let Some(id) = ids.next() else { return };
            let key = format!("placeholder {at}");
            let on = self.names_of(island).join(", ");
            let name = self.vlan_names.give(&key, stem, "vlan");
            let text = format!(
                "// The source names no VLAN here: put yours.\nvlan {name} {id} {{ on {on} }}"
            );
            let statement = self.add(Kind::Vlan, format!("VLAN `{name}`"), None, Vec::new(), text);
            let why = "the source names no VLAN there, and cables of layer 2 carry one at least";
            self.notes.chosen(&format!("VLAN `{name}` {id} on {on}"), why, None);
            self.vlan.insert(key.clone(), (name, statement));
            self.vlan_island.insert(key, at);
        }
    }

    fn has_hosts(&self, island: &Island) -> bool {
        let host = |cable| {
            self.host_and_switch(cable).is_some_and(|(_, switch)| island.contains(&switch.device))
        };
        self.inventory.cables.iter().any(host)
    }

    fn vrf_of(&self, vlan: &Vlan) -> Option<(String, usize)> {
        let tenant = || self.vrf.get("").filter(|_| !vlan.gateways.is_empty());
        vlan.vrf.as_ref().map_or_else(tenant, |vrf| self.vrf.get(vrf)).cloned()
    }

    fn vlan_parts(&mut self, vlan: &Vlan, name: &str) -> Parts {
        let mut parts = Parts::block(format!("vlan {name} {}", vlan.id));
        let on = self.carriers(vlan);
        if !on.is_empty() {
            parts.may(format!("on {on}"), "the switches that it is on");
        }
        if let Some((vrf, _)) = self.vrf_of(vlan) {
            parts.may(format!("vrf {vrf}"), "its VRF");
        }
        if let Some(vni) = vlan.vni.filter(|_| self.inventory.routing.evpn) {
            parts.may(format!("vni {vni}"), "its number in the overlay");
        }
        if vlan.gateways.is_empty() && !vlan.prefixes.is_empty() {
            let list = vlan.prefixes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let why = "no gateway is known in it: write `gateway ADDRESS/LENGTH` to route it";
            self.notes.lost(&format!("the subnet {list} of VLAN `{name}`"), why, vlan.at);
            parts.must(format!(
                "// Its subnet is {list}; write `gateway ADDRESS/LENGTH` to route it."
            ));
        }
        if let Some(gateway) = self.gateway(vlan) {
            parts.might(gateway, "its gateway");
        }
        for (device, net) in &vlan.addresses {
            if self.switch.contains_key(device)
                && !vlan.gateways.iter().any(|gateway| gateway.addr() == net.addr())
            {
                parts.might(
                    format!("address {} {net}", self.name(*device)),
                    "the address of a switch",
                );
            }
        }
        let description =
            vlan.description.as_deref().filter(|text| *text != vlan.name).and_then(quoted);
        if let Some(text) = description {
            parts.may(format!("description {text}"), "its description");
        }
        parts
    }

    fn gateway(&mut self, vlan: &Vlan) -> Option<String> {
        if vlan.gateways.is_empty() {
            return None;
        }
        let list = vlan.gateways.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let mut on: Vec<&str> = Vec::new();
        let mut pairs = 0;
        if !self.inventory.routing.evpn {
            for device in vlan.routed_on.iter().filter(|device| self.switch.contains_key(device)) {
                let pair = self.pair.get(device);
                let name = pair.map_or_else(|| self.name(*device), |(name, _)| name);
                if !on.contains(&name) {
                    pairs += usize::from(pair.is_some());
                    on.push(name);
                }
            }
        }
        let first = on.first().map(|name| (*name).to_owned());
        // A gateway is on one pair, or on switches that are none.
        let on = match first {
            Some(first) if pairs > 0 && on.len() > 1 => {
                let what = format!("VLAN `{}` is routed on `{first}` alone", vlan.name);
                self.notes.chosen(&what, "without an overlay a gateway is on one pair", vlan.at);
                vec![first]
            }
            _ => on.into_iter().map(str::to_owned).collect(),
        };
        let on = if on.is_empty() { String::new() } else { format!(" on {}", on.join(", ")) };
        Some(format!("gateway {list}{on}"))
    }

    /// The switches that have the VLAN: those that the source says; all of them when it says nothing of any.
    fn carriers(&mut self, vlan: &Vlan) -> String {
        let island = self.island(vlan).cloned().unwrap_or_default();
        let at = self.islands.iter().position(|other| *other == island).unwrap_or(0);
        self.vlan_island.insert(vlan.key.clone(), at);
        let on: Vec<usize> =
            vlan.on.iter().copied().filter(|device| self.switch.contains_key(device)).collect();
        let everywhere = self.inventory.links_carry_all && !self.is_routed();
        if everywhere || on.is_empty() && !self.members_known() {
            return self.names_of(&island).join(", ");
        }
        let routed = self.is_routed();
        let outside = |device: &usize| !routed && !island.contains(device);
        let mut names = Vec::new();
        for device in on {
            if outside(&device) {
                let why = "no cable joins it to the others that have the VLAN";
                self.notes.lost(
                    &format!("VLAN `{}` on `{}`", vlan.name, self.name(device)),
                    why,
                    vlan.at,
                );
            } else {
                names.push(self.name(device).to_owned());
            }
        }
        names.join(", ")
    }

    /// Whether the source says which VLANs interfaces carry.
    fn members_known(&self) -> bool {
        let ends = self.inventory.cables.iter().flat_map(|cable| &cable.ends);
        let says = ends
            .filter_map(|end| end.vlans.as_ref())
            .any(|vlans| vlans.untagged.is_some() || !vlans.tagged.is_empty());
        says || self.inventory.vlans.iter().any(|vlan| !vlan.on.is_empty())
    }
}
