use ipnet::IpNet;

use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, SwitchId, Vlan};
use crate::source::Spanned;

declare_rule! {
    /// A switch's own address on a VLAN does not fit the gateway's subnet.
    ///
    /// The members of a redundant gateway each have an address of their own beside the shared one.
    /// VRRP and HSRP do not come up, or both members become master, when they are not in one subnet
    /// or have prefixes of different lengths. Without a gateway the switches' own addresses must
    /// still agree.
    ///
    /// ```rack
    /// vlan web 110 {
    ///   gateway 10.1.110.1/24 on core
    ///   address core-a 10.1.111.2/24
    /// }
    /// ```
    ///
    /// Take an address of the gateway's subnet and the same length, or delete the line: rackc
    /// chooses an address.
    "R0305", "own-address-outside", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for vlan in context.fabric.vlans.values() {
        let gateway: Vec<_> = match &vlan.gateway {
            Some(gateway) => nets::both(gateway.ipv4, gateway.ipv6).collect(),
            None => Vec::new(),
        };
        for ipv6 in [false, true] {
            let of_family = |net: &Spanned<IpNet>| net.value.addr().is_ipv6() == ipv6;
            let gateway = gateway.iter().copied().find(of_family);
            let own = vlan
                .addresses
                .iter()
                .flat_map(|(switch, own)| nets::both(own.ipv4, own.ipv6).map(|net| (*switch, net)));
            family(context.fabric, vlan, gateway, own.filter(|(_, net)| of_family(net)), sink);
        }
    }
}

/// Holds the addresses of one family against the gateway, or against the first of them.
fn family(
    fabric: &Fabric,
    vlan: &Vlan,
    gateway: Option<Spanned<IpNet>>,
    own: impl Iterator<Item = (SwitchId, Spanned<IpNet>)>,
    sink: &mut Sink,
) {
    let mut measure = gateway;
    let whose = if gateway.is_some() { "the gateway" } else { "the first address" };
    for (switch, net) in own {
        let measure = *measure.get_or_insert(net);
        if net.value.trunc() == measure.value.trunc() {
            continue;
        }
        let switch = &fabric.switches[switch].name;
        let inside = measure.value.contains(&net.value.addr());
        let message = if inside {
            format!(
                "`{switch}` on VLAN `{}` has a prefix of another length than {whose}",
                vlan.name
            )
        } else {
            format!(
                "`{switch}` on VLAN `{}` has an address outside the subnet of {whose}",
                vlan.name
            )
        };
        let help = if inside {
            format!("write `{}/{}`", net.value.addr(), measure.value.prefix_len())
        } else {
            format!(
                "take a free address of `{}`, or delete it to have one chosen",
                measure.value.trunc()
            )
        };
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(net.span, if inside { "of another length" } else { "not in the subnet" })
                .at(measure.span, format!("{whose}: subnet `{}`", measure.value.trunc()))
                .help(help),
        );
    }
}
