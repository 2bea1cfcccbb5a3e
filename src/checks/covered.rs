//! Entries of an access list that earlier ones leave nothing to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::packets::{DESTINATION, DESTINATION_PORT, Packet, Packets, SOURCE, SOURCE_PORT};
use super::ranges::Ranges;
use crate::fabric::{Acl, AclEntry};

/// How many entries and ranges are looked at to find several that cover one together. Where that does not
/// suffice, nothing is said.
const EFFORT: usize = 20_000;

/// Most entries that a list has in one family.
pub(super) const MAX_ENTRIES: usize = 10_000;

/// An entry that has no effect.
#[derive(Debug)]
pub(super) struct Idle<'a> {
    pub(super) entry: &'a AclEntry,
    /// Earlier entries that take all that it would match.
    pub(super) by: Vec<&'a AclEntry>,
    /// Whether all of them do the opposite.
    pub(super) contradicts: bool,
    /// The family in which that is so, when the entry has an effect in the other one.
    pub(super) only: Option<&'static str>,
}

/// Entries of a list that have no effect. Of those that have one in a family, only the ones that are
/// contradicted in the other.
pub(super) fn idle(acl: &Acl) -> Vec<Idle<'_>> {
    let entries = acl.entries.iter().zip(left(acl));
    entries.filter_map(|(entry, left)| idle_entry(acl, entry, &left)).collect()
}

fn idle_entry<'a>(acl: &'a Acl, entry: &'a AclEntry, left: &[Left; 2]) -> Option<Idle<'a>> {
    let (taken, only) = match left {
        [Left::Taken(ipv4), Left::Taken(ipv6)] => ([ipv4.as_slice(), ipv6].concat(), None),
        [Left::Taken(taken), Left::Nothing] | [Left::Nothing, Left::Taken(taken)] => {
            (taken.clone(), None)
        }
        [Left::Taken(taken), Left::Some] => (taken.clone(), Some(false)),
        [Left::Some, Left::Taken(taken)] => (taken.clone(), Some(true)),
        // Nothing of either family: resolving has told why.
        [Left::Some | Left::Nothing, Left::Some | Left::Nothing] => return None,
    };
    let positions: BTreeSet<usize> = taken.into_iter().collect();
    let by: Vec<&AclEntry> = positions.into_iter().map(|position| &acl.entries[position]).collect();
    let contradicts = by.iter().all(|earlier| earlier.permit != entry.permit);
    if let Some(ipv6) = only {
        // Who ends a whole family in one entry means it.
        let all = Some(Packets::all(ipv6));
        let ended = by.iter().any(|earlier| Packets::of(earlier, ipv6) == all);
        if ended || !contradicts {
            return None;
        }
    }
    Some(Idle { entry, by, contradicts, only: only.map(family) })
}

/// The name of a family.
pub(super) fn family(ipv6: bool) -> &'static str {
    if ipv6 { "IPv6" } else { "IPv4" }
}

/// What is left of an entry in one family.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Left {
    /// It is not of this family.
    Nothing,
    /// Some packets, as far as is known.
    Some,
    /// None: these earlier entries (positions) take all. Alone, when there is one that does.
    Taken(Vec<usize>),
}

/// What is left of each entry of a list, in IPv4 and in IPv6. A list that is far too long is not looked at.
fn left(acl: &Acl) -> Vec<[Left; 2]> {
    let too_large = [false, true].into_iter().any(|ipv6| size(acl, ipv6) > MAX_ENTRIES);
    if too_large {
        return Vec::new();
    }
    let in_family = |ipv6: bool| {
        let mut earlier = Earlier::default();
        let entries = acl.entries.iter().enumerate();
        entries.map(move |(position, entry)| earlier.next(position, Packets::of(entry, ipv6)))
    };
    in_family(false).zip(in_family(true)).map(|(ipv4, ipv6)| [ipv4, ipv6]).collect()
}

