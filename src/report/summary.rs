use crate::diagnostic::{Diagnostic, Severity};

/// `3 errors, 1 warning`; nothing when there are no messages.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let count = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
    let parts = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Note), "note"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = parts
        .clone()
        .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    let worst = parts.map(|(_, word)| *word).next()?;
    Some(format!("{worst}: {}", words.join(", ")))
}
