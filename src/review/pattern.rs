//! Changes that read alike but for addresses, numbers and names.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::change::{Change, Said};
use super::group::{Entry, Variable};

/// Several changes as one.
pub(super) struct Merged {
    pub(super) shown: Change,
    pub(super) variables: Vec<Variable>,
}

/// Most lines of a change that is compared with others in this way.
const LONGEST: usize = 200;

/// The change with the kinds of its variable words in their place.
pub(super) fn shape(change: &Change) -> String {
    let mut shape = format!(
        "{}\u{1f}{}\u{1f}{}\u{1f}{:?}\u{1f}{:?}",
        change.vendor, change.format, change.file, change.kind, change.risk
    );
    for text in texts(change) {
        shape.push('\u{1f}');
        for word in text.split(' ') {
            shape.push_str(class(word).unwrap_or(word));
            shape.push(' ');
        }
    }
    shape
}

/// One change in which names of variables stand where the given ones differ. They have one shape.
pub(super) fn merge(changes: &[&Change]) -> Option<Merged> {
    let first = changes.first()?;
    if first.size() > LONGEST {
        return None;
    }
    let mut merger = Merger::default();
    let columns: Vec<Vec<String>> = changes.iter().map(|change| texts(change)).collect();
    let length = columns.first()?.len();
    if columns.iter().any(|column| column.len() != length) {
        return None;
    }
    let mut lines = Vec::with_capacity(length);
    for row in 0..length {
        lines.push(
            merger.line(&columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>())?,
        );
    }
    let mut lines = lines.into_iter();
    let mut shown = (*first).clone();
    each_text(&mut shown, |text| *text = lines.next().unwrap_or_default());
    Some(Merged { shown, variables: merger.variables })
}

/// Names the variables of a group's entries, so that one name is one variable.
pub(super) fn name(entries: &mut [Entry]) {
    let mut names: HashMap<Vec<String>, String> = HashMap::new();
    let mut count: HashMap<String, usize> = HashMap::new();
    for Entry { shown, variables, .. } in entries {
        for variable in variables {
            let class =
                variable.name.trim_start_matches('<').split('\u{1}').next().unwrap_or_default();
            let name = names.entry(variable.values.clone()).or_insert_with(|| {
                let count = count.entry(class.to_owned()).or_default();
                *count += 1;
                if *count == 1 { format!("<{class}>") } else { format!("<{class} {count}>") }
            });
            each_text(shown, |text| *text = text.replace(&variable.name, name));
            variable.name.clone_from(name);
        }
    }
}

fn each_text(change: &mut Change, mut work: impl FnMut(&mut String)) {
    change.path.iter_mut().for_each(&mut work);
    for said in [&mut change.old, &mut change.new] {
        said.iter_mut().flat_map(|said| &mut said.text).for_each(|line| work(&mut line.1));
    }
    for set in change.set.iter_mut() {
        work(&mut set.less);
        work(&mut set.more);
    }
}

/// All texts of a change, in one order.
fn texts(change: &Change) -> Vec<String> {
    let said = |said: &Option<Said>| {
        said.iter().flat_map(|said| &said.text).map(|line| line.1.clone()).collect::<Vec<_>>()
    };
    let set = change.set.iter().flat_map(|set| [set.less.clone(), set.more.clone()]);
    change
        .path
        .iter()
        .cloned()
        .chain(said(&change.old))
        .chain(said(&change.new))
        .chain(set)
        .collect()
}

#[derive(Default)]
struct Merger {
    variables: Vec<Variable>,
    known: HashMap<Vec<String>, String>,
}

impl Merger {
    fn line(&mut self, lines: &[&str]) -> Option<String> {
        let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split(' ').collect()).collect();
        let first = rows.first()?;
        let mut words = Vec::with_capacity(first.len());
        for (at, word) in first.iter().enumerate() {
            if rows.iter().all(|row| row.get(at) == Some(word)) {
                words.push((*word).to_owned());
            } else {
                let values = rows
                    .iter()
                    .map(|row| row.get(at).map(|word| (*word).to_owned()))
                    .collect::<Option<_>>()?;
                words.push(self.variable(class(word)?, values));
            }
        }
        Some(words.join(" "))
    }

    fn variable(&mut self, class: &'static str, values: Vec<String>) -> String {
        if let Some(name) = self.known.get(&values) {
            return name.clone();
        }
        let name = format!("<{class}\u{1}{}>", self.variables.len());
        self.known.insert(values.clone(), name.clone());
        self.variables.push(Variable { name: name.clone(), values });
        name
    }
}

/// What a word is of which switches have one each; nothing if it is no such word.
fn class(word: &str) -> Option<&'static str> {
    if !word.bytes().any(|byte| byte.is_ascii_digit())
        || word.contains("ipv")
        || word.starts_with("inet")
    {
        return None;
    }
    let word = word.trim_matches(['"', ',', ';', '\'']);
    let (address, length) = word.split_once('/').map_or((word, None), |(a, b)| (a, Some(b)));
    if address.parse::<Ipv4Addr>().is_ok() || address.parse::<Ipv6Addr>().is_ok() {
        return Some(if length.is_some() { "prefix" } else { "address" });
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("number");
    }
    if word.bytes().all(|byte| byte.is_ascii_digit() || b",-".contains(&byte)) {
        return Some("numbers");
    }
    if word.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte)) {
        return Some("id");
    }
    Some("name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_kinds() {
        assert_eq!(class("10.0.0.1/31"), Some("prefix"));
        assert_eq!(class("2001:db8::1"), Some("address"));
        assert_eq!(class("4200000001"), Some("number"));
        assert_eq!(class("10.255.0.1:110"), Some("id"));
        assert_eq!(class("Ethernet1/1"), Some("name"));
        assert_eq!(class("mtu"), None);
        assert_eq!(class("fabric-in-ipv4"), None);
    }
}
