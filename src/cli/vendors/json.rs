//! The vendors' facts for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::vendor::schema::{Capability, Feature, Platform, Vendor};

#[derive(Serialize)]
struct Document<'a> {
    vendors: Vec<VendorFacts<'a>>,
}

#[derive(Serialize)]
struct VendorFacts<'a> {
    name: &'a str,
    title: &'a str,
    releases: &'a str,
    manual: &'a str,
    mlag: &'a str,
    default_format: &'a str,
    formats: Vec<FormatFacts<'a>>,
    platforms: Vec<PlatformFacts<'a>>,
    capabilities: BTreeMap<Feature, CapabilityFacts<'a>>,
}

#[derive(Serialize)]
struct FormatFacts<'a> {
    name: &'a str,
    title: &'a str,
    files: Vec<&'a str>,
}

#[derive(Serialize)]
struct PlatformFacts<'a> {
    name: &'a str,
    title: &'a str,
    source: &'a str,
    format: &'a str,
    ports: Vec<PortFacts<'a>>,
    /// Only those that differ from the vendor's.
    capabilities: BTreeMap<Feature, CapabilityFacts<'a>>,
}

#[derive(Serialize)]
struct PortFacts<'a> {
    first: u16,
    last: u16,
    speeds: Vec<&'a str>,
    default_speed: &'a str,
    breakouts: Vec<&'a str>,
}

#[derive(Serialize)]
struct CapabilityFacts<'a> {
    supported: bool,
    note: Option<&'a str>,
    instead: &'a [String],
    source: Option<&'a str>,
}

/// One JSON document: `{"vendors": […]}`.
pub fn json<'a>(vendors: impl IntoIterator<Item = &'a Vendor>) -> String {
    let document = Document { vendors: vendors.into_iter().map(vendor).collect() };
    crate::cli::shell::document(&document)
}

fn vendor(vendor: &Vendor) -> VendorFacts<'_> {
    let formats = vendor.formats.iter().map(|(name, format)| FormatFacts {
        name,
        title: &format.title,
        files: format.files.iter().map(|file| file.path.as_str()).collect(),
    });
    VendorFacts {
        name: &vendor.name,
        title: &vendor.title,
        releases: &vendor.releases,
        manual: &vendor.manual,
        mlag: &vendor.mlag.title,
        default_format: &vendor.default_format,
        formats: formats.collect(),
        platforms: vendor.platforms.values().map(|one| platform(vendor, one)).collect(),
        capabilities: capabilities(&vendor.capabilities),
    }
}

fn platform<'a>(vendor: &'a Vendor, platform: &'a Platform) -> PlatformFacts<'a> {
    let ports = platform.ports.iter().map(|block| PortFacts {
        first: block.panel.first,
        last: block.panel.last,
        speeds: block.speeds.keys().map(String::as_str).collect(),
        default_speed: &block.default_speed,
        breakouts: block.breakouts.keys().map(String::as_str).collect(),
    });
    PlatformFacts {
        name: &platform.name,
        title: &platform.title,
        source: &platform.source,
        format: platform.format.as_ref().unwrap_or(&vendor.default_format),
        ports: ports.collect(),
        capabilities: capabilities(&platform.capabilities),
    }
}

fn capabilities(table: &BTreeMap<Feature, Capability>) -> BTreeMap<Feature, CapabilityFacts<'_>> {
    table
        .iter()
        .map(|(feature, capability)| {
            let noted = capability.note();
            let what = CapabilityFacts {
                supported: capability.supported(),
                note: noted.map(|noted| noted.note.as_str()),
                instead: noted.map(|noted| noted.instead.as_slice()).unwrap_or_default(),
                source: noted.and_then(|noted| noted.source.as_deref()),
            };
            (*feature, what)
        })
        .collect()
}
