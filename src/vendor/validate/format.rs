//! The output formats of a `vendor.yaml` and the templates they name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::schema::{FileSpec, Vendor};
use super::{Findings, list};

/// Checks that every format can be printed.
pub fn check(vendor: &Vendor, templates: &BTreeMap<String, String>, findings: &mut Findings) {
    findings.check(vendor.formats.contains_key(&vendor.default_format), || {
        let known = list(vendor.formats.keys().map(String::as_str));
        format!(
            "`default-format` is `{}`, which is none of the formats ({known})",
            vendor.default_format
        )
    });
    for (name, format) in &vendor.formats {
        findings.check(!format.files.is_empty(), || format!("format `{name}` has no files"));
        findings.check(format.text.description_max > 0, || {
            format!("`description-max` of format `{name}` is 0")
        });
        let mut paths = BTreeSet::new();
        for file in &format.files {
            findings.check(paths.insert(&file.path), || {
                format!("format `{name}` has the file `{}` twice", file.path)
            });
            findings.check(templates.contains_key(&file.template), || {
                format!(
                    "format `{name}` names the template `{}`, which is not there",
                    file.template
                )
            });
            path(name, file, findings);
        }
    }
}

fn path(format: &str, file: &FileSpec, findings: &mut Findings) {
    let plain = file.path.replace("{vrf}", "vrf");
    let safe = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.chars().all(|c| c.is_ascii_alphanumeric() || ".-_@+".contains(c))
    };
    findings.check(plain.split('/').all(safe), || {
        format!("format `{format}` has the file `{}`, which is no plain relative path", file.path)
    });
    findings.check(file.per.is_some() == file.path.contains("{vrf}"), || {
        format!("the file `{}` of format `{format}` must have both `per` and `{{vrf}}` in its path, or neither", file.path)
    });
}
