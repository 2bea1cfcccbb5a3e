use crate::source::Spanned;
use crate::syntax::ast::{Expect, Loss, Lost, LostKind, Subject};
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::values;

impl<'i> Builder<'i> {
    pub(super) fn expect(&mut self, node: Node<'i>) -> Option<Expect> {
        let span = self.span(&node);
        let (mut subjects, mut isolated) = (Vec::new(), None);
        let (mut within, mut bandwidth, mut symmetric, mut losses) = (None, None, None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::subject => subjects.push(self.subject(part)?),
                Rule::relation => {
                    let is_isolated = Self::part(part.clone(), Rule::ISOLATED).is_some();
                    isolated = Some(Spanned::new(is_isolated, self.span(&part)));
                }
                Rule::within => {
                    let hops = self.number(part.clone());
                    self.once(&mut within, &part, hops);
                }
                Rule::bandwidth => {
                    let share = Self::part(part.clone(), Rule::percent)
                        .and_then(|share| self.value(&share, values::percent));
                    self.once(&mut bandwidth, &part, share);
                }
                Rule::symmetric => {
                    let word = self.span(&part);
                    self.once(&mut symmetric, &part, Some(word));
                }
                Rule::despite => {
                    let alternatives = self.losses(part.clone());
                    self.once(&mut losses, &part, Some(alternatives));
                }
                _ => {}
            }
        }
        let mut subjects = subjects.into_iter();
        Some(Expect {
            from: subjects.next()?,
            isolated: isolated?,
            to: subjects.next()?,
            within,
            bandwidth,
            symmetric,
            losses: losses.unwrap_or_default(),
            span,
        })
    }

    fn subject(&mut self, node: Node<'i>) -> Option<Subject> {
        Some(Subject {
            span: self.span(&node),
            kind: Self::part(node.clone(), Rule::thing).map(|kind| self.word(&kind)),
            name: self.name(node)?,
        })
    }

    fn losses(&mut self, node: Node<'i>) -> Vec<Loss> {
        let losses = node.into_inner().filter(|part| part.as_rule() == Rule::loss);
        losses
            .map(|loss| {
                let span = self.span(&loss);
                Loss { parts: loss.into_inner().filter_map(|part| self.lost(part)).collect(), span }
            })
            .collect()
    }

    fn lost(&mut self, node: Node<'i>) -> Option<Lost> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::lost_any => LostKind::Any {
                count: match Self::part(node.clone(), Rule::number) {
                    Some(number) => Some(self.value(&number, values::number)?),
                    None => None,
                },
                zone: Self::part(node.clone(), Rule::any_zone).is_some(),
                kind: self.name(node)?,
            },
            Rule::lost_zone => LostKind::Zones(self.names(node).pop()?),
            Rule::lost_rack => LostKind::Racks(self.names(node).pop()?),
            Rule::lost_switch => LostKind::Switches(self.names(node).pop()?),
            Rule::lost_cable => LostKind::Cables(self.endpoints(node).pop()?),
            _ => return None,
        };
        Some(Lost { kind, span })
    }
}
