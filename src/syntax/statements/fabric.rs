use crate::source::Spanned;
use crate::syntax::ast::{Fabric, FabricGateway, FabricSetting, Pool};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::{numbers, values};

impl<'i> Builder<'i> {
    pub(super) fn fabric(&mut self, node: Node<'i>) -> Option<Fabric> {
        let span = self.head(&node);
        let name = self.name(node.clone())?;
        let block = Self::part(node, Rule::fabric_block)?;
        let settings = self.block(block, Block::Fabric, Self::fabric_setting);
        Some(Fabric { name, settings, span })
    }

    pub(super) fn fabric_setting(&mut self, node: Node<'i>) -> Option<FabricSetting> {
        match node.as_rule() {
            Rule::domain_name => {
                let name = Self::part(node, Rule::dotted_name)?;
                Some(FabricSetting::Domain(self.word(&name)))
            }
            Rule::mtu => self.number(node).map(FabricSetting::Mtu),
            Rule::underlay => self.underlay(node).map(FabricSetting::Underlay),
            Rule::overlay => self.overlay(node).map(FabricSetting::Overlay),
            Rule::spanning_tree => self.spanning_tree(node).map(FabricSetting::SpanningTree),
            Rule::pool => self.pool(node).map(FabricSetting::Pool),
            Rule::fabric_gateway => Some(FabricSetting::Gateway(self.fabric_gateway(node))),
            Rule::anycast_mac => {
                let mac = Self::part(node, Rule::mac)?;
                self.value(&mac, values::mac).map(FabricSetting::AnycastMac)
            }
            _ => None,
        }
    }

    fn pool(&mut self, node: Node<'i>) -> Option<Pool> {
        let span = self.span(&node);
        let kind = node.clone().into_inner().nth(1).map(|kind| self.word(&kind))?;
        let mut pool =
            Pool { kind, prefixes: Vec::new(), asns: Vec::new(), gateways: Vec::new(), span };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::prefix => pool.prefixes.extend(self.value(&part, values::prefix)),
                Rule::asn_range => pool.asns.extend(self.value(&part, numbers::asn_range)),
                Rule::pool_gateway => pool.gateways = self.addresses(part),
                _ => {}
            }
        }
        Some(pool)
    }

    fn fabric_gateway(&mut self, node: Node<'i>) -> FabricGateway {
        let mut gateway = FabricGateway { on: Vec::new(), via: None, span: self.span(&node) };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::fabric_on => gateway.on = self.names(part),
                Rule::via => gateway.via = self.mechanism(part),
                _ => {}
            }
        }
        gateway
    }

    /// `via MECHANISM`
    pub(super) fn mechanism(&mut self, node: Node<'i>) -> Option<Spanned<String>> {
        Self::part(node, Rule::mechanism).map(|part| self.word(&part))
    }
}
