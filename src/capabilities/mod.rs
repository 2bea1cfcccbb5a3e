//! Whether each switch can do what it is asked for, by what its vendor's folder says.

mod codes;
mod limits;
mod needs;
mod routed;
mod sessions;
mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use codes::CODES;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use codes::{FEATURES_EXCLUDE, NOT_SUPPORTED};
use needs::{Need, needs};

use crate::device::model::Device;
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::fabric::{Fabric, Switch};
use crate::vendor::schema::{Capability, Feature, NotedCapability, Platform, Vendor};
use crate::vendor::{Catalog, variant_name};

/// What one hardware model cannot do, and the switches that need it.
type Missing<'a> = BTreeMap<(&'a str, &'a str, Feature), Vec<(&'a Switch, Need)>>;

/// Holds every device against its vendor's and its model's capabilities.
pub fn check(fabric: &Fabric, devices: &[Device], catalog: &Catalog, sink: &mut Sink) {
    let checker = Checker::new(fabric, catalog);
    let alone: Vec<Alone<'_>> = devices.par_iter().map(|one| checker.alone(one)).collect();
    let mut findings = Findings::default();
    for alone in alone {
        findings.add(alone, sink);
    }
    findings.finish(catalog, sink);
}

/// Holds devices against capabilities, one at a time.
#[derive(Debug)]
pub struct Checker<'a> {
    fabric: &'a Fabric,
    catalog: &'a Catalog,
    switches: HashMap<&'a str, &'a Switch>,
}

/// What was found of devices that is said of many at once.
#[derive(Debug, Default)]
pub struct Findings<'a> {
    missing: Missing<'a>,
    /// Lists and sessions that were told of already.
    cut: BTreeSet<sessions::Key<'a>>,
}

impl<'a> Findings<'a> {
    /// Says what is wrong with one device alone, and remembers the rest.
    pub fn add(&mut self, alone: Alone<'a>, sink: &mut Sink) {
        let Alone { said, missing, cut } = alone;
        sink.extend(said.into_sorted());
        for (key, asked) in missing {
            self.missing.entry(key).or_default().push(asked);
        }
        for (key, diagnostic) in cut {
            // The same happens on every switch.
            if self.cut.insert(key) {
                sink.push(diagnostic);
            }
        }
    }

    /// Says what is wrong with many devices at once.
    pub fn finish(self, catalog: &Catalog, sink: &mut Sink) {
        for ((vendor, platform, feature), asked) in self.missing {
            sink.extend(not_supported(catalog, vendor, platform, feature, &asked));
        }
    }
}

impl<'a> Checker<'a> {
    /// For the devices of a fabric.
    pub fn new(fabric: &'a Fabric, catalog: &'a Catalog) -> Self {
        let switches =
            fabric.switches.values().map(|switch| (switch.name.as_str(), switch)).collect();
        Self { fabric, catalog, switches }
    }

    /// What there is to say of a device by itself.
    pub fn alone(&self, device: &Device) -> Alone<'a> {
        self.known(device).unwrap_or_default()
    }

    fn known(&self, device: &Device) -> Option<Alone<'a>> {
        let (fabric, mut said) = (self.fabric, Sink::default());
        let switch = self.switches.get(device.hostname.as_str()).copied()?;
        let vendor = self.catalog.vendors.get(&switch.vendor)?;
        let platform = vendor.platforms.get(&switch.platform)?;
        let needed = needs(fabric, switch, device);
        exclusions(vendor, platform, switch, &needed, &mut said);
        limits::check(fabric, device, vendor, switch, &mut said);
        text::check(fabric, device, vendor, switch, &mut said);
        let lacks = |(feature, need)| {
            let key = (vendor.name.as_str(), platform.name.as_str(), feature);
            (!vendor.supports(platform, feature)).then_some((key, (switch, need)))
        };
        let missing = needed.into_iter().filter_map(lacks).collect();
        Some(Alone { said, missing, cut: sessions::cut(fabric, device) })
    }
}

/// What the features that devices use want of their vendors' systems: the vendor, the feature and the note on it.
pub fn conditions<'a>(
    fabric: &Fabric,
    devices: &[Device],
    catalog: &'a Catalog,
) -> BTreeSet<(&'a str, &'static str, &'a str)> {
    let checker = Checker::new(fabric, catalog);
    let mut found = BTreeSet::new();
    for device in devices {
        let Some(switch) = checker.switches.get(device.hostname.as_str()) else { continue };
        let model = catalog.platform(&switch.vendor, &switch.platform);
        let Some((vendor, platform)) = model else { continue };
        let needed = needs(fabric, switch, device);
        for feature in needed.keys() {
            let noted = vendor.capability(platform, *feature).and_then(Capability::note);
            let noted =
                noted.filter(|noted| noted.note_with.is_none_or(|with| needed.contains_key(&with)));
            let said = |noted: &'a NotedCapability| {
                (vendor.title.as_str(), variant_name(feature), noted.note.trim())
            };
            found.extend(noted.map(said));
        }
    }
    found
}

