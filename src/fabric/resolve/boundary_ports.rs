//! Routed ports of boundaries, and subinterfaces that share one.

use std::sync::Arc;

use ipnet::IpNet;

use super::cables::plain_cable;
use super::context::{Resolver, Scope};
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{PORTS_UNFIT, TAG_CLASH};
use crate::fabric::{BoundaryPort, CableEnd, CableId, CableSaid, CableUse, SwitchPort};
use crate::source::{Span, Spanned, offset};
use crate::syntax::ast::{self, BoundarySetting, Endpoint, Name, Text};

/// A physical port of a boundary.
pub(super) struct BoundaryCable {
    cable: CableId,
    /// The first use of it without a tag.
    untagged: Option<Span>,
    tags: Vec<Spanned<u16>>,
}

/// What the program says of a boundary's port.
pub(super) struct PortWords<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) prefixes: &'a [Spanned<IpNet>],
    pub(super) mtu: Option<Spanned<u32>>,
    pub(super) speed: Option<Spanned<u32>>,
    pub(super) tag: Option<Spanned<u32>>,
    pub(super) to: Option<&'a Name>,
    pub(super) description: Option<&'a Text>,
}

impl<'a> PortWords<'a> {
    /// Those of a `port` statement.
    pub(super) fn of(setting: &'a BoundarySetting) -> Option<Self> {
        let BoundarySetting::Port { endpoint, prefixes, mtu, speed, tag, to, description } =
            setting
        else {
            return None;
        };
        Some(Self {
            endpoint,
            prefixes,
            mtu: *mtu,
            speed: *speed,
            tag: *tag,
            to: to.as_ref(),
            description: description.as_ref(),
        })
    }
}

impl Resolver<'_> {
    /// Adds a port to those of the boundary that is worked on; its position there.
    pub(super) fn boundary_port(
        &mut self,
        ports: &mut Vec<BoundaryPort>,
        words: &PortWords<'_>,
    ) -> Option<usize> {
        let endpoint = words.endpoint;
        let mut ends = self.endpoints(Scope::TOP, std::slice::from_ref(endpoint));
        if ends.len() > 1 {
            self.error(
                Diagnostic::new(&PORTS_UNFIT, "an address belongs to one port")
                    .at(endpoint.span, "several ports"),
            );
            return None;
        }
        let end = ends.pop()?;
        let switch = end.switch;
        let tag = match words.tag {
            Some(tag) => Some(self.number::<u16>(tag, 1..=4094, "VLAN tag")?),
            None => None,
        };
        let addresses = self.one_per_family(words.prefixes, "address");
        let cable = self.boundary_cable(end, tag, words, ports.len())?;
        ports.push(BoundaryPort {
            switch,
            cable,
            ipv4: addresses.ipv4,
            ipv6: addresses.ipv6,
            tag,
            mtu: words.mtu.and_then(|bytes| self.ip_mtu(bytes)),
            description: words.description.map(|text| self.text(text)),
            span: endpoint.span,
        });
        Some(ports.len() - 1)
    }

    /// The cable in a port: that of the first subinterface, or a new one.
    fn boundary_cable(
        &mut self,
        end: SwitchPort,
        tag: Option<Spanned<u16>>,
        words: &PortWords<'_>,
        position: usize,
    ) -> Option<CableId> {
        let key = end.port.fixed().map(|port| (end.switch, port));
        let known = key.and_then(|key| self.boundary_cables.get_mut(&key));
        if let Some(known) = known {
            let clash = match tag {
                Some(tag) => {
                    let same = known.tags.iter().find(|other| other.value == tag.value);
                    let clash = same.map(|other| ("the same tag", other.span));
                    clash.or(known.untagged.map(|span| ("without a tag", span)))
                }
                None => known.tags.first().map(|tag| ("with a tag", tag.span)),
            };
            if let Some((label, first)) = clash {
                self.tag_clash(words.endpoint, tag, label, first);
                return None;
            }
            // Two untagged uses are two cables in one port, which has a rule of its own.
            if let Some(tag) = tag {
                known.tags.push(tag);
                let cable = known.cable;
                self.shared_speed(cable, words.speed);
                return Some(cable);
            }
        }
        let outside = CableEnd::Outside(words.to.map(|name| name.value.as_str().into()));
        let purpose = CableUse::Boundary(offset(self.fabric.boundaries.len()), offset(position));
        let said = Arc::new(CableSaid { speed: words.speed, ..CableSaid::default() });
        let ends = [CableEnd::Switch(end), outside];
        let cable = plain_cable(ends, purpose, &said, words.endpoint.span.into());
        let cable = self.fabric.cables.push(cable);
        if let Some(key) = key {
            self.boundary_cables.entry(key).or_insert_with(|| BoundaryCable {
                cable,
                untagged: tag.is_none().then_some(words.endpoint.span),
                tags: tag.into_iter().collect(),
            });
        }
        Some(cable)
    }

    /// All subinterfaces have the speed of their port.
    fn shared_speed(&mut self, cable: CableId, speed: Option<Spanned<u32>>) {
        let first = self.fabric.cables[cable].said.speed;
        match (first, speed) {
            (Some(first), Some(again)) if first.value != again.value => {
                self.said_twice("the port's speed", first.span, again.span);
            }
            (None, Some(_)) => Arc::make_mut(&mut self.fabric.cables[cable].said).speed = speed,
            _ => {}
        }
    }

    fn tag_clash(
        &mut self,
        endpoint: &ast::Endpoint,
        tag: Option<Spanned<u16>>,
        label: &str,
        first: Span,
    ) {
        let same = label == "the same tag";
        let message = match tag {
            Some(tag) if same => format!("the port has tag {} already", tag.value),
            _ => "the port is used with and without a tag".to_owned(),
        };
        let help = if same { "take another tag" } else { "add `tag N` to both, or use two ports" };
        self.error(
            Diagnostic::new(&TAG_CLASH, message)
                .at(tag.map_or(endpoint.span, |tag| tag.span), "used again here")
                .at(first, label)
                .help(help),
        );
    }
}
