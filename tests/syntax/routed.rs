//! Statements of routed fabrics.

use rackc::syntax::ast::{
    AclEntry, AsPath, BoundarySetting, FabricSetting, Item, MlagSetting, OspfSetting,
    OverlaySetting, Peer, PeerOption, PlaceItem, PolicySet, PolicyTerm, PrefixItem, ServiceSetting,
    SwitchSetting, Target, UnderlaySetting, VlanSetting,
};

use super::{errors, items, meaning};

/// One of every statement and clause of routed fabrics.
pub const ROUTED: &str = r#"
fabric dc1 {
  underlay bgp unnumbered {
    asn per switch
    maximum-paths 16
    bfd interval 300ms multiplier 3
    graceful-restart off
    timers keepalive 3s hold 9s
    password secret(fabric)
  }
  overlay evpn {
    route-servers spine[1..2], core
    service vlan-aware
    route-target-asn 65000
    suppression on
  }
}
fabric dc2 {
  underlay ospf { asn 65000.1; area 0.0.0.1; timers hello 1s dead 4s; bfd }
  overlay none
}
tier spine {
  asn 65100
  switch spine1 model a/B { asn 65101 vtep 10.255.4.1, 2001:db8::1 maintenance }
  mlag pair = a + b { survives power, asn, row asn 65102 vtep 10.255.4.2 esi }
}
uplinks every switch to tier spine ports 49..50 in duct-1 numbered cost 10
link leaf1:49 -- spine1:1 in cost, prefix unnumbered cost 100
link leaf1:50 -- spine1:2 in duct-1 cost 5 prefix 10.254.0.0/31, 2001:db8::/127
vlan web 110 { vni none; ingress acl web-in; racks r1 r2 egress acl web-out }
vlan db 120 { vni 10120 }
vrf prod {
  leak from shared
  leak from services prefixes 10.2.0.0/16 up to /24, pods
  route 10.9.0.0/16 discard on a b leak from guest prefixes web
}
service k8s {
  vlan web
  vlans db, node[1..2]
  bgp asn 64512..64600 per node listen on gateway bfd interval 1s
  listen 10.1.110.0/25, 10.1.110.128/25
  asn 65000.1
  timers keepalive 10s hold 30s
  password secret(k8s)
  node server1 10.1.110.11, 2001:db8::11 asn 64513
  node server2 10.1.110.12
  max-neighbors 64
  accept 10.244.0.0/16 up to /26, 10.96.0.0/12 exactly 10.97.0.0/16 from /20 up to /28 pods
  vip 10.1.200.1/32 2001:db8:200::1/128
  max-prefixes 2000
  advertise default
  community 65000:100, no-export
}
boundary internet {
  on border1, border2
  port border1:47 tag 100 address 203.0.113.0/31 mtu 1500
  port border1:48 address 203.0.113.2/31 tag 200 to isp-a
  peer isp-a asn 64700 at 203.0.113.1/31, 2001:db8::2 port border1:46 tag 7 password secret(isp-a) {
    import default
    export prod, web
    description "transit"
  }
  peer isp-b asn 1.10 at 203.0.113.5 tcp-ao secret(isp-b) ttl-security hops 2 multihop 3 max-prefixes 1000000
  peer isp-c asn 64701 at 203.0.113.7 {
    ttl-security; bfd multiplier 5; timers keepalive 10s hold 30s
    remove-private-as
    on border2
  }
  peer isp-d asn 64702 at 203.0.113.9 export prod on border1 port border1:45 address 203.0.113.8/31
  ospf {
    area 0
    cost 10
    point-to-point
    password secret(ospf)
    timers hello 1s dead 4s
    bfd
    import all
    export prod, web
  }
  ingress acl edge-in
  egress acl edge-out
}
policy from-isp {
  deny prefixes own, 10.0.0.0/8 up to /32
  permit community customers set local-preference 200 set med 10
  permit as-path isp prefixes 0.0.0.0/0 set prepend 3 set community 65000:1, no-export
  deny any
}
prefix-list own 10.1.0.0/16, 10.2.0.0/16 from /24
  community-list customers 65000:100 65000:101, blackhole
