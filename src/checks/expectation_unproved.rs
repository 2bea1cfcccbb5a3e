use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::proof::{Finding, MOST_CASES};

declare_rule! {
    /// An expectation cannot be proved: it is about nothing, names no failure, or too many.
    ///
    /// A VLAN that is nowhere, a VRF without VLANs or a zone without hosts and switches has nothing in it that could
    /// reach or be reached. `any rack` of a fabric without racks is no failure. And `any 3 of cable` of a large fabric is more cases than can be looked at.
    ///
    /// ```rack
    /// expect web reaches storage despite any 3 of cable    // any 2 of switch
    /// ```
    "R1202", "expectation-unproved", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for (expectation, verdict) in fabric.expectations.iter().zip(&context.proof.verdicts) {
        let diagnostic = match &verdict.finding {
            Some(Finding::TooMany(count)) => {
                let span = expectation.losses.first().map_or(expectation.span, |loss| loss.span);
                Diagnostic::new(&CODE, format!("the expectation stands for {count} cases of failure"))
                    .at(span, format!("at most {MOST_CASES} can be looked at"))
                    .help("expect less at once, or name the things that may be lost together")
            }
            Some(Finding::NoCase(position)) => {
                let span = expectation.losses.get(*position).map_or(expectation.span, |one| one.span);
                Diagnostic::new(&CODE, "there are not so many things that could be lost")
                    .at(span, "stands for no failure at all")
                    .help("take it out, or declare what may fail: racks, zones, cables")
            }
            Some(Finding::Empty(place)) => {
                let end = if expectation.from.value == *place {
                    expectation.from.span
                } else {
                    expectation.to.span
                };
                Diagnostic::new(&CODE, format!("{} has nothing in it", place.text(fabric)))
                    .at(end, "nothing that could reach, or be reached")
                    .help("attach a host there, or name another place")
            }
            Some(Finding::Broken(_)) | None => continue,
        };
        sink.push(diagnostic);
    }
}
