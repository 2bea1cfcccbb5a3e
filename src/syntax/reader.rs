//! Reads over a text and keeps count of its braces.

use super::scan::Fault;

/// Deepest nesting of braces.
pub(super) const MAX_DEPTH: usize = 64;
/// Least bytes of a stretch that is parsed by itself.
const STRETCH: usize = 64 * 1024;
/// Faults after which reading stops.
const MAX_FAULTS: usize = 1000;

/// Keywords that start a line without indentation only at the top of a file.
const TOP_WORDS: [&str; 20] = [
    "acl",
    "as-path-list",
    "boundary",
    "community-list",
    "expect",
    "fabric",
    "include",
    "management",
    "model",
    "object",
    "policy",
    "prefix-list",
    "profile",
    "rack",
    "rack-type",
    "service",
    "tier",
    "vlan",
    "vrf",
    "zone",
];

/// A stretch of text that is wrong.
#[derive(Debug)]
pub(super) struct Found {
    pub at: usize,
    pub length: usize,
    pub kind: Fault,
}

/// What an unclosed brace, or too many faults, leave unread.
#[derive(Debug)]
pub(super) struct Broken {
    /// What to say, if that was not said already.
    pub fault: Option<(usize, Fault)>,
    /// Where the broken statement starts.
    pub line: usize,
    /// Where reading can go on.
    pub resume: Option<usize>,
}

/// An opening brace.
#[derive(Debug, Clone, Copy)]
struct Open {
    at: usize,
    /// Start of its line.
    line: usize,
    /// Indentation of its line.
    indent: usize,
}

