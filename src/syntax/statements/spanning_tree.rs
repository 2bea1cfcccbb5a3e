use crate::source::Spanned;
use crate::syntax::ast::{MstInstance, Name, Names, SpanningTree, SpanningTreeSetting};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::values;

/// A statement of `instance`.
pub(super) enum InstanceSetting<'i> {
    Vlans(Vec<Names>),
    Root(Node<'i>, Name),
    Secondary(Node<'i>, Name),
}

impl<'i> Builder<'i> {
    pub(super) fn spanning_tree(&mut self, node: Node<'i>) -> Option<SpanningTree> {
        let span = self.span(&node);
        let mode = Self::part(node.clone(), Rule::stp_mode).map(|part| self.word(&part))?;
        let mut settings = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::stp_block => {
                    settings.extend(self.block(part, Block::SpanningTree, Self::stp_setting));
                }
                _ => settings.extend(self.stp_setting(part)),
            }
        }
        Some(SpanningTree { mode, settings, span })
    }

    pub(super) fn stp_setting(&mut self, node: Node<'i>) -> Option<SpanningTreeSetting> {
        match node.as_rule() {
            Rule::stp_root => self.name(node).map(SpanningTreeSetting::Root),
            Rule::stp_secondary => self.name(node).map(SpanningTreeSetting::Secondary),
            Rule::stp_region => {
                let name = self.name(node.clone());
                name.or_else(|| self.text(node)).map(SpanningTreeSetting::Region)
            }
            Rule::stp_revision => self.number(node).map(SpanningTreeSetting::Revision),
            Rule::instance => self.instance(node).map(SpanningTreeSetting::Instance),
            _ => None,
        }
    }

    fn instance(&mut self, node: Node<'i>) -> Option<MstInstance> {
        let id: Spanned<u32> = Self::part(node.clone(), Rule::number)
            .and_then(|part| self.value(&part, values::number))?;
        let mut instance = MstInstance { id, vlans: Vec::new(), root: None, secondary: None };
        let block = Self::part(node, Rule::instance_block)?;
        for setting in self.block(block, Block::Instance, Self::instance_setting) {
            match setting {
                InstanceSetting::Vlans(vlans) => instance.vlans.extend(vlans),
                InstanceSetting::Root(at, name) => self.once(&mut instance.root, &at, Some(name)),
                InstanceSetting::Secondary(at, name) => {
                    self.once(&mut instance.secondary, &at, Some(name));
                }
            }
        }
        Some(instance)
    }

    pub(super) fn instance_setting(&mut self, node: Node<'i>) -> Option<InstanceSetting<'i>> {
        match node.as_rule() {
            Rule::instance_vlans => Some(InstanceSetting::Vlans(self.names(node))),
            Rule::stp_root => self.name(node.clone()).map(|name| InstanceSetting::Root(node, name)),
            _ => self.name(node.clone()).map(|name| InstanceSetting::Secondary(node, name)),
        }
    }
}
