//! Names of a program: where they are declared and where they are used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::syntax::{Mention, Scope, Space, mentions};

/// Most names of one range that are looked up.
const MOST: usize = 200;

/// A name in a program: the file and the name in it, by number.
pub type At = (usize, usize);

/// All names of a program.
#[derive(Debug, Default)]
pub struct Index {
    files: Vec<File>,
    /// Names that the whole program knows.
    declared: BTreeMap<(Space, String), Vec<At>>,
    /// Names that a rack type or a rack knows.
    local: BTreeMap<(Local, String), Vec<At>>,
    /// Racks and their types.
    types: BTreeMap<String, String>,
}

#[derive(Debug)]
struct File {
    path: Utf8PathBuf,
    text: Arc<str>,
    mentions: Vec<Mention>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Local {
    Type(String),
    Rack(String),
}

impl Index {
    /// Reads the names of some files.
    pub fn of(files: impl IntoIterator<Item = (Utf8PathBuf, Arc<str>)>) -> Self {
        let mut index = Self::default();
        for (path, text) in files {
            let mentions = mentions(&text);
            index.files.push(File { path, text, mentions });
        }
        let mut declared: BTreeMap<(Space, String), Vec<At>> = BTreeMap::new();
        let mut local: BTreeMap<(Local, String), Vec<At>> = BTreeMap::new();
        for (at, mention) in index.all().filter(|(_, mention)| mention.declares.is_some()) {
            let space = mention.spaces.first().copied().unwrap_or(Space::Place);
            let homes: Vec<Local> = match &mention.scope {
                Some(Scope::Type(name)) => vec![Local::Type(name.clone())],
                Some(Scope::Rack(racks, _)) => racks.iter().cloned().map(Local::Rack).collect(),
                None => Vec::new(),
            };
            for name in &mention.names {
                if homes.is_empty() {
                    declared.entry((space, name.clone())).or_default().push(at);
                }
                for home in &homes {
                    local.entry((home.clone(), name.clone())).or_default().push(at);
                }
            }
        }
        let mut types = BTreeMap::new();
        for mention in index.files.iter().flat_map(|file| &file.mentions) {
            if let Some(Scope::Rack(racks, Some(of))) = &mention.scope {
                types.extend(racks.iter().map(|rack| (rack.clone(), of.clone())));
            }
        }
        // A rack without a block has no name in it that could tell its type.
        for file in &index.files {
            for pair in file.mentions.windows(2) {
                if pair[0].declares == Some("rack") && pair[1].spaces == [Space::RackType] {
                    let of = pair[1].names.first().cloned().unwrap_or_default();
                    types.extend(pair[0].names.iter().map(|rack| (rack.clone(), of.clone())));
                }
            }
        }
        Self { declared, local, types, ..index }
    }

    fn all(&self) -> impl Iterator<Item = (At, &Mention)> {
        self.files.iter().enumerate().flat_map(|(file, one)| {
            one.mentions.iter().enumerate().map(move |(at, mention)| ((file, at), mention))
        })
    }

    /// The name.
    pub fn mention(&self, (file, at): At) -> Option<&Mention> {
        self.files.get(file)?.mentions.get(at)
    }

    /// The file in which a name is, and its text.
    pub fn file(&self, (file, _): At) -> Option<(&Utf8Path, &str)> {
        self.files.get(file).map(|file| (file.path.as_path(), &*file.text))
    }

    /// All files and their texts.
    pub fn files(&self) -> impl Iterator<Item = (&Utf8Path, &str)> {
        self.files.iter().map(|file| (file.path.as_path(), &*file.text))
    }

    /// The name at a byte of a file.
    pub fn at(&self, path: &Utf8Path, byte: usize) -> Option<At> {
        let file = self.files.iter().position(|file| file.path == path)?;
        let mentions = &self.files[file].mentions;
        let at =
            mentions.iter().position(|one| one.range.start <= byte && byte <= one.range.end)?;
        Some((file, at))
    }

    /// The statements that declare what a name stands for: for `r01-a` those of the switch and of the rack.
    pub fn declarations(&self, at: At) -> BTreeSet<At> {
        let Some(mention) = self.mention(at) else { return BTreeSet::new() };
        if mention.declares.is_some() {
            return BTreeSet::from([at]);
        }
        let names = mention.names.iter().take(MOST);
        names.flat_map(|name| self.declared_by(name, mention)).collect()
    }

    fn declared_by(&self, name: &str, mention: &Mention) -> Vec<At> {
        for space in mention.spaces {
            let local = (*space == Space::Place).then_some(mention.scope.as_ref()).flatten();
            let inside = local.map(|scope| self.inside(scope, name)).unwrap_or_default();
            if !inside.is_empty() {
                return inside;
            }
            if let Some(found) = self.declared.get(&(*space, name.to_owned())) {
                return found.clone();
            }
            let stamped = if *space == Space::Place { self.stamped(name) } else { Vec::new() };
            if !stamped.is_empty() {
                return stamped;
            }
        }
        Vec::new()
    }

