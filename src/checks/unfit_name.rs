use std::collections::{BTreeMap, BTreeSet};

use super::vendors_in_use::{self, InUse};
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{SwitchId, VrfId};
use crate::source::Span;
use crate::vendor::schema::Vendor;

declare_rule! {
    /// A name does not fit a system that must carry it.
    ///
    /// VLANs, VRFs and users have the program's names on the switches. Each system has its own
    /// limits to their length, and names that it keeps for itself: its management VRF, its built-in
    /// accounts, words with a meaning of their own. A VRF may also not be called like an interface. What begins with
    /// `rackc-` is for what rackc itself adds to a configuration, such as the policies between protocols.
    ///
    /// ```rack
    /// management { user root role admin key "ssh-ed25519 …" }
    /// ```
    ///
    /// Choose another name. Names are shared by all vendors of a fabric, so the narrowest limit
    /// counts.
    "R0309", "unfit-name", Error
}

/// How the names begin that the templates make.
const OWN: &str = "rackc-";

/// Longest login name that all of Linux's own tools take (`useradd`).
const LOGIN_MAX: usize = 32;
/// Longest user name of `SNMPv3` (RFC 3414, 5: `usmUserName`).
const SNMP_USER_MAX: usize = 32;

fn check(context: &Context<'_>, sink: &mut Sink) {
    vlans(context, sink);
    vrfs(context, sink);
    users(context, sink);
    own(context, sink);
}

/// Names that the templates may give to something else.
fn own(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let vlans = fabric.vlans.values().map(|vlan| ("VLAN", &vlan.name, vlan.origin.at));
    let vrfs = fabric.vrfs.values().map(|vrf| ("VRF", &vrf.name, vrf.origin.at));
    let policies = fabric.policies.iter().map(|one| ("policy", &one.name, one.origin.at));
    let prefixes = fabric.prefix_lists.iter().map(|one| ("prefix list", &one.name, one.origin.at));
    let communities = &fabric.community_lists;
    let communities = communities.iter().map(|one| ("community list", &one.name, one.origin.at));
    let paths = fabric.as_path_lists.iter().map(|one| ("AS-path list", &one.name, one.origin.at));
    let acls = fabric.acls.iter().map(|one| ("access list", &one.name, one.origin.at));
    let lists = policies.chain(prefixes).chain(communities).chain(paths).chain(acls);
    for (kind, name, at) in vlans.chain(vrfs).chain(lists) {
        if name.starts_with(OWN) {
            sink.push(
                Diagnostic::new(&CODE, format!("no {kind} may be called `{name}`"))
                    .at(at, format!("names with `{OWN}` are rackc's own"))
                    .help("choose another name"),
            );
        }
    }
}

fn vlans(context: &Context<'_>, sink: &mut Sink) {
    let all = vendors_in_use::of_all(context);
    for (id, vlan) in context.fabric.vlans.iter() {
        // Few names are unfit: look at the switches only when there is a reason to.
        if all.iter().all(|in_use| unfit_vlan(in_use.vendor, &vlan.name).is_none()) {
            continue;
        }
        for in_use in vendors_in_use::of(context, vendors_in_use::carrying(context, id)) {
            if let Some(why) = unfit_vlan(in_use.vendor, &vlan.name) {
                sink.push(report(context, "VLAN", &vlan.name, vlan.origin.at, &in_use, why));
            }
        }
    }
}

fn unfit_vlan(vendor: &Vendor, name: &str) -> Option<String> {
    let facts = &vendor.vlan;
    if name.len() > facts.name_max {
        return Some(format!("{} characters; {} at most", name.len(), facts.name_max));
    }
    if name.len() < facts.name_min {
        return Some(format!("{} characters are the least", facts.name_min));
    }
    facts.reserved_names.iter().any(|kept| kept == name).then(|| "kept for the system".to_owned())
}