as-path-list isp from 64700, through 64800, origin 64900, path 64700 64800, empty
object monitoring 192.0.2.10, 2001:db8::/64, web
acl edge-in {
  permit tcp from 10.0.0.0/8, web port 1024..65535 to storage port 443, 8000..8080 established log description "x"
  permit tcp port 443
  permit icmp echo-request from any to web
  permit protocol 47 from 192.0.2.1
  permit udp to any ports 53
  deny from bogons log deny any log
}
"#;

/// The statements of the block of the only fabric, boundary, … in a text.
fn boundary(lines: &str) -> Vec<BoundarySetting> {
    match items(&format!("boundary b {{\n{lines}\n}}")).remove(0) {
        Item::Boundary(boundary) => boundary.settings,
        other => panic!("{other:?}"),
    }
}

fn peer(line: &str) -> Peer {
    match boundary(line).remove(0) {
        BoundarySetting::Peer(peer) => peer,
        other => panic!("{other:?}"),
    }
}

fn service(lines: &str) -> Vec<ServiceSetting> {
    match items(&format!("service s {{\n{lines}\n}}")).remove(0) {
        Item::Service(service) => service.settings,
        other => panic!("{other:?}"),
    }
}

fn terms(lines: &str) -> Vec<PolicyTerm> {
    match items(&format!("policy p {{\n{lines}\n}}")).remove(0) {
        Item::Policy(policy) => policy.terms,
        other => panic!("{other:?}"),
    }
}

fn entries(lines: &str) -> Vec<AclEntry> {
    match items(&format!("acl a {{\n{lines}\n}}")).remove(0) {
        Item::Acl(acl) => acl.entries,
        other => panic!("{other:?}"),
    }
}

/// `10.0.0.0/8 from 9 to 10` or the name, of each element.
fn prefix_items(items: &[PrefixItem]) -> Vec<String> {
    let item = |item: &PrefixItem| match item {
        PrefixItem::Prefix { prefix, from, up_to } => {
            let from = from.map(|one| format!(" from {}", one.value)).unwrap_or_default();
            let up_to = up_to.map(|one| format!(" to {}", one.value)).unwrap_or_default();
            format!("{}{from}{up_to}", prefix.value)
        }
        PrefixItem::Name(name) => name.value.clone(),
    };
    items.iter().map(item).collect()
}

fn targets(targets: &[Target]) -> Vec<String> {
    let target = |target: &Target| match target {
        Target::Prefix(prefix) => prefix.value.to_string(),
        Target::Name(name) => name.value.clone(),
    };
    targets.iter().map(target).collect()
}

fn values<T: Clone>(list: &[rackc::source::Spanned<T>]) -> Vec<T> {
    list.iter().map(|one| one.value.clone()).collect()
}

#[test]
fn the_whole_of_it_is_understood() {
    assert_eq!(items(ROUTED).len(), 17);
}

