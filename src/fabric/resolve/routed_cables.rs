//! Cables of the underlay, and the words that only these take.

use ipnet::IpNet;

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, VALUE_OUT_OF_RANGE};
use crate::fabric::{CableSaid, CableUse, UnderlayKind};
use crate::source::{Origin, Span, Spanned};
use crate::syntax::ast;

/// What a statement says of routed cables.
pub(super) struct RoutedWords<'a> {
    pub(super) numbered: Option<Spanned<bool>>,
    pub(super) cost: Option<Spanned<u32>>,
    pub(super) prefixes: &'a [Spanned<IpNet>],
    /// Cables that the statement stands for.
    pub(super) cables: usize,
}

impl Resolver<'_> {
    /// What a cable between two switches serves: with an underlay, it is routed unless it has a profile.
    pub(super) fn cable_use(&self, profile: Option<&ast::Name>) -> CableUse {
        match (self.fabric.settings.underlay.kind, profile) {
            (UnderlayKind::None, _) | (_, Some(_)) => CableUse::Fabric,
            (_, None) => CableUse::Routed,
        }
    }

    pub(super) fn routed_words(
        &mut self,
        purpose: CableUse,
        words: &RoutedWords<'_>,
        profile: Option<&ast::Name>,
        origin: Origin,
    ) -> CableSaid {
        if purpose != CableUse::Routed {
            self.words_on_layer2(words, profile, origin);
            return CableSaid::default();
        }
        let cost = words.cost.filter(|cost| self.cost_fits(*cost, origin));
        let cost = cost.and_then(|cost| self.number::<u16>(cost, 1..=65535, "an OSPF cost of"));
        let mut routed = CableSaid { numbered: words.numbered, cost, ..CableSaid::default() };
        let ospf = self.fabric.settings.underlay.kind == UnderlayKind::Ospf;
        if let Some(unnumbered) = words.numbered.filter(|numbered| ospf && !numbered.value) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "OSPF runs over cables with addresses")
                    .from(origin.at(unnumbered.span), "without any")
                    .help("delete `unnumbered`, or write `underlay bgp unnumbered`"),
            );
        }
        let Some(first) = words.prefixes.first() else { return routed };
        if words.cables > 1 {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("{} cables cannot have the same prefix", words.cables),
                )
                .from(origin.at(first.span), "belongs to one cable")
                .help("write a `link` for each cable, or take the prefixes from `pool link`"),
            );
            return routed;
        }
        if let Some(unnumbered) = words.numbered.filter(|numbered| !numbered.value) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "an unnumbered cable has no prefix")
                    .from(origin.at(first.span), "has addresses")
                    .at(unnumbered.span, "has none")
                    .help("delete one of the two"),
            );
            return routed;
        }
        // Who says the addresses wants them.
        routed.numbered.get_or_insert(Spanned::new(true, first.span));
        let addresses = self.one_per_family(words.prefixes, "prefix of the cable");
        routed.prefix_ipv4 = addresses
            .ipv4
            .filter(|net| self.link_prefix(net.map(IpNet::V4), &[30, 31], "/31 or /30", origin));
        routed.prefix_ipv6 = addresses.ipv6.filter(|net| {
            self.link_prefix(net.map(IpNet::V6), &[64, 126, 127], "/127, /126 or /64", origin)
        });
        routed
    }

    fn link_prefix(
        &mut self,
        prefix: Spanned<IpNet>,
        lengths: &[u8],
        allowed: &str,
        origin: Origin,
    ) -> bool {
        if !lengths.contains(&prefix.value.prefix_len()) {
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("`{}` is no prefix for a cable", prefix.value),
                )
                .from(origin.at(prefix.span), format!("{allowed} fits two ends")),
            );
            return false;
        }
        self.no_host_bits(prefix)
    }

    fn cost_fits(&mut self, cost: Spanned<u32>, origin: Origin) -> bool {
        let ospf = self.fabric.settings.underlay.kind == UnderlayKind::Ospf;
        if !ospf {
            self.error(
                Diagnostic::new(&CONTRADICTION, "BGP counts no costs of cables")
                    .from(origin.at(cost.span), "of OSPF")
                    .help("delete it, or write `underlay ospf`"),
            );
        }
        ospf
    }

    /// Words of routed cables on one that is layer 2.
    fn words_on_layer2(
        &mut self,
        words: &RoutedWords<'_>,
        profile: Option<&ast::Name>,
        origin: Origin,
    ) {
        let numbered = words
            .numbered
            .map(|said| (if said.value { "numbered" } else { "unnumbered" }, said.span));
        let cost = words.cost.map(|cost| ("cost", cost.span));
        let prefix = words.prefixes.first().map(|prefix| ("prefix", prefix.span));
        for (word, span) in numbered.into_iter().chain(cost).chain(prefix) {
            self.word_on_layer2(word, span, profile, origin);
        }
    }

    fn word_on_layer2(
        &mut self,
        word: &str,
        span: Span,
        profile: Option<&ast::Name>,
        origin: Origin,
    ) {
        let diagnostic = Diagnostic::new(
            &CONTRADICTION,
            format!("`{word}` is for routed cables, and this one is layer 2"),
        )
        .from(origin.at(span), "of no use here");
        let no_underlay = self.fabric.settings.underlay.kind == UnderlayKind::None;
        let diagnostic = match profile {
            _ if no_underlay => diagnostic
                .help("take it out, or add `underlay bgp` or `underlay ospf` to the fabric block"),
            Some(profile) => diagnostic
                .at(profile.span, "the profile makes it layer 2")
                .help(format!("take out `{word}`, or `as {}`", profile.value)),
            None => diagnostic,
        };
        self.error(diagnostic);
    }

    pub(super) fn routed_lag(&mut self, origin: Origin) {
        self.error(
            Diagnostic::new(&CONTRADICTION, "routed cables form no LAG")
                .from(origin, "each cable is a path of its own")
                .help("delete `lag`: equal-cost paths use all cables; or give the cables a profile with `as NAME`"),
        );
    }
}
