//! Zones, racks, tiers, switches and pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Named, Resolver, Scope};
use super::ports::On;
use super::statements::Statements;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{
    CONTRADICTION, COUNTS_DIFFER, DUPLICATE_NAME, NAME_TOO_LONG, NO_MODEL, UNKNOWN_MODEL,
    UNKNOWN_NAME,
};
use crate::fabric::{
    Fabric, Pair, Rack, RackId, Switch, SwitchId, Tier, TierId, Zone, ZoneId, ZoneKind, natural,
};
use crate::source::{Origin, Span, Spanned};
use crate::syntax::Pattern;
use crate::syntax::ast::{self, MlagSetting, ModelRef, Names, PlaceItem, SwitchSetting};

/// Longest host name: one DNS label (RFC 1035).
const HOST_NAME_MAX: usize = 63;

/// A place with statements: the top level, a tier, or a rack with what its type says.
pub(super) struct Site<'a> {
    /// Full name of the rack, if it is one.
    pub(super) rack_name: Option<String>,
    pub(super) rack: Option<RackId>,
    pub(super) tier: Option<TierId>,
    /// Statements, each with the `rack` statement that stamped it.
    pub(super) items: Vec<(Option<Span>, &'a PlaceItem)>,
}

impl Site<'_> {
    pub(super) fn scope(&self, stamped: Option<Span>) -> Scope<'_> {
        Scope { rack: self.rack_name.as_deref(), stamped }
    }
}

/// A model by vendor, platform and format.
#[derive(Clone)]
struct ResolvedModel {
    vendor: String,
    platform: String,
    format: String,
}

type Models<'a> = BTreeMap<&'a str, &'a ast::Model>;

