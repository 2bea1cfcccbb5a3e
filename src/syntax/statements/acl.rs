use crate::source::Spanned;
use crate::syntax::ast::{Acl, AclEntry};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::numbers;

impl<'i> Builder<'i> {
    pub(super) fn acl(&mut self, node: Node<'i>) -> Option<Acl> {
        let span = self.head(&node);
        let name = self.name(node.clone())?;
        let block = Self::part(node, Rule::acl_block)?;
        let entries = self.block(block, Block::Acl, Self::acl_entry);
        Some(Acl { name, entries, span })
    }

    pub(super) fn acl_entry(&mut self, node: Node<'i>) -> Option<AclEntry> {
        let permit = self.permit(node.clone())?;
        let span = self.span(&node);
        let (mut protocol, mut icmp) = (None, None);
        let (mut from, mut from_ports, mut to, mut to_ports) = (None, None, None, None);
        let (mut established, mut log, mut description) = (None, None, None);
        let mut of_source = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::acl_protocol => {
                    icmp = self.keyword(part.clone(), Rule::icmp_type);
                    protocol = self.protocol(part);
                }
                Rule::acl_from => {
                    of_source = true;
                    let targets = self.targets(part.clone());
                    self.once(&mut from, &part, Some(targets));
                }
                Rule::acl_to => {
                    of_source = false;
                    let targets = self.targets(part.clone());
                    self.once(&mut to, &part, Some(targets));
                }
                Rule::acl_ports => {
                    let ports = self.port_ranges(part.clone());
                    let slot = if of_source { &mut from_ports } else { &mut to_ports };
                    self.once(slot, &part, Some(ports));
                }
                Rule::established => {
                    let span = self.span(&part);
                    self.once(&mut established, &part, Some(span));
                }
                Rule::log => {
                    let span = self.span(&part);
                    self.once(&mut log, &part, Some(span));
                }
                Rule::description => {
                    let text = self.text(part.clone());
                    self.once(&mut description, &part, text);
                }
                _ => {}
            }
        }
        let (from, from_ports) = (from.unwrap_or_default(), from_ports.unwrap_or_default());
        let (to, to_ports) = (to.unwrap_or_default(), to_ports.unwrap_or_default());
        Some(AclEntry {
            permit,
            protocol,
            icmp,
            from,
            from_ports,
            to,
            to_ports,
            established,
            log,
            description,
            span,
        })
    }

    /// `tcp`, `udp`, `icmp` or a number; nothing for `any`.
    fn protocol(&mut self, node: Node<'i>) -> Option<Spanned<String>> {
        if let Some(number) = Self::part(node.clone(), Rule::number) {
            return self.value(&number, numbers::protocol);
        }
        let word = node.into_inner().next().filter(|word| word.as_rule() != Rule::ANYTHING)?;
        Some(self.word(&word))
    }

    fn port_ranges(&mut self, node: Node<'i>) -> Vec<Spanned<(u32, u32)>> {
        let parts = node.into_inner().filter(|part| part.as_rule() == Rule::port_range);
        parts.filter_map(|part| self.value(&part, numbers::port_range)).collect()
    }
}
