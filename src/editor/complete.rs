//! What may be written at a place.

use std::collections::BTreeSet;

use super::index::Index;
use crate::syntax::{Block, Scope, Space};
use crate::vendor::Catalog;

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// What it is.
    pub kind: ChoiceKind,
    /// The word.
    pub text: String,
}

/// What may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChoiceKind {
    /// A name of the program.
    Name,
    /// One of few values.
    Value,
    /// A hardware model.
    Model,
    /// A word with which a statement starts, or goes on.
    Keyword,
}

/// What may stand at a byte of a text.
pub fn complete(text: &str, byte: usize, index: &Index, catalog: &Catalog) -> Vec<Choice> {
    let before = text.get(..byte).unwrap_or(text);
    let typed = before.rfind(|c: char| !is_word(c)).map_or(0, |at| at + 1);
    let context = Context::of(before.get(..typed).unwrap_or_default());
    let mut choices = BTreeSet::new();
    let mut add = |kind, words: &mut dyn Iterator<Item = String>| {
        choices.extend(words.map(|text| Choice { kind, text }));
    };
    let owned = |words: &'static [&'static str]| words.iter().map(|word| (*word).to_owned());
    let keyword = context.words.iter().rev().find(|word| known(word));
    if let Some(keyword) = keyword {
        for space in spaces(keyword, context.block) {
            let names = index.names(*space, context.scope.as_ref()).into_iter();
            add(ChoiceKind::Name, &mut names.map(str::to_owned));
        }
        add(ChoiceKind::Value, &mut owned(values(keyword)));
        if keyword == "model" {
            let vendors = catalog.vendors.iter();
            let models = vendors.flat_map(|(vendor, one)| {
                one.platforms.keys().map(move |model| format!("{vendor}/{model}"))
            });
            add(ChoiceKind::Model, &mut models.collect::<Vec<_>>().into_iter());
        }
    }
    // Behind a keyword that wants a name, no statement starts.
    if context.words.last().is_none_or(|last| spaces(last, context.block).is_empty()) {
        add(ChoiceKind::Keyword, &mut owned(context.block.keywords()));
        let first = context.words.first().map(String::as_str).unwrap_or_default();
        add(ChoiceKind::Keyword, &mut owned(clauses(first)));
    }
    choices.into_iter().collect()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.')
}

/// The block around a place and the words of the statement before it.
struct Context {
    block: Block,
    words: Vec<String>,
    scope: Option<Scope>,
}

impl Context {
    fn of(before: &str) -> Self {
        let mut open: Vec<Vec<String>> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        let mut goes_on = false;
        for (at, line) in before.split('\n').enumerate() {
            if at > 0 && !goes_on {
                words.clear();
            }
            for word in pieces(line) {
                match word {
                    "{" => open.push(std::mem::take(&mut words)),
                    "}" => {
                        open.pop();
                        words.clear();
                    }
                    ";" => words.clear(),
                    word => words.push(word.to_owned()),
                }
            }
            goes_on = words.last().is_some_and(|word| word == ",");
        }
        let head = |words: &[String]| words.first().cloned().unwrap_or_default();
        let block = open.last().map_or(Block::File, |words| block(&head(words), open.len()));
        let around = open.iter().rev().find_map(|words| scope(words));
        Self { block, words, scope: around }
    }
}

/// Words and signs of a line without its comments and texts.
fn pieces(line: &str) -> Vec<&str> {
    let line = line.split("//").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            continue;
        }
        let mut rest = part.trim_start();
        while let Some(first) = rest.chars().next() {
            let end = if "{};,".contains(first) {
                1
            } else {
                rest.find(|c: char| c.is_whitespace() || "{};,".contains(c)).unwrap_or(rest.len())
            };
            found.push(&rest[..end.max(first.len_utf8())]);
            rest = rest[end.max(first.len_utf8())..].trim_start();
        }
    }
    found
}

fn block(keyword: &str, depth: usize) -> Block {
    match keyword {
        "fabric" => Block::Fabric,
        "spanning-tree" => Block::SpanningTree,
        "instance" => Block::Instance,
        "management" => Block::Management,
        "zone" => Block::Zone,
        "tier" | "rack-type" | "rack" => Block::Place,
        "switch" | "switches" => Block::Switch,
        "mlag" => Block::Mlag,
        "vlan" => Block::Vlan,
        "vrf" => Block::Vrf,
        "profile" => Block::Profile,
        "boundary" => Block::Boundary,
        "underlay" => Block::Underlay,
        "overlay" => Block::Overlay,
        "peer" => Block::Peer,
        "ospf" if depth > 1 => Block::Ospf,
        "service" => Block::Service,
        "policy" => Block::Policy,
        "acl" => Block::Acl,
        _ => Block::File,
    }
}

fn scope(words: &[String]) -> Option<Scope> {
    let name = || words.get(1).cloned();
    match words.first()?.as_str() {
        "rack-type" => name().map(Scope::Type),
        "rack" => {
            let of = words.iter().position(|word| word == "of").and_then(|at| words.get(at + 1));
            Some(Scope::Rack(name().into_iter().collect(), of.cloned()))
        }
        _ => None,
    }
}

fn known(word: &str) -> bool {
    !spaces(word, Block::File).is_empty() || !values(word).is_empty() || word == "model"
}

