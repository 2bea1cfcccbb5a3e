//! `underlay`: routing between the fabric's switches.

use super::context::Resolver;
use super::timers::Protocol;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::CONTRADICTION;
use crate::fabric::{AsnPer, Underlay, UnderlayKind};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, UnderlaySetting};

const KINDS: [(&str, UnderlayKind); 5] = [
    ("none", UnderlayKind::None),
    ("bgp", UnderlayKind::BgpNumbered),
    ("bgp unnumbered", UnderlayKind::BgpUnnumbered),
    ("bgp auto", UnderlayKind::BgpAuto),
    ("ospf", UnderlayKind::Ospf),
];

const ASN_PER: [(&str, AsnPer); 3] =
    [("switch", AsnPer::Switch), ("pair", AsnPer::Pair), ("tier", AsnPer::Tier)];

impl Resolver<'_> {
    pub(super) fn underlay(&mut self, statement: &ast::Underlay) {
        let kind =
            Self::word(&statement.kind, &KINDS).map_or(UnderlayKind::None, |kind| kind.value);
        let mut underlay = Underlay { kind, span: Some(statement.span), ..Underlay::default() };
        let (mut per, mut asn, mut paths) = (None, None, None);
        let (mut restart, mut password, mut area) = (None, None, None);
        for setting in &statement.settings {
            if !self.fits_underlay(kind, setting) {
                continue;
            }
            match setting {
                UnderlaySetting::AsnPer(word) => self.set(&mut per, word.clone(), "`asn per`"),
                UnderlaySetting::Asn(number) => self.set(&mut asn, *number, "`asn`"),
                UnderlaySetting::MaximumPaths(number) => {
                    self.set(&mut paths, *number, "`maximum-paths`");
                }
                UnderlaySetting::Bfd(bfd) => self.set_bfd(&mut underlay.bfd, bfd),
                UnderlaySetting::GracefulRestart(on) => {
                    self.set(&mut restart, *on, "`graceful-restart`");
                }
                UnderlaySetting::Timers(timers) => {
                    let protocol = if kind.is_bgp() { Protocol::Bgp } else { Protocol::Ospf };
                    self.set_timers(&mut underlay.timers, timers, protocol);
                }
                UnderlaySetting::Password(secret) => self.set_secret(&mut password, secret),
                UnderlaySetting::Area(number) => self.set(&mut area, *number, "`area`"),
            }
        }
        let per = per.and_then(|word| Self::word(&word, &ASN_PER));
        underlay.asn_per = per.map(|per| per.value).unwrap_or_default();
        underlay.asn_per_span = per.map(|per| per.span);
        underlay.asn = asn.and_then(|asn| self.asn(asn));
        underlay.maximum_paths = paths
            .and_then(|number| self.number(number, 1..=128, "a number of equal-cost paths of"));
        underlay.graceful_restart = restart.is_some_and(|on| on.value);
        underlay.graceful_restart_span = restart.map(|on| on.span);
        underlay.password = password.map(|secret| secret.value);
        underlay.area = area.map_or(0, |area| area.value);
        self.fabric.settings.underlay = underlay;
    }

    /// Whether a setting makes sense for a protocol; says so when it does not.
    fn fits_underlay(&mut self, kind: UnderlayKind, setting: &UnderlaySetting) -> bool {
        let (span, word) = place_of(setting);
        let (message, help) = match (kind, setting) {
            (UnderlayKind::None, _) => (
                format!("`{word}` is of no use: there is no underlay"),
                "take it out, or write `underlay bgp`",
            ),
            (UnderlayKind::Ospf, UnderlaySetting::AsnPer(_)) => (
                "under OSPF, all switches are in one AS".to_owned(),
                "write `asn N`, or `underlay bgp`",
            ),
            (UnderlayKind::Ospf, _) => return true,
            (_, UnderlaySetting::Asn(_)) => (
                "under BGP, switches have AS numbers of their own".to_owned(),
                "write `asn per switch`, `asn per pair` or `asn per tier`, and `pool asn`",
            ),
            (_, UnderlaySetting::Area(_)) => {
                ("BGP has no areas".to_owned(), "take it out, or write `underlay ospf`")
            }
            _ => return true,
        };
        self.error(Diagnostic::new(&CONTRADICTION, message).at(span, "does not fit").help(help));
        false
    }

    /// Keeps a secret, which may be said once.
    pub(super) fn set_secret(
        &mut self,
        place: &mut Option<Spanned<crate::fabric::SecretName>>,
        secret: &ast::Secret,
    ) {
        let span = secret_span(secret);
        let name = self.secret(secret);
        self.set(place, Spanned::new(name, span), "the secret");
    }
}

/// Where a secret is written.
pub(super) fn secret_span(secret: &ast::Secret) -> Span {
    match secret {
        ast::Secret::Reference(name) => name.span,
        ast::Secret::Plain(span) => *span,
    }
}

fn place_of(setting: &UnderlaySetting) -> (Span, &'static str) {
    match setting {
        UnderlaySetting::AsnPer(word) => (word.span, "asn per"),
        UnderlaySetting::Asn(number) => (number.span, "asn"),
        UnderlaySetting::MaximumPaths(number) => (number.span, "maximum-paths"),
        UnderlaySetting::Bfd(bfd) => (bfd.span, "bfd"),
        UnderlaySetting::GracefulRestart(on) => (on.span, "graceful-restart"),
        UnderlaySetting::Timers(timers) => (timers.span, "timers"),
        UnderlaySetting::Password(secret) => (secret_span(secret), "password"),
        UnderlaySetting::Area(number) => (number.span, "area"),
    }
}