/// How many entries a switch needs for a list in a family.
pub(super) fn size(acl: &Acl, ipv6: bool) -> usize {
    acl.entries.iter().fold(0_usize, |sum, entry| sum.saturating_add(expanded(entry, ipv6)))
}

/// How many entries a switch needs for one of the program's: each source with each destination and port.
pub(super) fn expanded(entry: &AclEntry, ipv6: bool) -> usize {
    if entry.icmp.is_some_and(|kind| kind.number(ipv6).is_none()) {
        return 0;
    }
    let targets = [&entry.from, &entry.to].into_iter().map(|targets| {
        targets.as_ref().map_or(1, |targets| {
            targets.nets.iter().filter(|net| net.addr().is_ipv6() == ipv6).count()
        })
    });
    let ports = [&entry.from_ports, &entry.to_ports].into_iter().map(|ports| ports.len().max(1));
    targets.chain(ports).fold(1, usize::saturating_mul)
}

/// The entries so far that have something left, found by a packet that they match.
#[derive(Debug, Default)]
struct Earlier {
    entries: Vec<(usize, Packets)>,
    by_side: [Blocks; 4],
}

const INDEXED: [usize; 4] = [SOURCE, DESTINATION, SOURCE_PORT, DESTINATION_PORT];

impl Earlier {
    /// What is left of the next entry. When it is something, the entry is one of the earlier ones from now on.
    fn next(&mut self, position: usize, packets: Option<Packets>) -> Left {
        let Some(packets) = packets else { return Left::Nothing };
        if let Some(taken) = self.cover(&packets) {
            return Left::Taken(taken);
        }
        for (blocks, side) in self.by_side.iter_mut().zip(INDEXED) {
            blocks.add(packets.side(side), self.entries.len());
        }
        self.entries.push((position, packets));
        Left::Some
    }

    /// Positions of entries that match all of some packets.
    fn cover(&self, packets: &Packets) -> Option<Vec<usize>> {
        let (first, last) = (self.matching(&packets.first()), self.matching(&packets.last()));
        let fewer = if first.len() < last.len() { &first } else { &last };
        if fewer.is_empty() || first.is_empty() {
            return None;
        }
        let mut candidates = fewer.iter().map(|index| &self.entries[*index]);
        if let Some((position, _)) = candidates.find(|(_, own)| own.hold(packets)) {
            return Some(vec![*position]);
        }
        self.cover_together(packets)
    }

    /// Takes packets away piece by piece: one that no entry matches proves that something is left.
    fn cover_together(&self, packets: &Packets) -> Option<Vec<usize>> {
        let mut effort = EFFORT;
        let mut taken = BTreeSet::new();
        let mut pieces = vec![packets.clone()];
        while let Some(piece) = pieces.pop() {
            let first = piece.first();
            let near = self.near(&first);
            effort = effort.checked_sub(near.len().max(1) + piece.ranges())?;
            let candidates =
                near.into_iter().filter(|index| self.entries[*index].1.contains(&first));
            let index = candidates
                .max_by_key(|index| (self.entries[*index].1.held_sides(&piece), Reverse(*index)))?;
            let (position, own) = &self.entries[index];
            taken.insert(*position);
            pieces.extend(piece.without(own));
        }
        Some(taken.into_iter().collect())
    }

    /// Entries (by index) that match a packet, in order.
    fn matching(&self, packet: &Packet) -> Vec<usize> {
        let mut matching = self.near(packet);
        matching.retain(|index| self.entries[*index].1.contains(packet));
        matching.sort_unstable();
        matching
    }

    /// Entries (by index) that match a packet on one side, that on which they are fewest.
    fn near(&self, packet: &Packet) -> Vec<usize> {
        let sides = self.by_side.iter().zip(INDEXED);
        let found = sides.map(|(blocks, side)| blocks.around(packet[side]));
        let fewest = found.min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>());
        fewest.unwrap_or_default().concat()
    }
}

