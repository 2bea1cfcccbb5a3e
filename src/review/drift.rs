//! Running configurations against what the program says.

use super::change::Change;
use super::compare::{Place, compare};
use super::read::{Purpose, read};
use super::remedy::Remedy;
use super::switch::{Fault, Files, Reader, Switch};

/// What a switch was found to run.
#[derive(Debug, Clone)]
pub enum Running {
    /// One text: the configuration as the switch prints it.
    Text(String),
    /// Files, by path below the switch's root.
    Files(Files),
}

/// How a switch differs from the program.
#[derive(Debug, Clone, Default)]
pub struct Drift {
    /// What differs: the old side is what runs, the new side what the program says.
    pub changes: Vec<Change>,
    /// Files of the program that were not collected.
    pub missing: Vec<String>,
    /// What to do about it on the switch.
    pub remedy: Option<Remedy>,
}

impl Reader<'_> {
    /// Compares what a switch runs with what the program says. A file that was not collected is not compared.
    ///
    /// # Errors
    /// The files that cannot be read.
    pub fn drift(
        &self,
        name: &str,
        running: Running,
        wanted: &Switch,
    ) -> Result<Drift, Vec<Fault>> {
        let mut drift = Drift::default();
        let mut found = Switch { files: self.files_of(running, wanted), ..wanted.clone() };
        let mut expected = Switch { files: Files::new(), ..wanted.clone() };
        for (path, text) in &wanted.files {
            let spec = self
                .format(&wanted.vendor, &wanted.format)
                .and_then(|format| super::switch::spec(format, path));
            if found.files.contains_key(path) {
                expected.files.insert(path.clone(), text.clone());
            } else if !spec.is_some_and(|spec| spec.setup_only) {
                drift.missing.push(path.clone());
            }
        }
        found.files.retain(|path, _| expected.files.contains_key(path));
        let mut faults = Vec::new();
        for (file, text) in &expected.files {
            let language = self.language(&wanted.vendor, &wanted.format, file);
            let mut tree = |text: &str, new| {
                read(language, text, Purpose::Drift).unwrap_or_else(|error| {
                    faults.push(Fault { file: file.clone(), new, error });
                    Vec::new()
                })
            };
            let (runs, says) = (tree(&found.files[file], false), tree(text, true));
            let Switch { vendor, format, .. } = wanted;
            let place = Place { switch: name, vendor, format, file };
            drift.changes.extend(compare(language, place, &runs, &says));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let commands = self.remedy_for(&found, &expected, Purpose::Drift)?;
        drift.remedy = self.remedy_of(name, wanted, commands);
        Ok(drift)
    }

    /// The files of what was found: a text is the file that the vendor folder names.
    fn files_of(&self, running: Running, wanted: &Switch) -> Files {
        match running {
            Running::Files(files) => files,
            Running::Text(text) => {
                let file = self
                    .format(&wanted.vendor, &wanted.format)
                    .and_then(|format| format.running.clone());
                let file = file.or_else(|| wanted.files.keys().next().cloned());
                file.map(|file| (file, text)).into_iter().collect()
            }
        }
    }
}