fn vrfs(context: &Context<'_>, sink: &mut Sink) {
    let mut switches = switches_of_vrfs(context);
    for (id, vrf) in context.fabric.vrfs.iter() {
        let on = switches.remove(&id).unwrap_or_default();
        for in_use in vendors_in_use::of(context, on) {
            if let Some(why) = unfit_vrf(context, in_use.vendor, &vrf.name) {
                sink.push(report(context, "VRF", &vrf.name, vrf.origin.at, &in_use, why));
            }
        }
    }
}

fn unfit_vrf(context: &Context<'_>, vendor: &Vendor, name: &str) -> Option<String> {
    let said = context.fabric.management.vrf.as_ref().map(|vrf| vrf.value.as_str());
    if vendor.management.vrf.as_deref().or(said).unwrap_or("mgmt") == name {
        return Some("the name of the management VRF".to_owned());
    }
    if vendor.management.keepalive_vrf == name {
        return Some("the name of the VRF for the pairs' keepalive".to_owned());
    }
    if vendor.reserved_vrfs.iter().any(|kept| kept == name) {
        return Some("kept for the system".to_owned());
    }
    if let Some(most) = vendor.vrf_name_max.filter(|most| name.len() > *most) {
        return Some(format!("longer than {most} characters"));
    }
    is_interface(vendor, name).then(|| "would be taken for an interface".to_owned())
}

/// Whether a name is one of the vendor's names of interfaces.
fn is_interface(vendor: &Vendor, name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name.get(stem.len()..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let names = &vendor.names;
    [&names.lag, &names.peer_link, &names.svi, &names.loopback]
        .iter()
        .any(|pattern| pattern.number(number) == name)
}

/// Switches that have something in each VRF.
fn switches_of_vrfs(context: &Context<'_>) -> BTreeMap<VrfId, BTreeSet<SwitchId>> {
    let fabric = context.fabric;
    let mut found: BTreeMap<VrfId, BTreeSet<SwitchId>> = BTreeMap::new();
    for vlan in fabric.vlans.values() {
        let Some(vrf) = vlan.vrf else { continue };
        let routing = vlan.gateway.iter().flat_map(|gateway| &gateway.on);
        found.entry(vrf).or_default().extend(routing.chain(vlan.addresses.keys()));
    }
    for boundary in &fabric.boundaries {
        let Some(vrf) = boundary.vrf else { continue };
        let ports = boundary.ports.iter().map(|port| &port.switch);
        found.entry(vrf).or_default().extend(ports.chain(&boundary.on));
    }
    for route in &fabric.routes {
        let Some(vrf) = route.vrf else { continue };
        found.entry(vrf).or_default().extend(&route.on);
    }
    found
}

fn users(context: &Context<'_>, sink: &mut Sink) {
    let management = &context.fabric.management;
    let all = vendors_in_use::of_all(context);
    for user in &management.users {
        let name = &user.name.value;
        if name.len() > LOGIN_MAX {
            sink.push(too_long("login name", name, user.name.span, LOGIN_MAX));
        }
        for in_use in &all {
            if in_use.vendor.reserved_users.contains(name) {
                let why = "a built-in account".to_owned();
                sink.push(report(context, "user", name, user.name.span, in_use, why));
            }
        }
    }
    for user in management.snmp.iter().flat_map(|snmp| &snmp.users) {
        if user.name.value.len() > SNMP_USER_MAX {
            sink.push(too_long("SNMP user name", &user.name.value, user.name.span, SNMP_USER_MAX));
        }
    }
}

fn too_long(kind: &str, name: &str, span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(&CODE, format!("the {kind} `{name}` has {} characters", name.len()))
        .at(span, format!("{most} at most"))
        .help("choose a shorter name")
}

fn report(
    context: &Context<'_>,
    kind: &str,
    name: &str,
    span: Span,
    in_use: &InUse<'_>,
    why: String,
) -> Diagnostic {
    let message = format!("{} takes no {kind} called `{name}`", in_use.vendor.title);
    Diagnostic::new(&CODE, message)
        .at(span, why)
        .help("choose another name")
        .note(format!("it would be on {}", in_use.switches(context)))
}
