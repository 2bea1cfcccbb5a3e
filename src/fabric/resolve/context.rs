//! What all parts of resolving share: the fabric so far, the names, and how to look them up.

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;

use super::boundary_ports::BoundaryCable;
use super::layer2::vlan_key;
use super::lists::Lists;
use crate::diagnostic::{Diagnostic, Guesses, Repeated, Sink};
use crate::fabric::codes::{
    DUPLICATE_NAME, OUT_OF_SCOPE, PLAIN_SECRET, RANGE_TOO_LARGE, SAID_TWICE, UNKNOWN_NAME,
    VALUE_OUT_OF_RANGE, WRONG_KIND,
};
use crate::fabric::{
    Fabric, HostId, PairId, ProfileId, RackId, SecretName, SwitchId, TierId, VlanId, VrfId, ZoneId,
};
use crate::source::{Origin, Span, Spanned};
use crate::syntax::ast::{self, Names};
use crate::vendor::Catalog;
use crate::vendor::ports::PortNumber;

/// What a name of the shared space means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Switch(SwitchId),
    Pair(PairId),
    Tier(TierId),
    Rack(RackId),
    Zone(ZoneId),
    Host(HostId),
}

impl Named {
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Switch(_) => "switch",
            Self::Pair(_) => "pair",
            Self::Tier(_) => "tier",
            Self::Rack(_) => "rack",
            Self::Zone(_) => "zone",
            Self::Host(_) => "host",
        }
    }
}

/// Where a statement stands: names are looked up in its rack first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    /// Name of the rack, for statements of a rack or its type.
    pub(super) rack: Option<&'a str>,
    /// The statement that stamped the rack.
    pub(super) stamped: Option<Span>,
}

impl Scope<'_> {
    pub(super) const TOP: Scope<'static> = Scope { rack: None, stamped: None };

    /// The full name of something declared here.
    pub(super) fn full(self, name: &str) -> String {
        match self.rack {
            Some(rack) => format!("{rack}-{name}"),
            None => name.to_owned(),
        }
    }

    pub(super) fn origin(self, at: Span) -> Origin {
        Origin { at, stamped: self.stamped }
    }
}

