//! Findings that one statement causes many times, told once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Sink};

/// How many of the other names are told.
const TOLD: usize = 3;

/// Gathers findings by their cause: the first of each is reported, the others are counted.
#[derive(Debug)]
pub(crate) struct Repeated<K> {
    position: BTreeMap<K, usize>,
    findings: Vec<Finding>,
}

#[derive(Debug)]
struct Finding {
    diagnostic: Diagnostic,
    /// All names, that of the first among them.
    names: BTreeSet<String>,
    /// The first few of the others.
    others: Vec<String>,
}

impl<K: Ord> Repeated<K> {
    /// Nothing found yet.
    pub(crate) fn new() -> Self {
        Self { position: BTreeMap::new(), findings: Vec::new() }
    }

    /// Adds what was found for the thing called `name`. Findings of one `cause` become one message: that of
    /// the first, with a note that names others.
    pub(crate) fn add(&mut self, cause: K, name: &str, diagnostic: impl FnOnce() -> Diagnostic) {
        if let Some(position) = self.position.get(&cause) {
            let finding = &mut self.findings[*position];
            if finding.names.insert(name.to_owned()) && finding.others.len() < TOLD {
                finding.others.push(name.to_owned());
            }
            return;
        }
        self.position.insert(cause, self.findings.len());
        let names = BTreeSet::from([name.to_owned()]);
        self.findings.push(Finding { diagnostic: diagnostic(), names, others: Vec::new() });
    }

    /// Hands the messages over.
    pub(crate) fn report(self, sink: &mut Sink) {
        for finding in self.findings {
            sink.push(match finding.others.as_slice() {
                [] => finding.diagnostic,
                others => {
                    let untold = finding.names.len().saturating_sub(others.len() + 1);
                    finding.diagnostic.note(format!("the same with {}", told(others, untold)))
                }
            });
        }
    }
}

/// `` `a`, `b` and 5 more``
fn told(names: &[String], untold: usize) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match (untold, quoted.split_last()) {
        (0, Some((last, before))) if !before.is_empty() => {
            format!("{} and {last}", before.join(", "))
        }
        (0, _) => quoted.join(", "),
        (more, _) => format!("{} and {more} more", quoted.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};

    static CODE: Code = Code { id: "R9999", name: "test", severity: Severity::Error, page: "" };

    fn notes(names: &[&str]) -> Vec<String> {
        let mut repeated = Repeated::new();
        for name in names {
            repeated.add("cause", name, || Diagnostic::new(&CODE, format!("`{name}` is wrong")));
        }
        let mut sink = Sink::default();
        repeated.report(&mut sink);
        let diagnostics = sink.into_sorted();
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].message, format!("`{}` is wrong", names[0]));
        diagnostics[0].notes.clone()
    }

    #[test]
    fn one_cause_is_one_message() {
        assert!(notes(&["a"]).is_empty());
        assert!(notes(&["a", "a"]).is_empty());
        assert_eq!(notes(&["a", "b"]), ["the same with `b`"]);
        assert_eq!(notes(&["a", "b", "c"]), ["the same with `b` and `c`"]);
        assert_eq!(
            notes(&["a", "b", "c", "d", "e", "e", "b", "f"]),
            ["the same with `b`, `c`, `d` and 2 more"]
        );
    }
}
