use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::LinkUse;

declare_rule! {
    /// A link between switches has a profile that only a host can use.
    ///
    /// `active-backup` means that the host chooses one of its cables; switches forward on all of them. With
    /// `fallback` a port forwards before LACP has made the bundle: between switches that is a loop
    /// for as long as it lasts.
    ///
    /// ```rack
    /// profile db { access storage  active-backup }
    /// link leaf1:49 -- spine1:1 as db
    /// ```
    ///
    /// Give the link a profile of its own. `lacp` with `fast`, `slow` or `static` is fine there.
    "R0615", "host-profile-between-switches", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in context.topology.links.iter().filter(|link| link.purpose == LinkUse::Fabric) {
        let Some(profile) = link.profile.map(|profile| &context.fabric.profiles[profile]) else {
            continue;
        };
        let word = match (profile.active_backup, profile.fallback) {
            (true, _) => "active-backup",
            (_, true) => "fallback",
            (false, false) => continue,
        };
        let ends = context.link_ends(link);
        found.add((profile.origin.at, link.origin.at), ends.trim_matches('`'), || {
            Diagnostic::new(
                &CODE,
                format!("the link between {ends} has profile `{}` with `{word}`", profile.name),
            )
            .from(link.origin, "joins switches")
            .from(profile.origin, format!("says `{word}`, which is for hosts"))
            .help(format!("use a profile without `{word}` here"))
        });
    }
    found.report(sink);
}