#[test]
fn underlay_and_overlay_take_a_block() {
    let found = items(ROUTED);
    let (Item::Fabric(one), Item::Fabric(two)) = (&found[0], &found[1]) else { panic!() };
    let FabricSetting::Underlay(underlay) = &one.settings[0] else { panic!() };
    assert_eq!(underlay.kind.value, "bgp unnumbered");
    let [
        UnderlaySetting::AsnPer(per),
        UnderlaySetting::MaximumPaths(paths),
        UnderlaySetting::Bfd(bfd),
        UnderlaySetting::GracefulRestart(restart),
        UnderlaySetting::Timers(timers),
        UnderlaySetting::Password(_),
    ] = &underlay.settings[..]
    else {
        panic!("{underlay:#?}")
    };
    assert_eq!((per.value.as_str(), paths.value, restart.value), ("switch", 16, false));
    assert_eq!((bfd.interval.unwrap().value, bfd.multiplier.unwrap().value), (300, 3));
    assert_eq!((timers.first.0.value.as_str(), timers.first.1.value), ("keepalive", 3));
    assert_eq!((timers.second.0.value.as_str(), timers.second.1.value), ("hold", 9));
    let FabricSetting::Overlay(overlay) = &one.settings[1] else { panic!() };
    assert!(matches!(
        &overlay.settings[..],
        [
            OverlaySetting::RouteServers(servers),
            OverlaySetting::Service(kind),
            OverlaySetting::RouteTargetAsn(asn),
            OverlaySetting::Suppression(state),
        ] if servers.len() == 2 && kind.value == "vlan-aware" && asn.value == 65000 && state.value
    ));
    let FabricSetting::Underlay(ospf) = &two.settings[0] else { panic!() };
    assert!(matches!(
        &ospf.settings[..],
        [UnderlaySetting::Asn(asn), UnderlaySetting::Area(area), UnderlaySetting::Timers(_), UnderlaySetting::Bfd(_)]
            if asn.value == 4_259_840_001 && area.value == 1
    ));
}

#[test]
fn switches_pairs_and_places_have_numbers_of_their_own() {
    let found = items(ROUTED);
    let Item::Tier(tier) = &found[2] else { panic!() };
    let [PlaceItem::Asn(asn), PlaceItem::Switch(switch), PlaceItem::Mlag(mlag)] = &tier.items[..]
    else {
        panic!()
    };
    assert_eq!(asn.value, 65100);
    assert!(matches!(
        &switch.settings[..],
        [SwitchSetting::Asn(_), SwitchSetting::Vtep(at), SwitchSetting::Maintenance(_)] if at.len() == 2
    ));
    assert!(matches!(
        &mlag.settings[..],
        [MlagSetting::Survives(kinds), MlagSetting::Asn(_), MlagSetting::Vtep(_), MlagSetting::Esi(_)]
            if kinds.len() == 3
    ));
    let one_line = items("tier t { switch a model m in row-1 feed-a asn 65000 switch b }");
    let Item::Tier(tier) = &one_line[0] else { panic!() };
    assert!(
        matches!(&tier.items[..], [PlaceItem::Switch(a), PlaceItem::Asn(_), _] if a.zones.len() == 2)
    );
}

#[test]
fn routed_cables_have_clauses_of_their_own() {
    let found = items(ROUTED);
    let Item::Place(PlaceItem::Uplinks(uplinks)) = &found[3] else { panic!() };
    assert_eq!((uplinks.zones.len(), uplinks.cost.unwrap().value), (1, 10));
    assert!(uplinks.numbered.unwrap().value);
    let Item::Place(PlaceItem::Link(link)) = &found[4] else { panic!() };
    assert_eq!(link.zones.len(), 2, "the name behind `in` or a comma may be any");
    assert!(!link.numbered.unwrap().value && link.prefixes.is_empty() && link.cost.is_some());
}

#[test]
fn vlans_and_vrfs_have_overlay_and_access_lists() {
    let found = items(ROUTED);
    let Item::Vlan(web) = &found[6] else { panic!() };
    let [VlanSetting::NoVni(_), VlanSetting::Access(into), _, VlanSetting::Access(out)] =
        &web.settings[..]
    else {
        panic!()
    };
    assert_eq!((into.ingress, into.acl.value.as_str()), (true, "web-in"));
    assert_eq!((out.ingress, out.acl.value.as_str()), (false, "web-out"));
    let Item::Vrf(prod) = &found[8] else { panic!() };
    let leaks: Vec<_> = prod
        .leaks
        .iter()
        .map(|leak| (leak.from.value.as_str(), prefix_items(&leak.prefixes)))
        .collect();
    assert_eq!(
        leaks,
        [
            ("shared", vec![]),
            ("services", vec!["10.2.0.0/16 to 24".into(), "pods".into()]),
            ("guest", vec!["web".into()]),
        ]
    );
    assert_eq!(prod.routes[0].on.len(), 2);
}

