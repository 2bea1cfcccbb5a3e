//! Messages as one SARIF 2.1.0 document.
//!
//! What is said of a program are results, each with the place that it is about; what is wrong with the
//! command line are notifications. Lines and columns count from 1, columns in characters; the end is the
//! character after the last. A document is complete whatever happens, and also when there is nothing to say.

mod files;
mod result;
mod rules;
mod uri;

use serde_json::{Value, json};

use super::root::Root;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use files::Files;
use result::Results;
use rules::Rules;

/// Most results in one document; GitHub refuses more than 25,000 and shows 5,000.
const MOST: usize = 5000;
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Gathers what a run has to say.
#[derive(Debug, Default)]
pub struct Sarif {
    files: Files,
    rules: Rules,
    results: Results,
    left_out: usize,
    /// Codes of notifications, and the notifications.
    descriptors: Rules,
    notifications: Vec<Value>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// The process's exit code.
    pub code: u8,
    /// Whether the program could be looked at.
    pub ran: bool,
}

impl Sarif {
    /// A document about files that are seen from `root`.
    pub fn new(root: Root) -> Self {
        Self { files: Files::new(root), ..Self::default() }
    }

    /// Takes messages about a program. Those without a place are about its first file.
    pub fn results(&mut self, diagnostics: &[Diagnostic], sources: &Sources, program: &str) {
        for id in sources.ids() {
            self.files.index(&sources.file(id).path);
        }
        for diagnostic in diagnostics {
            if self.results.len() == MOST {
                self.left_out += 1;
                continue;
            }
            let rule = self.rules.index(diagnostic.code);
            self.results.add(diagnostic, rule, sources, program, &mut self.files);
        }
    }

    /// Takes messages about how rackc was called.
    pub fn notifications(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            let descriptor = self.descriptors.index(diagnostic.code);
            self.notifications.push(json!({
                "descriptor": { "id": diagnostic.code.id, "index": descriptor },
                "level": result::level(diagnostic.severity),
                "message": { "text": result::message(diagnostic) },
            }));
        }
    }

    /// The document, and a line end.
    pub fn document(self, ending: Ending) -> String {
        let mut invocation = json!({
            "executionSuccessful": ending.ran,
            "exitCode": ending.code,
        });
        if !self.notifications.is_empty() {
            invocation["toolConfigurationNotifications"] = Value::Array(self.notifications);
        }
        if self.left_out > 0 {
            let text = format!(
                "{} more messages are left out; `--message-format json` shows all",
                self.left_out
            );
            invocation["toolExecutionNotifications"] =
                json!([{ "level": "warning", "message": { "text": text } }]);
        }
        let mut driver = json!({
            "name": "rackc",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules.list(),
        });
        if !self.descriptors.is_empty() {
            driver["notifications"] = self.descriptors.list();
        }
        let document = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver },
                "invocations": [invocation],
                "language": "en-GB",
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": files::base(),
                "artifacts": self.files.list(),
                "results": self.results.list(),
            }],
        });
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }
}
