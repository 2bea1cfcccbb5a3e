use std::collections::{BTreeMap, BTreeSet};

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{CableUse, PortChoice, ProfileId, SwitchId};
use crate::vendor::ports::PortNumber;

declare_rule! {
    /// A word about ports stands where no port takes it.
    ///
    /// `speed` of a switch is for ports with a cable; the others have no lines. `survives` is a promise
    /// to hosts: a link between switches has none to keep.
    ///
    /// ```rack
    /// switch leaf1 model leaf { speed 5..8 10g }     // when cables are in ports 1 to 4 only
    /// ```
    ///
    /// Name the ports that have cables, or delete the word.
    "R1413", "idle-port-words", Warning
}

/// The ports of a switch that have cables, or may get one.
#[derive(Default)]
struct Used<'a> {
    fixed: BTreeSet<PortNumber>,
    open: Vec<&'a [PortNumber]>,
}

impl Used<'_> {
    fn has(&self, port: PortNumber) -> bool {
        let may = |list: &&[PortNumber]| list.is_empty() || list.contains(&port);
        self.fixed.contains(&port) || self.open.iter().any(may)
    }
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    speeds(context, sink);
    promises(context, sink);
}

fn speeds(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    if fabric.switches.values().all(|switch| switch.speeds.is_empty()) {
        return;
    }
    let used = used(context);
    let mut idle = BTreeMap::new();
    let mut needed = BTreeSet::new();
    for (id, switch) in fabric.switches.iter() {
        for (port, speed) in &switch.speeds {
            if used.get(&id).is_some_and(|used| used.has(*port)) {
                needed.insert(speed.span);
            } else {
                idle.entry(speed.span).or_insert((switch, port));
            }
        }
    }
    // A statement may be for more ports than have cables yet.
    for (span, (switch, port)) in idle.into_iter().filter(|(span, _)| !needed.contains(span)) {
        let message =
            format!("`speed` does nothing: no cable is in port {port} of `{}`", switch.name);
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(span, "changes no configuration")
                .help("name ports that have cables, or delete `speed`"),
        );
    }
}

fn used<'a>(context: &Context<'a>) -> BTreeMap<SwitchId, Used<'a>> {
    let mut used: BTreeMap<SwitchId, Used<'a>> = BTreeMap::new();
    let ends = context.fabric.cables.values().flat_map(|cable| &cable.ends);
    for end in ends.filter_map(|end| end.switch_port()) {
        let of_switch = used.entry(end.switch).or_default();
        match &end.port {
            PortChoice::Fixed(port) => {
                of_switch.fixed.insert(*port);
            }
            PortChoice::AnyOf(ports) => of_switch.open.push(ports),
        }
    }
    used
}

/// Promises of profiles that no host has.
fn promises(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let links = fabric.cables.values().filter(|cable| cable.purpose == CableUse::Fabric);
    let links: BTreeSet<ProfileId> = links
        .filter_map(|cable| cable.profile)
        .filter(|profile| !fabric.profiles[*profile].survives.is_empty())
        .collect();
    if links.is_empty() {
        return;
    }
    let hosts: BTreeSet<ProfileId> =
        fabric.attachments.values().map(|attachment| attachment.profile).collect();
    for profile in links.difference(&hosts).map(|id| &fabric.profiles[*id]) {
        let Some(first) = profile.survives.first() else { continue };
        let message = format!(
            "`survives` does nothing: profile `{}` is of links between switches",
            profile.name
        );
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(first.span, "a promise to hosts")
                .help("delete it; `expect` proves what the fabric must survive"),
        );
    }
}
