use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::interop::{Agreement, Crossing, Decided, Side, agreements, crossings};
use crate::vendor::interop::Rule;

declare_rule! {
    /// Switches of two vendors meet and do not fit.
    ///
    /// Vendors differ in what their switches do when nothing is said, and in what they can be told. Where two of
    /// them share a cable, a LAG, a spanning tree, a gateway, a session or an overlay, rackc looks up what each
    /// side does, and writes what must be the same on both. Here that is not possible: one side cannot do what is
    /// asked, or does something else by itself and cannot be told otherwise.
    ///
    /// ```rack
    /// fabric dc1 { overlay evpn { service vlan-aware } }   // one of the vendors knows VLAN-based service only
    /// ```
    ///
    /// The message names a switch of each vendor, what both do, and where that is written. `rackc interop PATH`
    /// shows all places of a fabric in which vendors meet; `rackc interop` what each two vendors can do together.
    "R1401", "sides-disagree", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for crossing in crossings(context.fabric, context.topology, context.catalog) {
        for agreement in agreements(context.fabric, context.catalog, &crossing) {
            if !agreement.fits {
                sink.push(report(context, &crossing, &agreement));
            }
        }
    }
}

fn report(context: &Context<'_>, crossing: &Crossing<'_>, agreement: &Agreement<'_>) -> Diagnostic {
    let [one, other] = crossing.ends.map(|end| &context.switch(end).name);
    let message = format!("`{one}` and `{other}` do not fit: {}", agreement.about.title);
    let mut diagnostic = Diagnostic::new(&CODE, message);
    let [kind, kinds] = crossing.meeting.words();
    let place = match crossing.count {
        1 => format!("{kind}: {}", crossing.place),
        count => format!("{count} {kinds}, the first of which is {}", crossing.place),
    };
    diagnostic = match crossing.origin {
        Some(origin) => diagnostic.from(origin, place),
        None => diagnostic.at(context.fabric.span, place),
    };
    for (side, switch) in agreement.sides.iter().zip(crossing.ends) {
        diagnostic = diagnostic.note(does(side, &context.switch(switch).name));
    }
    diagnostic.note(agreement.about.why).help(way_out(agreement))
}

fn does(side: &Side<'_>, switch: &str) -> String {
    let (vendor, source) = (&side.vendor.title, &side.fact.source);
    let why = side.fact.note.as_ref().map_or_else(String::new, |note| format!("; {note}"));
    match (side.can, side.decided) {
        (false, _) => format!("{vendor} (`{switch}`) cannot do `{}`{why} ({source})", side.value),
        (true, Decided::Program) => format!("{vendor} (`{switch}`) is told `{}`", side.value),
        (true, Decided::Written) => {
            format!("{vendor} (`{switch}`) is always told `{}`{why} ({source})", side.value)
        }
        (true, Decided::Default) => {
            format!("{vendor} (`{switch}`) does `{}` by itself{why} ({source})", side.value)
        }
    }
}

fn way_out(agreement: &Agreement<'_>) -> String {
    let about = agreement.about;
    if let Rule::Each(value) = about.rule
        && agreement.sides.iter().all(|side| side.can)
    {
        return format!(
            "between switches of two vendors both must do `{value}`: leave the other out"
        );
    }
    let both = |word: &&str| agreement.sides.iter().all(|side| side.can_do(about.topic, word));
    let common: Vec<String> = about
        .words
        .iter()
        .map(|(word, _)| *word)
        .filter(both)
        .map(|word| format!("`{word}`"))
        .collect();
    match common.as_slice() {
        [] => {
            "keep the two vendors apart here: nothing that one can do the other can too".to_owned()
        }
        some => format!("both can do {}: choose that for both", some.join(" or ")),
    }
}
