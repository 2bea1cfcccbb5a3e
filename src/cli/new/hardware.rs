//! The hardware that a new program uses.

use super::super::catalog;
use super::super::exit::{Failure, usage};
use crate::vendor::Catalog;
use crate::vendor::schema::{Feature, Platform, Vendor};

/// A hardware model and the ports that a new program needs of it.
pub struct Hardware {
    /// `VENDOR/MODEL`
    pub model: String,
    peer_link: (u16, u16),
    upstream: u16,
    /// The port of a dedicated keepalive link, where the management network cannot carry it.
    keepalive: Option<u16>,
    /// The pair needs addresses for its own traffic.
    link_pool: bool,
}

impl Hardware {
    /// The model asked for, or the first in the catalog that can do what the program needs.
    ///
    /// # Errors
    /// There is no such model, or it cannot be one of a pair.
    pub fn choose(catalog: &Catalog, model: Option<&str>) -> Result<Self, Failure> {
        let Some(model) = model else {
            // A switch for servers of today, if there is one.
            let all = || {
                catalog
                    .vendors
                    .values()
                    .flat_map(|vendor| vendor.platforms.values().map(move |one| (vendor, one)))
            };
            let usual = all().filter(|(_, one)| {
                one.block(1).is_some_and(|block| block.default_megabits() == 25_000)
            });
            let fitting =
                usual.chain(all()).find_map(|(vendor, platform)| Self::of(vendor, platform));
            return fitting.ok_or_else(|| {
                unfit("there is no hardware model that", "give vendor folders with `--vendors DIR`")
            });
        };
        let (vendor, platform) = model.split_once('/').unwrap_or((model, ""));
        let vendor = catalog::vendor(catalog, vendor)?;
        let found = catalog::platform(vendor, platform)?;
        Self::of(vendor, found).ok_or_else(|| {
            unfit(
                &format!("`{model}` is no model that"),
                "choose one with `mlag` in `rackc vendors NAME`",
            )
        })
    }

    /// Servers stand on the first ports, so the pair's own ports are taken from the end: from the
    /// last run of like ports that has enough of them.
    fn of(vendor: &Vendor, platform: &Platform) -> Option<Self> {
        let able = |feature| vendor.supports(platform, feature);
        let needs = [Feature::Mlag, Feature::LacpFast, Feature::EdgePort];
        if platform.port_count() < 16 || vendor.gateways.is_empty() || !needs.into_iter().all(able)
        {
            return None;
        }
        let runs = platform.ports.iter().filter(|block| block.port_count() >= 4);
        let block = runs.max_by_key(|block| block.panel.last)?;
        let end = block.panel.last;
        let management = able(Feature::MlagKeepaliveManagement);
        if !management && !able(Feature::MlagKeepaliveLink) {
            return None;
        }
        Some(Self {
            model: format!("{}/{}", vendor.name, platform.name),
            peer_link: (end - 1, end),
            upstream: end - 2,
            keepalive: (!management).then_some(end - 3),
            link_pool: vendor.mlag.peer_addresses || !management,
        })
    }

    /// Fills the hardware into a text.
    pub fn fill(&self, text: &str) -> String {
        let (first, second) = self.peer_link;
        let keepalive =
            self.keepalive.map_or_else(|| "management".to_owned(), |port| port.to_string());
        let link_pool = if self.link_pool { "  pool link     10.254.0.0/24\n" } else { "" };
        text.replace("@MODEL@", &self.model)
            .replace("@KEEPALIVE@", &keepalive)
            .replace("@LINK-POOL@", link_pool)
            .replace("@PEER-LINK@", &format!("{first}..{second}"))
            .replace("@UPSTREAM@", &self.upstream.to_string())
    }
}

fn unfit(what: &str, help: &str) -> Failure {
    usage(catalog::unknown(format!("{what} can be the pair of a new program"), help.to_owned()))
}
