//! The files of one switch, old and new.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

use super::change::Change;
use super::compare::{Place, compare};
use super::item::Item;
use super::language::Language;
use super::read::{Purpose, Unreadable, read};
use crate::vendor::Catalog;
use crate::vendor::review::{FileReview, FormatReview, Hierarchy, Language as Data};

/// Texts of files, by path below the switch's folder.
pub type Files = BTreeMap<String, String>;

/// A switch as a tree has it.
#[derive(Debug, Clone, Default)]
pub struct Switch {
    /// Folder name of the vendor.
    pub vendor: String,
    /// Hardware model.
    pub platform: String,
    /// Output format.
    pub format: String,
    /// Its files.
    pub files: Files,
}

/// What became of a switch.
#[derive(Debug, Clone)]
pub enum SwitchReview {
    /// Nothing.
    Same,
    /// It is new: vendor and model.
    Added(String),
    /// It is gone.
    Removed(String),
    /// It is another system now: from what, to what.
    Replaced(String, String),
    /// Its files differ; in comments and order alone when nothing is listed.
    Changed(Vec<Change>),
}

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, below the switch's folder.
    pub file: String,
    /// Whether it is the new one.
    pub new: bool,
    /// What is wrong.
    pub error: Unreadable,
}

/// Reads the configurations of all vendors.
#[derive(Debug)]
pub struct Reader<'a> {
    /// By vendor, then by name.
    languages: HashMap<&'a str, HashMap<&'a str, Language<'a>>>,
    /// By vendor, then by name.
    formats: HashMap<&'a str, &'a IndexMap<String, FormatReview>>,
    plain: Language<'a>,
}

/// What files are read as of which no vendor folder says anything.
static PLAIN: std::sync::LazyLock<Data> =
    std::sync::LazyLock::new(|| Data { hierarchy: Hierarchy::Lines, ..Data::default() });

impl<'a> Reader<'a> {
    /// Gets ready to read what the catalog's vendors print.
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut languages = HashMap::new();
        let mut formats = HashMap::new();
        for (vendor, review) in &catalog.reviews {
            let compiled = review.languages.iter();
            let compiled =
                compiled.map(|(name, language)| (name.as_str(), Language::new(language)));
            languages.insert(vendor.as_str(), compiled.collect());
            formats.insert(vendor.as_str(), &review.formats);
        }
        Self { languages, formats, plain: Language::new(&PLAIN) }
    }

    /// What the vendor folder says of a format.
    pub fn format(&self, vendor: &str, format: &str) -> Option<&'a FormatReview> {
        self.formats.get(vendor)?.get(format)
    }

    /// The language of a file.
    pub fn language(&self, vendor: &str, format: &str, file: &str) -> &Language<'a> {
        self.format(vendor, format)
            .and_then(|format| spec(format, file))
            .and_then(|spec| self.languages.get(vendor)?.get(spec.language.as_str()))
            .unwrap_or(&self.plain)
    }

    /// Compares a switch of two trees.
    ///
    /// # Errors
    /// The files that cannot be read.
    pub fn compare(
        &self,
        name: &str,
        old: Option<&Switch>,
        new: Option<&Switch>,
    ) -> Result<SwitchReview, Vec<Fault>> {
        let (old, new) = match (old, new) {
            (None, None) => return Ok(SwitchReview::Same),
            (None, Some(new)) => return Ok(SwitchReview::Added(what(new))),
            (Some(old), None) => return Ok(SwitchReview::Removed(what(old))),
            (Some(old), Some(new)) => (old, new),
        };
        let model = |switch: &Switch| (switch.vendor.clone(), switch.format.clone());
        if model(old) == model(new) {
            if old.files == new.files {
                return Ok(SwitchReview::Same);
            }
            return self.files(name, new, &old.files, &new.files).map(SwitchReview::Changed);
        }
        match self.one_language(old, new) {
            Some((file, before, after)) => {
                let file = file.to_owned();
                let old = Files::from([(file.clone(), before.to_owned())]);
                let new_files = Files::from([(file, after.to_owned())]);
                self.files(name, new, &old, &new_files).map(SwitchReview::Changed)
            }
            None => Ok(SwitchReview::Replaced(what(old), what(new))),
        }
    }

    /// The one file of both, when two formats of a vendor are in the same language.
    pub(super) fn one_language<'s>(
        &self,
        old: &'s Switch,
        new: &'s Switch,
    ) -> Option<(&'s str, &'s str, &'s str)> {
        if old.vendor != new.vendor || old.files.len() != 1 || new.files.len() != 1 {
            return None;
        }
        let ((before, old_text), (after, text)) =
            (old.files.iter().next()?, new.files.iter().next()?);
        let (a, b) = (
            self.language(&old.vendor, &old.format, before),
            self.language(&new.vendor, &new.format, after),
        );
        (std::ptr::eq(a, b) && !std::ptr::eq(a, &raw const self.plain))
            .then_some((after, old_text, text))
    }

    fn files(
        &self,
        name: &str,
        switch: &Switch,
        old: &Files,
        new: &Files,
    ) -> Result<Vec<Change>, Vec<Fault>> {
        let mut changes = Vec::new();
        let mut faults = Vec::new();
        let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for file in paths {
            let (before, after) = (old.get(file), new.get(file));
            if before == after {
                continue;
            }
            let language = self.language(&switch.vendor, &switch.format, file);
            let mut tree = |text: Option<&String>, new: bool| {
                text.map_or(Ok(Vec::new()), |text| read(language, text, Purpose::Review))
                    .unwrap_or_else(|error| {
                        faults.push(Fault { file: file.clone(), new, error });
                        Vec::<Item>::new()
                    })
            };
            let (before, after) = (tree(before, false), tree(after, true));
            let Switch { vendor, format, .. } = switch;
            let place = Place { switch: name, vendor, format, file };
            changes.extend(compare(language, place, &before, &after));
        }
        if faults.is_empty() { Ok(changes) } else { Err(faults) }
    }
}

fn what(switch: &Switch) -> String {
    format!("{}/{}, {}", switch.vendor, switch.platform, switch.format)
}

/// What the vendor folder says of a file.
pub(super) fn spec<'f>(format: &'f FormatReview, file: &str) -> Option<&'f FileReview> {
    format.files.iter().find(|spec| is_like(&spec.path, file))
}

/// Whether a path is like a pattern in which `*` stands for any text.
pub(super) fn is_like(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| is_like(after, &rest[at..]))
        }),
    }
}
