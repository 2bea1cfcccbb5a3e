//! OSPF with the outside.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::One;
use super::ospf_default::{FromOspf, permits_default};
use super::peers::Face;
use super::policies::{Policies, Source, checksum, default_route, family, protocol};
use super::underlay::{area, bfd};
use super::values::secret;
use crate::device::model::{Origins, Ospf, OspfArea, OspfInterface, PolicyTerm};
use crate::fabric::{Advertise, Boundary, BoundaryOspf, SwitchId, VrfId};

/// Reference bandwidth of automatic costs, in megabits per second.
const REFERENCE_BANDWIDTH: u32 = 400_000;

/// A boundary that speaks OSPF here.
struct Speaking<'a> {
    boundary: &'a Boundary,
    ospf: &'a BoundaryOspf,
    faces: Vec<Face>,
}

impl Speaking<'_> {
    fn has(&self, ipv6: bool) -> bool {
        self.faces.iter().any(|face| face.address(ipv6).is_some())
    }
}

impl<'a> One<'a> {
    /// OSPF with the outside: by VRF and version; at most one entry each.
    pub(super) fn boundary_ospf(self, policies: &mut Policies) -> Vec<(Option<VrfId>, Ospf)> {
        let mut entries = Vec::new();
        for (vrf, speaking) in self.speaking() {
            for ipv6 in [false, true] {
                let here: Vec<&Speaking<'_>> =
                    speaking.iter().filter(|boundary| boundary.has(ipv6)).collect();
                if !here.is_empty() {
                    entries.push((vrf, self.ospf_entry(vrf, &here, ipv6, policies)));
                }
            }
        }
        entries
    }

    /// The policy by which OSPF's routes of a VRF get into its BGP.
    pub(super) fn ospf_into_bgp(
        self,
        vrf: Option<VrfId>,
        ipv6: bool,
        policies: &mut Policies,
    ) -> Option<FromOspf> {
        self.asn()?;
        let speaking: Vec<Speaking<'_>> = self
            .speaking()
            .into_iter()
            .filter(|(known, _)| *known == vrf)
            .flat_map(|(_, speaking)| speaking)
            .collect();
        self.import_policy(vrf, &speaking, ipv6, policies)
    }

