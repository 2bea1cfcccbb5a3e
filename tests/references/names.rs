//! Patterns over statements, and the names that they find.

use std::collections::BTreeSet;

use crate::statements::Statement;

/// What a format says of names.
pub struct Language {
    /// Reads a configuration as statements.
    pub read: fn(&str) -> Vec<Statement>,
    /// Words of a statement, up to some that do not matter: `*` is any word, `**` any words, `+kind` a name that is defined
    /// here, `@kind` one that is used. `Vlan@VLAN` is a name behind other text, `@interface:Port-Channel{}` one that the word is
    /// a part of. What stands behind ` => ` is used without being named: `feature bgp`.
    pub patterns: &'static [&'static str],
    /// Words that name something; a statement that has one must be known to a pattern.
    pub marks: &'static [&'static str],
    /// Names that are there without being defined.
    pub built_in: &'static [(&'static str, &'static str)],
    /// Kinds that need no use.
    pub idle: &'static [&'static str],
}

/// Names by kind.
type Names = BTreeSet<(String, String)>;

impl Language {
    /// What is wrong with the names of a configuration.
    pub fn complaints(&self, text: &str) -> Vec<String> {
        let statements = (self.read)(text);
        let (mut defined, mut used) = (Names::new(), Names::new());
        let mut unknown = BTreeSet::new();
        for statement in &statements {
            let known = self.find(&statement.words, &mut defined, &mut used);
            let mut own = statement.words.iter().skip(statement.above);
            if !known && own.any(|word| self.marks.contains(&word.as_str())) {
                unknown.insert(statement.words.join(" "));
            }
        }
        let built_in = |kind: &str, name: &str| {
            self.built_in.iter().any(|one| one.0 == kind && [name, "*"].contains(&one.1))
        };
        let missing = used.difference(&defined).filter(|(kind, name)| !built_in(kind, name));
        let missing = missing.map(|(kind, name)| format!("{kind} `{name}` is not defined"));
        let idle = defined.difference(&used).filter(|(kind, name)| {
            !self.idle.contains(&kind.replace(' ', "-").as_str()) && !built_in(kind, name)
        });
        let idle = idle.map(|(kind, name)| format!("{kind} `{name}` is not used"));
        let unknown = unknown.iter().map(|one| format!("nobody knows what is named here: {one}"));
        missing.chain(idle).chain(unknown).collect()
    }

    /// The names of one statement, of every pattern that fits; whether any does.
    fn find(&self, statement: &[String], defined: &mut Names, used: &mut Names) -> bool {
        let mut known = false;
        for pattern in self.patterns {
            let (pattern, needs) = pattern.split_once(" => ").unwrap_or((pattern, ""));
            let pattern: Vec<&str> = pattern.split(' ').collect();
            let mut found = Vec::new();
            if fits(&pattern, statement, &mut found) {
                known = true;
                let needs = needs.split_once(' ');
                used.extend(needs.map(|(kind, name)| (kind.to_owned(), name.to_owned())));
                for (mark, kind, name) in found {
                    let names = if mark == '+' { &mut *defined } else { &mut *used };
                    names.extend(each(&kind, &name).map(|name| (kind.replace('-', " "), name)));
                }
            }
        }
        known
    }
}

/// Whether words fit a pattern, and the names that stand in them.
fn fits(pattern: &[&str], words: &[String], found: &mut Vec<(char, String, String)>) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return words.is_empty() };
    if *first == "**" {
        return (0..=words.len()).any(|skipped| fits(rest, &words[skipped..], found));
    }
    let Some((word, behind)) = words.split_first() else { return false };
    let mark = first.find(['+', '@']).filter(|mark| mark + 1 < first.len());
    let name = mark.and_then(|mark| word.strip_prefix(&first[..mark]));
    if *first != "*" && name.is_none() && first != word || !fits(rest, behind, found) {
        return false;
    }
    if let (Some(mark), Some(name)) = (mark, name) {
        let (mark, kind) = first[mark..].split_at(1);
        let (kind, shape) = kind.split_once(':').unwrap_or((kind, "{}"));
        let mark = mark.chars().next().expect("a mark");
        found.push((mark, kind.to_owned(), shape.replace("{}", name)));
    }
    true
}

/// The names in a word: VLANs come in lists and ranges.
fn each(kind: &str, word: &str) -> impl Iterator<Item = String> + use<> {
    let mut names = Vec::new();
    for part in word.split(',') {
        match part.split_once('-').map(|(from, to)| (from.parse::<u16>(), to.parse::<u16>())) {
            Some((Ok(from), Ok(to))) if kind == "VLAN" => {
                names.extend((from..=to).map(|id| id.to_string()));
            }
            _ => names.push(part.to_owned()),
        }
    }
    names.into_iter()
}
