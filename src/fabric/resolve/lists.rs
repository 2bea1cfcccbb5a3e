//! Names of lists, policies, access lists and objects: each kind has a space of its own.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::bogons::BOGONS;
use super::context::Resolver;
use super::statements::Statements;
use crate::diagnostic::{Diagnostic, Guesses};
use crate::fabric::codes::{CONTRADICTION, UNKNOWN_NAME};
use crate::fabric::{Acl, AsPathList, CommunityList, Object, Policy, PrefixList, VrfId};
use crate::source::Origin;
use crate::syntax::ast::{self, Name};

/// Names by kind, each with its position in the fabric.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) objects: BTreeMap<String, usize>,
    pub(super) of_prefixes: BTreeMap<String, usize>,
    of_communities: BTreeMap<String, usize>,
    of_as_paths: BTreeMap<String, usize>,
    policies: BTreeMap<String, usize>,
    acls: BTreeMap<String, usize>,
    /// Subnets of each VRF's VLANs.
    pub(super) subnets: BTreeMap<VrfId, Vec<IpNet>>,
}

/// Statements whose names were free, in the order of the fabric's positions.
pub(super) struct Declared<'a> {
    pub(super) objects: Vec<&'a ast::Object>,
    pub(super) prefix_lists: Vec<&'a ast::PrefixList>,
    pub(super) community_lists: Vec<&'a ast::CommunityList>,
    pub(super) as_path_lists: Vec<&'a ast::AsPathList>,
    pub(super) policies: Vec<&'a ast::Policy>,
    pub(super) acls: Vec<&'a ast::Acl>,
}

/// Words with a meaning of their own where a policy may be named.
pub(super) const ADVERTISE_WORDS: [&str; 3] = ["default", "all", "nothing"];

