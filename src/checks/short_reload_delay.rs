use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, Pair, SwitchId, Timers, UnderlayKind};

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
    /// time if that is longer; 40 s for OSPF (the dead interval, RFC 2328), or the dead interval that is said. Where the program says
    /// no delay, the vendor's own is what counts.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp }
    /// mlag pair = a + b { reload-delay 60s }        // leave it out: the vendor's own is 150 s and more
    /// ```
    "R1402", "short-reload-delay", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for pair in context.fabric.pairs.values().filter(|pair| !pair.esi) {
        let own = context.vendor(pair.members[0]).map(|vendor| vendor.mlag.reload_delay);
        let Some(delay) = pair.reload_delay.or(own) else { continue };
        let Some((needed, what)) = needed(context.fabric, pair) else { continue };
        if delay < needed {
            let key = (pair.origin.at, delay);
            // Leaving it out helps where the vendor's own is long enough.
            let leave = pair.reload_delay.and(own).is_some_and(|own| own >= needed);
            findings.add(key, &pair.name, || report(pair, delay, needed, what, leave));
        }
    }
    findings.report(sink);
}

/// How many seconds the routing of a pair may take to come up, and which protocol it is; nothing without one.
fn needed(fabric: &Fabric, pair: &Pair) -> Option<(u32, &'static str)> {
    let underlay = &fabric.settings.underlay;
    let said = underlay.timers.as_ref().map(second);
    let routed = pair.members.iter().any(|member| fabric.switches[*member].routed);
    let inside = match underlay.kind {
        _ if !routed => None,
        UnderlayKind::None => None,
        UnderlayKind::Ospf => Some((said.unwrap_or(DEAD_INTERVAL), "OSPF")),
        _ => Some((bgp(said), "BGP")),
    };
    let here = |switch: &SwitchId| pair.members.contains(switch);
    let outside = fabric.boundaries.iter().filter(|boundary| {
        boundary.on.iter().any(here) || boundary.ports.iter().any(|port| here(&port.switch))
    });
    let outside = outside.flat_map(|boundary| {
        let peers =
            boundary.peers.iter().map(|peer| (bgp(peer.timers.as_ref().map(second)), "BGP"));
        let ospf = boundary.ospf.iter();
        let ospf = ospf.map(|ospf| (ospf.timers.as_ref().map_or(DEAD_INTERVAL, second), "OSPF"));
        peers.chain(ospf)
    });
    inside.into_iter().chain(outside).max()
}

/// The hold time or the dead interval.
fn second(timers: &Timers) -> u32 {
    u32::from(timers.second)
}

fn bgp(hold: Option<u32>) -> u32 {
    CONNECT_RETRY.max(hold.unwrap_or_default())
}

fn report(pair: &Pair, delay: u32, needed: u32, what: &str, leave: bool) -> Diagnostic {
    let message = format!(
        "the MLAG ports of `{}` come up after {delay} s, and {what} may take {needed} s",
        pair.name
    );
    Diagnostic::new(&CODE, message).from(pair.origin, "what hosts send in between is lost").help(
        format!(
            "write `reload-delay {needed}s` or more{}",
            if leave { ", or leave it out" } else { "" }
        ),
    )
}
