//! Files that are replaced as a whole, and what makes the system take them.

use crate::vendor::review::{ChangeRules, FileReview};

/// The commands for a switch in the making.
#[derive(Debug, Default)]
pub(super) struct Script {
    lines: Vec<String>,
    reload: Vec<String>,
}

impl Script {
    /// Adds commands of a language, with those that frame them.
    pub(super) fn commands(&mut self, rules: &ChangeRules, body: Vec<String>) {
        if body.is_empty() {
            return;
        }
        self.lines.extend(rules.enter.iter().cloned());
        self.lines.extend(body);
        self.lines.extend(rules.leave.iter().cloned());
    }

    /// Replaces a file; removes it when there is no text.
    pub(super) fn file(&mut self, path: &str, text: Option<&str>, spec: Option<&FileReview>) {
        match text {
            Some(text) => self.lines.extend(here(&format!("/{path}"), text)),
            None => self.lines.push(format!("rm /{path}")),
        }
        for command in spec.iter().flat_map(|spec| &spec.reload) {
            if !self.reload.contains(command) {
                self.reload.push(command.clone());
            }
        }
    }

    /// All of it: files are taken when all are in place.
    pub(super) fn finish(mut self) -> Vec<String> {
        self.lines.append(&mut self.reload);
        self.lines
    }
}

/// Commands that write a text into a file whose owner and mode stay.
pub(super) fn here(path: &str, text: &str) -> Vec<String> {
    let mut end = "RACKC".to_owned();
    while text.lines().any(|line| line == end) {
        end.push('-');
    }
    let mut lines = vec![format!("cat > {path} <<'{end}'")];
    lines.extend(text.lines().map(str::to_owned));
    lines.push(end);
    lines
}
