//! What a device needs of its system.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::device::model::{Device, StaticRoute, StormControl, Svi};
use crate::fabric::{Fabric, LacpMode, Switch, Vlan, gateway_feature};
use crate::source::Span;
use crate::vendor::schema::{Feature, GatewayKind};

/// Why a feature is needed.
#[derive(Debug, Clone)]
pub(super) struct Need {
    /// What is asked for, in words.
    pub(super) what: Cow<'static, str>,
    /// Where the program asks for it, when one statement does.
    pub(super) span: Option<Span>,
}

/// Needs by feature; the first reason is kept.
#[derive(Default)]
pub(super) struct Needs {
    by_feature: BTreeMap<Feature, Need>,
    /// A bit for each feature that is known to be needed: most are needed many times.
    known: u128,
}

impl Needs {
    pub(super) fn add(
        &mut self,
        wanted: bool,
        feature: Feature,
        what: &'static str,
        span: Option<Span>,
    ) {
        self.add_with(wanted, feature, || Need { what: what.into(), span });
    }

    /// The same, where the reason takes some work.
    pub(super) fn add_with(
        &mut self,
        wanted: bool,
        feature: Feature,
        reason: impl FnOnce() -> Need,
    ) {
        let bit = 1_u128.checked_shl(feature as u32).unwrap_or_default();
        if wanted && self.known & bit == 0 {
            self.known |= bit;
            self.by_feature.entry(feature).or_insert_with(reason);
        }
    }
}

/// Features that a device uses.
pub(super) fn needs(fabric: &Fabric, switch: &Switch, device: &Device) -> BTreeMap<Feature, Need> {
    let mut needs = Needs::default();
    layer2(&mut needs, fabric, device);
    mlag(&mut needs, fabric, switch, device);
    for svi in &device.svis {
        gateways(&mut needs, fabric, svi);
    }
    layer3(&mut needs, fabric, device);
    super::routed::routed(&mut needs, fabric, switch, device);
    system(&mut needs, fabric, device);
    needs.by_feature
}

fn layer2(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    let tree = device.spanning_tree.as_ref();
    let span = fabric.settings.spanning_tree.span;
    needs.add(
        tree.is_some_and(|tree| tree.mstp.is_some()),
        Feature::StpMstp,
        "spanning tree by MSTP",
        span,
    );
    needs.add(
        tree.is_some_and(|tree| tree.rstp.is_some()),
        Feature::StpRstp,
        "spanning tree by RSTP",
        span,
    );
    needs.add(
        tree.is_some_and(|tree| tree.rapid_pvst.is_some()),
        Feature::StpRapidPvst,
        "one rapid spanning tree per VLAN",
        span,
    );
    needs.add(!device.breakouts.is_empty(), Feature::Breakout, "port breakout", None);
    let lags = || device.lags.iter().filter(|lag| lag.peer_link.is_none());
    let lacp = || lags().filter_map(|lag| lag.lacp.as_ref());
    needs.add(lacp().any(|lacp| lacp.fast), Feature::LacpFast, "LACP at the fast rate", None);
    needs.add(lacp().any(|lacp| lacp.fallback), Feature::LacpFallback, "LACP fallback", None);
    needs.add(lags().any(|lag| lag.lacp.is_none()), Feature::LagStatic, "a LAG without LACP", None);
    let shared = lags().any(|lag| lag.lacp.is_none() && lag.mlag.is_some());
    needs.add_with(shared, Feature::MlagStatic, || Need {
        what: "a LAG without LACP that both members of a pair share".into(),
        span: static_span(fabric),
    });
    needs.add(lags().any(|lag| lag.routed.is_some()), Feature::LagRouted, "a routed LAG", None);
    let switchports = device.ports.iter().filter_map(|port| port.switchport.as_ref());
    for switchport in
        switchports.chain(device.lags.iter().filter_map(|lag| lag.switchport.as_ref()))
    {
        let native = switchport.trunk.as_ref().is_some_and(|trunk| trunk.native.is_some());
        needs.add(native, Feature::NativeVlan, "a native VLAN on a trunk", None);
        needs.add(switchport.edge, Feature::EdgePort, "edge ports", None);
        if let Some(storm) = &switchport.storm_control {
            let of = |what: &'static str| {
                move || Need { what: what.into(), span: storm_span(fabric, storm) }
            };
            let what = of("storm control of broadcast");
            needs.add_with(storm.broadcast, Feature::StormBroadcast, what);
            let what = of("storm control of multicast");
            needs.add_with(storm.multicast, Feature::StormMulticast, what);
            let what = of("storm control of unknown unicast");
            needs.add_with(storm.unknown_unicast, Feature::StormUnknownUnicast, what);
        }
    }
}

