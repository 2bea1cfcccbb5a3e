use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Advertise, BoundaryOspf, PolicyTerm};
use crate::source::Spanned;

declare_rule! {
    /// A policy on OSPF's routes asks for what only BGP's routes have.
    ///
    /// Routes of OSPF carry no communities and no AS path, so on `import` no term can match them. Nothing of
    /// that kind can be told to OSPF either: on `export` a term can neither match nor set it, nor set a
    /// local preference. The metric (`set med`) and prefixes work in both directions.
    ///
    /// ```rack
    /// boundary campus { ospf { import from-campus  export web } }
    /// policy from-campus { permit community trusted }            // write: permit prefixes …
    /// ```
    ///
    /// Match prefixes instead, in a policy of its own where BGP uses the same one.
    "R1115", "policy-needs-bgp", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for boundary in &context.fabric.boundaries {
        let Some(ospf) = &boundary.ospf else { continue };
        for (import, used) in uses(ospf) {
            let Advertise::Policy(position) = used.value else { continue };
            let Some(policy) = context.fabric.policies.get(position) else { continue };
            let wrong = |term: &PolicyTerm| Some((term.span, asked(term, import)?));
            let Some((term, what)) = policy.terms.iter().find_map(wrong) else { continue };
            let word = if import { "import" } else { "export" };
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!("policy `{}` asks for {what}, which OSPF does not have", policy.name),
                )
                .at(used.span, format!("what boundary `{}` {word}s", boundary.name))
                .at(term, "only BGP's routes have it")
                .help("match `prefixes` instead, in a policy for OSPF alone"),
            );
        }
    }
}

/// What is taken from OSPF (with `true`), and what OSPF is told.
fn uses(ospf: &BoundaryOspf) -> impl Iterator<Item = (bool, &Spanned<Advertise>)> {
    let import = ospf.import.as_ref().map(|used| (true, used));
    import.into_iter().chain(ospf.export.as_ref().map(|used| (false, used)))
}

/// What a term asks for in vain. Routes that are taken from OSPF are BGP's afterwards and can be given anything.
fn asked(term: &PolicyTerm, import: bool) -> Option<&'static str> {
    if term.community.is_some() {
        return Some("a community");
    }
    if term.as_path.is_some() {
        return Some("an AS path");
    }
    let set = !import;
    let found = [
        (term.local_preference.is_some(), "a local preference"),
        (term.prepend.is_some(), "a longer AS path"),
        (!term.communities.is_empty(), "a community"),
    ];
    found.into_iter().find(|(asked, _)| *asked && set).map(|(_, what)| what)
}
