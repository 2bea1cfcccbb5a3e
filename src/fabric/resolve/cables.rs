//! Cables: peer links, keepalives, uplinks, links and hosts' attachments.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::sync::Arc;

use super::context::{Named, Resolver, Scope};
use super::places::Site;
use super::ports::On;
use super::routed_cables::RoutedWords;
use crate::diagnostic::{Diagnostic, Repeated};
use crate::fabric::codes::{
    CABLES_WITHOUT_MODE, CONTRADICTION, COUNTS_DIFFER, NAME_TOO_LONG, NO_PROFILE, PORTS_UNFIT,
    SAID_TWICE, UNKNOWN_NAME, UPLINKS_UNEVEN,
};
use crate::fabric::{
    Attachment, AttachmentId, AttachmentMode, Cable, CableEnd, CableId, CableSaid, CableUse,
    Handle, Host, HostId, Keepalive, PairId, PortChoice, SwitchId, SwitchPort, ZoneId, natural,
};
use crate::source::{Origin, Spanned};
use crate::syntax::ast::{self, MlagSetting, PlaceItem};
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::Fec;

impl Resolver<'_> {
    pub(super) fn cables(&mut self, sites: &[Site<'_>]) {
        for site in sites {
            let without = self.hosts_left_out(site);
            for (stamped, item) in &site.items {
                if self.full {
                    return;
                }
                let scope = site.scope(*stamped);
                match item {
                    PlaceItem::Mlag(mlag) => self.pair_cables(scope, mlag),
                    PlaceItem::Uplinks(uplinks) => self.uplinks(site, scope, uplinks),
                    PlaceItem::Link(link) => self.link(scope, link),
                    PlaceItem::Attach(attach) => self.attach(scope, attach, &without),
                    PlaceItem::Switch(_)
                    | PlaceItem::NoAttach(_)
                    | PlaceItem::Verbatim(_)
                    | PlaceItem::Asn(_) => {}
                }
            }
        }
        std::mem::replace(&mut self.idle_words, Repeated::new()).report(self.sink);
    }

    fn pair_cables(&mut self, scope: Scope<'_>, mlag: &ast::Mlag) {
        let Some(Named::Pair(pair)) =
            self.names.get(&scope.full(&mlag.name.value)).map(|(named, _)| *named)
        else {
            return;
        };
        for setting in &mlag.settings {
            if self.idle_in_segments(pair, setting, scope.stamped) {
                continue;
            }
            match setting {
                MlagSetting::PeerLink(ports) => {
                    let cables = self.member_cables(scope, pair, ports, CableUse::PeerLink(pair));
                    self.fabric.pairs[pair].peer_link.extend(cables);
                }
                MlagSetting::KeepaliveManagement(span) => {
                    self.keepalive(pair, Keepalive::Management, scope.origin(*span));
                }
                MlagSetting::KeepalivePort(ports) => {
                    let cables = self.member_cables(scope, pair, ports, CableUse::Keepalive(pair));
                    let origin = ports
                        .first()
                        .map_or(self.fabric.pairs[pair].origin, |ports| scope.origin(ports.span));
                    match cables.as_slice() {
                        [cable] => self.keepalive(pair, Keepalive::Cable(*cable), origin),
                        [] => {}
                        [..] => self.error(
                            Diagnostic::new(&PORTS_UNFIT, "a keepalive takes one port")
                                .from(origin, format!("{} ports", cables.len()))
                                .help("name a single port, such as `keepalive 48`"),
                        ),
                    }
                }
                _ => {}
            }
        }
    }

    fn keepalive(&mut self, pair: PairId, keepalive: Keepalive, origin: Origin) {
        let pair = &mut self.fabric.pairs[pair];
        if pair.keepalive.is_some() {
            let diagnostic = Diagnostic::new(
                &SAID_TWICE,
                format!("the keepalive of `{}` is said twice", pair.name),
            )
            .from(origin, "again here");
            self.error(diagnostic);
        } else {
            pair.keepalive = Some(keepalive);
        }
    }

    /// Cables between the same ports of both members.
    fn member_cables(
        &mut self,
        scope: Scope<'_>,
        pair: PairId,
        ports: &[Spanned<ast::Ports>],
        purpose: CableUse,
    ) -> Vec<CableId> {
        let [first, second] = self.fabric.pairs[pair].members;
        let origin = self.fabric.pairs[pair].origin;
        let left = self.fixed_ports_of(first, origin, ports);
        let right = self.fixed_ports_of(second, origin, ports);
        let said = Arc::default();
        left.iter()
            .zip(&right)
            .map(|(left, right)| {
                let at = scope.origin(left.span);
                let ends = [fixed_end(first, left, at), fixed_end(second, right, at)];
                self.fabric.cables.push(plain_cable(ends, purpose, &said, at))
            })
            .collect()
    }

    fn uplinks(&mut self, site: &Site<'_>, scope: Scope<'_>, uplinks: &ast::Uplinks) {
        let lower = if uplinks.from.is_empty() {
            self.site_switch_ids(site, scope)
        } else {
            self.switch_ids(scope, &uplinks.from)
        };
        let upper = self.switch_ids(scope, &uplinks.to);
        let profile = uplinks.profile.as_ref().and_then(|name| self.profile(name));
        let zones = self.zones(scope, &uplinks.zones);
        let fec = uplinks.fec.as_ref().and_then(|word| Self::word(word, &Fec::WORDS));
        let origin = scope.origin(uplinks.span);
        let purpose = self.cable_use(uplinks.profile.as_ref());
        let routed = RoutedWords {
            numbered: uplinks.numbered,
            cost: uplinks.cost,
            prefixes: &[],
            cables: 1,
        };
        let routed = self.routed_words(purpose, &routed, uplinks.profile.as_ref(), origin);
        if upper.is_empty() {
            return;
        }
        let said = Arc::new(CableSaid { speed: uplinks.speed, fec, ..routed });
        let mut candidates = BTreeMap::new();
        if let Some(both) = lower.iter().find(|switch| upper.contains(switch)) {
            let name = self.fabric.switches[*both].name.clone();
            self.error(
                Diagnostic::new(&CONTRADICTION, format!("`{name}` would be cabled to itself"))
                    .from(origin, "both below and above"),
            );
            return;
        }
        for switch in lower {
            let ports = self.fixed_ports_of(switch, origin, &uplinks.ports);
            if !ports.len().is_multiple_of(upper.len()) {
                self.error(
                    Diagnostic::new(
                        &UPLINKS_UNEVEN,
                        format!(
                            "{} ports cannot be shared evenly by {} switches",
                            ports.len(),
                            upper.len()
                        ),
                    )
                    .from(origin, format!("of `{}`", self.fabric.switches[switch].name))
                    .help(format!("give a multiple of {} ports", upper.len())),
                );
                return;
            }
            for (port, far) in ports.iter().zip(upper.iter().cycle()) {
                let candidates = Arc::clone(
                    candidates
                        .entry(*far)
                        .or_insert_with(|| self.candidates(*far, origin, &uplinks.at)),
                );
                let at = scope.origin(port.span);
                if !self.room_for_cable(&zones, at) {
                    return;
                }
                let far_end =
                    SwitchPort { switch: *far, port: PortChoice::AnyOf(candidates), origin };
                let ends = [fixed_end(switch, port, at), CableEnd::Switch(far_end)];
                self.fabric.cables.push(Cable {
                    zones: zones.clone(),
                    profile,
                    ..plain_cable(ends, purpose, &said, origin)
                });
            }
        }
    }

    /// Ports to choose from, as `at` says; none when it says nothing.
    fn candidates(
        &mut self,
        switch: SwitchId,
        origin: Origin,
        at: &[Spanned<ast::Ports>],
    ) -> Arc<[PortNumber]> {
        let list = self.ports(On::Declared(switch), origin, at);
        let mut ports: Vec<PortNumber> = list.named.into_iter().map(|port| port.value).collect();
        if let Some(open) = list.open {
            let facts = &self.fabric.switches[switch];
            let platform = self
                .catalog
                .vendors
                .get(&facts.vendor)
                .and_then(|vendor| vendor.platforms.get(&facts.platform));
            ports.extend(
                platform
                    .into_iter()
                    .flat_map(crate::vendor::schema::Platform::panels)
                    .filter(|panel| *panel >= open.value)
                    .map(PortNumber::whole),
            );
        }
        ports.into()
    }

    /// Switches that are declared in a place.
    fn site_switch_ids(&mut self, site: &Site<'_>, scope: Scope<'_>) -> Vec<SwitchId> {
        let mut out = Vec::new();
        for (_, item) in &site.items {
            let PlaceItem::Switch(statement) = item else { continue };
            for name in self.expand_all(&statement.names) {
                if let Some((Named::Switch(switch), _)) = self.names.get(&scope.full(&name.value))
                    && !out.contains(switch)
                {
                    out.push(*switch);
                }
            }
        }
        let switches = &self.fabric.switches;
        out.sort_by(|a, b| natural(&switches[*a].name, &switches[*b].name));
        out
    }

    fn link(&mut self, scope: Scope<'_>, link: &ast::Link) {
        let left = self.endpoints(scope, &link.left);
        let right = self.endpoints(scope, &link.right);
        if left.len() != right.len() {
            let diagnostic = Diagnostic::new(
                &COUNTS_DIFFER,
                format!("{} left ends and {} right ends", left.len(), right.len()),
            )
            .from(scope.origin(link.span), "the ends of a link are joined one to one")
            .help("give as many ends on both sides");
            // Ends that were already reported as unknown are missing here.
            if !left.is_empty() && !right.is_empty() {
                self.error(diagnostic);
            }
            return;
        }
        let profile = link.profile.as_ref().and_then(|name| self.profile(name));
        let zones = self.zones(scope, &link.zones);
        let fec = link.fec.as_ref().and_then(|word| Self::word(word, &Fec::WORDS));
        let lag = link.lag.as_ref().map(|name| Spanned::new(scope.full(&name.value), name.span));
        let purpose = self.cable_use(link.profile.as_ref());
        let routed = RoutedWords {
            numbered: link.numbered,
            cost: link.cost,
            prefixes: &link.prefixes,
            cables: left.len(),
        };
        let origin = scope.origin(link.span);
        let routed = self.routed_words(purpose, &routed, link.profile.as_ref(), origin);
        if let Some(lag) = link.lag.as_ref().filter(|_| purpose == CableUse::Routed) {
            self.routed_lag(origin.at(lag.span));
        }
        let description = link.description.as_ref().map(|text| self.text(text));
        let said = Arc::new(CableSaid { speed: link.speed, fec, lag, description, ..routed });
        for (left, right) in left.into_iter().zip(right) {
            if !self.room_for_cable(&zones, origin) {
                return;
            }
            self.fabric.cables.push(Cable {
                zones: zones.clone(),
                profile,
                ..plain_cable(
                    [CableEnd::Switch(left), CableEnd::Switch(right)],
                    purpose,
                    &said,
                    origin,
                )
            });
        }
    }

    pub(super) fn endpoints(
        &mut self,
        scope: Scope<'_>,
        list: &[ast::Endpoint],
    ) -> Vec<SwitchPort> {
        let mut out = Vec::new();
        for endpoint in list {
            for name in self.expand(&endpoint.switch) {
                let Some(switch) = self.switch(scope, &name, endpoint.switch.span) else {
                    continue;
                };
                let origin = scope.origin(endpoint.span);
                let ports =
                    self.fixed_ports_of(switch, origin, std::slice::from_ref(&endpoint.ports));
                out.extend(ports.iter().map(|port| SwitchPort {
                    switch,
                    port: PortChoice::Fixed(port.value),
                    origin,
                }));
            }
        }
        out
    }

    /// Puts the cables in these ports into zones.
    pub(super) fn zone_cables(&mut self, end: &ast::Endpoint, zones: &[ZoneId]) {
        for cable in self.cables_in(end) {
            if !self.room_for_places(zones.len(), end.span) {
                return;
            }
            self.fabric.cables[cable].zones.extend(zones);
        }
    }

    /// The cables in these ports; a port without one is reported.
    pub(super) fn cables_in(&mut self, end: &ast::Endpoint) -> Vec<CableId> {
        let mut out = Vec::new();
        for wanted in self.endpoints(Scope::TOP, std::slice::from_ref(end)) {
            let holds = |cable: &Cable| {
                cable
                    .ends
                    .iter()
                    .filter_map(CableEnd::switch_port)
                    .any(|port| port.switch == wanted.switch && port.port == wanted.port)
            };
            let found = self.fabric.cables.iter().find(|(_, cable)| holds(cable)).map(|(id, _)| id);
            match found {
                Some(cable) => out.push(cable),
                None => self.error(
                    Diagnostic::new(&UNKNOWN_NAME, "there is no cable in this port")
                        .at(end.span, "nothing is plugged in here")
                        .help("name a port that a `link`, `uplinks`, `attach` or `mlag` statement uses"),
                ),
            }
        }
        out
    }

    /// Hosts of the rack type that this rack does without.
    fn hosts_left_out(&mut self, site: &Site<'_>) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        if !site.items.iter().any(|(_, item)| matches!(item, PlaceItem::NoAttach(_))) {
            return out;
        }
        let known: BTreeSet<String> = site
            .items
            .iter()
            .filter_map(|(_, item)| match item {
                PlaceItem::Attach(attach) => Some(attach),
                _ => None,
            })
            .flat_map(|attach| self.expand_all(&attach.hosts))
            .map(|name| name.value)
            .collect();
        for (stamped, item) in &site.items {
            let PlaceItem::NoAttach(statement) = item else { continue };
            for name in self.expand_all(&statement.hosts) {
                if !known.contains(&name.value) {
                    self.error(
                        Diagnostic::new(
                            &UNKNOWN_NAME,
                            format!("the rack's type attaches no host `{}`", name.value),
                        )
                        .from(site.scope(*stamped).origin(name.span), "nothing to leave out"),
                    );
                }
                out.insert(name.value);
            }
        }
        out
    }

    fn attach(&mut self, scope: Scope<'_>, attach: &ast::Attach, without: &BTreeSet<String>) {
        let origin = scope.origin(attach.span);
        let Some(profile_name) = &attach.profile else {
            self.error(
                Diagnostic::new(&NO_PROFILE, "a host is attached without a profile")
                    .from(origin, "which VLANs do its ports carry?")
                    .help("add `as PROFILE`"),
            );
            return;
        };
        let (Some(profile), switches) =
            (self.profile(profile_name), self.switch_ids(scope, &attach.to))
        else {
            return;
        };
        let hosts = self.expand_all(&attach.hosts);
        let kind = attach.kind.as_ref().map_or("server", |kind| kind.value.as_str());
        let kind: Arc<str> = kind.into();
        let zones = self.zones(scope, &attach.zones);
        let mut ports = Vec::new();
        for switch in &switches {
            match self.host_ports(*switch, origin, &attach.ports, hosts.len()) {
                Some(list) => ports.push(list),
                None => return,
            }
        }
        let fec = attach.fec.as_ref().and_then(|word| Self::word(word, &Fec::WORDS));
        let said = Arc::new(CableSaid { speed: attach.speed, fec, ..CableSaid::default() });
        let description = attach.description.as_ref().map(|text| self.text(text));
        let switches: Arc<[SwitchId]> = switches.into();
        for (position, host) in hosts.iter().enumerate() {
            if without.contains(&host.value) {
                continue;
            }
            let at = scope.origin(host.span);
            if !self.room_for_cable(&zones, at) {
                return;
            }
            let id = self.host(scope.full(&host.value), &kind, at);
            let attachment = AttachmentId::new(self.fabric.attachments.len());
            let mut cables = Vec::with_capacity(switches.len());
            for (switch, ports) in switches.iter().zip(&ports) {
                for port in ports.get(position).into_iter().flatten() {
                    let ends =
                        [fixed_end(*switch, port, scope.origin(port.span)), CableEnd::Host(id)];
                    cables.push(self.fabric.cables.push(Cable {
                        zones: zones.clone(),
                        profile: Some(profile),
                        ..plain_cable(ends, CableUse::Host(attachment), &said, at)
                    }));
                }
            }
            let mode = self.attachment_mode(profile, cables.len(), origin);
            self.fabric.attachments.push(Attachment {
                host: id,
                switches: Arc::clone(&switches),
                cables,
                profile,
                mode,
                description: description.clone(),
                origin: at,
            });
            self.fabric.hosts[id].attachments.push(attachment);
        }
    }

    /// Ports of one switch, host by host.
    fn host_ports(
        &mut self,
        switch: SwitchId,
        origin: Origin,
        ports: &[Spanned<ast::Ports>],
        hosts: usize,
    ) -> Option<Vec<Vec<Spanned<PortNumber>>>> {
        let list = self.ports(On::Declared(switch), origin, ports);
        let mut named = list.named;
        if let Some(open) = list.open {
            let missing = hosts.saturating_sub(named.len());
            let panels = (open.value..).take(missing).map(PortNumber::whole);
            named.extend(panels.map(|port| Spanned::new(port, open.span)));
        }
        if hosts == 0 || named.is_empty() {
            return None;
        }
        if !named.len().is_multiple_of(hosts) {
            let span = ports.first().map_or(origin.at, |ports| ports.span);
            self.error(
                Diagnostic::new(
                    &COUNTS_DIFFER,
                    format!("{} ports cannot be shared evenly by {hosts} hosts", named.len()),
                )
                .from(origin.at(span), "each host takes the same number of ports")
                .help(format!("give {hosts} ports, or a multiple of it")),
            );
            return None;
        }
        let each = named.len() / hosts;
        Some(named.chunks(each).map(<[Spanned<PortNumber>]>::to_vec).collect())
    }

    /// The host of a name; a new one, unless it is attached elsewhere too.
    fn host(&mut self, name: String, kind: &Arc<str>, origin: Origin) -> HostId {
        let id = HostId::new(self.fabric.hosts.len());
        let first = match self.names.entry(name.clone()) {
            Entry::Vacant(entry) => {
                entry.insert((Named::Host(id), origin));
                None
            }
            Entry::Occupied(entry) => match *entry.get() {
                (Named::Host(host), _) => return host,
                (_, first) => Some(first),
            },
        };
        if name.len() > 63 {
            self.error(
                Diagnostic::new(
                    &NAME_TOO_LONG,
                    format!("the host name `{name}` has {} characters", name.len()),
                )
                .from(origin, "63 at most"),
            );
        }
        if let Some(first) = first {
            self.duplicate(Named::Host(id).kind(), &name, first, origin);
        }
        // Most hosts are attached in one place.
        let (kind, attachments) = (Arc::clone(kind), Vec::with_capacity(1));
        self.fabric.hosts.push(Host { name, kind, origin, attachments })
    }

    fn attachment_mode(
        &mut self,
        profile: crate::fabric::ProfileId,
        cables: usize,
        origin: Origin,
    ) -> AttachmentMode {
        let profile = &self.fabric.profiles[profile];
        if profile.lacp.is_some() {
            return AttachmentMode::Lag;
        }
        if profile.active_backup {
            return AttachmentMode::ActiveBackup;
        }
        if cables > 1 {
            let diagnostic =
                Diagnostic::new(&CABLES_WITHOUT_MODE, format!("{cables} cables, but profile `{}` does not say how they work together", profile.name))
                    .from(origin, "attached here")
                    .from(profile.origin, "the profile")
                    .help("add `lacp fast` (one bundle) or `active-backup` (one cable at a time) to the profile");
            self.error(diagnostic);
        }
        AttachmentMode::Single
    }
}

fn fixed_end(switch: SwitchId, port: &Spanned<PortNumber>, origin: Origin) -> CableEnd {
    CableEnd::Switch(SwitchPort {
        switch,
        port: PortChoice::Fixed(port.value),
        origin: origin.at(port.span),
    })
}

pub(super) fn plain_cable(
    ends: [CableEnd; 2],
    purpose: CableUse,
    said: &Arc<CableSaid>,
    origin: Origin,
) -> Cable {
    Cable { ends, purpose, said: Arc::clone(said), zones: Vec::new(), profile: None, origin }
}