/// The first profile that asks for LAGs without LACP.
fn static_span(fabric: &Fabric) -> Option<Span> {
    let said = fabric.profiles.values().filter_map(|profile| profile.lacp);
    said.filter(|lacp| lacp.value == LacpMode::Static).map(|lacp| lacp.span).next()
}

/// The first profile that asks for this storm control.
fn storm_span(fabric: &Fabric, storm: &StormControl) -> Option<Span> {
    let kinds = (storm.broadcast, storm.multicast, storm.unknown_unicast);
    fabric.profiles.values().filter_map(|profile| profile.storm_control).find_map(|said| {
        let share = format!("{}.{:02}", said.share.value / 100, said.share.value % 100);
        let same = share == storm.percent
            && (said.broadcast, said.multicast, said.unknown_unicast) == kinds;
        same.then_some(said.share.span)
    })
}

fn mlag(needs: &mut Needs, fabric: &Fabric, switch: &Switch, device: &Device) {
    let Some(mlag) = &device.mlag else { return };
    let span = switch.pair.map(|pair| fabric.pairs[pair].origin.at);
    needs.add(true, Feature::Mlag, "membership of an MLAG pair", span);
    let link = mlag.keepalive.interface.is_some();
    needs.add(
        link,
        Feature::MlagKeepaliveLink,
        "keepalive of a pair over a cable of its own",
        span,
    );
    needs.add(
        !link,
        Feature::MlagKeepaliveManagement,
        "keepalive of a pair over the management network",
        span,
    );
    let ipv6 = !link && mlag.keepalive.peer.contains(':');
    needs.add(
        ipv6,
        Feature::MlagKeepaliveIpv6,
        "keepalive of a pair over an IPv6 management network",
        span,
    );
}

fn gateways(needs: &mut Needs, fabric: &Fabric, svi: &Svi) {
    let vlan = || fabric.vlans.values().find(|vlan| vlan.id == svi.vlan);
    let span = || {
        let gateway = vlan().and_then(|vlan| vlan.gateway.as_ref());
        gateway.map(|gateway| gateway.via.map_or(gateway.span, |via| via.span))
    };
    let kinds = [
        (
            svi.anycast.is_some(),
            GatewayKind::Anycast,
            "a gateway address that is active on every member",
        ),
        (svi.vrrp.is_some(), GatewayKind::Vrrp, "a gateway by VRRP"),
        (svi.hsrp.is_some(), GatewayKind::Hsrp, "a gateway by HSRP"),
    ];
    for (used, kind, what) in kinds {
        needs.add_with(used && svi.ipv4.is_some(), gateway_feature(kind, false), || Need {
            what: format!("{what} (VLAN `{}`)", svi.vlan_name).into(),
            span: span(),
        });
        needs.add_with(used && svi.ipv6.is_some(), gateway_feature(kind, true), || Need {
            what: format!("{what}, for IPv6 (VLAN `{}`)", svi.vlan_name).into(),
            span: span(),
        });
    }
    needs.add_with(svi.router_advertisement.is_some(), Feature::RouterAdvertisement, || Need {
        what: "IPv6 router advertisements".into(),
        span: span(),
    });
    if let Some(relay) = &svi.dhcp_relay {
        let server = || vlan().and_then(|vlan: &Vlan| vlan.dhcp_relay.first());
        let of = |what: &'static str| {
            move || Need { what: what.into(), span: server().map(|server| server.span) }
        };
        needs.add_with(!relay.ipv4.is_empty(), Feature::DhcpRelay, of("DHCP relay"));
        needs.add_with(!relay.ipv6.is_empty(), Feature::DhcpRelayIpv6, of("DHCPv6 relay"));
        let abroad = vlan().and_then(|vlan| server_abroad(fabric, vlan));
        needs.add_with(abroad.is_some(), Feature::DhcpRelayLeaked, || Need {
            what: "DHCP relay to a server in another VRF".into(),
            span: abroad,
        });
    }
}

/// A DHCP server that is in a VLAN of another VRF, and in none of the same.
fn server_abroad(fabric: &Fabric, vlan: &Vlan) -> Option<Span> {
    let holds = |other: &Vlan, server: IpAddr| {
        other.gateway.as_ref().is_some_and(|gateway| gateway.holds(server))
    };
    let abroad = |server: IpAddr| {
        let (mut here, mut there) = (false, false);
        for other in fabric.vlans.values().filter(|other| holds(other, server)) {
            *(if other.vrf == vlan.vrf { &mut here } else { &mut there }) = true;
        }
        there && !here
    };
    vlan.dhcp_relay.iter().find(|server| abroad(server.value)).map(|server| server.span)
}

