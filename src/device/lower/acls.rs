//! Access lists: the program's are of both families, a switch's of one.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

use super::One;
use super::policies::clip;
use crate::device::model::{
    AccessGroups, Acl, AclEntry, AclNet, AclPorts, AclProtocol, Device, IcmpType, Origins,
};
use crate::fabric::{self, Access, IcmpKind, Protocol, Targets};
use crate::vendor::schema::Vendor;

/// Longest remark that is made here, in characters; some systems take no more.
const REMARK_MAX: usize = 100;

/// What a link's neighbours need of each other before IPv6 works on it.
const NEIGHBOUR_DISCOVERY: [IcmpKind; 4] = [
    IcmpKind::NeighborSolicitation,
    IcmpKind::NeighborAdvertisement,
    IcmpKind::RouterSolicitation,
    IcmpKind::RouterAdvertisement,
];

const LINK_LOCAL: IpNet =
    IpNet::new_assert(IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 10);
const UNSPECIFIED: IpNet = IpNet::new_assert(IpAddr::V6(Ipv6Addr::UNSPECIFIED), 128);
/// Multicast that stays on the link: all nodes, all routers, solicited nodes.
const LINK_MULTICAST: IpNet =
    IpNet::new_assert(IpAddr::V6(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0)), 16);

impl One<'_> {
    /// The access lists of a boundary or a VLAN, in the families that the interface has; of several in one
    /// direction, the first.
    pub(super) fn access(
        self,
        place: &[Access],
        (ipv4, ipv6): (bool, bool),
    ) -> Option<Box<AccessGroups>> {
        let name = |ingress: bool, of_ipv6: bool| {
            if !(if of_ipv6 { ipv6 } else { ipv4 }) {
                return None;
            }
            let access = place.iter().find(|access| access.ingress == ingress)?;
            let acl = self.all.fabric.acls.get(access.acl)?;
            Some(name_of(acl, of_ipv6))
        };
        let groups = || AccessGroups {
            origins: Origins::default(),
            ingress_ipv4: name(true, false),
            ingress_ipv6: name(true, true),
            egress_ipv4: name(false, false),
            egress_ipv6: name(false, true),
        };
        (!place.is_empty() && (ipv4 || ipv6)).then(|| Box::new(groups()))
    }

    /// The access lists that a device's interfaces name, by name.
    pub(super) fn acls(self, device: &Device) -> Vec<Acl> {
        let mut applied = applied(device);
        let families = self.all.fabric.acls.iter().flat_map(|acl| [(acl, false), (acl, true)]);
        let mut acls: Vec<Acl> = families
            .filter_map(|(acl, ipv6)| {
                let name = name_of(acl, ipv6);
                let places = applied.remove(name.as_str())?;
                let links = links(device, &places);
                let entries = entries(self.vendor, acl, &links, ipv6, self.all.origins);
                Some(Acl {
                    origins: Origins::default(),
                    name,
                    ipv6,
                    entries,
                    ingress: places.ingress,
                    egress: places.egress,
                })
            })
            .collect();
        acls.sort_by(|a, b| a.name.cmp(&b.name));
        acls
    }
}

/// The name of a list in one family.
pub(super) fn name_of(acl: &fabric::Acl, ipv6: bool) -> String {
    clip(&format!("{}-{}", acl.name, if ipv6 { "ipv6" } else { "ipv4" }))
}

/// Interfaces that a list is applied to.
#[derive(Debug, Default)]
struct Places {
    ingress: Vec<String>,
    egress: Vec<String>,
}

/// Where each list is applied, in the order of the device's interfaces.
fn applied(device: &Device) -> BTreeMap<&str, Places> {
    let ports = device.ports.iter().flat_map(|port| {
        let routed = port.routed.iter().map(|routed| (&port.name, &routed.access));
        routed.chain(port.subinterfaces.iter().map(|sub| (&sub.name, &sub.routed.access)))
    });
    let lags = device.lags.iter().filter_map(|lag| Some((&lag.name, &lag.routed.as_ref()?.access)));
    let svis = device.svis.iter().map(|svi| (&svi.name, &svi.access));
    let mut applied: BTreeMap<&str, Places> = BTreeMap::new();
    for (interface, access) in ports.chain(lags).chain(svis) {
        let Some(access) = access else { continue };
        for name in [&access.ingress_ipv4, &access.ingress_ipv6].into_iter().flatten() {
            applied.entry(name).or_default().ingress.push(interface.clone());
        }
        for name in [&access.egress_ipv4, &access.egress_ipv6].into_iter().flatten() {
            applied.entry(name).or_default().egress.push(interface.clone());
        }
    }
    applied
}

