use std::collections::BTreeMap;

use super::ports::listed;
use super::zones::{Risk, SWITCH, kinds, label, of_kind, one_of};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Attachment, CableId, Fabric, HostId, ProfileId, ZoneId};
use crate::source::Spanned;

declare_rule! {
    /// A host's profile promises that it survives a loss, and one loss takes all of its cables.
    ///
    /// `survives switch` wants cables to two switches at least; `survives power` wants them not
    /// all to depend on one power zone, and so on for each kind of zone. The zones of
    /// the switches count, and those that the cables run through.
    ///
    /// ```rack
    /// profile db { lacp fast  access db  survives switch }
    /// attach db01 to tor-a ports 1..2 as db          // attach it to the pair
    /// ```
    "R0513", "redundancy-broken", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let known = kinds(fabric);
    let mut findings = Repeated::new();
    for (host, facts) in fabric.hosts.iter() {
        for (profile, attachments) in by_profile(fabric, host) {
            for kind in fabric.profiles[profile]
                .survives
                .iter()
                .filter(|kind| known.contains(kind.value.as_str()))
            {
                let (Some(risk), Some(first)) =
                    (common(context, &attachments, &kind.value), attachments.first())
                else {
                    continue;
                };
                findings.add((kind.span, first.origin.at), &facts.name, || {
                    broken(fabric, &attachments, kind, risk)
                });
            }
        }
    }
    findings.report(sink);
}

/// A host's attachments by their profile: those of one profile stand in for each other.
fn by_profile(fabric: &Fabric, host: HostId) -> BTreeMap<ProfileId, Vec<&Attachment>> {
    let mut out: BTreeMap<ProfileId, Vec<&Attachment>> = BTreeMap::new();
    for attachment in fabric.hosts[host].attachments.iter().map(|id| &fabric.attachments[*id]) {
        if !fabric.profiles[attachment.profile].survives.is_empty() {
            out.entry(attachment.profile).or_default().push(attachment);
        }
    }
    out
}

/// What all cables depend on.
fn common(context: &Context<'_>, attachments: &[&Attachment], kind: &str) -> Option<Risk> {
    let mut cables = attachments.iter().flat_map(|attachment| &attachment.cables);
    let mut left = risks(context, *cables.next()?, kind);
    for cable in cables {
        if left.is_empty() {
            return None;
        }
        left.retain(|risk| is_at(context, *cable, *risk));
    }
    left.into_iter().next()
}

/// What a cable to a host depends on.
fn risks(context: &Context<'_>, cable: CableId, kind: &str) -> Vec<Risk> {
    let physical = &context.topology.physical;
    if kind == SWITCH {
        return physical.switches_of(cable).map(Risk::Switch).collect();
    }
    let mut zones: Vec<ZoneId> = physical.zones_of(cable).collect();
    zones.sort_unstable();
    zones.dedup();
    of_kind(context.fabric, &zones, kind).map(Risk::Zone).collect()
}

/// Whether a cable to a host depends on something.
fn is_at(context: &Context<'_>, cable: CableId, risk: Risk) -> bool {
    let physical = &context.topology.physical;
    match risk {
        Risk::Switch(switch) => physical.switches_of(cable).any(|one| one == switch),
        Risk::Zone(zone) => physical.zones_of(cable).any(|one| one == zone),
    }
}

fn broken(
    fabric: &Fabric,
    attachments: &[&Attachment],
    kind: &Spanned<String>,
    risk: Risk,
) -> Diagnostic {
    let cables = attachments.iter().map(|attachment| attachment.cables.len()).sum::<usize>();
    let host =
        attachments.first().map_or("", |attachment| fabric.hosts[attachment.host].name.as_str());
    let what =
        if cables == 1 { "its only cable depends on it" } else { "all of its cables depend on it" };
    let mut diagnostic = Diagnostic::new(
        &CODE,
        format!("host `{host}` does not survive the loss of {}: {what}", risk.text(fabric)),
    );
    for attachment in attachments {
        let names =
            attachment.switches.iter().map(|switch| format!("`{}`", fabric.switches[*switch].name));
        diagnostic = diagnostic.from(attachment.origin, format!("attached to {}", listed(names)));
    }
    if let Risk::Zone(zone) = risk {
        diagnostic = label(fabric, zone, diagnostic);
    }
    let help = match risk {
        Risk::Switch(_) => "attach it to a second switch as well, or to a pair".to_owned(),
        Risk::Zone(_) => format!(
            "attach it to switches in another {} as well, or take `{}` out of `survives`",
            one_of(&kind.value),
            kind.value
        ),
    };
    diagnostic
        .at(kind.span, format!("promises to survive the loss of any {}", one_of(&kind.value)))
        .help(help)
}
