use super::vendors_in_use;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::vendor::schema::GatewayKind;

declare_rule! {
    /// The MAC of anycast gateways belongs to a redundancy protocol.
    ///
    /// VRRP (RFC 9568) and HSRP make the virtual MAC of a group from a fixed range and the group's
    /// number. An anycast gateway with such a MAC collides with every group of that number on the
    /// same wire, and some systems refuse it. Only where all systems in use take their own anycast
    /// MAC from the range is it left to the program.
    ///
    /// ```rack
    /// fabric dc1 { anycast-mac 00:00:5e:00:01:0a }
    /// ```
    ///
    /// Take a locally administered one, such as `02:00:00:00:00:01`, or leave it out.
    "R0316", "anycast-mac", Error
}

/// Ranges by the start of the MAC.
const RANGES: [(&str, &str); 6] = [
    ("00:00:5e:00:01:", "VRRP's range for IPv4"),
    ("00:00:5e:00:02:", "VRRP's range for IPv6"),
    ("00:00:0c:07:ac:", "HSRP's range"),
    ("00:00:0c:9f:f", "HSRP's range"),
    ("00:05:73:a0:0", "HSRP's range for IPv6"),
    ("00:00:00:00:00:00", "no address at all"),
];

fn check(context: &Context<'_>, sink: &mut Sink) {
    let settings = &context.fabric.settings;
    let Some(mac) = &settings.anycast_mac else {
        return;
    };
    let Some((start, what)) = RANGES.iter().find(|(start, _)| mac.value.starts_with(start)) else {
        return;
    };
    let vendors = vendors_in_use::of_all(context);
    let mut anycast = vendors
        .iter()
        .filter(|in_use| in_use.vendor.gateways.contains(&GatewayKind::Anycast))
        .peekable();
    if anycast.peek().is_some()
        && anycast.all(|in_use| in_use.vendor.anycast_mac.starts_with(start))
    {
        return;
    }
    sink.push(
        Diagnostic::new(&CODE, format!("the anycast MAC `{mac}` cannot be used"))
            .at(mac.span, format!("it is {what}"))
            .help("write a locally administered one: `anycast-mac 02:00:00:00:00:01`"),
    );
}
