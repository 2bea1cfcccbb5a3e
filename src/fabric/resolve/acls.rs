//! Access lists, and where they apply.

use ipnet::IpNet;

use super::context::Resolver;
use super::lists::Declared;
use super::prefixes::least;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, FAMILIES_APART, VALUE_OUT_OF_RANGE};
use crate::fabric::{Access, AclEntry, IcmpKind, Protocol, Targets};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Target};

impl Resolver<'_> {
    pub(super) fn fill_acls(&mut self, declared: &Declared<'_>) {
        for (position, acl) in declared.acls.iter().enumerate() {
            let entries = acl.entries.iter().map(|entry| self.acl_entry(entry)).collect();
            self.fabric.acls[position].entries = entries;
        }
    }

    /// Access lists of a place: one for each direction.
    pub(super) fn access(&mut self, statements: &[&ast::Access]) -> Vec<Access> {
        let mut out: Vec<Access> = Vec::new();
        for statement in statements {
            let same = |known: &&Access| known.ingress == statement.ingress;
            if let Some(first) = out.iter().find(same).map(|known| known.span) {
                let word = if statement.ingress { "ingress" } else { "egress" };
                self.said_twice(&format!("the {word} access list"), first, statement.span);
                continue;
            }
            if let Some(acl) = self.acl(&statement.acl) {
                out.push(Access { ingress: statement.ingress, acl, span: statement.span });
            }
        }
        out
    }

    fn acl_entry(&mut self, entry: &ast::AclEntry) -> AclEntry {
        let protocol = entry.protocol.as_ref().and_then(|word| self.protocol(word));
        let icmp = entry.icmp.as_ref().and_then(icmp_kind);
        let from = self.entry_targets(&entry.from);
        let to = self.entry_targets(&entry.to);
        self.entry_families(entry, icmp, from.as_ref(), to.as_ref());
        self.entry_words(entry, protocol);
        let from_ports = self.entry_ports(&entry.from_ports);
        let to_ports = self.entry_ports(&entry.to_ports);
        AclEntry {
            permit: entry.permit.value,
            protocol,
            icmp: icmp.map(|icmp| icmp.value),
            from,
            from_ports,
            to,
            to_ports,
            established: entry.established.is_some(),
            log: entry.log.is_some(),
            description: entry.description.as_ref().map(|text| self.text(text)),
            span: entry.span,
        }
    }

    fn protocol(&mut self, word: &Spanned<String>) -> Option<Protocol> {
        match (word.value.as_str(), word.value.parse::<u8>()) {
            ("tcp", _) | (_, Ok(6)) => Some(Protocol::Tcp),
            ("udp", _) | (_, Ok(17)) => Some(Protocol::Udp),
            ("icmp", _) => Some(Protocol::Icmp),
            (_, Ok(number)) => Some(Protocol::Number(number)),
            (written, Err(_)) => {
                self.error(
                    Diagnostic::new(
                        &VALUE_OUT_OF_RANGE,
                        format!("protocol {written} does not exist"),
                    )
                    .at(word.span, "0 to 255 are allowed"),
                );
                None
            }
        }
    }

    /// Sources or destinations; none for any.
    fn entry_targets(&mut self, targets: &[Target]) -> Option<Targets> {
        if targets.is_empty() {
            return None;
        }
        let words: Vec<String> = targets.iter().map(word_of).collect();
        Some(Targets { words: words.join(", "), nets: least(self.targets(targets)) })
    }

    fn entry_ports(&mut self, ports: &[Spanned<(u32, u32)>]) -> Vec<(u16, u16)> {
        let mut out = Vec::new();
        for range in ports {
            let (first, last) = range.value;
            let lower = self.number::<u16>(Spanned::new(first, range.span), 0..=65535, "port");
            let upper = self.number::<u16>(Spanned::new(last, range.span), 0..=65535, "port");
            let (Some(lower), Some(upper)) = (lower, upper) else { continue };
            if lower.value > upper.value {
                self.error(
                    Diagnostic::new(
                        &VALUE_OUT_OF_RANGE,
                        format!("the ports `{first}..{last}` end before they begin"),
                    )
                    .at(range.span, "the smaller number stands first")
                    .help(format!("write `{last}..{first}`")),
                );
                continue;
            }
            out.push((lower.value, upper.value));
        }
        out
    }

    /// An entry that can match no packet of either family.
    fn entry_families(
        &mut self,
        entry: &ast::AclEntry,
        icmp: Option<Spanned<IcmpKind>>,
        from: Option<&Targets>,
        to: Option<&Targets>,
    ) {
        let unresolved = |targets: Option<&Targets>| targets.is_some_and(|to| to.nets.is_empty());
        if unresolved(from) || unresolved(to) {
            // What is wrong with the names was told already.
            return;
        }
        let has = |targets: Option<&Targets>, ipv6: bool| {
            let of_family = |net: &IpNet| matches!(net, IpNet::V6(_)) == ipv6;
            targets.is_none_or(|targets| targets.nets.iter().any(of_family))
        };
        let families: Vec<bool> =
            [false, true].into_iter().filter(|v6| has(from, *v6) && has(to, *v6)).collect();
        let Some(first) = families.first() else {
            self.error(
                Diagnostic::new(
                    &FAMILIES_APART,
                    "no packet goes from an address of one family to one of the other",
                )
                .at(entry.span, "source and destination have no family in common")
                .help("name addresses of one family, or objects that hold both"),
            );
            return;
        };
        let Some(icmp) = icmp else { return };
        if families.iter().all(|ipv6| icmp.value.number(*ipv6).is_none()) {
            let family = if *first { "ICMPv6" } else { "ICMP of IPv4" };
            self.error(
                Diagnostic::new(
                    &FAMILIES_APART,
                    format!("there is no `{}` in {family}", icmp.value.word()),
                )
                .at(icmp.span, "of the other family only, and no address of the entry is")
                .help("delete the entry, or name addresses of the other family"),
            );
        }
    }

    /// Words that only some protocols have.
    fn entry_words(&mut self, entry: &ast::AclEntry, protocol: Option<Protocol>) {
        let with_ports = matches!(protocol, Some(Protocol::Tcp | Protocol::Udp));
        let ports = entry.from_ports.first().or(entry.to_ports.first());
        let told = entry.protocol.is_some() && protocol.is_none();
        if told {
            return;
        }
        if let Some(ports) = ports.filter(|_| !with_ports) {
            self.idle_word(
                ports.span,
                "only TCP and UDP have ports",
                "write `tcp` or `udp` after `permit` or `deny`",
            );
        }
        if let Some(span) = entry.established.filter(|_| protocol != Some(Protocol::Tcp)) {
            self.idle_word(
                span,
                "only TCP has connections that are up",
                "write `tcp` after `permit` or `deny`",
            );
        }
        if let Some(icmp) = entry.icmp.as_ref().filter(|_| protocol != Some(Protocol::Icmp)) {
            self.idle_word(icmp.span, "only ICMP has types", "write `icmp` before it");
        }
    }

    fn idle_word(&mut self, span: Span, message: &str, help: &str) {
        self.error(
            Diagnostic::new(&CONTRADICTION, message)
                .at(span, "does not fit the protocol")
                .help(help),
        );
    }
}

fn icmp_kind(word: &ast::Name) -> Option<Spanned<IcmpKind>> {
    let known = IcmpKind::ALL.iter().find(|known| known.1 == word.value)?;
    Some(Spanned::new(known.0, word.span))
}

/// A target as the program writes it.
fn word_of(target: &Target) -> String {
    match target {
        Target::Name(name) => name.value.clone(),
        Target::Prefix(prefix) if prefix.value.prefix_len() == prefix.value.max_prefix_len() => {
            prefix.value.addr().to_string()
        }
        Target::Prefix(prefix) => prefix.value.to_string(),
    }
}
