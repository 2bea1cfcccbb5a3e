//! Communities, community lists and AS-path lists.

use super::context::Resolver;
use super::lists::Declared;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::VALUE_OUT_OF_RANGE;
use crate::fabric::{AsPath, Community};
use crate::source::Spanned;
use crate::syntax::ast;

const WELL_KNOWN: [(&str, Community); 6] = [
    ("no-export", Community::NoExport),
    ("no-advertise", Community::NoAdvertise),
    ("local-as", Community::LocalAs),
    ("no-peer", Community::NoPeer),
    ("graceful-shutdown", Community::GracefulShutdown),
    ("blackhole", Community::Blackhole),
];

/// The numbers of well-known communities, all under 65535 (IANA's registry).
const NUMBERS: [(u16, Community); 6] = [
    (65281, Community::NoExport),
    (65282, Community::NoAdvertise),
    (65283, Community::LocalAs),
    (65284, Community::NoPeer),
    (0, Community::GracefulShutdown),
    (666, Community::Blackhole),
];

impl Resolver<'_> {
    pub(super) fn fill_communities(&mut self, declared: &Declared<'_>) {
        for (position, list) in declared.community_lists.iter().enumerate() {
            let communities = self.spanned_communities(&list.communities);
            self.fabric.community_lists[position].communities = communities;
        }
    }

    pub(super) fn fill_as_paths(&mut self, declared: &Declared<'_>) {
        for (position, list) in declared.as_path_lists.iter().enumerate() {
            let paths = list.entries.iter().filter_map(|entry| self.as_path(entry)).collect();
            self.fabric.as_path_lists[position].paths = paths;
        }
    }

    fn as_path(&mut self, entry: &ast::AsPath) -> Option<AsPath> {
        Some(match entry {
            ast::AsPath::From(asn) => AsPath::From(self.path_asn(*asn)?.value),
            ast::AsPath::Through(asn) => AsPath::Through(self.path_asn(*asn)?.value),
            ast::AsPath::Origin(asn) => AsPath::Origin(self.path_asn(*asn)?.value),
            ast::AsPath::Path(path) => {
                let known = path.iter().filter_map(|asn| self.path_asn(*asn));
                AsPath::Path(known.map(|asn| asn.value).collect())
            }
            ast::AsPath::Empty(_) => AsPath::Empty,
        })
    }

    /// Communities, each once.
    pub(super) fn communities(&mut self, list: &[Spanned<String>]) -> Vec<Community> {
        let mut out = Vec::new();
        for community in self.spanned_communities(list) {
            if !out.contains(&community.value) {
                out.push(community.value);
            }
        }
        out
    }

    fn spanned_communities(&mut self, list: &[Spanned<String>]) -> Vec<Spanned<Community>> {
        list.iter()
            .filter_map(|word| self.community(word).map(|value| Spanned::new(value, word.span)))
            .collect()
    }

    fn community(&mut self, word: &Spanned<String>) -> Option<Community> {
        if let Some(known) = Self::word(word, &WELL_KNOWN) {
            return Some(known.value);
        }
        let halves = word.value.split_once(':');
        let numbers = halves.and_then(|(first, second)| {
            Some((first.parse::<u16>().ok()?, second.parse::<u16>().ok()?))
        });
        match numbers {
            Some((0xffff, second)) => {
                let known = NUMBERS.iter().find(|(number, _)| *number == second);
                Some(known.map_or(Community::Numbers(0xffff, second), |(_, known)| *known))
            }
            Some((first, second)) => Some(Community::Numbers(first, second)),
            None => {
                self.error(
                    Diagnostic::new(
                        &VALUE_OUT_OF_RANGE,
                        format!("there is no community `{}`", word.value),
                    )
                    .at(word.span, "two numbers from 0 to 65535, or a well-known one's name")
                    .help("write such as `65000:100` or `no-export`"),
                );
                None
            }
        }
    }
}
