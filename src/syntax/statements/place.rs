use crate::syntax::ast::{Model, ModelRef, NoAttach, PlaceItem, Rack, RackType, Tier};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

impl<'i> Builder<'i> {
    pub(super) fn model(&mut self, node: Node<'i>) -> Option<Model> {
        let mut names = self.plain_names(node.clone()).into_iter();
        let name = names.next()?;
        let platform = Self::part(node.clone(), Rule::platform).map(|part| self.word(&part));
        let model = match platform {
            Some(platform) => ModelRef::Platform(platform),
            None => ModelRef::Alias(names.next()?),
        };
        let format = Self::part(node, Rule::format).and_then(|part| self.name(part));
        Some(Model { name, model, format })
    }

    /// `model M` of a switch.
    pub(super) fn model_ref(&mut self, node: Node<'i>) -> Option<ModelRef> {
        match Self::part(node.clone(), Rule::platform) {
            Some(platform) => Some(ModelRef::Platform(self.word(&platform))),
            None => self.name(node).map(ModelRef::Alias),
        }
    }

    pub(super) fn tier(&mut self, node: Node<'i>) -> Option<Tier> {
        let name = self.name(node.clone())?;
        self.refuse_reserved_name("tier", &name);
        Some(Tier { name, items: self.place_block(node) })
    }

    pub(super) fn rack_type(&mut self, node: Node<'i>) -> Option<RackType> {
        let name = self.name(node.clone())?;
        Some(RackType { name, items: self.place_block(node) })
    }

    pub(super) fn rack(&mut self, node: Node<'i>) -> Rack {
        let span = self.head(&node);
        let names = self.names(node.clone());
        self.refuse_reserved("rack", &names);
        let (mut of, mut zones) = (None, Vec::new());
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::of => {
                    let name = self.name(part.clone());
                    self.once(&mut of, &part, name);
                }
                Rule::in_zones => zones.extend(self.names(part)),
                _ => {}
            }
        }
        Rack { names, of, zones, items: self.place_block(node), span }
    }

    fn place_block(&mut self, node: Node<'i>) -> Vec<PlaceItem> {
        let block = Self::part(node, Rule::place_block);
        block.map(|block| self.block(block, Block::Place, Self::place_item)).unwrap_or_default()
    }

    /// A statement of a tier, a rack type or a rack.
    pub(super) fn place_item(&mut self, node: Node<'i>) -> Option<PlaceItem> {
        match node.as_rule() {
            Rule::switch => Some(PlaceItem::Switch(self.switch(node))),
            Rule::mlag => self.mlag(node).map(PlaceItem::Mlag),
            Rule::uplinks => Some(PlaceItem::Uplinks(self.uplinks(node))),
            Rule::attach => Some(PlaceItem::Attach(self.attach(node))),
            Rule::link => Some(PlaceItem::Link(self.link(node))),
            Rule::no_attach => {
                let span = self.span(&node);
                Some(PlaceItem::NoAttach(NoAttach { hosts: self.names(node), span }))
            }
            Rule::verbatim => Some(PlaceItem::Verbatim(self.verbatim(node))),
            Rule::place_asn => self.asn(node).map(PlaceItem::Asn),
            _ => None,
        }
    }
}
