//! How formats are pushed: whether the tasks are there.

use super::super::load::Catalog;
use super::super::schema::Vendor;
use super::{Findings, list};

/// The tasks that every format needs.
const TASKS: [&str; 5] = ["load.yml", "confirm.yml", "backup.yml", "diff.yml", "health.yml"];

/// Checks that a format with an `ansible` part has its tasks, and that none lie about without one.
pub fn check(vendor: &Vendor, catalog: &Catalog, findings: &mut Findings) {
    for (name, format) in &vendor.formats {
        let Some(ansible) = &format.ansible else { continue };
        let there: Vec<&str> = catalog.ansible(&vendor.name, name).map(|(file, _)| file).collect();
        let missing = TASKS.iter().filter(|task| !there.contains(*task)).copied();
        let missing = list(missing);
        findings.check(missing.is_empty(), || {
            format!("format `{name}` has an `ansible` part, but `ansible/{name}/` lacks {missing}")
        });
        let plain = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        for key in ansible.vars.keys().filter(|key| !plain(key)) {
            findings.push(format!(
                "`ansible.vars` of format `{name}` has `{key}`, which is no name of a variable"
            ));
        }
        for key in ansible.collections.keys().filter(|key| !key.split('.').all(plain)) {
            findings.push(format!("`ansible.collections` of format `{name}` has `{key}`, which is no name of a collection"));
        }
    }
    let files = catalog.ansible.get(&vendor.name).into_iter().flatten();
    for (file, _) in files {
        let format = file.split('/').next().unwrap_or_default();
        let known = vendor.formats.get(format).is_some_and(|format| format.ansible.is_some());
        findings.check(known, || {
            format!("`ansible/{file}` is of no format that has an `ansible` part")
        });
    }
}
