//! Prefix lists, community lists, AS-path lists and route policies of one switch.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::One;
use crate::device::model::{
    AsPathEntry, AsPathList, CommunityEntry, CommunityList, Device, LengthRange, Origins,
    PolicyTerm, PrefixEntry, PrefixList, RoutePolicy, RouteSource, Vrf,
};
use crate::fabric::{self, AsPath, Community, PrefixMatch, PrefixSet};
use crate::source::{Origin, Spanned};
use crate::vendor::schema::Vendor;

/// What routes from outside carry in the default VRF, so that the underlay lets them through.
pub(super) const EXTERNAL: Community = Community::Numbers(65000, 65001);

/// Longest name of a list or a policy that every system takes.
const NAME_MAX: usize = 63;

/// Lists and policies of one switch, gathered while its sessions are lowered. Where two things of a kind
/// would have one name, the later one is numbered; alike ones are one.
#[derive(Debug, Default)]
pub(super) struct Policies {
    prefix_lists: BTreeMap<String, PrefixList>,
    community_lists: BTreeMap<String, CommunityList>,
    as_path_lists: BTreeMap<String, AsPathList>,
    by_name: BTreeMap<String, RoutePolicy>,
    /// Whether what is made is to know its statements, and those of what is made now.
    told: bool,
    origins: Origins,
}

/// Where redistributed routes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Static,
    Connected,
    Bgp,
    Ospf,
}

/// Metric of what is taken into OSPF, unless the program says one. Systems have 0, 1, 20 or 25 by themselves, and of
/// two borders with the same route only the one with the lower is used.
pub(super) const EXTERNAL_METRIC: u32 = 20;

impl Policies {
    /// Without anything; `told` when everything is to know its statements.
    pub(super) fn new(told: bool) -> Self {
        Self { told, ..Self::default() }
    }

    /// What is made from now on comes from these statements.
    pub(super) fn said_by(&mut self, origins: impl IntoIterator<Item = Origin>) {
        if self.told {
            self.origins = Origins::whole(origins);
        }
    }

    /// What is made from now on comes from a clause of the statement that begins there, which is looked for in its text.
    pub(super) fn said_by_clause(&mut self, one: One<'_>, statement: Origin, word: &str) {
        if self.told {
            self.said_by([one.clause_or_all(statement, word)]);
        }
    }

    /// What the statements say of each prefix: the entries of a list come from there.
    fn said_of(&self, list: &mut PrefixList, prefixes: &[Spanned<PrefixMatch>]) {
        if !self.told {
            return;
        }
        for entry in &mut list.entries {
            let same =
                |said: &&Spanned<PrefixMatch>| self::entry(entry.sequence, said.value) == *entry;
            let said = prefixes.iter().find(same);
            entry.origins = Origins::whole(said.map(|said| said.span.into()));
        }
    }

    /// Adds a list of the prefixes that are of the family, in the given order, and gives it back.
    pub(super) fn prefix_list(
        &mut self,
        name: &str,
        ipv6: bool,
        prefixes: impl IntoIterator<Item = PrefixMatch>,
    ) -> PrefixList {
        let list = PrefixList {
            origins: self.origins.clone(),
            name: name.to_owned(),
            ipv6,
            entries: entries(ipv6, prefixes),
        };
        let name = place(&mut self.prefix_lists, list.clone());
        PrefixList { name, ..list }
    }

    /// Adds a community list and gives its name back.
    pub(super) fn community_list(
        &mut self,
        vendor: &Vendor,
        name: &str,
        communities: &[Community],
    ) -> String {
        let entries = communities.iter().map(|one| community(vendor, *one)).collect();
        self.community_entries(name, entries)
    }

