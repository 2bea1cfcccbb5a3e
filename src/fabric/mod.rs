//! The typed intent: names resolved, ranges and rack types expanded, defaults applied. Still free
//! of any vendor's syntax, and nothing is chosen yet that the program leaves open.

mod codes;
mod expect;
mod ids;
mod layer2;
mod management;
mod mechanism;
mod natural;
mod places;
mod policy;
mod resolve;
mod routing;
mod service;
mod settings;
mod switch_list;

pub use codes::CODES;
pub use expect::{Expectation, Loss, LossKind, Lost, Place, Relation};
pub use ids::{
    AttachmentId, CableId, Handle, HostId, PairId, ProfileId, RackId, SwitchId, Table, TierId,
    VlanId, VrfId, ZoneId,
};
pub use layer2::{Carried, Gateway, LacpMode, Profile, StormControl, SviAddresses, Vlan};
pub use management::{AaaServer, Management, SecretName, Snmp, SnmpUser, SyslogServers, User};
pub use mechanism::{gateway_feature, gateway_kind, vrrp_checksum};
pub use natural::natural;
pub use places::{
    Attachment, AttachmentMode, Cable, CableEnd, CableSaid, CableUse, Host, Keepalive, Pair,
    PortChoice, Rack, Switch, SwitchPort, Tier, Verbatim, Zone, ZoneKind, one_of_kind,
};
pub use policy::{
    Access, Acl, AclEntry, AsPath, AsPathList, Community, CommunityList, IcmpKind, Object, Policy,
    PolicyTerm, PrefixList, PrefixMatch, PrefixSet, Protocol, Targets,
};
pub use resolve::resolve;
pub use routing::{Boundary, BoundaryPort, Leak, StaticRoute, Vrf};
pub use service::{Advertise, AsnOf, BoundaryOspf, Peer, Service, ServiceAsn, ServiceNode};
pub use settings::{
    AddressPool, AsnPer, BfdTimers, MstInstance, Overlay, Pools, Settings, SpanningTree,
    SpanningTreeMode, Timers, Underlay, UnderlayKind,
};
pub use switch_list::SwitchList;

use std::collections::BTreeMap;

use ids::Arena;
pub(crate) use ids::handles;

use crate::source::{Span, Spanned};
use crate::vendor::schema::Fec;

/// A whole fabric.
#[derive(Debug)]
pub struct Fabric {
    /// The fabric's name.
    pub name: String,
    /// Where it is named.
    pub span: Span,
    /// Settings of the `fabric` block.
    pub settings: Settings,
    /// The management plane.
    pub management: Management,
    /// Failure zones, racks among them.
    pub zones: Arena<ZoneId, Zone>,
    /// Racks.
    pub racks: Arena<RackId, Rack>,
    /// Tiers.
    pub tiers: Arena<TierId, Tier>,
    /// Switches.
    pub switches: Arena<SwitchId, Switch>,
    /// MLAG pairs.
    pub pairs: Arena<PairId, Pair>,
    /// Hosts that are attached somewhere.
    pub hosts: Arena<HostId, Host>,
    /// Cables.
    pub cables: Arena<CableId, Cable>,
    /// Hosts' attachments.
    pub attachments: Arena<AttachmentId, Attachment>,
    /// VRFs.
    pub vrfs: Arena<VrfId, Vrf>,
    /// VLANs.
    pub vlans: Arena<VlanId, Vlan>,
    /// Port profiles.
    pub profiles: Arena<ProfileId, Profile>,
    /// Boundaries to other networks.
    pub boundaries: Vec<Boundary>,
    /// Static routes, those of boundaries and VRFs among them.
    pub routes: Vec<StaticRoute>,
    /// Services that speak BGP.
    pub services: Vec<Service>,
    /// Prefix lists.
    pub prefix_lists: Vec<PrefixList>,
    /// Named prefixes and addresses.
    pub objects: Vec<Object>,
    /// Community lists.
    pub community_lists: Vec<CommunityList>,
    /// AS-path lists.
    pub as_path_lists: Vec<AsPathList>,
    /// Route policies.
    pub policies: Vec<Policy>,
    /// Access lists.
    pub acls: Vec<Acl>,
    /// Raw vendor lines.
    pub verbatim: Vec<Verbatim>,
    /// What must be reached, and what must not.
    pub expectations: Vec<Expectation>,
    /// Rack types that no rack is of.
    pub unused_rack_types: Vec<Spanned<String>>,
    /// Models that no switch names.
    pub unused_models: Vec<Spanned<String>>,
    /// Where each free text is first written.
    pub texts: BTreeMap<String, Span>,
}

