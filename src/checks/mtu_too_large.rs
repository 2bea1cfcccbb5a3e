use std::collections::BTreeSet;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::source::Span;
use crate::vendor::schema::{MtuRule, Vendor};

declare_rule! {
    /// An MTU is larger than a switch can carry.
    ///
    /// rackc counts the bytes of the IP packet. Systems count differently: some add the Ethernet
    /// header and the VLAN tag before they compare with their own limit. Larger packets would be
    /// dropped without a trace on that switch, while smaller ones still pass.
    ///
    /// ```rack
    /// fabric dc1 { mtu 9216 }                         // 9000 works everywhere
    /// ```
    "R0409", "mtu-too-large", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut findings = Repeated::new();
    let mut seen = BTreeSet::new();
    let mut examine = |switch: SwitchId, kind: Kind, span: Span, mtu: u32| {
        let Some(vendor) = context.vendor(switch) else { return };
        let Some(largest) = largest(kind.rule(vendor)).filter(|largest| *largest < mtu) else {
            return;
        };
        // Once for each switch, however many of its ports it concerns.
        if seen.insert((switch, kind, span)) {
            findings.add((span, vendor.name.as_str(), kind), &context.switch(switch).name, || {
                let name = &context.switch(switch).name;
                Diagnostic::new(
                    &CODE,
                    format!("an MTU of {mtu} is too large for {} of `{name}`", kind.text()),
                )
                .at(span, format!("{} takes {largest} at most", vendor.title))
                .help(format!("write {} or less", largest.min(9000)))
                .note(format!("source: {}", vendor.mtu.source))
            });
        }
    };
    if let Some(span) = fabric.settings.mtu_span {
        fabric
            .switches
            .ids()
            .for_each(|switch| examine(switch, Kind::Switched, span, fabric.settings.mtu));
    }
    for attachment in fabric.attachments.values() {
        let Some(mtu) = fabric.profiles[attachment.profile].mtu else { continue };
        attachment
            .switches
            .iter()
            .for_each(|switch| examine(*switch, Kind::Switched, mtu.span, mtu.value));
    }
    for vlan in fabric.vlans.values() {
        let Some(mtu) = vlan.mtu else { continue };
        let routing =
            vlan.gateway.iter().flat_map(|gateway| &gateway.on).chain(vlan.addresses.keys());
        routing.for_each(|switch| examine(*switch, Kind::Svi, mtu.span, mtu.value));
    }
    for port in fabric.boundaries.iter().flat_map(|boundary| &boundary.ports) {
        if let Some(mtu) = port.mtu {
            examine(port.switch, Kind::Routed, mtu.span, mtu.value);
        }
    }
    findings.report(sink);
}

/// A kind of interface that has an MTU of its own counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Switched,
    Svi,
    Routed,
}

impl Kind {
    fn rule(self, vendor: &Vendor) -> &MtuRule {
        match self {
            Self::Switched => &vendor.mtu.switched,
            Self::Svi => &vendor.mtu.svi,
            Self::Routed => &vendor.mtu.routed,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Switched => "layer-2 ports",
            Self::Svi => "SVIs",
            Self::Routed => "a routed port",
        }
    }
}

/// The largest IP MTU that fits.
fn largest(rule: &MtuRule) -> Option<u32> {
    let listed =
        rule.only.iter().copied().chain(rule.default).max().filter(|_| !rule.only.is_empty());
    rule.always.or(listed).unwrap_or(rule.max).checked_sub(rule.add)
}
