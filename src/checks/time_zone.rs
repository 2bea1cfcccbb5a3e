use super::vendors_in_use;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Severity, Sink, closest};

declare_rule! {
    /// The time zone is not known to a system in use.
    ///
    /// Most systems take names of the IANA time zone database; some take an offset and the dates of
    /// summer time instead, and their vendor folder lists the zones for which these are known. A
    /// misspelt name is refused by the switch, which then logs in UTC. For a name that is in no
    /// list of zones, on systems that take every name, this is a warning: the database may be newer
    /// than rackc.
    ///
    /// ```rack
    /// management { timezone Europe/Olso }
    /// ```
    ///
    /// Correct the name, or take `UTC`, which every system knows and which spares you two odd hours
    /// a year.
    "R0318", "time-zone", Error
}

/// Names of the IANA time zone database, one a line.
const ZONES: &str = include_str!("time_zones.txt");

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(zone) = &context.fabric.management.timezone else {
        return;
    };
    let mut told = false;
    for in_use in vendors_in_use::of_all(context) {
        let vendor = in_use.vendor;
        if vendor.timezone_iana || vendor.timezones.contains_key(&zone.value) {
            continue;
        }
        told = true;
        let known = vendor.timezones.keys().map(String::as_str);
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("{} does not know the time zone `{zone}`", vendor.title),
            )
            .at(zone.span, "not among its zones")
            .help(help(&zone.value, known))
            .note(format!("it is on {}", in_use.switches(context))),
        );
    }
    if told || context.fabric.switches.is_empty() || ZONES.lines().any(|known| known == zone.value)
    {
        return;
    }
    let mut diagnostic =
        Diagnostic::new(&CODE, format!("the time zone `{zone}` is not in the IANA database"))
            .at(zone.span, "not known")
            .help(help(&zone.value, ZONES.lines()));
    diagnostic.severity = Severity::Warning;
    sink.push(diagnostic);
}

fn help<'a>(zone: &str, known: impl Iterator<Item = &'a str>) -> String {
    match closest(zone, known) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "write `timezone UTC`, or another zone that it knows".to_owned(),
    }
}
