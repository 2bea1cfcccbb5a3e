//! What is used on a device.

use super::One;
use crate::device::model::{Device, Features, Origins, Switchport};

impl One<'_> {
    pub(super) fn features(self, device: &Device) -> Features {
        let switchports = || -> Vec<&Switchport> {
            let ports = device.ports.iter().filter_map(|port| port.switchport.as_deref());
            ports.chain(device.lags.iter().filter_map(|lag| lag.switchport.as_deref())).collect()
        };
        let ip_mtus = device
            .svis
            .iter()
            .map(|svi| svi.ip_mtu)
            .chain(device.ports.iter().filter_map(|port| Some(port.routed.as_ref()?.ip_mtu)));
        let layer2 = switchports().iter().any(|_| true) && self.all.fabric.settings.mtu > 1500;
        Features {
            origins: Origins::default(),
            svi: !device.svis.is_empty(),
            lacp: device.lags.iter().any(|lag| lag.lacp.is_some()),
            mlag: device.mlag.is_some(),
            vrrp: device.svis.iter().any(|svi| svi.vrrp.is_some()),
            hsrp: device.svis.iter().any(|svi| svi.hsrp.is_some()),
            anycast: device.svis.iter().any(|svi| svi.anycast.is_some()),
            dhcp_relay: !device.dhcp_relays.is_empty(),
            tacacs: !device.system.tacacs.is_empty(),
            radius: !device.system.radius.is_empty(),
            storm_control: switchports()
                .iter()
                .any(|switchport| switchport.storm_control.is_some()),
            edge: switchports().iter().any(|switchport| switchport.edge),
            router_advertisement: device.svis.iter().any(|svi| svi.router_advertisement.is_some()),
            jumbo: layer2 || ip_mtus.max().is_some_and(|mtu| mtu > 1500),
            bgp: device.bgp.is_some(),
            ospf: device.ospf.iter().any(|ospf| ospf.v2.is_some()),
            ospf3: device.ospf.iter().any(|ospf| ospf.v3.is_some()),
            bfd: device.bfd.is_some(),
            vxlan: device.vtep.is_some(),
            evpn: device.bgp.as_ref().is_some_and(|bgp| bgp.evpn),
            distributed_gateway: device.svis.iter().any(|svi| svi.distributed.is_some()),
            acl: !device.acls.is_empty(),
        }
    }
}