fn layer3(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    let span =
        |name: &str| fabric.vrfs.values().find(|vrf| vrf.name == name).map(|vrf| vrf.origin.at);
    for vrf in device.vrfs.iter().filter(|vrf| !vrf.keepalive) {
        needs.add_with(true, Feature::Vrf, || Need {
            what: format!("VRF `{}`", vrf.name).into(),
            span: span(&vrf.name),
        });
    }
    needs.add(device.routes_ipv6, Feature::Ipv6, "IPv6 on routed interfaces", None);
    let route = |printed: &StaticRoute| {
        let known = fabric.routes.iter().find(|route| {
            route.prefix.value == printed.prefix
                && route.via.map(|via| via.value) == printed.next_hop
        });
        known.map(|route| route.span)
    };
    for printed in &device.static_routes {
        let of = |what: &'static str| {
            let route = &route;
            move || Need { what: what.into(), span: route(printed) }
        };
        let discards = printed.next_hop.is_none();
        needs.add_with(true, Feature::StaticRoute, of("static routes"));
        needs.add_with(discards, Feature::StaticDiscard, of("static routes that discard"));
        let alike =
            |other: &&StaticRoute| (&other.vrf, &other.prefix) == (&printed.vrf, &printed.prefix);
        let mut beside = device.static_routes.iter().filter(alike);
        let backup = discards && beside.any(|other| other.next_hop.is_some());
        let what = "a static route that discards beside one with a next hop to the same prefix";
        needs.add_with(backup, Feature::StaticDiscardBackup, of(what));
        let what = of("a distance of static routes");
        needs.add_with(printed.distance.is_some(), Feature::StaticDistance, what);
    }
}

fn system(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    let system = &device.system;
    let plane = &fabric.management;
    let first =
        |list: &[crate::source::Spanned<std::net::IpAddr>]| list.first().map(|server| server.span);
    needs.add(!system.ntp.is_empty(), Feature::Ntp, "NTP", first(&plane.ntp));
    needs.add(!system.dns.is_empty(), Feature::Dns, "DNS resolvers", first(&plane.dns));
    let syslog = plane.syslog.first().and_then(|statement| first(&statement.servers));
    needs.add(!system.syslog.is_empty(), Feature::Syslog, "remote syslog", syslog);
    let odd_port = system.syslog.iter().any(|server| !server.port_is_default);
    needs.add(odd_port, Feature::SyslogPort, "remote syslog on a port other than 514", syslog);
    let zone = plane.timezone.as_ref().map(|zone| zone.span);
    needs.add(system.timezone.is_some(), Feature::Timezone, "a time zone", zone);
    needs.add(
        !system.banner.is_empty(),
        Feature::Banner,
        "a login banner",
        plane.banner.first().map(|line| line.span),
    );
    let tacacs = plane.tacacs.first().map(|server| server.address.span);
    let radius = plane.radius.first().map(|server| server.address.span);
    needs.add(!system.tacacs.is_empty(), Feature::Tacacs, "TACACS+", tacacs);
    needs.add(!system.radius.is_empty(), Feature::Radius, "RADIUS", radius);
    let ipv6 = system.tacacs.iter().chain(&system.radius).any(|server| server.ipv6);
    needs.add(
        ipv6,
        Feature::AaaIpv6,
        "a TACACS+ or RADIUS server by IPv6 address",
        tacacs.or(radius),
    );
    if let Some(snmp) = &system.snmp {
        let user =
            plane.snmp.as_ref().and_then(|snmp| snmp.users.first()).map(|user| user.name.span);
        needs.add(!snmp.users.is_empty(), Feature::Snmp, "SNMPv3", user);
        needs.add(!snmp.traps.is_empty(), Feature::SnmpTrap, "SNMPv3 notifications", user);
    }
    for user in &system.users {
        let span = plane
            .users
            .iter()
            .find(|known| known.name.value == user.name)
            .map(|known| known.name.span);
        needs.add(!user.keys.is_empty(), Feature::SshKeys, "SSH keys of users", span);
        needs.add(
            user.keys.len() > 1,
            Feature::SshKeysMany,
            "more than one SSH key of a user",
            span,
        );
    }
    if let Some(management) = &device.management {
        needs.add(
            management.ipv6.is_some(),
            Feature::ManagementIpv6,
            "an IPv6 management address",
            None,
        );
    }
}
