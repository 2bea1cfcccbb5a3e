//! Paths of words, as braces or as `set` lines write them.

use indexmap::IndexMap;

use super::tokens::{Token, Tokens};
use super::{DEEPEST, Unreadable};
use crate::review::item::Lines;
use crate::review::language::Language;
use crate::vendor::pattern::Pattern;
use crate::vendor::review::Attributes;

/// A word with the words that follow it.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) lines: Lines,
    /// The one value of the word, where the hierarchy itself says so.
    pub(super) value: Option<String>,
    pub(super) children: IndexMap<String, Node>,
}

/// The word below a statement that is there and does not count.
pub(crate) const INACTIVE: &str = "<inactive>";

/// Reads either form, for a switch may be asked for both.
pub(super) fn read(language: &Language<'_>, text: &str) -> Result<Node, Unreadable> {
    let mut reader = Reader {
        attributes: &language.data.attributes,
        root: Node::default(),
        tokens: Tokens::new(text),
    };
    match text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', '/']))
    {
        Some(line)
            if ["set ", "deactivate ", "delete "].iter().any(|word| line.starts_with(word)) =>
        {
            reader.sets(text)?;
        }
        _ => reader.braces()?,
    }
    Ok(reader.root)
}

struct Reader<'a> {
    attributes: &'a [Attributes],
    root: Node,
    tokens: Tokens<'a>,
}

/// A statement in the making: words, of which some are lists.
#[derive(Default)]
struct Statement {
    words: Vec<String>,
    list: Vec<String>,
    inactive: bool,
    lines: Lines,
}

impl Reader<'_> {
    fn braces(&mut self) -> Result<(), Unreadable> {
        // How many words of the path each open block has added.
        let mut open: Vec<usize> = Vec::new();
        let mut path: Vec<String> = Vec::new();
        let mut statement = Statement::default();
        while let Some((token, line)) = self.tokens.next_token()? {
            match token {
                Token::Word(word) => statement.word(word, line),
                Token::List => statement.list = self.tokens.list(line)?,
                Token::Open => {
                    let words = std::mem::take(&mut statement);
                    if words.words.is_empty() {
                        return Err(unreadable(line, "a block without a name"));
                    }
                    if path.len() + words.words.len() > DEEPEST {
                        return Err(unreadable(
                            line,
                            &format!("a path has more than {DEEPEST} words"),
                        ));
                    }
                    open.push(words.words.len());
                    path.extend(words.words.iter().cloned());
                    self.insert(&path, words.lines, words.inactive);
                }
                Token::Close => {
                    let Some(length) = open.pop() else {
                        return Err(unreadable(line, "a `}` that closes nothing"));
                    };
                    if !statement.words.is_empty() {
                        return Err(unreadable(line, "a statement without `;`"));
                    }
                    path.truncate(path.len() - length);
                }
                Token::End => {
                    let mut done = std::mem::take(&mut statement);
                    if done.words.is_empty() {
                        continue;
                    }
                    done.lines.last = line;
                    self.statement(&path, done)?;
                }
            }
        }
        let last = self.tokens.line();
        if !open.is_empty() {
            return Err(unreadable(last, "a block is not closed"));
        }
        if !statement.words.is_empty() {
            return Err(unreadable(last, "a statement without `;`"));
        }
        Ok(())
    }

    fn sets(&mut self, text: &str) -> Result<(), Unreadable> {
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = super::number(at + 1);
            let mut tokens = Tokens::new(line);
            let mut statement = Statement::default();
            while let Some((token, _)) =
                tokens.next_token().map_err(|error| Unreadable { line: at, ..error })?
            {
                match token {
                    Token::Word(word) => statement.word(word, at),
                    Token::List => {
                        statement.list =
                            tokens.list(at).map_err(|error| Unreadable { line: at, ..error })?;
                    }
                    _ => {
                        return Err(unreadable(
                            at,
                            "braces and `;` do not belong into `set` lines",
                        ));
                    }
                }
            }
            if statement.words.len() < 2 {
                return Err(unreadable(at, "neither `set`, `delete` nor `deactivate` with a path"));
            }
            let command = statement.words.remove(0);
            match command.as_str() {
                "set" => self.statement(&[], statement)?,
                "delete" => self.remove(&statement.words),
                "deactivate" => self.insert(&statement.words, Lines::one(at), true),
                "activate" => self.remove(&[statement.words, vec![INACTIVE.to_owned()]].concat()),
                _ => {
                    return Err(unreadable(
                        at,
                        "neither `set`, `delete` nor `deactivate` with a path",
                    ));
                }
            }
        }
        Ok(())
    }

    fn statement(&mut self, path: &[String], statement: Statement) -> Result<(), Unreadable> {
        let mut whole = [path, &statement.words].concat();
        if whole.len() > DEEPEST {
            return Err(unreadable(
                statement.lines.first,
                &format!("a path has more than {DEEPEST} words"),
            ));
        }
        if statement.list.is_empty() {
            for path in self.split(&whole) {
                self.insert(&path, statement.lines, statement.inactive);
            }
        }
        for member in statement.list {
            whole.push(member);
            self.insert(&whole, statement.lines, statement.inactive);
            whole.pop();
        }
        Ok(())
    }

    /// A path whose end is attributes of one statement, as one path for each of them.
    fn split(&self, path: &[String]) -> Vec<Vec<String>> {
        for attributes in self.attributes {
            let words: Vec<&str> = path.iter().map(String::as_str).collect();
            let Some(length) =
                (1..path.len()).find(|length| fits(&attributes.statement, &words[..*length]))
            else {
                continue;
            };
            let (head, mut rest) = path.split_at(length);
            let mut paths = Vec::new();
            while let Some(word) = rest.first() {
                let more = attributes.words.get(word).copied().unwrap_or(rest.len() - 1);
                let (one, next) = rest.split_at((more + 1).min(rest.len()));
                paths.push([head, one].concat());
                rest = next;
            }
            return paths;
        }
        vec![path.to_vec()]
    }

    fn insert(&mut self, path: &[String], lines: Lines, inactive: bool) {
        let mut node = &mut self.root;
        for word in path {
            node = node
                .children
                .entry(word.clone())
                .or_insert_with(|| Node { lines, ..Node::default() });
        }
        node.lines = node.lines.with(lines);
        if inactive {
            node.children
                .entry(INACTIVE.to_owned())
                .or_insert_with(|| Node { lines, ..Node::default() });
        }
    }

    fn remove(&mut self, path: &[String]) {
        let Some((last, path)) = path.split_last() else { return };
        let mut node = &mut self.root;
        for word in path {
            match node.children.get_mut(word) {
                Some(next) => node = next,
                None => return,
            }
        }
        node.children.shift_remove(last);
    }
}

impl Statement {
    fn word(&mut self, word: String, line: u32) {
        if self.words.is_empty() {
            match word.as_str() {
                "inactive:" => {
                    self.inactive = true;
                    return;
                }
                // `protect:` and the marks of load files say nothing of what the switch does.
                "protect:" | "replace:" => return,
                _ => self.lines = Lines::one(line),
            }
        }
        // A word behind a list belongs to the path before it in no known statement.
        self.words.push(word);
    }
}

fn fits(pattern: &Pattern, words: &[&str]) -> bool {
    pattern.fits(words)
}

fn unreadable(line: u32, why: &str) -> Unreadable {
    Unreadable { line, why: why.to_owned() }
}
