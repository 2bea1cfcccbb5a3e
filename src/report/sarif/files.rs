//! The files that a document speaks of.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

use super::uri::uri;
use crate::report::root::{Root, Seen};

/// What relative URIs are relative to.
const BASE: &str = "%SRCROOT%";

/// Files by the order in which they are named.
#[derive(Debug, Default)]
pub struct Files {
    root: Root,
    known: BTreeMap<Utf8PathBuf, usize>,
    list: Vec<Seen>,
}

impl Files {
    /// Files that are seen from `root`.
    pub fn new(root: Root) -> Self {
        Self { root, ..Self::default() }
    }

    /// The file's position in the list.
    pub fn index(&mut self, path: &Utf8Path) -> usize {
        if let Some(index) = self.known.get(path) {
            return *index;
        }
        let seen = self.root.seen(path);
        let index = self.list.iter().position(|known| *known == seen).unwrap_or_else(|| {
            self.list.push(seen);
            self.list.len() - 1
        });
        self.known.insert(path.to_owned(), index);
        index
    }

    /// Where a file of the list is.
    pub fn location(&self, index: usize) -> Value {
        let mut location = self.list.get(index).map_or_else(|| json!({}), location);
        location["index"] = json!(index);
        location
    }

    /// The list.
    pub fn list(&self) -> Value {
        let file = |seen: &Seen| json!({ "location": location(seen), "roles": ["analysisTarget"] });
        self.list.iter().map(file).collect()
    }
}

/// What stands for the root of the repository; where that is on this machine is nobody's business.
pub fn base() -> Value {
    json!({ BASE: { "description": { "text": "The root of the repository" } } })
}

fn location(seen: &Seen) -> Value {
    match seen {
        Seen::Below(_) => json!({ "uri": uri(seen), "uriBaseId": BASE }),
        Seen::Outside(_) => json!({ "uri": uri(seen) }),
    }
}
