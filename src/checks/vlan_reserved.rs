use std::collections::BTreeSet;

use super::vendors_in_use::{self, InUse};
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Vlan;
use crate::vendor::schema::Vendor;

declare_rule! {
    /// A VLAN id is reserved by a switch that must carry the VLAN.
    ///
    /// Every system keeps some VLAN ids for itself: for the internal VLANs of routed ports, or for
    /// the control traffic of an MLAG pair. The switch refuses such a VLAN, or the pair breaks.
    /// VLAN 1 is the default VLAN of every switch, and 1002 to 1005 were once those of FDDI and
    /// Token Ring; they are special somewhere in every mixed network and cannot be used at all.
    ///
    /// ```rack
    /// vlan web 4094 { racks r[01..04] }     // 4094 carries the pairs' own traffic
    /// ```
    ///
    /// Take another id. `rackc vendors NAME` shows which ids a vendor reserves.
    "R0307", "vlan-reserved", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let in_fabric = vendors_in_use::of_all(context);
    let free = free(context, &in_fabric);
    for (id, vlan) in context.fabric.vlans.iter() {
        if let Some(why) = special_everywhere(vlan.id) {
            let message = format!("VLAN `{}` has id {}, which cannot be used", vlan.name, vlan.id);
            sink.push(report(&free, vlan, message, why));
            continue;
        }
        if in_fabric.iter().all(|in_use| reserved(in_use.vendor, vlan.id, true).is_none()) {
            continue;
        }
        let carrying: Vec<_> = vendors_in_use::carrying(context, id).collect();
        let paired =
            carrying.iter().copied().filter(|switch| context.switch(*switch).pair.is_some());
        let paired: BTreeSet<&str> = vendors_in_use::of(context, paired)
            .iter()
            .map(|one| one.vendor.name.as_str())
            .collect();
        for in_use in vendors_in_use::of(context, carrying) {
            let in_pair = paired.contains(in_use.vendor.name.as_str());
            let Some(why) = reserved(in_use.vendor, vlan.id, in_pair) else {
                continue;
            };
            let title = &in_use.vendor.title;
            let message =
                format!("VLAN `{}` has id {}, which {title} keeps for itself", vlan.name, vlan.id);
            let diagnostic = report(&free, vlan, message, &why);
            sink.push(diagnostic.note(format!("the VLAN lives on {}", in_use.switches(context))));
        }
    }
}

/// Why no switch can use an id.
fn special_everywhere(id: u16) -> Option<&'static str> {
    match id {
        1 => Some("the default VLAN of every switch"),
        1002..=1005 => Some("reserved since FDDI and Token Ring"),
        _ => None,
    }
}

/// Why a vendor's switches cannot use an id.
fn reserved(vendor: &Vendor, id: u16, in_pair: bool) -> Option<String> {
    let own = vendor.vlan.reserved.iter().find(|reserved| reserved.ids.contains(id));
    own.map(|reserved| reserved.why.clone()).or_else(|| {
        let carries_pairs = in_pair && vendor.mlag.peer_vlan == Some(id);
        carries_pairs.then(|| format!("the control VLAN of {} pairs", vendor.mlag.title))
    })
}

/// Ids that no VLAN has and that every vendor of the fabric can use.
fn free(context: &Context<'_>, vendors: &[InUse<'_>]) -> Vec<u16> {
    let used: BTreeSet<u16> = context.fabric.vlans.values().map(|vlan| vlan.id).collect();
    let free = |id: &u16| {
        !used.contains(id)
            && special_everywhere(*id).is_none()
            && vendors.iter().all(|in_use| reserved(in_use.vendor, *id, true).is_none())
    };
    (2..=4094).filter(free).collect()
}

fn report(free: &[u16], vlan: &Vlan, message: String, why: &str) -> Diagnostic {
    let nearest = free.iter().min_by_key(|id| id.abs_diff(vlan.id));
    let help = nearest.map(|id| format!("take another id, such as {id}"));
    Diagnostic::new(&CODE, message).at(vlan.id_span, why).maybe_help(help)
}