    /// A name within its rack or rack type.
    fn inside(&self, scope: &Scope, name: &str) -> Vec<At> {
        let (racks, of) = match scope {
            Scope::Type(of) => (&[][..], Some(of)),
            Scope::Rack(racks, of) => (racks.as_slice(), of.as_ref()),
        };
        let racks = racks.iter().take(MOST).map(|rack| Local::Rack(rack.clone()));
        let homes = racks.chain(of.map(|of| Local::Type(of.clone())));
        let found = homes.filter_map(|home| self.local.get(&(home, name.to_owned())));
        found.flatten().copied().collect::<BTreeSet<At>>().into_iter().collect()
    }

    /// `r01-a`: what the rack declares, or its type, and the rack itself.
    fn stamped(&self, name: &str) -> Vec<At> {
        for (dash, _) in name.match_indices('-') {
            let (rack, rest) = (&name[..dash], &name[dash + 1..]);
            let Some(racks) = self.declared.get(&(Space::Place, rack.to_owned())) else { continue };
            let of = self.types.get(rack).map(|of| Local::Type(of.clone()));
            let homes = std::iter::once(Local::Rack(rack.to_owned())).chain(of);
            let found: Vec<At> = homes
                .filter_map(|home| self.local.get(&(home, rest.to_owned())))
                .flatten()
                .copied()
                .collect();
            if !found.is_empty() {
                let racks = racks.iter().filter(|at| {
                    self.mention(**at).is_some_and(|one| one.declares == Some("rack"))
                });
                return found.into_iter().chain(racks.copied()).collect();
            }
        }
        Vec::new()
    }

    /// Everything that names one of these, the declarations among them.
    pub fn uses(&self, wanted: &BTreeSet<At>) -> Vec<At> {
        let names = |at: &At| !self.declarations(*at).is_disjoint(wanted);
        self.all().map(|(at, _)| at).filter(names).collect()
    }

    /// Names that may be written where names of a space are asked for, in a rack or a rack type also its own.
    pub fn names(&self, space: Space, scope: Option<&Scope>) -> BTreeSet<&str> {
        let first = (space, String::new());
        let known = self.declared.range(first..).take_while(|((of, _), _)| *of == space);
        let mut names: BTreeSet<&str> = known.map(|((_, name), _)| name.as_str()).collect();
        let homes: Vec<Local> = match scope {
            Some(Scope::Type(of)) => vec![Local::Type(of.clone())],
            Some(Scope::Rack(racks, of)) => {
                let racks = racks.iter().take(1).cloned().map(Local::Rack);
                racks.chain(of.clone().map(Local::Type)).collect()
            }
            None => Vec::new(),
        };
        if space == Space::Place {
            let own = self.local.keys().filter(|(home, _)| homes.contains(home));
            names.extend(own.map(|(_, name)| name.as_str()));
        }
        names
    }

    /// Racks of a type.
    pub fn racks_of<'a>(&'a self, of: &'a str) -> impl Iterator<Item = &'a str> {
        self.types.iter().filter(move |(_, one)| *one == of).map(|(rack, _)| rack.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(index: &Index, found: impl IntoIterator<Item = At>) -> Vec<String> {
        let line = |at: At| {
            let (path, text) = index.file(at).unwrap();
            let range = index.mention(at).unwrap().range.clone();
            let line = text[..range.start].matches('\n').count() + 1;
            format!("{path}:{line}:{}", &text[range])
        };
        found.into_iter().map(line).collect()
    }

    fn index() -> Index {
        let racks = "rack-type t {\n switch a model m\n mlag pair = a + a\n}\nrack r[1..2] of t\nrack r3 of t { switch b model m\n link a:1 -- b:1 }\n";
        let main = "model m = x/Y\nvlan web 1 { racks r1, r2 }\nlink r1-a:1 -- r3-b:1\nprofile p { trunk web }\n";
        let text = |text: &str| Arc::from(text);
        Index::of([("main.rack".into(), text(main)), ("racks.rack".into(), text(racks))])
    }

    fn declared(index: &Index, path: &str, name: &str) -> Vec<String> {
        let text = index.files().find(|(at, _)| *at == path).unwrap().1.to_owned();
        let at = index.at(path.into(), text.rfind(name).unwrap()).unwrap();
        lines(index, index.declarations(at))
    }

    #[test]
    fn names_lead_to_their_statements() {
        let index = index();
        assert_eq!(declared(&index, "main.rack", "web"), ["main.rack:2:web"]);
        assert_eq!(
            declared(&index, "main.rack", "r1-a"),
            ["racks.rack:2:a", "racks.rack:5:r[1..2]"]
        );
        assert_eq!(declared(&index, "main.rack", "r3-b"), ["racks.rack:6:r3", "racks.rack:6:b"]);
        assert_eq!(declared(&index, "racks.rack", "a:1 --"), ["racks.rack:2:a"]);
        assert_eq!(declared(&index, "racks.rack", "m\n link"), ["main.rack:1:m"]);
    }

    #[test]
    fn statements_are_found_by_what_uses_them() {
        let index = index();
        let at = index.at("racks.rack".into(), "rack-type t {\n switch ".len()).unwrap();
        assert_eq!(
            lines(&index, index.uses(&BTreeSet::from([at]))),
            [
                "main.rack:3:r1-a",
                "racks.rack:2:a",
                "racks.rack:3:a",
                "racks.rack:3:a",
                "racks.rack:7:a"
            ]
        );
    }
}
