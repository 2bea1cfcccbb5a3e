use crate::source::Spanned;
use crate::syntax::ast::{Overlay, OverlaySetting, Underlay, UnderlaySetting};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

impl<'i> Builder<'i> {
    pub(super) fn underlay(&mut self, node: Node<'i>) -> Option<Underlay> {
        let span = self.head(&node);
        let kind = self.kind_of_routing(node.clone())?;
        let block = Self::part(node, Rule::underlay_block);
        let settings =
            block.map(|block| self.block(block, Block::Underlay, Self::underlay_setting));
        Some(Underlay { kind, settings: settings.unwrap_or_default(), span })
    }

    pub(super) fn underlay_setting(&mut self, node: Node<'i>) -> Option<UnderlaySetting> {
        match node.as_rule() {
            Rule::asn_per => self.keyword(node, Rule::asn_unit).map(UnderlaySetting::AsnPer),
            Rule::own_asn => self.asn(node).map(UnderlaySetting::Asn),
            Rule::maximum_paths => self.number(node).map(UnderlaySetting::MaximumPaths),
            Rule::bfd => Some(UnderlaySetting::Bfd(self.bfd(node))),
            Rule::graceful_restart => self.on_or_off(node).map(UnderlaySetting::GracefulRestart),
            Rule::bgp_timers | Rule::ospf_timers => self.timers(node).map(UnderlaySetting::Timers),
            Rule::password => self.secret(node).map(UnderlaySetting::Password),
            Rule::area => self.area(node).map(UnderlaySetting::Area),
            _ => None,
        }
    }

    pub(super) fn overlay(&mut self, node: Node<'i>) -> Option<Overlay> {
        let span = self.head(&node);
        let kind = self.kind_of_routing(node.clone())?;
        let block = Self::part(node, Rule::overlay_block);
        let settings = block.map(|block| self.block(block, Block::Overlay, Self::overlay_setting));
        Some(Overlay { kind, settings: settings.unwrap_or_default(), span })
    }

    pub(super) fn overlay_setting(&mut self, node: Node<'i>) -> Option<OverlaySetting> {
        match node.as_rule() {
            Rule::route_servers => Some(OverlaySetting::RouteServers(self.names(node))),
            Rule::overlay_service => {
                self.keyword(node, Rule::service_kind).map(OverlaySetting::Service)
            }
            Rule::route_target_asn => self.asn(node).map(OverlaySetting::RouteTargetAsn),
            Rule::suppression => self.on_or_off(node).map(OverlaySetting::Suppression),
            _ => None,
        }
    }

    /// The words between the keyword and the block, joined by one space.
    fn kind_of_routing(&mut self, node: Node<'i>) -> Option<Spanned<String>> {
        let is_word = |part: &Node<'i>| Block::of(part.as_rule()).is_none();
        let words: Vec<Node<'i>> = node.into_inner().skip(1).filter(is_word).collect();
        let span = self.span(words.first()?).to(self.span(words.last()?));
        let texts: Vec<&str> = words.iter().map(Node::as_str).collect();
        Some(Spanned::new(texts.join(" "), span))
    }
}