/// IPv6 prefixes of the interfaces that a list is applied to.
fn links(device: &Device, places: &Places) -> Vec<IpNet> {
    let ports = device.ports.iter().flat_map(|port| {
        let routed = port.routed.iter().map(|routed| (&port.name, routed.ipv6.as_ref()));
        routed.chain(port.subinterfaces.iter().map(|sub| (&sub.name, sub.routed.ipv6.as_ref())))
    });
    let lags = device.lags.iter();
    let lags = lags.filter_map(|lag| Some((&lag.name, lag.routed.as_ref()?.ipv6.as_ref())));
    let svis = device.svis.iter();
    let svis = svis.map(|svi| (&svi.name, svi.ipv6.as_ref().map(|address| &address.own)));
    let here = ports
        .chain(lags)
        .chain(svis)
        .filter(|(name, _)| places.ingress.contains(*name) || places.egress.contains(*name));
    here.filter_map(|(_, address)| Some(address?.subnet())).collect()
}

/// A list in one family. What ends the list is written out, and an IPv6 list lets neighbour discovery
/// through before it.
fn entries(
    vendor: &Vendor,
    acl: &fabric::Acl,
    links: &[IpNet],
    ipv6: bool,
    told: bool,
) -> Vec<AclEntry> {
    let mut entries = Vec::new();
    let mut discovery_missing = ipv6;
    for statement in &acl.entries {
        let mut expanded = expand(vendor, statement, ipv6);
        if told {
            let said = acl.origin.at(statement.span);
            for entry in &mut expanded {
                entry.origins = Origins::whole([said]);
            }
        }
        if expanded.is_empty() {
            continue;
        }
        if discovery_missing && cuts_discovery(statement, links) {
            entries.extend(neighbour_discovery(vendor));
            discovery_missing = false;
        }
        if passes_discovery(statement) {
            discovery_missing = false;
        }
        entries.extend(expanded);
    }
    if !entries.last().is_some_and(denies_all) {
        if discovery_missing {
            entries.extend(neighbour_discovery(vendor));
        }
        entries.push(bare(false));
    }
    for (entry, sequence) in entries.iter_mut().zip((10..).step_by(10)) {
        entry.sequence = sequence;
        entry.name = format!("{sequence}-{}", action(entry.permit));
        entry.remark_sequence = entry.remark.is_some().then_some(sequence - 5);
    }
    entries
}

/// A statement's entries in a family: each source with each destination and each range of ports. None when
/// it does not concern the family.
fn expand(vendor: &Vendor, statement: &fabric::AclEntry, ipv6: bool) -> Vec<AclEntry> {
    let icmp = match statement.icmp {
        Some(kind) => match icmp_type(vendor, kind, ipv6) {
            Some(icmp) => Some(icmp),
            None => return Vec::new(),
        },
        None => None,
    };
    let head = AclEntry {
        log: statement.log,
        protocol: statement.protocol.map(|protocol| protocol_of(protocol, ipv6)),
        established: statement.established,
        icmp,
        ..bare(statement.permit)
    };
    let destinations = nets(statement.to.as_ref(), ipv6);
    let (from_ports, to_ports) = (ports(&statement.from_ports), ports(&statement.to_ports));
    let mut entries = Vec::new();
    for source in nets(statement.from.as_ref(), ipv6) {
        for destination in &destinations {
            for source_port in &from_ports {
                entries.extend(to_ports.iter().map(|destination_port| AclEntry {
                    source: source.clone(),
                    destination: destination.clone(),
                    source_port: source_port.clone(),
                    destination_port: destination_port.clone(),
                    ..head.clone()
                }));
            }
        }
    }
    if let Some(first) = entries.first_mut() {
        first.remark = Some(statement.description.clone().unwrap_or_else(|| words(statement)));
    }
    entries
}