    /// Adds a policy; its terms get their sequences, and a name where they have none. One without terms
    /// gets a term that refuses everything, so that it exists on every system.
    pub(super) fn policy(
        &mut self,
        name: &str,
        ipv6: bool,
        description: &str,
        mut terms: Vec<PolicyTerm>,
    ) -> String {
        if terms.is_empty() {
            terms.push(Self::term(false));
        }
        let mut names = BTreeSet::new();
        for (position, term) in terms.iter_mut().enumerate() {
            term.sequence = sequence(position);
            if term.name.is_empty() {
                term.name = term.sequence.to_string();
            }
            if !names.insert(term.name.clone()) {
                term.name = format!("{}-{}", term.name, term.sequence);
                names.insert(term.name.clone());
            }
        }
        for term in terms.iter_mut().filter(|term| term.origins.is_empty()) {
            term.origins = self.origins.clone();
        }
        let policy = RoutePolicy {
            origins: self.origins.clone(),
            name: name.to_owned(),
            ipv6,
            both_families: None,
            of_leak: None,
            by_target: None,
            description: description.to_owned(),
            terms,
        };
        place(&mut self.by_name, policy)
    }

    /// Says of a policy that it is applied to routes of both families.
    pub(super) fn of_both_families(&mut self, name: &str) {
        if let Some(policy) = self.by_name.get_mut(name) {
            policy.both_families = Some(true);
        }
    }

    /// A policy of the program in one family, with the lists that it names. Terms whose prefixes have none
    /// of the family are left out.
    pub(super) fn of_program(&mut self, one: One<'_>, policy: usize, ipv6: bool) -> String {
        let terms = self.program_terms(one, policy, ipv6);
        let name = one.policy_name(policy);
        let description = format!("Policy {name} on {} routes", protocol(ipv6));
        self.policy(&format!("{name}-{}", family(ipv6)), ipv6, &description, terms)
    }

    /// A term without any condition.
    pub(super) fn term(permit: bool) -> PolicyTerm {
        PolicyTerm {
            origins: Origins::default(),
            sequence: 0,
            name: String::new(),
            permit,
            deny: (!permit).then_some(true),
            prefixes: None,
            community: None,
            as_path: None,
            from: None,
            from_tag: None,
            local_preference: None,
            weight: None,
            metric: None,
            prepend: None,
            add_communities: Vec::new(),
            add_community_list: None,
            tag: None,
        }
    }

    /// Routes with `GRACEFUL_SHUTDOWN` get local preference 0 (RFC 8326). The term has no other condition:
    /// where not everything is accepted, [`Self::honouring_shutdown`] is right.
    pub(super) fn graceful_shutdown_term(&mut self, vendor: &Vendor) -> PolicyTerm {
        let list = self.community_list(vendor, "graceful-shutdown", &[Community::GracefulShutdown]);
        PolicyTerm {
            name: "graceful-shutdown".to_owned(),
            community: Some(list),
            local_preference: Some(0),
            ..Self::term(true)
        }
    }

    /// The same terms, each that accepts routes preceded by one that accepts those of them which have
    /// `GRACEFUL_SHUTDOWN` with local preference 0. A term that matches a community of its own stays alone,
    /// since no system can ask for two in one term by the same means.
    pub(super) fn honouring_shutdown(
        &mut self,
        vendor: &Vendor,
        terms: Vec<PolicyTerm>,
    ) -> Vec<PolicyTerm> {
        let mut out = Vec::with_capacity(terms.len() * 2);
        for term in terms {
            if term.permit && term.community.is_none() {
                let shutdown = self.graceful_shutdown_term(vendor);
                out.push(PolicyTerm {
                    name: shutdown.name,
                    community: shutdown.community,
                    local_preference: shutdown.local_preference,
                    ..term.clone()
                });
            }
            out.push(term);
        }
        out
    }

