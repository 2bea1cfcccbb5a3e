//! Lists and access lists; what route policies come from is told while they are made.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::super::acls::name_of;
use super::layer2::of_vlan;
use super::{One, from};
use crate::device::model::{Device, Origins, PrefixEntry};
use crate::fabric::{AddressPool, Targets};
use crate::source::Origin;

impl One<'_> {
    pub(super) fn tell_policies(self, device: &mut Device) {
        let fabric = self.all.fabric;
        for list in &mut device.community_lists {
            let said = fabric.community_lists.iter().find(|known| known.name == list.name);
            if let Some(said) = said {
                list.origins = Origins::whole([said.origin]);
            }
        }
        for list in &mut device.as_path_lists {
            let said = fabric.as_path_lists.iter().find(|known| known.name == list.name);
            if let Some(said) = said {
                list.origins = Origins::whole([said.origin]);
            }
        }
        let nets = self.nets();
        let lists = device.prefix_lists.iter_mut().map(|list| &mut list.entries);
        let terms = device.route_policies.iter_mut().flat_map(|policy| &mut policy.terms);
        let of_terms = terms.filter_map(|term| Some(&mut term.prefixes.as_mut()?.entries));
        let leaks = device.vrfs.iter_mut().flat_map(|vrf| &mut vrf.leaks);
        let of_leaks = leaks.flat_map(|leak| [&mut leak.prefixes_ipv4, &mut leak.prefixes_ipv6]);
        for entry in lists.chain(of_terms).chain(of_leaks).flatten() {
            tell_entry(entry, &nets);
        }
        self.tell_acls(device);
    }

    /// The statements of every prefix that the program names.
    fn nets(self) -> BTreeMap<IpNet, Vec<Origin>> {
        let fabric = self.all.fabric;
        let mut nets: BTreeMap<IpNet, Vec<Origin>> = BTreeMap::new();
        let mut add = |net: IpNet, origin: Origin| {
            let known = nets.entry(net.trunc()).or_default();
            if !known.contains(&origin) {
                known.push(origin);
            }
        };
        let pools = &fabric.settings.pools;
        for AddressPool { ipv4, ipv6, .. } in [&pools.loopback, &pools.vtep, &pools.link] {
            for one in ipv4 {
                add(one.value.into(), one.span.into());
            }
            for one in ipv6 {
                add(one.value.into(), one.span.into());
            }
        }
        for vlan in fabric.vlans.values() {
            let Some(gateway) = &vlan.gateway else { continue };
            gateway.ipv4.iter().for_each(|one| add(one.value.into(), vlan.origin.at(one.span)));
            gateway.ipv6.iter().for_each(|one| add(one.value.into(), vlan.origin.at(one.span)));
        }
        for switch in fabric.switches.values() {
            let all = switch.loopback.iter().chain(&switch.vtep);
            all.for_each(|one| add(one.value.into(), switch.origin.at(one.span)));
        }
        for pair in fabric.pairs.values() {
            pair.vtep.iter().for_each(|one| add(one.value.into(), pair.origin.at(one.span)));
        }
        fabric.routes.iter().for_each(|route| add(route.prefix.value, route.prefix.span.into()));
        for service in &fabric.services {
            let accepted = service.accept.prefixes.iter();
            accepted.for_each(|one| add(one.value.prefix, service.origin.at(one.span)));
            service.vips.iter().for_each(|one| add(one.value, service.origin.at(one.span)));
        }
        nets
    }

    fn tell_acls(self, device: &mut Device) {
        let faces = Self::interface_origins(device);
        for acl in &mut device.acls {
            let known =
                self.all.fabric.acls.iter().find(|known| acl.name == name_of(known, acl.ipv6));
            let Some(known) = known else { continue };
            let mut sources = from().and(known.origin);
            for (field, names) in [("ingress", &acl.ingress), ("egress", &acl.egress)] {
                for (at, name) in names.iter().enumerate() {
                    sources =
                        sources.item(field, at, faces.get(name).into_iter().flatten().copied());
                }
            }
            acl.origins = sources.into();
            for entry in &mut acl.entries {
                let of = entry.origins.of("", None);
                let said = known.entries.iter().find(|said| of.iter().any(|of| of.at == said.span));
                let Some(said) = said else { continue };
                let end = |targets: &Option<Targets>| {
                    let targets = targets.iter().flat_map(|targets| self.target_origins(targets));
                    of.iter().copied().chain(targets).collect::<Vec<Origin>>()
                };
                entry.origins = from()
                    .all(of.iter().copied())
                    .field("source", end(&said.from))
                    .field("destination", end(&said.to))
                    .into();
            }
        }
    }

    /// The statements of what an entry of an access list names.
    fn target_origins(self, targets: &Targets) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let words = targets.words.split([',', ' ']).filter(|word| !word.is_empty());
        let object = |word: &str| {
            let object = fabric.objects.iter().find(|object| object.name == word);
            object.map(|object| object.origin)
        };
        let vlans = |word: &str| -> Vec<Origin> {
            let named = fabric.vlans.values().filter(|vlan| vlan.name == word);
            let vrf = fabric.vrfs.iter().find(|(_, vrf)| vrf.name == word).map(|(id, _)| id);
            let of_vrf = fabric.vlans.values().filter(|vlan| vrf.is_some() && vlan.vrf == vrf);
            named.chain(of_vrf).map(of_vlan).collect()
        };
        words
            .flat_map(|word| object(word).map_or_else(|| vlans(word), |object| vec![object]))
            .collect()
    }

    /// The statements of every layer-3 interface, by its name.
    pub(super) fn interface_origins(device: &Device) -> BTreeMap<String, Vec<Origin>> {
        let svis = device.svis.iter().map(|svi| (svi.name.clone(), svi.origins.of("", None)));
        let ports = device.ports.iter().flat_map(|port| {
            let subs = port.subinterfaces.iter();
            let subs = subs.map(|sub| (sub.name.clone(), sub.origins.of("", None)));
            subs.chain([(port.name.clone(), port.origins.of("", None))])
        });
        let lags = device.lags.iter().map(|lag| (lag.name.clone(), lag.origins.of("", None)));
        let loopbacks = device.loopbacks.iter();
        let loopbacks = loopbacks.map(|one| (one.name.clone(), one.origins.of("", None)));
        svis.chain(ports).chain(lags).chain(loopbacks).collect()
    }
}

fn tell_entry(entry: &mut PrefixEntry, nets: &BTreeMap<IpNet, Vec<Origin>>) {
    if entry.origins.is_empty() {
        entry.origins = Origins::whole(nets.get(&entry.prefix).into_iter().flatten().copied());
    }
}
