use ipnet::IpNet;

use crate::source::Spanned;
use crate::syntax::ast::{Object, PrefixItem, PrefixList, Target};
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::{numbers, values};

impl<'i> Builder<'i> {
    pub(super) fn prefix_list(&mut self, node: Node<'i>) -> Option<PrefixList> {
        let name = self.name(node.clone())?;
        let items = Self::part(node, Rule::listed_prefixes)?;
        Some(PrefixList { name, items: self.prefix_items(items) })
    }

    /// All elements of a list of prefixes.
    pub(super) fn prefix_items(&mut self, node: Node<'i>) -> Vec<PrefixItem> {
        let items = node.into_inner().filter(|part| part.as_rule() == Rule::prefix_item);
        items.filter_map(|item| self.prefix_item(item)).collect()
    }

    fn prefix_item(&mut self, node: Node<'i>) -> Option<PrefixItem> {
        if let Some(name) = self.name(node.clone()) {
            return Some(PrefixItem::Name(name));
        }
        let prefix = self.value(&Self::part(node.clone(), Rule::prefix)?, values::prefix);
        let (mut from, mut up_to, mut exactly) = (None, None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::shortest => {
                    let length = self.length(part.clone());
                    self.once(&mut from, &part, length);
                }
                Rule::longest => {
                    let length = self.length(part.clone());
                    self.once(&mut up_to, &part, length);
                }
                Rule::EXACTLY => {
                    self.once(&mut exactly, &part, Some(part.clone()));
                }
                _ => {}
            }
        }
        if let Some(part) = exactly.filter(|_| from.is_some() || up_to.is_some()) {
            self.twice(&part, "`exactly` and a range of lengths exclude each other");
        }
        Some(PrefixItem::Prefix { prefix: prefix?, from, up_to })
    }

    /// `/26`; whether the prefix can have it is told later.
    fn length(&mut self, node: Node<'i>) -> Option<Spanned<u32>> {
        Self::part(node, Rule::length).and_then(|part| self.value(&part, numbers::length))
    }

    pub(super) fn object(&mut self, node: Node<'i>) -> Option<Object> {
        let name = self.name(node.clone())?;
        self.refuse_reserved_name("object", &name);
        let items = Self::part(node, Rule::targets)?;
        Some(Object { name, items: self.targets(items) })
    }

    /// All sources or destinations in a clause.
    pub(super) fn targets(&mut self, node: Node<'i>) -> Vec<Target> {
        let target = |part: Node<'i>| match part.as_rule() {
            Rule::prefix => self.value(&part, values::prefix).map(Target::Prefix),
            Rule::address => {
                self.value(&part, values::address).map(|one| Target::Prefix(one.map(IpNet::from)))
            }
            Rule::name => Some(Target::Name(self.word(&part))),
            _ => None,
        };
        node.into_inner().filter_map(target).collect()
    }
}
