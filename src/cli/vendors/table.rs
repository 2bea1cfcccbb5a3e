//! Vendors × capabilities.

use std::fmt::Write as _;

use crate::vendor::schema::{Capability, Feature, Vendor};
use crate::vendor::{Catalog, variants};

/// Columns to fill at most; vendors that do not fit follow in a table of their own.
const COLUMNS: usize = 100;

/// The table, and what its words mean.
pub fn table(catalog: &Catalog) -> String {
    let vendors: Vec<&Vendor> = catalog.vendors.values().collect();
    let features = variants::<Feature>();
    let first = features.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in groups(&vendors, first) {
        text.push_str(&block(group, &features, first));
        text.push('\n');
    }
    text.push_str(
        "yes*  with a condition      some  on some hardware models      -  not supported\n",
    );
    text.push_str("`rackc vendors NAME` says what the condition is, what to write instead, and where that is written.\n");
    text
}

fn block(vendors: &[&Vendor], features: &[(&str, Feature)], first: usize) -> String {
    let mut rows = vec![row("", vendors, first, |vendor| vendor.name.clone())];
    rows.push(row("models", vendors, first, |vendor| vendor.platforms.len().to_string()));
    rows.push(row("MLAG is called", vendors, first, |vendor| vendor.mlag.title.clone()));
    rows.push(String::new());
    for (name, feature) in features {
        rows.push(row(name, vendors, first, |vendor| word(vendor, *feature).to_owned()));
    }
    rows.push(String::new());
    rows.join("\n")
}

fn row(name: &str, vendors: &[&Vendor], first: usize, cell: impl Fn(&Vendor) -> String) -> String {
    let mut row = format!("{name:first$}");
    for vendor in vendors {
        _ = write!(row, "  {:width$}", cell(vendor), width = width(vendor));
    }
    row.trim_end().to_owned()
}

fn width(vendor: &Vendor) -> usize {
    [vendor.name.chars().count(), vendor.mlag.title.chars().count(), 4]
        .into_iter()
        .max()
        .unwrap_or(4)
}

/// Splits the vendors into runs that fit.
fn groups<'a, 'b>(vendors: &'b [&'a Vendor], first: usize) -> Vec<&'b [&'a Vendor]> {
    let mut groups = Vec::new();
    let (mut start, mut used) = (0, first);
    for (at, vendor) in vendors.iter().enumerate() {
        let more = width(vendor) + 2;
        if used + more > COLUMNS && at > start {
            groups.extend(vendors.get(start..at));
            (start, used) = (at, first);
        }
        used += more;
    }
    groups.extend(vendors.get(start..).filter(|rest| !rest.is_empty()));
    groups
}

fn word(vendor: &Vendor, feature: Feature) -> &'static str {
    let platforms: Vec<bool> =
        vendor.platforms.values().map(|platform| vendor.supports(platform, feature)).collect();
    let (any, all) = (platforms.contains(&true), !platforms.contains(&false));
    let stated = vendor.capabilities.get(&feature);
    match (any || platforms.is_empty() && stated.is_some_and(Capability::supported), all) {
        (false, _) => "-",
        (true, false) => "some",
        (true, true) if stated.is_some_and(|stated| stated.note().is_some()) => "yes*",
        (true, true) => "yes",
    }
}
