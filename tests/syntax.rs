//! The syntax: what valid programs become, and what is said about wrong ones.

#[path = "syntax/expect.rs"]
mod expect;
#[path = "syntax/routed.rs"]
mod routed;

use camino::Utf8Path;
use proptest::prelude::*;
use rackc::diagnostic::{Diagnostic, Sink};
use rackc::source::Sources;
use rackc::syntax::ast::{BoundarySetting, Item, PlaceItem, Ports, VlanSetting};
use rackc::syntax::{Block, Files, MemoryFiles, Program, ReadError};

/// A program that uses most of the language.
const TOUR: &str = r#"
fabric dc1 {
  domain        dc1.example.net
  mtu           9000                 // IP MTU on fabric links; each vendor's own counting is the vendor folder's job
  underlay      bgp unnumbered       // bgp | bgp unnumbered | ospf | none
  overlay       evpn                 // evpn | none
  spanning-tree mstp                 // mstp | rstp | rapid-pvst, root placed on the gateway tier
  pool loopback 10.255.0.0/22  2001:db8:ff::/64
  pool vtep     10.255.4.0/22
  pool link     10.254.0.0/20
  pool mgmt     192.0.2.0/24 gateway 192.0.2.1
  pool asn      4200000000..4200009999
}

management {
  vrf mgmt
  ntp 192.0.2.1, 192.0.2.2
  syslog 192.0.2.5
  user netops role admin key "ssh-ed25519 AAAA... netops"  password secret(netops)
  tacacs 192.0.2.7 key secret(tacacs)
  snmp v3 user monitor auth secret(snmp-auth) privacy secret(snmp-priv)
}

// Shared-risk groups. A rack, a switch or a cable may be in several. Losing a zone loses all in it.
zone feed-a kind power
zone feed-b kind power
zone row-1  kind row

// What a rack looks like, once. `rack r[01..40] of compute` stamps it out.
rack-type compute {
  switches a, b model arista/DCS-7050SX3-48YC8
  mlag pair = a + b { peer-link 53..54 }
  uplinks every switch to tier spine ports 49..52
  attach server[01..40] to pair port 1.. as hypervisor
}

tier spine { switch spine[1..4] model cisco-nxos/N9K-C9332D-GX2B in rack net[1..4] }
rack r[01..20] of compute  in row-1 feed-a          // odd/even, lists and per-rack overrides work too
rack r[21..40] of compute-qfx in row-2 feed-b

vrf prod { vni 50001 }
vlan web     110 { vrf prod  gateway 10.1.110.1/24 2001:db8:110::1/64  racks r[01..40] }
vlan storage 120 { vrf prod  gateway 10.1.120.1/24  racks r[01..08]  dhcp-relay 10.1.110.10 }
vlan heartbeat 130 { racks r01, r02 }                 // layer 2 only: private, never routed

profile hypervisor { lacp fast  trunk web storage  native none  edge  storm-control 1% }

// The demarcation of a service: where its routing meets ours.
service k8s {
  vlan  web
  bgp   asn 64512  listen on gateway  bfd            // Calico nodes peer with their top-of-rack
  accept 10.244.0.0/16 up to /26, 10.96.0.0/12 exactly
  max-prefixes 2000
}
boundary internet {
  on border1, border2
  peer isp-a asn 64700 at 203.0.113.1/31 port border1:47 password secret(isp-a) { import default  export prod }
  ingress acl edge-in
  egress  acl edge-out
}
acl edge-in { deny from bogons log   permit tcp to 10.1.110.0/24 port 443   deny any }

// Intent: proved on the graph at compile time, for every failure in the class.
expect web     reaches internet    despite any zone of power
expect web     reaches storage     despite any switch, any link
expect storage isolated from internet
"#;

/// One of every statement and clause, on a single rack.
const EVERYTHING: &str = r#"
// One rack with a pair of top-of-rack switches and a static way out.
fabric lab {
  domain lab.example.net
  mtu 9000
  underlay none; overlay none
  spanning-tree mstp root pair
  pool mgmt 192.0.2.0/24, 2001:db8:ff::/64 gateway 192.0.2.1, 2001:db8:ff::1
  pool loopback 10.255.0.0/24
  pool asn 65000.1..65000.99, 64512
  gateway on pair via vrrp
  anycast-mac 001C.73aa.0001
}