#[test]
fn bgp_leads_in_several_settings_of_a_line() {
    let line = service("bgp asn 64512 listen on gateway bfd");
    let lines = service("asn 64512\nlisten on gateway\nbfd");
    for settings in [line, lines] {
        assert!(matches!(
            &settings[..],
            [ServiceSetting::Asn { range, per: None }, ServiceSetting::ListenOnGateway(_), ServiceSetting::Bfd(_)]
                if range.value == (64512, 64512)
        ));
    }
    let per = service("bgp asn 64512..64600 per rack bfd interval 1s");
    let [ServiceSetting::Asn { range, per: Some(per) }, ServiceSetting::Bfd(bfd)] = &per[..] else {
        panic!()
    };
    assert_eq!((range.value, per.value.as_str()), ((64512, 64600), "rack"));
    assert_eq!(bfd.interval.unwrap().value, 1000);
}

#[test]
fn services_say_what_hosts_may_announce() {
    let settings = service(
        "accept 10.244.0.0/16 up to /26, 10.96.0.0/12 exactly\nvip 10.1.200.1/32\nnode n 10.0.0.1, 2001:db8::1 asn 64513",
    );
    let [
        ServiceSetting::Accept(accept),
        ServiceSetting::Vip(vip),
        ServiceSetting::Node { name, addresses, asn },
    ] = &settings[..]
    else {
        panic!()
    };
    assert_eq!(prefix_items(accept), ["10.244.0.0/16 to 26", "10.96.0.0/12"]);
    assert_eq!(vip.len(), 1);
    assert_eq!((name.value.as_str(), addresses.len(), asn.unwrap().value), ("n", 2, 64513));
}

#[test]
fn options_of_a_peer_stand_on_its_line_and_in_its_block() {
    let line = "peer a asn 1 at 10.0.0.1/31 port x:1 bfd import default export prod, web on x description \"d\"";
    let block = "peer a asn 1 at 10.0.0.1/31 {\n port x:1\n bfd; import default; export prod web\n on x description \"d\" }";
    let mixed = "peer a asn 1 at 10.0.0.1/31 port x:1 bfd import default { export prod web; on x; description \"d\" }";
    let meaning = |line: &str| {
        let peer = peer(line);
        let options = peer.options.iter().map(|option| match option {
            PeerOption::Bfd(_) => "bfd".to_owned(),
            PeerOption::Import(name) => format!("import {}", name.value),
            PeerOption::Export(names) => format!("export {}", values(names).join(" ")),
            PeerOption::On(names) => format!("on {}", names.len()),
            PeerOption::Description(text) => text.value.clone(),
            other => panic!("{other:?}"),
        });
        (peer.port.is_some(), options.collect::<Vec<_>>())
    };
    let expected = ["bfd", "import default", "export prod web", "on 1", "d"].map(str::to_owned);
    for text in [line, block, mixed] {
        assert_eq!(meaning(text), (true, expected.to_vec()), "{text}");
    }
}

#[test]
fn addresses_of_a_peer_may_have_a_length() {
    let peer = peer("peer a asn 1 at 203.0.113.1/31, 2001:db8::2");
    let at: Vec<String> = peer.at.iter().map(|at| at.value.to_string()).collect();
    assert_eq!(at, ["203.0.113.1/31", "2001:db8::2/128"]);
    assert_eq!(peer.with_length, [true, false]);
}

#[test]
fn a_port_with_an_address_is_the_boundarys() {
    let settings = boundary(
        "on a b peer x asn 1 at 10.0.0.1 export p on a port a:1 tag 5 address 10.0.0.0/31 vlan w",
    );
    let [
        BoundarySetting::On(on),
        BoundarySetting::Peer(peer),
        BoundarySetting::Port { tag, .. },
        BoundarySetting::Vlan(_),
    ] = &settings[..]
    else {
        panic!("{settings:#?}")
    };
    assert_eq!((on.len(), tag.unwrap().value), (2, 5));
    assert!(peer.port.is_none());
}