impl Fabric {
    /// ``VRF `prod` ``, or the default one, for a message.
    pub fn vrf_text(&self, vrf: Option<VrfId>) -> String {
        match vrf {
            None => "the default VRF".to_owned(),
            Some(vrf) => format!("VRF `{}`", self.vrfs[vrf].name),
        }
    }

    /// What the program says of a cable by itself, or by the profile of its layer-2 ports.
    fn said_of_cable<T>(
        &self,
        cable: &Cable,
        own: Option<T>,
        of_profile: impl FnOnce(&Profile) -> Option<T>,
    ) -> Option<T> {
        let switched = matches!(cable.purpose, CableUse::Host(_) | CableUse::Fabric);
        let profile = cable.profile.filter(|_| switched);
        own.or_else(|| of_profile(&self.profiles[profile?]))
    }

    /// The speed that the program says for a cable, in megabits per second.
    pub fn cable_speed(&self, cable: &Cable) -> Option<Spanned<u32>> {
        self.said_of_cable(cable, cable.said.speed, |profile| profile.speed)
    }

    /// The forward error correction that the program says for a cable.
    pub fn cable_fec(&self, cable: &Cable) -> Option<Spanned<Fec>> {
        self.said_of_cable(cable, cable.said.fec, |profile| profile.fec)
    }

    /// What the program says of a cable's ports: with the cable, the attachment or boundary that it serves, or the
    /// profile.
    pub fn cable_description<'a>(&'a self, cable: &'a Cable) -> Option<&'a str> {
        let of_use = || match cable.purpose {
            CableUse::Host(attachment) => {
                let attachment = &self.attachments[attachment];
                let profile = &self.profiles[attachment.profile];
                attachment.description.as_deref().or(profile.description.as_deref())
            }
            CableUse::Boundary(boundary, port) => self
                .boundaries
                .get(boundary as usize)?
                .ports
                .get(port as usize)?
                .description
                .as_deref(),
            CableUse::Fabric => self.profiles[cable.profile?].description.as_deref(),
            CableUse::Routed | CableUse::PeerLink(_) | CableUse::Keepalive(_) => None,
        };
        cable.said.description.as_deref().or_else(of_use)
    }

    /// How a LAG with a profile is negotiated: slow LACP where no profile says anything.
    pub fn lacp_mode(&self, profile: Option<ProfileId>) -> LacpMode {
        let said = profile.and_then(|profile| self.profiles[profile].lacp);
        said.map_or(LacpMode::Slow, |mode| mode.value)
    }

    /// MLAG pairs whose members route to each other over the peer link.
    pub fn routing_pairs(&self) -> impl Iterator<Item = (PairId, &Pair)> {
        let underlay = self.settings.underlay.kind != UnderlayKind::None;
        let routed = |pair: &Pair| pair.members.iter().any(|member| self.switches[*member].routed);
        self.pairs.iter().filter(move |(_, pair)| underlay && !pair.esi && routed(pair))
    }

    /// Families that a VRF has anywhere: IPv4 and IPv6.
    pub fn vrf_families(&self, vrf: VrfId) -> (bool, bool) {
        let vlans = || self.vlans.values().filter(move |vlan| vlan.vrf == Some(vrf));
        let gateways = || vlans().filter_map(|vlan| vlan.gateway.as_ref());
        let ports = || {
            let boundaries = self.boundaries.iter();
            boundaries.filter(move |boundary| boundary.vrf == Some(vrf)).flat_map(|b| &b.ports)
        };
        let routes = |ipv6: bool| {
            self.routes.iter().any(|route| {
                route.vrf == Some(vrf) && matches!(route.prefix.value, ipnet::IpNet::V6(_)) == ipv6
            })
        };
        let ipv4 = gateways().any(|gateway| gateway.ipv4.is_some())
            || ports().any(|port| port.ipv4.is_some())
            || routes(false);
        let ipv6 = gateways().any(|gateway| gateway.ipv6.is_some())
            || ports().any(|port| port.ipv6.is_some())
            || routes(true);
        (ipv4, ipv6)
    }
}