    /// Makes a term add communities to those that it adds already. Systems that name such a set get it
    /// under `list`.
    pub(super) fn add_communities(
        &mut self,
        vendor: &Vendor,
        term: &mut PolicyTerm,
        list: &str,
        communities: &[Community],
    ) {
        let known =
            term.add_community_list.as_ref().and_then(|name| self.community_lists.get(name));
        let mut entries = known.map(|list| list.entries.clone()).unwrap_or_default();
        entries.extend(communities.iter().map(|one| community(vendor, *one)));
        let mut seen = BTreeSet::new();
        entries.retain(|entry| seen.insert(entry.number.clone()));
        if entries.is_empty() {
            return;
        }
        term.add_communities = entries.iter().map(|entry| entry.community.clone()).collect();
        term.add_community_list = Some(self.community_entries(list, entries));
    }

    /// Marks what terms accept as come from outside.
    pub(super) fn mark_external(&mut self, vendor: &Vendor, terms: &mut [PolicyTerm]) {
        for term in terms.iter_mut().filter(|term| term.permit) {
            let list = match &term.add_community_list {
                Some(list) => format!("{list}-external"),
                None => "external".to_owned(),
            };
            self.add_communities(vendor, term, &list, &[EXTERNAL]);
        }
    }

    /// Terms of a policy of the program in one family.
    pub(super) fn program_terms(
        &mut self,
        one: One<'_>,
        policy: usize,
        ipv6: bool,
    ) -> Vec<PolicyTerm> {
        let Some(policy) = one.all.fabric.policies.get(policy) else { return Vec::new() };
        let mut terms = Vec::new();
        let before = self.origins.clone();
        for term in &policy.terms {
            self.said_by([policy.origin.at(term.span)]);
            let name = format!("{}-{}", policy.name, sequence(terms.len()));
            let prefixes = match &term.prefixes {
                None => None,
                Some(set) => match self.set(one, set, &name, ipv6) {
                    // Nothing of this family can match.
                    None => continue,
                    list => list,
                },
            };
            terms.push(self.program_term(one, term, prefixes, &name));
        }
        self.origins = before;
        terms
    }

    fn program_term(
        &mut self,
        one: One<'_>,
        term: &fabric::PolicyTerm,
        prefixes: Option<PrefixList>,
        name: &str,
    ) -> PolicyTerm {
        let lists = &one.all.fabric.community_lists;
        let community = term.community.and_then(|list| lists.get(list)).map(|list| {
            let communities: Vec<Community> =
                list.communities.iter().map(|one| one.value).collect();
            self.community_list(one.vendor, &list.name, &communities)
        });
        let paths = &one.all.fabric.as_path_lists;
        let as_path = term.as_path.and_then(|list| paths.get(list));
        let as_path = as_path.map(|list| self.as_path_list(&list.name, &list.paths));
        let asn = one.all.allocation.asns.get(one.id).map(ToString::to_string);
        let prepend = term.prepend.zip(asn);
        let mut made = PolicyTerm {
            origins: self.origins.clone(),
            prefixes,
            community,
            as_path,
            local_preference: term.local_preference,
            metric: term.med,
            prepend: prepend.map(|(count, asn)| vec![asn; usize::from(count)].join(" ")),
            ..Self::term(term.permit)
        };
        self.add_communities(one.vendor, &mut made, &format!("{name}-add"), &term.communities);
        made
    }

    /// Prefixes of a statement, as the list that it names or as one of its own; none when none of them is
    /// of the family.
    pub(super) fn set(
        &mut self,
        one: One<'_>,
        set: &PrefixSet,
        name: &str,
        ipv6: bool,
    ) -> Option<PrefixList> {
        let named = set.list.and_then(|list| one.all.fabric.prefix_lists.get(list));
        let name = named.map_or(name, |list| list.name.as_str());
        let mut list = self.matching(name, ipv6, set.prefixes.iter().map(|prefix| prefix.value))?;
        self.said_of(&mut list, &set.prefixes);
        if let Some(known) = self.prefix_lists.get_mut(&list.name) {
            known.entries.clone_from(&list.entries);
        }
        Some(list)
    }

