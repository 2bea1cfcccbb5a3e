use crate::syntax::ast::{Endpoint, Names, Zone};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

/// A statement of `zone`.
pub(super) enum Members {
    Racks(Vec<Names>),
    Switches(Vec<Names>),
    Links(Vec<Endpoint>),
}

impl<'i> Builder<'i> {
    pub(super) fn zone(&mut self, node: Node<'i>) -> Zone {
        let mut zone = Zone {
            names: self.names(node.clone()),
            kind: None,
            racks: Vec::new(),
            switches: Vec::new(),
            links: Vec::new(),
            span: self.head(&node),
        };
        self.refuse_reserved("zone", &zone.names);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kind => zone.kind = self.name(part),
                Rule::zone_block => self.zone_members(part, &mut zone),
                _ => {}
            }
        }
        zone
    }

    fn zone_members(&mut self, block: Node<'i>, zone: &mut Zone) {
        for members in self.block(block, Block::Zone, Self::zone_setting) {
            match members {
                Members::Racks(racks) => zone.racks.extend(racks),
                Members::Switches(switches) => zone.switches.extend(switches),
                Members::Links(links) => zone.links.extend(links),
            }
        }
    }

    pub(super) fn zone_setting(&mut self, node: Node<'i>) -> Option<Members> {
        match node.as_rule() {
            Rule::zone_racks => Some(Members::Racks(self.names(node))),
            Rule::zone_switches => Some(Members::Switches(self.names(node))),
            Rule::zone_links => Some(Members::Links(self.endpoints(node))),
            _ => None,
        }
    }
}
