//! The `interop` section of `vendor.yaml`.

use super::super::interop::{Fact, Interop, Topic};
use super::super::schema::Vendor;
use super::super::variants::variant_name;
use super::{Findings, list};

/// Checks that its words are words of their topics, and that its facts agree with themselves.
pub fn check(vendor: &Vendor, findings: &mut Findings) {
    let Some(Interop { model, facts }) = &vendor.interop else { return };
    findings.check(vendor.platforms.contains_key(model), || {
        format!("`interop.model` is `{model}`, which `platforms/` lacks")
    });
    for (topic, fact) in facts {
        words(*topic, fact, findings);
    }
}

fn words(topic: Topic, fact: &Fact, findings: &mut Findings) {
    let name = variant_name(&topic);
    let known: Vec<&str> = topic.about().words.iter().map(|(word, _)| *word).collect();
    let said = std::iter::once(&fact.default).chain(&fact.can).chain(&fact.writes);
    for word in said.filter(|word| !known.contains(&word.as_str())) {
        let known = list(known.iter().copied());
        findings.push(format!("`interop.facts.{name}` says `{word}`; it can say {known}"));
    }
    findings.check(fact.line.is_none() || fact.writes.is_some(), || {
        format!("`interop.facts.{name}` has a `line` for nothing that it `writes`")
    });
    for (key, text) in
        [("source", Some(&fact.source)), ("line", fact.line.as_ref()), ("note", fact.note.as_ref())]
    {
        findings.check(text.is_none_or(|text| !text.trim().is_empty()), || {
            format!("the `{key}` of `interop.facts.{name}` is empty")
        });
    }
}
