use super::super::codes::{LOCK_UNREADABLE, LOCK_VERSION};
use super::line::entry;
use super::{Entry, Lock, Table, VERSION};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span, offset};

/// Most entries that a lock may have.
const MAX_ENTRIES: usize = 4_000_000;
/// Most complaints about one file.
const MAX_ERRORS: usize = 8;

/// Reads a lock.
pub(super) fn parse(text: &str, file: FileId) -> Result<Lock, Vec<Diagnostic>> {
    if text.len() > Sources::MAX_FILE_BYTES {
        let limit = Sources::MAX_FILE_BYTES / (1024 * 1024);
        return Err(vec![Diagnostic::new(
            &LOCK_UNREADABLE,
            format!("the lock is larger than {limit} MiB"),
        )]);
    }
    let mut reader = Reader::new(file);
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        reader.line(whole, start);
        start += whole.len();
        if reader.stop || reader.errors.len() >= MAX_ERRORS {
            break;
        }
    }
    reader.finish()
}

/// Which of the two tables a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Allocated,
    Removed,
}

/// Reads line by line; only the headings above a line matter to it.
struct Reader {
    file: FileId,
    lock: Lock,
    /// Indentation of the headings above the next line.
    indents: Vec<usize>,
    part: Option<Part>,
    section: Option<String>,
    scope: Option<String>,
    /// What stands under the scope so far.
    entries: Vec<(String, Entry)>,
    version: bool,
    /// Where the first line with content is.
    content: Option<Span>,
    errors: Vec<Diagnostic>,
    /// Nothing sensible can follow.
    stop: bool,
}

impl Reader {
    fn new(file: FileId) -> Self {
        Self {
            file,
            lock: Lock::default(),
            indents: Vec::new(),
            part: None,
            section: None,
            scope: None,
            entries: Vec::new(),
            version: false,
            content: None,
            errors: Vec::new(),
            stop: false,
        }
    }

    fn finish(mut self) -> Result<Lock, Vec<Diagnostic>> {
        self.close();
        if let (Some(span), false, true) = (self.content, self.version, self.errors.is_empty()) {
            self.error(span, "the lock has no version", "a line `version: 1` is missing");
        }
        if self.errors.is_empty() { Ok(self.lock) } else { Err(self.errors) }
    }

    fn line(&mut self, whole: &str, start: usize) {
        let bare = if start == 0 { whole.trim_start_matches('\u{feff}') } else { whole };
        let text = bare.trim_start_matches(' ');
        let indent = bare.len() - text.len();
        let first = start + (whole.len() - text.len());
        let text = text.trim_end();
        if text.is_empty() || text.starts_with('#') || (text == "---" && self.content.is_none()) {
            return;
        }
        let span = Span { file: self.file, start: offset(first), end: offset(first + text.len()) };
        self.content.get_or_insert(span);
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| text.starts_with(marker)) {
            let help = "delete the marker lines and keep the entries of both sides";
            let what = Diagnostic::new(&LOCK_UNREADABLE, "the lock holds an unfinished merge");
            self.errors.push(what.at(span, "left by a merge").help(help));
            self.stop = true;
            return;
        }
        if let Err(why) = self.entry(text, indent, span) {
            self.unreadable(span, why);
        }
    }

    fn unreadable(&mut self, span: Span, why: &str) {
        self.error(span, "this line of the lock cannot be read", why);
    }

    fn error(&mut self, span: Span, message: &str, label: &str) {
        let help = "take `rackc.lock` from version control again: `git checkout rackc.lock`";
        self.errors.push(Diagnostic::new(&LOCK_UNREADABLE, message).at(span, label).help(help));
    }

    fn entry(&mut self, text: &str, indent: usize, span: Span) -> Result<(), &'static str> {
        let (key, value) = entry(text)?;
        let depth = self.depth(indent)?;
        if depth < 3 {
            self.close();
        }
        match (depth, value) {
            (0, value) => self.top(&key, value.as_deref(), span),
            (depth @ (1 | 2), None) => self.heading(depth, key.into_owned()),
            (1 | 2, Some(_)) => Err("no value is expected here"),
            (_, Some(value)) => {
                let span = Some(span);
                self.add(key.into_owned(), Entry { value: value.into_owned(), span })
            }
            (_, None) => Err("the value is missing"),
        }
    }

    /// How deep a line with this indentation is.
    fn depth(&mut self, indent: usize) -> Result<usize, &'static str> {
        let depth = self.indents.partition_point(|above| *above < indent);
        let aligned = self.indents.get(depth).is_none_or(|sibling| *sibling == indent);
        let open = match depth {
            0 => indent == 0,
            1 => self.part.is_some(),
            2 => self.section.is_some(),
            3 => self.scope.is_some(),
            _ => false,
        };
        if !aligned || !open {
            return Err("the indentation is not that of the lines above");
        }
        self.indents.truncate(depth);
        self.indents.push(indent);
        Ok(depth)
    }

    fn top(&mut self, key: &str, value: Option<&str>, span: Span) -> Result<(), &'static str> {
        (self.part, self.section, self.scope) = (None, None, None);
        match (key, value) {
            ("version", Some(version)) => self.version(version, span),
            ("allocated", None) => self.part = Some(Part::Allocated),
            ("removed", None) => self.part = Some(Part::Removed),
            _ => return Err("`version: 1`, `allocated:` or `removed:` is expected here"),
        }
        match self.part {
            Some(_) if !self.table().is_empty() => Err("this heading stands twice"),
            _ => Ok(()),
        }
    }

    fn version(&mut self, version: &str, span: Span) {
        self.version = true;
        if version != VERSION {
            let message =
                format!("the lock has version `{version}`, which this rackc does not know");
            let what = Diagnostic::new(&LOCK_VERSION, message).at(span, "only version 1 is known");
            self.errors = vec![what.help("use the version of rackc that wrote `rackc.lock`")];
            self.stop = true;
        }
    }

    fn heading(&mut self, depth: usize, name: String) -> Result<(), &'static str> {
        let twice = if depth == 1 {
            (self.section, self.scope) = (Some(name), None);
            self.table().has(self.section.as_deref().unwrap_or_default())
        } else {
            self.scope = Some(name);
            let (section, scope) = self.place();
            self.table().scope(section, scope).is_some()
        };
        if twice { Err("this heading stands twice") } else { Ok(()) }
    }

    fn add(&mut self, key: String, entry: Entry) -> Result<(), &'static str> {
        let before = self.lock.allocated.len() + self.lock.removed.len();
        if before + self.entries.len() >= MAX_ENTRIES {
            self.stop = true;
            return Err("the lock has too many entries");
        }
        self.entries.push((key, entry));
        Ok(())
    }

    /// The scope has no more entries.
    fn close(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        let section = self.section.as_deref().unwrap_or_default();
        let scope = self.scope.as_deref().unwrap_or_default();
        let table = match self.part {
            Some(Part::Removed) => &mut self.lock.removed,
            _ => &mut self.lock.allocated,
        };
        let twice = table.put(section, scope, entries);
        for span in twice.into_iter().flatten().take(MAX_ERRORS) {
            self.unreadable(span, "this key stands twice");
        }
    }

    fn place(&self) -> (&str, &str) {
        (self.section.as_deref().unwrap_or_default(), self.scope.as_deref().unwrap_or_default())
    }

    fn table(&self) -> &Table {
        match self.part {
            Some(Part::Removed) => &self.lock.removed,
            _ => &self.lock.allocated,
        }
    }
}
