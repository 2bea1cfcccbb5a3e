use crate::syntax::ast::{Access, Boundary, BoundarySetting};
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
            Rule::peer => self.peer(node).map(BoundarySetting::Peer),
            Rule::boundary_ospf => Some(BoundarySetting::Ospf(self.boundary_ospf(node))),
            Rule::access_list => self.access_list(node).map(BoundarySetting::Access),
            Rule::out_of_scope => {
                self.keyword(node, Rule::out_of_scope_word).map(BoundarySetting::OutOfScope)
            }
            _ => None,
        }
    }

    fn boundary_port(&mut self, node: Node<'i>) -> Option<BoundarySetting> {
        let endpoint = self.endpoint(Self::part(node.clone(), Rule::endpoint)?)?;
        let prefixes = self.prefixes(node.clone());
        let (mut mtu, mut speed, mut tag) = (None, None, None);
        let (mut to, mut description) = (None, None);
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
                Rule::tag => {
                    let number = self.number(part.clone());
                    self.once(&mut tag, &part, number);
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
        Some(BoundarySetting::Port { endpoint, prefixes, mtu, speed, tag, to, description })
    }

    /// `ingress acl NAME`, `egress acl NAME`
    pub(super) fn access_list(&mut self, node: Node<'i>) -> Option<Access> {
        let span = self.span(&node);
        let ingress = Self::part(node.clone(), Rule::INGRESS).is_some();
        Some(Access { ingress, acl: self.name(node)?, span })
    }
}