/// What names are asked for behind a keyword.
fn spaces(keyword: &str, block: Block) -> &'static [Space] {
    match keyword {
        "in" | "on" | "to" | "racks" | "switches" | "links" | "root" | "secondary" | "link"
        | "--" | "route-servers" | "uplinks" | "rack" | "zone" | "switch" => &[Space::Place],
        "trunk" | "access" | "native" | "vlans" => &[Space::Vlan],
        "vlan" if matches!(block, Block::Service | Block::Boundary) => &[Space::Vlan],
        "vrf" => &[Space::Vrf],
        "as" => &[Space::Profile],
        "of" => &[Space::RackType],
        "model" => &[Space::Model],
        "acl" => &[Space::Acl],
        "community" => &[Space::CommunityList],
        "as-path" => &[Space::AsPathList],
        "prefixes" | "accept" => &[Space::PrefixList, Space::Object],
        "import" | "export" | "advertise" => &[Space::Policy, Space::PrefixList, Space::Vrf],
        "from" if block == Block::Vrf => &[Space::Vrf],
        "from" => &[Space::Object, Space::Vlan, Space::PrefixList, Space::Service],
        "expect" | "reaches" => {
            &[Space::Vlan, Space::Vrf, Space::Place, Space::Service, Space::Boundary]
        }
        _ => &[],
    }
}

/// The few values that a keyword takes.
fn values(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "underlay" => &["bgp", "bgp unnumbered", "bgp auto", "ospf", "none"],
        "overlay" => &["evpn", "none"],
        "spanning-tree" => &["mstp", "rstp", "rapid-pvst", "none"],
        "pool" => &["loopback", "vtep", "link", "mgmt", "asn"],
        "lacp" => &["fast", "slow", "static"],
        "fec" => &["none", "base-r", "reed-solomon"],
        "via" => &["anycast", "vrrp", "hsrp"],
        "role" => &["admin", "operator"],
        "native" => &["none"],
        "trunk" => &["all"],
        "service" => &["vlan-based", "vlan-aware"],
        "suppression" | "graceful-restart" | "router-advertisement" => &["on", "off"],
        "attach" => &["server", "appliance", "firewall", "router"],
        "severity" => &[
            "emergency",
            "alert",
            "critical",
            "error",
            "warning",
            "notice",
            "informational",
            "debug",
        ],
        "keepalive" => &["management"],
        "storm-control" => &["broadcast", "multicast", "unknown-unicast"],
        _ => &[],
    }
}

/// Words with which a statement goes on.
fn clauses(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "switch" | "switches" => &["model", "in"],
        "rack" => &["of", "in"],
        "zone" => &["kind"],
        "uplinks" => &[
            "every switch",
            "to",
            "ports",
            "at",
            "as",
            "speed",
            "fec",
            "in",
            "numbered",
            "unnumbered",
            "cost",
        ],
        "attach" => &["to", "ports", "as", "speed", "fec", "in", "description"],
        "link" => &[
            "--",
            "as",
            "speed",
            "fec",
            "in",
            "lag",
            "description",
            "numbered",
            "unnumbered",
            "cost",
            "prefix",
        ],
        "gateway" => &["on", "via"],
        "route" => &["via", "discard", "vrf", "on", "distance", "description"],
        "user" => &["role", "key", "password"],
        "expect" => &[
            "reaches",
            "isolated from",
            "within",
            "bandwidth at least",
            "symmetric",
            "despite any",
        ],
        "permit" | "deny" => &[
            "from",
            "to",
            "port",
            "ports",
            "established",
            "log",
            "prefixes",
            "community",
            "as-path",
            "set",
        ],
        "bfd" => &["interval", "multiplier"],
        "timers" => &["keepalive", "hold", "hello", "dead"],
        "model" => &["format"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn offered(text: &str) -> Vec<String> {
        let program = "vlan web 10\nvlan db 20\nvrf prod\nprofile p { trunk web }\nzone z kind power\nrack-type t { switch a }\nrack r1 of t\n";
        let index = Index::of([("main.rack".into(), Arc::from(program))]);
        let catalog = Catalog::load([]).unwrap();
        complete(text, text.len(), &index, &catalog).into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn names_of_the_right_kind_are_offered() {
        assert_eq!(offered("profile q { trunk "), ["db", "web", "all"]);
        assert_eq!(offered("profile q { trunk w"), ["db", "web", "all"]);
        assert_eq!(offered("vlan x 1 {\n  vrf "), ["prod"]);
        assert_eq!(offered("rack r1 of "), ["t"]);
        assert!(offered("rack-type t {\n  attach server s to ").contains(&"a".to_owned()));
        assert!(offered("switch x model ").iter().any(|one| one.contains('/')));
    }

    #[test]
    fn keywords_are_those_of_the_block() {
        let vlan = offered("vlan x 1 {\n  ");
        assert!(vlan.contains(&"gateway".to_owned()) && !vlan.contains(&"include".to_owned()));
        let file = offered("vlan x 1 { mtu 1500 }\n");
        assert!(file.contains(&"include".to_owned()) && !file.contains(&"gateway".to_owned()));
        assert!(offered("profile p { lacp ").starts_with(&["fast".to_owned()]));
        assert!(offered("expect web ").contains(&"reaches".to_owned()));
    }
}
