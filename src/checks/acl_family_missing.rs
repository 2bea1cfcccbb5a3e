use super::covered::{expanded, family};
use super::{Context, Repeated, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Access, Acl, Boundary, Fabric, Vlan};
use crate::source::Span;

declare_rule! {
    /// An access list lets nothing of an address family through, though the place it is applied to
    /// has addresses of it.
    ///
    /// A list is of both families, and what no entry permits is dropped. This one permits packets of
    /// one family only, and no entry speaks of the other: it has been forgotten. All of it is
    /// dropped, but for the neighbour discovery of IPv6.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 2001:db8:110::1/64  ingress acl from-web }
    /// acl from-web { permit tcp from 10.1.110.0/24 port 443 }
    /// ```
    ///
    /// Name objects or VLANs rather than prefixes, as they have both families: `from web`. If the
    /// family is meant to be dropped, say so: `deny from ::/0`.
    "R1112", "acl-family-missing", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut found = Repeated::new();
    for boundary in &fabric.boundaries {
        let place = format!("boundary `{}`", boundary.name);
        let has = |ipv6: bool| boundary_has(fabric, boundary, ipv6);
        look(fabric, &boundary.access, &place, &boundary.name, has, &mut found);
    }
    for vlan in fabric.vlans.values() {
        let place = format!("VLAN `{}`", vlan.name);
        look(fabric, &vlan.access, &place, &vlan.name, |ipv6| vlan_has(vlan, ipv6), &mut found);
    }
    found.report(sink);
}

fn vlan_has(vlan: &Vlan, ipv6: bool) -> bool {
    nets::of_vlan(vlan).any(|net| net.value.addr().is_ipv6() == ipv6)
}

fn boundary_has(fabric: &Fabric, boundary: &Boundary, ipv6: bool) -> bool {
    let mut ports = boundary.ports.iter();
    ports.any(|port| if ipv6 { port.ipv6.is_some() } else { port.ipv4.is_some() })
        || boundary.vlans.iter().any(|vlan| vlan_has(&fabric.vlans[vlan.value], ipv6))
}

fn look(
    fabric: &Fabric,
    access: &[Access],
    place: &str,
    name: &str,
    has: impl Fn(bool) -> bool,
    found: &mut Repeated<(Span, bool)>,
) {
    for access in access {
        let Some(acl) = fabric.acls.get(access.acl) else { continue };
        for ipv6 in [false, true] {
            if has(ipv6) && forgets(acl, ipv6) {
                found.add((access.span, ipv6), name, || report(acl, access, place, ipv6));
            }
        }
    }
}

/// Whether a list permits something of the other family only, and has no entry that is of this one alone.
fn forgets(acl: &Acl, ipv6: bool) -> bool {
    let permits =
        |ipv6: bool| acl.entries.iter().any(|entry| entry.permit && expanded(entry, ipv6) > 0);
    let mentioned =
        acl.entries.iter().any(|entry| expanded(entry, ipv6) > 0 && expanded(entry, !ipv6) == 0);
    permits(!ipv6) && !permits(ipv6) && !mentioned
}

fn report(acl: &Acl, access: &Access, place: &str, ipv6: bool) -> Diagnostic {
    let everything = if ipv6 { "::/0" } else { "0.0.0.0/0" };
    let (missing, other) = (family(ipv6), family(!ipv6));
    let message = format!(
        "access list `{}` permits no {missing} packet, but {place} has {missing} addresses",
        acl.name
    );
    Diagnostic::new(&CODE, message)
        .at(access.span, format!("all {missing} is dropped here"))
        .from(acl.origin, format!("only {other} is permitted"))
        .help(format!(
            "permit what should pass of {missing}, or write `deny from {everything}` if none should"
        ))
}
