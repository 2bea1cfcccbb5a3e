//! The fabric as a program: EVPN over eBGP, four vendors, racks stamped from types, two power feeds, rows of ten racks, VLANs of
//! a rack, of a pod and of all, a cluster with BGP, a way out, and the expectations that one would write.

use std::fmt::Write as _;

use super::plan::{LEAVES, PLANES, Plan};

/// Models of the leaves with what their racks are stamped from.
const LEAF: [(&str, &str); 4] = [
    ("arista/DCS-7050SX3-48YC8", "compute"),
    ("cisco-nxos/N9K-C93180YC-FX3", "compute"),
    ("juniper/QFX5120-48Y", "compute-esi"),
    ("cumulus/SN2410", "compute"),
];
/// The smaller superspine has so many ports.
const SMALL_SUPER: usize = 64;

const HEAD: &str = r"fabric scale {
  domain   dc1.example.net
  mtu      9000
  underlay bgp auto { bfd  maximum-paths 16 }

  pool loopback 10.240.0.0/13, 2001:db8:ff::/64
  pool vtep     10.248.0.0/14
  pool link     10.128.0.0/10, 2001:db8:fe::/96
  pool mgmt     172.16.0.0/15 gateway 172.16.0.1
  pool asn      4200000000..4200099999
";

const MANAGEMENT: &str = r#"
management {
  vrf           mgmt
  ntp           172.16.0.2, 172.16.0.3
  dns           172.16.0.4, 172.16.0.5
  syslog        172.16.0.6 severity notice
  timezone      Europe/Berlin
  banner        "dc1: authorised access only"
  user          netops role admin key "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl netops" password secret(netops)
  user          noc role operator password secret(noc)
  root-password secret(root)
  tacacs        172.16.0.7, 172.16.0.8 key secret(tacacs)
  snmp          v3 user monitor auth secret(snmp-auth) privacy secret(snmp-privacy)
  snmp          trap 172.16.0.9 user monitor
}

zone feed-a, feed-b kind power
"#;

const TENANTS: &str = r#"
vrf prod   { vni 50001  description "production" }
vrf shared { vni 50002  description "what everybody uses" }
vlan web     110 { vrf prod    gateway 10.0.0.1/13, 2001:db8:1::1/64 }
vlan app     120 { vrf prod    gateway 10.8.0.1/13 }
vlan storage 210 { vrf shared  gateway 10.16.0.1/13  mtu 8900 }
vlan tools   220 { vrf shared  gateway 10.24.0.1/16, 2001:db8:2::1/64  dhcp-relay 10.24.0.10 }
profile database { lacp slow  access storage  edge  mtu 8900  survives switch, power }
profile probe    { access tools  edge }
"#;

const BORDER: &str = r"
boundary internet {
  vrf  prod
  on   r1-pair
  port r1-a:47 address 203.0.113.1/31 mtu 1500 to isp-a
  port r1-b:47 address 203.0.113.3/31 mtu 1500 to isp-b
  peer isp-a asn 64700 at 203.0.113.0 { password secret(isp-a)  import default  export default-nets }
  peer isp-b asn 64800 at 203.0.113.2 { password secret(isp-b)  import default  export default-nets }
  ingress acl internet-in
}
acl internet-in {
  permit tcp from 203.0.113.0/29 to 203.0.113.0/29
  deny   from bogons log
  permit tcp to web port 443
  permit tcp to web, app established
  permit icmp
  deny   any log
}
prefix-list own-nets 10.0.0.0/12 up to /13
policy default-nets { permit prefixes own-nets }
";

/// One of so many for each plane, so that they do not fail together.
fn spread(plane: usize, many: usize) -> usize {
    (plane - 1) % many + 1
}

fn feed(plane: usize) -> &'static str {
    if plane % 2 == 1 { "feed-a" } else { "feed-b" }
}

