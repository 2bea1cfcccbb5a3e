//! Where a program names things, and how its words are to be coloured: for editors.

use std::ops::Range;

use pest::Parser;

use super::Pattern;
use super::blocks::Block;
use super::expected::keyword;
use super::grammar::{Node, RackParser, Rule};
use super::names;
use super::scan::scan;

/// Names of different spaces may be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// Switches, pairs, tiers, racks, zones and hosts.
    Place,
    /// VLANs.
    Vlan,
    /// VRFs.
    Vrf,
    /// Port profiles.
    Profile,
    /// Short names of hardware models.
    Model,
    /// Rack types.
    RackType,
    /// Services.
    Service,
    /// Boundaries.
    Boundary,
    /// Route policies.
    Policy,
    /// Access lists.
    Acl,
    /// Named prefixes and addresses.
    Object,
    /// Prefix lists.
    PrefixList,
    /// Community lists.
    CommunityList,
    /// AS-path lists.
    AsPathList,
}

/// The statement around a name that is known only there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// `rack-type NAME { … }`
    Type(String),
    /// `rack NAMES of TYPE { … }`
    Rack(Vec<String>, Option<String>),
}

/// A name in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it is written, in bytes.
    pub range: Range<usize>,
    /// What it stands for.
    pub names: Vec<String>,
    /// Where to look it up, in this order.
    pub spaces: &'static [Space],
    /// The keyword of the statement that declares it; nothing where it is only used.
    pub declares: Option<&'static str>,
    /// The rack or rack type in which it is written.
    pub scope: Option<Scope>,
    /// The whole statement.
    pub statement: Range<usize>,
}

/// How a word is to be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A word of the language.
    Keyword,
    /// A name.
    Name,
    /// A number, an address, a rate and so on.
    Value,
    /// Text between quotes.
    Text,
    /// Lines of a vendor.
    Raw,
    /// `--`, `+`, `=`
    Sign,
}

/// All names in a text, in order.
pub fn mentions(text: &str) -> Vec<Mention> {
    let scanned = scan(text);
    let mut finder = Finder { found: Vec::new(), scope: None, statement: 0..0 };
    for node in RackParser::parse(Rule::file, &scanned.text).into_iter().flatten() {
        for item in node.into_inner() {
            finder.statement(item);
        }
    }
    finder.found
}

/// All words of a text with their colours, in order; comments are not among them.
pub fn words(text: &str) -> Vec<(Range<usize>, Class)> {
    let scanned = scan(text);
    let nodes = RackParser::parse(Rule::file, &scanned.text).into_iter().flatten();
    let mut words: Vec<(Range<usize>, Class)> = Vec::new();
    for node in nodes.flat_map(|node| node.into_inner().flatten()) {
        let range = node.as_span().start()..node.as_span().end();
        // A name with its port is taken apart, and what was taken whole is not.
        let inside = words.last().is_some_and(|(last, _)| range.start < last.end);
        if let Some(class) = class(node.as_rule()).filter(|_| !inside && !range.is_empty()) {
            words.push((range, class));
        }
    }
    words
}

fn class(rule: Rule) -> Option<Class> {
    use Rule as R;
    Some(match rule {
        R::name | R::pattern | R::platform => Class::Name,
        R::text => Class::Text,
        R::raw => Class::Raw,
        R::EQUALS | R::PLUS | R::CABLE => Class::Sign,
        R::secret_ref
        | R::host_kind
        | R::target_kind
        | R::thing
        | R::asn_unit
        | R::service_kind
        | R::asn_pool
        | R::prefix_pool
        | R::stp_mode
        | R::role_name
        | R::severity_name
        | R::lacp_mode
        | R::traffic
        | R::node_unit
        | R::icmp_type
        | R::mechanism
        | R::cable_word
        | R::switch_state => Class::Keyword,
        R::port
        | R::number
        | R::id_range
        | R::asn_range
        | R::asn_value
        | R::port_range
        | R::area_id
        | R::community
        | R::length
        | R::address
        | R::prefix
        | R::mac
        | R::duration
        | R::interval
        | R::rate
        | R::split
        | R::percent
        | R::dotted_name
        | R::zone_name => Class::Value,
        R::EOI => return None,
        rule => keyword(rule).map(|_| Class::Keyword)?,
    })
}

