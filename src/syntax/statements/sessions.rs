use crate::source::Spanned;
use crate::syntax::ast::{Bfd, Timers};
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::{numbers, values};

/// What statements about sessions with other routers share.
impl<'i> Builder<'i> {
    /// `bfd [interval 300ms] [multiplier 3]`
    pub(super) fn bfd(&mut self, node: Node<'i>) -> Bfd {
        let mut bfd = Bfd { interval: None, multiplier: None, span: self.span(&node) };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::bfd_interval => {
                    let time = Self::part(part.clone(), Rule::interval);
                    let time = time.and_then(|time| self.value(&time, values::milliseconds));
                    self.once(&mut bfd.interval, &part, time);
                }
                Rule::multiplier => {
                    let number = self.number(part.clone());
                    self.once(&mut bfd.multiplier, &part, number);
                }
                _ => {}
            }
        }
        bfd
    }

    /// `timers keepalive 3s hold 9s`, `timers hello 1s dead 4s`
    pub(super) fn timers(&mut self, node: Node<'i>) -> Option<Timers> {
        let span = self.span(&node);
        let mut parts = node.into_inner().skip(1);
        let mut timer = || {
            let word = parts.next().map(|word| self.word(&word))?;
            let time = parts.next().and_then(|time| self.value(&time, values::duration));
            Some((word, time))
        };
        let ((first, one), (second, two)) = (timer()?, timer()?);
        Some(Timers { first: (first, one?), second: (second, two?), span })
    }

    /// `area 0`
    pub(super) fn area(&mut self, node: Node<'i>) -> Option<Spanned<u32>> {
        Self::part(node, Rule::area_id).and_then(|part| self.value(&part, numbers::area))
    }

    /// The `on` or `off` of a clause.
    pub(super) fn on_or_off(&mut self, node: Node<'i>) -> Option<Spanned<bool>> {
        let state = Self::part(node, Rule::switch_state)?;
        Some(self.word(&state).map(|word| word == "on"))
    }
}
