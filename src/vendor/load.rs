//! Vendor folders in, the catalog out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::de::DeserializeOwned;

use super::review::Review;
use super::schema::{Platform, Vendor};
use super::{embedded, validate};

/// All vendors that the compiler knows, and their templates.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Vendors with their platforms, by folder name.
    pub vendors: BTreeMap<String, Vendor>,
    /// Templates by vendor, then by path below `templates/`.
    pub templates: BTreeMap<String, BTreeMap<String, String>>,
    /// How configurations are read, by vendor.
    pub reviews: BTreeMap<String, Review>,
    /// Files for Ansible by vendor, then by path below `ansible/`.
    pub ansible: BTreeMap<String, BTreeMap<String, String>>,
    /// Vendors of whose folder nothing came with anything but the program.
    pub built_in: BTreeSet<String>,
}

/// Something wrong with a vendor folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CatalogError {
    /// The file, below the folder that holds the vendors.
    pub file: Utf8PathBuf,
    /// The line, counted from 1, when it is known.
    pub line: Option<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

impl CatalogError {
    /// A problem of a whole file.
    pub fn new(file: impl Into<Utf8PathBuf>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into() }
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for CatalogError {}

impl Catalog {
    /// The vendors built into the program, with `overlay` laid over them: a file of the same path
    /// replaces the built-in one, and new folders add vendors.
    ///
    /// # Errors
    /// Everything that is wrong with any of the folders.
    pub fn load(
        overlay: impl IntoIterator<Item = (Utf8PathBuf, Vec<u8>)>,
    ) -> Result<Self, Vec<CatalogError>> {
        let overlay: Vec<(Utf8PathBuf, Vec<u8>)> = overlay.into_iter().collect();
        let foreign: BTreeSet<&str> = overlay.iter().map(|(path, _)| folder(path)).collect();
        let own: Vec<(Utf8PathBuf, Vec<u8>)> = embedded::files().collect();
        let built_in = own.iter().map(|(path, _)| folder(path));
        let built_in: BTreeSet<String> =
            built_in.filter(|name| !foreign.contains(name)).map(str::to_owned).collect();
        Ok(Self { built_in, ..Self::from_files(own.into_iter().chain(overlay))? })
    }

    /// A catalog of files such as `name/vendor.yaml`, `name/review.yaml`, `name/platforms/x.yaml` and
    /// `name/templates/a/b.j2`. Of two files with the same path the later one counts.
    ///
    /// # Errors
    /// Everything that is wrong with any of the folders.
    pub fn from_files(
        files: impl IntoIterator<Item = (Utf8PathBuf, Vec<u8>)>,
    ) -> Result<Self, Vec<CatalogError>> {
        let files: BTreeMap<Utf8PathBuf, Vec<u8>> = files.into_iter().collect();
        // One loader for each file: to read YAML takes most of a small fabric's time.
        let loaders = files.into_par_iter().map(|(path, bytes)| {
            let mut loader = Loader::default();
            loader.take(path, bytes);
            loader
        });
        let loaders: Vec<Loader> = loaders.collect();
        let mut all = Loader::default();
        for loader in loaders {
            all.join(loader);
        }
        all.finish()
    }

    /// The vendor of that folder name; any case.
    pub fn vendor(&self, name: &str) -> Option<&Vendor> {
        self.vendors
            .get(name)
            .or_else(|| self.vendors.values().find(|vendor| vendor.name.eq_ignore_ascii_case(name)))
    }

    /// The vendor and hardware model of those names; any case.
    pub fn platform(&self, vendor: &str, platform: &str) -> Option<(&Vendor, &Platform)> {
        let vendor = self.vendor(vendor)?;
        Some((vendor, vendor.platform(platform)?))
    }

    /// The templates of a vendor, by path below `templates/`.
    pub fn templates(&self, vendor: &str) -> impl Iterator<Item = (&str, &str)> {
        self.templates
            .get(vendor)
            .into_iter()
            .flatten()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The files for Ansible of a vendor's format, by path below `ansible/FORMAT/`.
    pub fn ansible(&self, vendor: &str, format: &str) -> impl Iterator<Item = (&str, &str)> {
        let files = self.ansible.get(vendor).into_iter().flatten();
        files.filter_map(move |(name, text)| {
            let name = name.strip_prefix(format)?.strip_prefix('/')?;
            Some((name, text.as_str()))
        })
    }
}

/// The vendor's folder that a file is in.
fn folder(path: &Utf8Path) -> &str {
    path.components().next().map_or("", |part| part.as_str())
}

/// Sorts files into the parts of the catalog.
#[derive(Default)]
struct Loader {
    catalog: Catalog,
    platforms: BTreeMap<String, BTreeMap<String, Platform>>,
    folders: BTreeMap<String, bool>,
    errors: Vec<CatalogError>,
}

impl Loader {
    /// Takes over what another one has read.
    fn join(&mut self, other: Self) {
        fn into<T>(
            all: &mut BTreeMap<String, BTreeMap<String, T>>,
            other: BTreeMap<String, BTreeMap<String, T>>,
        ) {
            for (name, files) in other {
                all.entry(name).or_default().extend(files);
            }
        }
        let Catalog { vendors, templates, reviews, ansible, built_in: _ } = other.catalog;
        self.catalog.vendors.extend(vendors);
        self.catalog.reviews.extend(reviews);
        into(&mut self.catalog.templates, templates);
        into(&mut self.catalog.ansible, ansible);
        into(&mut self.platforms, other.platforms);
        for (folder, whole) in other.folders {
            *self.folders.entry(folder).or_default() |= whole;
        }
        self.errors.extend(other.errors);
    }

