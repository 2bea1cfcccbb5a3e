use std::collections::BTreeMap;

use super::lags::Lag;
use super::{Context, Repeated, declare_rule, lags};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::vendor::schema::LagFacts;

declare_rule! {
    /// A switch has more LAGs than its system has numbers for.
    ///
    /// ```rack
    /// attach web[01..90] to tor port 1.. as hypervisor   // 71 LAGs at most on some systems
    /// ```
    ///
    /// Move hosts to another switch, or attach them by single cables without `lacp`.
    "R0516", "lag-numbers", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut counts: BTreeMap<SwitchId, usize> = BTreeMap::new();
    for lag in lags::all(context).filter(|lag| matches!(lag, Lag::Link(_))) {
        for (switch, _) in lags::members(context, lag.cables()) {
            *counts.entry(switch).or_insert(0) += 1;
        }
    }
    let mut findings = Repeated::new();
    for (id, count) in counts {
        let switch = context.switch(id);
        let Some(vendor) = context.vendor(id) else { continue };
        let free = free(&vendor.lag, switch.pair.is_some());
        if count > free {
            findings.add((switch.origin.at, vendor.name.as_str()), &switch.name, || {
                Diagnostic::new(&CODE, format!("`{}` has {count} LAGs", switch.name))
                    .from(switch.origin, format!("{} has numbers for {free}", vendor.title))
                    .help("attach some of the hosts elsewhere, or without `lacp`")
            });
        }
    }
    findings.report(sink);
}

/// Numbers that are left for LAGs other than the peer link.
fn free(facts: &LagFacts, paired: bool) -> usize {
    let all = usize::from(facts.numbers.last.saturating_sub(facts.numbers.first)) + 1;
    let taken = paired && facts.numbers.contains(facts.peer_link);
    all - usize::from(taken)
}
