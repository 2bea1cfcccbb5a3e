//! Prefixes that a switch announces by BGP itself.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::One;
use super::policies::{Policies, family};
use crate::device::model::{Address, Device, PolicyTerm, StaticRoute};
use crate::fabric::{PrefixMatch, VrfId};

/// What a switch announces itself in a VRF and a family, without those of the other list.
pub(super) struct Networks {
    pub(super) own: Vec<IpNet>,
    /// Static routes that are used only when BGP knows no other way, on systems where BGP prefers what it announces itself
    /// whatever distance it has.
    pub(super) backup: Vec<IpNet>,
}

/// Local preference of these: everything else has 100, and what is about to go away 0.
const BACKUP_PREFERENCE: u32 = 1;

impl One<'_> {
    pub(super) fn networks(self, vrf: Option<VrfId>, ipv6: bool, device: &Device) -> Networks {
        let name = vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.as_str());
        let mut own: BTreeSet<IpNet> = BTreeSet::new();
        for loopback in device.loopbacks.iter().filter(|one| one.vrf.as_deref() == name) {
            let all = if ipv6 {
                [loopback.ipv6, loopback.shared_ipv6]
            } else {
                [loopback.ipv4, loopback.shared_ipv4]
            };
            own.extend(all.into_iter().flatten().map(Address::subnet));
        }
        let svis = device.svis.iter().filter(|svi| svi.vrf.as_deref() == name);
        let faces = svis.filter_map(|svi| if ipv6 { svi.ipv6.as_ref() } else { svi.ipv4.as_ref() });
        own.extend(faces.map(|face| face.own.subnet()));
        let routes = device.static_routes.iter();
        let routes = routes.filter(|route| route.vrf.as_deref() == name && route.ipv6 == ipv6);
        let (late, first): (Vec<&StaticRoute>, Vec<&StaticRoute>) =
            routes.partition(|route| self.comes_after_bgp(route));
        own.extend(first.into_iter().map(|route| route.prefix));
        let late: BTreeSet<IpNet> = late.into_iter().map(|route| route.prefix).collect();
        let backup = late.difference(&own).copied().collect();
        Networks { own: own.into_iter().collect(), backup }
    }

    /// Whether a static route is to be used only when BGP has no other.
    fn comes_after_bgp(self, route: &StaticRoute) -> bool {
        let bgp = self.vendor.routing.bgp_distance;
        bgp.is_some_and(|bgp| route.distance.is_some_and(|distance| distance > bgp))
    }

    /// A policy that matches exactly the networks that are announced.
    pub(super) fn networks_policy(
        self,
        vrf: Option<VrfId>,
        ipv6: bool,
        networks: &Networks,
        policies: &mut Policies,
    ) -> Option<String> {
        let name = format!("{}-{}", self.of_vrf("networks", vrf), family(ipv6));
        let mut terms = Vec::new();
        if !networks.own.is_empty() {
            let list = policies.prefix_list(&name, ipv6, exactly(networks.own.iter().copied()));
            let name = "own".to_owned();
            terms.push(PolicyTerm { name, prefixes: Some(list), ..Policies::term(true) });
        }
        terms.extend(self.backup_term(vrf, ipv6, &networks.backup, policies));
        let description = "what this switch announces itself";
        (!terms.is_empty()).then(|| policies.policy(&name, ipv6, description, terms))
    }

    /// The policy by which static routes are announced that stand in for what BGP knows.
    pub(super) fn backup_policy(
        self,
        vrf: Option<VrfId>,
        ipv6: bool,
        backup: &[IpNet],
        policies: &mut Policies,
    ) -> Option<String> {
        let term = self.backup_term(vrf, ipv6, backup, policies)?;
        let name = format!("{}-{}", self.of_vrf("backup", vrf), family(ipv6));
        let description = "static routes that are used when BGP knows no other";
        Some(policies.policy(&name, ipv6, description, vec![term]))
    }

    fn backup_term(
        self,
        vrf: Option<VrfId>,
        ipv6: bool,
        backup: &[IpNet],
        policies: &mut Policies,
    ) -> Option<PolicyTerm> {
        if backup.is_empty() {
            return None;
        }
        let name = format!("{}-{}", self.of_vrf("backup", vrf), family(ipv6));
        let list = policies.prefix_list(&name, ipv6, exactly(backup.iter().copied()));
        Some(PolicyTerm {
            name: "backup".to_owned(),
            prefixes: Some(list),
            local_preference: Some(BACKUP_PREFERENCE),
            weight: Some(0),
            ..Policies::term(true)
        })
    }

    fn of_vrf(self, name: &str, vrf: Option<VrfId>) -> String {
        let vrf = vrf.map(|vrf| &self.all.fabric.vrfs[vrf].name);
        vrf.map_or_else(|| name.to_owned(), |vrf| format!("{name}-{vrf}"))
    }
}

pub(super) fn exactly(nets: impl IntoIterator<Item = IpNet>) -> Vec<PrefixMatch> {
    let exact =
        |net: IpNet| PrefixMatch { prefix: net, from: net.prefix_len(), up_to: net.prefix_len() };
    nets.into_iter().map(exact).collect()
}
