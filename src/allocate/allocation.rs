//! What was chosen for a fabric.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

use crate::fabric::{CableId, Fabric, PairId, SwitchId, Table, VlanId, VrfId};
use crate::topology::{BridgeId, LinkId};
use crate::vendor::ports::PortNumber;

/// Everything that was chosen.
#[derive(Debug, Default)]
pub struct Allocation {
    /// IPv4 loopbacks.
    pub loopback_ipv4: Table<SwitchId, Ipv4Addr>,
    /// IPv6 loopbacks.
    pub loopback_ipv6: Table<SwitchId, Ipv6Addr>,
    /// Router ids.
    pub router_ids: Table<SwitchId, Ipv4Addr>,
    /// IPv4 management addresses with the length of their pool.
    pub management_ipv4: Table<SwitchId, Ipv4Net>,
    /// IPv6 management addresses with the length of their pool.
    pub management_ipv6: Table<SwitchId, Ipv6Net>,
    /// Prefixes of point-to-point links inside a pair: of a keepalive's cable.
    pub keepalive_links: BTreeMap<PairId, Ipv4Net>,
    /// Prefixes on the VLAN of a pair's control traffic.
    pub peer_links: BTreeMap<PairId, Ipv4Net>,
    /// Ports that cable patterns leave open, of both ends of a cable.
    pub ports: Table<CableId, [Option<PortNumber>; 2]>,
    /// Domain numbers of pairs.
    pub domains: BTreeMap<PairId, u16>,
    /// Numbers of LAGs on each bridge; an MLAG has the same on both members.
    pub lags: Table<BridgeId, Vec<(LinkId, u16)>>,
    /// Own IPv4 addresses of a switch's SVIs.
    pub svi_ipv4: Table<SwitchId, BTreeMap<VlanId, Ipv4Net>>,
    /// Own IPv6 addresses of a switch's SVIs.
    pub svi_ipv6: Table<SwitchId, BTreeMap<VlanId, Ipv6Net>>,
    /// VRRP groups.
    pub vrrp_groups: BTreeMap<VlanId, u8>,
    /// AS numbers.
    pub asns: Table<SwitchId, u32>,
    /// AS numbers of a service's hosts, by the service's position and the name of rack or host.
    pub service_asns: BTreeMap<(usize, String), u32>,
    /// IPv4 prefixes of routed cables; the first address is the first end's.
    pub links_ipv4: Table<CableId, Ipv4Net>,
    /// IPv6 prefixes of routed cables.
    pub links_ipv6: Table<CableId, Ipv6Net>,
    /// Pairs whose members route to each other without addresses but link-local ones.
    pub pair_unnumbered: BTreeSet<PairId>,
    /// IPv4 prefixes over which the members of pairs route to each other, by VRF.
    pub pair_routing_ipv4: BTreeMap<(PairId, Option<VrfId>), Ipv4Net>,
    /// IPv6 prefixes over which the members of pairs route to each other, by VRF.
    pub pair_routing_ipv6: BTreeMap<(PairId, Option<VrfId>), Ipv6Net>,
    /// Own tunnel addresses.
    pub vteps: Table<SwitchId, IpAddr>,
    /// Tunnel addresses that the members of a pair share.
    pub shared_vteps: BTreeMap<PairId, IpAddr>,
    /// VXLAN network identifiers of VLANs.
    pub vlan_vnis: BTreeMap<VlanId, u32>,
    /// VXLAN network identifiers of VRFs.
    pub vrf_vnis: BTreeMap<VrfId, u32>,
    /// VLANs of layer-3 network identifiers, by vendor and VRF.
    pub l3vni_vlans: BTreeMap<(String, VrfId), u16>,
    /// VLANs over which the members of a pair route to each other in tenant VRFs, by vendor and VRF.
    pub pair_vrf_vlans: BTreeMap<(String, VrfId), u16>,
    /// Numbers of VRFs, from 1.
    pub vrf_numbers: BTreeMap<VrfId, u16>,
    /// IPv4 loopbacks in tenant VRFs.
    pub vrf_loopback_ipv4: BTreeMap<(SwitchId, VrfId), Ipv4Addr>,
    /// IPv6 loopbacks in tenant VRFs.
    pub vrf_loopback_ipv6: BTreeMap<(SwitchId, VrfId), Ipv6Addr>,
}

impl Allocation {
    /// The port of a cable's end in a switch.
    pub fn port(&self, fabric: &Fabric, cable: CableId, end: usize) -> Option<PortNumber> {
        let fixed = fabric.cables[cable].ends.get(end)?.switch_port()?.port.fixed();
        fixed.or_else(|| *self.ports.get(cable)?.get(end)?)
    }

    /// The IPv4 address of a switch's own on the SVI of a VLAN.
    pub fn svi_ipv4(&self, vlan: VlanId, switch: SwitchId) -> Option<Ipv4Net> {
        self.svi_ipv4.get(switch)?.get(&vlan).copied()
    }

    /// The IPv6 address of a switch's own on the SVI of a VLAN.
    pub fn svi_ipv6(&self, vlan: VlanId, switch: SwitchId) -> Option<Ipv6Net> {
        self.svi_ipv6.get(switch)?.get(&vlan).copied()
    }
}
