use std::fmt;

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written while one of these stands.
    Error,
    /// Worth a look; the output is written.
    Warning,
    /// What rackc has chosen, and why.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// A stable code with its page, the same that `rackc explain` prints and the book holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `R0301`: never given to another rule once published.
    pub id: &'static str,
    /// `gateway-outside-subnet`.
    pub name: &'static str,
    /// Error, warning or note.
    pub severity: Severity,
    /// Markdown: what it says, why that is bad, how to mend it.
    pub page: &'static str,
}

impl Code {
    /// The page without the blank that starts each line of a doc comment, and without a title.
    pub fn text(&self) -> String {
        let lines = self.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
        let text = lines.collect::<Vec<_>>().join("\n");
        let text = text.trim();
        // Some pages bring a title of their own.
        match text.split_once('\n') {
            Some((title, rest)) if title.starts_with("# ") => rest.trim_start().to_owned(),
            _ => text.to_owned(),
        }
    }

    /// What the page says first, on one line.
    pub fn summary(&self) -> String {
        let text = self.text();
        let first: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        first.join(" ")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Declares codes whose doc comment is their page, and collects them in `CODES`.
macro_rules! declare_codes {
    ($($(#[doc = $line:literal])+ $item:ident = $id:literal, $name:literal, $severity:ident;)+) => {
        $(
            $(#[doc = $line])+
            pub static $item: $crate::diagnostic::Code = $crate::diagnostic::Code {
                id: $id,
                name: $name,
                severity: $crate::diagnostic::Severity::$severity,
                page: concat!($($line, "\n"),+),
            };
        )+
        /// The codes of this module.
        pub static CODES: &[&$crate::diagnostic::Code] = &[$(&$item),+];
    };
}
pub(crate) use declare_codes;
