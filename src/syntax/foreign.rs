//! Words that engineers know from elsewhere, and what to write here.

use super::blocks::Block;

/// What to write instead of a word of the vendors' command lines, or of a word in the wrong place.
pub(super) fn instead(block: Block, word: &str) -> Option<&'static str> {
    let here = WORDS.iter().filter(|(blocks, ..)| blocks.is_empty() || blocks.contains(&block));
    here.into_iter().find(|(_, words, _)| words.contains(&word)).map(|(.., help)| *help)
}

/// Blocks (none: all of them), words, help.
type Foreign = (&'static [Block], &'static [&'static str], &'static str);

const WORDS: &[Foreign] = &[
    (&[Block::Place], &["model"], "say it of switches: `switches a, b model VENDOR/PLATFORM`"),
    (&[Block::File, Block::Place], &["esi", "esi-lag"], "write `mlag NAME = A + B { esi }`"),
    (
        &[Block::Place],
        &["zone", "zones"],
        "write `in`: `switches a, b model VENDOR/PLATFORM in ZONE`; a zone itself is declared at the top of a file",
    ),
    (&[Block::Fabric], &["bgp"], "write `underlay bgp`"),
    (&[Block::Fabric], &["ospf"], "write `underlay ospf`"),
    (&[Block::Fabric], &["evpn", "vxlan"], "write `overlay evpn`"),
    (
        &[Block::Fabric],
        &["asn"],
        "write `pool asn 4200000000..4200009999`; a single AS is said of a `switch`, an `mlag`, a `tier` or a `rack`",
    ),
    (
        &[Block::Fabric],
        &["bfd", "maximum-paths", "timers", "graceful-restart", "area"],
        "put it into the block of the underlay: `underlay bgp { … }`",
    ),
    (
        &[Block::Fabric],
        &["route-servers", "suppression"],
        "put it into the block of the overlay: `overlay evpn { … }`",
    ),
    (&[Block::File], &["access-list", "filter"], "write `acl NAME { … }`"),
    (
        &[Block::File],
        &["route-map", "policy-statement", "route-policy"],
        "write `policy NAME { … }`",
    ),
    (
        &[Block::File],
        &["bgp", "ospf", "router", "protocols"],
        "BGP and OSPF among switches are the fabric's `underlay`, with other networks a `boundary`, with hosts a `service`",
    ),
    (
        &[Block::File],
        &["interface", "interfaces", "port"],
        "ports are named by what they are for: `link`, `uplinks`, `attach`, or `port` in a `boundary`",
    ),
    (
        &[Block::Boundary],
        &["neighbor", "neighbour", "bgp"],
        "write `peer NAME asn N at ADDRESS { import …  export … }`",
    ),
    (&[Block::Boundary], &["import", "export"], "say it of a `peer` or of `ospf { … }`"),
    (
        &[Block::Boundary],
        &["acl", "access-list", "access-group"],
        "write `ingress acl NAME` or `egress acl NAME`",
    ),
    (
        &[Block::Boundary],
        &["interface", "link", "address"],
        "write `port SWITCH:PORT address PREFIX`",
    ),
    (
        &[Block::Vlan],
        &["acl", "access-list", "access-group"],
        "write `ingress acl NAME` or `egress acl NAME`",
    ),
    (
        &[Block::Vlan],
        &["vip", "anycast", "virtual-router"],
        "write `gateway PREFIX`, with `via anycast`, `via vrrp` or `via hsrp` where it matters",
    ),
    (&[Block::Boundary, Block::Peer], &["remote-as", "peer-as"], "write `asn N`"),
    (
        &[Block::Peer, Block::Ospf],
        &["network", "networks", "redistribute", "advertise"],
        "write `export NAMES`, with names of VLANs or VRFs or of a policy",
    ),
    (
        &[Block::Peer, Block::Ospf],
        &["route-map", "prefix-list", "policy"],
        "write `import POLICY` or `export POLICY`",
    ),
    (
        &[Block::Peer, Block::Service],
        &["maximum-prefix", "maximum-prefixes", "maximum-routes"],
        "write `max-prefixes N`",
    ),
    (
        &[Block::Service],
        &["neighbor", "neighbour", "peer"],
        "write `node NAME ADDRESS`, or `listen on gateway` for all hosts of the VLAN",
    ),
    (&[Block::Service], &["remote-as", "peer-as"], "write `asn N`"),
    (&[Block::Service], &["import"], "write `accept PREFIXES`"),
    (
        &[Block::Service],
        &["export"],
        "write `advertise default`, `all`, `nothing` or the name of a policy",
    ),
    (
        &[Block::Acl],
        &["ip", "ipv4", "ipv6"],
        "leave it out: an entry is for every protocol unless it names one, and its addresses say the family",
    ),
    (&[Block::Acl], &["icmpv6", "icmp6"], "write `icmp`: it is for both families"),
    (&[Block::Acl], &["eq", "range"], "write `port 443` or `port 8000..8080`"),
    (&[Block::Acl], &["host"], "write the address by itself"),
    (&[Block::Acl], &["accept"], "write `permit`"),
    (&[Block::Acl], &["drop", "discard", "reject"], "write `deny`"),
    (&[Block::Policy], &["accept"], "write `permit`"),
    (&[Block::Policy], &["drop", "reject"], "write `deny`"),
    (&[Block::Policy], &["match"], "write `prefixes`, `community` or `as-path` by itself"),
    (&[], &["le"], "write `up to /N`"),
    (&[], &["ge"], "write `from /N`"),
];
