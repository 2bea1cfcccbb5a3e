use std::collections::BTreeMap;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{ProfileId, VlanId};
use crate::source::{Origin, Span};
use crate::topology::LinkUse;

declare_rule! {
    /// The MTU of a VLAN is larger than that of a port which carries it.
    ///
    /// A switch drops a frame that is longer than the port's MTU without a word: no ICMP comes of it at
    /// layer 2. Short packets pass, so ping and login work and bulk traffic hangs.
    ///
    /// A VLAN's MTU is 1500 bytes of IP unless it says another. A port's is the one of its profile, else the
    /// fabric's, which is 1500 too unless it is said. A peer link has the fabric's.
    ///
    /// ```rack
    /// fabric dc1 { mtu 1500 }
    /// vlan storage 120 { mtu 9000 }          // no port takes that
    /// ```
    ///
    /// Raise `mtu` of the fabric or of the profile, or lower the VLAN's.
    "R0606", "vlan-mtu-too-large", Error
}

/// Where a port's MTU comes from.
type Source = (VlanId, Option<ProfileId>);

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut largest: BTreeMap<VlanId, u32> = BTreeMap::new();
    for (id, vlan) in fabric.vlans.iter() {
        largest.insert(id, vlan.ip_mtu());
    }
    let top = largest.values().max().copied().unwrap_or_default();
    let mut found: Repeated<Source> = Repeated::new();
    for link in &context.topology.links {
        let profile = link.profile.filter(|profile| fabric.profiles[*profile].mtu.is_some());
        let (mtu, said) = mtu_of(context, profile);
        if mtu >= top {
            continue;
        }
        for vlan in
            link.vlans.iter().filter(|vlan| largest.get(vlan).is_some_and(|bytes| *bytes > mtu))
        {
            let what = match link.purpose {
                LinkUse::Fabric => format!("the link between {}", context.link_ends(link)),
                LinkUse::Host(_) => format!("the ports between {}", context.link_ends(link)),
            };
            add(context, &mut found, (*vlan, profile), (mtu, said), &what, link.origin);
        }
    }
    peer_links(context, top, &mut found);
    found.report(sink);
}

fn mtu_of(context: &Context<'_>, profile: Option<ProfileId>) -> (u32, Option<Span>) {
    let settings = &context.fabric.settings;
    let own = profile.and_then(|profile| context.fabric.profiles[profile].mtu);
    own.map_or((settings.mtu, settings.mtu_span), |mtu| (mtu.value, Some(mtu.span)))
}

fn peer_links(context: &Context<'_>, top: u32, found: &mut Repeated<Source>) {
    let (mtu, said) = mtu_of(context, None);
    if mtu >= top {
        return;
    }
    for pair in context.fabric.pairs.values() {
        for vlan in context.topology.vlans_of(pair.members[0]) {
            if context.fabric.vlans[vlan].ip_mtu() > mtu {
                let what = format!("the peer link of `{}`", pair.name);
                add(context, found, (vlan, None), (mtu, said), &what, pair.origin);
            }
        }
    }
}

fn add(
    context: &Context<'_>,
    found: &mut Repeated<Source>,
    source: Source,
    (mtu, said): (u32, Option<Span>),
    what: &str,
    origin: Origin,
) {
    let vlan = &context.fabric.vlans[source.0];
    // Goes between backquotes in the list of others.
    let name = what.trim_start_matches("the ").replace('`', "");
    found.add(source, &name, || {
        let bytes = vlan.ip_mtu();
        let message =
            format!("VLAN `{}` has an MTU of {bytes}, but {what} can take {mtu}", vlan.name);
        let default = if vlan.mtu.is_some() { "" } else { " (1500 when nothing is said)" };
        let diagnostic = Diagnostic::new(&CODE, message)
            .at(vlan.mtu.map_or(vlan.origin.at, |mtu| mtu.span), format!("{bytes} bytes{default}"))
            .from(origin, format!("carried here, where {mtu} bytes pass"));
        let diagnostic = match said {
            Some(span) => diagnostic.at(span, format!("{mtu} bytes")),
            None => diagnostic.note("the fabric's MTU is 1500 when nothing is said"),
        };
        diagnostic.help(match source.1 {
            Some(profile) => format!(
                "write `mtu {bytes}` in profile `{}`",
                context.fabric.profiles[profile].name
            ),
            None => format!("write `mtu {bytes}` in the fabric block"),
        })
    });
}
