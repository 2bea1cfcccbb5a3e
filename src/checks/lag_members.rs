use super::{Context, Repeated, declare_rule, lags};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A LAG has more ports on a switch than its system takes.
    ///
    /// Each system bundles a certain number of ports at most. It refuses further ones, or keeps
    /// them as spares that carry nothing.
    ///
    /// ```rack
    /// link core-a:1..20 -- core-b:1..20 lag wide      // 16 ports at most on many systems
    /// ```
    "R0510", "lag-members", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for lag in lags::all(context) {
        for (switch, count) in lags::members(context, lag.cables()) {
            let Some(vendor) =
                context.vendor(switch).filter(|vendor| count > vendor.lag.members_max)
            else {
                continue;
            };
            let name = &context.switch(switch).name;
            findings.add((lag.origin(context).at, vendor.name.as_str()), name, || {
                Diagnostic::new(
                    &CODE,
                    format!("{} has {count} ports on `{name}`", lag.text(context)),
                )
                .from(
                    lag.origin(context),
                    format!("{} takes {} at most", vendor.title, vendor.lag.members_max),
                )
                .help("use fewer and faster ports, or several LAGs by `lag NAME`")
            });
        }
    }
    findings.report(sink);
}
