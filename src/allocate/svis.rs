//! Own addresses of SVIs, and VRRP groups.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::fabric::Work;
use super::{Address, AddressSpace, NumberSpace, Want};
use crate::fabric::{SwitchId, Vlan, VlanId, gateway_kind};
use crate::source::Origin;
use crate::vendor::schema::GatewayKind;

impl Work<'_> {
    pub(super) fn svis(&mut self) {
        for (id, vlan) in self.fabric.vlans.iter() {
            self.vrrp_group(id, vlan);
            self.gateway_addresses(id, vlan);
            self.said_addresses(id, vlan);
        }
    }

    /// Own addresses of the switches that have a VLAN's gateway.
    fn gateway_addresses(&mut self, id: VlanId, vlan: &Vlan) {
        let Some(gateway) = &vlan.gateway else { return };
        let mut on = gateway.on.to_vec();
        if gateway.distributed {
            let others: Vec<SwitchId>;
            (on, others) = on.into_iter().partition(|switch| self.wants_own_address(*switch));
            for switch in others {
                self.out.svi_ipv4.entry(switch).extend(gateway.ipv4.map(|net| (id, net.value)));
                self.out.svi_ipv6.entry(switch).extend(gateway.ipv6.map(|net| (id, net.value)));
            }
        }
        if let [only] = on.as_slice()
            && !gateway.distributed
            && !vlan.addresses.contains_key(only)
        {
            // A lone switch has the gateway's address itself.
            self.out.svi_ipv4.entry(*only).extend(gateway.ipv4.map(|net| (id, net.value)));
            self.out.svi_ipv6.entry(*only).extend(gateway.ipv6.map(|net| (id, net.value)));
            return;
        }
        if let Some(net) = gateway.ipv4 {
            let prefix = IpNet::V4(net.value);
            let given = self.own_addresses::<Ipv4Addr>("svi-ipv4", vlan, &on, prefix, net.span);
            for (switch, address) in on.iter().zip(given) {
                let own = address.and_then(|own| Ipv4Net::new(own, net.value.prefix_len()).ok());
                self.out.svi_ipv4.entry(*switch).extend(own.map(|own| (id, own)));
            }
        }
        if let Some(net) = gateway.ipv6 {
            let prefix = IpNet::V6(net.value);
            let given = self.own_addresses::<Ipv6Addr>("svi-ipv6", vlan, &on, prefix, net.span);
            for (switch, address) in on.iter().zip(given) {
                let own = address.and_then(|own| Ipv6Net::new(own, net.value.prefix_len()).ok());
                self.out.svi_ipv6.entry(*switch).extend(own.map(|own| (id, own)));
            }
        }
    }

    /// Whether a system asks for an own address beside a gateway that is the same everywhere.
    fn wants_own_address(&self, switch: SwitchId) -> bool {
        let vendor = self.catalog.vendors.get(&self.fabric.switches[switch].vendor);
        vendor.is_some_and(|vendor| vendor.routing.gateway_own_addresses)
    }

    /// Addresses that the program says and that no gateway has drawn: of switches beside the gateway's,
    /// and of a family in which there is no gateway.
    fn said_addresses(&mut self, id: VlanId, vlan: &Vlan) {
        for (switch, addresses) in &vlan.addresses {
            if let Some(net) = addresses.ipv4 {
                self.out.svi_ipv4.entry(*switch).entry(id).or_insert(net.value);
            }
            if let Some(net) = addresses.ipv6 {
                self.out.svi_ipv6.entry(*switch).entry(id).or_insert(net.value);
            }
        }
    }

    fn vrrp_group(&mut self, id: VlanId, vlan: &Vlan) {
        if gateway_kind(self.fabric, self.catalog, vlan) != Some(GatewayKind::Vrrp) {
            return;
        }
        let preferred = u8::try_from((vlan.id.saturating_sub(1)) % 255 + 1).ok();
        let want = Want::new("group", Origin::from(vlan.id_span))
            .pinned(vlan.vrrp_group.map(|group| group.value))
            .preferred(preferred);
        let given =
            self.allocator.assign::<u8>("vrrp", &vlan.name, &NumberSpace::new(1..=255), vec![want]);
        self.out.vrrp_groups.extend(given.into_iter().flatten().map(|group| (id, group)));
    }

    /// Own address of each of the switches that share a gateway: next to it, when that is free.
    fn own_addresses<A: Address>(
        &mut self,
        section: &'static str,
        vlan: &Vlan,
        on: &[SwitchId],
        gateway: IpNet,
        span: crate::source::Span,
    ) -> Vec<Option<A>> {
        let Some(statement) = &vlan.gateway else {
            return Vec::new();
        };
        let hosts = vlan.hosts.iter().map(|(_, address)| address.value);
        let beside = vlan.addresses.iter().filter(|(switch, _)| !statement.on.contains(switch));
        let beside = beside.flat_map(|(_, own)| {
            let ipv4 = own.ipv4.map(|net| IpAddr::V4(net.value.addr()));
            [ipv4, own.ipv6.map(|net| IpAddr::V6(net.value.addr()))].into_iter().flatten()
        });
        let family = |address: &IpAddr| address.is_ipv6() == gateway.addr().is_ipv6();
        let reserved = hosts
            .chain(beside)
            .chain([gateway.addr()])
            .chain(vlan.dhcp_relay.iter().map(|server| server.value))
            .filter(family)
            .map(IpNet::from);
        let space = AddressSpace::<A>::hosts(&[gateway.trunc()]).reserve(reserved).at(span);
        let wants = on.iter().enumerate().map(|(position, switch)| {
            let pinned = vlan.addresses.get(switch).and_then(|addresses| match gateway {
                IpNet::V4(_) => {
                    addresses.ipv4.and_then(|net| A::from_ip(IpAddr::V4(net.value.addr())))
                }
                IpNet::V6(_) => {
                    addresses.ipv6.and_then(|net| A::from_ip(IpAddr::V6(net.value.addr())))
                }
            });
            let switch = &self.fabric.switches[*switch];
            Want::new(&switch.name, Origin::from(span))
                .pinned(pinned)
                .preferred(neighbour(gateway.addr(), position + 1).and_then(A::from_ip))
        });
        self.allocator.assign(section, &vlan.name, &space, wants.collect())
    }
}

/// The address `steps` after another.
fn neighbour(address: IpAddr, steps: usize) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(address) => {
            IpAddr::V4(Ipv4Addr::from(u32::from(address).checked_add(u32::try_from(steps).ok()?)?))
        }
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(
            u128::from(address).checked_add(u128::try_from(steps).ok()?)?,
        )),
    })
}
