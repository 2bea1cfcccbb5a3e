use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A VLAN's packets do not fit into the tunnels of the overlay.
    ///
    /// VXLAN puts 50 bytes around each packet, 70 where the tunnels run over IPv6 (RFC 7348), and tunnel
    /// endpoints do not fragment. Links of the underlay that are smaller than that drop full-sized packets, while
    /// pings and handshakes pass.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp  overlay evpn }      // add: mtu 9000
    /// ```
    ///
    /// Raise the fabric's `mtu`, or lower that of the VLAN.
    "R1007", "overlay-mtu", Error
}

/// A size of packets that switches and servers are commonly set to.
const USUAL: u32 = 9000;
/// No hardware carries more.
const MOST: u32 = 9216;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let settings = &context.fabric.settings;
    let Some(overlay) = &settings.overlay else { return };
    let around = if context.topology.routed.ipv6_tunnels { 70 } else { 50 };
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values().filter(|vlan| vlan.no_vni.is_none()) {
        let needed = vlan.ip_mtu() + around;
        if needed <= settings.mtu {
            continue;
        }
        found.add(vlan.mtu.is_some(), &vlan.name, || {
            let place = settings.mtu_span.unwrap_or(overlay.span);
            let message = format!(
                "packets of VLAN `{}` need {needed} bytes in the overlay, links carry {}",
                vlan.name, settings.mtu
            );
            let mut diagnostic = Diagnostic::new(&CODE, message)
                .at(place, format!("links carry {} bytes", settings.mtu));
            if let Some(mtu) = vlan.mtu {
                diagnostic =
                    diagnostic.at(mtu.span, format!("and {around} bytes of VXLAN around it"));
            }
            diagnostic.help(way_out(needed, around, settings.mtu))
        });
    }
    found.report(sink);
}

/// The usual jumbo size where that is enough, else what the VLAN needs, as far as a fabric may go.
fn way_out(needed: u32, around: u32, carried: u32) -> String {
    let smaller = format!("`mtu {}` in the `vlan` block", carried.saturating_sub(around));
    if needed <= USUAL {
        format!("write `mtu {USUAL}` in the fabric block")
    } else if needed <= MOST {
        format!("write `mtu {needed}` in the fabric block, or {smaller}")
    } else {
        format!("write {smaller}")
    }
}
