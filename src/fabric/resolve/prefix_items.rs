//! Prefixes in statements, and names that stand for some: lists, objects, VLANs and VRFs.

use ipnet::IpNet;

use super::bogons::{BOGONS, bogons};
use super::context::Resolver;
use super::prefixes::subnets;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{NO_SUBNET, VALUE_OUT_OF_RANGE};
use crate::fabric::{PrefixMatch, PrefixSet, VlanId, VrfId};
use crate::source::Spanned;
use crate::syntax::ast::{Name, PrefixItem, Target};

/// What a name means where prefixes are needed.
#[derive(Clone, Copy)]
enum PrefixName {
    List(usize),
    Object(usize),
    Vlan(VlanId),
    Vrf(VrfId),
    Bogons,
}

impl Resolver<'_> {
    /// The prefixes of a statement.
    pub(super) fn prefix_set(&mut self, items: &[PrefixItem]) -> PrefixSet {
        let list = match items {
            [PrefixItem::Name(name)] => self.lists.of_prefixes.get(&name.value).copied(),
            _ => None,
        };
        PrefixSet { list, prefixes: self.prefix_items(items) }
    }

    pub(super) fn prefix_items(&mut self, items: &[PrefixItem]) -> Vec<Spanned<PrefixMatch>> {
        let mut out = Vec::new();
        for item in items {
            match item {
                PrefixItem::Prefix { prefix, from, up_to } => {
                    if let Some(matched) = self.prefix_match(*prefix, *from, *up_to)
                        && self.charge(1, prefix.span)
                    {
                        out.push(matched);
                    }
                }
                PrefixItem::Name(name) => {
                    let matches = self.named_matches(name);
                    out.extend(matches.into_iter().map(|one| Spanned::new(one, name.span)));
                }
            }
        }
        out
    }

    fn prefix_match(
        &mut self,
        prefix: Spanned<IpNet>,
        from: Option<Spanned<u32>>,
        up_to: Option<Spanned<u32>>,
    ) -> Option<Spanned<PrefixMatch>> {
        if !self.no_host_bits(prefix) {
            return None;
        }
        let net = prefix.value;
        let (own, longest) = (u32::from(net.prefix_len()), u32::from(net.max_prefix_len()));
        let from_length = from.map_or(own, |length| length.value);
        // `from /24` alone has no upper end.
        let unsaid = if from.is_some() { longest } else { own };
        let last = up_to.map_or(unsaid, |length| length.value);
        if let Some(from) = from.filter(|from| from.value < own || from.value > longest) {
            self.wrong_length(from, &format!("prefixes in `{net}` are /{own} to /{longest} long"));
            return None;
        }
        if let Some(up_to) = up_to.filter(|up_to| up_to.value < from_length || last > longest) {
            self.wrong_length(up_to, &format!("/{from_length} to /{longest} are possible here"));
            return None;
        }
        let short = |length: u32| u8::try_from(length).unwrap_or(net.max_prefix_len());
        let matched = PrefixMatch { prefix: net, from: short(from_length), up_to: short(last) };
        Some(Spanned::new(matched, prefix.span))
    }

    fn wrong_length(&mut self, length: Spanned<u32>, label: &str) {
        self.error(
            Diagnostic::new(
                &VALUE_OUT_OF_RANGE,
                format!("no prefix of the list is /{} long", length.value),
            )
            .at(length.span, label),
        );
    }

    fn named_matches(&mut self, name: &Name) -> Vec<PrefixMatch> {
        match self.prefix_name(name, true) {
            Some(PrefixName::List(list)) => {
                self.fabric.prefix_lists[list].used = true;
                let count = self.fabric.prefix_lists[list].prefixes.len();
                if !self.charge(count, name.span) {
                    return Vec::new();
                }
                self.fabric.prefix_lists[list].prefixes.iter().map(|one| one.value).collect()
            }
            Some(PrefixName::Bogons) => bogons()
                .map(|net| PrefixMatch {
                    prefix: net,
                    from: net.prefix_len(),
                    up_to: net.max_prefix_len(),
                })
                .collect(),
            Some(found) => self.named_nets(found, name).into_iter().map(exactly).collect(),
            None => Vec::new(),
        }
    }

    /// The prefixes of targets, names resolved, as they are written.
    pub(super) fn targets(&mut self, targets: &[Target]) -> Vec<IpNet> {
        let mut out = Vec::new();
        for target in targets {
            match target {
                Target::Prefix(prefix) => {
                    if self.no_host_bits(*prefix) {
                        out.push(prefix.value);
                    }
                }
                Target::Name(name) => {
                    let Some(found) = self.prefix_name(name, false) else { continue };
                    out.extend(self.named_nets(found, name));
                }
            }
        }
        out
    }

    /// What a name stands for; nothing when it stands for too much.
    fn named_nets(&mut self, found: PrefixName, name: &Name) -> Vec<IpNet> {
        if let PrefixName::Object(object) = found {
            self.fabric.objects[object].used = true;
        }
        let nets: &[IpNet] = match found {
            PrefixName::Object(object) => &self.fabric.objects[object].nets,
            PrefixName::Vrf(vrf) => self.lists.subnets.get(&vrf).map_or(&[], Vec::as_slice),
            PrefixName::Vlan(vlan) => &subnets(&self.fabric.vlans[vlan]).collect::<Vec<_>>(),
            PrefixName::Bogons => &bogons().collect::<Vec<_>>(),
            PrefixName::List(_) => &[],
        };
        if nets.len() > self.prefixes_left.unwrap_or(0) {
            // Not worth a copy that would be thrown away.
            self.charge(nets.len(), name.span);
            return Vec::new();
        }
        let nets = nets.to_vec();
        self.charge(nets.len(), name.span);
        match found {
            PrefixName::Vlan(_) if nets.is_empty() => self.no_subnet("VLAN", name),
            PrefixName::Vrf(_) if nets.is_empty() => self.no_subnet("VRF", name),
            _ => {}
        }
        nets
    }

    pub(super) fn no_subnet(&mut self, kind: &str, name: &Name) {
        let (message, help) = if kind == "VRF" {
            (
                format!("no VLAN of VRF `{}` has a subnet", name.value),
                "give its VLANs gateways, or write the prefixes",
            )
        } else {
            (
                format!("VLAN `{}` has no subnet", name.value),
                "give it a gateway, or write the prefix",
            )
        };
        self.error(
            Diagnostic::new(&NO_SUBNET, message).at(name.span, "stands for nothing").help(help),
        );
    }

    /// What a name means: a prefix list (if it may), an object, a VLAN, a VRF or what is built in.
    fn prefix_name(&mut self, name: &Name, lists: bool) -> Option<PrefixName> {
        let word = name.value.as_str();
        let list = self.lists.of_prefixes.get(word).filter(|_| lists);
        let found = list
            .map(|list| PrefixName::List(*list))
            .or_else(|| self.lists.objects.get(word).map(|object| PrefixName::Object(*object)))
            .or_else(|| self.vlans.get(word).map(|vlan| PrefixName::Vlan(*vlan)))
            .or_else(|| self.vrfs.get(word).map(|vrf| PrefixName::Vrf(*vrf)))
            .or_else(|| (word == BOGONS).then_some(PrefixName::Bogons));
        if found.is_none() {
            let of_lists = self.lists.of_prefixes.keys().filter(|_| lists);
            let known = of_lists
                .chain(self.lists.objects.keys())
                .chain(self.vlans.keys())
                .chain(self.vrfs.keys())
                .map(String::as_str)
                .chain([BOGONS]);
            let help = self
                .guesses
                .did_you_mean(word, known)
                .unwrap_or_else(|| format!("declare it: `object {word} PREFIX, …`"));
            let kind =
                if lists { "prefix list, object, VLAN or VRF" } else { "object, VLAN or VRF" };
            self.unknown(kind, name, help);
        }
        found
    }
}

fn exactly(net: IpNet) -> PrefixMatch {
    PrefixMatch { prefix: net, from: net.prefix_len(), up_to: net.prefix_len() }
}
