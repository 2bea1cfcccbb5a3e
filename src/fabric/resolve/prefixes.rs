//! Objects and prefix lists.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::context::Resolver;
use super::lists::Declared;
use super::order::{Needs, order};
use crate::diagnostic::Diagnostic;
use crate::fabric::Vlan;
use crate::fabric::codes::{CIRCLE, RANGE_TOO_LARGE};
use crate::source::Span;
use crate::syntax::ast::{Name, PrefixItem, Target};

impl Resolver<'_> {
    /// Works out what objects and prefix lists hold.
    pub(super) fn fill_prefixes(&mut self, declared: &Declared<'_>) {
        let vlans = self.fabric.vlans.values().filter_map(|vlan| Some((vlan.vrf?, vlan)));
        for (vrf, vlan) in vlans {
            self.lists.subnets.entry(vrf).or_default().extend(subnets(vlan));
        }
        self.fill_objects(declared);
        self.fill_prefix_lists(declared);
    }

    fn fill_objects(&mut self, declared: &Declared<'_>) {
        let needs: Needs = declared
            .objects
            .iter()
            .map(|object| object.items.iter().filter_map(|item| self.object_named(item)).collect())
            .collect();
        let (ready, circles) = order(&needs);
        for circle in &circles {
            let names =
                circle.iter().map(|(object, span)| (&declared.objects[*object].name, *span));
            self.circle("objects", &names.collect::<Vec<_>>());
        }
        for position in ready {
            let object = declared.objects[position];
            let nets: BTreeSet<IpNet> = self.targets(&object.items).into_iter().collect();
            self.fabric.objects[position].nets = nets.into_iter().collect();
        }
    }

    fn object_named(&self, target: &Target) -> Option<(usize, Span)> {
        let Target::Name(name) = target else { return None };
        self.lists.objects.get(&name.value).map(|object| (*object, name.span))
    }

    fn fill_prefix_lists(&mut self, declared: &Declared<'_>) {
        let list_named = |item: &PrefixItem| match item {
            PrefixItem::Name(name) => {
                self.lists.of_prefixes.get(&name.value).map(|list| (*list, name.span))
            }
            PrefixItem::Prefix { .. } => None,
        };
        let needs: Needs = declared
            .prefix_lists
            .iter()
            .map(|list| list.items.iter().filter_map(list_named).collect())
            .collect();
        let (ready, circles) = order(&needs);
        for circle in &circles {
            let names =
                circle.iter().map(|(list, span)| (&declared.prefix_lists[*list].name, *span));
            self.circle("prefix lists", &names.collect::<Vec<_>>());
        }
        for position in ready {
            let list = declared.prefix_lists[position];
            let prefixes = self.prefix_items(&list.items);
            self.fabric.prefix_lists[position].prefixes = prefixes;
        }
    }

    /// `places` are names and where, in each, the next one is named.
    fn circle(&mut self, kind: &str, places: &[(&Name, Span)]) {
        let Some((first, _)) = places.first() else { return };
        let message = match places {
            [_] => format!("`{}` is made of itself", first.value),
            _ => format!("`{}` is made of {kind} that are made of it", first.value),
        };
        let mut diagnostic = Diagnostic::new(&CIRCLE, message);
        for (name, span) in places.iter().take(4) {
            diagnostic = diagnostic.at(*span, format!("named in `{}`", name.value));
        }
        self.error(diagnostic.help("take one of the names out"));
    }

    /// Takes `count` prefixes off what a program may expand to; whether they were left.
    pub(super) fn charge(&mut self, count: usize, span: Span) -> bool {
        let Some(left) = self.prefixes_left else { return false };
        self.prefixes_left = left.checked_sub(count);
        if self.prefixes_left.is_none() {
            self.error(
                Diagnostic::new(
                    &RANGE_TOO_LARGE,
                    "lists, policies and objects stand for more than 4,000,000 prefixes",
                )
                .at(span, "too many here")
                .help("name large lists in fewer places"),
            );
        }
        self.prefixes_left.is_some()
    }
}

/// Prefixes of a VLAN: its gateway's, or those of the switches' own addresses.
pub(super) fn subnets(vlan: &Vlan) -> impl Iterator<Item = IpNet> {
    let gateway = vlan.gateway.as_ref();
    let own = vlan.addresses.values().next().filter(|_| gateway.is_none());
    let ipv4 = gateway.and_then(|gateway| gateway.ipv4).or(own.and_then(|own| own.ipv4));
    let ipv6 = gateway.and_then(|gateway| gateway.ipv6).or(own.and_then(|own| own.ipv6));
    let ipv4 = ipv4.map(|net| IpNet::V4(net.value.trunc()));
    ipv4.into_iter().chain(ipv6.map(|net| IpNet::V6(net.value.trunc())))
}

/// Sorted, without those that another one holds.
pub(super) fn least(mut nets: Vec<IpNet>) -> Vec<IpNet> {
    nets.sort_unstable();
    let mut out: Vec<IpNet> = Vec::new();
    for net in nets {
        if out.last().is_none_or(|last| !last.contains(&net)) {
            out.push(net);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_that_another_one_holds_are_left_out() {
        let nets = [
            "10.1.0.0/16",
            "2001:db8::/32",
            "10.0.0.0/8",
            "10.0.0.0/8",
            "9.0.0.0/8",
            "2001:db8:1::/48",
        ];
        let nets: Vec<IpNet> = nets.iter().map(|net| net.parse().unwrap()).collect();
        let kept: Vec<String> = least(nets).iter().map(ToString::to_string).collect();
        assert_eq!(kept, ["9.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"]);
    }
}
