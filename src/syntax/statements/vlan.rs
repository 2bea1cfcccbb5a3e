use crate::source::Spanned;
use crate::syntax::ast::{Gateway, Leak, Route, Text, Vlan, VlanSetting, Vrf};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::values;

/// A statement of `vrf`.
pub(super) enum VrfSetting {
    Vni(Spanned<u32>),
    Description(Text),
    Leak(Leak),
    Route(Route),
}

impl<'i> Builder<'i> {
    pub(super) fn vlan(&mut self, node: Node<'i>) -> Vlan {
        let mut vlan = Vlan {
            names: self.names(node.clone()),
            ids: Vec::new(),
            settings: Vec::new(),
            span: self.head(&node),
        };
        self.refuse_reserved("vlan", &vlan.names);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::id_range => vlan.ids.extend(self.value(&part, values::id_range)),
                Rule::vlan_block => {
                    vlan.settings = self.block(part, Block::Vlan, Self::vlan_setting);
                }
                _ => {}
            }
        }
        vlan
    }

    pub(super) fn vlan_setting(&mut self, node: Node<'i>) -> Option<VlanSetting> {
        match node.as_rule() {
            Rule::vrf_name => self.name(node).map(VlanSetting::Vrf),
            Rule::gateway => Some(VlanSetting::Gateway(self.gateway(node))),
            Rule::vlan_racks => Some(VlanSetting::Racks(self.names(node))),
            Rule::vlan_on => Some(VlanSetting::On(self.names(node))),
            Rule::dhcp_relay => Some(VlanSetting::DhcpRelay(self.addresses(node))),
            Rule::mtu => self.number(node).map(VlanSetting::Mtu),
            Rule::vni => self.number(node).map(VlanSetting::Vni),
            Rule::no_vni => Some(VlanSetting::NoVni(self.span(&node))),
            Rule::access_list => self.access_list(node).map(VlanSetting::Access),
            Rule::description => self.text(node).map(VlanSetting::Description),
            Rule::vlan_address => {
                let switch = self.name(node.clone())?;
                Some(VlanSetting::Address { switch, prefixes: self.prefixes(node) })
            }
            Rule::vlan_host => {
                let name = self.name(node.clone())?;
                Some(VlanSetting::Host { name, addresses: self.addresses(node) })
            }
            Rule::router_advertisement => {
                self.on_or_off(node).map(VlanSetting::RouterAdvertisement)
            }
            Rule::vrrp_group => self.number(node).map(VlanSetting::VrrpGroup),
            _ => None,
        }
    }

    fn gateway(&mut self, node: Node<'i>) -> Gateway {
        let span = self.span(&node);
        let prefixes = self.prefixes(node.clone());
        let (mut via, mut on) = (None, Vec::new());
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::via => {
                    let mechanism = self.mechanism(part.clone());
                    self.once(&mut via, &part, mechanism);
                }
                Rule::vlan_on => on.extend(self.names(part)),
                _ => {}
            }
        }
        Gateway { prefixes, via, on, span }
    }

    pub(super) fn vrf(&mut self, node: Node<'i>) -> Option<Vrf> {
        let name = self.name(node.clone())?;
        self.refuse_reserved_name("vrf", &name);
        let mut vrf =
            Vrf { name, vni: None, description: None, leaks: Vec::new(), routes: Vec::new() };
        let block = Self::part(node, Rule::vrf_block);
        let settings = block.map(|block| self.block(block, Block::Vrf, Self::vrf_setting));
        for (at, setting) in settings.unwrap_or_default() {
            match setting {
                VrfSetting::Vni(vni) => self.once(&mut vrf.vni, &at, Some(vni)),
                VrfSetting::Description(text) => self.once(&mut vrf.description, &at, Some(text)),
                VrfSetting::Leak(leak) => vrf.leaks.push(leak),
                VrfSetting::Route(route) => vrf.routes.push(route),
            }
        }
        Some(vrf)
    }

    pub(super) fn vrf_setting(&mut self, node: Node<'i>) -> Option<(Node<'i>, VrfSetting)> {
        let setting = match node.as_rule() {
            Rule::vni => self.number(node.clone()).map(VrfSetting::Vni),
            Rule::description => self.text(node.clone()).map(VrfSetting::Description),
            Rule::leak => self.leak(node.clone()).map(VrfSetting::Leak),
            _ => self.route(node.clone()).map(VrfSetting::Route),
        };
        setting.map(|setting| (node, setting))
    }

    fn leak(&mut self, node: Node<'i>) -> Option<Leak> {
        let span = self.span(&node);
        let from = self.name(node.clone())?;
        let prefixes = Self::part(node, Rule::leak_prefixes);
        let prefixes = prefixes.map(|part| self.prefix_items(part)).unwrap_or_default();
        Some(Leak { from, prefixes, span })
    }

    pub(super) fn route(&mut self, node: Node<'i>) -> Option<Route> {
        let span = self.span(&node);
        let prefix = Self::part(node.clone(), Rule::prefix)?;
        let prefix = self.value(&prefix, values::prefix)?;
        let mut route = Route {
            prefix,
            via: None,
            vrf: None,
            on: Vec::new(),
            distance: None,
            description: None,
            span,
        };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::next_hop => {
                    route.via = Some(self.addresses(part).into_iter().next()?);
                }
                Rule::vrf_name => {
                    let name = self.name(part.clone());
                    self.once(&mut route.vrf, &part, name);
                }
                Rule::route_on => route.on.extend(self.names(part)),
                Rule::distance => {
                    let number = self.number(part.clone());
                    self.once(&mut route.distance, &part, number);
                }
                Rule::description => {
                    let text = self.text(part.clone());
                    self.once(&mut route.description, &part, text);
                }
                _ => {}
            }
        }
        Some(route)
    }
}
