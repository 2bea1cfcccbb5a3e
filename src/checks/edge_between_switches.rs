use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::LinkUse;

declare_rule! {
    /// A link between switches has an `edge` profile.
    ///
    /// An edge port forwards at once and guards against BPDUs: the first one that the neighbour sends shuts
    /// the port. Between switches that is the end of the link; without the guard it would be a loop.
    ///
    /// ```rack
    /// profile host { trunk web  edge }
    /// link leaf1:49 -- spine1:1 as host
    /// ```
    ///
    /// Give the link a profile without `edge`, or none: it then carries all VLANs that both ends have.
    "R0607", "edge-between-switches", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in context.topology.links.iter().filter(|link| link.purpose == LinkUse::Fabric) {
        let Some(profile) = link.profile.map(|profile| &context.fabric.profiles[profile]) else {
            continue;
        };
        if !profile.edge {
            continue;
        }
        let ends = context.link_ends(link);
        found.add((profile.origin.at, link.origin.at), ends.trim_matches('`'), || {
            Diagnostic::new(
                &CODE,
                format!("the link between {ends} has the edge profile `{}`", profile.name),
            )
            .from(link.origin, "the first BPDU shuts these ports")
            .from(profile.origin, "says `edge`")
            .help("use a profile without `edge` here")
        });
    }
    found.report(sink);
}