#[test]
fn a_boundary_speaks_ospf() {
    let settings = boundary("ospf { area 0.0.1.0; export a b point-to-point import nothing }");
    let [BoundarySetting::Ospf(ospf)] = &settings[..] else { panic!() };
    assert!(matches!(
        &ospf.settings[..],
        [OspfSetting::Area(area), OspfSetting::Export(out), OspfSetting::PointToPoint(_), OspfSetting::Import(_)]
            if area.value == 256 && out.len() == 2
    ));
}

#[test]
fn terms_of_policies_match_and_set() {
    let found = terms(
        "permit set med 1 as-path isp prefixes 0.0.0.0/0, own set community 65000:1 no-export community c\ndeny any",
    );
    assert_eq!(prefix_items(&found[0].prefixes), ["0.0.0.0/0", "own"]);
    assert!(found[0].community.is_some() && found[0].as_path.is_some());
    assert!(matches!(
        &found[0].set[..],
        [PolicySet::Med(_), PolicySet::Community(some)] if values(some) == ["65000:1", "no-export"]
    ));
    assert!(!found[1].permit.value && found[1].prefixes.is_empty());
}

#[test]
fn lists_are_separated_by_commas_or_blanks() {
    let pairs = [
        ("object o 10.0.0.1, 10.0.0.0/8,\n web", "object o 10.0.0.1 10.0.0.0/8 web"),
        ("community-list c 1:2, no-export", "community-list c 01:2 no-export"),
        ("as-path-list a from 1, path 2 3, empty", "as-path-list a from 1 path 2, 3 empty"),
        (
            "prefix-list p 10.0.0.0/8 from /9 up to /10, q",
            "prefix-list p 10.0.0.0/8 up to /10 from /9 q",
        ),
        (
            "acl a { permit to 10.0.0.1, web port 1, 2 }",
            "acl a { permit to 10.0.0.1 web ports 1 2 }",
        ),
    ];
    let words = |text: &str| {
        let kept = meaning(text).replace("start: ", "").replace("end: ", "");
        kept.replace(|c: char| c.is_whitespace(), "")
    };
    for (commas, blanks) in pairs {
        assert_eq!(words(commas), words(blanks), "{commas}");
    }
}

#[test]
fn as_paths_have_their_forms() {
    let found = items("as-path-list a from 1.1, through 2, origin 3, path 4 5, empty");
    let Item::AsPathList(list) = &found[0] else { panic!() };
    assert!(matches!(
        &list.entries[..],
        [AsPath::From(from), AsPath::Through(_), AsPath::Origin(_), AsPath::Path(path), AsPath::Empty(_)]
            if from.value == 65537 && values(path) == [4, 5]
    ));
}

#[test]
fn ports_of_access_lists_belong_to_what_stands_before_them() {
    let found = entries(
        "permit tcp from 10.0.0.0/8, web port 1024..65535 to storage port 443, 8000..8080 established log description \"x\"
         permit tcp port 443
         permit tcp port 443 from web
         permit tcp to web port 22 from 10.0.0.1 port 7
         permit tcp from any port 1",
    );
    let ports = |entry: &AclEntry| (values(&entry.from_ports), values(&entry.to_ports));
    assert_eq!(ports(&found[0]), (vec![(1024, 65535)], vec![(443, 443), (8000, 8080)]));
    assert_eq!(targets(&found[0].from), ["10.0.0.0/8", "web"]);
    assert_eq!(targets(&found[0].to), ["storage"]);
    assert!(found[0].established.is_some() && found[0].log.is_some());
    assert_eq!(found[0].description.as_ref().unwrap().value, "x");
    assert_eq!(ports(&found[1]), (vec![], vec![(443, 443)]));
    assert_eq!(ports(&found[2]), (vec![], vec![(443, 443)]));
    assert_eq!(ports(&found[3]), (vec![(7, 7)], vec![(22, 22)]));
    assert_eq!(targets(&found[3].from), ["10.0.0.1/32"]);
    assert_eq!(ports(&found[4]), (vec![(1, 1)], vec![]));
    assert!(found[4].from.is_empty());
}

