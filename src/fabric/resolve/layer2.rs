//! VLANs and profiles.

use ipnet::IpNet;

use super::context::{Resolver, Scope};
use super::settings::MECHANISMS;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, COUNTS_DIFFER};
use crate::fabric::{
    Carried, Gateway, LacpMode, Profile, StormControl, SviAddresses, Vlan, VlanId,
};
use crate::source::{Origin, Span, Spanned};
use crate::syntax::ast::{self, ProfileSetting, VlanSetting};
use crate::vendor::schema::Fec;

const LACP: [(&str, LacpMode); 3] =
    [("fast", LacpMode::Fast), ("slow", LacpMode::Slow), ("static", LacpMode::Static)];

/// Kinds of traffic that storm control can limit, as bits.
const STORM: [(&str, u8); 3] = [("broadcast", 1), ("multicast", 2), ("unknown-unicast", 4)];

/// A VLAN among what is wrong itself.
pub(super) fn vlan_key(name: &str) -> String {
    format!("vlan {name}")
}

impl Resolver<'_> {
    pub(super) fn vlan_names(&mut self, statements: &[&ast::Vlan]) {
        for statement in statements {
            let names = self.expand_all(&statement.names);
            let ids = self.vlan_ids(statement);
            // An id that does not exist was told already.
            let told = ids.len() < statement.ids.len();
            if names.len() != ids.len() && !told {
                self.error(
                    Diagnostic::new(
                        &COUNTS_DIFFER,
                        format!("{} names and {} VLAN ids", names.len(), ids.len()),
                    )
                    .at(statement.span, "names and ids are matched one to one")
                    .help("give as many ids as names, such as `vlan app[1..3] 201..203`"),
                );
            }
            if told {
                self.broken.extend(names.iter().map(|name| vlan_key(&name.value)));
            }
            for (name, id) in names.into_iter().zip(ids) {
                self.add_vlan(name, id);
            }
        }
    }

    fn vlan_ids(&mut self, statement: &ast::Vlan) -> Vec<Spanned<u16>> {
        let mut out = Vec::new();
        for range in &statement.ids {
            let (first, last) = range.value;
            // Each end by itself, so that a huge range is refused before it is built.
            let first = self.number::<u16>(Spanned::new(first, range.span), 1..=4094, "VLAN id");
            let last = self.number::<u16>(Spanned::new(last, range.span), 1..=4094, "VLAN id");
            if let (Some(first), Some(last)) = (first, last) {
                out.extend((first.value..=last.value).map(|id| Spanned::new(id, range.span)));
            }
        }
        out
    }

    fn add_vlan(&mut self, name: Spanned<String>, id: Spanned<u16>) {
        let origin = Origin::from(name.span);
        if let Some(first) =
            self.vlans.get(&name.value).map(|first| self.fabric.vlans[*first].origin)
        {
            self.duplicate("VLAN", &name.value, first, origin);
            return;
        }
        let vlan = self.fabric.vlans.push(Vlan {
            name: name.value.clone(),
            id: id.value,
            id_span: id.span,
            origin,
            vrf: None,
            vrf_span: None,
            gateway: None,
            placed: std::collections::BTreeMap::new(),
            dhcp_relay: Vec::new(),
            mtu: None,
            vni: None,
            description: None,
            addresses: std::collections::BTreeMap::new(),
            hosts: Vec::new(),
            router_advertisement: None,
            no_vni: None,
            access: Vec::new(),
            vrrp_group: None,
        });
        self.vlans.insert(name.value, vlan);
    }

    pub(super) fn vlan_settings(&mut self, statements: &[&ast::Vlan]) {
        for statement in statements {
            let names = self.expand_all(&statement.names);
            let vlans: Vec<VlanId> = names
                .iter()
                .filter_map(|name| {
                    let vlan = *self.vlans.get(&name.value)?;
                    // Not the settings of a second declaration of the name.
                    (self.fabric.vlans[vlan].origin.at == name.span).then_some(vlan)
                })
                .collect();
            if let [_, _, ..] = vlans.as_slice() {
                self.only_for_one(statement);
            }
            for vlan in vlans {
                self.one_vlan(vlan, &statement.settings);
            }
        }
    }

    /// Addresses cannot be shared by several VLANs.
    fn only_for_one(&mut self, statement: &ast::Vlan) {
        for setting in &statement.settings {
            let span = match setting {
                VlanSetting::Gateway(gateway) => gateway.span,
                VlanSetting::Address { switch, .. } => switch.span,
                VlanSetting::Host { name, .. } => name.span,
                VlanSetting::Vni(vni) => vni.span,
                _ => continue,
            };
            self.error(
                Diagnostic::new(&CONTRADICTION, "several VLANs cannot share this")
                    .at(span, "belongs to one VLAN")
                    .at(statement.span, "declares several")
                    .help("declare the VLANs one by one"),
            );
        }
    }

    fn one_vlan(&mut self, id: VlanId, settings: &[VlanSetting]) {
        let (mut vrf, mut mtu, mut vni, mut description, mut group, mut advertise) =
            (None, None, None, None, None, None);
        let (mut no_vni, mut access) = (None, Vec::new());
        for setting in settings {
            match setting {
                VlanSetting::Vrf(name) => self.set(&mut vrf, name.clone(), "the VLAN's VRF"),
                VlanSetting::Gateway(gateway) => self.gateway(id, gateway),
                VlanSetting::Racks(names) | VlanSetting::On(names) => {
                    let switches = self.switches(Scope::TOP, names);
                    let placed = &mut self.fabric.vlans[id].placed;
                    for switch in switches {
                        placed.entry(switch.value).or_insert(switch.span);
                    }
                }
                VlanSetting::DhcpRelay(servers) => self.fabric.vlans[id].dhcp_relay.extend(servers),
                VlanSetting::Mtu(bytes) => self.set(&mut mtu, *bytes, "`mtu`"),
                VlanSetting::Vni(number) => self.set(&mut vni, *number, "`vni`"),
                VlanSetting::NoVni(span) => {
                    self.set(&mut no_vni, Spanned::new((), *span), "`vni none`");
                }
                VlanSetting::Access(statement) => access.push(statement),
                VlanSetting::Description(text) => {
                    self.set(&mut description, text.clone(), "`description`");
                }
                VlanSetting::Address { switch, prefixes } => {
                    self.own_addresses(id, switch, prefixes);
                }
                VlanSetting::Host { name, addresses } => {
                    let hosts = addresses.iter().map(|address| (name.clone(), *address));
                    self.fabric.vlans[id].hosts.extend(hosts);
                }
                VlanSetting::RouterAdvertisement(on) => {
                    self.set(&mut advertise, *on, "`router-advertisement`");
                }
                VlanSetting::VrrpGroup(number) => self.set(&mut group, *number, "`vrrp-group`"),
            }
        }
        let vrf_span = vrf.as_ref().map(|name| name.span);
        let vrf = vrf.and_then(|name| self.vrf(&name));
        let mtu = mtu.and_then(|bytes| self.ip_mtu(bytes));
        let group = group.and_then(|number| self.number::<u8>(number, 1..=255, "VRRP group"));
        let description = description.map(|text| self.text(&text));
        if let (Some(vni), Some(none)) = (vni, no_vni) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "a VLAN is in the overlay, or it is not")
                    .at(none.span, "is not")
                    .at(vni.span, "is")
                    .help("delete one of the two"),
            );
        }
        let access = self.access(&access);
        let vlan = &mut self.fabric.vlans[id];
        vlan.no_vni = no_vni.map(|none| none.span);
        vlan.access = access;
        vlan.vrf = vrf;
        vlan.vrf_span = vrf_span;
        vlan.mtu = mtu;
        vlan.vni = vni;
        vlan.description = description;
        vlan.vrrp_group = group;
        vlan.router_advertisement = advertise;
    }

    fn gateway(&mut self, id: VlanId, statement: &ast::Gateway) {
        if let Some(first) = self.fabric.vlans[id].gateway.as_ref().map(|gateway| gateway.span) {
            self.said_twice("the gateway", first, statement.span);
            return;
        }
        let addresses = self.one_per_family(&statement.prefixes, "gateway");
        let via = statement.via.as_ref().and_then(|word| Self::word(word, &MECHANISMS));
        let on = self.switch_ids(Scope::TOP, &statement.on);
        self.fabric.vlans[id].gateway = Some(Gateway {
            ipv4: addresses.ipv4,
            ipv6: addresses.ipv6,
            via,
            on: on.into(),
            distributed: false,
            span: statement.span,
        });
    }

    fn own_addresses(&mut self, id: VlanId, switch: &ast::Name, prefixes: &[Spanned<IpNet>]) {
        let addresses = self.one_per_family(prefixes, "own address");
        let Some(found) = self.switch(Scope::TOP, &switch.value, switch.span) else { return };
        if self.fabric.vlans[id].addresses.contains_key(&found) {
            let what = format!("the address of `{}`", switch.value);
            let first = self.fabric.vlans[id].addresses.get(&found).and_then(|known| {
                known.ipv4.map(|net| net.span).or(known.ipv6.map(|net| net.span))
            });
            self.said_twice(&what, first.unwrap_or(switch.span), switch.span);
            return;
        }
        self.fabric.vlans[id].addresses.insert(found, addresses);
        self.fabric.vlans[id].placed.entry(found).or_insert(switch.span);
    }

    /// At most one prefix of each family.
    pub(super) fn one_per_family(
        &mut self,
        prefixes: &[Spanned<IpNet>],
        what: &str,
    ) -> SviAddresses {
        let mut out = SviAddresses::default();
        for prefix in prefixes {
            match prefix.value {
                IpNet::V4(net) => self.set(
                    &mut out.ipv4,
                    Spanned::new(net, prefix.span),
                    &format!("the IPv4 {what}"),
                ),
                IpNet::V6(net) => self.set(
                    &mut out.ipv6,
                    Spanned::new(net, prefix.span),
                    &format!("the IPv6 {what}"),
                ),
            }
        }
        out
    }

    pub(super) fn profiles(&mut self, statements: &[&ast::Profile]) {
        for statement in statements {
            let origin = Origin::from(statement.name.span);
            if let Some(first) = self
                .profiles
                .get(&statement.name.value)
                .map(|first| self.fabric.profiles[*first].origin)
            {
                self.duplicate("profile", &statement.name.value, first, origin);
                continue;
            }
            let profile = self.one_profile(statement, origin);
            let id = self.fabric.profiles.push(profile);
            self.profiles.insert(statement.name.value.clone(), id);
        }
    }

    fn one_profile(&mut self, statement: &ast::Profile, origin: Origin) -> Profile {
        let (mut carried, mut native, mut lacp, mut storm) = (None, None, None, None);
        let (mut mtu, mut speed, mut fec, mut description) = (None, None, None, None);
        let (mut active_backup, mut fallback, mut edge) = (None, None, None);
        let mut survives = Vec::new();
        for setting in &statement.settings {
            match setting {
                ProfileSetting::Access(name) => {
                    if let Some(vlan) = self.vlan(name) {
                        let value = Carried::Access(Spanned::new(vlan, name.span));
                        self.set(
                            &mut carried,
                            Spanned::new(value, name.span),
                            "what the port carries",
                        );
                    }
                }
                ProfileSetting::Trunk(names) => self.trunk(&mut carried, names),
                ProfileSetting::TrunkAll(span) => self.set(
                    &mut carried,
                    Spanned::new(Carried::All(*span), *span),
                    "what the port carries",
                ),
                ProfileSetting::Native(name) => self.set(&mut native, name.clone(), "`native`"),
                ProfileSetting::Lacp(word) => {
                    if let Some(mode) = Self::word(word, &LACP) {
                        self.set(&mut lacp, mode, "`lacp`");
                    }
                }
                ProfileSetting::ActiveBackup(span) => {
                    self.set(&mut active_backup, Spanned::new((), *span), "`active-backup`");
                }
                ProfileSetting::Fallback(span) => {
                    self.set(&mut fallback, Spanned::new((), *span), "`fallback`");
                }
                ProfileSetting::Edge(span) => {
                    self.set(&mut edge, Spanned::new((), *span), "`edge`");
                }
                ProfileSetting::StormControl { share, kinds } => {
                    let control = self.storm_control(*share, kinds);
                    self.set(&mut storm, Spanned::new(control, share.span), "`storm-control`");
                }
                ProfileSetting::Mtu(bytes) => self.set(&mut mtu, *bytes, "`mtu`"),
                ProfileSetting::Speed(rate) => self.set(&mut speed, *rate, "`speed`"),
                ProfileSetting::Fec(word) => {
                    if let Some(code) = Self::word(word, &Fec::WORDS) {
                        self.set(&mut fec, code, "`fec`");
                    }
                }
                ProfileSetting::Description(text) => {
                    self.set(&mut description, text.clone(), "`description`");
                }
                ProfileSetting::Survives(kinds) => survives.extend(kinds.iter().cloned()),
            }
        }
        self.profile_contradictions(
            carried.as_ref(),
            native.as_ref(),
            lacp.as_ref(),
            active_backup.as_ref(),
            fallback.as_ref(),
        );
        let native = native.and_then(|native| {
            let name = Spanned::new(native.value?, native.span);
            self.vlan(&name).map(|vlan| Spanned::new(vlan, name.span))
        });
        Profile {
            name: statement.name.value.clone(),
            origin,
            carried: carried.map_or(Carried::Nothing, |carried| carried.value),
            native,
            lacp,
            active_backup: active_backup.is_some(),
            fallback: fallback.is_some(),
            edge: edge.is_some(),
            storm_control: storm.and_then(|storm| storm.value),
            mtu: mtu.and_then(|bytes| self.ip_mtu(bytes)),
            speed,
            fec,
            description: description.map(|text| self.text(&text)),
            survives,
        }
    }

    /// `trunk a` and `trunk b` add up; a trunk and an access VLAN do not.
    fn trunk(&mut self, carried: &mut Option<Spanned<Carried>>, names: &[ast::Names]) {
        let vlans = self.vlan_list(names);
        let Some(span) = names.first().map(|names| names.span) else { return };
        if let Some(Spanned { value: Carried::Trunk(known), .. }) = carried {
            known.extend(vlans);
        } else {
            self.set(carried, Spanned::new(Carried::Trunk(vlans), span), "what the port carries");
        }
    }

    fn profile_contradictions(
        &mut self,
        carried: Option<&Spanned<Carried>>,
        native: Option<&Spanned<Option<String>>>,
        lacp: Option<&Spanned<LacpMode>>,
        active_backup: Option<&Spanned<()>>,
        fallback: Option<&Spanned<()>>,
    ) {
        let mut clash = |first: Span, second: Span, message: &str, help: &str| {
            let diagnostic = Diagnostic::new(&CONTRADICTION, message).at(second, "this").help(help);
            self.error(if first == second {
                diagnostic
            } else {
                diagnostic.at(first, "beside this")
            });
        };
        if let (Some(Spanned { value: Carried::Access(_), span }), Some(native)) = (carried, native)
        {
            clash(
                *span,
                native.span,
                "an access port has no native VLAN",
                "delete `native`: the access VLAN is untagged",
            );
        }
        if let (Some(lacp), Some(backup)) = (lacp, active_backup) {
            clash(
                lacp.span,
                backup.span,
                "a host bundles its cables or uses one at a time",
                "delete `lacp` or `active-backup`",
            );
        }
        if let Some(fallback) = fallback {
            match lacp {
                Some(lacp) if lacp.value == LacpMode::Static => {
                    clash(
                        lacp.span,
                        fallback.span,
                        "a static LAG has no LACP to fall back from",
                        "delete `fallback`, or use LACP",
                    );
                }
                Some(_) => {}
                None => clash(
                    fallback.span,
                    fallback.span,
                    "`fallback` needs LACP",
                    "add `lacp fast` or `lacp slow`",
                ),
            }
        }
    }

    fn storm_control(&mut self, share: Spanned<u32>, kinds: &[ast::Name]) -> Option<StormControl> {
        let share = self.number::<u32>(share, 1..=10_000, "share (in hundredths of a percent)")?;
        let bits = kinds
            .iter()
            .filter_map(|kind| Self::word(kind, &STORM))
            .fold(0, |bits, bit| bits | bit.value);
        let has = |bit: u8| bits == 0 || bits & bit != 0;
        Some(StormControl { share, broadcast: has(1), multicast: has(2), unknown_unicast: has(4) })
    }
}