/// An entry for every packet.
fn bare(permit: bool) -> AclEntry {
    AclEntry {
        origins: Origins::default(),
        sequence: 0,
        name: String::new(),
        remark: None,
        remark_sequence: None,
        permit,
        deny: (!permit).then_some(true),
        log: false,
        protocol: None,
        source: None,
        destination: None,
        source_port: None,
        destination_port: None,
        established: false,
        icmp: None,
    }
}

fn denies_all(entry: &AclEntry) -> bool {
    let everything = AclEntry {
        sequence: entry.sequence,
        name: entry.name.clone(),
        remark: entry.remark.clone(),
        log: entry.log,
        ..bare(false)
    };
    *entry == everything
}

fn action(permit: bool) -> &'static str {
    if permit { "permit" } else { "deny" }
}

/// Prefixes of a family; one that is absent stands for any.
fn nets(targets: Option<&Targets>, ipv6: bool) -> Vec<Option<AclNet>> {
    let Some(targets) = targets else { return vec![None] };
    let of_family = targets.nets.iter().filter(|net| net.addr().is_ipv6() == ipv6);
    of_family.map(|net| (net.prefix_len() > 0).then(|| acl_net(*net))).collect()
}

fn acl_net(net: IpNet) -> AclNet {
    AclNet {
        cidr: net.to_string(),
        ip: net.network().to_string(),
        host: (net.prefix_len() == net.max_prefix_len()).then_some(true),
        wildcard: matches!(net, IpNet::V4(_)).then(|| net.hostmask().to_string()),
    }
}

fn ports(ranges: &[(u16, u16)]) -> Vec<Option<AclPorts>> {
    let range = |(from, to): &(u16, u16)| {
        Some(AclPorts { from: *from, to: *to, single: (from == to).then_some(*from) })
    };
    if ranges.is_empty() { vec![None] } else { ranges.iter().map(range).collect() }
}

/// A protocol in a family; a number that has a word is the word.
fn protocol_of(protocol: Protocol, ipv6: bool) -> AclProtocol {
    let icmp = if ipv6 { 58 } else { 1 };
    let number = match protocol {
        Protocol::Tcp => 6,
        Protocol::Udp => 17,
        Protocol::Icmp => icmp,
        Protocol::Number(number) => number,
    };
    let word = match number {
        6 => "tcp".to_owned(),
        17 => "udp".to_owned(),
        number if number == icmp => "icmp".to_owned(),
        number => number.to_string(),
    };
    let present = |known: u8| (number == known).then_some(true);
    let other = ![6, 17, icmp].contains(&number);
    AclProtocol {
        word,
        number,
        tcp: present(6),
        udp: present(17),
        icmp: present(icmp),
        other: other.then_some(number),
    }
}

/// A type of ICMP in a family, if it exists there.
fn icmp_type(vendor: &Vendor, kind: IcmpKind, ipv6: bool) -> Option<IcmpType> {
    let number = kind.number(ipv6)?;
    let words = if ipv6 { &vendor.routing.icmpv6 } else { &vendor.routing.icmp };
    let word = kind.word();
    let vendor = words.get(word).map_or(word, String::as_str).to_owned();
    Some(IcmpType { word: word.to_owned(), vendor, number })
}

fn neighbour_discovery(vendor: &Vendor) -> Vec<AclEntry> {
    let entry = |kind: IcmpKind| {
        Some(AclEntry {
            protocol: Some(protocol_of(Protocol::Icmp, true)),
            icmp: Some(icmp_type(vendor, kind, true)?),
            ..bare(true)
        })
    };
    let mut entries: Vec<AclEntry> = NEIGHBOUR_DISCOVERY.into_iter().filter_map(entry).collect();
    if let Some(first) = entries.first_mut() {
        first.remark = Some("neighbour discovery (RFC 4861)".to_owned());
    }
    entries
}

