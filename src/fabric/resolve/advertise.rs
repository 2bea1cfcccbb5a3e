//! What neighbours are told, and what is taken from them.

use super::context::Resolver;
use super::lists::ADVERTISE_WORDS;
use super::prefixes::subnets;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, WRONG_KIND};
use crate::fabric::{Advertise, VlanId, VrfId};
use crate::source::Spanned;
use crate::syntax::ast::Name;

impl Resolver<'_> {
    /// `default`, `all`, `nothing` or a policy.
    pub(super) fn advertise(&mut self, name: &Name) -> Option<Spanned<Advertise>> {
        let found = self.advertise_word(name);
        if found.is_none() {
            let word = name.value.as_str();
            let kind = if self.vrfs.contains_key(word) {
                "VRF"
            } else if self.vlans.contains_key(word) {
                "VLAN"
            } else {
                let known = self.policy_names().chain(ADVERTISE_WORDS);
                let help = self.guesses.did_you_mean(word, known).unwrap_or_else(|| {
                    format!(
                        "write `default`, `all` or `nothing`, or declare `policy {word} {{ … }}`"
                    )
                });
                self.unknown("policy", name, help);
                return None;
            };
            self.error(
                Diagnostic::new(&WRONG_KIND, format!("`{word}` is a {kind}, not a policy"))
                    .at(name.span, "subnets can be told to a boundary's neighbour, and nowhere else")
                    .help(format!("write `default`, `all`, `nothing` or a policy's name, such as of `policy NAME {{ permit prefixes {word} }}`")),
            );
        }
        found
    }

    fn advertise_word(&mut self, name: &Name) -> Option<Spanned<Advertise>> {
        let value = match name.value.as_str() {
            "default" => Advertise::Default,
            "all" => Advertise::All,
            "nothing" => Advertise::Nothing,
            policy => Advertise::Policy(self.known_policy(policy)?),
        };
        Some(Spanned::new(value, name.span))
    }

    /// The same, or the names of VRFs and VLANs.
    pub(super) fn export(&mut self, names: &[Name]) -> Option<Spanned<Advertise>> {
        let first = names.first()?;
        let (mut vrfs, mut vlans): (Vec<VrfId>, Vec<VlanId>) = (Vec::new(), Vec::new());
        let mut word = None;
        let mut failed = false;
        for name in names {
            if let Some(found) = self.advertise_word(name) {
                word.get_or_insert(found);
            } else if let Some(vrf) = self.vrfs.get(&name.value).copied() {
                if self.lists.subnets.get(&vrf).is_none_or(Vec::is_empty) {
                    self.no_subnet("VRF", name);
                }
                if !vrfs.contains(&vrf) {
                    vrfs.push(vrf);
                }
            } else if let Some(vlan) = self.vlans.get(&name.value).copied() {
                if subnets(&self.fabric.vlans[vlan]).next().is_none() {
                    self.no_subnet("VLAN", name);
                }
                if !vlans.contains(&vlan) {
                    vlans.push(vlan);
                }
            } else {
                self.unknown_export(name);
                failed = true;
            }
        }
        match word {
            Some(word) if names.len() > 1 => {
                let other = names.iter().find(|name| name.span != word.span).unwrap_or(first);
                self.error(
                    Diagnostic::new(&CONTRADICTION, "one policy decides on its own")
                        .at(word.span, "decides on everything")
                        .at(other.span, "beside this")
                        .help("name several VRFs and VLANs, or one policy that permits them all"),
                );
                Some(word)
            }
            Some(word) => Some(word),
            None if failed && vrfs.is_empty() && vlans.is_empty() => None,
            None => Some(Spanned::new(Advertise::Subnets { vrfs, vlans }, first.span)),
        }
    }

    fn unknown_export(&mut self, name: &Name) {
        let known = self
            .policy_names()
            .chain(ADVERTISE_WORDS)
            .chain(self.vrfs.keys().map(String::as_str))
            .chain(self.vlans.keys().map(String::as_str));
        let help = self.guesses.did_you_mean(&name.value, known).unwrap_or_else(|| {
            "write `default`, `all`, `nothing`, or a policy, VRF or VLAN that is declared"
                .to_owned()
        });
        self.unknown("policy, VRF or VLAN", name, help);
    }
}