management {
  vrf mgmt
  ntp 192.0.2.1,
      192.0.2.2
  dns 192.0.2.3 2001:db8::53
  syslog 192.0.2.5 port 5514 severity warning
  timezone Europe/Oslo
  banner "Authorised use only.", "Say \"please\" \\ thanks."
  user netops role admin key "ssh-ed25519 AAAA netops" key "ssh-rsa BBBB" password secret(netops)
  user reader role operator password "plain"
  root-password secret(root)
  tacacs 192.0.2.7, 192.0.2.8 port 49 key secret(tacacs)
  radius 192.0.2.9 key secret(radius)
  snmp v3 user monitor auth secret(snmp-auth) privacy secret(snmp-priv)
  snmp location "hall 1"
  snmp contact "noc@example.net"
  snmp trap 192.0.2.5 user monitor
}

model tor = arista/DCS-7050SX3-48YC8 format eos

/* The rack:
   two switches. */
switches leaf[1..2] model tor in rack r1 feed-a {
  management 192.0.2.11 2001:db8:ff::11
  loopback 10.255.0.1
  breakout 49..50 4x25g
  speed 1..4, 7 10g
  spanning-tree priority 4096
  format eos
  verbatim file "extra.conf" {
    hardware counter feature {
      nested "quote
    }
  }
}
mlag pair = leaf1 + leaf2 {
  peer-link 53..54
  keepalive management
  domain 1
  survives power, row
  reload-delay 5m
}
mlag other=leaf3+leaf4 { peer-link 53 54  keepalive Ethernet48  reload-delay 300s }

vlan web 110 { gateway 10.1.110.1/24 2001:db8:110::1/64 via anycast on pair  dhcp-relay 10.1.1.1, 10.1.1.2  racks r1  description "web" }
vlan v[1..3], db 201..203 300 {
  vrf prod
  on leaf1, leaf2
  mtu 1500 vni 10201
  address leaf1 10.1.1.2/24, 2001:db8::2/64
  host web1 10.1.1.10, 2001:db8::10
  router-advertisement off
  vrrp-group 7
}
vlan private 130

vrf prod { vni 50001  description "production"  route 10.9.0.0/16 via 10.1.1.9 on pair distance 10 description "lab" }
vrf guest

profile hypervisor { lacp fast  trunk web v[1..3]  native none  edge  storm-control 0.5% broadcast, multicast  mtu 9000 speed 25g fallback description "vm" survives switch, power }
profile simple { access web; active-backup; native web }
profile every-vlan { trunk all lacp static }

attach server[01..04] to pair port 1.. as hypervisor
attach firewall fw1 to pair ports 5,6 as hypervisor speed 10g in feed-a description "fw"
attach server to pair port 7
link leaf1:48 -- leaf2:48 as hypervisor speed 25g in duct-1 lag keep description "x"
link leaf[1..2]:Ethernet49/1, leaf1:50/1..4 -- core1:et-0/0/48:0, core1:1..4

route 0.0.0.0/0 via 203.0.113.1 vrf prod on leaf1 leaf2 distance 200
route 2001:db8:bad::/48 discard

boundary internet {
  on pair
  vrf prod
  port leaf1:47 address 203.0.113.0/31, 2001:db8::/127 mtu 1500 speed 10g to isp-a description "transit"
  vlan web
  route ::/0 via 2001:db8::1
}
"#;

/// Layers, zones and rack types.
const LAYERS: &str = r#"
fabric dc1 {
  spanning-tree mstp root core secondary spare {
    region dc1; revision 3
    instance 1 { vlans web, db  root core }
    instance 2 { vlans storage
      root core-b
      secondary core-a }
  }
  spanning-tree rapid-pvst
}
zone feed-a feed-b kind power
zone row-1 kind row { racks r[01..02] switches core-a links core-a:1, core-b:1/1..2 }
tier core {
  switch core-a core-b model juniper/QFX5120-48Y in row-1
  mlag core = core-a + core-b { keepalive 48 }
  link core-a:1 -- core-b:1
}
tier pair { switch px[1,3..5] model toy/T1 }
rack-type compute {
  switches a, b model tor
  mlag pair = a + b { peer-link 53..54 }
  uplinks every switch to tier core ports 49..52 at 1.. as trunk-all speed 100g in duct-1
  uplinks a, b to pair pair ports 48
  uplinks pair to pair ports 47
  attach appliance app1 to pair port 1..
  attach router, db1 to a, b port 9
  verbatim cumulus on a b file "frr.conf" {
    router bgp 65000 // not a comment
      neighbor x
  }
}
rack r[01..02] of compute in row-1 feed-a {
  no attach app1
  switch a model arista/X1 in feed-b { management 192.0.2.9 }
}
rack r03 in feed-b of compute
verbatim arista { ip routing }
service k8s { accept 10.0.0.0/8,
  10.1.0.0/16 }
