//! The default route between BGP and OSPF: systems do not redistribute it by policy alone.

use super::One;
use crate::device::model::PolicyTerm;
use crate::fabric::{Advertise, PrefixMatch, VrfId};

/// What BGP takes in from OSPF.
pub(super) struct FromOspf {
    pub(super) policy: String,
    /// Whether the policy lets the default route through.
    pub(super) default: bool,
}

impl One<'_> {
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
            Advertise::Policy(policy) => self.policy_names_default(*policy, ipv6),
            Advertise::All | Advertise::Nothing | Advertise::Subnets { .. } => false,
        }
    }

    /// Terms that ask for what OSPF does not know are left out of what is redistributed.
    fn policy_names_default(self, policy: usize, ipv6: bool) -> bool {
        let Some(policy) = self.all.fabric.policies.get(policy) else { return false };
        let plain =
            policy.terms.iter().filter(|term| term.community.is_none() && term.as_path.is_none());
        for term in plain {
            let Some(set) = &term.prefixes else { return false };
            if set.prefixes.iter().any(|one| is_default(&one.value, ipv6)) {
                return term.permit;
            }
        }
        false
    }
}

fn is_default(one: &PrefixMatch, ipv6: bool) -> bool {
    one.from == 0 && one.prefix.addr().is_ipv6() == ipv6
}

/// Whether terms let the default route through.
pub(super) fn permits_default(terms: &[PolicyTerm]) -> bool {
    let decides = |term: &&PolicyTerm| match &term.prefixes {
        _ if term.community.is_some() || term.as_path.is_some() => false,
        None => true,
        Some(list) => {
            list.entries.iter().any(|entry| entry.prefix.prefix_len() == 0 && entry.ge.is_none())
        }
    };
    terms.iter().find(decides).is_some_and(|term| term.permit)
}