/// Reads from a place at the top of a file to the file's end.
pub(super) struct Reader<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    /// Start of the line.
    line: usize,
    /// Indentation of the line.
    indent: usize,
    /// The last byte that was neither blank nor comment.
    last: u8,
    /// Opening braces that wait for their closing ones.
    open: Vec<Open>,
    /// `verbatim` was read: the brace that opens next on the line opens raw lines.
    verbatim: bool,
    /// How many braces were open where raw lines started.
    raw: Option<usize>,
    /// Up to here quotes mean nothing, for one of them lacks its end.
    no_text: usize,
    /// The first brace that goes too deep.
    deep: Option<usize>,
    /// The first opening brace whose closing one stands further left than its line.
    suspect: Option<usize>,
    /// The first line inside braces that looks as if it stood at the top, and the innermost brace
    /// that was open there.
    resume: Option<(usize, usize)>,
    /// What is wrong.
    pub faults: Vec<Found>,
    /// Where the text can be cut.
    pub cuts: Vec<usize>,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, at: usize) -> Self {
        let bytes = text.as_bytes();
        Self {
            bytes,
            text,
            at,
            line: at,
            indent: indentation(bytes, at),
            last: b'\n',
            open: Vec::new(),
            verbatim: false,
            raw: None,
            no_text: 0,
            deep: None,
            suspect: None,
            resume: None,
            faults: Vec::new(),
            cuts: Vec::new(),
        }
    }

    /// Reads to the end, or until too much is wrong.
    pub fn run(&mut self) {
        while self.faults.len() < MAX_FAULTS {
            let Some(&byte) = self.bytes.get(self.at) else {
                return;
            };
            match byte {
                b'\n' => self.line_end(),
                b'{' => self.open_brace(),
                b'}' => self.close_brace(),
                _ if self.raw.is_some() => self.at += 1,
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'"' if self.at >= self.no_text => self.quoted(),
                b';' => self.separator(),
                b'/' if self.byte(self.at + 1) == b'/' => self.at = self.find("\n", self.at),
                b'/' if self.byte(self.at + 1) == b'*' => self.comment(),
                _ if is_word(byte) => self.word(),
                _ => {
                    self.last = byte;
                    self.at += 1;
                }
            }
        }
    }

    /// What is left unread, if something is.
    pub fn broken(&self) -> Option<Broken> {
        let Some(outermost) = self.open.first() else {
            let gave_up = self.at < self.bytes.len();
            return gave_up.then_some(Broken { fault: None, line: self.at, resume: None });
        };
        let innermost = self.open.last().unwrap_or(outermost).at;
        let said = self.faults.iter().any(|fault| fault.kind == Fault::UnclosedComment);
        let unclosed = self.suspect.unwrap_or(self.resume.map_or(innermost, |(_, open)| open));
        let fault = self.deep.map_or((unclosed, Fault::UnclosedBrace), |at| (at, Fault::TooDeep));
        Some(Broken {
            fault: Some(fault).filter(|_| !said),
            line: outermost.line,
            resume: self.resume.map(|(at, _)| at),
        })
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    /// Where a string is found next, or the end.
    fn find(&self, needle: &str, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        rest.find(needle).map_or(self.text.len(), |at| from + at)
    }

    fn line_end(&mut self) {
        self.verbatim = false;
        self.at += 1;
        self.line = self.at;
        self.indent = indentation(self.bytes, self.at);
        match self.open.last() {
            None => self.maybe_cut(),
            Some(innermost) if self.resume.is_none() && self.starts_top_statement() => {
                self.resume = Some((self.at, innermost.at));
            }
            Some(_) => {}
        }
    }

    fn maybe_cut(&mut self) {
        let start = self.cuts.last().copied().unwrap_or_default();
        if self.last != b',' && self.at - start >= STRETCH {
            self.cuts.push(self.at);
        }
    }

    /// Whether the line starts, without indentation, with a keyword of the top.
    fn starts_top_statement(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.iter().take(16).take_while(|byte| is_word(**byte)).count();
        let word = rest.get(..end).unwrap_or_default();
        let is_top = TOP_WORDS.iter().any(|top| top.as_bytes() == word);
        is_top && matches!(rest.get(end), Some(b' ' | b'\t'))
    }

    fn quoted(&mut self) {
        self.last = b'"';
        if let Some(end) = self.text_end(self.at) {
            self.at = end;
        } else {
            self.faults.push(Found { at: self.at, length: 1, kind: Fault::UnclosedText });
            self.no_text = self.find("\n", self.at);
            self.at += 1;
        }
    }

    fn separator(&mut self) {
        self.last = b';';
        self.verbatim = false;
        self.at += 1;
    }

    /// Behind the closing quote of the text that starts here.
    fn text_end(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.byte(at) {
                b'"' => return Some(at + 1),
                b'\n' => return None,
                b'\\' if self.byte(at + 1) != b'\n' => at += 2,
                _ => at += 1,
            }
        }
    }

    fn comment(&mut self) {
        let end = self.find("*/", self.at + 2);
        if end == self.text.len() {
            let length = end - self.at;
            self.faults.push(Found { at: self.at, length, kind: Fault::UnclosedComment });
        }
        self.at = (end + 2).min(self.text.len());
    }

    fn open_brace(&mut self) {
        self.last = b'{';
        if self.open.len() == MAX_DEPTH {
            self.deep = Some(self.at);
        }
        if std::mem::take(&mut self.verbatim) && self.raw.is_none() {
            self.raw = Some(self.open.len());
        }
        self.open.push(Open { at: self.at, line: self.line, indent: self.indent });
        self.at += 1;
    }

    fn close_brace(&mut self) {
        self.last = b'}';
        self.verbatim = false;
        match self.open.pop() {
            None => self.faults.push(Found { at: self.at, length: 1, kind: Fault::StrayBrace }),
            Some(open) => self.closed(open),
        }
        if self.open.is_empty() {
            (self.resume, self.suspect) = (None, None);
        }
        if self.raw == Some(self.open.len()) {
            self.raw = None;
        }
        self.at += 1;
    }

    fn closed(&mut self, open: Open) {
        let first_in_line = self.line + self.indent == self.at;
        let further_left = first_in_line && self.indent < open.indent;
        if further_left && self.suspect.is_none() && self.resume.is_none() {
            self.suspect = Some(open.at);
        }
        if self.deep == Some(open.at) {
            let length = self.at + 1 - open.at;
            self.faults.push(Found { at: open.at, length, kind: Fault::TooDeep });
            self.deep = None;
        }
    }

    fn word(&mut self) {
        let start = self.at;
        while is_word(self.byte(self.at)) {
            self.at += 1;
        }
        self.last = b'a';
        self.verbatim |= self.bytes.get(start..self.at) == Some(b"verbatim");
    }
}

fn indentation(bytes: &[u8], line: usize) -> usize {
    let rest = bytes.get(line..).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
