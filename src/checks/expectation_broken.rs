use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{CableEnd, Expectation, Fabric, Relation};
use crate::proof::{Counterexample, Fault, Finding, Mend, Part, Stop, Subject};

declare_rule! {
    /// An expectation does not hold.
    ///
    /// The message names the smallest failure under which it breaks (none when it never held), who is cut off from
    /// whom, the path before and the place where packets stop, and the smallest change that was found to mend it.
    /// What is modelled is told in the book's chapter on failures.
    ///
    /// ```rack
    /// attach db01 to leaf1 port 1 as database            // to the pair, by two ports
    /// expect web reaches db01 despite any switch
    /// ```
    "R1201", "expectation-broken", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let pairs = context.fabric.expectations.iter().zip(&context.proof.verdicts);
    for (expectation, verdict) in pairs {
        if let Some(Finding::Broken(found)) = &verdict.finding {
            sink.push(broken(context.fabric, expectation, found));
        }
    }
}

fn broken(fabric: &Fabric, expectation: &Expectation, found: &Counterexample) -> Diagnostic {
    let (from, to) = (expectation.from.value, expectation.to.value);
    let itself = from == to;
    let (from, to) = (from.text(fabric), to.text(fabric));
    let without = if found.failure.parts().is_empty() {
        String::new()
    } else {
        format!(" without {}", found.failure.text(fabric))
    };
    let message = match &found.fault {
        Fault::Passes(_) => format!("{from} is not isolated from {to}{without}"),
        Fault::Far(path) => {
            let hops = path.hops;
            format!("{from} is {hops} hops from {to}{without}")
        }
        Fault::Thin(share) => {
            format!(
                "only {} of the bandwidth from {from} to {to} is left{without}",
                percent(*share)
            )
        }
        Fault::Asymmetric(_) => format!("{from} and {to} take different ways{without}"),
        Fault::Stop(_) if itself => format!("not all of {from} reach each other{without}"),
        Fault::Stop(_) => format!("{from} does not reach {to}{without}"),
    };
    let mut diagnostic =
        Diagnostic::new(&CODE, message).at(expectation.span, reason(fabric, expectation, found));
    for part in found.failure.parts().iter().take(3) {
        let origin = match part {
            Part::Switch(switch) => fabric.switches[*switch].origin,
            Part::Cable(cable) => fabric.cables[*cable].origin,
            Part::Zone(zone) => fabric.zones[*zone].origin,
        };
        diagnostic = diagnostic.from(origin, "lost");
    }
    let hosts = [found.from, found.to].into_iter().flatten().filter_map(|one| match one {
        Subject::Host(host) => Some(host),
        _ => None,
    });
    if let (Some(host), Fault::Stop(_)) = (hosts.into_iter().next(), &found.fault) {
        let name = &fabric.hosts[host].name;
        diagnostic = diagnostic.from(fabric.hosts[host].origin, format!("`{name}`"));
    }
    if let Some(path) = &found.before {
        diagnostic =
            diagnostic.note(format!("the way while nothing is lost: {}", path.text(fabric)));
    }
    match &found.fault {
        Fault::Passes(Some(path)) => {
            diagnostic = diagnostic.note(format!("the way that is open: {}", path.text(fabric)));
        }
        Fault::Far(path) => {
            diagnostic = diagnostic.note(format!("the shortest way: {}", path.text(fabric)));
        }
        _ => {}
    }
    let help = help(fabric, expectation, found);
    diagnostic.help(help)
}

fn reason(fabric: &Fabric, expectation: &Expectation, found: &Counterexample) -> String {
    let ends = match (found.from, found.to) {
        (Some(from), Some(to)) => format!("{} to {}: ", from.text(fabric), to.text(fabric)),
        (Some(one), None) | (None, Some(one)) if !says_who(&found.fault) => {
            format!("{}: ", one.text(fabric))
        }
        _ => String::new(),
    };
    let what = match &found.fault {
        Fault::Passes(_) if found.back => "packets pass the other way".to_owned(),
        Fault::Passes(_) => "packets pass".to_owned(),
        Fault::Far(_) => {
            let most = expectation.within.map_or(0, |within| within.value);
            format!("more than {most} hops")
        }
        Fault::Thin(_) => {
            let least = expectation.bandwidth.map_or(0, |least| least.value);
            format!("less than {}", percent(least))
        }
        Fault::Asymmetric(switch) => {
            format!("`{}` is crossed one way only", fabric.switches[*switch].name)
        }
        Fault::Stop(stop) if found.back => format!("answers get lost: {}", stop.text(fabric)),
        Fault::Stop(stop) => stop.text(fabric),
    };
    format!("{ends}{what}")
}

/// Whether the words for a fault name the one who is cut off.
fn says_who(fault: &Fault) -> bool {
    matches!(fault, Fault::Stop(Stop::Detached(_)))
}

fn help(fabric: &Fabric, expectation: &Expectation, found: &Counterexample) -> String {
    if let Some(mend) = found.mend {
        return match mend {
            Mend::OutOfZone(switch, zone) => format!(
                "with `{}` outside of `{}` it would hold",
                fabric.switches[switch].name, fabric.zones[zone].name
            ),
            Mend::Attach(host, switch) => format!(
                "attach `{}` to `{}` as well",
                fabric.hosts[host].name, fabric.switches[switch].name
            ),
            Mend::Cable(one, other) => format!(
                "a link from `{}` to `{}` is missing",
                fabric.switches[one].name, fabric.switches[other].name
            ),
        };
    }
    match &found.fault {
        Fault::Stop(Stop::Barrier(barrier)) => barrier.help(fabric),
        Fault::Passes(_) => {
            "put them into different VRFs, or keep them apart with an access list".to_owned()
        }
        _ if expectation.relation == Relation::Reaches && !found.failure.parts().is_empty() => {
            format!("add what stands in for {}, or expect less", lost(fabric, found))
        }
        _ => "mend the way, or expect less".to_owned(),
    }
}

fn lost(fabric: &Fabric, found: &Counterexample) -> String {
    let cables = found.failure.parts().iter().filter_map(|part| match part {
        Part::Cable(cable) => Some(cable),
        _ => None,
    });
    let ports: Vec<String> = cables
        .flat_map(|cable| fabric.cables[*cable].ends.iter().filter_map(CableEnd::switch_port))
        .filter_map(|port| {
            let number = port.port.fixed()?;
            Some(format!("`{}:{number}`", fabric.switches[port.switch].name))
        })
        .collect();
    if ports.is_empty() { found.failure.text(fabric) } else { ports.join(" and ") }
}

/// `50 %` of hundredths of a percent.
fn percent(share: u32) -> String {
    let (whole, rest) = (share / 100, share % 100);
    if rest == 0 { format!("{whole} %") } else { format!("{whole}.{rest:02} %") }
}