/// Sets of numbers, found by a number that is in them: by the aligned blocks that they consist of.
#[derive(Debug, Default)]
struct Blocks {
    /// By the blocks' size (as a power of two), then by their first number.
    sizes: BTreeMap<u32, BTreeMap<u128, Vec<usize>>>,
}

impl Blocks {
    fn add(&mut self, set: &Ranges, index: usize) {
        for (first, last) in set.iter() {
            let mut from = Some(first);
            while let Some(start) = from.filter(|start| *start <= last) {
                let bits = block(start, last);
                self.sizes.entry(bits).or_default().entry(start).or_default().push(index);
                from = 1_u128.checked_shl(bits).and_then(|size| start.checked_add(size));
            }
        }
    }

    /// Those of the sets that may hold a number, and surely all that do; each at most once.
    fn around(&self, number: u128) -> Vec<&[usize]> {
        self.sizes
            .iter()
            .filter_map(|(bits, blocks)| {
                let low = 1_u128.checked_shl(*bits).map_or(u128::MAX, |size| size - 1);
                blocks.get(&(number & !low)).map(Vec::as_slice)
            })
            .collect()
    }
}

/// Size (as a power of two) of the largest aligned block that begins at `start` and ends at most at `last`.
fn block(start: u128, last: u128) -> u32 {
    let numbers = (last - start).checked_add(1);
    let fits = numbers.map_or(u128::BITS, |numbers| numbers.ilog2());
    fits.min(start.trailing_zeros())
}

#[cfg(test)]
mod tests {
    use ipnet::IpNet;
    use proptest::prelude::*;

    use super::*;
    use crate::fabric::{Protocol, Targets};
    use crate::source::{Origin, Sources, Span};

    fn span() -> Span {
        Span { file: Sources::default().add("main.rack", ""), start: 0, end: 0 }
    }