#[test]
fn access_lists_name_protocols() {
    let found = entries(
        "permit icmp echo-request to web\npermit protocol 47\ndeny any log\npermit to web\npermit icmp",
    );
    let protocols: Vec<Option<&str>> =
        found.iter().map(|entry| entry.protocol.as_ref().map(|word| word.value.as_str())).collect();
    assert_eq!(protocols, [Some("icmp"), Some("47"), None, None, Some("icmp")]);
    assert_eq!(found[0].icmp.as_ref().unwrap().value, "echo-request");
    assert!(found[2].log.is_some() && !found[2].permit.value);
}

#[test]
fn keywords_of_routing_may_still_be_names() {
    for text in [
        "vlan service 10",
        "vlan object, acl, policy 10 11 12",
        "vlan asn 10",
        "vlan asn, node, peer 10..12",
        "vlan numbered 10 { racks asn }",
        "attach object, service, esi to pair port 1",
        "attach acl to pair port 1",
        "switch numbered in cost",
        "switch object in nat",
        "vrf peer",
        "profile service { trunk service object acl node }",
        "zone ospf kind power",
        "boundary b { on ospf, nat }",
        "service service { vlan web }",
    ] {
        assert!(!items(text).is_empty(), "{text}");
    }
}

#[test]
fn lists_of_names_end_before_the_statements_of_routing() {
    let text = "rack r1 r2 service s { }\nrack r1, r2 object o 10.0.0.1\nrack r1 r2 acl a { }\n\
                rack r1 r2 policy p { } rack r1 prefix-list p 10.0.0.0/8 rack r1 community-list c 1:2\n\
                rack r1 as-path-list a empty\nroute 10.0.0.0/8 discard on a b object o 10.0.0.1";
    assert_eq!(items(text).len(), 16);
}

/// Each text has an error that says this.
fn told(cases: &[(&str, &str)]) {
    for (text, said) in cases {
        let errors = errors(text);
        assert!(errors.iter().any(|error| error.contains(said)), "{text}\n{errors:#?}");
    }
}

#[test]
fn slips_in_policies_and_lists_are_told() {
    told(&[
        ("prefix-list p ::/0 up to /129", "`/129` is not a valid length"),
        ("prefix-list p 10.0.0.0/8 from 24", "expected a length such as `/26`, found `24`"),
        (
            "prefix-list p 10.0.0.0/8 exactly up to /9",
            "`exactly` and a range of lengths exclude each other",
        ),
        (
            "policy p { permit set weight 3 }",
            "expected `community`, `local-preference`, `med` or `prepend`, found `weight`",
        ),
        ("policy p { permit set med 3 set med 4 }", "`med` stands twice in one statement"),
        ("policy p { accept any }", "`accept` does not belong in `policy`"),
        (
            "policy p { allow any }",
            "unknown statement `allow`; statements in `policy` start with `permit`, `deny`",
        ),
        ("acl a { permit tcp port 70000 }", "`70000` is not a valid port: they go up to 65535"),
        ("acl a { permit tcp port 9..8 }", "`9..8` is a range that runs backwards"),
        (
            "acl a { permit tcp port https }",
            "expected a port or a range of them such as `443` or `8000..8080`, found `https`",
        ),
        ("acl a { permit icmp echo }", "an ICMP type such as `echo-request`"),
        ("acl a { permit protocol 300 }", "`300` is no protocol: their numbers go up to 255"),
        ("acl a { permit from web from db }", "`from` stands twice in one statement"),
        ("acl a { permit tcp port 1 port 2 }", "`port` stands twice in one statement"),
        ("acl a { permit from }", "found the end of the line"),
        ("acl a { permit from to web }", "`to` is a keyword here: choose another name"),
        ("object any 10.0.0.1", "`any` cannot be the name of an object"),
        (
            "community-list c 70000:1",
            "`70000:1` is not a valid community: both halves go up to 65535",
        ),
        (
            "community-list c no-exprot",
            "expected a community such as `65000:100` or `no-export`, found `no-exprot`",
        ),
        (
            "as-path-list a 64700",
            "expected `empty`, `from`, `origin`, `path` or `through`, found `64700`",
        ),
    ]);
}

