use crate::syntax::ast::{Boundary, BoundarySetting};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

impl<'i> Builder<'i> {
    pub(super) fn boundary(&mut self, node: Node<'i>) -> Option<Boundary> {
        let span = self.head(&node);
        let name = self.name(node.clone())?;
        let block = Self::part(node, Rule::boundary_block)?;
        let settings = self.block(block, Block::Boundary, Self::boundary_setting);
        Some(Boundary { name, settings, span })
    }

    pub(super) fn boundary_setting(&mut self, node: Node<'i>) -> Option<BoundarySetting> {
        match node.as_rule() {
            Rule::boundary_on => Some(BoundarySetting::On(self.names(node))),
            Rule::vrf_name => self.name(node).map(BoundarySetting::Vrf),
            Rule::boundary_port => self.boundary_port(node),
            Rule::boundary_vlan => self.name(node).map(BoundarySetting::Vlan),
            Rule::route => self.route(node).map(BoundarySetting::Route),
            Rule::boundary_later => {
                self.keyword(node, Rule::boundary_later_word).map(BoundarySetting::Later)
            }
            _ => None,
        }
    }

    fn boundary_port(&mut self, node: Node<'i>) -> Option<BoundarySetting> {
        let endpoint = self.endpoint(Self::part(node.clone(), Rule::endpoint)?)?;
        let prefixes = self.prefixes(node.clone());
        let (mut mtu, mut speed, mut to, mut description) = (None, None, None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::mtu => {
                    let number = self.number(part.clone());
                    self.once(&mut mtu, &part, number);
                }
                Rule::speed => {
                    let rate = self.rate(part.clone());
                    self.once(&mut speed, &part, rate);
                }
                Rule::boundary_to => {
                    let name = self.name(part.clone());
                    self.once(&mut to, &part, name);
                }
                Rule::description => {
                    let text = self.text(part.clone());
                    self.once(&mut description, &part, text);
                }
                _ => {}
            }
        }
        Some(BoundarySetting::Port { endpoint, prefixes, mtu, speed, to, description })
    }
}
