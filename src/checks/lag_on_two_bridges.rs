use std::collections::BTreeMap;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Attachment, AttachmentMode, Cable, CableEnd, CableUse, SwitchId};
use crate::topology::BridgeId;

declare_rule! {
    /// A LAG ends in switches that are no pair.
    ///
    /// All cables of a LAG must lead from one bridge to one other: a switch, or an MLAG pair, whose
    /// members act as one. Other switches do not know of each other's part of the bundle:
    /// LACP brings up the cables to one of them only, and a static LAG sends frames in circles.
    ///
    /// ```rack
    /// attach web01 to tor-a, tor-b port 1 as hypervisor    // lacp fast, but no pair
    /// // make them one: mlag tor = tor-a + tor-b { peer-link 53..54 }
    /// // or let the host use one cable at a time: active-backup
    /// ```
    "R0508", "lag-on-two-bridges", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for attachment in context
        .fabric
        .attachments
        .values()
        .filter(|attachment| attachment.mode == AttachmentMode::Lag)
    {
        let host = &context.fabric.hosts[attachment.host].name;
        let switches = one_per_bridge(context, attachment);
        if switches.len() > 1 {
            findings.add((attachment.origin.at, attachment.profile), host, || {
                of_host(context, attachment, host, &switches)
            });
        }
    }
    findings.report(sink);
    named(context, sink);
}

/// Switches to which the attachment's cables lead, one for each bridge.
fn one_per_bridge(context: &Context<'_>, attachment: &Attachment) -> Vec<SwitchId> {
    let mut found: Vec<(BridgeId, SwitchId)> = Vec::new();
    let cables = attachment.cables.iter().map(|cable| &context.fabric.cables[*cable]);
    for port in cables.flat_map(|cable| cable.ends.iter().filter_map(CableEnd::switch_port)) {
        let bridge = context.topology.bridge_of(port.switch);
        if !found.iter().any(|(known, _)| *known == bridge) {
            found.push((bridge, port.switch));
        }
    }
    found.into_iter().map(|(_, switch)| switch).collect()
}

fn of_host(
    context: &Context<'_>,
    attachment: &Attachment,
    host: &str,
    switches: &[SwitchId],
) -> Diagnostic {
    let names = switches.iter().map(|switch| context.switch(*switch).name.as_str());
    let names: Vec<&str> = names.collect();
    let profile = &context.fabric.profiles[attachment.profile];
    let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let diagnostic = Diagnostic::new(
        &CODE,
        format!("the LAG of host `{host}` ends in {all}, which are no pair"),
    )
    .from(attachment.origin, "attached here");
    let diagnostic = profile.lacp.iter().fold(diagnostic, |diagnostic, lacp| {
        diagnostic.at(lacp.span, format!("profile `{}` bundles its cables", profile.name))
    });
    let pair = match names[..] {
        [first, second] => format!("make them one, `mlag NAME = {first} + {second} {{ … }}`"),
        _ => "attach the host to one pair".to_owned(),
    };
    diagnostic
        .help(format!("{pair}, or use one cable at a time: `active-backup` in place of `lacp`"))
}

/// LAGs between switches, which the program names.
fn named(context: &Context<'_>, sink: &mut Sink) {
    let mut first_of: BTreeMap<&str, (&Cable, [BridgeId; 2])> = BTreeMap::new();
    let mut findings = Repeated::new();
    for cable in context.fabric.cables.values().filter(|cable| cable.purpose == CableUse::Fabric) {
        let (Some(lag), Some(bridges)) = (&cable.said.lag, bridges(context, cable)) else {
            continue;
        };
        let (first, wanted) = *first_of.entry(&lag.value).or_insert((cable, bridges));
        if bridges == wanted {
            continue;
        }
        findings.add((lag.value.as_str(), cable.origin.at), &lag.value, || {
            let text = |[a, b]: [BridgeId; 2]| format!("joins `{}` and `{}`", context.topology.bridge(a).name, context.topology.bridge(b).name);
            Diagnostic::new(&CODE, format!("the cables of LAG `{}` do not join the same two bridges", lag.value))
                .from(cable.origin, text(bridges))
                .from(first.origin, text(wanted))
                .help("give each LAG a name of its own, or make the switches an MLAG pair: `mlag NAME = A + B { … }`")
        });
    }
    findings.report(sink);
}

fn bridges(context: &Context<'_>, cable: &Cable) -> Option<[BridgeId; 2]> {
    let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { return None };
    let mut bridges = [a, b].map(|end| context.topology.bridge_of(end.switch));
    bridges.sort_unstable();
    Some(bridges)
}