/// All but the expectations.
pub fn program(plan: &Plan) -> String {
    let mut text = HEAD.to_owned();
    // One of each plane: more would only make the same routes known more often.
    let servers =
        if plan.supers == 0 { "spines".to_owned() } else { format!("plane[1..{PLANES}]-1") };
    let _ = writeln!(text, "  overlay  evpn {{ route-servers {servers} }}\n}}\n{MANAGEMENT}");
    let rows = plan.rows();
    let pods = plan.pairs.len();
    let _ = writeln!(text, "zone row-[1..{rows}] kind row\nzone pod-[1..{pods}] kind pod");
    superspines(plan, rows, &mut text);
    for pod in 1..=pods {
        spines(plan, pod, rows, &mut text);
    }
    rack_types(plan.racks().count(), &mut text);
    for (rack, pod) in plan.racks() {
        leaves(plan, rack, pod, &mut text);
    }
    if plan.single {
        single(plan, pods, &mut text);
    }
    text.push_str(TENANTS);
    for pod in 1..=pods {
        pod_vlans(pod, &mut text);
    }
    for (at, (rack, _)) in plan.racks().filter(|(rack, _)| plan.has_own_vlan(*rack)).enumerate() {
        own_vlan(at, rack, &mut text);
    }
    cluster(plan, &mut text);
    text.push_str(BORDER);
    text
}

fn superspines(plan: &Plan, rows: usize, text: &mut String) {
    if plan.supers == 0 {
        return;
    }
    let pods = plan.pairs.len();
    // A plane is of one model, and no two of one vendor are on the same feed only.
    let (models, split) = if pods <= SMALL_SUPER {
        (["cisco-nxos/N9K-C9364C-GX", "cumulus/SN4600C"], "")
    } else {
        (["cisco-nxos/N9K-C9364D-GX2A", "cumulus/SN5600"], " { breakout 1..64 4x100g }")
    };
    text.push_str("tier super {\n");
    for plane in 1..=PLANES {
        let _ = writeln!(
            text,
            "  switches plane{plane}-[1..{}] model {} in rack core{plane}, row-{}, pod-{}, {}{split}",
            plan.supers,
            models[(plane - 1) / 2],
            spread(plane, rows),
            spread(plane, pods),
            feed(plane),
        );
    }
    text.push_str("}\n");
}

fn spines(plan: &Plan, pod: usize, rows: usize, text: &mut String) {
    let models = ["cisco-nxos/N9K-C9364C-GX", "cumulus/SN4600C"];
    let _ = writeln!(text, "tier {} {{", plan.tier(pod));
    for plane in 1..=PLANES {
        let row = spread(plane, rows);
        let _ = writeln!(
            text,
            "  switch pod{pod}-spine{plane} model {} in rack pod{pod}-net{plane}, pod-{pod}, row-{row}, {}",
            models[(plane - 1) / 2],
            feed(plane),
        );
    }
    text.push_str("}\n");
    if plan.supers == 0 {
        return;
    }
    let at = if plan.pairs.len() <= SMALL_SUPER {
        pod.to_string()
    } else {
        format!("{}/{}", (pod - 1) / 4 + 1, (pod - 1) % 4 + 1)
    };
    for plane in 1..=PLANES {
        let (first, last) = (LEAVES + 1, LEAVES + plan.supers);
        let supers = plan.supers;
        let _ = writeln!(
            text,
            "uplinks pod{pod}-spine{plane} to plane{plane}-[1..{supers}] ports {first}..{last} at {at}"
        );
    }
}

fn rack_types(racks: usize, text: &mut String) {
    let types = [("compute", "peer-link 53..54"), ("compute-esi", "esi")];
    let used = |kind: &str| LEAF.iter().take(racks).any(|(_, of)| *of == kind);
    for (kind, pair) in types.into_iter().filter(|(kind, _)| used(kind)) {
        let _ = writeln!(
            text,
            "\nrack-type {kind} {{\n  switch a in feed-a\n  switch b in feed-b\n  mlag pair = a + b {{ {pair}  survives power }}\n\
             \x20 attach server db[1..2] to pair ports 25..26 as database\n  attach server probe to a port 40 as probe\n}}"
        );
    }
}

