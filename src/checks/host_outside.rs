use ipnet::IpNet;

use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A host's address does not lie in its VLAN's subnet.
    ///
    /// The host could not reach its gateway, and nobody the host. Either the address or the VLAN is
    /// the wrong one.
    ///
    /// ```rack
    /// vlan web 110 {
    ///   gateway 10.1.110.1/24 on core
    ///   host web01 10.1.111.11
    /// }
    /// ```
    ///
    /// Take an address of the gateway's subnet, or move the line to the VLAN whose subnet it is.
    /// Hosts of a VLAN that no switch routes may have any address.
    "R0306", "host-outside", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for vlan in context.fabric.vlans.values() {
        let subnets: Vec<_> = nets::of_vlan(vlan).collect();
        if subnets.is_empty() {
            continue;
        }
        for (name, address) in &vlan.hosts {
            let local =
                matches!(address.value, std::net::IpAddr::V6(ip) if ip.is_unicast_link_local());
            if local || subnets.iter().any(|net| net.value.contains(&address.value)) {
                continue;
            }
            let message = format!(
                "the address of host `{}` lies in no subnet of VLAN `{}`",
                name.value, vlan.name
            );
            let mut diagnostic = Diagnostic::new(&CODE, message).at(address.span, "outside");
            let same_family = |net: &IpNet| net.addr().is_ipv4() == address.value.is_ipv4();
            let help = match subnets.iter().find(|net| same_family(&net.value)) {
                Some(net) => {
                    diagnostic = diagnostic.at(net.span, format!("subnet `{}`", net.value.trunc()));
                    format!("take an address of `{}`", net.value.trunc())
                }
                None => "give the VLAN a gateway of this address family too".to_owned(),
            };
            sink.push(diagnostic.help(help));
        }
    }
}