#[test]
fn slips_in_blocks_are_told() {
    told(&[
        ("boundary b { peer isp at 203.0.113.1 }", "expected `asn`, found `at`"),
        ("boundary b { peer isp asn 1 }", "expected `at`, found the end of the line"),
        (
            "boundary b { peer isp asn isp at 10.0.0.1 }",
            "expected an ASN such as `64512` or `65000.1`, found `isp`",
        ),
        (
            "fabric f { underlay bgp { asn per rack } }",
            "expected `switch`, `pair` or `tier`, found `rack`",
        ),
        (
            "fabric f { underlay bgp { asn } }",
            "expected `per` or an ASN such as `64512` or `65000.1`",
        ),
        ("service s { asn 1..2 per switch }", "expected `rack` or `node`, found `switch`"),
        ("service s { accept 10.0.0.0/8 up to 26 }", "expected a length such as `/26`, found `26`"),
        ("service s { accept 10.0.0.0/8 up /26 }", "expected `to`, found `/26`"),
        (
            "mlag p = a + b { reload-delay 300ms }",
            "`300ms` is in milliseconds, but seconds are counted here: write one like `3s`",
        ),
        (
            "fabric f { underlay bgp { bfd interval 300 } }",
            "expected a time such as `300ms` or `1s`, found `300`",
        ),
        (
            "fabric f { underlay ospf { area x } }",
            "expected an area such as `0` or `0.0.0.1`, found `x`",
        ),
        ("fabric f { underlay ospf { area 0.0.1 } }", "`0.0.1` is not a valid area"),
        (
            "fabric f { overlay evpn { service vlan } }",
            "expected `vlan-based` or `vlan-aware`, found `vlan`",
        ),
        ("fabric f { underlay bgp { maximum-path 4 } }", "did you mean `maximum-paths`?"),
        ("link a:1 -- b:1 numbered unnumbered", "`numbered` and `unnumbered` exclude each other"),
        ("link a:1 -- b:1 cost 1 cost 2", "`cost` stands twice in one statement"),
        (
            "boundary b { peer p asn 1 at 10.0.0.1 bfd { bfd } }",
            "`bfd` stands twice in one statement",
        ),
        ("boundary b { peer p asn 1 at 10.0.0.1 pasword secret(x) }", "did you mean `password`?"),
        (
            "boundary b { peer p asn 1 at 10.0.0.1 { port a:1 address 10.0.0.0/31 } }",
            "`address` does not belong in `peer`",
        ),
        ("vlan a 1 { ingress web-in }", "expected `acl`, found `web-in`"),
        ("vlan a 1 { vni off }", "expected `none` or a number, found `off`"),
        ("asn 65000", "`asn` does not belong at the top of a file"),
        ("service s { bgp }", "found the end of the line"),
        ("service s { listen on vlan }", "expected `gateway`, found `vlan`"),
        ("service s\n{ }", "expected `{`, found the end of the line"),
        ("service s bgp { vlna web }", "expected `{`, found `bgp`"),
    ]);
}

#[test]
fn wrong_heads_do_not_hide_what_is_wrong_in_their_blocks() {
    for text in [
        "service { vlna web }",
        "acl { premit any }",
        "policy { permt any }",
        "fabric f { underlay foo { maximum-path 3 } }",
        "fabric f { overlay vxlan { suppresion on } }",
        "boundary b { peer asn { improt x } }",
        "boundary b { ospf 1 { aera 0 } }",
    ] {
        let errors = errors(text);
        assert!(errors.len() == 2 && errors[1].contains("did you mean"), "{text}\n{errors:#?}");
    }
}
