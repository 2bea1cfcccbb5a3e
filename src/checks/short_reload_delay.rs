use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Pair, UnderlayKind};

/// `ConnectRetryTime` in seconds: how long a BGP speaker waits before it tries a neighbour again (RFC 4271, section 10).
const CONNECT_RETRY: u32 = 120;
/// `RouterDeadInterval` in seconds, which an OSPF neighbour waits before it elects or forms an adjacency anew (RFC
/// 2328, appendix C.3).
const DEAD_INTERVAL: u32 = 40;

declare_rule! {
    /// The ports of an MLAG come up before the switch knows the way out.
    ///
    /// A member that has restarted brings its MLAG ports up after the reload delay. Hosts then send to it at once.
    /// When its routing is not there yet, what they send is lost, with every session and every light green. The delay
    /// must be longer than the routing protocol takes to come up: 120 s for BGP, whose neighbours may have just
    /// tried in vain and wait that long before the next time (`ConnectRetryTime`, RFC 4271, section 10), or the hold
    /// time if that is longer; 40 s for OSPF (the dead interval, RFC 2328), or the dead interval that is said.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp }
    /// mlag pair = a + b { reload-delay 60s }        // leave it out: the vendor's own is 150 s and more
    /// ```
    "R1402", "short-reload-delay", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let underlay = &context.fabric.settings.underlay;
    let said = underlay.timers.map(|timers| u32::from(timers.second));
    let (needed, what) = match underlay.kind {
        UnderlayKind::None => return,
        UnderlayKind::Ospf => (said.unwrap_or(DEAD_INTERVAL), "OSPF"),
        _ => (CONNECT_RETRY.max(said.unwrap_or_default()), "BGP"),
    };
    let mut findings = Repeated::new();
    for pair in context.fabric.pairs.values() {
        let Some(delay) = pair.reload_delay.filter(|delay| *delay < needed) else { continue };
        let routed = pair.members.iter().any(|member| context.switch(*member).routed);
        if routed && !pair.esi {
            let key = (pair.origin.at, delay);
            findings.add(key, &pair.name, || report(pair, delay, needed, what));
        }
    }
    findings.report(sink);
}

fn report(pair: &Pair, delay: u32, needed: u32, what: &str) -> Diagnostic {
    let message = format!(
        "the MLAG ports of `{}` come up after {delay} s, and {what} may take {needed} s",
        pair.name
    );
    Diagnostic::new(&CODE, message)
        .from(pair.origin, "what hosts send in between is lost")
        .help(format!("write `reload-delay {needed}s` or more, or leave it out"))
}
