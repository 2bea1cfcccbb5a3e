use std::collections::BTreeMap;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{ProfileId, VlanId};
use crate::source::Origin;
use crate::topology::LinkUse;

declare_rule! {
    /// Hosts may send larger packets into a VLAN than the links between switches take.
    ///
    /// The profile of the hosts' ports asks for a large MTU, and the VLAN does not say its own. Packets
    /// between hosts on one switch pass; those that need a link to another switch are dropped there
    /// without a word.
    ///
    /// ```rack
    /// fabric dc1 { mtu 1500 }
    /// profile storage-host { access storage  mtu 9000 }
    /// ```
    ///
    /// Raise the fabric's `mtu` (or the one of the links' profile). If the hosts send no large packets into this
    /// VLAN, say so with `mtu 1500` in the VLAN.
    "R0625", "jumbo-over-small-links", Warning
}

/// The least that passes between switches, and where.
type Narrow = (u32, Origin, String);

fn check(context: &Context<'_>, sink: &mut Sink) {
    let wide = widest(context);
    if wide <= context.fabric.settings.mtu
        && context.fabric.profiles.values().all(|profile| profile.mtu.is_none())
    {
        return;
    }
    let narrow = narrowest(context, wide);
    let mut found: Repeated<(VlanId, ProfileId)> = Repeated::new();
    for link in &context.topology.links {
        let (LinkUse::Host(attachment), Some(id)) = (link.purpose, link.profile) else {
            continue;
        };
        let profile = &context.fabric.profiles[id];
        let Some(mtu) = profile.mtu else { continue };
        for vlan in link.vlans.iter() {
            let facts = &context.fabric.vlans[*vlan];
            let Some((least, origin, place)) =
                narrow.get(vlan).filter(|narrow| narrow.0 < mtu.value)
            else {
                continue;
            };
            if facts.mtu.is_some() {
                continue;
            }
            let host = &context.fabric.hosts[context.fabric.attachments[attachment].host].name;
            found.add((*vlan, id), host, || {
                let message = format!(
                    "host `{host}` may send {} bytes into VLAN `{}`, but {place} takes {least}",
                    mtu.value, facts.name
                );
                Diagnostic::new(&CODE, message)
                    .at(mtu.span, format!("{} bytes on the hosts' ports", mtu.value))
                    .from(*origin, format!("{least} bytes here"))
                    .at(facts.origin.at, "the VLAN says no MTU of its own")
                    .help(format!(
                        "write `mtu {}` in the fabric block, or `mtu {least}` in the VLAN",
                        mtu.value
                    ))
            });
        }
    }
    found.report(sink);
}

fn widest(context: &Context<'_>) -> u32 {
    let profiles = context.fabric.profiles.values();
    profiles.filter_map(|profile| profile.mtu).map(|mtu| mtu.value).max().unwrap_or_default()
}

/// For each VLAN, the narrowest of the links and peer links that carry it, where narrower than `wide`.
fn narrowest(context: &Context<'_>, wide: u32) -> BTreeMap<VlanId, Narrow> {
    let mut narrow: BTreeMap<VlanId, Narrow> = BTreeMap::new();
    let mut add = |vlan: VlanId, bytes: u32, origin: Origin, place: &dyn Fn() -> String| {
        if bytes < wide && narrow.get(&vlan).is_none_or(|known| bytes < known.0) {
            narrow.insert(vlan, (bytes, origin, place()));
        }
    };
    for link in context.topology.links.iter().filter(|link| link.purpose == LinkUse::Fabric) {
        let own = link.profile.and_then(|profile| context.fabric.profiles[profile].mtu);
        let bytes = own.map_or(context.fabric.settings.mtu, |mtu| mtu.value);
        for vlan in link.vlans.iter() {
            add(*vlan, bytes, link.origin, &|| {
                format!("the link between {}", context.link_ends(link))
            });
        }
    }
    for pair in context.fabric.pairs.values() {
        for vlan in context.topology.vlans_of(pair.members[0]) {
            let place = || format!("the peer link of `{}`", pair.name);
            add(vlan, context.fabric.settings.mtu, pair.origin, &place);
        }
    }
    narrow
}