    fn import_policy(
        self,
        vrf: Option<VrfId>,
        speaking: &[Speaking<'_>],
        ipv6: bool,
        policies: &mut Policies,
    ) -> Option<FromOspf> {
        let mut terms = Vec::new();
        for one in speaking.iter().filter(|one| one.has(ipv6)) {
            let Some(what) = &one.ospf.import else { continue };
            policies.said_by([one.boundary.origin.at(what.span)]);
            if what.value == Advertise::All && self.tells_default(vrf, ipv6) {
                terms.push(PolicyTerm {
                    name: "default".to_owned(),
                    prefixes: policies.matching("default", ipv6, [default_route(ipv6)]),
                    ..Policies::term(false)
                });
            }
            let name = format!("{}-ospf", one.boundary.name);
            terms.extend(self.taken_terms(&name, &what.value, vrf, ipv6, policies));
        }
        let mut terms = Source::Ospf.redistributing(terms);
        if vrf.is_none() {
            policies.mark_external(self.vendor, &mut terms);
            terms.splice(0..0, self.fabric_from_ospf(ipv6, policies));
        }
        if terms.iter().all(|term| !term.permit) {
            return None;
        }
        let default = permits_default(&terms);
        if let Some(tag) = self.own_tag(vrf) {
            let own = PolicyTerm { from_tag: Some(tag), ..Policies::term(false) };
            let own =
                Source::Ospf.redistributing(vec![PolicyTerm { name: "own".to_owned(), ..own }]);
            terms.splice(..0, own);
        }
        let name = format!("{}-in-{}", self.in_vrf(vrf, "ospf"), family(ipv6));
        let description = format!("Routes of {} into BGP", version(ipv6));
        Some(FromOspf { policy: policies.policy(&name, ipv6, &description, terms), default })
    }

    /// What is the fabric's own and comes by the underlay's OSPF, so that neighbours outside can be told of it.
    fn fabric_from_ospf(self, ipv6: bool, policies: &mut Policies) -> Vec<PolicyTerm> {
        if !self.is_ospf() || !self.bgp_beside_ospf(ipv6) {
            return Vec::new();
        }
        let own =
            policies.matching("fabric", ipv6, self.fabric_prefixes(None, ipv6).iter().copied());
        let term = own.map(|list| PolicyTerm {
            name: "fabric".to_owned(),
            prefixes: Some(list),
            ..Policies::term(true)
        });
        Source::Ospf.redistributing(term.into_iter().collect())
    }

    /// Whether there are BGP sessions with hosts or with the outside in the default VRF, where the underlay's
    /// OSPF is.
    pub(super) fn bgp_beside_ospf(self, ipv6: bool) -> bool {
        self.serves_default_vrf(ipv6) || self.default_vrf_peers(ipv6).next().is_some()
    }

    /// Whether it speaks BGP or OSPF with someone outside.
    pub(super) fn meets_outside(self) -> bool {
        let mut peers = self.all.fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
        peers.any(|peer| peer.on.contains(&self.id)) || !self.speaking().is_empty()
    }

    /// Boundaries with OSPF that have an interface here, by VRF (the default one first) and name.
    fn speaking(self) -> Vec<(Option<VrfId>, Vec<Speaking<'a>>)> {
        let mut by_vrf: BTreeMap<Option<&str>, (Option<VrfId>, Vec<Speaking<'a>>)> =
            BTreeMap::new();
        for boundary in &self.all.fabric.boundaries {
            let Some(ospf) = &boundary.ospf else { continue };
            let faces = self.boundary_faces(boundary);
            if faces.is_empty() {
                continue;
            }
            let vrf = boundary.vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.as_str());
            let known = by_vrf.entry(vrf).or_insert_with(|| (boundary.vrf, Vec::new()));
            known.1.push(Speaking { boundary, ospf, faces });
        }
        for (_, speaking) in by_vrf.values_mut() {
            speaking.sort_by_key(|one| &one.boundary.name);
        }
        by_vrf.into_values().collect()
    }

    /// What the fabric's routes of a VRF are tagged with in OSPF, so that no border takes them back into BGP;
    /// none where BGP takes nothing from OSPF. Another VRF or fabric beyond the same routers has another tag.
    fn own_tag(self, vrf: Option<VrfId>) -> Option<u32> {
        let asns = &self.all.allocation.asns;
        let takes = |boundary: &&Boundary| {
            let import = boundary.ospf.as_ref().and_then(|ospf| ospf.import.as_ref());
            boundary.vrf == vrf
                && import.is_some_and(|what| what.value != Advertise::Nothing)
                && switches(boundary).any(|switch| asns.get(switch).is_some())
        };
        self.all.fabric.boundaries.iter().find(takes)?;
        let vrf = self.vrf_name(vrf).unwrap_or_default();
        // The upper half of all tags is set apart for automatic ones (RFC 1403).
        Some((checksum(&format!("{} {vrf}", self.all.fabric.name)) >> 1).max(1))
    }

    /// A name that tells the VRFs of a switch apart.
    fn in_vrf(self, vrf: Option<VrfId>, name: &str) -> String {
        match self.vrf_name(vrf) {
            Some(vrf) => format!("{vrf}-{name}"),
            None => name.to_owned(),
        }
    }

    /// Number of the OSPF process of a VRF.
    fn ospf_process(self, vrf: Option<VrfId>) -> u16 {
        let number = vrf.and_then(|vrf| self.all.allocation.vrf_numbers.get(&vrf).copied());
        number.map_or(1, |number| number.saturating_add(1))
    }

    fn ospf_entry(
        self,
        vrf: Option<VrfId>,
        speaking: &[&Speaking<'_>],
        ipv6: bool,
        policies: &mut Policies,
    ) -> Ospf {
        let mut redistribute =
            |source: Source| self.export_policy(vrf, speaking, source, ipv6, policies);
        let redistribute_static = redistribute(Source::Static);
        let redistribute_connected = redistribute(Source::Connected);
        // The underlay's own policy is in the place of this one.
        let underlay = vrf.is_none() && self.is_ospf() && self.bgp_beside_ospf(ipv6);
        let by_bgp = self.asn().is_some() && !underlay;
        let redistribute_bgp = by_bgp.then(|| redistribute(Source::Bgp)).flatten();
        let export = [&redistribute_static, &redistribute_connected, &redistribute_bgp];
        let export = export.into_iter().flatten().cloned().collect();
        let default_originate = speaking
            .iter()
            .filter_map(|one| one.ospf.export.as_ref())
            .any(|what| self.names_default(&what.value, ipv6));
        let guarded = speaking.iter().all(|one| one.ospf.bfd.is_some());
        let timers = speaking.iter().find_map(|one| one.ospf.bfd).filter(|_| guarded);
        Ospf {
            origins: Origins::default(),
            vrf: self.vrf_name(vrf),
            v2: (!ipv6).then_some(true),
            v3: ipv6.then_some(true),
            process: self.ospf_process(vrf),
            router_id: self.ospf_router_id(vrf, speaking),
            areas: self.ospf_areas(vrf, speaking, ipv6),
            maximum_paths: self.maximum_paths(),
            paths_limit: self.paths_limit(),
            bfd: timers.map(bfd),
            reference_bandwidth: REFERENCE_BANDWIDTH,
            maintenance: self.maintenance(),
            graceful_restart: None,
            redistribute_static,
            redistribute_connected,
            redistribute_bgp,
            export,
            default_originate,
            default_metric: self.default_metric(),
        }
    }

    /// The switch's router id, or the first of its addresses here when it has none. In a VRF it is such an address: a
    /// firewall between two VRFs would take them for one router, each telling something else.
    fn ospf_router_id(self, vrf: Option<VrfId>, speaking: &[&Speaking<'_>]) -> String {
        let chosen = self.all.allocation.router_ids.get(self.id).copied();
        let faces = speaking.iter().flat_map(|one| &one.faces);
        let first = faces.filter_map(|face| Some(face.ipv4?.addr())).min();
        let id = if vrf.is_some() { first.or(chosen) } else { chosen.or(first) };
        id.unwrap_or(Ipv4Addr::UNSPECIFIED).to_string()
    }

    fn ospf_areas(
        self,
        vrf: Option<VrfId>,
        speaking: &[&Speaking<'_>],
        ipv6: bool,
    ) -> Vec<OspfArea> {
        let process = self.ospf_process(vrf);
        let mut areas: BTreeMap<u32, Vec<OspfInterface>> = BTreeMap::new();
        for one in speaking {
            let faces = one.faces.iter().filter(|face| face.address(ipv6).is_some());
            let interfaces = faces.map(|face| interface(face, process, one.ospf));
            areas.entry(one.ospf.area).or_default().extend(interfaces);
        }
        let made = |(id, interfaces)| OspfArea { id: area(id), interfaces };
        areas.into_iter().map(made).collect()
    }

    /// The policy by which routes of a protocol get into OSPF; none when none do.
    fn export_policy(
        self,
        vrf: Option<VrfId>,
        speaking: &[&Speaking<'_>],
        source: Source,
        ipv6: bool,
        policies: &mut Policies,
    ) -> Option<String> {
        let mut terms = Vec::new();
        for one in speaking {
            let Some(what) = &one.ospf.export else { continue };
            policies.said_by([one.boundary.origin.at(what.span)]);
            terms.extend(self.told_terms(one.boundary, &what.value, source, ipv6, policies));
        }
        let mut terms = self.into_ospf(source.redistributing(terms));
        if terms.iter().all(|term| !term.permit) {
            return None;
        }
        for term in terms.iter_mut().filter(|term| term.permit) {
            term.tag = self.own_tag(vrf);
        }
        let base = self.in_vrf(vrf, "ospf");
        let name = format!("{base}-{}-{}", source.word(), family(ipv6));
        let description = format!("{} routes into {}", source.word(), version(ipv6));
        Some(policies.policy(&name, ipv6, &description, terms))
    }

    fn told_terms(
        self,
        boundary: &Boundary,
        what: &Advertise,
        source: Source,
        ipv6: bool,
        policies: &mut Policies,
    ) -> Vec<PolicyTerm> {
        match what {
            Advertise::Default | Advertise::Nothing => Vec::new(),
            Advertise::All => vec![Policies::term(true)],
            Advertise::Policy(policy) => policies.program_terms(self, *policy, ipv6),
            // A subnet is connected, or in the overlay where this switch does not route its VLAN.
            Advertise::Subnets { .. } if source == Source::Static => Vec::new(),
            Advertise::Subnets { vrfs, vlans } => {
                let subnets = self.subnets(vrfs, vlans);
                let list = policies.matching(&format!("{}-ospf", boundary.name), ipv6, subnets);
                let permits = |list| PolicyTerm { prefixes: Some(list), ..Policies::term(true) };
                list.into_iter().map(permits).collect()
            }
        }
    }
}

fn interface(face: &Face, process: u16, ospf: &BoundaryOspf) -> OspfInterface {
    OspfInterface {
        origins: Origins::default(),
        name: face.name.clone(),
        process,
        area: area(ospf.area),
        cost: ospf.cost.map(|cost| cost.value),
        point_to_point: ospf.point_to_point,
        passive: false,
        loopback: None,
        bfd: ospf.bfd.map(bfd),
        key: ospf.password.as_ref().map(secret),
        hello: ospf.timers.map(|timers| timers.first),
        dead: ospf.timers.map(|timers| timers.second),
    }
}

/// Switches of a boundary, those of its ports included.
fn switches(boundary: &Boundary) -> impl Iterator<Item = SwitchId> {
    boundary.on.iter().copied().chain(boundary.ports.iter().map(|port| port.switch))
}

fn version(ipv6: bool) -> String {
    format!("OSPF of {}", protocol(ipv6))
}
