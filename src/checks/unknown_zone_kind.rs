use super::zones::kinds;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink, did_you_mean};

declare_rule! {
    /// The loss of a kind of zone is to be survived that no zone is of.
    ///
    /// A promise about nothing is always kept, and would hide that nobody wrote the zones down.
    /// Kinds are the words after `kind` of the `zone` statements; `switch` and `rack` are
    /// built in.
    ///
    /// ```rack
    /// zone feed-a kind power
    /// profile db { lacp fast  access db  survives powr }   // did you mean `power`?
    /// ```
    "R0507", "unknown-zone-kind", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let known = kinds(fabric);
    let of_pairs = fabric
        .pairs
        .values()
        .flat_map(|pair| pair.survives.iter().map(|kind| (pair.origin.at(kind.span), kind)));
    let of_profiles = fabric.profiles.values().flat_map(|profile| {
        profile.survives.iter().map(|kind| (profile.origin.at(kind.span), kind))
    });
    let mut seen = std::collections::BTreeSet::new();
    for (origin, kind) in of_pairs.chain(of_profiles) {
        if known.contains(kind.value.as_str()) || !seen.insert((origin.at, kind.value.as_str())) {
            continue;
        }
        let help = did_you_mean(&kind.value, known.iter().copied()).unwrap_or_else(|| {
            format!("declare the zones, `zone NAME kind {}`, and say what is in them", kind.value)
        });
        sink.push(
            Diagnostic::new(&CODE, format!("no zone is of kind `{}`", kind.value))
                .from(origin, "nothing can fail that way")
                .help(help),
        );
    }
}