expect web reaches db despite any switch,
  any link
"#;

fn load_files(files: &dyn Files, path: &str) -> (Program, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let program = Program::load(files, Utf8Path::new(path), &mut sink);
    (program, sink.into_sorted())
}

fn load(text: &str) -> (Program, Vec<Diagnostic>) {
    load_files(&MemoryFiles::default().with("main.rack", text), "main.rack")
}

/// `CODE line:column message` of each diagnostic, and its help after `; `.
fn told(program: &Program, diagnostics: &[Diagnostic]) -> Vec<String> {
    let tell = |diagnostic: &Diagnostic| {
        let place = diagnostic.labels.first().map_or_else(String::new, |label| {
            let file = program.sources.file(label.span.file);
            let (line, column) = file.line_column(label.span.start);
            format!("{line}:{column} ")
        });
        let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{} {place}{}{help}", diagnostic.code, diagnostic.message)
    };
    diagnostics.iter().map(tell).collect()
}

fn errors(text: &str) -> Vec<String> {
    let (program, diagnostics) = load(text);
    told(&program, &diagnostics)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect()
}

/// The items of a valid program.
fn items(text: &str) -> Vec<Item> {
    let (program, diagnostics) = load(text);
    assert!(diagnostics.is_empty(), "{:#?}\n{text}", told(&program, &diagnostics));
    program.items().cloned().collect()
}

/// What a program says, without the places where it says it.
fn meaning(text: &str) -> String {
    let mut meaning = format!("{:?}", items(text));
    for place in ["start: ", "end: "] {
        let parts: Vec<&str> = meaning
            .split(place)
            .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()))
            .collect();
        meaning = parts.join(place);
    }
    meaning
}

#[test]
fn programs_that_use_the_whole_language_are_understood() {
    assert_eq!(items(TOUR).len(), 20);
    assert_eq!(items(EVERYTHING).len(), 22);
    assert_eq!(items(LAYERS).len(), 11);
}

#[test]
fn what_is_out_of_scope_is_taken_whole() {
    let text = "nat source { any thing, \"}\" }\nboundary b { nat inside 10.0.0.0/8\n vlan web }";
    let found = items(text);
    let [Item::OutOfScope(word), Item::Boundary(boundary)] = &found[..] else {
        panic!("{found:#?}")
    };
    assert_eq!(word.value, "nat");
    assert!(matches!(
        &boundary.settings[..],
        [BoundarySetting::OutOfScope(word), BoundarySetting::Vlan(_)] if word.value == "nat"
    ));
}

#[test]
fn statements_may_share_a_line_and_end_in_several_ways() {
    let one_line =
        "vlan a 1 { vrf p  gateway 10.1.1.1/24 via vrrp on x  racks r1 r2  mtu 1500 }\nvlan b 2";
    let separated = "vlan a 1 {\n vrf p;gateway 10.1.1.1/24 via vrrp on x\nracks r1,\n\n r2;; mtu 1500\n}; vlan b 2;";
    let commented = "vlan a 1 { // c }\r\n vrf /* } \n */ p\r\n gateway 10.1.1.1/24 via vrrp on x // x\r\n racks r1 r2 mtu 1500 } vlan b 2";
    assert_eq!(meaning(one_line), meaning(separated));
    assert_eq!(meaning(one_line), meaning(commented));
}

