//! Whether `review.yaml` agrees with itself and with `vendor.yaml`.

use super::{Findings, list};
use crate::vendor::pattern::Pattern;
use crate::vendor::review::Review;
use crate::vendor::schema::Vendor;

pub(super) fn check(vendor: &Vendor, review: &Review, findings: &mut Findings) {
    for (name, format) in &review.formats {
        findings.check(vendor.formats.contains_key(name), || {
            let known = list(vendor.formats.keys().map(String::as_str));
            format!("`formats` names `{name}`, which `vendor.yaml` does not know; it knows {known}")
        });
        for file in &format.files {
            findings.check(review.languages.contains_key(&file.language), || {
                format!(
                    "`{}` is in the language `{}`, which is not among `languages`",
                    file.path, file.language
                )
            });
        }
    }
    for (name, language) in &review.languages {
        let clears = language.change.iter().flat_map(|change| &change.clears);
        for takes in clears.flat_map(|clear| &clear.takes) {
            if let Err(why) = Pattern::new(&takes.replace("{1}", "*").replace("{2}", "*")) {
                findings.push(format!("`{takes}` in `clears` of `{name}`: {why}"));
            }
        }
        for risk in &language.risks {
            findings.check(!risk.when.is_empty() && !risk.statements.is_empty(), || {
                format!("a risk of `{name}` has no `when` or no `statements`")
            });
        }
    }
}
