use crate::source::Span;
use crate::syntax::ast::{Mlag, MlagSetting, Switch, SwitchSetting};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::values;

impl<'i> Builder<'i> {
    pub(super) fn switch(&mut self, node: Node<'i>) -> Switch {
        let mut switch = Switch {
            names: self.names(node.clone()),
            model: None,
            zones: Vec::new(),
            racks: Vec::new(),
            settings: Vec::new(),
            span: self.head(&node),
        };
        self.refuse_reserved("switch", &switch.names);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::of_model => {
                    let model = self.model_ref(part.clone());
                    self.once(&mut switch.model, &part, model);
                }
                Rule::in_place => {
                    let rack = Self::part(part.clone(), Rule::in_rack);
                    switch.racks.extend(rack.map(|rack| self.names(rack)).unwrap_or_default());
                    switch.zones.extend(self.names(part));
                }
                Rule::switch_block => {
                    switch.settings = self.block(part, Block::Switch, Self::switch_setting);
                }
                _ => {}
            }
        }
        switch
    }

    pub(super) fn switch_setting(&mut self, node: Node<'i>) -> Option<SwitchSetting> {
        match node.as_rule() {
            Rule::switch_management => Some(SwitchSetting::Management(self.addresses(node))),
            Rule::loopback => Some(SwitchSetting::Loopback(self.addresses(node))),
            Rule::breakout => {
                let ports = self.ports(node.clone());
                let split = self.value(&Self::part(node, Rule::split)?, values::split)?;
                Some(SwitchSetting::Breakout { ports, split })
            }
            Rule::port_speed => {
                let ports = self.ports(node.clone());
                Some(SwitchSetting::Speed { ports, speed: self.rate(node)? })
            }
            Rule::stp_priority => self.number(node).map(SwitchSetting::Priority),
            Rule::format => self.name(node).map(SwitchSetting::Format),
            Rule::verbatim => Some(SwitchSetting::Verbatim(self.verbatim(node))),
            Rule::own_asn => self.asn(node).map(SwitchSetting::Asn),
            Rule::vtep => Some(SwitchSetting::Vtep(self.addresses(node))),
            Rule::maintenance => Some(SwitchSetting::Maintenance(self.span(&node))),
            _ => None,
        }
    }

    pub(super) fn mlag(&mut self, node: Node<'i>) -> Option<Mlag> {
        let span = self.head(&node);
        let mut names = self.plain_names(node.clone()).into_iter();
        let (name, left, right) = (names.next()?, names.next()?, names.next()?);
        self.refuse_reserved_name("pair", &name);
        let block = Self::part(node, Rule::mlag_block);
        let settings = block.map(|block| self.block(block, Block::Mlag, Self::mlag_setting));
        Some(Mlag { name, members: [left, right], settings: settings.unwrap_or_default(), span })
    }

    pub(super) fn mlag_setting(&mut self, node: Node<'i>) -> Option<MlagSetting> {
        match node.as_rule() {
            Rule::peer_link => Some(MlagSetting::PeerLink(self.ports(node))),
            Rule::keepalive => Some(self.keepalive(node)),
            Rule::mlag_domain => self.number(node).map(MlagSetting::Domain),
            Rule::mlag_survives => Some(MlagSetting::Survives(self.plain_names(node))),
            Rule::reload_delay => {
                let delay = Self::part(node, Rule::duration)?;
                self.value(&delay, values::duration).map(MlagSetting::ReloadDelay)
            }
            Rule::own_asn => self.asn(node).map(MlagSetting::Asn),
            Rule::vtep => Some(MlagSetting::Vtep(self.addresses(node))),
            Rule::esi => Some(MlagSetting::Esi(self.span(&node))),
            _ => None,
        }
    }

    fn keepalive(&mut self, node: Node<'i>) -> MlagSetting {
        let management: Option<Span> =
            Self::part(node.clone(), Rule::MANAGEMENT).map(|part| self.span(&part));
        match management {
            Some(span) => MlagSetting::KeepaliveManagement(span),
            None => MlagSetting::KeepalivePort(self.ports(node)),
        }
    }
}