    /// A list named after its family; none when no prefix is of it.
    pub(super) fn matching(
        &mut self,
        name: &str,
        ipv6: bool,
        prefixes: impl IntoIterator<Item = PrefixMatch>,
    ) -> Option<PrefixList> {
        let mut own = prefixes.into_iter().filter(|one| is_ipv6(one.prefix) == ipv6).peekable();
        own.peek()?;
        Some(self.prefix_list(&format!("{name}-{}", family(ipv6)), ipv6, own))
    }

    /// Adds an AS-path list and gives its name back.
    fn as_path_list(&mut self, name: &str, paths: &[AsPath]) -> String {
        let entries: Vec<AsPathEntry> = paths
            .iter()
            .enumerate()
            .map(|(position, path)| AsPathEntry {
                sequence: sequence(position),
                text_pattern: text_pattern(path),
                path_pattern: path_pattern(path),
            })
            .collect();
        let list = AsPathList { origins: self.origins.clone(), name: name.to_owned(), entries };
        place(&mut self.as_path_lists, list)
    }

    fn community_entries(&mut self, name: &str, mut entries: Vec<CommunityEntry>) -> String {
        for (position, entry) in entries.iter_mut().enumerate() {
            entry.sequence = sequence(position);
        }
        let list = CommunityList {
            origins: self.origins.clone(),
            name: name.to_owned(),
            entries,
            matched: None,
            added: None,
        };
        place(&mut self.community_lists, list)
    }

    /// Puts all into the device; of the lists those that a policy names.
    pub(super) fn finish(mut self, device: &mut Device) {
        let terms: Vec<&PolicyTerm> =
            self.by_name.values().flat_map(|policy| &policy.terms).collect();
        let named = |pick: fn(&PolicyTerm) -> Option<&String>| -> BTreeSet<&str> {
            terms.iter().filter_map(|term| pick(term)).map(String::as_str).collect()
        };
        let prefixes = named(|term| term.prefixes.as_ref().map(|list| &list.name));
        let matched = named(|term| term.community.as_ref());
        let added = named(|term| term.add_community_list.as_ref());
        let as_paths = named(|term| term.as_path.as_ref());
        self.prefix_lists.retain(|name, _| prefixes.contains(name.as_str()));
        self.community_lists.retain(|name, list| {
            list.matched = matched.contains(name.as_str()).then_some(true);
            list.added = added.contains(name.as_str()).then_some(true);
            list.matched.is_some() || list.added.is_some()
        });
        self.as_path_lists.retain(|name, _| as_paths.contains(name.as_str()));
        device.prefix_lists = self.prefix_lists.into_values().collect();
        device.nested_prefixes =
            device.prefix_lists.iter().any(|list| nested(&list.entries)).then_some(true);
        device.community_lists = self.community_lists.into_values().collect();
        device.as_path_lists = self.as_path_lists.into_values().collect();
        mark_leaks(&device.vrfs, &mut self.by_name);
        device.route_policies = self.by_name.into_values().collect();
    }
}

impl One<'_> {
    /// Name of a policy of the program.
    pub(super) fn policy_name(self, policy: usize) -> String {
        self.all.fabric.policies.get(policy).map(|policy| policy.name.clone()).unwrap_or_default()
    }
}

/// A prefix, and the lengths of what it matches.
type Matched = (IpNet, RangeInclusive<u8>);

/// Whether a prefix of a list lies in another one that matches more of what is in it.
fn nested(entries: &[PrefixEntry]) -> bool {
    let matched = |entry: &PrefixEntry| -> Matched {
        let open = entry.ge.map_or(entry.length, |_| entry.prefix.max_prefix_len());
        (entry.prefix.trunc(), entry.ge.unwrap_or(entry.length)..=entry.le.unwrap_or(open))
    };
    lies_nested(entries.iter().map(matched).collect())
}

