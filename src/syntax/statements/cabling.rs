use ipnet::IpNet;

use crate::source::Spanned;
use crate::syntax::ast::{Attach, Link, Name, Names, Text, Uplinks};
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

/// The clauses that statements about cables share.
#[derive(Default)]
struct CableClauses {
    profile: Option<Name>,
    speed: Option<Spanned<u32>>,
    fec: Option<Name>,
    zones: Vec<Names>,
    lag: Option<Name>,
    description: Option<Text>,
    numbered: Option<Spanned<bool>>,
    cost: Option<Spanned<u32>>,
    prefixes: Option<Vec<Spanned<IpNet>>>,
}

impl<'i> Builder<'i> {
    pub(super) fn uplinks(&mut self, node: Node<'i>) -> Uplinks {
        let clauses = self.cable_clauses(node.clone());
        let mut uplinks = Uplinks {
            from: Vec::new(),
            to: Vec::new(),
            ports: Vec::new(),
            at: Vec::new(),
            profile: clauses.profile,
            speed: clauses.speed,
            fec: clauses.fec,
            zones: clauses.zones,
            numbered: clauses.numbered,
            cost: clauses.cost,
            span: self.span(&node),
        };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::uplinks_from => uplinks.from = self.names(part),
                Rule::uplinks_to => uplinks.to = self.names(part),
                Rule::on_ports => uplinks.ports = self.ports(part),
                Rule::at_ports => uplinks.at.extend(self.ports(part)),
                _ => {}
            }
        }
        uplinks
    }

    pub(super) fn attach(&mut self, node: Node<'i>) -> Attach {
        let clauses = self.cable_clauses(node.clone());
        let mut attach = Attach {
            kind: self.keyword(node.clone(), Rule::host_kind),
            hosts: self.names(node.clone()),
            to: Vec::new(),
            ports: Vec::new(),
            profile: clauses.profile,
            speed: clauses.speed,
            fec: clauses.fec,
            zones: clauses.zones,
            description: clauses.description,
            span: self.span(&node),
        };
        self.refuse_reserved("host", &attach.hosts);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::attach_to => attach.to = self.names(part),
                Rule::on_ports => attach.ports = self.ports(part),
                _ => {}
            }
        }
        attach
    }

    pub(super) fn link(&mut self, node: Node<'i>) -> Link {
        let clauses = self.cable_clauses(node.clone());
        let span = self.span(&node);
        let mut ends = node.into_inner().filter(|part| part.as_rule() == Rule::link_end);
        let left = ends.next().map(|end| self.endpoints(end)).unwrap_or_default();
        let right = ends.next().map(|end| self.endpoints(end)).unwrap_or_default();
        Link {
            left,
            right,
            profile: clauses.profile,
            speed: clauses.speed,
            fec: clauses.fec,
            zones: clauses.zones,
            lag: clauses.lag,
            description: clauses.description,
            numbered: clauses.numbered,
            cost: clauses.cost,
            prefixes: clauses.prefixes.unwrap_or_default(),
            span,
        }
    }

    fn cable_clauses(&mut self, node: Node<'i>) -> CableClauses {
        let mut clauses = CableClauses::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::as_profile => {
                    let name = self.name(part.clone());
                    self.once(&mut clauses.profile, &part, name);
                }
                Rule::speed => {
                    let rate = self.rate(part.clone());
                    self.once(&mut clauses.speed, &part, rate);
                }
                Rule::fec => {
                    let word = self.keyword(part.clone(), Rule::fec_kind);
                    self.once(&mut clauses.fec, &part, word);
                }
                Rule::in_zones | Rule::cable_zones => clauses.zones.extend(self.names(part)),
                Rule::numbered => {
                    let word = self.word(&part).map(|word| word == "numbered");
                    if clauses.numbered.is_some_and(|before| before.value != word.value) {
                        self.twice(&part, "`numbered` and `unnumbered` exclude each other");
                        continue;
                    }
                    self.once(&mut clauses.numbered, &part, Some(word));
                }
                Rule::cost => {
                    let number = self.number(part.clone());
                    self.once(&mut clauses.cost, &part, number);
                }
                Rule::link_prefixes => {
                    let prefixes = self.prefixes(part.clone());
                    self.once(&mut clauses.prefixes, &part, Some(prefixes));
                }
                Rule::lag => {
                    let name = self.name(part.clone());
                    self.once(&mut clauses.lag, &part, name);
                }
                Rule::description => {
                    let text = self.text(part.clone());
                    self.once(&mut clauses.description, &part, text);
                }
                _ => {}
            }
        }
        clauses
    }
}