pub(super) struct Resolver<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) formats: &'a [(String, String)],
    pub(super) sink: &'a mut Sink,
    pub(super) fabric: Fabric,
    pub(super) names: BTreeMap<String, (Named, Origin)>,
    /// Names whose declaration has an error already, which is not told again where they are used.
    pub(super) broken: BTreeSet<String>,
    pub(super) vlans: BTreeMap<String, VlanId>,
    pub(super) vrfs: BTreeMap<String, VrfId>,
    pub(super) profiles: BTreeMap<String, ProfileId>,
    /// Users of the management, by what they are.
    pub(super) users: BTreeMap<(&'static str, String), Span>,
    pub(super) lists: Lists,
    /// Prefixes that lists, policies and access lists may still expand to; none when there were too many.
    pub(super) prefixes_left: Option<usize>,
    /// Names that patterns may still stand for, and places of things in zones.
    pub(super) names_left: usize,
    /// The fabric is too large, which was told; nothing more is.
    pub(super) full: bool,
    /// What misspelt names may still be compared with.
    pub(super) guesses: Guesses,
    /// Physical ports of boundaries.
    pub(super) boundary_cables: BTreeMap<(SwitchId, PortNumber), BoundaryCable>,
    /// Words of MLAG in pairs of Ethernet segments, by the word and its place.
    pub(super) idle_words: Repeated<(Span, &'static str)>,
}

impl Resolver<'_> {
    pub(super) fn error(&mut self, diagnostic: Diagnostic) {
        if !self.full {
            self.sink.push(diagnostic);
        }
    }

    /// Names that a pattern stands for; none when there are too many.
    pub(super) fn expand(&mut self, names: &Names) -> Vec<String> {
        if !self.room_for_names(names.value.count(), names.span) {
            return Vec::new();
        }
        names.value.expand().unwrap_or_else(|many| {
            self.error(
                Diagnostic::new(
                    &RANGE_TOO_LARGE,
                    format!("`{}` stands for {} names", names.value, many.0),
                )
                .at(names.span, "at most 20,000 are allowed")
                .help("check the last number of the range"),
            );
            Vec::new()
        })
    }

    /// Names that a list of patterns stands for, each with its place.
    pub(super) fn expand_all(&mut self, list: &[Names]) -> Vec<Spanned<String>> {
        list.iter()
            .flat_map(|names| {
                self.expand(names)
                    .into_iter()
                    .map(|name| Spanned::new(name, names.span))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Puts a name into the shared space.
    pub(super) fn declare(&mut self, name: &str, named: Named, origin: Origin) {
        match self.names.entry(name.to_owned()) {
            Entry::Vacant(entry) => drop(entry.insert((named, origin))),
            Entry::Occupied(entry) => {
                let (_, first) = *entry.get();
                self.duplicate(named.kind(), name, first, origin);
            }
        }
    }

    pub(super) fn duplicate(&mut self, kind: &str, name: &str, first: Origin, again: Origin) {
        self.error(
            Diagnostic::new(
                &DUPLICATE_NAME,
                format!("{kind} `{name}` is declared, but the name is taken"),
            )
            .from(again, "declared again here")
            .from(first, "first declared here")
            .help("give one of the two another name"),
        );
    }

    /// Looks a name of the shared space up: in the statement's rack first.
    pub(super) fn find(&self, scope: Scope<'_>, name: &str) -> Option<Named> {
        let local = scope.rack.and_then(|_| self.names.get(&scope.full(name)));
        local.or_else(|| self.names.get(name)).map(|(named, _)| *named)
    }

    /// Names of the shared space that begin so, in order.
    fn names_with<'s>(
        &'s self,
        start: &'s str,
    ) -> impl Iterator<Item = (&'s String, &'s (Named, Origin))> {
        let from = (Bound::Included(start), Bound::Unbounded);
        self.names.range::<str, _>(from).take_while(move |(name, _)| name.starts_with(start))
    }

    /// Looks a name of the shared space up, and says so when there is none.
    pub(super) fn named(
        &mut self,
        scope: Scope<'_>,
        name: &str,
        span: Span,
        wanted: &str,
    ) -> Option<Named> {
        let found = self.find(scope, name);
        let broken = self.broken.contains(&scope.full(name)) || self.broken.contains(name);
        if found.is_none() && !broken {
            let prefix = scope.rack.map(|rack| format!("{rack}-"));
            let local = prefix.iter().flat_map(|prefix| {
                self.names_with(prefix).filter_map(|(known, _)| known.strip_prefix(prefix.as_str()))
            });
            let known = self.names.keys().map(String::as_str).chain(local);
            let help = self
                .guesses
                .did_you_mean(name, known)
                .unwrap_or_else(|| format!("declare it, or name a {wanted} that is declared"));
            self.error(
                Diagnostic::new(&UNKNOWN_NAME, format!("there is no {wanted} `{name}`"))
                    .from(scope.origin(span), "not declared anywhere")
                    .help(help),
            );
        }
        found
    }

    /// The switches of a pair or a tier, where one of them is wanted.
    fn members_of(&self, found: Named, wanted: &str) -> Option<String> {
        let fabric = &self.fabric;
        let name = |switch: &SwitchId| format!("`{}`", fabric.switches[*switch].name);
        match found {
            Named::Pair(pair) if wanted == "switch" => {
                let members: Vec<String> = fabric.pairs[pair].members.iter().map(name).collect();
                Some(format!("name one of its members: {}", members.join(" or ")))
            }
            Named::Tier(tier) if wanted == "switch" => {
                let one = fabric.tiers[tier].switches.first().map(name)?;
                Some(format!("name a switch that is in it, such as {one}"))
            }
            _ => None,
        }
    }

    pub(super) fn wrong_kind(
        &mut self,
        scope: Scope<'_>,
        name: &str,
        span: Span,
        found: Named,
        wanted: &str,
    ) {
        // What stands in a rack is called after it.
        let start = format!("{name}-");
        let inside = self.names_with(&start).find(|(_, one)| {
            wanted == "switch"
                && matches!(found, Named::Rack(_))
                && matches!(one.0, Named::Switch(_))
        });
        let help = match inside.map(|(key, _)| key.clone()) {
            Some(one) => format!("name a switch that is in it, such as `{one}`"),
            None => self.members_of(found, wanted).unwrap_or_else(|| format!("name a {wanted}")),
        };
        self.error(
            Diagnostic::new(&WRONG_KIND, format!("`{name}` is a {}, not a {wanted}", found.kind()))
                .from(scope.origin(span), format!("a {wanted} is needed here"))
                .help(help),
        );
    }

    /// A switch by name.
    pub(super) fn switch(&mut self, scope: Scope<'_>, name: &str, span: Span) -> Option<SwitchId> {
        match self.named(scope, name, span, "switch")? {
            Named::Switch(switch) => Some(switch),
            other => {
                self.wrong_kind(scope, name, span, other, "switch");
                None
            }
        }
    }

    /// The switches behind names of switches, pairs, tiers and racks, each once, in order.
    pub(super) fn switches(&mut self, scope: Scope<'_>, list: &[Names]) -> Vec<Spanned<SwitchId>> {
        let mut out: Vec<Spanned<SwitchId>> = Vec::new();
        let mut known = HashSet::new();
        for name in self.expand_all(list) {
            let Some(found) =
                self.named(scope, &name.value, name.span, "switch, pair, tier or rack")
            else {
                continue;
            };
            let members = match found {
                Named::Switch(switch) => vec![switch],
                Named::Pair(pair) => self.fabric.pairs[pair].members.to_vec(),
                Named::Tier(tier) => self.fabric.tiers[tier].switches.clone(),
                Named::Rack(rack) => self.fabric.racks[rack].switches.clone(),
                Named::Zone(_) | Named::Host(_) => {
                    self.wrong_kind(
                        scope,
                        &name.value,
                        name.span,
                        found,
                        "switch, pair, tier or rack",
                    );
                    continue;
                }
            };
            if !self.room_for_names(members.len() as u64, name.span) {
                return out;
            }
            for switch in members {
                if known.insert(switch) {
                    out.push(Spanned::new(switch, name.span));
                }
            }
        }
        out
    }

    /// The switches alone.
    pub(super) fn switch_ids(&mut self, scope: Scope<'_>, list: &[Names]) -> Vec<SwitchId> {
        self.switches(scope, list).into_iter().map(|switch| switch.value).collect()
    }

    /// Zones by name; a rack is a zone.
    pub(super) fn zones(&mut self, scope: Scope<'_>, list: &[Names]) -> Vec<ZoneId> {
        let names = self.expand_all(list);
        names.into_iter().filter_map(|name| self.zone(scope, &name)).collect()
    }

    pub(super) fn zone(&mut self, scope: Scope<'_>, name: &Spanned<String>) -> Option<ZoneId> {
        match self.named(scope, &name.value, name.span, "zone or rack")? {
            Named::Zone(zone) => Some(zone),
            Named::Rack(rack) => Some(self.fabric.racks[rack].zone),
            other => {
                self.wrong_kind(scope, &name.value, name.span, other, "zone or rack");
                None
            }
        }
    }

    pub(super) fn vlan(&mut self, name: &ast::Name) -> Option<VlanId> {
        let found = self.vlans.get(&name.value).copied();
        if found.is_none() {
            let help = self
                .guesses
                .did_you_mean(&name.value, self.vlans.keys().map(String::as_str))
                .unwrap_or_else(|| format!("declare it: `vlan {} ID`", name.value));
            self.unknown("VLAN", name, help);
        }
        found
    }

    pub(super) fn vlan_list(&mut self, list: &[Names]) -> Vec<Spanned<VlanId>> {
        let names = self.expand_all(list);
        names
            .iter()
            .filter_map(|name| self.vlan(name).map(|vlan| Spanned::new(vlan, name.span)))
            .collect()
    }

    pub(super) fn vrf(&mut self, name: &ast::Name) -> Option<VrfId> {
        let found = self.vrfs.get(&name.value).copied();
        if found.is_none() {
            let help = self
                .guesses
                .did_you_mean(&name.value, self.vrfs.keys().map(String::as_str))
                .unwrap_or_else(|| format!("declare it: `vrf {}`", name.value));
            self.unknown("VRF", name, help);
        }
        found
    }

    pub(super) fn profile(&mut self, name: &ast::Name) -> Option<ProfileId> {
        let found = self.profiles.get(&name.value).copied();
        if found.is_none() {
            let help = self
                .guesses
                .did_you_mean(&name.value, self.profiles.keys().map(String::as_str))
                .unwrap_or_else(|| format!("declare it: `profile {} {{ … }}`", name.value));
            self.unknown("profile", name, help);
        }
        found
    }

    pub(super) fn unknown(&mut self, kind: &str, name: &ast::Name, help: String) {
        if kind == "VLAN" && self.broken.contains(&vlan_key(&name.value)) {
            return;
        }
        self.error(
            Diagnostic::new(&UNKNOWN_NAME, format!("there is no {kind} `{}`", name.value))
                .at(name.span, "not declared anywhere")
                .help(help),
        );
    }

    /// A free text, whose place is kept for messages about what it may hold.
    pub(super) fn text(&mut self, text: &ast::Text) -> String {
        self.fabric.texts.entry(text.value.clone()).or_insert(text.span);
        text.value.clone()
    }

    /// Keeps a value that may be said once.
    pub(super) fn set<T>(&mut self, place: &mut Option<Spanned<T>>, value: Spanned<T>, what: &str) {
        match place {
            Some(first) => self.said_twice(what, first.span, value.span),
            None => *place = Some(value),
        }
    }

    pub(super) fn said_twice(&mut self, what: &str, first: Span, again: Span) {
        self.error(
            Diagnostic::new(&SAID_TWICE, format!("{what} is said twice"))
                .at(again, "said again here")
                .at(first, "first said here")
                .help("delete one of the two"),
        );
    }

    /// A number as a smaller type, if it lies in `allowed`.
    pub(super) fn number<T: TryFrom<u32>>(
        &mut self,
        number: Spanned<u32>,
        allowed: std::ops::RangeInclusive<u32>,
        what: &str,
    ) -> Option<Spanned<T>> {
        let value =
            allowed.contains(&number.value).then(|| T::try_from(number.value).ok()).flatten();
        if value.is_none() {
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("{what} {} does not exist", number.value),
                )
                .at(number.span, format!("{} to {} are allowed", allowed.start(), allowed.end()))
                .help(format!(
                    "write a number from {} to {}",
                    allowed.start(),
                    allowed.end()
                )),
            );
        }
        value.map(|value| Spanned::new(value, number.span))
    }

    /// The meaning of a word. The grammar lets no others through.
    pub(super) fn word<T: Copy>(word: &Spanned<String>, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let found = words.iter().find(|(known, _)| *known == word.value);
        found.map(|(_, value)| Spanned::new(*value, word.span))
    }

    pub(super) fn secret(&mut self, secret: &ast::Secret) -> SecretName {
        match secret {
            ast::Secret::Reference(name) => SecretName(name.value.clone()),
            ast::Secret::Plain(span) => {
                self.error(
                    Diagnostic::new(&PLAIN_SECRET, "a secret stands in plain text")
                        .at(*span, "everyone who can read the program can read this")
                        .help("put it into the vault and write `secret(NAME)`; change it too, it has been seen"),
                );
                SecretName(String::new())
            }
        }
    }

    pub(super) fn out_of_scope(&mut self, name: &ast::Name) {
        self.error(
            Diagnostic::new(&OUT_OF_SCOPE, format!("rackc does no `{}`", name.value))
                .at(name.span, "not the work of a switch")
                .help("do it on a firewall or router outside of the fabric: rackc configures switches"),
        );
    }
}