fn lies_nested(mut known: Vec<Matched>) -> bool {
    // What lies in a prefix follows it.
    known.sort_unstable_by_key(|(prefix, lengths)| (*prefix, *lengths.start(), *lengths.end()));
    known.dedup();
    let mut around: Vec<&Matched> = Vec::new();
    for one in &known {
        while around.last().is_some_and(|outer| !outer.0.contains(&one.0)) {
            around.pop();
        }
        let wins = |outer: &&Matched| {
            takes_more(outer, one) || (outer.0 == one.0 && takes_more(one, outer))
        };
        if around.iter().any(wins) {
            return true;
        }
        around.push(one);
    }
    false
}

/// Whether a prefix matches something in one that lies in it, or is the same, that this does not.
fn takes_more((outer, more): &Matched, (inner, fewer): &Matched) -> bool {
    let from = *more.start().max(&inner.prefix_len());
    let covered = fewer.contains(&from) && fewer.contains(more.end());
    *more.end() > outer.prefix_len() && from <= *more.end() && !covered
}

/// A community in the vendor's words, and its number.
pub(super) fn community(vendor: &Vendor, community: Community) -> CommunityEntry {
    let (word, number) = match community {
        Community::Numbers(high, low) => {
            let number = format!("{high}:{low}");
            return CommunityEntry { sequence: 0, community: number.clone(), number };
        }
        Community::NoExport => ("no-export", "65535:65281"),
        Community::NoAdvertise => ("no-advertise", "65535:65282"),
        Community::LocalAs => ("local-as", "65535:65283"),
        Community::NoPeer => ("no-peer", "65535:65284"),
        Community::GracefulShutdown => ("graceful-shutdown", "65535:0"),
        Community::Blackhole => ("blackhole", "65535:666"),
    };
    let spelled = vendor.routing.communities.get(word).map_or(word, String::as_str);
    CommunityEntry { sequence: 0, community: spelled.to_owned(), number: number.to_owned() }
}

/// The last part of names that are of a family.
pub(super) fn family(ipv6: bool) -> &'static str {
    if ipv6 { "ipv6" } else { "ipv4" }
}

/// A family as prose has it.
pub(super) fn protocol(ipv6: bool) -> &'static str {
    if ipv6 { "IPv6" } else { "IPv4" }
}

/// Whether a prefix is of IPv6.
pub(super) fn is_ipv6(net: IpNet) -> bool {
    matches!(net, IpNet::V6(_))
}

/// A prefix itself and nothing within it.
pub(super) fn exactly(net: IpNet) -> PrefixMatch {
    let prefix = net.trunc();
    PrefixMatch { prefix, from: prefix.prefix_len(), up_to: prefix.prefix_len() }
}

/// The default route.
pub(super) fn default_route(ipv6: bool) -> PrefixMatch {
    exactly(if ipv6 { Ipv6Net::default().into() } else { Ipv4Net::default().into() })
}

impl Source {
    /// The word in names.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Connected => "connected",
            Self::Bgp => "bgp",
            Self::Ospf => "ospf",
        }
    }

    fn presence(self) -> RouteSource {
        let here = |source: Self| (self == source).then_some(true);
        RouteSource {
            connected: here(Self::Connected),
            static_route: here(Self::Static),
            bgp: here(Self::Bgp),
            ospf: here(Self::Ospf),
        }
    }

    /// Terms of a policy that takes this protocol's routes into another one. What OSPF can neither match
    /// nor carry is taken out so that never more is let through than the policy says: a term that accepts
    /// by a community or an AS path accepts nothing, and one that refuses BGP's routes by them refuses all
    /// that its prefixes match.
    pub(super) fn redistributing(self, terms: Vec<PolicyTerm>) -> Vec<PolicyTerm> {
        let by_attribute = |term: &PolicyTerm| term.community.is_some() || term.as_path.is_some();
        let kept = terms
            .into_iter()
            .filter(|term| !by_attribute(term) || (self == Self::Bgp && !term.permit));
        let bare = kept.map(|term| {
            let term = PolicyTerm { from: Some(self.presence()), ..term };
            if self == Self::Ospf {
                return term;
            }
            PolicyTerm {
                community: None,
                as_path: None,
                local_preference: None,
                prepend: None,
                add_communities: Vec::new(),
                add_community_list: None,
                metric: term.metric.or(term.permit.then_some(EXTERNAL_METRIC)),
                ..term
            }
        });
        bare.collect()
    }
}