#[test]
fn a_line_end_ends_a_statement() {
    let on_the_line = "vlan a 1 { gateway 10.1.1.1/24 on x }";
    let on_the_next = "vlan a 1 { gateway 10.1.1.1/24\n on x }";
    let settings = |text: &str| match items(text).remove(0) {
        Item::Vlan(vlan) => vlan.settings,
        other => panic!("{other:?}"),
    };
    assert!(
        matches!(&settings(on_the_line)[..], [VlanSetting::Gateway(gateway)] if gateway.on.len() == 1)
    );
    assert!(matches!(&settings(on_the_next)[..], [VlanSetting::Gateway(_), VlanSetting::On(_)]));
}

#[test]
fn a_keyword_is_a_whole_word() {
    let rack = match items("rack racks-1 in-a of[1..2] of compute in as-1 to-b").remove(0) {
        Item::Rack(rack) => rack,
        other => panic!("{other:?}"),
    };
    assert_eq!((rack.names.len(), rack.zones.len()), (3, 2));
}

#[test]
fn spans_are_those_of_the_words() {
    let text = "vlan a 1 { gateway 10.1.1.1/24  via vrrp  } // end";
    let (program, _) = load(text);
    let Some(Item::Vlan(vlan)) = program.items().next() else { panic!() };
    assert_eq!(program.sources.text(vlan.span), "vlan a 1");
    let VlanSetting::Gateway(gateway) = &vlan.settings[0] else { panic!() };
    assert_eq!(program.sources.text(gateway.span), "gateway 10.1.1.1/24  via vrrp");
}

#[test]
fn ports_keep_their_forms() {
    let Item::Place(PlaceItem::Link(link)) = items("link a:49/1..4--b:xe-0/0/3 lag x").remove(0)
    else {
        panic!()
    };
    assert_eq!(link.left[0].ports.value, Ports::Panel { first: 49, last: 49, lanes: Some((1, 4)) });
    assert_eq!(link.right[0].ports.value, Ports::Native("xe-0/0/3".into()));
}

#[test]
fn raw_lines_are_kept_as_they_stand() {
    let text = "verbatim eos {\n    a \"quote // b\n      c { d }\n  }\nvlan x 1";
    let items = items(text);
    let Item::Place(PlaceItem::Verbatim(verbatim)) = &items[0] else { panic!() };
    assert_eq!(verbatim.lines, ["a \"quote // b", "  c { d }"]);
    assert_eq!(items.len(), 2);
}

#[test]
fn one_run_reports_all_errors() {
    let text = "vlna a 1 { mtu x }\nvlan b { mtu 1\n mut 2 }\nvlan c 3 { lacp fast; mtu 99999999999 }\nroute 10.0.0.0/33 discard\n";
    assert_eq!(
        errors(text),
        [
            "R0101 1:1 unknown statement `vlna`; did you mean `vlan`?",
            "R0102 1:16 expected a number, found `x`",
            "R0102 2:8 expected a name such as `r01` or `r[01..40]` or an id such as `110` or `110..119`, \
             found `{`; write the VLAN's id behind its name, such as `vlan b 110`",
            "R0101 3:2 unknown statement `mut`; did you mean `mtu`?",
            "R0103 4:12 `lacp` does not belong in `vlan`; it stands in `profile`",
            "R0108 4:27 `99999999999` is too large; numbers go up to 4294967295",
            "R0108 5:7 `10.0.0.0/33` is not a valid prefix: its length is at most 32; write a length such as `10.0.0.0/24`",
        ]
    );
}

