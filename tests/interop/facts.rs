//! What a configuration says, in words that no vendor owns.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

/// Facts about one thing, by name.
pub type Facts = BTreeMap<&'static str, String>;

/// An address of a switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub vrf: String,
    pub interface: String,
    pub net: IpNet,
}

/// What one switch's configuration says.
#[derive(Debug, Clone, Default)]
pub struct Switch {
    /// Ports, subinterfaces and LAGs by the vendor's name.
    pub ports: BTreeMap<String, Facts>,
    /// Routed interfaces of VLANs.
    pub svis: BTreeMap<u16, Facts>,
    /// Spanning tree.
    pub stp: Facts,
    /// Whether it tells its neighbours who it is (LLDP).
    pub lldp: bool,
    /// BGP sessions.
    pub sessions: Vec<Facts>,
    /// OSPF by interface and family.
    pub ospf: BTreeMap<(String, &'static str), Facts>,
    /// EVPN instances of VLANs, by VNI.
    pub layer2: BTreeMap<u32, Facts>,
    /// EVPN instances of VRFs, by VNI.
    pub layer3: BTreeMap<u32, Facts>,
    /// The tunnel endpoint.
    pub vtep: Facts,
    /// Prefixes that BGP announces by their name.
    pub announced: BTreeSet<String>,
    /// Every address.
    pub addresses: Vec<Address>,
}

impl Switch {
    /// Notes an address; what cannot be read is seen by who looks for it.
    pub fn address(&mut self, vrf: &str, interface: &str, text: &str) {
        if let Ok(net) = text.parse() {
            let (vrf, interface) = (vrf.to_owned(), interface.to_owned());
            self.addresses.push(Address { vrf, interface, net });
        }
    }

    /// The address of an interface or a loopback that a session comes from.
    pub fn source(&self, interface: &str, ipv6: bool) -> Option<String> {
        let own = self
            .addresses
            .iter()
            .find(|one| one.interface == interface && one.net.addr().is_ipv6() == ipv6)?;
        Some(own.net.addr().to_string())
    }

    /// Whether an address is this switch's.
    pub fn owns(&self, address: &str) -> bool {
        self.addresses.iter().any(|one| one.net.addr().to_string() == address)
    }

    /// The address from whose subnet another one is reached.
    pub fn toward(&self, address: &str) -> Option<&Address> {
        let address: std::net::IpAddr = address.parse().ok()?;
        let near = self
            .addresses
            .iter()
            .filter(|one| one.net.contains(&address) && one.net.addr() != address);
        { near }.max_by_key(|one| one.net.prefix_len())
    }
}

/// `110,120` of what is listed with blanks, commas and ranges.
pub fn numbers(text: &str) -> BTreeSet<u16> {
    let mut found = BTreeSet::new();
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u16, u16) =
            (first.parse().expect("a number"), last.parse().expect("a number"));
        found.extend(first..=last);
    }
    found
}

/// Numbers as they are shown.
pub fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(",") }
}

/// `02:00:5e:00:01:01` of `0200.5e00.0101` and the like.
pub fn mac(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let digits = digits.to_ascii_lowercase();
    let octets = digits.as_bytes().chunks(2).map(|two| String::from_utf8_lossy(two).into_owned());
    octets.collect::<Vec<_>>().join(":")
}

/// The name of the secret in `{{ rackc_secret_NAME }}`.
pub fn secret(text: &str) -> String {
    let inner = text.split("rackc_secret_").nth(1).expect("a secret by its name");
    inner.split([' ', '}']).next().unwrap_or_default().to_owned()
}

/// A fact that nothing is said about: the vendor's default.
pub fn default(value: &str) -> String {
    format!("{value} (default)")
}

/// A fact without the mark of a default.
pub fn plain(value: &str) -> &str {
    value.strip_suffix(" (default)").unwrap_or(value)
}

/// `0.0.0.1` of `1`.
pub fn area(text: &str) -> String {
    text.parse::<u32>()
        .map_or_else(|_| text.to_owned(), |number| std::net::Ipv4Addr::from(number).to_string())
}

/// Forward error correction, from the last word of a vendor's line.
pub fn fec(line: &str) -> String {
    match line.rsplit(' ').next().unwrap_or_default() {
        "none" | "off" => "none",
        "fire-code" | "fc-fec" | "fec74" | "baser" => "base-r",
        "reed-solomon" | "rs-ieee" | "rs-fec" | "fec91" | "rs" => "reed-solomon",
        other => panic!("no code is called {other}"),
    }
    .to_owned()
}

/// `Ethernet49/1` of a standard model's port 49, and the speed that it runs at when nothing is said.
pub fn default_speed(panel: u16) -> String {
    default(if panel <= 48 { "25g" } else { "100g" })
}

/// Gives a LAG the LACP facts of its members, which must be alike.
pub fn lags_from_members(switch: &mut Switch) {
    let members = switch.ports.values();
    let members = members.filter_map(|facts| Some((facts.get("lag")?.clone(), facts.clone())));
    let members: Vec<(String, Facts)> = members.collect();
    for (lag, member) in members {
        let facts = switch.ports.entry(lag).or_default();
        for fact in ["lacp", "rate"] {
            if let Some(value) = member.get(fact) {
                let old = facts.insert(fact, value.clone());
                assert!(
                    old.is_none_or(|old| old == *value),
                    "the members of a LAG differ in {fact}"
                );
            }
        }
    }
}

/// Bridge priorities by instance or VLAN; 32768 where none is said (IEEE 802.1Q, table 13-3).
pub fn stp_priorities(facts: &mut Facts, by_vlan: bool, said: &BTreeMap<u16, String>) {
    let (unit, none) =
        if by_vlan { ("VLAN", default("32768")) } else { ("instance", default("32768")) };
    if said.is_empty() {
        facts.insert("priorities", none);
        return;
    }
    let each = said.iter().map(|(id, priority)| format!("{unit} {id}: {priority}"));
    facts.insert("priorities", each.collect::<Vec<_>>().join(", "));
}

/// Instances of an MST region with their VLANs.
pub fn stp_instances(facts: &mut Facts, instances: &BTreeMap<u16, BTreeSet<u16>>) {
    let each = instances.iter().map(|(id, vlans)| format!("{id}: {}", list(vlans)));
    facts.insert("instances", each.collect::<Vec<_>>().join("; "));
    facts.insert("digest", crate::digest::of(instances));
}

/// `yes` or `no`.
pub fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}