/// A vendor, a platform and what it cannot do; a switch that needs it, and why.
type Lack<'a> = ((&'a str, &'a str, Feature), (&'a Switch, Need));

/// What there is to say of a device by itself.
#[derive(Debug, Default)]
pub struct Alone<'a> {
    said: Sink,
    missing: Vec<Lack<'a>>,
    cut: Vec<(sessions::Key<'a>, Diagnostic)>,
}

impl Alone<'_> {
    /// Whether the switch cannot be made.
    pub fn is_refused(&self) -> bool {
        let cut = self.cut.iter().any(|(_, one)| one.severity == Severity::Error);
        self.said.has_errors() || !self.missing.is_empty() || cut
    }
}

fn not_supported(
    catalog: &Catalog,
    vendor: &str,
    platform: &str,
    feature: Feature,
    asked: &[(&Switch, Need)],
) -> Option<Diagnostic> {
    let vendor = catalog.vendors.get(vendor)?;
    let platform = vendor.platforms.get(platform)?;
    let (switch, need) = asked.first()?;
    let name = variant_name(&feature);
    let mut diagnostic = Diagnostic::new(
        &NOT_SUPPORTED,
        format!("{} on {} cannot do this: {}", vendor.title, platform.name, need.what),
    );
    if let Some(span) = need.span {
        diagnostic = diagnostic.at(span, "asked for here");
    }
    let text = match asked.len() {
        1 => format!("`{}` is such a switch", switch.name),
        count => format!("`{}` and {} more are such switches", switch.name, count - 1),
    };
    diagnostic = diagnostic
        .from(switch.model_origin, text)
        .note(format!("capability `{name}` of vendor `{}`", vendor.name));
    if let Some(noted) =
        vendor.capability(platform, feature).and_then(|capability| capability.note())
    {
        diagnostic = diagnostic.note(noted.note.trim().to_owned()).maybe_help(instead(noted));
        if let Some(source) = &noted.source {
            diagnostic = diagnostic.note(format!("source: {source}"));
        }
    }
    if diagnostic.help.is_none() {
        diagnostic = diagnostic.help(format!(
            "leave it out, or use another model; `rackc vendors {}` lists what each can do",
            vendor.name
        ));
    }
    Some(diagnostic)
}

fn instead(noted: &NotedCapability) -> Option<String> {
    (!noted.instead.is_empty()).then(|| format!("instead: {}", noted.instead.join(", or ")))
}

/// Features that a vendor cannot use together on one switch.
fn exclusions(
    vendor: &Vendor,
    platform: &Platform,
    switch: &Switch,
    needed: &BTreeMap<Feature, Need>,
    sink: &mut Sink,
) {
    let mut told = BTreeSet::new();
    // What excludes the same for the same reason, asked for in the same place, is told together.
    let mut together: BTreeMap<_, (Vec<&str>, &Need, &NotedCapability)> = BTreeMap::new();
    for (feature, need) in needed {
        let Some(noted) =
            vendor.capability(platform, *feature).and_then(|capability| capability.note())
        else {
            continue;
        };
        for other in noted.not_with.iter().filter(|other| *other != feature) {
            let Some(also) = needed.get(other) else { continue };
            if told.insert((*feature.min(other), *feature.max(other))) {
                let cause = (noted.note.trim(), *other, need.span);
                together.entry(cause).or_insert((Vec::new(), also, noted)).0.push(&need.what);
            }
        }
    }
    for ((note, _, span), (whats, also, noted)) in together {
        let mut diagnostic = Diagnostic::new(
            &FEATURES_EXCLUDE,
            format!(
                "{} cannot do both on one switch: {}, and {}",
                vendor.title,
                whats.join(", "),
                also.what
            ),
        );
        for span in [span, also.span].into_iter().flatten() {
            diagnostic = diagnostic.at(span, "asked for here");
        }
        let diagnostic = diagnostic
            .from(switch.model_origin, format!("on `{}`", switch.name))
            .note(note.to_owned())
            .maybe_help(instead(noted));
        sink.push(diagnostic);
    }
}
