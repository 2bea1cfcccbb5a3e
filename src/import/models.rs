//! Which hardware model of the vendor folders a device is.

use crate::diagnostic::closest;
use crate::vendor::Catalog;
use crate::vendor::schema::{Platform, Vendor};

/// Stands for every device that is not known.
const ANY: &str = "*";

/// A hardware model, and the format that its files are to have.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    /// The model.
    pub platform: &'a Platform,
    /// The format, when not the default.
    pub format: Option<&'a str>,
}

impl Model<'_> {
    /// `VENDOR/MODEL`
    pub fn name(&self) -> String {
        format!("{}/{}", self.vendor.name, self.platform.name)
    }
}

/// The vendors' models, and those that the user says stand for others.
#[derive(Debug)]
pub struct Models<'a> {
    catalog: &'a Catalog,
    said: Vec<(String, Model<'a>)>,
}

/// What was found.
#[derive(Debug)]
pub enum Found<'a> {
    /// The model.
    Model(Model<'a>),
    /// The maker is a vendor that rackc knows, the model is not; perhaps another one is meant.
    Unknown(Option<String>),
    /// Nothing is known of its maker.
    Foreign,
}

impl<'a> Models<'a> {
    /// `said` are device types and what stands for them, as vendor and model.
    ///
    /// # Errors
    /// The name of a vendor or model that is not there.
    pub fn new(catalog: &'a Catalog, said: &[(String, String)]) -> Result<Self, String> {
        let find = |(what, model): &(String, String)| {
            let (vendor, platform) = model.split_once('/').unwrap_or((model, ""));
            let (vendor, platform) =
                catalog.platform(vendor, platform).ok_or_else(|| model.clone())?;
            Ok((bare(what), Model { vendor, platform, format: None }))
        };
        Ok(Self { catalog, said: said.iter().map(find).collect::<Result<_, String>>()? })
    }

    /// The model of a device of a maker; `names` are its type, its part number and whatever else it is called.
    pub fn of_hardware(&self, maker: &str, names: &[&str]) -> Found<'a> {
        let names: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        for name in &names {
            if let Some(model) = self.said(&[name, &format!("{maker} {name}")]) {
                return Found::Model(model);
            }
        }
        let makers: Vec<&Vendor> =
            self.catalog.vendors.values().filter(|vendor| makes(vendor, maker)).collect();
        let found =
            makers.iter().find_map(|vendor| names.iter().find_map(|name| of_vendor(vendor, name)));
        if let Some(model) = found {
            return Found::Model(model);
        }
        if makers.is_empty() {
            return Found::Foreign;
        }
        let known = || makers.iter().flat_map(|vendor| vendor.platforms.keys().map(String::as_str));
        let near = names.iter().find_map(|name| closest(name, known()));
        Found::Unknown(near.map(str::to_owned))
    }

    /// The model that stands for a device of netlab, and whether the user says so.
    pub fn of_netlab(&self, device: &str) -> Option<(Model<'a>, bool)> {
        let said = self.said(&[device]).map(|model| (model, true));
        said.or_else(|| {
            self.catalog.vendors.values().find_map(|vendor| {
                let stand = vendor.import.netlab.get(device)?;
                let platform = vendor.platforms.get(&stand.model)?;
                Some((Model { vendor, platform, format: stand.format.as_deref() }, false))
            })
        })
    }

    /// What stands for all that is not known.
    pub fn any(&self) -> Option<Model<'a>> {
        self.said.iter().find(|(what, _)| what == ANY).map(|(_, model)| *model)
    }

    fn said(&self, names: &[&str]) -> Option<Model<'a>> {
        let is = |what: &str| what != ANY && names.iter().any(|name| bare(name) == what);
        self.said.iter().find(|(what, _)| is(what)).map(|(_, model)| *model)
    }
}

fn makes(vendor: &Vendor, maker: &str) -> bool {
    let maker = bare(maker);
    vendor.import.manufacturers.iter().any(|name| bare(name) == maker)
}

/// The model with the longest name that is the beginning of what is written, up to a mark between words.
fn of_vendor<'a>(vendor: &'a Vendor, written: &str) -> Option<Model<'a>> {
    let facts = &vendor.import;
    let lower = |text: &str| text.trim().to_ascii_lowercase();
    let model = |platform| Model { vendor, platform, format: None };
    let part = |(start, _): &(&String, &String)| lower(written).starts_with(&lower(start));
    let by_part = facts.parts.iter().filter(part).max_by_key(|(start, _)| start.len());
    if let Some(platform) = by_part.and_then(|(_, name)| vendor.platforms.get(name)) {
        return Some(model(platform));
    }
    let ways = |text: &str| {
        let text = lower(text);
        let without = facts.prefixes.iter().filter_map(|prefix| text.strip_prefix(&lower(prefix)));
        let without = without.map(|rest| rest.trim().to_owned());
        std::iter::once(text.clone()).chain(without).collect::<Vec<_>>()
    };
    let written = ways(written);
    let length = |platform: &Platform| {
        let names = ways(&platform.name);
        let fits = |name: &&String| written.iter().any(|written| begins(written, name));
        names.iter().filter(fits).map(String::len).max()
    };
    let fitting =
        vendor.platforms.values().filter_map(|platform| Some((length(platform)?, platform)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, platform)| model(platform))
}

fn begins(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', ' ', '/', ',', '(']))
}

/// Letters and digits alone, and small.
fn bare(text: &str) -> String {
    if text.trim() == ANY {
        return ANY.to_owned();
    }
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}
