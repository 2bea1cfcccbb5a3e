//! What an expectation must withstand.

use std::collections::BTreeSet;

use super::context::{Named, Resolver, Scope};
use super::expects::same_loss;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{AMBIGUOUS_NAME, SAID_TWICE, UNKNOWN_NAME, VALUE_OUT_OF_RANGE};
use crate::fabric::{Loss, LossKind, Lost, SwitchId, ZoneId};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, LostKind, Name, Names};

/// Most things of a kind that are lost at once.
const MOST: u32 = 3;

impl Resolver<'_> {
    /// The alternatives of a statement, none when one is wrong; `kinds` are those of declared zones and racks.
    pub(super) fn losses(
        &mut self,
        list: &[ast::Loss],
        kinds: &BTreeSet<String>,
    ) -> Option<Vec<Loss>> {
        let mut out: Vec<Loss> = Vec::new();
        let mut sound = true;
        for alternative in list {
            let Some(loss) = self.loss(alternative, kinds) else {
                sound = false;
                continue;
            };
            match out.iter().find(|known| same_loss(known, &loss)) {
                Some(first) => self.said_twice("this loss", first.span, loss.span),
                None => out.push(loss),
            }
        }
        sound.then_some(out)
    }

    fn loss(&mut self, alternative: &ast::Loss, kinds: &BTreeSet<String>) -> Option<Loss> {
        let mut parts: Vec<Spanned<Lost>> = Vec::new();
        let mut sound = true;
        for part in &alternative.parts {
            let Some(lost) = self.lost(&part.kind, kinds) else {
                sound = false;
                continue;
            };
            match parts.iter().find(|known| alike(&known.value, &lost)) {
                Some(first) => self.lost_twice(&lost, first.span, part.span),
                None => parts.push(Spanned::new(lost, part.span)),
            }
        }
        let parts = parts.into_iter().map(|part| part.value).collect();
        sound.then_some(Loss { parts, span: alternative.span })
    }

    fn lost_twice(&mut self, lost: &Lost, first: Span, again: Span) {
        let help = match lost {
            Lost::Any { kind, .. } => {
                format!("write how many are lost at once: `any 2 of {}`", kind.word())
            }
            Lost::Zones(_) | Lost::Switches(_) | Lost::Cables(_) => {
                "delete one of the two: it can be lost only once".to_owned()
            }
        };
        self.error(
            Diagnostic::new(&SAID_TWICE, "the same is lost twice at once")
                .at(again, "said again here")
                .at(first, "first said here")
                .help(help),
        );
    }

    fn lost(&mut self, kind: &LostKind, kinds: &BTreeSet<String>) -> Option<Lost> {
        match kind {
            LostKind::Any { count, zone, kind } => {
                let count = count.map_or(Some(1), |count| self.loss_count(count));
                let kind = self.loss_kind(kind, *zone, kinds);
                Some(Lost::Any { count: count?, kind: kind? })
            }
            LostKind::Zones(names) => {
                some(self.zones(Scope::TOP, std::slice::from_ref(names))).map(Lost::Zones)
            }
            LostKind::Racks(names) => some(self.lost_racks(names)).map(Lost::Zones),
            LostKind::Switches(names) => some(self.lost_switches(names)).map(Lost::Switches),
            LostKind::Cables(end) => some(self.cables_in(end)).map(Lost::Cables),
        }
    }

    fn loss_count(&mut self, count: Spanned<u32>) -> Option<u32> {
        if (1..=MOST).contains(&count.value) {
            return Some(count.value);
        }
        self.error(
            Diagnostic::new(
                &VALUE_OUT_OF_RANGE,
                format!("the loss of {} things of a kind at once is not proved", count.value),
            )
            .at(count.span, format!("1 to {MOST} are allowed")),
        );
        None
    }

    fn loss_kind(&mut self, kind: &Name, zone: bool, kinds: &BTreeSet<String>) -> Option<LossKind> {
        let declared = kinds.contains(&kind.value);
        match kind.value.as_str() {
            "switch" => Some(LossKind::Switch),
            "rack" => Some(LossKind::Zone("rack".to_owned())),
            "cable" | "cables" | "link" | "links" if !declared => Some(LossKind::Cable),
            // `any 2 of switches`
            "switches" if !declared => Some(LossKind::Switch),
            "racks" if !declared => Some(LossKind::Zone("rack".to_owned())),
            "cable" | "link" if !zone => {
                self.cable_or_zone(kind);
                None
            }
            _ if declared => Some(LossKind::Zone(kind.value.clone())),
            _ => {
                self.unknown_kind(kind, kinds);
                None
            }
        }
    }

    fn cable_or_zone(&mut self, kind: &Name) {
        let other = if kind.value == "cable" { "link" } else { "cable" };
        self.error(
            Diagnostic::new(
                &AMBIGUOUS_NAME,
                format!("`{}` means any cable, and is a kind of zone here", kind.value),
            )
            .at(kind.span, "cables, or zones?")
            .help(format!("write `any zone of {}`, or `any {other}` for the cables", kind.value)),
        );
    }

    fn unknown_kind(&mut self, kind: &Name, kinds: &BTreeSet<String>) {
        let built_in = ["switch", "rack", "cable", "link"];
        let known = kinds.iter().map(String::as_str).chain(built_in);
        let help = if matches!(kind.value.as_str(), "zone" | "zones") {
            "say the kind: `any zone of KIND`".to_owned()
        } else {
            self.guesses.did_you_mean(&kind.value, known).unwrap_or_else(|| {
                format!(
                    "declare zones of it, `zone NAME kind {}`, and say what is in them",
                    kind.value
                )
            })
        };
        self.error(
            Diagnostic::new(&UNKNOWN_NAME, format!("no zone is of kind `{}`", kind.value))
                .at(kind.span, "nothing can fail that way")
                .help(help),
        );
    }

    fn lost_racks(&mut self, names: &Names) -> Vec<ZoneId> {
        let mut out = Vec::new();
        for name in self.expand(names) {
            match self.named(Scope::TOP, &name, names.span, "rack") {
                Some(Named::Rack(rack)) => out.push(self.fabric.racks[rack].zone),
                Some(other) => self.wrong_kind(Scope::TOP, &name, names.span, other, "rack"),
                None => {}
            }
        }
        out
    }

    fn lost_switches(&mut self, names: &Names) -> Vec<SwitchId> {
        let expanded = self.expand(names);
        expanded.iter().filter_map(|name| self.switch(Scope::TOP, name, names.span)).collect()
    }
}

/// The things each once; none when there are none.
fn some<T: Ord>(mut things: Vec<T>) -> Option<Vec<T>> {
    things.sort_unstable();
    things.dedup();
    (!things.is_empty()).then_some(things)
}

/// Whether two parts are the same, or any of the same kind.
fn alike(one: &Lost, other: &Lost) -> bool {
    match (one, other) {
        (Lost::Any { kind: one, .. }, Lost::Any { kind: other, .. }) => one == other,
        _ => one == other,
    }
}
