//! Names that cannot be used because lists would end at them.

use super::ast::{Name, Names};
use super::blocks::Block;
use super::builder::Builder;
use super::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Words that stand for something in the place of a VLAN's name.
const VLAN_WORDS: [&str; 2] = ["all", "none"];
/// A keyword in the place of what an access list matches.
const ANY: &str = "any";
/// Keywords that end a list only where their statement goes on behind them.
const ALSO_NAMES: [&str; 2] = ["object", "ospf"];

impl Builder<'_> {
    /// Reports names of new things that are keywords of the blocks in which they would be listed.
    pub fn refuse_reserved(&mut self, kind: &str, names: &[Names]) {
        for names in names {
            if let Some(name) = names.value.plain() {
                self.refuse(kind, name, names.span);
            }
        }
    }

    /// The same for a name without ranges.
    pub fn refuse_reserved_name(&mut self, kind: &str, name: &Name) {
        self.refuse(kind, &name.value, name.span);
    }

    fn refuse(&mut self, kind: &str, name: &str, span: Span) {
        let Some(place) = reserved_in(kind, name) else {
            return;
        };
        let error = Diagnostic::new(
            &codes::RESERVED_NAME,
            format!("`{name}` cannot be the name of {}", with_article(kind)),
        )
        .at(span, format!("a keyword {place}"))
        .help(format!("choose another name, such as `{name}-1`: lists of names end at keywords"));
        self.errors.push(error);
    }
}

/// The block in which the name is a keyword.
fn reserved_in(kind: &str, name: &str) -> Option<&'static str> {
    if name == ANY && matches!(kind, "vlan" | "vrf" | "object") {
        return Some(Block::Acl.place());
    }
    let blocks: &[Block] = match kind {
        "vlan" => &[Block::Profile, Block::Instance],
        "host" | "vrf" | "object" => &[],
        "zone" => &[Block::File],
        _ => &[Block::File, Block::Vlan, Block::Boundary, Block::Zone],
    };
    if kind == "vlan" && VLAN_WORDS.contains(&name) {
        return Some(Block::Profile.place());
    }
    let is_keyword = |block: &&Block| block.keywords().contains(&name);
    let found = blocks.iter().filter(|_| !ALSO_NAMES.contains(&name)).find(is_keyword);
    found.map(|block| block.place())
}

fn with_article(kind: &str) -> String {
    match kind {
        "vlan" | "vrf" => format!("a {}", kind.to_uppercase()),
        "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
