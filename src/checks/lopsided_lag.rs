use super::{Context, Repeated, declare_rule, lags};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Pair;
use crate::topology::{Link, LinkUse};

declare_rule! {
    /// A LAG to an MLAG pair is cabled to its members unevenly.
    ///
    /// With all cables on one member, the loss of that member cuts the link, though the pair is
    /// there to survive it. With more cables on one than on the other, the remaining bandwidth
    /// depends on which of them fails.
    ///
    /// ```rack
    /// mlag core = core-a + core-b { peer-link 31..32 }
    /// link agg1:1..2 -- core-a:1..2                  // link agg1:1, agg1:2 -- core-a:1, core-b:1
    /// ```
    "R0517", "lopsided-lag", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for link in
        context.topology.links.iter().filter(|link| link.lag && link.purpose == LinkUse::Fabric)
    {
        let mut bridges = link.bridges();
        // A loop inside of a pair is an error of its own.
        let (Some(first), Some(second)) = (bridges.next(), bridges.next()) else { continue };
        if first == second {
            continue;
        }
        for bridge in [first, second] {
            let Some(pair) =
                context.topology.bridge(bridge).pair.map(|pair| &context.fabric.pairs[pair])
            else {
                continue;
            };
            if let Some(diagnostic) = uneven(context, link, pair) {
                findings.add((link.origin.at, pair.origin.at), &pair.name, || diagnostic);
            }
        }
    }
    findings.report(sink);
}

fn uneven(context: &Context<'_>, link: &Link, pair: &Pair) -> Option<Diagnostic> {
    let members = lags::members(context, &link.cables);
    // Cables that lead elsewhere are an error of their own.
    if members.iter().any(|(switch, _)| {
        link.bridges().all(|bridge| bridge != context.topology.bridge_of(*switch))
    }) {
        return None;
    }
    let counts = pair.members.map(|member| {
        members.iter().find(|(switch, _)| *switch == member).map_or(0, |(_, count)| *count)
    });
    if counts[0] == counts[1] {
        return None;
    }
    let [less, more] = if counts[0] < counts[1] { [0, 1] } else { [1, 0] };
    let [less_name, more_name] =
        [less, more].map(|position| &context.switch(pair.members[position]).name);
    let other = link
        .bridges()
        .map(|bridge| context.topology.bridge(bridge))
        .find(|bridge| bridge.name != pair.name);
    let other = other.map_or_else(String::new, |bridge| format!("`{}` and ", bridge.name));
    let (message, label) = if counts[less] == 0 {
        (
            format!("the LAG between {other}pair `{}` ends in `{more_name}` only", pair.name),
            format!("is cut when `{more_name}` fails"),
        )
    } else {
        (
            format!(
                "the LAG between {other}pair `{}` has {} cables to `{more_name}`, but {} to `{less_name}`",
                pair.name, counts[more], counts[less]
            ),
            "uneven".to_owned(),
        )
    };
    let diagnostic =
        Diagnostic::new(&CODE, message).from(link.origin, label).from(pair.origin, "the pair");
    Some(diagnostic.help(format!("cable as many ports of `{less_name}` as of `{more_name}`")))
}