/// Whether a statement drops neighbour discovery among other things: one that denies everything, all of
/// ICMP, or addresses of the link (`to ff00::/8`, its own prefix). One that denies a type of it by name is
/// meant so.
fn cuts_discovery(statement: &fabric::AclEntry, links: &[IpNet]) -> bool {
    let touches = |targets: &Option<Targets>, own: &[IpNet]| {
        let overlap = |a: &IpNet, b: &IpNet| a.contains(b) || b.contains(a);
        targets.as_ref().is_none_or(|targets| {
            targets.nets.iter().any(|net| own.iter().chain(links).any(|own| overlap(net, own)))
        })
    };
    !statement.permit
        && carries_discovery(statement)
        && touches(&statement.from, &[LINK_LOCAL, UNSPECIFIED])
        && touches(&statement.to, &[LINK_LOCAL, LINK_MULTICAST])
}

/// Whether a statement lets all of neighbour discovery through.
fn passes_discovery(statement: &fabric::AclEntry) -> bool {
    let any = |targets: &Option<Targets>| nets(targets.as_ref(), true).contains(&None);
    statement.permit && carries_discovery(statement) && any(&statement.from) && any(&statement.to)
}

/// Whether neighbour discovery is among the protocols of a statement, whatever the addresses.
fn carries_discovery(statement: &fabric::AclEntry) -> bool {
    let protocol = matches!(statement.protocol, None | Some(Protocol::Icmp | Protocol::Number(58)));
    let ports = !statement.from_ports.is_empty() || !statement.to_ports.is_empty();
    protocol && statement.icmp.is_none() && !ports && !statement.established
}

/// A statement as the language says it: `permit tcp from web to storage port 443`.
fn words(statement: &fabric::AclEntry) -> String {
    let mut words = vec![action(statement.permit).to_owned()];
    words.extend(statement.protocol.map(|protocol| match protocol {
        Protocol::Tcp => "tcp".to_owned(),
        Protocol::Udp => "udp".to_owned(),
        Protocol::Icmp => "icmp".to_owned(),
        Protocol::Number(number) => format!("protocol {number}"),
    }));
    words.extend(statement.icmp.map(|kind| kind.word().to_owned()));
    let from = end("from", statement.from.as_ref(), &statement.from_ports);
    // Ports alone are the destination's.
    let to = match (&from, &statement.to, statement.to_ports.as_slice()) {
        (None, None, ports @ [_, ..]) => Some(format!("port {}", port_words(ports))),
        (_, to, ports) => end("to", to.as_ref(), ports),
    };
    words.extend(from);
    words.extend(to);
    if words.len() == 1 {
        words.push("any".to_owned());
    }
    words.extend(statement.established.then(|| "established".to_owned()));
    shortened(words.join(" "))
}

/// `from web port 443`, if there is something to say.
fn end(keyword: &str, targets: Option<&Targets>, ports: &[(u16, u16)]) -> Option<String> {
    if targets.is_none() && ports.is_empty() {
        return None;
    }
    let mut text = format!("{keyword} {}", targets.map_or("any", |targets| targets.words.as_str()));
    if !ports.is_empty() {
        text.push_str(" port ");
        text.push_str(&port_words(ports));
    }
    Some(text)
}