/// What the `switch` statements of one name say together.
#[derive(Default)]
struct SwitchDraft<'a> {
    origin: Option<Origin>,
    model: Option<(&'a ModelRef, Origin)>,
    zones: Vec<ZoneId>,
    rack: Option<RackId>,
    settings: Vec<(Origin, &'a SwitchSetting)>,
}

impl Resolver<'_> {
    pub(super) fn zone_names(&mut self, zones: &[&ast::Zone]) {
        for zone in zones {
            let kind = self.zone_kind(zone);
            for name in self.expand_all(&zone.names) {
                let origin = Origin::from(name.span);
                let id = self.fabric.zones.push(Zone {
                    name: name.value.clone(),
                    kind: kind.clone(),
                    origin,
                });
                self.declare(&name.value, Named::Zone(id), origin);
            }
        }
    }

    fn zone_kind(&mut self, zone: &ast::Zone) -> ZoneKind {
        let Some(kind) = &zone.kind else { return ZoneKind::Named("zone".to_owned()) };
        if matches!(kind.value.as_str(), "rack" | "switch") {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("`{}` is a built-in kind of zone", kind.value),
                )
                .at(kind.span, "every rack and every switch is a zone already")
                .help("use another word, such as `kind row` or `kind power`"),
            );
        }
        ZoneKind::Named(kind.value.clone())
    }

    /// Declares racks, tiers, switches and pairs, and gives back all places with their statements.
    pub(super) fn places<'a>(&mut self, statements: &Statements<'a>) -> Vec<Site<'a>> {
        let models = self.models(&statements.models);
        let mut sites = vec![Site {
            rack_name: None,
            rack: None,
            tier: None,
            items: statements.places.iter().map(|item| (None, *item)).collect(),
        }];
        let racks = self.racks(statements);
        for tier in &statements.tiers {
            let origin = Origin::from(tier.name.span);
            let id = self.fabric.tiers.push(Tier {
                name: tier.name.value.clone(),
                switches: Vec::new(),
                origin,
            });
            self.declare(&tier.name.value, Named::Tier(id), origin);
            let items = tier.items.iter().map(|item| (None, item)).collect();
            sites.push(Site { rack_name: None, rack: None, tier: Some(id), items });
        }
        sites.extend(racks);
        for site in &sites {
            self.site_switches(site, &models);
            if self.full {
                return sites;
            }
        }
        self.by_name();
        for site in &sites {
            self.site_pairs(site);
        }
        self.place_asns(&sites, &statements.rack_types);
        self.unused(statements);
        sites
    }

    /// Members of tiers and racks in the order of their names, wherever they are declared.
    fn by_name(&mut self) {
        let Fabric { switches, tiers, racks, .. } = &mut self.fabric;
        let order = |a: &SwitchId, b: &SwitchId| natural(&switches[*a].name, &switches[*b].name);
        tiers.values_mut().for_each(|tier| tier.switches.sort_by(order));
        racks.values_mut().for_each(|rack| rack.switches.sort_by(order));
    }

    /// Rack types that are never stamped, and models that are never named.
    fn unused(&mut self, statements: &Statements<'_>) {
        let stamped: BTreeSet<&str> = statements
            .racks
            .iter()
            .filter_map(|rack| rack.of.as_ref())
            .map(|of| of.value.as_str())
            .collect();
        let types = statements.rack_types.iter().map(|rack_type| &rack_type.name);
        self.fabric.unused_rack_types =
            types.filter(|name| !stamped.contains(name.value.as_str())).cloned().collect();
        let in_types = statements.rack_types.iter().flat_map(|rack_type| &rack_type.items);
        let in_tiers = statements.tiers.iter().flat_map(|tier| &tier.items);
        let in_racks = statements.racks.iter().flat_map(|rack| &rack.items);
        let items =
            in_types.chain(in_tiers).chain(in_racks).chain(statements.places.iter().copied());
        let of_switches = items.filter_map(|item| match item {
            PlaceItem::Switch(switch) => switch.model.as_ref(),
            _ => None,
        });
        let of_models = statements.models.iter().map(|model| &model.model);
        let named: BTreeSet<&str> = of_switches
            .chain(of_models)
            .filter_map(|model| match model {
                ModelRef::Alias(name) => Some(name.value.as_str()),
                ModelRef::Platform(_) => None,
            })
            .collect();
        let models = statements.models.iter().map(|model| &model.name);
        self.fabric.unused_models =
            models.filter(|name| !named.contains(name.value.as_str())).cloned().collect();
    }

    fn models<'a>(&mut self, statements: &[&'a ast::Model]) -> Models<'a> {
        let mut models: Models<'a> = BTreeMap::new();
        for model in statements {
            match models.get(model.name.value.as_str()) {
                Some(first) => self.duplicate(
                    "model",
                    &model.name.value,
                    first.name.span.into(),
                    model.name.span.into(),
                ),
                None => {
                    models.insert(&model.name.value, model);
                }
            }
        }
        // An alias that no switch uses is still worth an error when it means nothing.
        for model in statements {
            self.model(&models, &model.model, Origin::from(model.name.span), 0);
        }
        models
    }

    /// Racks, each with the statements of its type and its own.
    fn racks<'a>(&mut self, statements: &Statements<'a>) -> Vec<Site<'a>> {
        let mut types: BTreeMap<&str, &'a ast::RackType> = BTreeMap::new();
        for rack_type in &statements.rack_types {
            match types.get(rack_type.name.value.as_str()) {
                Some(first) => self.duplicate(
                    "rack type",
                    &rack_type.name.value,
                    first.name.span.into(),
                    rack_type.name.span.into(),
                ),
                None => {
                    types.insert(&rack_type.name.value, rack_type);
                }
            }
        }
        let mut declared = Vec::new();
        for rack in &statements.racks {
            let rack_type = rack.of.as_ref().and_then(|of| self.rack_type(&types, of));
            let names = self.expand_all(&rack.names);
            for (position, name) in names.iter().enumerate() {
                let id = self.add_rack(&name.value, Origin::from(name.span));
                let stamped = rack_type
                    .iter()
                    .flat_map(|rack_type| &rack_type.items)
                    .map(|item| (Some(name.span), item));
                let own = rack.items.iter().map(|item| (None, item));
                let items: Vec<_> = stamped.chain(own).collect();
                if !self.room_for_places(items.len(), name.span) {
                    return Vec::new();
                }
                declared.push((
                    *rack,
                    position,
                    names.len(),
                    Site { rack_name: Some(name.value.clone()), rack: Some(id), tier: None, items },
                ));
            }
        }
        // Zones after all racks: a rack may stand in another one's zone.
        let mut sites = Vec::new();
        for (rack, position, count, site) in declared {
            if let Some(id) = site.rack {
                let zones = self.matched_zones(Scope::TOP, &rack.zones, position, count);
                let place = &mut self.fabric.racks[id].zones;
                place.extend(zones);
                place.sort_unstable();
                place.dedup();
            }
            sites.push(site);
        }
        sites
    }

    fn rack_type<'a>(
        &mut self,
        types: &BTreeMap<&str, &'a ast::RackType>,
        of: &ast::Name,
    ) -> Option<&'a ast::RackType> {
        let found = types.get(of.value.as_str()).copied();
        if found.is_none() {
            let help = self
                .guesses
                .did_you_mean(&of.value, types.keys().copied())
                .unwrap_or_else(|| format!("declare it: `rack-type {} {{ … }}`", of.value));
            self.unknown("rack type", of, help);
        }
        found
    }

    fn add_rack(&mut self, name: &str, origin: Origin) -> RackId {
        let zone =
            self.fabric.zones.push(Zone { name: name.to_owned(), kind: ZoneKind::Rack, origin });
        let id = self.fabric.racks.push(Rack {
            name: name.to_owned(),
            zone,
            zones: vec![zone],
            switches: Vec::new(),
            origin,
        });
        self.declare(name, Named::Rack(id), origin);
        id
    }

    /// Zones for the thing at `position` of `count`: a list as long as `count` is matched one to one,
    /// a single name serves all.
    fn matched_zones(
        &mut self,
        scope: Scope<'_>,
        list: &[Names],
        position: usize,
        count: usize,
    ) -> Vec<ZoneId> {
        let mut out = Vec::new();
        for names in list {
            if let Some(name) = self.matched_name(scope, names, position, count) {
                out.extend(self.zone(scope, &name));
            }
        }
        out
    }

    fn matched_name(
        &mut self,
        scope: Scope<'_>,
        names: &Names,
        position: usize,
        count: usize,
    ) -> Option<Spanned<String>> {
        if !self.room_for_names(1, names.span) {
            return None;
        }
        let picked = match names.value.count() {
            1 => names.value.nth(0),
            len if len == count as u64 => names.value.nth(position as u64),
            len if len > Pattern::MAX => {
                self.expand(names);
                None
            }
            len => {
                self.error(
                    Diagnostic::new(
                        &COUNTS_DIFFER,
                        format!(
                            "`{}` stands for {len} names, but {count} are declared here",
                            names.value
                        ),
                    )
                    .from(scope.origin(names.span), "cannot be matched one to one")
                    .help(format!("give one name, or a range of {count}")),
                );
                None
            }
        };
        picked.map(|name| Spanned::new(name, names.span))
    }

    fn site_switches<'a>(&mut self, site: &Site<'a>, models: &Models<'a>) {
        let mut order: Vec<String> = Vec::new();
        let mut drafts: BTreeMap<String, SwitchDraft<'a>> = BTreeMap::new();
        for (stamped, item) in &site.items {
            let PlaceItem::Switch(statement) = item else { continue };
            let scope = site.scope(*stamped);
            let names = self.expand_all(&statement.names);
            for (position, name) in names.iter().enumerate() {
                let origin = scope.origin(name.span);
                let full = scope.full(&name.value);
                let draft = drafts.entry(full.clone()).or_default();
                match draft.origin {
                    // A rack's own statement changes the switch of its type.
                    Some(first) if stamped.is_some() || first.stamped.is_none() => {
                        self.duplicate("switch", &full, first, origin);
                        continue;
                    }
                    Some(_) => {}
                    None => {
                        draft.origin = Some(origin);
                        order.push(full.clone());
                    }
                }
                let zones = self.matched_zones(scope, &statement.zones, position, names.len());
                let rack = self.switch_rack(scope, &statement.racks, position, names.len());
                draft_switch(draft, statement, scope, zones, rack);
            }
        }
        for name in order {
            if let Some(draft) = drafts.remove(&name) {
                self.add_switch(&name, draft, site, models);
            }
        }
    }

    /// The rack after `in rack`; made when it is not declared.
    fn switch_rack(
        &mut self,
        scope: Scope<'_>,
        racks: &[Names],
        position: usize,
        count: usize,
    ) -> Option<RackId> {
        let names = racks.first()?;
        let name = self.matched_name(scope, names, position, count)?;
        match self.names.get(&name.value).map(|(named, _)| *named) {
            Some(Named::Rack(rack)) => Some(rack),
            Some(other) => {
                self.wrong_kind(scope, &name.value, name.span, other, "rack");
                None
            }
            None => Some(self.add_rack(&name.value, Origin::from(name.span))),
        }
    }

    fn add_switch<'a>(
        &mut self,
        name: &str,
        draft: SwitchDraft<'a>,
        site: &Site<'a>,
        models: &Models<'a>,
    ) {
        let Some(origin) = draft.origin else { return };
        if name.len() > HOST_NAME_MAX {
            self.error(
                Diagnostic::new(
                    &NAME_TOO_LONG,
                    format!("the switch name `{name}` has {} characters", name.len()),
                )
                .from(origin, format!("{HOST_NAME_MAX} at most"))
                .help("shorten the switch's or the rack's name"),
            );
        }
        let Some((model_ref, model_origin)) = draft.model else {
            self.error(
                Diagnostic::new(&NO_MODEL, format!("switch `{name}` has no hardware model"))
                    .from(origin, "declared without a model")
                    .help("write `model VENDOR/PLATFORM`; `rackc vendors` lists them"),
            );
            self.broken.insert(name.to_owned());
            return;
        };
        let Some(model) = self.model(models, model_ref, model_origin, 0) else {
            self.broken.insert(name.to_owned());
            return;
        };
        let rack = draft.rack.or(site.rack);
        let mut zones = draft.zones;
        if let Some(rack) = rack {
            let of_rack = self.fabric.racks[rack].zones.len();
            if !self.room_for_places(of_rack, origin) {
                return;
            }
            zones.extend(&self.fabric.racks[rack].zones);
        }
        zones.sort_unstable();
        zones.dedup();
        let mut switch = Switch {
            name: name.to_owned(),
            origin,
            model_origin,
            vendor: model.vendor,
            platform: model.platform,
            format: model.format,
            rack,
            zones,
            tier: site.tier,
            pair: None,
            management: Vec::new(),
            loopback: Vec::new(),
            breakouts: BTreeMap::new(),
            speeds: BTreeMap::new(),
            stp_priority: None,
            routed: false,
            asn: None,
            vtep: Vec::new(),
            maintenance: None,
        };
        for (origin, setting) in &draft.settings {
            self.switch_setting(&mut switch, *origin, setting);
        }
        if !self.room_for_switch(origin) {
            return;
        }
        let id = self.fabric.switches.push(switch);
        self.declare(name, Named::Switch(id), origin);
        if let Some(rack) = rack {
            self.fabric.racks[rack].switches.push(id);
        }
        if let Some(tier) = site.tier {
            self.fabric.tiers[tier].switches.push(id);
        }
    }

    fn switch_setting(&mut self, switch: &mut Switch, origin: Origin, setting: &SwitchSetting) {
        match setting {
            // A rack's own statement takes the place of its type's.
            SwitchSetting::Management(addresses) => switch.management.clone_from(addresses),
            SwitchSetting::Loopback(addresses) => switch.loopback.clone_from(addresses),
            SwitchSetting::Breakout { ports, split } => self.breakout(switch, origin, ports, split),
            SwitchSetting::Speed { ports, speed } => {
                for port in self.fixed_ports(On::New(switch), origin, ports) {
                    switch.speeds.insert(port.value, *speed);
                }
            }
            SwitchSetting::Priority(priority) => switch.stp_priority = Some(*priority),
            SwitchSetting::Format(format) => {
                if self.format(&switch.vendor, format).is_some() {
                    switch.format.clone_from(&format.value);
                }
            }
            // Gathered with the other raw lines.
            SwitchSetting::Verbatim(_) => {}
            SwitchSetting::Asn(asn) => switch.asn = self.asn(*asn).or(switch.asn),
            SwitchSetting::Vtep(addresses) => {
                switch.vtep = self.one_address_per_family(addresses, "tunnel address");
            }
            SwitchSetting::Maintenance(span) => switch.maintenance = Some(*span),
        }
    }

    fn format(&mut self, vendor: &str, format: &ast::Name) -> Option<()> {
        let vendor = self.catalog.vendors.get(vendor)?;
        if vendor.formats.contains_key(&format.value) {
            return Some(());
        }
        let help = self
            .guesses
            .did_you_mean(&format.value, vendor.formats.keys().map(String::as_str))
            .unwrap_or_else(|| {
                format!(
                    "formats: {}",
                    vendor.formats.keys().cloned().collect::<Vec<_>>().join(", ")
                )
            });
        self.error(
            Diagnostic::new(
                &UNKNOWN_MODEL,
                format!("{} has no format `{}`", vendor.title, format.value),
            )
            .at(format.span, "not known")
            .help(help),
        );
        None
    }

    /// Follows aliases to a platform.
    fn model(
        &mut self,
        models: &Models<'_>,
        model: &ModelRef,
        origin: Origin,
        depth: u8,
    ) -> Option<ResolvedModel> {
        match model {
            ModelRef::Platform(path) => self.platform(path, origin),
            ModelRef::Alias(name) => {
                let Some(alias) = models.get(name.value.as_str()).filter(|_| depth < 8) else {
                    let help = self
                        .guesses
                        .did_you_mean(&name.value, models.keys().copied())
                        .unwrap_or_else(|| {
                            "write `VENDOR/PLATFORM`, or declare `model NAME = VENDOR/PLATFORM`"
                                .to_owned()
                        });
                    self.error(
                        Diagnostic::new(
                            &UNKNOWN_NAME,
                            format!("there is no model `{}`", name.value),
                        )
                        .from(
                            origin.at(name.span),
                            if depth < 8 {
                                "not declared anywhere"
                            } else {
                                "declared in a circle"
                            },
                        )
                        .help(help),
                    );
                    return None;
                };
                let mut resolved =
                    self.model(models, &alias.model, alias.name.span.into(), depth + 1)?;
                if let Some(format) = &alias.format {
                    self.format(&resolved.vendor, format)?;
                    resolved.format.clone_from(&format.value);
                }
                Some(resolved)
            }
        }
    }

    fn platform(&mut self, path: &Spanned<String>, origin: Origin) -> Option<ResolvedModel> {
        let catalog = self.catalog;
        let (vendor_name, platform_name) = path.value.split_once('/').unwrap_or((&path.value, ""));
        let Some(vendor) = catalog.vendor(vendor_name) else {
            let written = vendor_name.to_lowercase();
            let known = || catalog.vendors.keys().map(String::as_str);
            let longer = known().find(|known| known.split('-').next() == Some(&written));
            let help = longer
                .map(|known| format!("did you mean `{known}`?"))
                .or_else(|| self.guesses.did_you_mean(&written, known()))
                .unwrap_or_else(|| {
                    format!(
                        "vendors: {}",
                        catalog.vendors.keys().cloned().collect::<Vec<_>>().join(", ")
                    )
                });
            self.error(
                Diagnostic::new(&UNKNOWN_MODEL, format!("there is no vendor `{vendor_name}`"))
                    .from(origin.at(path.span), "not known")
                    .help(help),
            );
            return None;
        };
        let Some(platform) = vendor.platform(platform_name) else {
            let known = || vendor.platforms.keys().map(String::as_str);
            let help = self
                .guesses
                .did_you_mean(platform_name, known())
                .unwrap_or_else(|| format!("models: {}", known().collect::<Vec<_>>().join(", ")));
            self.error(
                Diagnostic::new(
                    &UNKNOWN_MODEL,
                    format!("{} has no model `{platform_name}`", vendor.title),
                )
                .from(origin.at(path.span), "not known")
                .help(help),
            );
            return None;
        };
        let asked = self
            .formats
            .iter()
            .rev()
            .find(|(name, _)| *name == vendor.name)
            .map(|(_, format)| format.clone());
        let format = asked
            .or_else(|| platform.format.clone())
            .unwrap_or_else(|| vendor.default_format.clone());
        Some(ResolvedModel { vendor: vendor.name.clone(), platform: platform.name.clone(), format })
    }

    fn site_pairs(&mut self, site: &Site<'_>) {
        for (stamped, item) in &site.items {
            let PlaceItem::Mlag(mlag) = item else { continue };
            let scope = site.scope(*stamped);
            let members: Vec<SwitchId> = mlag
                .members
                .iter()
                .filter_map(|member| self.switch(scope, &member.value, member.span))
                .collect();
            let &[first, second] = members.as_slice() else {
                self.broken.insert(scope.full(&mlag.name.value));
                continue;
            };
            self.add_pair(mlag, scope, [first, second]);
        }
    }

    fn add_pair(&mut self, mlag: &ast::Mlag, scope: Scope<'_>, members: [SwitchId; 2]) {
        let name = scope.full(&mlag.name.value);
        let origin = scope.origin(mlag.name.span);
        if members[0] == members[1] {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("both members of `{name}` are the same switch"),
                )
                .from(origin, "needs two switches"),
            );
            return;
        }
        for (member, written) in members.into_iter().zip(&mlag.members) {
            if let Some(other) = self.fabric.switches[member].pair {
                let first = self.fabric.pairs[other].origin;
                self.error(
                    Diagnostic::new(
                        &DUPLICATE_NAME,
                        format!("`{}` is a member of two pairs", self.fabric.switches[member].name),
                    )
                    .from(scope.origin(written.span), "here")
                    .from(first, "and of this pair"),
                );
                return;
            }
        }
        let mut asn = None;
        let mut pair = Pair {
            name: name.clone(),
            origin,
            members,
            peer_link: Vec::new(),
            keepalive: None,
            domain: None,
            survives: Vec::new(),
            reload_delay: None,
            asn: None,
            vtep: Vec::new(),
            esi: false,
            esi_span: None,
        };
        for setting in &mlag.settings {
            match setting {
                MlagSetting::Domain(domain) => {
                    pair.domain = self.number(*domain, 1..=65535, "domain");
                }
                MlagSetting::Survives(kinds) => pair.survives.extend(kinds.iter().cloned()),
                MlagSetting::ReloadDelay(seconds) => {
                    pair.reload_delay = self
                        .number::<u32>(*seconds, 0..=86_400, "reload delay")
                        .map(|seconds| seconds.value);
                }
                // Cables, made when all switches are known.
                MlagSetting::PeerLink(_)
                | MlagSetting::KeepaliveManagement(_)
                | MlagSetting::KeepalivePort(_) => {}
                MlagSetting::Asn(number) => self.set(&mut asn, *number, "the pair's `asn`"),
                MlagSetting::Vtep(addresses) => {
                    pair.vtep = self.one_address_per_family(addresses, "tunnel address");
                }
                MlagSetting::Esi(span) => pair.esi_span = Some(*span),
            }
        }
        pair.asn = asn.and_then(|asn| self.asn(asn));
        let id = self.fabric.pairs.push(pair);
        for member in members {
            self.fabric.switches[member].pair = Some(id);
        }
        self.declare(&name, Named::Pair(id), origin);
    }

    /// Members that zones name, rather than the other way round.
    pub(super) fn zone_members(&mut self, zones: &[&ast::Zone]) {
        for zone in zones {
            let ids = self.zones(Scope::TOP, &zone.names);
            let mut switches = self.switch_ids(Scope::TOP, &zone.switches);
            switches.extend(self.switch_ids(Scope::TOP, &zone.racks));
            let mut racks = Vec::new();
            for name in self.expand_all(&zone.racks) {
                if let Some(Named::Rack(rack)) = self.find(Scope::TOP, &name.value) {
                    racks.push(rack);
                }
            }
            let places = (switches.len() + racks.len()).saturating_mul(ids.len());
            if !self.room_for_places(places, zone.span) {
                return;
            }
            for rack in racks {
                self.fabric.racks[rack].zones.extend(&ids);
            }
            for switch in switches {
                self.fabric.switches[switch].zones.extend(&ids);
            }
            for end in &zone.links {
                self.zone_cables(end, &ids);
            }
        }
        let racks = self.fabric.racks.values_mut().map(|rack| &mut rack.zones);
        let switches = self.fabric.switches.values_mut().map(|switch| &mut switch.zones);
        for places in racks.chain(switches) {
            places.sort_unstable();
            places.dedup();
        }
    }
}

fn draft_switch<'a>(
    draft: &mut SwitchDraft<'a>,
    statement: &'a ast::Switch,
    scope: Scope<'_>,
    zones: Vec<ZoneId>,
    rack: Option<RackId>,
) {
    if let Some(model) = &statement.model {
        draft.model = Some((model, scope.origin(statement.span)));
    }
    if !zones.is_empty() {
        draft.zones = zones;
    }
    draft.rack = rack.or(draft.rack);
    draft
        .settings
        .extend(statement.settings.iter().map(|setting| (scope.origin(statement.span), setting)));
}
