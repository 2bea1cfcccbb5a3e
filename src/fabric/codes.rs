//! What resolving names has to say.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A name is declared twice.
    ///
    /// Switches, MLAG pairs, tiers, racks, zones and hosts share one space of names, so that
    /// `on core` can only mean one thing. VLANs, VRFs, profiles, models, rack types and boundaries
    /// each have a space of their own. What a rack type declares is called `RACK-NAME` in each
    /// rack of that type.
    ///
    /// ```rack
    /// vlan web 110
    /// vlan web 120      // the second one needs a name of its own
    /// ```
    DUPLICATE_NAME = "R0201", "duplicate-name", Error;

    /// A name is used that nothing declares.
    ///
    /// Usually it is misspelt, or the file that declares it is not included.
    ///
    /// ```rack
    /// profile hypervisor { trunk wbe }   // did you mean `web`?
    /// ```
    UNKNOWN_NAME = "R0202", "unknown-name", Error;

    /// A range stands for more names than a fabric can hold, or a fabric grows too large.
    ///
    /// One pattern may stand for 20,000 names at most, and all prefix lists, policies, objects and
    /// access lists together for 4,000,000 prefixes. A fabric may have 50,000 switches, 1,000,000 hosts
    /// and 2,000,000 cables, and each pool 1,000 prefixes or ranges. All patterns together stand for 60,000,000 names at most, where a
    /// statement that a rack type stamps and a thing's place in a zone count as three. More is nearly always a slip of the keyboard, and building it would take all memory.
    ///
    /// ```rack
    /// rack r[1..300][1..300]
    /// ```
    RANGE_TOO_LARGE = "R0203", "range-too-large", Error;

    /// The program has no `fabric` statement.
    ///
    /// It names the fabric and holds the settings that everything else leans on.
    ///
    /// ```rack
    /// fabric dc1 { domain dc1.example.net }
    /// ```
    NO_FABRIC = "R0204", "no-fabric", Error;

    /// Something is said twice that can only be said once.
    ///
    /// rackc does not guess which of the two is meant. Delete one.
    ///
    /// ```rack
    /// fabric dc1 { mtu 9000  mtu 1500 }
    /// ```
    SAID_TWICE = "R0205", "said-twice", Error;

    /// Two lists that belong together have different lengths.
    ///
    /// The two sides of a `link`, the names and ids of a `vlan`, the hosts and ports of an
    /// `attach`, and a list of switches with a list of racks are matched one to one. A side that
    /// stands for a single thing may be used for all where that makes sense.
    ///
    /// ```rack
    /// link leaf[1..4]:49 -- spine1:1..3      // four left ends, three right ones
    /// ```
    COUNTS_DIFFER = "R0206", "counts-differ", Error;

    /// A hardware model, vendor or output format is not known.
    ///
    /// `rackc vendors` lists the vendors, `rackc vendors NAME` their models and formats. A model
    /// that is missing can be added as a file in a folder given with `--vendors`.
    ///
    /// ```rack
    /// switch core1 model VENDOR/48x25
    /// ```
    UNKNOWN_MODEL = "R0207", "unknown-model", Error;

    /// A switch has no hardware model.
    ///
    /// Port names, speeds and limits come from the model; nothing can be printed without it.
    ///
    /// ```rack
    /// switch core1                           // write: switch core1 model VENDOR/PLATFORM
    /// ```
    NO_MODEL = "R0208", "no-model", Error;

    /// A number is outside of what the field allows.
    ///
    /// The message says which values are allowed.
    ///
    /// ```rack
    /// vlan web 4095                          // VLAN ids go from 1 to 4094 (IEEE 802.1Q)
    /// ```
    VALUE_OUT_OF_RANGE = "R0210", "value-out-of-range", Error;

    /// A name means one kind of thing where another is needed.
    ///
    /// ```rack
    /// tier spine { … }
    /// mlag core = spine + core2 { … }        // the members of a pair are switches
    /// ```
    WRONG_KIND = "R0211", "wrong-kind", Error;

    /// A secret stands in plain text.
    ///
    /// Programs are committed and reviewed, and generated configs are kept. Neither may hold a
    /// password, a key or a hash. Name the secret; the push takes it from the vault.
    ///
    /// ```rack
    /// tacacs 192.0.2.7 key "hunter2"         // write: key secret(tacacs)
    /// ```
    PLAIN_SECRET = "R0213", "plain-secret", Error;

    /// A name is too long for the systems that must carry it.
    ///
    /// A host name is one DNS label (RFC 1035): 63 characters at most. What a rack type declares is
    /// called `RACK-NAME`, so both parts count.
    ///
    /// ```rack
    /// rack row-one-of-the-second-hall-of-the-northern-data-centre-01 of compute
    /// ```
    NAME_TOO_LONG = "R0214", "name-too-long", Error;

    /// A host is attached without a profile.
    ///
    /// The profile says which VLANs its ports carry and how its cables work together.
    ///
    /// ```rack
    /// attach web01 to core ports 1           // write: … as PROFILE
    /// ```
    NO_PROFILE = "R0215", "no-profile", Error;

    /// A host has several cables and nothing says how they work together.
    ///
    /// Two cables in the same VLAN that the host neither bundles nor uses one at a time are a loop
    /// or a duplicate address waiting to happen. Say `lacp fast`, `lacp slow` or `lacp static`
    /// for one bundle, or `active-backup` for one active cable at a time.
    ///
    /// ```rack
    /// profile db { access storage  active-backup }
    /// ```
    CABLES_WITHOUT_MODE = "R0216", "cables-without-mode", Error;

    /// A profile, gateway or other block contradicts itself.
    ///
    /// A port is an access port or a trunk; a host bundles its cables or uses one at a time; a
    /// VLAN has one gateway address of each family; a cable is routed or layer 2; an area is
    /// OSPF's and `asn per pair` is BGP's. rackc does not guess which of the two is meant.
    CONTRADICTION = "R0217", "contradiction", Error;

    /// A gateway is given, but no switch is named to route the VLAN.
    ///
    /// Without an overlay a VLAN is routed in one place. It can be left unsaid only where there
    /// is no choice: when the VLAN lives on one switch or one pair. Say `on NAME` with the gateway, or
    /// `gateway on NAME` once in the fabric block.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 on core  racks r[01..04] }
    /// ```
    GATEWAY_NOWHERE = "R0218", "gateway-nowhere", Error;

    /// A port is written in a way that does not fit here.
    ///
    /// A keepalive takes one port, and an open range such as `1..` is only of use for `attach`.
    PORTS_UNFIT = "R0219", "ports-unfit", Error;

    /// A port is named in the vendor's way, and the model has no port of that name.
    ///
    /// Panel numbers count from 1 on every model; `rackc vendors NAME` shows what they are called.
    ///
    /// ```rack
    /// link core1:Ethernet99 -- core2:1
    /// ```
    UNKNOWN_PORT_NAME = "R0220", "unknown-port-name", Error;

    /// Several switches share a rack type's uplinks unevenly.
    ///
    /// The ports of `uplinks` are dealt out over the upper switches in turn; their number must be
    /// a multiple of the number of upper switches, or one of them gets less bandwidth.
    ///
    /// ```rack
    /// uplinks every switch to core ports 49..51    // three ports over two switches
    /// ```
    UPLINKS_UNEVEN = "R0221", "uplinks-uneven", Error;

    /// A statement asks for something that rackc does not do.
    ///
    /// rackc configures switches, and only what all its vendors' switches do alike. Address
    /// translation keeps a state per connection; it is the work of a firewall or a router, which is
    /// attached to the fabric as a host or met at a boundary.
    ///
    /// ```rack
    /// nat web to 203.0.113.0/28              // do it on the firewall behind the boundary
    /// ```
    OUT_OF_SCOPE = "R0222", "out-of-scope", Error;

    /// A neighbour outside of the fabric has no import or no export policy.
    ///
    /// Without policies, a BGP speaker takes whatever it is told and passes everything on: a leaked
    /// table from outside, or the fabric's own subnets to the world. RFC 8212 wants both to be
    /// said, and rackc holds OSPF at a boundary to it too.
    ///
    /// ```rack
    /// boundary internet {
    ///   on edge
    ///   port edge-a:1 address 203.0.113.0/31
    ///   peer isp asn 64700 at 203.0.113.1    // add: import default  export nothing
    /// }
    /// ```
    ///
    /// `import` takes `default` (a default route only), `all`, `nothing` or a policy's name;
    /// `export` takes these too, and the names of VRFs and VLANs, whose subnets are told.
    PEER_WITHOUT_POLICY = "R0223", "peer-without-policy", Error;

    /// An overlay is asked for, but no underlay.
    ///
    /// EVPN builds tunnels from loopback to loopback. Something must route between these: BGP or OSPF on
    /// the cables between the switches.
    ///
    /// ```rack
    /// fabric dc1 { overlay evpn }            // add: underlay bgp unnumbered
    /// ```
    UNDERLAY_MISSING = "R0224", "underlay-missing", Error;

    /// A word of the overlay is used in a fabric that has none.
    ///
    /// Tunnel addresses (`vtep`) and Ethernet segments (`esi`) belong to EVPN. Without it they
    /// would be left out of the configs, and a host that counts on them would be cut off.
    ///
    /// ```rack
    /// mlag core = core1 + core2 { esi }      // needs `overlay evpn` in the fabric block
    /// ```
    OVERLAY_MISSING = "R0225", "overlay-missing", Error;

    /// A VLAN or VRF is named where prefixes are needed, and it has none.
    ///
    /// In prefix lists, objects, access lists and exports, a VLAN stands for the subnets of its gateway
    /// and a VRF for those of its VLANs. One without any would match nothing, or everything.
    ///
    /// ```rack
    /// vlan heartbeat 130                     // layer 2 only
    /// acl edge-in { deny to heartbeat }
    /// ```
    NO_SUBNET = "R0226", "no-subnet", Error;

    /// Objects or prefix lists are made of each other in a circle.
    ///
    /// ```rack
    /// object web  front, 10.1.110.0/24
    /// object front web                       // which addresses?
    /// ```
    CIRCLE = "R0227", "circle", Error;

    /// An entry of an access list can match no packet.
    ///
    /// A packet is IPv4 or IPv6 from end to end: a source and a destination that share no
    /// family never meet, and some types of ICMP exist in one family only. Such an entry is nearly always
    /// meant for other addresses, and without it something else passes or does not.
    ///
    /// ```rack
    /// acl edge-in { permit from 192.0.2.0/24 to 2001:db8::/64 }
    /// ```
    FAMILIES_APART = "R0228", "families-apart", Error;

    /// A service lacks what its sessions need.
    ///
    /// Its hosts speak BGP with the gateways of their VLANs, so there must be a VLAN and a gateway, and
    /// the switches must know which AS the hosts are in.
    ///
    /// ```rack
    /// service k8s {
    ///   vlan web
    ///   bgp listen on gateway                // add: asn 64512
    /// }
    /// ```
    SERVICE_INCOMPLETE = "R0229", "service-incomplete", Error;

    /// A neighbour outside of the fabric cannot be reached from its boundary.
    ///
    /// A BGP neighbour is on a subnet of one of the boundary's ports or VLANs, unless `multihop`
    /// says that it is further away. Anything else would stay down for ever.
    ///
    /// ```rack
    /// boundary internet {
    ///   port edge-a:1 address 203.0.113.0/31
    ///   peer isp asn 64700 at 203.0.113.3 { import default  export nothing }
    /// }
    /// ```
    ///
    /// Mend the address, name the port with `port SWITCH:PORT`, or write `multihop N`.
    PEER_NOWHERE = "R0230", "peer-nowhere", Error;

    /// A boundary's port is used with and without a tag, or with one tag twice.
    ///
    /// Subinterfaces of one port are told apart by their VLAN tags. rackc keeps a port's untagged
    /// side and its subinterfaces apart too: not all systems take both at once.
    ///
    /// ```rack
    /// boundary blue { vrf blue  port edge-a:1 tag 10 address 203.0.113.0/31 }
    /// boundary red  { vrf red   port edge-a:1 tag 10 address 203.0.113.2/31 }   // take another tag
    /// ```
    TAG_CLASH = "R0231", "tag-clash", Error;

    /// A name of an expectation means several things.
    ///
    /// VLANs, VRFs, services and boundaries have names of their own kind each, so a VLAN and a VRF may both be
    /// called `web`. What is proved of the one says nothing about the other: write the kind before the name.
    ///
    /// ```rack
    /// vrf  storage
    /// vlan storage 120 { vrf storage }
    /// expect storage isolated from internet  // write: vrf storage, or vlan storage
    /// ```
    ///
    /// `cable` and `link` mean every cable after `any`. Where a kind of zone has that name too, write
    /// `any zone of cable` for the zones, or the other word for the cables.
    AMBIGUOUS_NAME = "R0232", "ambiguous-name", Error;
}
