//! Routes that a VRF takes from others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::One;
use super::policies::{Policies, family, protocol};
use crate::device::model::{
    Bgp, BgpVrf, Device, FamilyLeak, LeakTarget, Origins, PolicyTerm, PrefixEntry, VrfLeak,
};
use crate::fabric::{PrefixMatch, VrfId};

/// First half of route targets that stay on a switch.
const LOCAL_TARGETS: u16 = 65000;

impl<'a> One<'a> {
    /// Routes of other VRFs that one takes in, by the others' names. Without an overlay there are only those
    /// of VRFs that are on this switch.
    pub(super) fn leaks(self, vrf: VrfId, policies: &mut Policies) -> Vec<VrfLeak> {
        let mut leaks = Vec::new();
        let said = &self.all.fabric.vrfs[vrf].leaks;
        for (name, (from, prefixes)) in self.leaks_by_name(vrf) {
            let here = said.iter().filter(|leak| leak.from.value == from);
            policies.said_by(here.map(|leak| leak.span.into()));
            let local = self.has_vrf(from);
            let route_target = self.route_target_of(from);
            if !local && route_target.is_none() {
                continue;
            }
            let listed = prefixes.as_deref();
            let mut policy =
                |families: &[bool]| Some(self.leak_policy(vrf, name, listed?, families, policies));
            leaks.push(VrfLeak {
                origins: Origins::default(),
                from: name.to_owned(),
                policy: policy(&[false, true]),
                policy_ipv4: policy(&[false]),
                policy_ipv6: policy(&[true]),
                prefixes_ipv4: leaked(listed, false),
                prefixes_ipv6: leaked(listed, true),
                local_target: self.local_target(from).filter(|_| route_target.is_none()),
                route_target,
                local,
            });
        }
        leaks
    }

    /// A VRF's part in leaks without an overlay: when it takes routes of another VRF here, or another one here
    /// takes its.
    pub(super) fn leak_target(self, vrf: VrfId) -> Option<LeakTarget> {
        if self.all.fabric.settings.overlay.is_some() {
            return None;
        }
        let vrfs = &self.all.fabric.vrfs;
        let takes = |into: VrfId, from: VrfId| {
            into != from && vrfs[into].leaks.iter().any(|leak| leak.from.value == from)
        };
        let mut others = self.all.topology.routed.vrfs_of(self.id);
        if !others.any(|other| takes(vrf, other) || takes(other, vrf)) {
            return None;
        }
        let router_id = self.all.allocation.router_ids.get(self.id)?;
        let number = self.all.allocation.vrf_numbers.get(&vrf)?;
        Some(LeakTarget {
            rd: format!("{router_id}:{number}"),
            route_target: self.local_target(vrf)?,
        })
    }

    /// Whether another VRF of this switch takes routes of a VRF.
    pub(super) fn is_leaked_here(self, vrf: VrfId) -> bool {
        let mut others = self.all.topology.routed.vrfs_of(self.id);
        let taken = |other: VrfId| {
            self.all.fabric.vrfs[other].leaks.iter().any(|leak| leak.from.value == vrf)
        };
        self.has_vrf(vrf) && others.any(|other| other != vrf && taken(other))
    }

