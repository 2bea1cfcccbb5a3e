//! Files that are replaced as a whole, and what makes the system take them.

use sha2::{Digest, Sha256};

use crate::vendor::review::{ChangeRules, FileReview};

/// The commands for a switch.
#[derive(Debug, Default)]
pub(in crate::review) struct Commands {
    /// Those that make the change.
    pub(super) lines: Vec<String>,
    /// Those that make it last.
    pub(super) confirm: Vec<String>,
    /// Those that take it back.
    pub(super) undo: Vec<String>,
}

/// The commands for a switch in the making.
#[derive(Debug, Default)]
pub(super) struct Script {
    lines: Vec<String>,
    confirm: Vec<String>,
    undo: Vec<String>,
    reload: Vec<String>,
}

impl Script {
    /// Adds commands of a language, with those that frame them.
    pub(super) fn commands(&mut self, rules: &ChangeRules, body: Vec<String>) {
        if body.is_empty() {
            return;
        }
        let id = id(&body);
        let named = |lines: &[String]| -> Vec<String> {
            lines.iter().map(|line| line.replace("{id}", &id)).collect()
        };
        self.lines.extend(named(&rules.enter));
        self.lines.extend(body);
        self.lines.extend(named(&rules.leave));
        self.confirm.extend(named(&rules.confirm));
        self.undo.extend(named(&rules.undo));
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
    pub(super) fn finish(mut self) -> Commands {
        self.lines.append(&mut self.reload);
        Commands { lines: self.lines, confirm: self.confirm, undo: self.undo }
    }
}

/// A number of the change: another change has another one.
fn id(body: &[String]) -> String {
    let digest = Sha256::digest(body.join("\n").as_bytes());
    let start = digest.iter().take(4).fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{start:08x}")
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