/// 10, 20, 30, …
fn sequence(position: usize) -> u32 {
    u32::try_from(position.saturating_add(1).saturating_mul(10)).unwrap_or(u32::MAX)
}

/// What has a name and knows its statements.
trait Told {
    fn name(&mut self) -> &mut String;
    fn told(&mut self) -> &mut Origins;
}

macro_rules! told {
    ($($name:ty)*) => {
        $(impl Told for $name {
            fn name(&mut self) -> &mut String {
                &mut self.name
            }
            fn told(&mut self) -> &mut Origins {
                &mut self.origins
            }
        })*
    };
}

told! { PrefixList CommunityList AsPathList RoutePolicy }

/// Puts a thing under its name, or under the next one that is free when another thing has it. Gives the name back.
fn place<T: PartialEq + Told>(things: &mut BTreeMap<String, T>, mut thing: T) -> String {
    let wanted = thing.name().clone();
    let mut name = clip(&wanted);
    let mut number = 1_usize;
    loop {
        thing.name().clone_from(&name);
        match things.get_mut(&name) {
            Some(known) if *known == thing => {
                known.told().join(thing.told());
                return name;
            }
            Some(_) => {
                number += 1;
                name = clip(&format!("{wanted}-{number}"));
            }
            None => {
                things.insert(name.clone(), thing);
                return name;
            }
        }
    }
}

/// A name that is short enough: the end of a long one becomes a checksum of all of it.
pub(super) fn clip(name: &str) -> String {
    if name.len() <= NAME_MAX {
        return name.to_owned();
    }
    let head: String = name.chars().filter(char::is_ascii).take(NAME_MAX - 9).collect();
    format!("{head}-{:08x}", checksum(name))
}

