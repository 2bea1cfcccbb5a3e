//! The scenarios, as they are built into the program.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use rust_embed::Embed;
use serde::{Deserialize, Serialize};

#[derive(Embed)]
#[folder = "fixtures/interop/"]
#[include = "*/*.rack"]
#[include = "*/proof.yaml"]
struct Files;

/// The file in which a scenario's two models are named.
pub(super) const MODELS: &str = "models.rack";
/// The file with the scenario's program.
pub(super) const PROGRAM: &str = "fabric.rack";

/// A fabric in which the switches of two vendors do something together.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Name of its folder below `fixtures/interop/`.
    pub name: String,
    /// What they do, by the first line of its program.
    pub title: String,
    /// How it is proved that they do.
    pub proof: Proof,
    /// The files of its program, by name.
    pub(super) files: BTreeMap<Utf8PathBuf, String>,
}

/// How it is proved that two vendors' configurations fit: `proof.yaml`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Proof {
    /// Both ends are read from what is printed, by a reader that knows nothing of the templates, and compared.
    #[serde(default)]
    pub reader: bool,
    /// What is read of both ends is kept and reviewed.
    #[serde(default)]
    pub golden: bool,
    /// Vendors whose configuration is run, or whose values are carried over to a daemon that is run, against
    /// the other side's.
    #[serde(default)]
    pub run: Vec<String>,
}

impl Proof {
    /// The vendors that are run against each other: the first against each of the others.
    pub fn run_between(&self) -> impl Iterator<Item = [&str; 2]> {
        let first = self.run.first();
        self.run.iter().skip(1).filter_map(move |other| Some([first?.as_str(), other.as_str()]))
    }
}

/// Every scenario, by name.
pub fn scenarios() -> Vec<Scenario> {
    let mut found: BTreeMap<String, BTreeMap<Utf8PathBuf, String>> = BTreeMap::new();
    for path in Files::iter() {
        let path = Utf8Path::new(&*path);
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { continue };
        let Some(file) = Files::get(path.as_str()) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        found.entry(folder.as_str().to_owned()).or_default().insert(name.into(), text);
    }
    found.into_iter().filter_map(|(name, files)| scenario(name, files)).collect()
}

fn scenario(name: String, mut files: BTreeMap<Utf8PathBuf, String>) -> Option<Scenario> {
    let program = files.get(Utf8Path::new(PROGRAM))?;
    let title = program.lines().next()?.trim_start_matches('/').trim().to_owned();
    let proof = files.remove(Utf8Path::new("proof.yaml"));
    let proof = proof.and_then(|text| serde_yaml::from_str(&text).ok()).unwrap_or_default();
    Some(Scenario { name, title, proof, files })
}
