//! `vendor.yaml` by itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::schema::{Capability, Feature, GatewayKind, MtuRule, Vendor};
use super::super::variants::{variant_name, variants};
use super::{Findings, list};

/// Checks everything in `vendor.yaml` but its formats.
pub fn check(vendor: &Vendor, findings: &mut Findings) {
    complete("capabilities", &vendor.capabilities, findings);
    complete("roles", &vendor.roles, findings);
    complete("severities", &vendor.severities, findings);
    for (key, text) in [
        ("title", &vendor.title),
        ("manual", &vendor.manual),
        ("releases", &vendor.releases),
        ("management.keepalive-vrf", &vendor.management.keepalive_vrf),
        ("mlag.title", &vendor.mlag.title),
        ("mtu.source", &vendor.mtu.source),
    ] {
        findings.check(!text.trim().is_empty(), || format!("`{key}` is empty"));
    }
    capability_notes(&vendor.capabilities, findings);
    gateways(vendor, findings);
    names(vendor, findings);
    vlans(vendor, findings);
    lags(vendor, findings);
    mlag(vendor, findings);
    for (key, rule) in [
        ("routed", &vendor.mtu.routed),
        ("switched", &vendor.mtu.switched),
        ("svi", &vendor.mtu.svi),
    ] {
        mtu(key, rule, findings);
    }
    import(vendor, findings);
}

/// The models and formats that stand for others are there.
fn import(vendor: &Vendor, findings: &mut Findings) {
    let facts = &vendor.import;
    let stands = facts.netlab.values();
    for model in facts.parts.values().chain(stands.clone().map(|stand| &stand.model)) {
        findings.check(vendor.platforms.contains_key(model), || {
            format!("`import` names a hardware model `{model}` that is not there")
        });
    }
    for format in stands.filter_map(|stand| stand.format.as_ref()) {
        findings.check(vendor.formats.contains_key(format), || {
            format!("`import` names a format `{format}` that is not there")
        });
    }
}

/// A table that must have a row for every value of its key.
fn complete<K, V>(key: &str, table: &BTreeMap<K, V>, findings: &mut Findings)
where
    K: Ord + for<'de> Deserialize<'de>,
{
    let all = variants::<K>();
    let missing = all.iter().filter(|(_, value)| !table.contains_key(value)).map(|(name, _)| *name);
    let missing = list(missing);
    findings.check(missing.is_empty(), || format!("`{key}` does not state {missing}"));
}

/// Every reason that is given says something.
pub fn capability_notes(table: &BTreeMap<Feature, Capability>, findings: &mut Findings) {
    for (feature, capability) in table {
        let empty = capability.note().is_some_and(|noted| noted.note.trim().is_empty());
        findings.check(!empty, || format!("the `note` of `{}` is empty", variant_name(feature)));
    }
}

/// The list of gateway mechanisms and the capabilities tell the same story.
fn gateways(vendor: &Vendor, findings: &mut Findings) {
    let mechanisms = [
        (GatewayKind::Anycast, Feature::GatewayAnycast, Feature::GatewayAnycastIpv6),
        (GatewayKind::Vrrp, Feature::GatewayVrrp, Feature::GatewayVrrpIpv6),
        (GatewayKind::Hsrp, Feature::GatewayHsrp, Feature::GatewayHsrpIpv6),
    ];
    for (kind, ipv4, ipv6) in mechanisms {
        let count = vendor.gateways.iter().filter(|gateway| **gateway == kind).count();
        let stated = [ipv4, ipv6]
            .iter()
            .any(|feature| vendor.capabilities.get(feature).is_some_and(Capability::supported));
        let (name, feature) = (variant_name(&kind), variant_name(&ipv4));
        findings.check(count < 2, || format!("`gateways` has `{name}` twice"));
        findings.check(count == 0 || stated, || {
            format!(
                "`gateways` has `{name}`, which `capabilities` says is not supported (`{feature}`)"
            )
        });
        findings.check(count > 0 || !stated, || {
            format!(
                "`capabilities` says that `{feature}` is supported, but `gateways` lacks `{name}`"
            )
        });
    }
    findings.check(is_unicast_mac(&vendor.anycast_mac), || {
        format!(
            "`anycast-mac` is `{}`, which is no unicast MAC in the form `00:1c:73:00:00:01`",
            vendor.anycast_mac
        )
    });
}