/// FNV-1a of a text.
pub(super) fn checksum(text: &str) -> u32 {
    text.bytes()
        .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Entries of the prefixes that are of a family, each once, in the given order.
pub(super) fn entries(
    ipv6: bool,
    prefixes: impl IntoIterator<Item = PrefixMatch>,
) -> Vec<PrefixEntry> {
    let mut seen = BTreeSet::new();
    let own = prefixes.into_iter().filter(|one| is_ipv6(one.prefix) == ipv6);
    let own = own.filter(|one| seen.insert(*one)).enumerate();
    own.map(|(position, one)| entry(sequence(position), one)).collect()
}

fn entry(sequence: u32, one: PrefixMatch) -> PrefixEntry {
    let length = one.prefix.prefix_len();
    let from = one.from.clamp(length, one.prefix.max_prefix_len());
    let up_to = one.up_to.clamp(from, one.prefix.max_prefix_len());
    let ge = (from > length).then_some(from);
    let le = (up_to > length).then_some(up_to);
    PrefixEntry {
        origins: Origins::default(),
        sequence,
        prefix: one.prefix,
        length,
        ge,
        le,
        exact: le.is_none().then_some(true),
        up_to: le.filter(|_| ge.is_none()),
        range: ge.map(|from| LengthRange { from, to: up_to }),
    }
}

/// A path as a regular expression over text, `_` for a boundary between numbers.
fn text_pattern(path: &AsPath) -> String {
    match path {
        AsPath::From(asn) => format!("^{asn}_"),
        AsPath::Through(asn) => format!("_{asn}_"),
        AsPath::Origin(asn) => format!("_{asn}$"),
        AsPath::Path(asns) => format!("^{}$", joined(asns, "_")),
        AsPath::Empty => "^$".to_owned(),
    }
}

/// A path as a regular expression over AS numbers.
fn path_pattern(path: &AsPath) -> String {
    match path {
        AsPath::From(asn) => format!("{asn} .*"),
        AsPath::Through(asn) => format!(".* {asn} .*"),
        AsPath::Origin(asn) => format!(".* {asn}"),
        AsPath::Path(asns) => joined(asns, " "),
        AsPath::Empty => "()".to_owned(),
    }
}

fn joined(asns: &[u32], between: &str) -> String {
    asns.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

/// Says of the policies of leaks what they are for.
fn mark_leaks(vrfs: &[Vrf], policies: &mut BTreeMap<String, RoutePolicy>) {
    for vrf in vrfs {
        let groups = || vrf.bgp.iter().flat_map(|bgp| &bgp.groups);
        let sessions = [
            groups().any(|group| group.ipv4.is_some()),
            groups().any(|group| group.ipv6.is_some()),
        ];
        for leak in &vrf.leaks {
            for (policy, sessions) in
                [&leak.policy_ipv4, &leak.policy_ipv6].into_iter().zip(sessions)
            {
                if let Some(policy) = policy.as_ref().and_then(|name| policies.get_mut(name)) {
                    policy.of_leak = Some(true);
                    policy.by_target = (vrf.evpn.is_some() && !sessions).then_some(true);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn prefix(text: &str, from: u8, up_to: u8) -> PrefixMatch {
        PrefixMatch { prefix: text.parse().unwrap(), from, up_to }
    }

    proptest! {
        /// The same by holding each prefix against each other one.
        #[test]
        fn prefixes_in_others_are_found_as_by_comparing_all(
            drawn in prop::collection::vec((0_u8..8, 0_u8..4, 0_u8..4, 0_u8..4), 0..6),
        ) {
            let list: Vec<Matched> = drawn
                .into_iter()
                .map(|(bits, length, from, more)| {
                    let from = length + from;
                    let net = Ipv4Net::new_assert([bits << 5, 0, 0, 0].into(), length).trunc();
                    (IpNet::V4(net), from..=from + more)
                })
                .collect();
            let all = list.iter().any(|outer| {
                list.iter().any(|inner| outer.0.contains(&inner.0) && takes_more(outer, inner))
            });
            prop_assert_eq!(lies_nested(list), all);
        }
    }

    #[test]
    fn a_path_is_spelled_for_both_kinds_of_regular_expression() {
        let both = |path: AsPath| (text_pattern(&path), path_pattern(&path));
        let pair = |text_pattern: &str, path_pattern: &str| {
            (text_pattern.to_owned(), path_pattern.to_owned())
        };
        assert_eq!(both(AsPath::From(64700)), pair("^64700_", "64700 .*"));
        assert_eq!(both(AsPath::Through(64800)), pair("_64800_", ".* 64800 .*"));
        assert_eq!(both(AsPath::Origin(4_200_000_001)), pair("_4200000001$", ".* 4200000001"));
        assert_eq!(both(AsPath::Path(vec![64700, 64800])), pair("^64700_64800$", "64700 64800"));
        assert_eq!(both(AsPath::Empty), pair("^$", "()"));
    }

    #[test]
    fn lengths_are_said_only_where_they_are_longer_than_the_prefix() {
        let exact = entry(10, prefix("10.96.0.0/12", 12, 12));
        assert_eq!((exact.exact, exact.ge, exact.le, exact.up_to), (Some(true), None, None, None));
        assert_eq!(
            (exact.prefix.to_string().as_str(), exact.length, exact.range),
            ("10.96.0.0/12", 12, None)
        );
        let within = entry(10, prefix("10.244.0.0/16", 16, 26));
        assert_eq!((within.exact, within.ge, within.le), (None, None, Some(26)));
        assert_eq!((within.up_to, within.range), (Some(26), None));
        let range = entry(10, prefix("2001:db8::/32", 48, 64));
        assert_eq!(
            (range.exact, range.ge, range.le, range.up_to),
            (None, Some(48), Some(64), None)
        );
        assert_eq!(range.range, Some(LengthRange { from: 48, to: 64 }));
        let one_length = entry(10, prefix("10.0.0.0/8", 24, 24));
        assert_eq!((one_length.ge, one_length.le), (Some(24), Some(24)));
    }

    #[test]
    fn a_list_holds_each_prefix_of_its_family_once() {
        let mut policies = Policies::default();
        let (a, b) = (prefix("10.2.0.0/16", 16, 16), prefix("10.1.0.0/16", 16, 24));
        let list = policies.prefix_list("l", false, [a, prefix("2001:db8::/32", 32, 32), b, a]);
        let entries: Vec<(u32, IpNet)> =
            list.entries.iter().map(|entry| (entry.sequence, entry.prefix)).collect();
        assert_eq!(entries, [(10, a.prefix), (20, b.prefix)]);
        assert!(policies.matching("l", true, [a, b]).is_none());
    }

    #[test]
    fn two_things_of_one_name_are_told_apart() {
        let mut policies = Policies::default();
        let (a, b) = (prefix("10.2.0.0/16", 16, 16), prefix("10.1.0.0/16", 16, 24));
        assert_eq!(policies.prefix_list("l", false, [a]).name, "l");
        assert_eq!(policies.prefix_list("l", false, [b]).name, "l-2");
        assert_eq!(policies.prefix_list("l", false, [a]).name, "l");
        assert_eq!(policies.prefix_list("l", false, [b]).name, "l-2");
        let long = "a".repeat(70);
        let (first, second) = (format!("{long}-ipv4"), format!("{long}-ipv6"));
        assert_eq!(clip(&first).len(), NAME_MAX);
        assert_ne!(clip(&first), clip(&second));
    }

    #[test]
    fn a_policy_without_terms_refuses_everything() {
        let mut policies = Policies::default();
        let name = policies.policy("nothing-ipv4", false, "", Vec::new());
        let policy = &policies.by_name[&name];
        assert!(policy.terms.iter().all(|term| term.deny == Some(true) && !term.permit));
        assert_eq!(policy.terms.len(), 1);
        let twice = PolicyTerm { name: "x".to_owned(), ..Policies::term(true) };
        let name =
            policies.policy("p", false, "", vec![twice.clone(), Policies::term(false), twice]);
        let names: Vec<&str> =
            policies.by_name[&name].terms.iter().map(|term| term.name.as_str()).collect();
        assert_eq!(names, ["x", "20", "x-30"]);
    }

    #[test]
    fn what_ospf_cannot_match_lets_nothing_through() {
        let by_community =
            |permit| PolicyTerm { community: Some("c".to_owned()), ..Policies::term(permit) };
        let terms = vec![by_community(true), by_community(false), Policies::term(true)];
        let permits = |source: Source| -> Vec<bool> {
            let kept = source.redistributing(terms.clone());
            assert!(kept.iter().all(|term| term.community.is_none() && term.from.is_some()));
            kept.iter().map(|term| term.permit).collect()
        };
        assert_eq!(permits(Source::Bgp), [false, true]);
        assert_eq!(permits(Source::Connected), [true]);
        assert_eq!(permits(Source::Ospf), [true]);
    }

    #[test]
    fn the_default_route_is_of_length_zero() {
        assert_eq!(entry(10, default_route(false)).prefix.to_string(), "0.0.0.0/0");
        assert_eq!(entry(10, default_route(true)).prefix.to_string(), "::/0");
        assert_eq!(entry(10, default_route(true)).exact, Some(true));
    }
}
