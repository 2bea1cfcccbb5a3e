//! Which words remove a statement, and which statements need care.

use crate::review::compare::pattern_words;
use crate::review::item::{Item, compact};
use crate::vendor::pattern::{Fit, Pattern};
use crate::vendor::review::ChangeRules;

/// A statement with the headers above it.
#[derive(Clone)]
pub(super) struct Placed<'a> {
    pub(super) path: Vec<&'a str>,
    pub(super) item: &'a Item,
}

impl Placed<'_> {
    /// Whether one of the patterns is of the statement.
    pub(super) fn is(&self, patterns: &[Pattern]) -> bool {
        self.at(patterns).is_some()
    }

    /// Which of the patterns is the first of the statement.
    pub(super) fn at(&self, patterns: &[Pattern]) -> Option<usize> {
        let said = self.item.said();
        let words = pattern_words(&self.path, &said, false);
        patterns.iter().position(|pattern| pattern.fits(&words))
    }

    pub(super) fn fit(&self, pattern: &Pattern) -> Option<(Fit, Vec<String>)> {
        let said = self.item.said();
        let words = pattern_words(&self.path, &said, false);
        let fit = pattern.fit(&words)?;
        Some((fit, words.into_iter().map(str::to_owned).collect()))
    }

    /// The command that removes the statement.
    pub(super) fn removal(&self, rules: &ChangeRules) -> String {
        for removal in &rules.removals {
            if let Some((fit, words)) = self.fit(&removal.statement) {
                return fill(&removal.by, &fit, &words).replace("{statement}", &self.item.said());
            }
        }
        let text = self.item.said();
        // The lines of a text belong to what it says, not to what removes it.
        let first = text.lines().next().unwrap_or_default();
        if let Some(positive) = first.strip_prefix("no ") {
            return match &rules.restore {
                Some(restore) => restore.replace("{statement}", positive),
                None => positive.to_owned(),
            };
        }
        let valued =
            first.strip_prefix(self.item.key.as_str()).is_some_and(|rest| rest.starts_with(' '));
        let statement = if valued && !rules.remove_value { self.item.key.as_str() } else { first };
        rules.remove.replace("{statement}", statement)
    }
}

/// A command with the words that wildcards stand for.
pub(super) fn fill(command: &str, fit: &Fit, words: &[String]) -> String {
    let mut command = command.to_owned();
    for (number, at) in fit.any.iter().enumerate() {
        if let Some(word) = words.get(*at) {
            command = command.replace(&format!("{{{}}}", number + 1), word);
        }
    }
    // A glob such as `Ethernet*` is a literal to the pattern; the word itself is the second.
    if command.contains("{1}")
        && let Some(word) = words.last()
    {
        command = command.replace("{1}", word);
    }
    command
}

/// What a statement says as a command, a set included.
pub(super) fn said(item: &Item) -> String {
    match &item.set {
        Some(set) if set.is_empty() => format!("{} none", item.text),
        Some(set) => format!("{} {}", item.text, compact(set, ",")),
        None => item.said(),
    }
}
