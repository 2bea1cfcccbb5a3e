//! Questions that are asked of a vendor's facts.

use super::ports::speed_text;
use super::schema::{Capability, Feature, Fec, Platform, PortBlock, Vendor};

impl Vendor {
    /// The hardware model of that name; any case.
    pub fn platform(&self, name: &str) -> Option<&Platform> {
        self.platforms.get(name).or_else(|| {
            self.platforms.values().find(|platform| platform.name.eq_ignore_ascii_case(name))
        })
    }

    /// What is said of a feature on a hardware model: the model's word, else the vendor's.
    pub fn capability<'a>(
        &'a self,
        platform: &'a Platform,
        feature: Feature,
    ) -> Option<&'a Capability> {
        platform.capabilities.get(&feature).or_else(|| self.capabilities.get(&feature))
    }

    /// The word for a forward error correction at a speed in megabits per second, if it can be told there.
    pub fn fec_word(&self, fec: Fec, megabits: u32) -> Option<&str> {
        self.fec.get(&speed_text(megabits))?.get(&fec).map(String::as_str)
    }

    /// Whether a hardware model has a feature.
    pub fn supports(&self, platform: &Platform, feature: Feature) -> bool {
        self.capability(platform, feature).is_some_and(Capability::supported)
    }
}

impl Platform {
    /// How many front-panel ports it has.
    pub fn port_count(&self) -> usize {
        self.ports.iter().map(PortBlock::port_count).sum()
    }
}

impl PortBlock {
    /// How many ports the run has.
    pub fn port_count(&self) -> usize {
        usize::from(self.panel.last.saturating_sub(self.panel.first)) + 1
    }
}
