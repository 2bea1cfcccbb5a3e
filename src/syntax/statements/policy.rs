use crate::source::Spanned;
use crate::syntax::ast::{AsPath, AsPathList, CommunityList, Policy, PolicySet, PolicyTerm};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::numbers;

impl<'i> Builder<'i> {
    pub(super) fn policy(&mut self, node: Node<'i>) -> Option<Policy> {
        let span = self.head(&node);
        let name = self.name(node.clone())?;
        let block = Self::part(node, Rule::policy_block)?;
        let terms = self.block(block, Block::Policy, Self::policy_term);
        Some(Policy { name, terms, span })
    }

    pub(super) fn policy_term(&mut self, node: Node<'i>) -> Option<PolicyTerm> {
        let (mut prefixes, mut community, mut as_path) = (None, None, None);
        let (mut set, mut seen) = (Vec::new(), Vec::new());
        let (permit, span) = (self.permit(node.clone())?, self.span(&node));
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::term_prefixes => {
                    let items = self.prefix_items(part.clone());
                    self.once(&mut prefixes, &part, Some(items));
                }
                Rule::term_community => {
                    let name = self.name(part.clone());
                    self.once(&mut community, &part, name);
                }
                Rule::term_as_path => {
                    let name = self.name(part.clone());
                    self.once(&mut as_path, &part, name);
                }
                _ => {
                    let value = self.policy_set(part.clone());
                    if value.is_some() {
                        self.first_time(&mut seen, &part);
                    }
                    set.extend(value);
                }
            }
        }
        let prefixes = prefixes.unwrap_or_default();
        Some(PolicyTerm { permit, prefixes, community, as_path, set, span })
    }

    /// Whether a term or entry begins with `permit`.
    pub(super) fn permit(&mut self, node: Node<'i>) -> Option<Spanned<bool>> {
        node.into_inner().next().map(|word| self.word(&word).map(|word| word == "permit"))
    }

    fn policy_set(&mut self, node: Node<'i>) -> Option<PolicySet> {
        match node.as_rule() {
            Rule::set_preference => self.number(node).map(PolicySet::LocalPreference),
            Rule::set_med => self.number(node).map(PolicySet::Med),
            Rule::set_prepend => self.number(node).map(PolicySet::Prepend),
            Rule::set_community => Some(PolicySet::Community(self.communities(node))),
            _ => None,
        }
    }

    pub(super) fn community_list(&mut self, node: Node<'i>) -> Option<CommunityList> {
        let name = self.name(node.clone())?;
        Some(CommunityList { name, communities: self.communities(node) })
    }

    pub(super) fn as_path_list(&mut self, node: Node<'i>) -> Option<AsPathList> {
        let name = self.name(node.clone())?;
        let entries = node.into_inner().filter_map(|part| self.as_path(part)).collect();
        Some(AsPathList { name, entries })
    }

    fn as_path(&mut self, node: Node<'i>) -> Option<AsPath> {
        match node.as_rule() {
            Rule::path_from => self.asn(node).map(AsPath::From),
            Rule::path_through => self.asn(node).map(AsPath::Through),
            Rule::path_origin => self.asn(node).map(AsPath::Origin),
            Rule::path_whole => {
                let parts = node.into_inner().filter(|part| part.as_rule() == Rule::asn_value);
                let path = parts.filter_map(|part| self.value(&part, numbers::asn)).collect();
                Some(AsPath::Path(path))
            }
            Rule::path_empty => Some(AsPath::Empty(self.span(&node))),
            _ => None,
        }
    }
}
