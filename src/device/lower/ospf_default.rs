//! What is handed in to OSPF: metrics, and the default route, which systems do not redistribute by policy alone.

use super::One;
use super::policies::Policies;
use crate::device::model::PolicyTerm;
use crate::fabric::{Advertise, VrfId};

/// Metric of the default route: what systems have by themselves that cannot be told another one.
const DEFAULT_METRIC: u32 = 1;
/// Metric of what is handed in at a switch in maintenance: 0xff0000, as systems have it that know a word for it. The
/// largest metric of a router's links (RFC 6987) touches only what leads through it.
const AWAY_METRIC: u32 = 16_711_680;

/// What BGP takes in from OSPF.
pub(super) struct FromOspf {
    pub(super) policy: String,
    /// Whether the policy lets the default route through.
    pub(super) default: bool,
}

impl One<'_> {
    /// Metric of the default route in OSPF.
    pub(super) fn default_metric(self) -> u32 {
        self.maintenance().map_or(DEFAULT_METRIC, |_| AWAY_METRIC)
    }

    /// Terms that take routes into OSPF: those of a switch in maintenance let other switches' go before.
    pub(super) fn into_ospf(self, mut terms: Vec<PolicyTerm>) -> Vec<PolicyTerm> {
        if self.maintenance().is_some() {
            for term in terms.iter_mut().filter(|term| term.permit) {
                term.metric = Some(AWAY_METRIC);
            }
        }
        terms
    }

    /// Whether a border of the VRF tells OSPF the default route. That one carries no tag, so that `import all` has to
    /// leave it where it is, lest it keep itself alive.
    pub(super) fn tells_default(self, vrf: Option<VrfId>, ipv6: bool) -> bool {
        let borders = self.all.fabric.boundaries.iter().filter(|boundary| boundary.vrf == vrf);
        let mut told = borders.filter_map(|boundary| boundary.ospf.as_ref()?.export.as_ref());
        told.any(|what| self.names_default(&what.value, ipv6))
    }

    /// Whether the default route is named among what OSPF is told.
    pub(super) fn names_default(self, what: &Advertise, ipv6: bool) -> bool {
        match what {
            Advertise::Default => true,
            // What its lists are called does not matter here.
            Advertise::Policy(policy) => {
                let terms = Policies::default().program_terms(self, *policy, ipv6);
                of_default(&terms).is_some_and(|term| term.prefixes.is_some() && term.permit)
            }
            Advertise::All | Advertise::Nothing | Advertise::Subnets { .. } => false,
        }
    }
}

/// Whether terms let the default route through.
pub(super) fn permits_default(terms: &[PolicyTerm]) -> bool {
    of_default(terms).is_some_and(|term| term.permit)
}

/// The term that decides about the default route. Terms that ask for what OSPF does not know are left out of what is
/// redistributed.
fn of_default(terms: &[PolicyTerm]) -> Option<&PolicyTerm> {
    let decides = |term: &&PolicyTerm| match &term.prefixes {
        _ if term.community.is_some() || term.as_path.is_some() => false,
        None => true,
        Some(list) => {
            list.entries.iter().any(|entry| entry.prefix.prefix_len() == 0 && entry.ge.is_none())
        }
    };
    terms.iter().find(decides)
}
