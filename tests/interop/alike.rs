//! What Arista EOS and Cisco NX-OS say in the same words.

use crate::block::Block;
use crate::facts::{Facts, Switch, numbers, stp_instances};

/// The MST region, if there is one.
pub fn mst_region(all: &Block, facts: &mut Facts) {
    let Some(region) = all.block("spanning-tree mst configuration") else { return };
    facts.insert("region", region.get("name").unwrap_or_default().to_owned());
    facts.insert("revision", region.get("revision").unwrap_or("0").to_owned());
    let instances = region.all("instance").map(|line| {
        let (id, vlans) = line.split_once(" vlan ").expect("VLANs");
        (id.parse().expect("an instance"), numbers(vlans))
    });
    stp_instances(facts, &instances.collect());
}

/// Prefixes of `network` statements of the default VRF.
pub fn announced(bgp: &Block, switch: &mut Switch) {
    for (_, family) in bgp.blocks("address-family") {
        switch.announced.extend(family.all("network").map(str::to_owned));
    }
}

/// BFD: `300/300x3` of `300 min-rx 300 multiplier 3`, whatever the second word is and may follow.
pub fn intervals(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    format!("{}/{}x{}", words[0], words[2], words[4])
}