struct Finder {
    found: Vec<Mention>,
    scope: Option<Scope>,
    statement: Range<usize>,
}

impl Finder {
    fn statement(&mut self, node: Node<'_>) {
        let before = self.scope.clone();
        let text = node.as_str().trim_end();
        let start = node.as_span().start();
        self.statement = start..start + text.len();
        match node.as_rule() {
            Rule::rack_type => self.scope = child(&node, Rule::name).map(Scope::Type),
            Rule::rack => {
                let racks = node.clone().into_inner().take_while(|part| part.as_rule() != Rule::of);
                let racks = racks.filter(|part| part.as_rule() == Rule::pattern);
                let racks = racks.flat_map(|part| expanded(part.as_str())).collect();
                let of = node.clone().into_inner().find(|part| part.as_rule() == Rule::of);
                self.scope = Some(Scope::Rack(racks, of.and_then(|of| child(&of, Rule::name))));
            }
            _ => {}
        }
        self.parts(node);
        self.scope = before;
    }

    fn parts(&mut self, node: Node<'_>) {
        let parent = node.as_rule();
        let statement = self.statement.clone();
        let mut nth = 0;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::pattern => {
                    self.name(parent, nth, &part);
                    nth += 1;
                }
                Rule::secret_ref | Rule::raw_block => {}
                rule if Block::of(rule).is_some() => {
                    for inner in part.into_inner() {
                        self.statement(inner);
                        self.statement = statement.clone();
                    }
                }
                _ => self.parts(part),
            }
        }
    }

    fn name(&mut self, parent: Rule, nth: usize, part: &Node<'_>) {
        let Some((declares, spaces)) = role(parent, nth) else { return };
        let names = expanded(part.as_str());
        if names.is_empty() {
            return;
        }
        // The names and the type of a rack are no names within it.
        let own = matches!(parent, Rule::rack | Rule::rack_type | Rule::of);
        self.found.push(Mention {
            range: part.as_span().start()..part.as_span().end(),
            names,
            spaces,
            declares,
            scope: self.scope.clone().filter(|_| !own),
            statement: self.statement.clone(),
        });
    }
}

fn child(node: &Node<'_>, rule: Rule) -> Option<String> {
    let part = node.clone().into_inner().find(|part| part.as_rule() == rule)?;
    Some(part.as_str().to_owned())
}

fn expanded(text: &str) -> Vec<String> {
    let pattern: Option<Pattern> = names::pattern(text).ok();
    pattern.and_then(|pattern| pattern.expand().ok()).unwrap_or_default()
}

