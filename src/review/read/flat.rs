//! What paths of words mean: which words are values.

use std::collections::HashSet;

use super::Purpose;
use super::shape::{SECRET, is_reference};
use super::tree::Node;
use crate::review::item::{Item, compact, members};
use crate::review::language::Language;
use crate::vendor::pattern::Hole;

/// Gives paths their meaning.
pub(super) fn items(language: &Language<'_>, purpose: Purpose, root: &Node) -> Vec<Item> {
    Flat { language, purpose }.children(&mut Vec::new(), root)
}

struct Flat<'a> {
    language: &'a Language<'a>,
    purpose: Purpose,
}

impl Flat<'_> {
    fn children<'n>(&self, path: &mut Vec<&'n str>, node: &'n Node) -> Vec<Item> {
        let mut items = Vec::with_capacity(node.children.len());
        for (word, child) in &node.children {
            if self.expanded(path, word, child, &mut items) {
                continue;
            }
            let parent = path.last().copied().unwrap_or_default();
            path.push(word);
            if let Some(mut item) = self.item(path, word, child) {
                if item.key == *word && self.is_secret(path, parent) {
                    item.spoken = is_reference(&[word]).then(|| word.clone());
                    SECRET.clone_into(&mut item.key);
                    SECRET.clone_into(&mut item.text);
                }
                items.push(item);
            }
            path.pop();
        }
        items
    }

    fn item<'n>(&self, path: &mut Vec<&'n str>, word: &str, node: &'n Node) -> Option<Item> {
        let mut item = Item::leaf(word, node.lines.first);
        item.lines = node.lines;
        if let Some(value) = self.value(path, word, node) {
            item.text = format!("{word} {value}");
            if value == SECRET {
                let said = node
                    .value
                    .as_deref()
                    .or_else(|| node.children.keys().next().map(String::as_str));
                item.spoken =
                    said.filter(|said| is_reference(&[said])).map(|said| format!("{word} {said}"));
            }
            let whole: Vec<&str> = path.iter().copied().chain([value.as_str()]).collect();
            return (!self.unsaid(&whole, word)).then_some(item);
        }
        item.ordered = self.language.ordered.has(word, path);
        if self.language.noise.has(word, path) {
            return None;
        }
        item.children = self.children(path, node);
        let unsaid = item.children.is_empty()
            && (!node.children.is_empty()
                || self.purpose == Purpose::Drift && self.language.defaults.has(word, path));
        (!unsaid).then_some(item)
    }

    /// The one value of a word.
    fn value<'n>(&self, path: &mut Vec<&'n str>, word: &str, node: &'n Node) -> Option<String> {
        if let Some(value) = &node.value {
            path.push(value);
            let secret = self.is_secret(path, word);
            path.pop();
            return Some(if secret { SECRET.to_owned() } else { value.clone() });
        }
        // Of several nothing may be lost, whatever the vendor folder says.
        let (value, child) = node.children.last()?;
        if node.children.len() > 1 || !child.children.is_empty() || value == super::tree::INACTIVE {
            return None;
        }
        path.push(value);
        let secret = self.is_secret(path, word);
        let single = secret || self.language.single.has(word, path);
        path.pop();
        single.then(|| if secret { SECRET.to_owned() } else { value.clone() })
    }

    fn is_secret(&self, path: &[&str], word: &str) -> bool {
        self.purpose == Purpose::Drift && self.language.secrets.has(word, path)
    }

    fn unsaid(&self, path: &[&str], word: &str) -> bool {
        self.language.noise.has(word, path)
            || self.purpose == Purpose::Drift && self.language.defaults.has(word, path)
    }

    /// A list of numbers as one word for each of them.
    fn expanded<'n>(
        &self,
        path: &mut Vec<&'n str>,
        word: &'n str,
        node: &'n Node,
        items: &mut Vec<Item>,
    ) -> bool {
        if !word.contains(['-', ',']) || self.language.expand.is_empty() {
            return false;
        }
        let parent = path.last().copied().unwrap_or_default();
        path.push(word);
        let fits = self.language.expand.find(parent, path);
        path.pop();
        if !fits.is_some_and(|fit| fit.holes.iter().any(|(hole, _)| *hole == Hole::Ids)) {
            return false;
        }
        let mut known: HashSet<String> = items.iter().map(|item| item.key.clone()).collect();
        for id in members(&[word]) {
            let id = compact(&std::iter::once(id).collect(), ",");
            path.push(word);
            let item = self.item(path, &id, node);
            path.pop();
            items.extend(item.filter(|item| known.insert(item.key.clone())));
        }
        true
    }
}
