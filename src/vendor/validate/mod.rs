//! Whether what the vendor folders say is whole and agrees with itself.

mod ansible;
mod format;
mod interop;
mod lab;
mod platform;
mod review;
mod vendor;

use camino::Utf8PathBuf;

use super::load::{Catalog, CatalogError};

/// Everything that is wrong with a catalog.
pub fn catalog(catalog: &Catalog) -> Vec<CatalogError> {
    let mut all = Vec::new();
    for (name, vendor) in &catalog.vendors {
        let mut findings = Findings::new(format!("{name}/vendor.yaml"));
        if !is_folder_name(name) {
            findings.push(format!(
                "the folder's name `{name}` must be small letters, digits and hyphens"
            ));
        }
        vendor::check(vendor, &mut findings);
        let no_templates = std::collections::BTreeMap::new();
        let templates = catalog.templates.get(name).unwrap_or(&no_templates);
        format::check(vendor, templates, &mut findings);
        ansible::check(vendor, catalog, &mut findings);
        interop::check(vendor, &mut findings);
        lab::check(vendor, &mut findings);
        platform::distinct(vendor, &mut findings);
        all.append(&mut findings.errors);
        if let Some(review) = catalog.reviews.get(name) {
            let mut findings = Findings::new(format!("{name}/review.yaml"));
            review::check(vendor, review, &mut findings);
            all.append(&mut findings.errors);
        }
        for platform in vendor.platforms.values() {
            let mut findings = Findings::new(format!("{name}/platforms/{}.yaml", platform.name));
            platform::check(vendor, platform, &mut findings);
            all.append(&mut findings.errors);
        }
    }
    all
}

/// What is wrong with one file.
struct Findings {
    file: Utf8PathBuf,
    errors: Vec<CatalogError>,
}

impl Findings {
    fn new(file: impl Into<Utf8PathBuf>) -> Self {
        Self { file: file.into(), errors: Vec::new() }
    }

    fn push(&mut self, message: impl Into<String>) {
        self.errors.push(CatalogError::new(self.file.clone(), message));
    }

    fn check(&mut self, fine: bool, message: impl FnOnce() -> String) {
        if !fine {
            self.push(message());
        }
    }
}

fn is_folder_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Names in backticks, with commas.
fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