/// What the names in a rule are: declared by a keyword or used, and of which spaces.
fn role(parent: Rule, nth: usize) -> Option<(Option<&'static str>, &'static [Space])> {
    use Rule as R;
    const PLACE: &[Space] = &[Space::Place];
    const VLAN: &[Space] = &[Space::Vlan];
    const ROUTES: &[Space] =
        &[Space::Policy, Space::PrefixList, Space::Vrf, Space::Service, Space::Vlan, Space::Object];
    const PREFIXES: &[Space] = &[Space::PrefixList, Space::Object, Space::Vlan, Space::Service];
    let declares = |keyword, spaces: &'static [Space]| Some((Some(keyword), spaces));
    let uses = |spaces: &'static [Space]| Some((None, spaces));
    match (parent, nth) {
        (R::zone, _) => declares("zone", PLACE),
        (R::tier, _) => declares("tier", PLACE),
        (R::rack, _) => declares("rack", PLACE),
        (R::switch, _) => declares("switch", PLACE),
        (R::mlag, 0) => declares("mlag", PLACE),
        (R::attach, _) => declares("attach", PLACE),
        (R::rack_type, _) => declares("rack-type", &[Space::RackType]),
        (R::model, 0) => declares("model", &[Space::Model]),
        (R::vlan, _) => declares("vlan", VLAN),
        (R::vrf, _) => declares("vrf", &[Space::Vrf]),
        (R::profile, _) => declares("profile", &[Space::Profile]),
        (R::boundary, _) => declares("boundary", &[Space::Boundary]),
        (R::service, _) => declares("service", &[Space::Service]),
        (R::policy, _) => declares("policy", &[Space::Policy]),
        (R::acl, _) => declares("acl", &[Space::Acl]),
        (R::object, _) => declares("object", &[Space::Object]),
        (R::prefix_list, _) => declares("prefix-list", &[Space::PrefixList]),
        (R::community_list, _) => declares("community-list", &[Space::CommunityList]),
        (R::as_path_list, _) => declares("as-path-list", &[Space::AsPathList]),
        (R::of, _) => uses(&[Space::RackType]),
        (R::of_model, _) => uses(&[Space::Model]),
        (
            R::fabric_on
            | R::stp_root
            | R::stp_secondary
            | R::route_servers
            | R::zone_racks
            | R::zone_switches
            | R::endpoint
            | R::mlag
            | R::uplinks_from
            | R::uplinks_to
            | R::attach_to
            | R::no_attach
            | R::in_place
            | R::in_rack
            | R::in_zones
            | R::cable_zones
            | R::vlan_racks
            | R::vlan_on
            | R::vlan_address
            | R::route_on
            | R::boundary_on
            | R::peer_on
            | R::verbatim_on
            | R::lost_zone
            | R::lost_rack
            | R::lost_switch,
            _,
        ) => uses(PLACE),
        (
            R::instance_vlans
            | R::access
            | R::trunk
            | R::native
            | R::boundary_vlan
            | R::service_vlans,
            _,
        ) => uses(VLAN),
        (R::vrf_name | R::leak, _) => uses(&[Space::Vrf]),
        (R::as_profile, _) => uses(&[Space::Profile]),
        (R::access_list, _) => uses(&[Space::Acl]),
        (R::term_community, _) => uses(&[Space::CommunityList]),
        (R::term_as_path, _) => uses(&[Space::AsPathList]),
        (R::prefix_item, _) => uses(PREFIXES),
        (R::import | R::peer_export | R::ospf_export | R::advertise, _) => uses(ROUTES),
        (R::acl_from | R::acl_to | R::object_item | R::targets, _) => {
            uses(&[Space::Object, Space::Vlan, Space::PrefixList, Space::Service])
        }
        (R::subject, _) => {
            uses(&[Space::Vlan, Space::Vrf, Space::Place, Space::Service, Space::Boundary])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<&'static str>)> {
        mentions(text).into_iter().map(|one| (text.get(one.range).unwrap(), one.declares)).collect()
    }

    #[test]
    fn names_are_declared_and_used() {
        assert_eq!(
            found("vlan web 10 { vrf prod  racks r[01..02] }\nprofile p { trunk web native none }"),
            [
                ("web", Some("vlan")),
                ("prod", None),
                ("r[01..02]", None),
                ("p", Some("profile")),
                ("web", None)
            ]
        );
        assert_eq!(
            found("mlag pair = a + b\nlink a:1 -- b:1 as trunk"),
            [
                ("pair", Some("mlag")),
                ("a", None),
                ("b", None),
                ("a", None),
                ("b", None),
                ("trunk", None)
            ]
        );
    }

    #[test]
    fn what_is_in_a_rack_type_has_its_scope() {
        let all = mentions("rack-type t { switch a }\nrack r[1..2] of t in row { switch c }");
        let scopes: Vec<_> = all.iter().map(|one| one.scope.clone()).collect();
        let rack = Scope::Rack(vec!["r1".into(), "r2".into()], Some("t".into()));
        let rows = all[4].spaces == [Space::Place];
        assert_eq!(
            scopes,
            [None, Some(Scope::Type("t".into())), None, None, Some(rack.clone()), Some(rack)]
        );
        assert!(rows);
    }

    #[test]
    fn words_have_classes() {
        let text = "vlan web 110 { description \"x\" }";
        let words: Vec<_> =
            words(text).into_iter().map(|(range, class)| (&text[range], class)).collect();
        assert_eq!(
            words,
            [
                ("vlan", Class::Keyword),
                ("web", Class::Name),
                ("110", Class::Value),
                ("description", Class::Keyword),
                ("\"x\"", Class::Text)
            ]
        );
    }
}
