use std::net::IpAddr;

use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, SwitchId, VlanId, VrfId};
use crate::source::{Origin, Spanned};

declare_rule! {
    /// An address is used twice in one VRF.
    ///
    /// Two machines with one address answer each other's traffic, now the one and now the other.
    /// Such a fault comes and goes with ARP caches and is hard to find on a running network. Looked
    /// at are gateways, the switches' own addresses on VLANs, loopbacks, routed ports of
    /// boundaries, addresses of hosts that the program states, and, by themselves, the management
    /// addresses.
    ///
    /// ```rack
    /// vlan web 110 {
    ///   gateway 10.1.110.1/24 on core
    ///   address core-a 10.1.110.1/24      // the gateway's; a member needs its own
    /// }
    /// ```
    ///
    /// Give one of the two another address, or leave out the one that rackc can choose: the
    /// switches' own addresses on a VLAN, loopbacks and management addresses.
    "R0302", "address-twice", Error
}

/// Where an address must be unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Management,
    Vrf(Option<VrfId>),
}

/// Who has an address.
#[derive(Debug, Clone, Copy)]
enum Owner<'a> {
    Management(SwitchId),
    ManagementGateway,
    Loopback(SwitchId),
    Gateway(VlanId),
    Own(SwitchId, VlanId),
    Host(&'a str),
    Port(SwitchId, &'a str),
}

struct Use<'a> {
    space: Space,
    address: IpAddr,
    owner: Owner<'a>,
    origin: Origin,
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut uses = Vec::new();
    switches(fabric, &mut uses);
    vlans(fabric, &mut uses);
    boundaries(fabric, &mut uses);
    uses.sort_by_key(|one| (one.space, one.address));
    for same in uses.chunk_by(|a, b| (a.space, a.address) == (b.space, b.address)) {
        if let [first, _, ..] = same {
            sink.push(report(fabric, first, same));
        }
    }
}

fn switches<'a>(fabric: &'a Fabric, uses: &mut Vec<Use<'a>>) {
    for (id, switch) in fabric.switches.iter() {
        let origin = |address: &Spanned<IpAddr>| switch.origin.at(address.span);
        uses.extend(switch.management.iter().map(|address| Use {
            space: Space::Management,
            address: address.value,
            owner: Owner::Management(id),
            origin: origin(address),
        }));
        uses.extend(switch.loopback.iter().map(|address| Use {
            space: Space::Vrf(None),
            address: address.value,
            owner: Owner::Loopback(id),
            origin: origin(address),
        }));
    }
    uses.extend(nets::management_gateways(&fabric.settings.pools).map(|gateway| Use {
        space: Space::Management,
        address: gateway.value,
        owner: Owner::ManagementGateway,
        origin: gateway.span.into(),
    }));
}

fn vlans<'a>(fabric: &'a Fabric, uses: &mut Vec<Use<'a>>) {
    for (id, vlan) in fabric.vlans.iter() {
        let mut add = |address: IpAddr, owner: Owner<'a>, origin: Origin| {
            uses.push(Use { space: Space::Vrf(vlan.vrf), address, owner, origin });
        };
        if let Some(gateway) = &vlan.gateway {
            for net in nets::both(gateway.ipv4, gateway.ipv6) {
                add(net.value.addr(), Owner::Gateway(id), net.span.into());
            }
        }
        for (switch, own) in &vlan.addresses {
            for net in nets::both(own.ipv4, own.ipv6) {
                add(net.value.addr(), Owner::Own(*switch, id), net.span.into());
            }
        }
        for (name, address) in &vlan.hosts {
            add(address.value, Owner::Host(&name.value), address.span.into());
        }
    }
}

/// Link-local addresses may be the same on every link.
fn boundaries<'a>(fabric: &'a Fabric, uses: &mut Vec<Use<'a>>) {
    for boundary in &fabric.boundaries {
        for port in &boundary.ports {
            let ipv6 = port.ipv6.filter(|net| !net.value.addr().is_unicast_link_local());
            uses.extend(nets::both(port.ipv4, ipv6).map(|net| Use {
                space: Space::Vrf(boundary.vrf),
                address: net.value.addr(),
                owner: Owner::Port(port.switch, &boundary.name),
                origin: net.span.into(),
            }));
        }
    }
}

/// One message for an address, with the first places where it stands.
fn report(fabric: &Fabric, first: &Use<'_>, same: &[Use<'_>]) -> Diagnostic {
    const SHOWN: usize = 4;
    let space = match first.space {
        Space::Management => "the management network".to_owned(),
        Space::Vrf(vrf) => fabric.vrf_text(vrf),
    };
    let times = match same.len() {
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    };
    let message = format!("address `{}` is used {times} in {space}", first.address);
    let mut diagnostic = Diagnostic::new(&CODE, message);
    let mut others = Vec::new();
    for one in same {
        let told = |span| diagnostic.labels.iter().any(|label| label.span == span);
        if diagnostic.labels.len() < SHOWN && !told(one.origin.at) {
            diagnostic = diagnostic.from(one.origin, describe(fabric, one.owner));
        } else {
            others.push(one.owner);
        }
    }
    if let Some((other, rest)) = others.split_first() {
        let other = describe(fabric, *other);
        diagnostic = diagnostic.note(match rest.len() {
            0 => format!("it is also {other}"),
            more => format!("it is also {other}, and {more} more have it"),
        });
    }
    diagnostic.help(match first.owner {
        Owner::Management(_) | Owner::Loopback(_) => {
            "give each its own address, or none: rackc chooses one from the pool"
        }
        _ => "give each its own address",
    })
}

fn describe(fabric: &Fabric, owner: Owner<'_>) -> String {
    let switch = |id: SwitchId| &fabric.switches[id].name;
    match owner {
        Owner::Management(id) => format!("the management address of `{}`", switch(id)),
        Owner::ManagementGateway => "the management gateway".to_owned(),
        Owner::Loopback(id) => format!("the loopback of `{}`", switch(id)),
        Owner::Gateway(vlan) => format!("the gateway of VLAN `{}`", fabric.vlans[vlan].name),
        Owner::Own(id, vlan) => format!("`{}` on VLAN `{}`", switch(id), fabric.vlans[vlan].name),
        Owner::Host(name) => format!("host `{name}`"),
        Owner::Port(id, name) => format!("a port of `{}` at boundary `{name}`", switch(id)),
    }
}