fn names(vendor: &Vendor, findings: &mut Findings) {
    let names = &vendor.names;
    for (key, pattern) in [("lag", &names.lag), ("svi", &names.svi)] {
        findings.check(pattern.has_number(), || format!("`names.{key}` has no `{{n}}`"));
    }
}

fn vlans(vendor: &Vendor, findings: &mut Findings) {
    findings.check(vendor.vlan.name_max > 0, || "`vlan.name-max` is 0".to_owned());
    for reserved in &vendor.vlan.reserved {
        let ids = reserved.ids;
        findings.check(ids.first > 0 && ids.last < 4096, || {
            format!("`vlan.reserved` has {ids}, which are no VLAN ids (1–4095)")
        });
        findings.check(!reserved.why.trim().is_empty(), || {
            format!("`vlan.reserved` does not say why {ids} cannot be used")
        });
    }
}

fn lags(vendor: &Vendor, findings: &mut Findings) {
    let lag = &vendor.lag;
    findings.check(lag.members_max > 0, || "`lag.members-max` is 0".to_owned());
    findings.check(!lag.numbers.contains(lag.peer_link) || lag.peer_link == lag.numbers.first, || {
        format!("`lag.peer-link` is {}, which lies within `lag.numbers` ({}) and is not the first of them", lag.peer_link, lag.numbers)
    });
}

fn mlag(vendor: &Vendor, findings: &mut Findings) {
    let mlag = &vendor.mlag;
    findings.check(mlag.domains.first > 0, || "`mlag.domains` starts at 0".to_owned());
    findings.check(mlag.peer_vlan.is_none_or(|id| (1..=4094).contains(&id)), || {
        "`mlag.peer-vlan` is no VLAN id (1–4094)".to_owned()
    });
    findings.check(!mlag.peer_addresses || mlag.peer_vlan.is_some(), || {
        "`mlag.peer-addresses` is set, but there is no `mlag.peer-vlan` to put them on".to_owned()
    });
    findings.check(is_unicast_mac(&mlag.system_mac_base), || {
        format!("`mlag.system-mac-base` is `{}`, which is no unicast MAC in the form `02:1c:73:00:00:00`", mlag.system_mac_base)
    });
    findings.check(mlag.priority_first < mlag.priority_second, || {
        format!(
            "`mlag.priority-first` ({}) must be below `mlag.priority-second` ({}): the lower wins",
            mlag.priority_first, mlag.priority_second
        )
    });
}

fn mtu(key: &str, rule: &MtuRule, findings: &mut Findings) {
    let least = 1500 + rule.add.min(1000);
    findings.check(rule.max >= least, || {
        format!("`mtu.{key}.max` is {}, below the {least} bytes of an Ethernet frame's payload as counted here", rule.max)
    });
    findings.check(rule.add <= 1000, || {
        format!("`mtu.{key}.add` is {}, more than any header", rule.add)
    });
    for (name, value) in rule
        .default
        .iter()
        .map(|value| ("default", value))
        .chain(rule.always.iter().map(|value| ("always", value)))
        .chain(rule.only.iter().map(|value| ("only", value)))
    {
        findings.check((1..=rule.max).contains(value), || {
            format!("`mtu.{key}.{name}` is {value}, outside 1–{} (`max`)", rule.max)
        });
    }
}

/// Six octets in colon form, small letters, not a group address.
fn is_unicast_mac(text: &str) -> bool {
    let octets: Vec<&str> = text.split(':').collect();
    let fine = |octet: &&str| {
        octet.len() == 2 && octet.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let first = octets.first().and_then(|octet| u8::from_str_radix(octet, 16).ok());
    octets.len() == 6 && octets.iter().all(fine) && first.is_some_and(|octet| octet & 1 == 0)
}
