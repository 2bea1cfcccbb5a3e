//! Hardware models: `platforms/*.yaml`.

use std::collections::BTreeMap;

use super::super::ports::{Split, parse_speed, parse_split, speed_text};
use super::super::schema::{BreakoutSpec, Platform, PortBlock, Vendor};
use super::{Findings, list, vendor};

/// Most front-panel ports of one model.
const MOST_PORTS: usize = 2000;

/// No two models differ by case alone: a program may write them in any case.
pub fn distinct(vendor: &Vendor, findings: &mut Findings) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in vendor.platforms.keys() {
        if let Some(other) = seen.insert(name.to_ascii_lowercase(), name) {
            findings.push(format!("the platforms `{other}` and `{name}` differ by case alone"));
        }
    }
}

/// Checks one hardware model.
pub fn check(vendor: &Vendor, platform: &Platform, findings: &mut Findings) {
    for (key, text) in [
        ("title", &platform.title),
        ("source", &platform.source),
        ("management", &platform.management),
    ] {
        findings.check(!text.trim().is_empty(), || format!("`{key}` is empty"));
    }
    if let Some(format) =
        platform.format.as_ref().filter(|name| !vendor.formats.contains_key(*name))
    {
        let known = list(vendor.formats.keys().map(String::as_str));
        findings.push(format!(
            "`format` is `{format}`, which is none of the vendor's formats ({known})"
        ));
    }
    vendor::capability_notes(&platform.capabilities, findings);
    findings.check(!platform.ports.is_empty(), || "there are no `ports`".to_owned());
    if platform.port_count() > MOST_PORTS {
        findings.push(format!("there are more than {MOST_PORTS} ports"));
        return;
    }
    if let Some(block) = platform.ports.iter().find(|block| last_number(block) > u16::MAX.into()) {
        findings.push(format!("ports {}: the numbers run to {}", range(block), last_number(block)));
        return;
    }
    overlaps(platform, findings);
    platform.ports.iter().for_each(|block| self::block(block, findings));
    names(platform, findings);
}

fn overlaps(platform: &Platform, findings: &mut Findings) {
    let mut blocks: Vec<&PortBlock> = platform.ports.iter().collect();
    blocks.sort_by_key(|block| block.panel.first);
    for pair in blocks.windows(2) {
        if let [left, right] = pair {
            findings.check(left.panel.last < right.panel.first, || {
                format!("the panel ranges {} and {} overlap", range(left), range(right))
            });
        }
    }
}

fn block(block: &PortBlock, findings: &mut Findings) {
    let at = range(block);
    findings.check(block.speeds.contains_key(&block.default_speed), || {
        format!(
            "ports {at}: `default-speed` is `{}`, which is none of `speeds`",
            block.default_speed
        )
    });
    let any = block.names.contains_key("any");
    for speed in block.speeds.keys() {
        findings.check(
            parse_speed(speed).is_some_and(|megabits| speed_text(megabits) == *speed),
            || format!("ports {at}: `{speed}` is no speed such as `25g`"),
        );
        findings.check(any || block.names.contains_key(speed), || {
            format!("ports {at}: `names` has neither `any` nor `{speed}`")
        });
    }
    for (key, pattern) in &block.names {
        findings.check(key == "any" || block.speeds.contains_key(key), || {
            format!("ports {at}: `names` has `{key}`, which is none of `speeds`")
        });
        findings.check(pattern.has_number() || block.port_count() == 1, || {
            format!("ports {at}: the name for `{key}` has no `{{n}}`")
        });
    }
    for (name, spec) in &block.breakouts {
        breakout(&at, name, spec, findings);
    }
}

fn breakout(at: &str, name: &str, spec: &BreakoutSpec, findings: &mut Findings) {
    findings.check(split(name).is_some_and(|split| split.to_string() == name), || {
        format!("ports {at}: `{name}` is no split such as `4x25g`")
    });
    findings.check(spec.first_lane <= 1, || {
        format!("ports {at}: `first-lane` of `{name}` is {}, neither 0 nor 1", spec.first_lane)
    });
    let lanes = split(name).map_or(0, |split| split.lanes);
    findings.check(spec.lane.has_lane() || lanes == 1, || {
        format!("ports {at}: the `lane` of `{name}` has no `{{lane}}`")
    });
}

/// No name stands for two ports of the panel.
fn names(platform: &Platform, findings: &mut Findings) {
    let mut owners: BTreeMap<String, u16> = BTreeMap::new();
    for block in &platform.ports {
        for panel in block.panel.first..=block.panel.last {
            for name in names_of(block, panel) {
                let clash = match owners.get(&name) {
                    Some(owner) => *owner != panel,
                    None => name == platform.management,
                };
                if clash {
                    findings.push(format!(
                        "port {panel} and another port would both be named `{name}`"
                    ));
                    return;
                }
                owners.insert(name, panel);
            }
        }
    }
}

/// Every name that a port may bear, by speed and split.
fn names_of(block: &PortBlock, panel: u16) -> Vec<String> {
    let number = block.vendor_number(panel);
    let whole = block.names.values().map(|pattern| pattern.number(number));
    let lanes = block.breakouts.iter().flat_map(|(name, spec)| {
        let count = split(name).map_or(0, |split| split.lanes);
        (1..=count).map(move |lane| spec.lane_name(number, lane))
    });
    whole.chain(lanes).collect()
}

fn last_number(block: &PortBlock) -> usize {
    usize::from(block.number) + block.port_count() - 1
}

/// Lanes and lane speed of a split that a port can have.
fn split(name: &str) -> Option<Split> {
    parse_split(name).filter(|split| (1..=16).contains(&split.lanes) && split.speed > 0)
}

fn range(block: &PortBlock) -> String {
    format!("{}..{}", block.panel.first, block.panel.last)
}
