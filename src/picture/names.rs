use crate::fabric::{CableEnd, CableId, Fabric, HostId};

/// `leaf1:49 -- spine1:1`: a cable by its ports, as far as the program says them.
pub fn cable_name(fabric: &Fabric, cable: CableId) -> String {
    let [one, other] = &fabric.cables[cable].ends;
    format!("{} -- {}", end_name(fabric, one), end_name(fabric, other))
}

/// `leaf1:49`, or the name of what is no switch.
pub fn end_name(fabric: &Fabric, end: &CableEnd) -> String {
    match end {
        CableEnd::Switch(port) => {
            let name = &fabric.switches[port.switch].name;
            match port.port.fixed() {
                Some(number) => format!("{name}:{number}"),
                None => name.clone(),
            }
        }
        CableEnd::Host(host) => fabric.hosts[*host].name.clone(),
        CableEnd::Outside(name) => name.as_deref().unwrap_or("outside").to_owned(),
    }
}

/// Where a host is: the rack that all its switches stand in, or these switches.
pub fn host_place(fabric: &Fabric, host: HostId) -> String {
    let attachments = fabric.hosts[host].attachments.iter();
    let mut switches: Vec<_> =
        attachments.flat_map(|id| &*fabric.attachments[*id].switches).copied().collect();
    switches.sort_unstable();
    switches.dedup();
    let mut racks = switches.iter().map(|switch| fabric.switches[*switch].rack);
    let first = racks.next().flatten();
    match first {
        Some(rack) if racks.all(|other| other == first) => fabric.racks[rack].name.clone(),
        _ => {
            let names = switches.iter().map(|switch| fabric.switches[*switch].name.as_str());
            names.collect::<Vec<_>>().join(", ")
        }
    }
}
