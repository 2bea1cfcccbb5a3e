//! Rules that a resolved fabric must keep: one file per rule, its page beside it.

mod repeated;
mod rule;

pub use rule::{Context, Rule};
use repeated::Repeated;
use rule::declare_rule;

use crate::diagnostic::{Code, Sink};

/// All rules, in the order of their codes.
pub static RULES: &[&Rule] = &[];

/// The codes of all rules.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().map(|rule| rule.code)
}

/// Runs every rule.
pub fn run(context: &Context<'_>, sink: &mut Sink) {
    for rule in RULES {
        (rule.check)(context, sink);
    }
}
