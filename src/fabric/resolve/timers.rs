//! BFD and the timers of protocols.

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::CONTRADICTION;
use crate::fabric::{BfdTimers, Timers};
use crate::source::Spanned;
use crate::syntax::ast;

/// A protocol with timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Bgp,
    Ospf,
}

impl Protocol {
    fn title(self) -> &'static str {
        match self {
            Self::Bgp => "BGP",
            Self::Ospf => "OSPF",
        }
    }

    /// The words of its two timers.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Bgp => ("keepalive", "hold"),
            Self::Ospf => ("hello", "dead"),
        }
    }
}

impl Resolver<'_> {
    pub(super) fn bfd(&mut self, bfd: &ast::Bfd) -> Option<BfdTimers> {
        let unsaid = |value: u32| Spanned::new(value, bfd.span);
        let interval = bfd.interval.unwrap_or(unsaid(300));
        let multiplier = bfd.multiplier.unwrap_or(unsaid(3));
        let interval = self.number::<u32>(interval, 50..=60_000, "a BFD interval (in ms) of");
        let multiplier = self.number::<u8>(multiplier, 3..=50, "a BFD multiplier of");
        Some(BfdTimers {
            interval: interval?.value,
            multiplier: multiplier?.value,
            said: bfd.interval.is_some() || bfd.multiplier.is_some(),
            span: bfd.span,
        })
    }

    /// Gives each `bfd` without timers those that another one says: a fabric has one pair of them.
    pub(super) fn share_bfd(&mut self) {
        let fabric = &mut self.fabric;
        let services = fabric.services.iter_mut().filter_map(|service| service.bfd.as_mut());
        let mut all: Vec<&mut BfdTimers> =
            fabric.settings.underlay.bfd.as_mut().into_iter().collect();
        all.extend(services);
        for boundary in &mut fabric.boundaries {
            all.extend(boundary.peers.iter_mut().filter_map(|peer| peer.bfd.as_mut()));
            all.extend(boundary.ospf.as_mut().and_then(|ospf| ospf.bfd.as_mut()));
        }
        let said = all.iter().find(|timers| timers.said).map(|timers| **timers);
        let Some(said) = said else { return };
        for timers in all.into_iter().filter(|timers| !timers.said) {
            timers.interval = said.interval;
            timers.multiplier = said.multiplier;
        }
    }

    /// Keeps BFD, which may be said once.
    pub(super) fn set_bfd(&mut self, place: &mut Option<BfdTimers>, bfd: &ast::Bfd) {
        match place {
            Some(first) => self.said_twice("`bfd`", first.span, bfd.span),
            None => *place = self.bfd(bfd),
        }
    }

    /// Keeps timers, which may be said once.
    pub(super) fn set_timers(
        &mut self,
        place: &mut Option<Timers>,
        timers: &ast::Timers,
        protocol: Protocol,
    ) {
        match place {
            Some(first) => self.said_twice("`timers`", first.span, timers.span),
            None => *place = self.timers(timers, protocol),
        }
    }

    fn timers(&mut self, timers: &ast::Timers, protocol: Protocol) -> Option<Timers> {
        let (first_word, second_word) = protocol.words();
        let (first, second) = (&timers.first, &timers.second);
        let strange = [(&first.0, first_word), (&second.0, second_word)]
            .into_iter()
            .find(|(written, word)| written.value != *word);
        if let Some((written, _)) = strange {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("{} has no `{}` timer", protocol.title(), written.value),
                )
                .at(written.span, "of another protocol")
                .help(format!("write `timers {first_word} 3s {second_word} 9s`")),
            );
            return None;
        }
        let lowest = if protocol == Protocol::Bgp { 3 } else { 1 };
        let what = |word: &str| format!("a {word} time (in seconds) of");
        let short = self.number::<u16>(first.1, 1..=3600, &what(first_word));
        let long = self.number::<u16>(second.1, lowest..=65535, &what(second_word));
        let (short, long) = (short?, long?);
        if long.value <= short.value {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("every neighbour would be given up before its next {first_word}"),
                )
                .at(long.span, format!("not more than {} s", short.value))
                .at(short.span, "this often")
                .help(format!("make `{second_word}` three times `{first_word}` or more")),
            );
            return None;
        }
        Some(Timers { first: short.value, second: long.value, span: timers.span })
    }
}