    fn any(permit: bool) -> AclEntry {
        AclEntry {
            permit,
            protocol: None,
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
    fn targets(nets: &[&str]) -> Option<Targets> {
        let nets = nets.iter().map(|net| net.parse().unwrap()).collect();
        Some(Targets { words: String::new(), nets })
    }

    fn tcp(permit: bool, to: &[&str], ports: &[(u16, u16)]) -> AclEntry {
        AclEntry {
            protocol: Some(Protocol::Tcp),
            to: targets(to),
            to_ports: ports.to_vec(),
            ..any(permit)
        }
    }

    fn acl(entries: Vec<AclEntry>) -> Acl {
        Acl { name: "edge-in".to_owned(), origin: Origin::from(span()), entries, used: true }
    }

    /// Position of each idle entry, those that take it, whether they contradict it, and the only family.
    fn found(entries: Vec<AclEntry>) -> Vec<(usize, Vec<usize>, bool, Option<&'static str>)> {
        let acl = acl(entries);
        let position = |entry: &AclEntry| {
            acl.entries.iter().position(|known| std::ptr::eq(known, entry)).unwrap()
        };
        let told = |one: Idle<'_>| {
            let by = one.by.iter().map(|entry| position(entry)).collect();
            (position(one.entry), by, one.contradicts, one.only)
        };
        idle(&acl).into_iter().map(told).collect()
    }

    #[test]
    fn one_earlier_entry_takes_all() {
        let wide = tcp(true, &["10.1.0.0/16"], &[]);
        let narrow = |permit| tcp(permit, &["10.1.2.0/24"], &[(443, 443)]);
        assert_eq!(found(vec![wide.clone(), narrow(true)]), [(1, vec![0], false, None)]);
        assert_eq!(found(vec![wide.clone(), narrow(false)]), [(1, vec![0], true, None)]);
        assert_eq!(found(vec![narrow(true), wide]), []);
    }

    #[test]
    fn several_take_all_together() {
        let halves = |permit| {
            vec![
                tcp(permit, &["10.1.0.0/25"], &[(80, 80), (443, 443)]),
                tcp(true, &["10.1.0.128/25"], &[(443, 443)]),
                tcp(true, &["10.1.0.128/25"], &[(80, 80)]),
            ]
        };
        let whole = tcp(true, &["10.1.0.0/24"], &[(80, 80), (443, 443)]);
        let with = |mut entries: Vec<AclEntry>, last: &AclEntry| {
            entries.push(last.clone());
            found(entries)
        };
        assert_eq!(with(halves(true), &whole), [(3, vec![0, 1, 2], false, None)]);
        // Some permit and some deny: it never matches, but what it says is not all undone.
        assert_eq!(with(halves(false), &whole), [(3, vec![0, 1, 2], false, None)]);
        let more = tcp(true, &["10.1.0.0/24"], &[(80, 81)]);
        assert_eq!(with(halves(true), &more), []);
    }

    #[test]
    fn families_stand_on_their_own() {
        let both = tcp(true, &["10.1.0.0/24", "2001:db8::/64"], &[(443, 443)]);
        let ipv4 = |permit| AclEntry { to: targets(&["10.0.0.0/8"]), ..any(permit) };
        let ipv6 = |permit| AclEntry { to: targets(&["2001:db8::/32"]), ..any(permit) };
        // Superfluous in one family is no fault; contradicted in one is.
        assert_eq!(found(vec![ipv4(true), both.clone()]), []);
        assert_eq!(found(vec![ipv4(false), both.clone()]), [(1, vec![0], true, Some("IPv4"))]);
        assert_eq!(found(vec![ipv6(false), both.clone()]), [(1, vec![0], true, Some("IPv6"))]);
        let all_gone = found(vec![ipv4(false), ipv6(false), both.clone()]);
        assert_eq!(all_gone, [(2, vec![0, 1], true, None)]);
        // Nobody wants IPv6 here, and says so.
        let no_ipv6 = AclEntry { from: targets(&["::/0"]), ..any(false) };
        assert_eq!(found(vec![no_ipv6, both]), []);
    }

    #[test]
    fn everything_comes_last_or_ends_the_list() {
        let web = tcp(true, &["10.1.0.0/24"], &[(443, 443)]);
        assert_eq!(found(vec![web.clone(), any(false)]), []);
        let twice = found(vec![any(false), web, any(false)]);
        assert_eq!(twice, [(1, vec![0], true, None), (2, vec![0], false, None)]);
    }

    #[test]
    fn nothing_is_said_of_a_long_list_without_fault() {
        let net = |number: u16| format!("10.{}.{}.0/24", number / 100, number % 100);
        let mut entries: Vec<AclEntry> = (0..9_000_u16)
            .map(|number| tcp(number % 2 == 0, &[&net(number)], &[(1, 1 + number)]))
            .collect();
        // The same ports to anywhere, ever more of them.
        entries.extend((0..900_u16).map(|number| AclEntry {
            protocol: Some(Protocol::Udp),
            to_ports: vec![(1000 - number, 2000 + number)],
            ..any(true)
        }));
        entries.push(any(false));
        assert_eq!(found(entries), []);
    }

    #[test]
    fn what_is_too_large_is_counted_and_left_alone() {
        let nets: Vec<IpNet> =
            (0..=255_u8).map(|number| IpNet::new([10, 0, number, 0].into(), 24).unwrap()).collect();
        let many = Some(Targets { words: String::new(), nets });
        let product = AclEntry { from: many.clone(), to: many, ..any(true) };
        let acl = acl(vec![product.clone(), product]);
        assert_eq!((size(&acl, false), size(&acl, true)), (2 * 65_536, 0));
        assert!(idle(&acl).is_empty());
    }

    /// Entries over few addresses, ports and protocols, so that all packets can be tried.
    fn entries() -> impl Strategy<Value = AclEntry> {
        let net = (0_u8..8, 29_u8..=32)
            .prop_map(|(host, length)| IpNet::new([0, 0, 0, host].into(), length).unwrap().trunc());
        let side = || prop::option::of(prop::collection::vec(net.clone(), 1..3));
        let ports = || prop::collection::vec((0_u16..4, 0_u16..3), 0..3);
        let protocol = prop::option::of(prop::sample::select(vec![Protocol::Tcp, Protocol::Udp]));
        let sides = (side(), side(), ports(), ports());
        (any_bool(), protocol, sides, any_bool()).prop_map(|(permit, protocol, sides, up)| {
            let targets =
                |nets: Option<Vec<IpNet>>| nets.map(|nets| Targets { words: String::new(), nets });
            let ports = |ports: Vec<(u16, u16)>| {
                ports.into_iter().map(|(from, more)| (from, from + more)).collect()
            };
            AclEntry {
                protocol,
                from: targets(sides.0),
                to: targets(sides.1),
                from_ports: ports(sides.2),
                to_ports: ports(sides.3),
                established: up && protocol == Some(Protocol::Tcp),
                ..any(permit)
            }
        })
    }

    fn any_bool() -> impl Strategy<Value = bool> {
        prop::bool::weighted(0.3)
    }

    /// Whether an entry matches: protocol, connection up, source, destination and ports.
    fn matches(entry: &AclEntry, packet: (u8, bool, [u8; 2], [u16; 2])) -> bool {
        let (protocol, up, [source, destination], [source_port, destination_port]) = packet;
        let number = entry.protocol.map(|known| if known == Protocol::Tcp { 6 } else { 17 });
        let address = |targets: &Option<Targets>, host: u8| {
            let ip: std::net::IpAddr = [0, 0, 0, host].into();
            targets.as_ref().is_none_or(|to| to.nets.iter().any(|net| net.contains(&ip)))
        };
        let port = |ranges: &[(u16, u16)], port: u16| {
            ranges.is_empty() || ranges.iter().any(|(from, to)| (*from..=*to).contains(&port))
        };
        number.is_none_or(|number| number == protocol)
            && (!entry.established || up)
            && address(&entry.from, source)
            && address(&entry.to, destination)
            && port(&entry.from_ports, source_port)
            && port(&entry.to_ports, destination_port)
    }

    /// All packets that entries can tell apart: what lies beyond is like its last one.
    fn packets() -> impl Iterator<Item = (u8, bool, [u8; 2], [u16; 2])> {
        let kinds = [(6, false), (6, true), (17, false), (47, false)];
        let hosts = (0..9_u8).flat_map(|from| (0..9_u8).map(move |to| [from, to]));
        hosts.flat_map(move |hosts| {
            let ports = (0..7_u16).flat_map(|from| (0..7_u16).map(move |to| [from, to]));
            ports.flat_map(move |ports| kinds.map(|(protocol, up)| (protocol, up, hosts, ports)))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn an_entry_is_taken_when_no_packet_is_left_to_it(
            entries in prop::collection::vec(entries(), 2..7),
        ) {
            let acl = acl(entries);
            for (position, left) in left(&acl).into_iter().enumerate() {
                let entry = &acl.entries[position];
                let before = &acl.entries[..position];
                let mut reach = packets().filter(|packet| {
                    matches(entry, *packet)
                        && !before.iter().any(|earlier| matches(earlier, *packet))
                });
                let reached = reach.next().is_some();
                match &left[0] {
                    Left::Nothing => prop_assert!(false, "every entry has packets"),
                    Left::Some => prop_assert!(reached, "entry {position} is taken unseen"),
                    Left::Taken(by) => {
                        prop_assert!(!reached, "entry {position} still matches");
                        let alone = packets().filter(|packet| matches(entry, *packet)).all(|packet| {
                            by.iter().any(|earlier| matches(&acl.entries[*earlier], packet))
                        });
                        prop_assert!(alone, "{by:?} do not take all of {position}");
                    }
                }
            }
        }
    }
}
