//! The MST configuration digest of IEEE 802.1Q, 13.8: what bridges compare to know whether they are in one region.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;

/// The key of IEEE 802.1Q, table 13-1.
const KEY: [u8; 16] = [
    0x13, 0xAC, 0x06, 0xA6, 0x2E, 0x47, 0xFD, 0x51, 0xF9, 0x5D, 0x2B, 0xA2, 0x43, 0xCD, 0x03, 0x46,
];

/// HMAC-MD5 over the table of 4096 entries that says the instance of each VLAN.
pub fn of(instances: &BTreeMap<u16, BTreeSet<u16>>) -> String {
    let mut table = [0_u8; 4096 * 2];
    for (instance, vlans) in instances {
        for vlan in vlans.iter().filter(|vlan| (1..=4094).contains(*vlan)) {
            let at = usize::from(*vlan) * 2;
            table[at..at + 2].copy_from_slice(&instance.to_be_bytes());
        }
    }
    let mut digest = Hmac::<Md5>::new_from_slice(&KEY).expect("a key of any length");
    digest.update(&table);
    let bytes = digest.finalize().into_bytes();
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[test]
fn the_digest_of_a_region_without_instances_is_the_well_known_one() {
    // As every bridge shows it that has all VLANs in instance 0.
    assert_eq!(of(&BTreeMap::new()), "ac36177f50283cd4b83821d8ab26de62");
}
