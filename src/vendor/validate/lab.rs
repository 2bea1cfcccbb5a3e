//! What stands in for switches in a lab.

use super::super::schema::Vendor;
use super::Findings;

/// Checks that the `lab` part agrees with the formats and says how ports are called.
pub fn check(vendor: &Vendor, findings: &mut Findings) {
    let Some(lab) = &vendor.lab else { return };
    for (key, text) in [
        ("title", &lab.title),
        ("kind", &lab.kind),
        ("image", &lab.image),
        ("obtain", &lab.obtain),
        ("source", &lab.source),
        ("password", &lab.password),
        ("password-hash", &lab.password_hash),
    ] {
        let plain = !text.trim().is_empty() && !text.chars().any(char::is_control);
        findings.check(plain, || format!("`lab.{key}` is empty, or more than a line"));
    }
    match vendor.formats.get(&lab.format) {
        None => findings.push(format!("`lab.format` is `{}`, which is no format", lab.format)),
        Some(format) => {
            let single = matches!(format.files.as_slice(), [only] if only.per.is_none());
            findings.check(single, || {
                format!("`lab.format` is `{}`, which is not a single file", lab.format)
            });
        }
    }
    let one = lab.ports.keep.is_some() != lab.ports.number.is_some();
    findings.check(one, || "`lab.ports` has neither or both of `keep` and `number`".to_owned());
    if let Some(numbers) = &lab.ports.number {
        findings
            .check(numbers.name.has_number(), || "`lab.ports.number.name` has no `{n}`".to_owned());
    }
}
