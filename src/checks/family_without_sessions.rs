use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, Service};

declare_rule! {
    /// Hosts of a service have no sessions in a family of their VLAN.
    ///
    /// Where all leaves have the gateway's address, sessions run from a loopback that each leaf has in the VRF. Without a prefix
    /// of the family in `pool loopback` there is none. When the service accepts nothing of the family, it does without such
    /// sessions; hosts are then told nothing in that family either.
    ///
    /// ```rack
    /// pool loopback 10.255.0.0/22
    /// vlan nodes 110 { vrf prod  gateway 10.1.110.1/24, 2001:db8:110::1/64 }
    /// service k8s { vlan nodes  asn 64512  accept 10.244.0.0/16 up to /26 }
    /// ```
    ///
    /// If they are to have them, add a prefix of the family to the pool.
    "R1018", "family-without-sessions", Note
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let pool = &fabric.settings.pools.loopback;
    // Without any loopbacks the fabric is refused.
    let lacking = match (pool.ipv4.is_empty(), pool.ipv6.is_empty()) {
        (true, false) => false,
        (false, true) => true,
        _ => return,
    };
    let family = if lacking { "IPv6" } else { "IPv4" };
    for service in &fabric.services {
        if service.accepts(lacking) || !has_family(fabric, service, lacking) {
            continue;
        }
        let message = format!("hosts of service `{}` have no {family} sessions", service.name);
        let mut diagnostic = Diagnostic::new(&CODE, message)
            .from(service.origin, format!("accepts no {family} prefix"))
            .help(format!("add an {family} prefix to `pool loopback` if they are to have them"));
        if let Some(span) = pool.span {
            diagnostic = diagnostic.at(span, format!("has no {family} prefix"));
        }
        sink.push(diagnostic);
    }
}

/// Whether a VLAN of a service has a gateway in a family that is the same on several switches of a VRF.
fn has_family(fabric: &Fabric, service: &Service, ipv6: bool) -> bool {
    service.vlans.iter().map(|vlan| &fabric.vlans[vlan.value]).any(|vlan| {
        let gateway = vlan.gateway.as_ref().filter(|gateway| gateway.distributed);
        let has =
            gateway.is_some_and(|one| if ipv6 { one.ipv6.is_some() } else { one.ipv4.is_some() });
        has && vlan.vrf.is_some()
    })
}
