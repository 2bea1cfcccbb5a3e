//! All about one vendor.

use std::fmt::Write as _;

use crate::vendor::interop::{Fact, Topic};
use crate::vendor::schema::{Capability, Feature, MtuRule, Platform, PortBlock, Vendor};
use crate::vendor::variant_name;

const COLUMNS: usize = 100;

/// The vendor's facts, for people.
pub fn detail(vendor: &Vendor) -> String {
    let mut out = Page::default();
    out.line(0, &format!("{} ({})", vendor.title, vendor.name));
    out.line(2, &format!("releases  {}", vendor.releases));
    out.line(2, &format!("manual    {}", vendor.manual));
    out.line(2, &format!("MLAG is called {}", vendor.mlag.title));
    formats(vendor, &mut out);
    mtu(vendor, &mut out);
    vlans(vendor, &mut out);
    out.head("Hardware models");
    vendor.platforms.values().for_each(|platform| self::platform(vendor, platform, &mut out));
    out.head("Capabilities");
    vendor.capabilities.iter().for_each(|(feature, what)| capability(2, *feature, what, &mut out));
    if let Some(interop) = &vendor.interop {
        out.head("Where it meets other vendors");
        interop.facts.iter().for_each(|(topic, fact)| meeting(*topic, fact, &mut out));
    }
    out.text
}

fn formats(vendor: &Vendor, out: &mut Page) {
    out.head("Formats");
    for (name, format) in &vendor.formats {
        let default = if *name == vendor.default_format { " (default)" } else { "" };
        out.line(2, &format!("{name}{default}: {}", format.title));
        let files: Vec<&str> = format.files.iter().map(|file| file.path.as_str()).collect();
        out.line(4, &files.join(", "));
    }
}

fn mtu(vendor: &Vendor, out: &mut Page) {
    out.head("How MTU is counted");
    let mtu = &vendor.mtu;
    for (port, rule) in [("routed", &mtu.routed), ("switched", &mtu.switched), ("svi", &mtu.svi)] {
        out.line(2, &format!("{port:10}{}", rule_text(rule)));
    }
    out.line(2, &format!("source    {}", mtu.source));
}

fn rule_text(rule: &MtuRule) -> String {
    if let Some(always) = rule.always {
        return format!("always {always}");
    }
    let mut text = match rule.add {
        0 => "the IP MTU".to_owned(),
        add => format!("the IP MTU + {add}"),
    };
    match rule.only.as_slice() {
        [] => _ = write!(text, ", at most {}", rule.max),
        only => {
            let only: Vec<String> = only.iter().map(u32::to_string).collect();
            _ = write!(text, ", only {}", only.join(" or "));
        }
    }
    if let Some(default) = rule.default {
        _ = write!(text, ", {default} unless said");
    }
    text
}

fn vlans(vendor: &Vendor, out: &mut Page) {
    out.head("VLANs that cannot be used");
    if vendor.vlan.reserved.is_empty() {
        out.line(2, "none");
    }
    for reserved in &vendor.vlan.reserved {
        out.line(2, &format!("{}: {}", reserved.ids, reserved.why));
    }
}

fn platform(vendor: &Vendor, platform: &Platform, out: &mut Page) {
    out.line(2, &format!("{}/{}: {}", vendor.name, platform.name, platform.title));
    for block in &platform.ports {
        out.line(4, &ports(block));
    }
    if let Some(format) = &platform.format {
        out.line(4, &format!("format {format}"));
    }
    platform.capabilities.iter().for_each(|(feature, what)| capability(4, *feature, what, out));
    out.line(4, &format!("source {}", platform.source));
}

fn ports(block: &PortBlock) -> String {
    let panel = block.panel;
    let speed = block.default_megabits();
    let name = |panel| block.name(panel, speed).unwrap_or_default();
    let mut text = format!("ports {}..{}", panel.first, panel.last);
    _ = write!(text, " ({} to {})", name(panel.first), name(panel.last));
    let speeds: Vec<&str> = by_speed(block.speeds.keys());
    _ = write!(text, ": {}, {} unless said", speeds.join(" "), block.default_speed);
    if !block.breakouts.is_empty() {
        let splits: Vec<&str> = block.breakouts.keys().map(String::as_str).collect();
        _ = write!(text, "; breakout {}", splits.join(" "));
    }
    text
}

fn by_speed<'a>(speeds: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut speeds: Vec<&str> = speeds.map(String::as_str).collect();
    speeds.sort_by_key(|speed| crate::vendor::ports::parse_speed(speed));
    speeds
}

fn capability(indent: usize, feature: Feature, capability: &Capability, out: &mut Page) {
    let word = if capability.supported() { "yes" } else { "no" };
    out.line(indent, &format!("{:24}{word}", variant_name(&feature)));
    let Some(noted) = capability.note() else {
        return;
    };
    out.line(indent + 4, &noted.note);
    for instead in &noted.instead {
        out.line(indent + 4, &format!("instead: {instead}"));
    }
    if let Some(source) = &noted.source {
        out.line(indent + 4, &format!("source: {source}"));
    }
}

fn meeting(topic: Topic, fact: &Fact, out: &mut Page) {
    let mut text = format!("{:26}{} by itself", variant_name(&topic), fact.default);
    if let Some(told) = &fact.writes {
        _ = write!(text, ", told {told}");
    }
    if let Some(line) = &fact.line {
        _ = write!(text, ": `{line}`");
    }
    out.line(2, &text);
    if let Some(since) = &fact.since {
        out.line(6, &format!("since {since}"));
    }
    if let Some(note) = &fact.note {
        out.line(6, note);
    }
    out.line(6, &format!("source: {}", fact.source));
}

/// Text with wrapped lines.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn head(&mut self, title: &str) {
        self.text.push('\n');
        self.line(0, title);
    }

    /// Writes one paragraph, broken between words and indented.
    fn line(&mut self, indent: usize, text: &str) {
        let pad = " ".repeat(indent);
        let mut line = String::new();
        // Runs of spaces that align a column are kept; breaks are made only where a line is full.
        for word in text.split_inclusive(' ') {
            if !line.is_empty()
                && indent + line.chars().count() + word.trim_end().chars().count() > COLUMNS
            {
                self.put(&pad, &line);
                line.clear();
                line.push_str("  ");
            }
            line.push_str(word);
        }
        self.put(&pad, &line);
    }

    fn put(&mut self, pad: &str, line: &str) {
        self.text.push_str(format!("{pad}{line}").trim_end());
        self.text.push('\n');
    }
}
