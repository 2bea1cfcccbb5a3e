//! The hardware that a new program uses.

use super::super::catalog;
use super::super::exit::{Failure, usage};
use crate::diagnostic::did_you_mean;
use crate::vendor::Catalog;
use crate::vendor::schema::{Feature, Platform, Vendor};

/// A hardware model and the ports that a new program needs of it.
pub struct Hardware {
    /// `VENDOR/MODEL`
    pub model: String,
    peer_link: (u16, u16),
    upstream: u16,
}

impl Hardware {
    /// The model asked for, or the first in the catalog that can do what the program needs.
    ///
    /// # Errors
    /// There is no such model, or it cannot be one of a pair.
    pub fn choose(catalog: &Catalog, model: Option<&str>) -> Result<Self, Failure> {
        let Some(model) = model else {
            // A switch for servers of today, if there is one.
            let all = || catalog.vendors.values().flat_map(|vendor| vendor.platforms.values().map(move |one| (vendor, one)));
            let usual = all().filter(|(_, one)| one.block(1).is_some_and(|block| block.default_megabits() == 25_000));
            let fitting = usual.chain(all()).find_map(|(vendor, platform)| Self::of(vendor, platform));
            return fitting.ok_or_else(|| unfit("there is no hardware model that", "give vendor folders with `--vendors DIR`"));
        };
        let (vendor, platform) = model.split_once('/').unwrap_or((model, ""));
        let vendor = catalog::vendor(catalog, vendor)?;
        let Some(found) = vendor.platform(platform) else {
            let known = vendor.platforms.keys().map(String::as_str);
            let help = did_you_mean(platform, known.clone()).unwrap_or_else(|| {
                format!("the models of `{}` are {}", vendor.name, catalog::list(known))
            });
            let message = format!("vendor `{}` has no hardware model `{platform}`", vendor.name);
            return Err(usage(catalog::unknown(message, help)));
        };
        Self::of(vendor, found).ok_or_else(|| {
            unfit(&format!("`{model}` is no model that"), "choose one with `mlag` in `rackc vendors NAME`")
        })
    }

    /// Servers stand on the first ports, so the pair's own ports are taken from the end: two for
    /// the peer link and one for the way out.
    fn of(vendor: &Vendor, platform: &Platform) -> Option<Self> {
        let needs = [Feature::Mlag, Feature::GatewayVrrp, Feature::LacpFast, Feature::EdgePort];
        let able = needs.iter().all(|feature| vendor.supports(platform, *feature));
        let panels: Vec<u16> = platform.panels().collect();
        match (able, panels.as_slice()) {
            (true, [.., upstream, first, second]) if panels.len() >= 16 => Some(Self {
                model: format!("{}/{}", vendor.name, platform.name),
                peer_link: (*first, *second),
                upstream: *upstream,
            }),
            _ => None,
        }
    }

    /// Fills the hardware into a text.
    pub fn fill(&self, text: &str) -> String {
        let (first, second) = self.peer_link;
        text.replace("@MODEL@", &self.model)
            .replace("@PEER-LINK@", &format!("{first}..{second}"))
            .replace("@UPSTREAM@", &self.upstream.to_string())
    }
}

fn unfit(what: &str, help: &str) -> Failure {
    usage(catalog::unknown(format!("{what} can be the pair of a new program"), help.to_owned()))
}
