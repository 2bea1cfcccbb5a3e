use crate::diagnostic::{Code, Sink};
use crate::fabric::{Fabric, Pair, Switch, SwitchId, Table, UnderlayKind};
use crate::proof::Proof;
use crate::topology::{BridgeId, Topology};
use crate::vendor::Catalog;
use crate::vendor::schema::{Platform, Vendor};

/// A rule: its code with its page, and its function.
#[derive(Debug)]
pub struct Rule {
    /// Code and page.
    pub code: &'static Code,
    /// Finds what breaks the rule.
    pub check: fn(&Context<'_>, &mut Sink),
}

/// What a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The fabric.
    pub fabric: &'a Fabric,
    /// Its graphs.
    pub topology: &'a Topology,
    /// Vendors and their models.
    pub catalog: &'a Catalog,
    /// What was proved of it.
    pub proof: &'a Proof,
    /// What each switch is.
    pub equipment: &'a Equipment<'a>,
}

/// Vendors and models of switches, looked up once for all rules.
#[derive(Debug)]
pub struct Equipment<'a> {
    vendors: Table<SwitchId, &'a Vendor>,
    platforms: Table<SwitchId, &'a Platform>,
}

impl<'a> Equipment<'a> {
    /// Of all switches.
    pub fn of(fabric: &Fabric, catalog: &'a Catalog) -> Self {
        let mut equipment = Self { vendors: Table::default(), platforms: Table::default() };
        for (id, switch) in fabric.switches.iter() {
            let Some(vendor) = catalog.vendors.get(&switch.vendor) else { continue };
            equipment.vendors.insert(id, vendor);
            if let Some(platform) = vendor.platforms.get(&switch.platform) {
                equipment.platforms.insert(id, platform);
            }
        }
        equipment
    }
}

impl<'a> Context<'a> {
    /// A switch.
    pub fn switch(self, id: SwitchId) -> &'a Switch {
        &self.fabric.switches[id]
    }

    /// The vendor of a switch. Resolving has seen to it that there is one.
    pub fn vendor(self, switch: SwitchId) -> Option<&'a Vendor> {
        self.equipment.vendors.get(switch).copied()
    }

    /// MLAG pairs whose members route to each other over addresses, not by link-local ones alone.
    pub fn pairs_with_addresses(self) -> impl Iterator<Item = &'a Pair> {
        let kind = self.fabric.settings.underlay.kind;
        let bare = matches!(kind, UnderlayKind::BgpUnnumbered | UnderlayKind::BgpAuto);
        let pairs = self.fabric.routing_pairs().map(|(_, pair)| pair);
        pairs.filter(move |pair| {
            // Over a VLAN there are addresses in any case, as the allocation knows.
            let vlan = self
                .vendor(pair.members[0])
                .is_some_and(|vendor| vendor.routing.pair_vlan.is_some());
            let routed = &self.topology.routed;
            let lacks =
                |switch: &SwitchId| routed.lacking(self.fabric, self.catalog, *switch).is_some();
            !bare || vlan || pair.members.iter().any(lacks)
        })
    }

    /// Whether a routed cable to another switch ends in one of a bridge's switches.
    pub fn is_routed(self, bridge: BridgeId) -> bool {
        let switches = &self.topology.bridge(bridge).switches;
        switches.iter().any(|switch| self.switch(*switch).routed)
    }

    /// The hardware model of a switch.
    pub fn platform(self, switch: SwitchId) -> Option<&'a Platform> {
        self.equipment.platforms.get(switch).copied()
    }
}

/// Declares a file's rule: its page, code, name and severity. The file's `check` finds what breaks
/// it.
macro_rules! declare_rule {
    ($(#[doc = $line:literal])+ $id:literal, $name:literal, $severity:ident) => {
        /// The code with its page.
        static CODE: $crate::diagnostic::Code = $crate::diagnostic::Code {
            id: $id,
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            page: concat!($($line, "\n"),+),
        };
        /// The rule.
        pub(super) static RULE: $crate::checks::Rule = $crate::checks::Rule { code: &CODE, check };
    };
}
pub(super) use declare_rule;