impl Resolver<'_> {
    /// Declares all names, so that statements may use what stands further down.
    pub(super) fn list_names<'a>(&mut self, statements: &Statements<'a>) -> Declared<'a> {
        let declared = Declared {
            objects: self.first_of_each("object", &statements.objects, |one| &one.name),
            prefix_lists: self
                .first_of_each("prefix list", &statements.prefix_lists, |one| &one.name),
            community_lists: self.first_of_each(
                "community list",
                &statements.community_lists,
                |one| &one.name,
            ),
            as_path_lists: self
                .first_of_each("AS-path list", &statements.as_path_lists, |one| &one.name),
            policies: self.first_of_each("policy", &statements.policies, |one| &one.name),
            acls: self.first_of_each("access list", &statements.acls, |one| &one.name),
        };
        self.lists = Lists {
            objects: positions(declared.objects.iter().map(|one| &one.name)),
            of_prefixes: positions(declared.prefix_lists.iter().map(|one| &one.name)),
            of_communities: positions(declared.community_lists.iter().map(|one| &one.name)),
            of_as_paths: positions(declared.as_path_lists.iter().map(|one| &one.name)),
            policies: positions(declared.policies.iter().map(|one| &one.name)),
            acls: positions(declared.acls.iter().map(|one| &one.name)),
            subnets: BTreeMap::new(),
        };
        self.taken_names(&declared);
        self.empty_lists(&declared);
        declared
    }

    /// Statements whose names are free; the others are reported.
    pub(super) fn first_of_each<'a, T>(
        &mut self,
        kind: &str,
        statements: &[&'a T],
        name: fn(&T) -> &Name,
    ) -> Vec<&'a T> {
        let mut known: BTreeMap<&str, Origin> = BTreeMap::new();
        let mut out = Vec::new();
        for statement in statements {
            let name = name(statement);
            if let Some(first) = known.get(name.value.as_str()) {
                self.duplicate(kind, &name.value, *first, name.span.into());
            } else {
                known.insert(&name.value, name.span.into());
                out.push(*statement);
            }
        }
        out
    }

    /// Names that could be taken for something else where they are used.
    fn taken_names(&mut self, declared: &Declared<'_>) {
        for object in &declared.objects {
            let vlan = self.vlans.get(&object.name.value).map(|id| self.fabric.vlans[*id].origin);
            let vrf = self.vrfs.get(&object.name.value).map(|id| self.fabric.vrfs[*id].origin);
            for first in vlan.into_iter().chain(vrf) {
                self.duplicate("object", &object.name.value, first, object.name.span.into());
            }
            if object.name.value == BOGONS {
                self.built_in(&object.name, "the addresses that do not exist on the Internet");
            }
        }
        for policy in &declared.policies {
            if ADVERTISE_WORDS.contains(&policy.name.value.as_str()) {
                self.built_in(
                    &policy.name,
                    "what `import`, `export` and `advertise` say without a policy",
                );
            }
        }
    }

    fn built_in(&mut self, name: &Name, meaning: &str) {
        self.error(
            Diagnostic::new(&CONTRADICTION, format!("`{}` is built in", name.value))
                .at(name.span, format!("means {meaning}"))
                .help("take another name"),
        );
    }

    /// All things by name, their contents still to come.
    fn empty_lists(&mut self, declared: &Declared<'_>) {
        let of = |name: &Name| (name.value.clone(), Origin::from(name.span));
        let fabric = &mut self.fabric;
        fabric.objects.extend(declared.objects.iter().map(|one| {
            let (name, origin) = of(&one.name);
            Object { name, origin, nets: Vec::new(), used: false }
        }));
        fabric.prefix_lists.extend(declared.prefix_lists.iter().map(|one| {
            let (name, origin) = of(&one.name);
            PrefixList { name, origin, prefixes: Vec::new(), used: false }
        }));
        fabric.community_lists.extend(declared.community_lists.iter().map(|one| {
            let (name, origin) = of(&one.name);
            CommunityList { name, origin, communities: Vec::new(), used: false }
        }));
        fabric.as_path_lists.extend(declared.as_path_lists.iter().map(|one| {
            let (name, origin) = of(&one.name);
            AsPathList { name, origin, paths: Vec::new(), used: false }
        }));
        fabric.policies.extend(declared.policies.iter().map(|one| {
            let (name, origin) = of(&one.name);
            Policy { name, origin, terms: Vec::new(), used: false }
        }));
        fabric.acls.extend(declared.acls.iter().map(|one| {
            let (name, origin) = of(&one.name);
            Acl { name, origin, entries: Vec::new(), used: false }
        }));
    }

    /// A policy, if there is one of the name; it counts as used.
    pub(super) fn known_policy(&mut self, name: &str) -> Option<usize> {
        let found = self.lists.policies.get(name).copied()?;
        self.fabric.policies[found].used = true;
        Some(found)
    }

    /// Names of all policies.
    pub(super) fn policy_names(&self) -> impl Iterator<Item = &str> {
        self.lists.policies.keys().map(String::as_str)
    }

    pub(super) fn acl(&mut self, name: &Name) -> Option<usize> {
        let found =
            Self::listed(&self.guesses, ("access list", "acl NAME { … }"), &self.lists.acls, name);
        let acl = self.or_error(found)?;
        self.fabric.acls[acl].used = true;
        Some(acl)
    }

    pub(super) fn community_list(&mut self, name: &Name) -> Option<usize> {
        let known = &self.lists.of_communities;
        let found = Self::listed(
            &self.guesses,
            ("community list", "community-list NAME 65000:100"),
            known,
            name,
        );
        let list = self.or_error(found)?;
        self.fabric.community_lists[list].used = true;
        Some(list)
    }

    pub(super) fn as_path_list(&mut self, name: &Name) -> Option<usize> {
        let known = &self.lists.of_as_paths;
        let found = Self::listed(
            &self.guesses,
            ("AS-path list", "as-path-list NAME from 64700"),
            known,
            name,
        );
        let list = self.or_error(found)?;
        self.fabric.as_path_lists[list].used = true;
        Some(list)
    }

    fn or_error<T>(&mut self, found: Result<T, Diagnostic>) -> Option<T> {
        found.map_err(|diagnostic| self.error(diagnostic)).ok()
    }

    fn listed(
        guesses: &Guesses,
        (kind, example): (&str, &str),
        known: &BTreeMap<String, usize>,
        name: &Name,
    ) -> Result<usize, Diagnostic> {
        known.get(&name.value).copied().ok_or_else(|| {
            let help =
                guesses.did_you_mean(&name.value, known.keys().map(String::as_str)).unwrap_or_else(
                    || format!("declare it: `{}`", example.replace("NAME", &name.value)),
                );
            Diagnostic::new(&UNKNOWN_NAME, format!("there is no {kind} `{}`", name.value))
                .at(name.span, "not declared anywhere")
                .help(help)
        })
    }
}

fn positions<'a>(names: impl Iterator<Item = &'a Name>) -> BTreeMap<String, usize> {
    names.enumerate().map(|(position, name)| (name.value.clone(), position)).collect()
}
