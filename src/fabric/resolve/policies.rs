//! Route policies.

use super::context::Resolver;
use super::lists::Declared;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::CONTRADICTION;
use crate::fabric::{Community, PolicyTerm};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, PolicySet};

/// What a term changes, as far as it is said.
#[derive(Default)]
struct Changes {
    local_preference: Option<Spanned<u32>>,
    med: Option<Spanned<u32>>,
    prepend: Option<Spanned<u32>>,
    communities: Vec<Community>,
}

impl Resolver<'_> {
    pub(super) fn fill_policies(&mut self, declared: &Declared<'_>) {
        for (position, policy) in declared.policies.iter().enumerate() {
            let terms = policy.terms.iter().map(|term| self.policy_term(term)).collect();
            self.fabric.policies[position].terms = terms;
        }
    }

    fn policy_term(&mut self, term: &ast::PolicyTerm) -> PolicyTerm {
        if let Some(set) = term.set.first().filter(|_| !term.permit.value) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "a route that is refused cannot be changed")
                    .at(set_span(set, term.span), "changes it")
                    .at(term.permit.span, "refuses it")
                    .help("delete `set`, or write `permit`"),
            );
        }
        let mut changes = Changes::default();
        for set in &term.set {
            match set {
                PolicySet::LocalPreference(number) => {
                    self.set(&mut changes.local_preference, *number, "`set local-preference`");
                }
                PolicySet::Med(number) => self.set(&mut changes.med, *number, "`set med`"),
                PolicySet::Prepend(number) => {
                    self.set(&mut changes.prepend, *number, "`set prepend`");
                }
                PolicySet::Community(list) => {
                    for community in self.communities(list) {
                        if !changes.communities.contains(&community) {
                            changes.communities.push(community);
                        }
                    }
                }
            }
        }
        let prepend =
            changes.prepend.and_then(|times| self.number::<u8>(times, 1..=10, "a prepend of"));
        PolicyTerm {
            permit: term.permit.value,
            prefixes: (!term.prefixes.is_empty()).then(|| self.prefix_set(&term.prefixes)),
            community: term.community.as_ref().and_then(|name| self.community_list(name)),
            as_path: term.as_path.as_ref().and_then(|name| self.as_path_list(name)),
            local_preference: changes.local_preference.map(|number| number.value),
            med: changes.med.map(|number| number.value),
            prepend: prepend.map(|times| times.value),
            communities: changes.communities,
            span: term.span,
        }
    }
}

fn set_span(set: &PolicySet, term: Span) -> Span {
    match set {
        PolicySet::LocalPreference(number)
        | PolicySet::Med(number)
        | PolicySet::Prepend(number) => number.span,
        PolicySet::Community(list) => list.first().map_or(term, |first| first.span),
    }
}