#[test]
fn the_rest_of_a_program_is_understood_in_spite_of_errors() {
    let (program, diagnostics) = load("vlan a 1\nfoo bar { x\n y }\nvlan b 2 { baz\n mtu 1500 }\n");
    assert_eq!(codes(&diagnostics), ["R0101", "R0101"]);
    let settings = program.items().map(|item| match item {
        Item::Vlan(vlan) => vlan.settings.len(),
        other => panic!("{other:?}"),
    });
    assert_eq!(settings.collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn what_may_follow_is_told() {
    let cases = [
        ("vlan a 1 { racks r1 gatway 10.1.1.1/24 }", "did you mean `gateway` by `gatway`?"),
        (
            "vlan a 1 { gateway }",
            "expected a prefix such as `10.0.0.0/24`, found the end of the line",
        ),
        (
            "vlan a 1 { gateway 10.1.1.1/24 foo }",
            "expected the end of the statement, `on`, `via` or a prefix",
        ),
        ("profile p { lacp fats }", "did you mean `fast`?"),
        ("management { syslog 10.0.0.1 port x }", "expected a number, found `x`"),
        ("vrf Prod", "names are small letters, digits and hyphens: `prod`"),
        ("mlag p = a b { }", "expected `+`, found `b`"),
        ("vlan a\u{a0}1", "found the character U+00A0"),
        ("vlan a 1\n{ mtu 1 }", "a block starts on the line of its statement"),
        ("user netops", "`user` does not belong at the top of a file; it stands in `management`"),
        ("zone zone kind power", "`zone` is a keyword here: choose another name"),
        ("link a:1 -- b", "expected a switch and its port such as `leaf1:49`, found `b`"),
        ("attach a to b port 1 as c as d", "`as` stands twice in one statement"),
        ("vlan native 10", "`native` cannot be the name of a VLAN"),
        ("attach a to b port 1.. 4", "an open range of ports ends its list"),
        ("vlan any 10", "`any` cannot be the name of a VLAN"),
        ("rack r[4..1]", "`r[4..1]` has a range that runs backwards"),
        ("link a:0 -- b:1", "ports and lanes count from 1"),
    ];
    for (text, said) in cases {
        let errors = errors(text);
        assert!(errors.len() == 1 && errors[0].contains(said), "{text}\n{errors:#?}");
    }
}

#[test]
fn braces_quotes_and_comments_are_reported_where_they_start() {
    let cases = [
        ("vlan a 1 {\n mtu 1\n\nvlan b 2 { }\n", "R0104 1:10 "),
        ("vlan a 1 }\nvlan b 2", "R0105 1:10 "),
        ("vrf a { description \"x }\nvrf b", "R0106 1:21 "),
        ("vlan a 1 /* x\nvlan b 2", "R0106 1:10 "),
        ("vlan a 1 { /* }", "R0106 1:12 "),
    ];
    for (text, said) in cases {
        let errors = errors(text);
        assert!(errors.len() == 1 && errors[0].starts_with(said), "{text}\n{errors:#?}");
    }
}

#[test]
fn text_that_could_do_harm_is_refused() {
    for harm in [
        "a {{ b",
        "{% x",
        "{# x",
        "x }}",
        "x %}",
        "x #}",
        "a\tb",
        "a\u{7}",
        "a\u{202e}b",
        "a\u{200b}b",
    ] {
        let errors = errors(&format!("vrf a {{ description \"{harm}\" }}"));
        assert!(errors.len() == 1 && errors[0].starts_with("R0110"), "{harm:?}\n{errors:#?}");
    }
    let raw = errors("verbatim eos {\n ok {\n }}\nverbatim eos { {{ x }} }\n");
    assert!(raw.len() == 1 && raw[0].starts_with("R0110 4:16"), "{raw:#?}");
    assert!(errors(r#"vrf a { description "a\n" }"#)[0].starts_with("R0108"));
}

#[test]
fn keywords_are_those_of_the_grammar() {
    for block in Block::ALL {
        for keyword in block.keywords() {
            let text = match block {
                Block::File => format!("{keyword} ?"),
                Block::Fabric => format!("fabric f {{ {keyword} ? }}"),
                Block::SpanningTree => {
                    format!("fabric f {{ spanning-tree mstp {{ {keyword} ? }} }}")
                }
                Block::Instance => {
                    format!("fabric f {{ spanning-tree mstp {{ instance 1 {{ {keyword} ? }} }} }}")
                }
                Block::Management => format!("management {{ {keyword} ? }}"),
                Block::Zone => format!("zone z {{ {keyword} ? }}"),
                Block::Place => format!("tier t {{ {keyword} ? }}"),
                Block::Switch => format!("switch s {{ {keyword} ? }}"),
                Block::Mlag => format!("mlag m = a + b {{ {keyword} ? }}"),
                Block::Vlan => format!("vlan v 1 {{ {keyword} ? }}"),
                Block::Vrf => format!("vrf v {{ {keyword} ? }}"),
                Block::Profile => format!("profile p {{ {keyword} ? }}"),
                Block::Boundary => format!("boundary b {{ {keyword} ? }}"),
                Block::Underlay => format!("fabric f {{ underlay bgp {{ {keyword} ? }} }}"),
                Block::Overlay => format!("fabric f {{ overlay evpn {{ {keyword} ? }} }}"),
                Block::Peer => {
                    format!("boundary b {{ peer p asn 1 at 10.0.0.1 {{ {keyword} ? }} }}")
                }
                Block::Ospf => format!("boundary b {{ ospf {{ {keyword} ? }} }}"),
                Block::Service => format!("service s {{ {keyword} ? }}"),
                Block::Policy => format!("policy p {{ {keyword} ? }}"),
                Block::Acl => format!("acl a {{ {keyword} ? }}"),
            };
            for error in errors(&text) {
                assert!(error.contains("found `?`"), "{keyword}: {error}");
                assert!(
                    !error.contains("expected a statement,") || keyword.len() > 30,
                    "{text}: {error}"
                );
            }
        }
    }
}

#[test]
fn includes_are_followed_once_and_in_order() {
    let files = MemoryFiles::default()
        .with(
            "net/main.rack",
            "include \"racks/*.rack\"\ninclude \"./racks/../racks/b.rack\"\nvlan m 1",
        )
        .with("net/racks/b.rack", "vlan b 2")
        .with("net/racks/a.rack", "\u{feff}vlan a 3\r\ninclude \"../*.rack\"")
        .with("net/other.rack", "vlan o 4");
    let (program, diagnostics) = load_files(&files, "net");
    assert_eq!(codes(&diagnostics), ["R0007"]);
    let paths: Vec<&str> =
        program.files.iter().map(|(id, _)| program.sources.file(*id).path.as_str()).collect();
    assert_eq!(paths, ["net/main.rack", "net/racks/a.rack", "net/other.rack", "net/racks/b.rack"]);
    assert_eq!(program.roots.len(), 1);
}

#[test]
fn a_directory_without_main_is_all_its_files() {
    let files = MemoryFiles::default()
        .with("p/b.rack", "vlan b 2")
        .with("p/a.rack", "vlan a 1")
        .with("p/x.txt", "!");
    let (program, diagnostics) = load_files(&files, "p");
    assert!(diagnostics.is_empty());
    assert_eq!((program.items().count(), program.roots.len()), (2, 2));
}

#[test]
fn files_that_cannot_be_used_are_reported() {
    let files = MemoryFiles::default()
        .with("p/readme.txt", "x")
        .with("empty.rack", " // nothing\n;")
        .with("latin.rack", &b"vlan a 1 // \xe6"[..])
        .with("self.rack", "include \"self.rack\"")
        .with("gone.rack", "include \"gone/*.rack\"\ninclude \"gone.txt\"")
        .with("dir.rack", "include \"p\"")
        .with("bad.rack", "include \"/etc/passwd\"\ninclude \"\"\ninclude \"[\"");
    let cases: [(&str, &[&str]); 8] = [
        ("nowhere.rack", &["R0001"]),
        ("p", &["R0004"]),
        ("empty.rack", &["R0005"]),
        ("latin.rack", &["R0002"]),
        ("self.rack", &["R0007"]),
        ("gone.rack", &["R0006", "R0001"]),
        ("dir.rack", &["R0001"]),
        ("bad.rack", &["R0010", "R0010", "R0010"]),
    ];
    for (path, expected) in cases {
        let (program, diagnostics) = load_files(&files, path);
        assert_eq!(codes(&diagnostics), expected, "{path}: {:#?}", told(&program, &diagnostics));
        assert_eq!(
            diagnostics[0].labels.is_empty(),
            !path.starts_with(['s', 'g', 'd', 'b']),
            "{path}"
        );
    }
    let (_, latin) = load_files(&files, "latin.rack");
    assert!(latin[0].message.contains("byte 12"), "{}", latin[0].message);
}

/// Files without end: each includes the next; or one that is too large.
struct Endless;

impl Files for Endless {
    fn read(&self, path: &Utf8Path) -> Result<Vec<u8>, ReadError> {
        match path.as_str() {
            "large.rack" => Ok(vec![b' '; Sources::MAX_FILE_BYTES + 1]),
            "many.rack" => Ok(b"include \"*.rack\"".to_vec()),
            "chain.rack" => Ok(b"include \"1.rack\"".to_vec()),
            other => {
                let number: u32 = other.trim_end_matches(".rack").parse().unwrap_or_default();
                Ok(format!("include \"{}.rack\"", number + 1).into_bytes())
            }
        }
    }

    fn matching(&self, _: &Utf8Path, _: &str) -> Result<Vec<camino::Utf8PathBuf>, ReadError> {
        Ok((0..20_000).map(|number| format!("{number}.rack").into()).collect())
    }

    fn is_dir(&self, _: &Utf8Path) -> bool {
        false
    }

    fn is_file(&self, _: &Utf8Path) -> bool {
        true
    }
}

#[test]
fn programs_are_bounded() {
    for (path, code) in [("large.rack", "R0003"), ("chain.rack", "R0008"), ("many.rack", "R0008")] {
        let (_, diagnostics) = load_files(&Endless, path);
        assert_eq!(codes(&diagnostics), [code], "{path}");
    }
}

#[test]
fn errors_are_bounded() {
    let (_, diagnostics) = load(&"foo\n".repeat(5000));
    assert_eq!(diagnostics.len(), 101);
    assert!(
        diagnostics
            .iter()
            .any(|diagnostic| diagnostic.message == "4900 further syntax errors are not shown")
    );
}

#[test]
fn hostile_texts_end_in_a_message() {
    let texts = [
        "{".repeat(100_000),
        "}".repeat(100_000),
        format!("vlan a 1 {}{}", "{".repeat(100_000), "}".repeat(100_000)),
        format!("verbatim eos {}{}", "{".repeat(100_000), "}".repeat(100_000)),
        "vlan a 1 {".repeat(10_000),
        "\"".repeat(99_999),
        "\\\"".repeat(100_000),
        "verbatim ".repeat(20_000),
        "/*".repeat(100_000),
        format!("vlan x {}", "0".repeat(100_000)),
        format!("vlan {} 1", "a[1..9]".repeat(10_000)),
        format!("vlan a{} 1", "[".repeat(100_000)),
        "\0".repeat(10_000),
        "foo ".repeat(100_000),
        "vlan a 1 { } { } ".repeat(5_000),
        format!("acl a {{ permit {} }}", "from a port 1 ".repeat(3_000)),
        format!("acl a {{ permit from {} }}", "a, ".repeat(10_000)),
        format!("prefix-list p {}", "10.0.0.0/8 up to ".repeat(3_000)),
        format!("prefix-list p {}", "10.0.0.0/8 from /9 ".repeat(3_000)),
        format!("object o {}", "object ".repeat(5_000)),
        format!("rack {}", "service acl policy ".repeat(3_000)),
        format!("rack {}", "prefix-list a community-list b as-path-list ".repeat(3_000)),
        format!("as-path-list p path {}", "1 ".repeat(10_000)),
        format!("community-list c {}", "1:2 ".repeat(10_000)),
        format!("service s {{ bgp {} }}", "asn 1 listen on gateway bfd ".repeat(2_000)),
        format!("service s {{ {} }}", "bgp ".repeat(10_000)),
        "boundary b { peer p asn 1 at 10.0.0.1 { ".repeat(2_000),
        format!("boundary b {{ peer p asn 1 at 10.0.0.1 {} }}", "port a:1 tag 5 ".repeat(3_000)),
        format!("boundary b {{ on a {} }}", "nat ".repeat(10_000)),
        "fabric f { underlay bgp { ".repeat(2_000),
        format!("policy p {{ permit {} }}", "set med 1 ".repeat(5_000)),
        format!("link a:1 -- b:1 in {}", "cost prefix numbered ".repeat(3_000)),
    ];
    for text in texts {
        let (program, diagnostics) = load(&text);
        let some = text.chars().take(20).collect::<String>();
        assert!(!diagnostics.is_empty() || program.items().next().is_some(), "{some}");
    }
}

/// Statements that may stand in any order at the top of a file.
const STATEMENTS: [&str; 24] = [
    "vlan a 1",
    "vlan b, c[1..2] 2 3..4 { mtu 1500 }",
    "rack r1 of t in z",
    "rack r[01..02] { switch s model m }",
    "switch s model v/M in rack r z { management 10.0.0.1 }",
    "link a:1 -- b:2 speed 10g",
    "attach server h to p port 1.. as q",
    "uplinks every switch to tier t ports 1..2",
    "mlag p = a + b { peer-link 1 2 }",
    "route 10.0.0.0/8 via 10.1.1.1 on a b",
    "zone z kind power { racks r1 r2 switches s links a:1 }",
    "verbatim eos on a { x \" { } }",
    "service s { vlan web bgp asn 1 listen on gateway bfd }",
    "acl a { permit tcp from web port 1 to any port 2..3 log deny any }",
    "policy p { deny any permit prefixes 10.0.0.0/8 up to /9 pods set med 1 set prepend 2 }",
    "prefix-list p 10.0.0.0/8 from /9 up to /10 q",
    "community-list c 1:2 no-export",
    "as-path-list a from 1 path 2 3 empty",
    "object o 10.0.0.1 10.0.0.0/8",
    "boundary b { on a b peer p asn 1 at 10.0.0.1 export x y { bfd } ospf { area 0 } }",
    "link a:1 -- b:2 in z cost 5 numbered prefix 10.0.0.0/31",
    "route 10.0.0.0/8 discard on a b",
    "expect a reaches vlan b within 2 hops symmetric despite any 2 of switch, zone z and cable a:1",
    "expect a isolated from b",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_text_of_the_languages_characters_is_survived(text in r#"[a-c0-2{}\[\]"\\/*\n; ,.:%=+-]{0,200}"#) {
        check(&text);
    }

    #[test]
    fn any_words_of_the_language_are_survived(words in prop::collection::vec(word(), 0..60)) {
        check(&words.join(" "));
    }

    #[test]
    fn damaged_programs_are_survived(from in 0_usize..3000, length in 0_usize..40, new in "[a-z{}\"\n/*]{0,3}") {
        for program in [TOUR, EVERYTHING, LAYERS, routed::ROUTED] {
            let at = |at: usize| (0..=at.min(program.len())).rev().find(|at| program.is_char_boundary(*at)).unwrap();
            let (start, end) = (at(from), at(from + length));
            check(&format!("{}{new}{}", &program[..start], &program[end..]));
        }
    }

    #[test]
    fn statements_are_the_same_however_they_are_separated(
        picks in prop::collection::vec(0..STATEMENTS.len(), 1..20),
        separator in prop::sample::select(vec!["\n", ";", " ", "\r\n", " // c\n", " /* c */ ", "\n\n;\n"]),
    ) {
        let statements: Vec<&str> = picks.iter().map(|pick| STATEMENTS[*pick]).collect();
        prop_assert_eq!(meaning(&statements.join("\n")), meaning(&statements.join(separator)));
    }
}

/// A word that may stand in a program.
fn word() -> impl Strategy<Value = String> {
    let keywords: Vec<String> = Block::ALL
        .iter()
        .flat_map(|block| block.keywords())
        .map(|word| (*word).to_owned())
        .collect();
    let others = [
        "{",
        "}",
        "\n",
        ";",
        ",",
        "a",
        "b1",
        "r[1..2]",
        "10.0.0.0/8",
        "10.0.0.1",
        "1",
        "1..2",
        "1..",
        "=",
        "+",
        "--",
        "a:1",
        "25g",
        "1%",
        "\"x\"",
        "\"",
        "/*",
        "*/",
        "//",
        "to",
        "as",
        "in",
        "of",
        "via",
        "tier",
        "secret(a)",
        "5m",
        "4x25g",
        "300ms",
        "/26",
        "up",
        "from",
        "exactly",
        "any",
        "set",
        "med",
        "prefixes",
        "65000:100",
        "tcp",
        "log",
        "per",
        "gateway",
        "reaches",
        "isolated",
        "despite",
        "within",
        "hops",
        "and",
    ];
    prop_oneof![
        prop::sample::select(keywords),
        prop::sample::select(others.map(str::to_owned).to_vec()),
    ]
}

/// Loads a text; all places that are told lie in it, and nothing is lost in silence.
fn check(text: &str) {
    let (program, diagnostics) = load(text);
    for diagnostic in &diagnostics {
        assert!(
            !diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'),
            "{diagnostic:?}"
        );
        for label in &diagnostic.labels {
            let file = program.sources.file(label.span.file);
            let range = label.span.start as usize..label.span.end as usize;
            assert!(file.text.get(range).is_some(), "{diagnostic:?}\n{text}");
        }
    }
    assert!(!diagnostics.is_empty() || program.items().next().is_some());
}