fn port_words(ports: &[(u16, u16)]) -> String {
    let word = |(from, to): &(u16, u16)| {
        if from == to { from.to_string() } else { format!("{from}..{to}") }
    };
    ports.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn shortened(text: String) -> String {
    const MORE: &str = " ...";
    if text.chars().count() <= REMARK_MAX {
        return text;
    }
    let kept: String = text.chars().take(REMARK_MAX - MORE.len()).collect();
    format!("{}{MORE}", kept.trim_end_matches([' ', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Origin, Sources, Span};
    use crate::vendor::Catalog;

    fn span() -> Span {
        Span { file: Sources::default().add("main.rack", ""), start: 0, end: 0 }
    }

    fn statement(permit: bool, protocol: Option<Protocol>) -> fabric::AclEntry {
        fabric::AclEntry {
            permit,
            protocol,
            icmp: None,
            from: None,
            from_ports: Vec::new(),
            to: None,
            to_ports: Vec::new(),
            established: false,
            log: false,
            description: None,
            span: span(),
        }
    }

    #[allow(clippy::unnecessary_wraps)] // As an entry has it.
    fn targets(words: &str, nets: &[&str]) -> Option<Targets> {
        let nets = nets.iter().map(|net| net.parse().unwrap()).collect();
        Some(Targets { words: words.to_owned(), nets })
    }

    fn lowered(statements: Vec<fabric::AclEntry>, ipv6: bool) -> Vec<AclEntry> {
        let catalog = Catalog::load([]).unwrap();
        let vendor = catalog.vendors.values().next().unwrap();
        let origin = Origin::from(span());
        let acl = fabric::Acl { name: "in".to_owned(), origin, entries: statements, used: true };
        entries(vendor, &acl, &[], ipv6, false)
    }

    #[test]
    fn neighbours_on_the_link_itself_are_heard() {
        let link: IpNet = "fd00:1::/127".parse().unwrap();
        let local =
            fabric::AclEntry { from: targets("local", &["fc00::/7"]), ..statement(false, None) };
        assert!(cuts_discovery(&local, &[link]), "it asks from its address on the link");
        assert!(!cuts_discovery(&local, &["2001:db8::/127".parse().unwrap()]));
    }

    /// An entry in a line: name, protocol, type of ICMP, source, destination, destination port.
    fn line(entry: &AclEntry) -> String {
        let net = |net: &Option<AclNet>| net.as_ref().map(|net| net.cidr.clone());
        let port =
            entry.destination_port.as_ref().map(|ports| format!("{}-{}", ports.from, ports.to));
        let parts = [
            Some(entry.name.clone()),
            entry.protocol.as_ref().map(|protocol| protocol.word.clone()),
            entry.icmp.as_ref().map(|icmp| icmp.number.to_string()),
            net(&entry.source),
            net(&entry.destination),
            port,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn lines(statements: Vec<fabric::AclEntry>, ipv6: bool) -> Vec<String> {
        lowered(statements, ipv6).iter().map(line).collect()
    }

    #[test]
    fn a_statement_is_one_entry_for_each_pair_of_its_family() {
        let web = fabric::AclEntry {
            from: targets("web", &["10.1.0.0/24", "10.2.0.0/24", "2001:db8::/64"]),
            to: targets("dns", &["10.9.0.53/32", "2001:db8:9::53/128"]),
            to_ports: vec![(53, 53), (8000, 8080)],
            ..statement(true, Some(Protocol::Udp))
        };
        let ipv4 = lowered(vec![web.clone()], false);
        assert_eq!(
            ipv4.iter().map(line).collect::<Vec<_>>(),
            [
                "10-permit udp 10.1.0.0/24 10.9.0.53/32 53-53",
                "20-permit udp 10.1.0.0/24 10.9.0.53/32 8000-8080",
                "30-permit udp 10.2.0.0/24 10.9.0.53/32 53-53",
                "40-permit udp 10.2.0.0/24 10.9.0.53/32 8000-8080",
                "50-deny",
            ]
        );
        let words = "permit udp from web to dns port 53, 8000..8080";
        let remarks: Vec<_> = ipv4.iter().map(|entry| entry.remark.as_deref()).collect();
        assert_eq!(remarks, [Some(words), None, None, None, None]);
        assert_eq!((ipv4[0].remark_sequence, ipv4[1].remark_sequence), (Some(5), None));
        let net = ipv4[0].source.as_ref().unwrap();
        assert_eq!((net.ip.as_str(), net.wildcard.as_deref()), ("10.1.0.0", Some("0.0.0.255")));
        assert_eq!((net.host, ipv4[0].destination.as_ref().unwrap().host), (None, Some(true)));
        let ipv6 = lines(vec![web], true);
        assert_eq!(ipv6[0], "10-permit udp 2001:db8::/64 2001:db8:9::53/128 53-53");
        assert_eq!(ipv6.len(), 2 + 4 + 1);
    }

    #[test]
    fn a_list_ends_with_one_refusal_of_all() {
        let web = fabric::AclEntry { to: targets("", &["10.1.0.0/24"]), ..statement(true, None) };
        let all = fabric::AclEntry { from: targets("", &["0.0.0.0/0"]), ..statement(false, None) };
        let expected = ["10-permit 10.1.0.0/24", "20-deny"];
        assert_eq!(lines(vec![web.clone()], false), expected);
        assert_eq!(lines(vec![web.clone(), statement(false, None)], false), expected);
        assert_eq!(lines(vec![web, all], false), expected);
        assert_eq!(lines(Vec::new(), false), ["10-deny"]);
        assert_eq!(lines(vec![statement(true, None)], false), ["10-permit", "20-deny"]);
    }

    #[test]
    fn neighbour_discovery_comes_before_what_would_drop_it() {
        let discovery = |from: usize| {
            let types = [135, 136, 133, 134].into_iter().enumerate();
            types
                .map(|(nth, number)| format!("{}-permit icmp {number}", 10 * (from + nth)))
                .collect::<Vec<_>>()
        };
        let web = fabric::AclEntry { to: targets("", &["2001:db8::/64"]), ..statement(true, None) };
        let listed =
            |cutting: fabric::AclEntry| lines(vec![web.clone(), cutting, web.clone()], true);
        assert_eq!(lines(vec![web.clone()], true)[1..5], discovery(2));
        assert_eq!(listed(statement(false, None))[1..5], discovery(2));
        assert_eq!(listed(statement(false, Some(Protocol::Icmp)))[1..5], discovery(2));
        let multicast = targets("", &["ff00::/8"]);
        let cut = fabric::AclEntry { to: multicast, ..statement(false, None) };
        assert_eq!(listed(cut)[1..5], discovery(2));
        // These leave it alone, so it comes last.
        let afar = fabric::AclEntry { from: targets("", &["fc00::/7"]), ..statement(false, None) };
        assert_eq!(listed(afar)[3..7], discovery(4));
        assert_eq!(listed(statement(false, Some(Protocol::Tcp)))[3..7], discovery(4));
        // Here it has passed already, or what denies it means it.
        assert_eq!(lines(vec![statement(true, None)], true), ["10-permit", "20-deny"]);
        let solicitation = fabric::AclEntry {
            icmp: Some(IcmpKind::NeighborSolicitation),
            ..statement(false, Some(Protocol::Icmp))
        };
        assert_eq!(lines(vec![solicitation], true)[0], "10-deny icmp 135");
    }

    #[test]
    fn a_type_of_one_family_is_not_in_the_other() {
        let too_big = fabric::AclEntry {
            icmp: Some(IcmpKind::PacketTooBig),
            ..statement(true, Some(Protocol::Icmp))
        };
        assert_eq!(lines(vec![too_big.clone()], false), ["10-deny"]);
        assert_eq!(lines(vec![too_big], true)[0], "10-permit icmp 2");
        let number = |number| statement(true, Some(Protocol::Number(number)));
        assert_eq!(lines(vec![number(58)], true)[0], "10-permit icmp");
        assert_eq!(lines(vec![number(58)], false)[0], "10-permit 58");
    }

    #[test]
    fn remarks_are_the_statement_in_words() {
        assert_eq!(words(&statement(false, None)), "deny any");
        let gre = statement(true, Some(Protocol::Number(47)));
        assert_eq!(words(&gre), "permit protocol 47");
        let web = fabric::AclEntry {
            to_ports: vec![(443, 443)],
            established: true,
            ..statement(true, Some(Protocol::Tcp))
        };
        assert_eq!(words(&web), "permit tcp port 443 established");
        let from_port = fabric::AclEntry { from_ports: vec![(53, 53)], ..web };
        assert_eq!(words(&from_port), "permit tcp from any port 53 to any port 443 established");
        let long = fabric::AclEntry { from: targets(&"web, ".repeat(40), &[]), ..gre };
        assert!(words(&long).chars().count() <= REMARK_MAX);
        assert!(words(&long).ends_with("..."));
    }
}