    fn take(&mut self, path: Utf8PathBuf, bytes: Vec<u8>) {
        if path.components().any(|part| part.as_str().starts_with('.'))
            || path.file_name() == Some("README.md")
        {
            return;
        }
        let Ok(text) = String::from_utf8(bytes) else {
            self.errors.push(CatalogError::new(path, "the file is not UTF-8 text"));
            return;
        };
        let parts: Vec<&str> = path.components().map(|part| part.as_str()).collect();
        if let [name, _, ..] = *parts {
            self.folders.entry(name.to_owned()).or_insert(false);
        }
        match *parts {
            [name, "vendor.yaml"] => self.take_vendor(&path, name, &text),
            [name, "review.yaml"] => {
                if let Some(review) = self.parse::<Review>(&path, &text) {
                    self.catalog.reviews.insert(name.to_owned(), review);
                }
            }
            [name, "platforms", _] if path.extension() == Some("yaml") => {
                self.take_platform(&path, name, &text);
            }
            [name, "templates", _, ..] => self.take_template(&path, name, text),
            [name, "ansible", _, _] => {
                let files = self.catalog.ansible.entry(name.to_owned()).or_default();
                files.insert(parts.get(2..).unwrap_or_default().join("/"), text.clone());
            }
            // Beside the vendors' folders anything may lie.
            [_] => {}
            _ => self.errors.push(CatalogError::new(
                path,
                "a vendor folder holds `vendor.yaml`, `review.yaml`, `platforms/*.yaml`, `templates/` and `ansible/FORMAT/*`; this file is none of them",
            )),
        }
    }

    fn take_vendor(&mut self, path: &Utf8Path, name: &str, text: &str) {
        self.folders.insert(name.to_owned(), true);
        if let Some(mut vendor) = self.parse::<Vendor>(path, text) {
            name.clone_into(&mut vendor.name);
            self.catalog.vendors.insert(name.to_owned(), vendor);
        }
    }

    fn take_platform(&mut self, path: &Utf8Path, vendor: &str, text: &str) {
        let name = path.file_stem().unwrap_or_default().to_owned();
        if let Some(mut platform) = self.parse::<Platform>(path, text) {
            platform.name.clone_from(&name);
            self.platforms.entry(vendor.to_owned()).or_default().insert(name, platform);
        }
    }

    fn take_template(&mut self, path: &Utf8Path, vendor: &str, text: String) {
        let name: Vec<&str> = path.components().skip(2).map(|part| part.as_str()).collect();
        let templates = self.catalog.templates.entry(vendor.to_owned()).or_default();
        templates.insert(name.join("/"), text);
    }

    fn parse<T: DeserializeOwned>(&mut self, path: &Utf8Path, text: &str) -> Option<T> {
        // The untyped reading is there for keys that stand twice: typed maps take the last.
        let value = serde_yaml::from_str::<serde_yaml::Value>(text)
            .and_then(|_| serde_yaml::from_str::<T>(text));
        match value {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.location().map(|location| location.line());
                self.errors.push(CatalogError { line, ..CatalogError::new(path, tidy(&error)) });
                None
            }
        }
    }

    fn finish(mut self) -> Result<Catalog, Vec<CatalogError>> {
        for (folder, _) in self.folders.iter().filter(|(_, whole)| !**whole) {
            let file = Utf8PathBuf::from(format!("{folder}/vendor.yaml"));
            self.errors.push(CatalogError::new(file, "the file is missing"));
        }
        for (name, platforms) in self.platforms {
            if let Some(vendor) = self.catalog.vendors.get_mut(&name) {
                vendor.platforms = platforms;
            }
        }
        self.errors.extend(validate::catalog(&self.catalog));
        self.errors.sort();
        if self.errors.is_empty() { Ok(self.catalog) } else { Err(self.errors) }
    }
}

/// The parser's words without the place, which the error holds apart.
fn tidy(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    text.lines().collect::<Vec<_>>().join(" ")
}
