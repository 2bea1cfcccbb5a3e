//! `manifest.json`: what rackc wrote into an output folder.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::path::is_safe;

/// Name of the manifest's file in the output folder.
pub const FILE_NAME: &str = "manifest.json";

/// What an output folder holds. Of the same fabric it is always the same text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this form.
    pub version: u32,
    /// The fabric's name.
    pub fabric: String,
    /// Switches by host name.
    pub switches: BTreeMap<String, Switch>,
    /// SHA-256 of each file that is of no one switch, by path below the output folder.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// The files of one switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Folder name of the vendor.
    pub vendor: String,
    /// Hardware model.
    pub platform: String,
    /// Output format.
    pub format: String,
    /// SHA-256 of each file in hexadecimal, by path below the output folder.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The form that this program writes.
    pub const VERSION: u32 = 1;

    /// A manifest without switches.
    pub fn new(fabric: impl Into<String>) -> Self {
        Self {
            version: Self::VERSION,
            fabric: fabric.into(),
            switches: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// Reads a manifest's text; nothing if it is none, or lists files outside the folder.
    pub fn parse(text: &str) -> Option<Self> {
        let manifest: Self = serde_json::from_str(text).ok()?;
        let fine = manifest.version == Self::VERSION && manifest.paths().all(is_safe);
        fine.then_some(manifest)
    }

    /// The manifest's text.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Path of every file, without the manifest itself.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let switches = self.switches.values().flat_map(|switch| switch.files.keys());
        switches.chain(self.files.keys()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(path: &str) -> Manifest {
        let mut manifest = Manifest::new("dc1");
        let files = BTreeMap::from([(path.to_owned(), "00".to_owned())]);
        let switch =
            Switch { vendor: "acme".into(), platform: "x1".into(), format: "text".into(), files };
        manifest.switches.insert("leaf1".into(), switch);
        manifest
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let manifest = sample("configs/leaf1/startup");
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
    }

    #[test]
    fn a_manifest_that_names_files_elsewhere_is_not_believed() {
        assert_eq!(Manifest::parse(&sample("../../etc/passwd").text()), None);
        assert_eq!(Manifest::parse("{}"), None);
    }
}
