//! AS numbers and tunnel addresses of switches, pairs and places.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::context::Resolver;
use super::places::Site;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::CONTRADICTION;
use crate::fabric::{SwitchId, UnderlayKind};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, PlaceItem};

impl Resolver<'_> {
    /// `asn N` of tiers and racks: of every switch there that says none itself.
    pub(super) fn place_asns(&mut self, sites: &[Site<'_>], types: &[&ast::RackType]) {
        for rack_type in types {
            for item in &rack_type.items {
                if let PlaceItem::Asn(asn) = item {
                    self.asn_of_no_place(
                        asn.span,
                        "every rack of the type would have it",
                        "say it in a rack: `rack NAME of TYPE { asn N }`; or of all pairs at once: `pool asn FIRST..LAST`",
                    );
                }
            }
        }
        // Said of a switch by its place.
        let mut placed: BTreeMap<SwitchId, Span> = BTreeMap::new();
        for site in sites {
            let own = site.items.iter().filter(|(stamped, _)| stamped.is_none());
            let mut said = None;
            for (_, item) in own {
                let PlaceItem::Asn(asn) = item else { continue };
                if site.tier.is_none() && site.rack.is_none() {
                    self.asn_of_no_place(
                        asn.span,
                        "of which switches?",
                        "move it into a `switch`, `mlag`, `tier` or `rack`, or write `pool asn FIRST..LAST` in the fabric block",
                    );
                    continue;
                }
                self.set(&mut said, *asn, "the place's `asn`");
            }
            if let Some(asn) = said.and_then(|asn| self.asn(asn)) {
                let switches = match (site.tier, site.rack) {
                    (Some(tier), _) => self.fabric.tiers[tier].switches.clone(),
                    (None, Some(rack)) => self.fabric.racks[rack].switches.clone(),
                    (None, None) => Vec::new(),
                };
                self.asn_of_place(asn, &switches, &mut placed);
            }
        }
        self.pair_asns();
    }

    fn asn_of_no_place(&mut self, span: Span, label: &str, help: &str) {
        self.error(
            Diagnostic::new(&CONTRADICTION, "an AS number does not belong here")
                .at(span, label)
                .help(help),
        );
    }

    fn asn_of_place(
        &mut self,
        asn: Spanned<u32>,
        switches: &[SwitchId],
        placed: &mut BTreeMap<SwitchId, Span>,
    ) {
        for id in switches {
            let switch = &self.fabric.switches[*id];
            let of_pair = switch.pair.and_then(|pair| self.fabric.pairs[pair].asn);
            match (switch.asn, placed.get(id)) {
                // Two places: its tier and its rack.
                (Some(known), Some(first)) if known.value != asn.value => {
                    let diagnostic = Diagnostic::new(
                        &CONTRADICTION,
                        format!("`{}` is in two places of different AS numbers", switch.name),
                    )
                    .at(asn.span, "one place says this")
                    .at(*first, "and another this")
                    .help(format!("say `asn N` of `{}` itself", switch.name));
                    self.error(diagnostic);
                }
                (Some(_), _) => {}
                (None, _) if of_pair.is_some() => {}
                (None, _) => {
                    self.fabric.switches[*id].asn = Some(asn);
                    placed.insert(*id, asn.span);
                }
            }
        }
    }

    /// A member's own number must be its pair's.
    fn pair_asns(&mut self) {
        let mut clashes = Vec::new();
        for pair in self.fabric.pairs.values() {
            let Some(asn) = pair.asn else { continue };
            for member in pair.members {
                let switch = &self.fabric.switches[member];
                if let Some(own) = switch.asn.filter(|own| own.value != asn.value) {
                    clashes.push((switch.name.clone(), pair.name.clone(), own, asn));
                }
            }
        }
        // A rack type says it once, whatever the number of racks.
        let mut told = BTreeSet::new();
        for (switch, pair, own, asn) in clashes {
            if !told.insert((own.span, asn.span)) {
                continue;
            }
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("`{switch}` has another AS number than its pair `{pair}`"),
                )
                .at(own.span, "the switch's")
                .at(asn.span, "the pair's")
                .help("delete one of the two"),
            );
        }
    }

    /// Under OSPF there is one AS; a switch that says another would not be in it.
    pub(super) fn foreign_asns(&mut self) {
        let underlay = &self.fabric.settings.underlay;
        let Some(all) = underlay.asn.filter(|_| underlay.kind == UnderlayKind::Ospf) else {
            return;
        };
        let of_switches = self.fabric.switches.values().map(|switch| (&switch.name, switch.asn));
        let of_pairs = self.fabric.pairs.values().map(|pair| (&pair.name, pair.asn));
        let foreign: Vec<(String, Spanned<u32>)> = of_switches
            .chain(of_pairs)
            .filter_map(|(name, asn)| Some((name.clone(), asn?)))
            .filter(|(_, asn)| asn.value != all.value)
            .collect();
        let mut told = BTreeSet::new();
        for (name, asn) in foreign {
            if !told.insert(asn.span) {
                continue;
            }
            self.error(
                Diagnostic::new(&CONTRADICTION, format!("`{name}` is not in the fabric's AS"))
                    .at(asn.span, "another number")
                    .at(all.span, "under OSPF, all switches are in this one")
                    .help("delete it"),
            );
        }
    }

    /// Addresses, at most one of each family.
    pub(super) fn one_address_per_family(
        &mut self,
        addresses: &[Spanned<IpAddr>],
        what: &str,
    ) -> Vec<Spanned<IpAddr>> {
        let mut kept: Vec<Spanned<IpAddr>> = Vec::new();
        for address in addresses {
            let family = if address.value.is_ipv6() { "IPv6" } else { "IPv4" };
            let same = |known: &&Spanned<IpAddr>| known.value.is_ipv6() == address.value.is_ipv6();
            match kept.iter().find(same).copied() {
                Some(first) => {
                    self.said_twice(&format!("the {family} {what}"), first.span, address.span);
                }
                None => kept.push(*address),
            }
        }
        kept
    }
}