    /// All that a VRF takes of another one is one leak; without prefixes it is everything.
    fn leaks_by_name(self, vrf: VrfId) -> BTreeMap<&'a str, (VrfId, Option<Vec<PrefixMatch>>)> {
        let mut by_name: BTreeMap<&str, (VrfId, Option<Vec<PrefixMatch>>)> = BTreeMap::new();
        for leak in &self.all.fabric.vrfs[vrf].leaks {
            let from = leak.from.value;
            let name = self.all.fabric.vrfs[from].name.as_str();
            let said = leak.prefixes.as_ref().map(|set| {
                set.prefixes.iter().map(|prefix| prefix.value).collect::<Vec<PrefixMatch>>()
            });
            let known = by_name.entry(name).or_insert((from, Some(Vec::new())));
            known.1 = known.1.take().zip(said).map(|(known, said)| [known, said].concat());
        }
        by_name
    }

    fn has_vrf(self, vrf: VrfId) -> bool {
        self.all.topology.routed.vrfs_of(self.id).any(|here| here == vrf)
    }

    /// The route target of a VRF in the overlay.
    fn route_target_of(self, vrf: VrfId) -> Option<String> {
        let overlay = self.all.fabric.settings.overlay.as_ref()?;
        let vni = self.all.allocation.vrf_vnis.get(&vrf)?;
        Some(format!("{}:{vni}", overlay.route_target_asn))
    }

    /// The route target of a VRF that is leaked on the switch alone.
    fn local_target(self, vrf: VrfId) -> Option<String> {
        let number = self.all.allocation.vrf_numbers.get(&vrf)?;
        Some(format!("{LOCAL_TARGETS}:{number}"))
    }

    /// A policy that lets prefixes of some families through.
    fn leak_policy(
        self,
        into: VrfId,
        from: &str,
        prefixes: &[PrefixMatch],
        families: &[bool],
        policies: &mut Policies,
    ) -> String {
        let into = &self.all.fabric.vrfs[into].name;
        let base = format!("leak-{from}-{into}");
        let mut terms = Vec::new();
        for ipv6 in families {
            let list = policies.matching(&base, *ipv6, prefixes.iter().copied());
            let permits = |list| PolicyTerm { prefixes: Some(list), ..Policies::term(true) };
            terms.extend(list.map(permits));
        }
        let (name, which) = match families {
            [ipv6] => (format!("{base}-{}", family(*ipv6)), protocol(*ipv6)),
            _ => (base, "All"),
        };
        let description = format!("{which} routes of VRF {from} into VRF {into} that it asks for");
        let name = policies.policy(&name, families == [true], &description, terms);
        if families.len() > 1 {
            policies.of_both_families(&name);
        }
        name
    }
}

/// What a leak permits in a family.
fn leaked(prefixes: Option<&[PrefixMatch]>, ipv6: bool) -> Vec<PrefixEntry> {
    super::policies::entries(ipv6, prefixes.into_iter().flatten().copied())
}

/// Writes what a VRF takes in at its BGP instance too, for systems that say it there.
pub(super) fn share_with_bgp(device: &mut Device) {
    let Some(bgp) = &mut device.bgp else { return };
    let far = multihop(bgp);
    for vrf in device.vrfs.iter().filter(|vrf| !vrf.leaks.is_empty()) {
        let instance = bgp.vrfs.iter_mut().find(|known| known.vrf.as_ref() == Some(&vrf.name));
        if let Some(instance) = instance {
            take_in(Arc::make_mut(instance), &vrf.leaks, &far);
        }
    }
}

fn take_in(bgp: &mut BgpVrf, leaks: &[VrfLeak], far: &BTreeSet<String>) {
    (bgp.leaks, bgp.far_leaks) = leaks.iter().cloned().partition(|leak| leak.local);
    bgp.multihop_leaks = bgp.leaks.iter().any(|leak| far.contains(&leak.from)).then_some(true);
    let of = |pick: fn(&VrfLeak) -> Option<&String>| -> Vec<FamilyLeak> {
        bgp.leaks.iter().map(|leak| of_family(leak, pick(leak))).collect()
    };
    let ipv4 = of(|leak| leak.policy_ipv4.as_ref());
    let ipv6 = of(|leak| leak.policy_ipv6.as_ref());
    for (family, leaks) in [(&mut bgp.ipv4, ipv4), (&mut bgp.ipv6, ipv6)] {
        if let Some(family) = family {
            family.leaks = leaks;
        }
    }
}

fn of_family(leak: &VrfLeak, policy: Option<&String>) -> FamilyLeak {
    FamilyLeak { origins: leak.origins.clone(), from: leak.from.clone(), policy: policy.cloned() }
}

/// VRFs with eBGP neighbours that are several hops away.
fn multihop(bgp: &Bgp) -> BTreeSet<String> {
    let far = |vrf: &&Arc<BgpVrf>| {
        vrf.groups.iter().any(|group| group.multihop.is_some() && !group.internal)
    };
    bgp.vrfs.iter().filter(far).filter_map(|vrf| vrf.vrf.clone()).collect()
}
