//! Paths of words: what is gone is deleted, what is new is set, and what moved is moved.

use std::collections::HashMap;

use super::merge::document;
use super::rules::said;
use crate::review::item::Item;
use crate::review::order::kept;
use crate::review::read::INACTIVE;
use crate::vendor::pattern::Pattern;
use crate::vendor::review::ChangeRules;

/// The commands that make the new tree of the old one.
pub(super) fn commands(rules: &ChangeRules, old: &[Item], new: &[Item]) -> Vec<String> {
    let mut paths =
        Paths { rules, removed: Vec::new(), set: Vec::new(), moved: Vec::new(), texts: Vec::new() };
    paths.block(&mut Vec::new(), false, old, new);
    let mut all = paths.removed;
    all.extend(paths.set);
    all.extend(paths.moved);
    if let (false, Some(merge)) = (paths.texts.is_empty(), &rules.merge) {
        all.extend(document(&paths.texts, merge));
    }
    all
}

struct Paths<'a> {
    rules: &'a ChangeRules,
    removed: Vec<String>,
    set: Vec<String>,
    moved: Vec<String>,
    /// What no command can set: paths of words with their value.
    texts: Vec<Vec<String>>,
}

impl Paths<'_> {
    fn block<'i>(
        &mut self,
        path: &mut Vec<&'i str>,
        ordered: bool,
        old: &'i [Item],
        new: &'i [Item],
    ) {
        let before: HashMap<&str, &Item> =
            old.iter().map(|item| (item.key.as_str(), item)).collect();
        let after: HashMap<&str, &Item> =
            new.iter().map(|item| (item.key.as_str(), item)).collect();
        for was in old {
            match after.get(was.key.as_str()) {
                None => self.remove(path, was),
                // A word that had one value and has a block now, or the other way round.
                Some(item)
                    if was.children.is_empty() != item.children.is_empty()
                        && was.text != item.text =>
                {
                    self.remove(path, was);
                }
                Some(_) => {}
            }
        }
        for item in new {
            let Some(was) = before.get(item.key.as_str()) else {
                self.all(path, item);
                continue;
            };
            if was.text != item.text {
                self.all(path, item);
                continue;
            }
            if was.children.is_empty() != item.children.is_empty() && was.children.is_empty() {
                self.all(path, item);
                continue;
            }
            path.push(&item.text);
            self.block(path, old_ordered(was, item), &was.children, &item.children);
            path.pop();
            if item.children.is_empty() && !was.children.is_empty() {
                self.all(path, item);
            }
        }
        if ordered {
            self.order(path, old, new);
        }
    }

    fn remove(&mut self, path: &[&str], item: &Item) {
        if item.key == INACTIVE {
            self.removed.push(format!("activate {}", self.words(path)));
            return;
        }
        let whole = self.words(&[path, &[item.key.as_str()]].concat());
        self.removed.push(self.rules.remove.replace("{statement}", &whole));
    }

    /// Sets all ends of a statement's block.
    fn all(&mut self, path: &[&str], item: &Item) {
        if item.key == INACTIVE {
            self.moved.push(format!("deactivate {}", self.words(path)));
            return;
        }
        let active = item.children.iter().any(|child| child.key != INACTIVE);
        let said = item.said();
        let path = [path, &[said.as_str()]].concat();
        if !active {
            self.one(&path);
        }
        for child in &item.children {
            self.all(&path, child);
        }
    }

    fn one(&mut self, path: &[&str]) {
        let joined = path.join(" ");
        let words: Vec<String> = crate::review::words::words(&joined);
        let plain: Vec<&str> = words.iter().map(String::as_str).collect();
        if self.rules.texts.iter().any(|pattern: &Pattern| pattern.fits(&plain)) {
            self.texts.push(path.iter().map(|&part| part.to_owned()).collect());
            return;
        }
        let statement = self.words(path);
        let form = self.rules.set.as_deref().unwrap_or("{statement}");
        self.set.push(form.replace("{statement}", &statement));
    }

    /// Moves what is not where it is to be, once all is there.
    fn order(&mut self, path: &[&str], old: &[Item], new: &[Item]) {
        let stay = old.iter().filter(|item| new.iter().any(|other| other.key == item.key));
        let come = new.iter().filter(|item| old.iter().all(|other| other.key != item.key));
        let now: Vec<&Item> = stay.chain(come).collect();
        let places: Vec<usize> = now
            .iter()
            .filter_map(|item| new.iter().position(|other| other.key == item.key))
            .collect();
        let kept = kept(&places);
        let fixed: Vec<usize> = kept.iter().map(|at| places[*at]).collect();
        // A block in which blocks stand is named by the word above them as well.
        let (parent, word) = match path.split_last() {
            Some((last, parent)) if new.iter().any(|item| !item.children.is_empty()) => {
                (parent, format!("{last} "))
            }
            _ => (path, String::new()),
        };
        let parent = self.words(parent);
        for (at, item) in new.iter().enumerate().filter(|(at, _)| !fixed.contains(at)) {
            let place = match at.checked_sub(1) {
                Some(before) => format!("after {word}{}", said(&new[before])),
                None => match fixed.first() {
                    Some(first) => format!("before {word}{}", said(&new[*first])),
                    None => continue,
                },
            };
            self.moved.push(format!("insert {parent} {word}{} {place}", said(item)));
        }
    }

    fn words(&self, path: &[&str]) -> String {
        if !self.rules.shell {
            return path.join(" ");
        }
        let joined = path.join(" ");
        crate::review::words::words(&joined)
            .iter()
            .map(|word| shell(word))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn old_ordered(old: &Item, new: &Item) -> bool {
    old.ordered || new.ordered
}

/// A word as a shell takes it.
fn shell(word: &str) -> String {
    let text = super::merge::unquoted(word);
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@+,%=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
