//! Settings of the `fabric` block.

use super::context::{Resolver, Scope};
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::VALUE_OUT_OF_RANGE;
use crate::fabric::{MstInstance, SpanningTreeMode, SwitchId};
use crate::source::Spanned;
use crate::syntax::ast::{self, FabricSetting, SpanningTreeSetting};
use crate::vendor::schema::GatewayKind;

/// The words of the language for gateway mechanisms.
pub(super) const MECHANISMS: [(&str, GatewayKind); 3] =
    [("anycast", GatewayKind::Anycast), ("vrrp", GatewayKind::Vrrp), ("hsrp", GatewayKind::Hsrp)];

impl Resolver<'_> {
    pub(super) fn settings(&mut self, fabric: &ast::Fabric) {
        let (mut domain, mut mtu, mut mac) = (None, None, None);
        let (mut underlay, mut overlay) = (None, None);
        for setting in &fabric.settings {
            match setting {
                FabricSetting::Domain(name) => self.set(&mut domain, name.clone(), "`domain`"),
                FabricSetting::Mtu(bytes) => self.set(&mut mtu, *bytes, "`mtu`"),
                FabricSetting::Underlay(statement) => {
                    let place = Spanned::new(statement, statement.span);
                    self.set(&mut underlay, place, "`underlay`");
                }
                FabricSetting::Overlay(statement) => {
                    let place = Spanned::new(statement, statement.span);
                    self.set(&mut overlay, place, "`overlay`");
                }
                FabricSetting::SpanningTree(tree) => self.spanning_tree(tree),
                FabricSetting::Pool(pool) => self.pool(pool),
                FabricSetting::Gateway(gateway) => self.fabric_gateway(gateway),
                FabricSetting::AnycastMac(address) => {
                    self.set(&mut mac, address.clone(), "`anycast-mac`");
                }
            }
        }
        if let Some(statement) = underlay {
            self.underlay(statement.value);
        }
        // The overlay asks which underlay there is.
        if let Some(statement) = overlay {
            self.overlay(statement.value);
        }
        if let Some(mac) = &mac {
            self.unicast_mac(mac);
        }
        let mtu = mtu.and_then(|bytes| self.ip_mtu(bytes));
        let settings = &mut self.fabric.settings;
        settings.domain = domain;
        settings.anycast_mac = mac;
        if let Some(mtu) = mtu {
            settings.mtu = mtu.value;
            settings.mtu_span = Some(mtu.span);
        }
    }

    /// An IP MTU: RFC 8200 wants 1280 at least, and no hardware carries more than 9216.
    pub(super) fn ip_mtu(&mut self, bytes: Spanned<u32>) -> Option<Spanned<u32>> {
        self.number(bytes, 1280..=9216, "an IP MTU of")
    }

    fn unicast_mac(&mut self, mac: &Spanned<String>) {
        let first =
            mac.value.get(..2).and_then(|octet| u8::from_str_radix(octet, 16).ok()).unwrap_or(1);
        if first & 1 == 1 {
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("`{}` is a group address, not that of a gateway", mac.value),
                )
                .at(mac.span, "the lowest bit of the first octet must be 0"),
            );
        }
    }

    fn fabric_gateway(&mut self, gateway: &ast::FabricGateway) {
        let on = self.switch_ids(Scope::TOP, &gateway.on);
        let via = gateway.via.as_ref().and_then(|word| Self::word(word, &MECHANISMS));
        self.fabric.settings.gateway_on = on;
        self.fabric.settings.gateway_via = via;
    }

    fn spanning_tree(&mut self, tree: &ast::SpanningTree) {
        if let Some(first) = self.fabric.settings.spanning_tree.span {
            self.said_twice("`spanning-tree`", first, tree.span);
            return;
        }
        self.fabric.settings.spanning_tree.span = Some(tree.span);
        if let Some(mode) = Self::word(&tree.mode, &SpanningTreeMode::WORDS) {
            self.fabric.settings.spanning_tree.mode = mode.value;
        }
        let (mut root, mut secondary, mut region, mut revision) = (None, None, None, None);
        for setting in &tree.settings {
            match setting {
                SpanningTreeSetting::Root(name) => self.set(&mut root, name.clone(), "`root`"),
                SpanningTreeSetting::Secondary(name) => {
                    self.set(&mut secondary, name.clone(), "`secondary`");
                }
                SpanningTreeSetting::Region(name) => {
                    self.set(&mut region, name.clone(), "`region`");
                }
                SpanningTreeSetting::Revision(number) => {
                    self.set(&mut revision, *number, "`revision`");
                }
                SpanningTreeSetting::Instance(instance) => self.mst_instance(instance),
            }
        }
        let names = [("root", &root), ("secondary", &secondary), ("region", &region)];
        let said = names.into_iter().filter_map(|(word, name)| Some((word, name.as_ref()?.span)));
        let said = said.chain(revision.map(|number| ("revision", number.span)));
        let words = said.map(|(word, span)| Spanned::new(word, span)).collect();
        self.fabric.settings.spanning_tree.words = words;
        let root = self.bridges(root.as_ref());
        let secondary = self.bridges(secondary.as_ref());
        let region = region.filter(|region| self.region_name(region));
        let revision =
            revision.and_then(|number| self.number::<u16>(number, 0..=65535, "MST revision"));
        let place = &mut self.fabric.settings.spanning_tree;
        place.root = root;
        place.secondary = secondary;
        if let Some(region) = region {
            place.region = region.value;
        }
        if let Some(revision) = revision {
            place.revision = revision.value;
        }
    }

    /// IEEE 802.1Q gives the region's name 32 octets; these characters mean the same to every system.
    fn region_name(&mut self, region: &Spanned<String>) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_.:-".contains(c);
        let fits = (1..=32).contains(&region.value.len()) && region.value.chars().all(plain);
        if !fits {
            let help = format!("write a plain name, such as `{}`", self.fabric.name);
            self.error(
                Diagnostic::new(&VALUE_OUT_OF_RANGE, "the MST region's name does not fit")
                    .at(region.span, "1 to 32 letters, digits and `_`, `.`, `:`, `-`")
                    .help(help),
            );
        }
        fits
    }

    fn mst_instance(&mut self, instance: &ast::MstInstance) {
        let vlans = self.vlan_list(&instance.vlans);
        let root = self.bridges(instance.root.as_ref());
        let secondary = self.bridges(instance.secondary.as_ref());
        let Some(id) = self.number::<u16>(instance.id, 1..=4094, "MST instance") else { return };
        let instances = &self.fabric.settings.spanning_tree.instances;
        if let Some(first) =
            instances.iter().find(|known| known.id == id.value).map(|known| known.span)
        {
            self.said_twice(&format!("MST instance {}", id.value), first, id.span);
            return;
        }
        self.fabric.settings.spanning_tree.instances.push(MstInstance {
            id: id.value,
            span: id.span,
            vlans,
            root,
            secondary,
        });
    }

    /// The switches meant by `root` or `secondary`.
    fn bridges(&mut self, name: Option<&ast::Name>) -> Vec<SwitchId> {
        name.map_or_else(Vec::new, |name| {
            let pattern =
                crate::syntax::Pattern::new(vec![crate::syntax::Part::Text(name.value.clone())]);
            self.switch_ids(Scope::TOP, &[Spanned::new(pattern, name.span)])
        })
    }
}
