//! VRFs, static routes and raw vendor lines.

use super::context::{Named, Resolver, Scope};
use super::places::Site;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::fabric::codes::{CONTRADICTION, UNKNOWN_MODEL};
use crate::fabric::{StaticRoute, SwitchId, Verbatim, Vrf, VrfId};
use crate::source::{Origin, Spanned};
use crate::syntax::ast::{self, PlaceItem, SwitchSetting};

impl Resolver<'_> {
    pub(super) fn vrf_names(&mut self, statements: &[&ast::Vrf]) {
        for statement in statements {
            let origin = Origin::from(statement.name.span);
            if let Some(first) =
                self.vrfs.get(&statement.name.value).map(|first| self.fabric.vrfs[*first].origin)
            {
                self.duplicate("VRF", &statement.name.value, first, origin);
                continue;
            }
            let description = statement.description.as_ref().map(|text| self.text(text));
            let vrf = self.fabric.vrfs.push(Vrf {
                name: statement.name.value.clone(),
                origin,
                vni: statement.vni,
                description,
                leaks: Vec::new(),
            });
            self.vrfs.insert(statement.name.value.clone(), vrf);
        }
    }

    pub(super) fn routes(&mut self, statements: &[&ast::Route], vrfs: &[&ast::Vrf]) {
        for route in statements {
            self.route(route, None, &[]);
        }
        for statement in vrfs {
            let vrf = self.vrfs.get(&statement.name.value).copied();
            for route in &statement.routes {
                self.route(route, vrf, &[]);
            }
        }
    }

    pub(super) fn route(&mut self, route: &ast::Route, outer: Option<VrfId>, within: &[SwitchId]) {
        let own = route
            .vrf
            .as_ref()
            .and_then(|name| self.vrf(name).map(|vrf| Spanned::new(vrf, name.span)));
        if let (Some(own), Some(outer)) = (own, outer)
            && own.value != outer
        {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    "the route names another VRF than the block it stands in",
                )
                .at(own.span, "another VRF"),
            );
        }
        let prefix = route.prefix.value;
        self.no_host_bits(route.prefix);
        if let Some(via) =
            route.via.filter(|via| via.value.is_ipv6() != matches!(prefix, ipnet::IpNet::V6(_)))
        {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    "destination and next hop are of two address families",
                )
                .at(via.span, "of the other family")
                .at(route.prefix.span, "the destination"),
            );
        }
        let distance = route
            .distance
            .and_then(|distance| self.number::<u8>(distance, 1..=254, "administrative distance"));
        let on = self.switch_ids(Scope::TOP, &route.on);
        let description = route.description.as_ref().map(|text| self.text(text));
        self.fabric.routes.push(StaticRoute {
            vrf: own.map(|vrf| vrf.value).or(outer),
            prefix: Spanned::new(prefix.trunc(), route.prefix.span),
            via: route.via,
            distance: distance.map(|distance| distance.value),
            description,
            on,
            within: within.to_vec(),
            span: route.span,
        });
    }

    pub(super) fn verbatim(&mut self, sites: &[Site<'_>]) {
        for site in sites {
            for (stamped, item) in &site.items {
                let scope = site.scope(*stamped);
                match item {
                    PlaceItem::Verbatim(verbatim) => self.place_verbatim(site, scope, verbatim),
                    PlaceItem::Switch(switch) => self.switch_verbatim(scope, switch),
                    _ => {}
                }
            }
        }
    }

    /// Lines for all switches of a place, or of the whole fabric at the top, that are of the vendor.
    fn place_verbatim(&mut self, site: &Site<'_>, scope: Scope<'_>, verbatim: &ast::Verbatim) {
        let Some(name) = &verbatim.vendor else {
            self.error(
                Diagnostic::new(&UNKNOWN_MODEL, "raw lines are of no vendor")
                    .from(scope.origin(verbatim.span), "whose syntax is it?")
                    .help("write `verbatim VENDOR { … }`"),
            );
            return;
        };
        let Some(vendor) = self.catalog.vendor(&name.value).map(|vendor| vendor.name.clone())
        else {
            let help = did_you_mean(&name.value, self.catalog.vendors.keys().map(String::as_str));
            self.error(
                Diagnostic::new(&UNKNOWN_MODEL, format!("there is no vendor `{}`", name.value))
                    .at(name.span, "not known")
                    .maybe_help(help),
            );
            return;
        };
        let wanted: Vec<SwitchId> = if verbatim.on.is_empty() {
            let all = self.fabric.switches.iter();
            all.filter(|(_, switch)| {
                (site.rack.is_none() || switch.rack == site.rack)
                    && (site.tier.is_none() || switch.tier == site.tier)
            })
            .map(|(id, _)| id)
            .collect()
        } else {
            self.switch_ids(scope, &verbatim.on)
        };
        let switches = wanted
            .into_iter()
            .filter(|switch| self.fabric.switches[*switch].vendor == vendor)
            .collect();
        self.push_verbatim(scope, verbatim, vendor, switches);
    }

    fn switch_verbatim(&mut self, scope: Scope<'_>, statement: &ast::Switch) {
        for setting in &statement.settings {
            let SwitchSetting::Verbatim(verbatim) = setting else { continue };
            for name in self.expand_all(&statement.names) {
                let Some((Named::Switch(switch), _)) = self.names.get(&scope.full(&name.value))
                else {
                    continue;
                };
                let switch = *switch;
                let vendor = self.fabric.switches[switch].vendor.clone();
                let other = verbatim
                    .vendor
                    .as_ref()
                    .filter(|name| !name.value.eq_ignore_ascii_case(&vendor));
                match other {
                    Some(other) => self.error(
                        Diagnostic::new(
                            &CONTRADICTION,
                            format!("raw lines for `{}` on a switch of `{vendor}`", other.value),
                        )
                        .from(scope.origin(other.span), "of another vendor")
                        .help("take them to a switch of that vendor"),
                    ),
                    None => self.push_verbatim(scope, verbatim, vendor, vec![switch]),
                }
            }
        }
    }

    fn push_verbatim(
        &mut self,
        scope: Scope<'_>,
        verbatim: &ast::Verbatim,
        vendor: String,
        switches: Vec<SwitchId>,
    ) {
        self.fabric.verbatim.push(Verbatim {
            vendor,
            switches,
            file: verbatim.file.clone(),
            lines: verbatim.lines.clone(),
            origin: scope.origin(verbatim.span),
        });
    }
}
