//! `overlay`: EVPN over VXLAN, and what only makes sense in it.

use super::context::{Resolver, Scope};
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, OVERLAY_MISSING, UNDERLAY_MISSING};
use crate::fabric::{Overlay, PairId, UnderlayKind};
use crate::source::{Origin, Span};
use crate::syntax::ast::{self, MlagSetting, OverlaySetting};
use crate::vendor::schema::PairVtep;

impl Resolver<'_> {
    pub(super) fn overlay(&mut self, statement: &ast::Overlay) {
        if statement.kind.value == "none" {
            if !statement.settings.is_empty() {
                self.error(
                    Diagnostic::new(&CONTRADICTION, "`overlay none` has no settings")
                        .at(statement.span, "none")
                        .help("delete the block, or write `overlay evpn`"),
                );
            }
            return;
        }
        if self.fabric.settings.underlay.kind == UnderlayKind::None {
            self.error(
                Diagnostic::new(&UNDERLAY_MISSING, "the overlay has no underlay to run over")
                    .at(statement.span, "tunnels between loopbacks that nothing routes")
                    .help("add `underlay bgp unnumbered`, `underlay bgp` or `underlay ospf` to the fabric block"),
            );
        }
        let (mut servers, mut service) = (Vec::new(), None);
        let (mut target, mut suppression) = (None, None);
        for setting in &statement.settings {
            match setting {
                OverlaySetting::RouteServers(names) => {
                    servers.extend(self.switch_ids(Scope::TOP, names));
                }
                OverlaySetting::Service(word) => self.set(&mut service, word.clone(), "`service`"),
                OverlaySetting::RouteTargetAsn(number) => {
                    self.set(&mut target, *number, "`route-target-asn`");
                }
                OverlaySetting::Suppression(on) => {
                    self.set(&mut suppression, *on, "`suppression`");
                }
            }
        }
        servers.sort_unstable();
        servers.dedup();
        let target = target.and_then(|number| {
            self.number::<u16>(number, 1..=65535, "a first half of route targets of")
        });
        self.fabric.settings.overlay = Some(Overlay {
            span: statement.span,
            route_servers: servers,
            vlan_aware: service.filter(|word| word.value == "vlan-aware").map(|word| word.span),
            route_target_asn: target.map_or(65000, |number| number.value),
            suppression: suppression.is_none_or(|on| on.value),
            suppression_span: suppression.map(|on| on.span),
        });
    }

    /// Decides which pairs are multihomed by Ethernet segments, and refuses words that need an overlay.
    pub(super) fn overlay_words(&mut self) {
        let overlay = self.fabric.settings.overlay.is_some();
        for id in self.fabric.pairs.ids() {
            if overlay {
                let derived = self.pair_vendor_without_vtep(id).is_some();
                let pair = &mut self.fabric.pairs[id];
                pair.esi = pair.esi_span.is_some() || derived;
                self.shared_vtep_of_segments(id);
            } else {
                let pair = &self.fabric.pairs[id];
                let esi = pair.esi_span.map(|span| ("esi", span));
                let vtep = pair.vtep.first().map(|address| ("vtep", address.span));
                let stamped = pair.origin;
                for (word, span) in esi.into_iter().chain(vtep) {
                    self.overlay_missing(word, stamped.at(span));
                }
            }
        }
        if overlay {
            return;
        }
        let said: Vec<Origin> = self
            .fabric
            .switches
            .values()
            .filter_map(|switch| Some(switch.origin.at(switch.vtep.first()?.span)))
            .collect();
        for origin in said {
            self.overlay_missing("vtep", origin);
        }
    }

    fn overlay_missing(&mut self, word: &str, origin: Origin) {
        self.error(
            Diagnostic::new(&OVERLAY_MISSING, format!("`{word}` is of no use without an overlay"))
                .from(origin, "there are no tunnels")
                .help("take it out, or add `overlay evpn` to the fabric block"),
        );
    }

    /// Switches of Ethernet segments are two VTEPs, not one.
    fn shared_vtep_of_segments(&mut self, id: PairId) {
        let pair = &self.fabric.pairs[id];
        let Some(vtep) = pair.vtep.first().filter(|_| pair.esi) else { return };
        let origin = pair.origin.at(vtep.span);
        let diagnostic = Diagnostic::new(
            &CONTRADICTION,
            format!("the members of `{}` share no tunnel address", pair.name),
        )
        .from(origin, "said of both at once")
        .help("say `vtep` of each switch: with Ethernet segments, each member is a tunnel endpoint of its own");
        let diagnostic = self.why_segments(id, diagnostic);
        self.error(diagnostic);
    }

    /// Title of the vendor of a member whose MLAG cannot be one VTEP.
    fn pair_vendor_without_vtep(&self, id: PairId) -> Option<&str> {
        let members = self.fabric.pairs[id].members;
        members.into_iter().find_map(|member| {
            let vendor = self.catalog.vendors.get(&self.fabric.switches[member].vendor)?;
            (vendor.routing.pair_vtep == PairVtep::None).then_some(vendor.title.as_str())
        })
    }

    /// Adds why a pair is multihomed by Ethernet segments.
    fn why_segments(&self, id: PairId, diagnostic: Diagnostic) -> Diagnostic {
        match (self.fabric.pairs[id].esi_span, self.pair_vendor_without_vtep(id)) {
            (Some(span), _) => diagnostic.at(span, "Ethernet segments"),
            (None, Some(vendor)) => diagnostic.note(format!(
                "an MLAG pair of {vendor} cannot be one tunnel endpoint: in an overlay, its hosts are multihomed by Ethernet segments (EVPN)"
            )),
            (None, None) => diagnostic,
        }
    }

    /// Refuses MLAG's words in a pair of Ethernet segments; whether the setting is to be passed over.
    pub(super) fn idle_in_segments(
        &mut self,
        id: PairId,
        setting: &MlagSetting,
        stamped: Option<Span>,
    ) -> bool {
        if !self.fabric.pairs[id].esi {
            return false;
        }
        let (word, span) = match setting {
            MlagSetting::PeerLink(ports) => ("peer-link", ports.first().map(|ports| ports.span)),
            MlagSetting::KeepalivePort(ports) => {
                ("keepalive", ports.first().map(|ports| ports.span))
            }
            MlagSetting::KeepaliveManagement(span) => ("keepalive", Some(*span)),
            MlagSetting::Domain(domain) => ("domain", Some(domain.span)),
            MlagSetting::ReloadDelay(seconds) => ("reload-delay", Some(seconds.span)),
            _ => return false,
        };
        let pair = &self.fabric.pairs[id];
        let at = Origin { at: span.unwrap_or(pair.origin.at), stamped };
        let diagnostic = Diagnostic::new(
            &CONTRADICTION,
            format!("`{}` has no use for `{word}`", pair.name),
        )
        .from(at, "of MLAG")
        .help(match stamped {
            // The type may be that of other vendors too, which want the word.
            Some(_) if pair.esi_span.is_none() => format!(
                "give such racks a rack type of their own, with `esi` in place of `{word}`: the members find each other by EVPN and need no peer link and no keepalive"
            ),
            _ => format!(
                "delete `{word}`: the members of Ethernet segments find each other by EVPN and need no peer link and no keepalive"
            ),
        });
        let diagnostic = self.why_segments(id, diagnostic);
        let name = pair.name.clone();
        self.idle_words.add((at.at, word), &name, || diagnostic);
        true
    }
}