fn leaves(plan: &Plan, rack: usize, pod: usize, text: &mut String) {
    let (row, tier) = (plan.row(rack), plan.tier(pod));
    let (model, kind) = LEAF[(rack - 1) % LEAF.len()];
    let all = plan.servers;
    let servers = if plan.has_own_vlan(rack) {
        let hypervisors = 2.max(all / 6);
        let nodes = all - hypervisors;
        format!(
            "  attach server node[1..{nodes}] to pair ports 1..{nodes} as node-r{rack}\n\
             \x20 attach server hv[1..{hypervisors}] to pair ports {}..{all} as hypervisor-{pod}",
            nodes + 1
        )
    } else {
        format!("  attach server hv[1..{all}] to pair ports 1..{all} as hypervisor-{pod}")
    };
    let _ = writeln!(
        text,
        "rack r{rack} of {kind} in row-{row}, pod-{pod} {{\n  switches a, b model {model}\n\
         \x20 uplinks every switch to tier {tier} ports 49..52 at 1..{LEAVES}\n{servers}\n}}"
    );
}

/// A rack with one leaf, for what has no use for two.
fn single(plan: &Plan, pod: usize, text: &mut String) {
    let (rows, tier) = (plan.rows(), plan.tier(pod));
    let _ = writeln!(
        text,
        "rack lab in row-{rows}, pod-{pod} {{\n  switch a model cumulus/SN2410 in feed-a\n\
         \x20 uplinks every switch to tier {tier} ports 49..52 at 1..{LEAVES}\n\
         \x20 attach server probe[1..12] to a ports 1..12 as probe\n}}"
    );
}

fn pod_vlans(pod: usize, text: &mut String) {
    let (batch, backup) = (1100 + 2 * pod, 1101 + 2 * pod);
    let (second, third) = (32 + pod / 16, pod % 16 * 16);
    let _ = writeln!(
        text,
        "vlan batch-{pod} {batch} {{ vrf prod    gateway 10.{second}.{third}.1/21 }}\n\
         vlan backup-{pod} {backup} {{ vrf shared  gateway 10.{second}.{}.1/21 }}\n\
         profile hypervisor-{pod} {{ lacp fast  trunk web, app, storage, batch-{pod}, backup-{pod}  native none  edge  fallback  survives switch, power }}",
        third + 8
    );
}

fn own_vlan(at: usize, rack: usize, text: &mut String) {
    let (second, third) = (64 + at / 256, at % 256);
    let _ = writeln!(
        text,
        "vlan nodes-r{rack} {} {{ vrf prod  gateway 10.{second}.{third}.1/24, 2001:db8:a:{rack:x}::1/64 on r{rack}-pair }}\n\
         profile node-r{rack} {{ lacp fast  access nodes-r{rack}  edge  survives switch, power }}",
        2000 + at
    );
}

fn cluster(plan: &Plan, text: &mut String) {
    let racks = plan.racks().filter(|(rack, _)| plan.has_own_vlan(*rack));
    let vlans: Vec<String> = racks.map(|(rack, _)| format!("nodes-r{rack}")).collect();
    if vlans.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "service k8s {{\n  vlans {}\n  bgp asn 64512 listen on gateway\n  accept 10.192.0.0/11 up to /26\n\
         \x20 vip 10.96.0.10/32\n  max-prefixes 200\n  max-neighbors 40\n  advertise default\n}}",
        vlans.join(", ")
    );
}

/// What one would expect of it.
pub fn expectations(plan: &Plan) -> String {
    let single = "any switch, any cable, any zone of power, any rack, any zone of row";
    let mut text = format!(
        "\nexpect web     reaches app     despite {single}\n\
         expect storage reaches storage despite {single}\n\
         expect web     reaches boundary internet despite any switch, any cable, any zone of power\n\
         expect web     isolated from storage     despite any switch\n\
         expect storage isolated from boundary internet\n"
    );
    if plan.racks().any(|(rack, _)| plan.has_own_vlan(rack)) {
        text.push_str("expect k8s     reaches web     despite any switch, any zone of power\n");
    }
    text
}
