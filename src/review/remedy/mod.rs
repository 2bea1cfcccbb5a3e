//! Commands that turn one configuration into another.

mod blocks;
mod command;
mod files;
mod members;
mod merge;
mod paths;
mod rules;

use super::item::Item;
use super::language::Language;
use super::read::{Purpose, read};
use super::switch::{Fault, Files, Reader, Switch};
use files::Commands;

/// The commands for one file.
pub(super) fn commands(language: &Language<'_>, old: &[Item], new: &[Item]) -> Option<Vec<String>> {
    let rules = language.data.change.as_ref()?;
    if language.is_flat() {
        return Some(paths::commands(rules, old, new));
    }
    Some(match members::prepared(rules, old, new) {
        Some((old, new)) => blocks::commands(language.data, rules, &old, &new),
        None => blocks::commands(language.data, rules, old, new),
    })
}

/// The commands for one switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The switch.
    pub switch: String,
    /// What begins a comment among its commands.
    pub comment: String,
    /// The commands, in the order in which they are to be given.
    pub commands: Vec<String>,
    /// The commands that make it last once all is well; until then the switch takes it back by itself.
    pub confirm: Vec<String>,
    /// The commands that take it back.
    pub undo: Vec<String>,
    /// What must be said of them.
    pub notes: Vec<String>,
}

impl Reader<'_> {
    /// The commands that turn the old configuration of a switch into the new one; nothing when nothing is to be done.
    ///
    /// # Errors
    /// The files that cannot be read.
    pub fn remedy(
        &self,
        name: &str,
        old: &Switch,
        new: &Switch,
    ) -> Result<Option<Remedy>, Vec<Fault>> {
        let mut notes = Vec::new();
        let mut commands = Commands::default();
        match self.alike(old, new) {
            Some((old, new)) => commands = self.remedy_for(&old, &new, Purpose::Review)?,
            None => notes.push(
                "it is another system now: set it up anew with its new configuration".to_owned(),
            ),
        }
        if notes.is_empty() {
            return Ok(self.remedy_of(name, new, commands));
        }
        let something = Commands { lines: vec![String::new()], ..Commands::default() };
        let remedy = self.remedy_of(name, new, something);
        Ok(remedy.map(|remedy| Remedy { notes, commands: Vec::new(), ..remedy }))
    }

    /// Commands as those of a switch; nothing when there are none.
    pub(super) fn remedy_of(
        &self,
        name: &str,
        switch: &Switch,
        commands: Commands,
    ) -> Option<Remedy> {
        let first = switch.files.keys().next().map_or("", String::as_str);
        let language = self.language(&switch.vendor, &switch.format, first);
        let comment = language.data.comments.first().map_or("#", String::as_str).to_owned();
        (!commands.lines.is_empty()).then(|| Remedy {
            switch: name.to_owned(),
            comment,
            commands: commands.lines,
            confirm: commands.confirm,
            undo: commands.undo,
            notes: Vec::new(),
        })
    }

    /// Both with the same names of files, if they are the same system.
    fn alike(&self, old: &Switch, new: &Switch) -> Option<(Switch, Switch)> {
        if old.vendor == new.vendor && old.format == new.format {
            return Some((old.clone(), new.clone()));
        }
        let (file, before, _) = self.one_language(old, new)?;
        let files = Files::from([(file.to_owned(), before.to_owned())]);
        Some((Switch { files, ..new.clone() }, new.clone()))
    }

    /// The same, for a purpose.
    ///
    /// # Errors
    /// The files that cannot be read.
    pub(super) fn remedy_for(
        &self,
        old: &Switch,
        new: &Switch,
        purpose: Purpose,
    ) -> Result<Commands, Vec<Fault>> {
        let mut script = files::Script::default();
        let mut faults = Vec::new();
        let known = self.format(&new.vendor, &new.format);
        let mut paths: Vec<&String> = new.files.keys().chain(old.files.keys()).collect();
        paths.sort_by_key(|path| (self.place(new, path), path.as_str()));
        paths.dedup();
        for path in paths {
            let (before, after) = (old.files.get(path), new.files.get(path));
            if before == after {
                continue;
            }
            let spec = known.and_then(|format| super::switch::spec(format, path));
            if spec.is_some_and(|spec| spec.setup_only) {
                continue;
            }
            let language = self.language(&new.vendor, &new.format, path);
            let mut tree = |files: &Files, new: bool| {
                files
                    .get(path)
                    .map_or(Ok(Vec::new()), |text| read(language, text, purpose))
                    .unwrap_or_else(|error| {
                        faults.push(Fault { file: path.clone(), new, error });
                        Vec::new()
                    })
            };
            let (old_tree, new_tree) = (tree(&old.files, false), tree(&new.files, true));
            if old_tree.len() == new_tree.len()
                && old_tree.iter().zip(&new_tree).all(|(a, b)| a.same(b))
            {
                continue;
            }
            match (commands(language, &old_tree, &new_tree), &language.data.change) {
                (Some(body), Some(rules)) => script.commands(rules, body),
                _ => script.file(path, after.map(String::as_str), spec),
            }
        }
        if faults.is_empty() { Ok(script.finish()) } else { Err(faults) }
    }

    /// Where the vendor folder lists a file.
    fn place(&self, switch: &Switch, path: &str) -> usize {
        let specs = self.format(&switch.vendor, &switch.format).map(|format| &format.files);
        specs
            .and_then(|files| {
                files.iter().position(|spec| super::switch::is_like(&spec.path, path))
            })
            .unwrap_or(usize::MAX)
    }
}
