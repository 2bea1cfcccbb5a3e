//! Small values as templates print them.

use std::net::IpAddr;

use super::One;
use crate::device::model::{Speed, VlanRef};
use crate::fabric::{SecretName, VlanId, VrfId};
use crate::vendor::ports::gigabits_text;
use crate::vendor::schema::MtuRule;

/// One of the two addresses of a point-to-point prefix: 0 or 1.
pub(super) fn member_address(net: ipnet::Ipv4Net, member: u8) -> Option<ipnet::Ipv4Net> {
    let ip = u32::from(net.network()).checked_add(u32::from(member))?;
    ipnet::Ipv4Net::new(ip.into(), net.prefix_len()).ok()
}

/// The place that a secret is filled into at the push.
pub(super) fn secret(name: &SecretName) -> String {
    format!("{{{{ rackc_secret_{} }}}}", name.0.replace('-', "_"))
}

/// An MTU as a system prints it, if it must say it.
pub(super) fn mtu(rule: &MtuRule, ip_mtu: u32) -> Option<u32> {
    let counted = rule.always.unwrap_or(ip_mtu + rule.add);
    if rule.default.is_some_and(|default| counted == default) {
        return None;
    }
    if rule.only.is_empty() || rule.only.contains(&counted) {
        return Some(counted);
    }
    // The default is enough for what is smaller.
    if rule.default.is_some_and(|default| counted < default) {
        return None;
    }
    rule.only.iter().copied().filter(|only| *only >= counted).min().or(Some(counted))
}

/// Addresses by family.
pub(super) fn families(addresses: impl Iterator<Item = IpAddr>) -> (Vec<String>, Vec<String>) {
    let (ipv6, ipv4): (Vec<IpAddr>, Vec<IpAddr>) = addresses.partition(IpAddr::is_ipv6);
    let text = |list: Vec<IpAddr>| list.iter().map(ToString::to_string).collect();
    (text(ipv4), text(ipv6))
}

/// A speed in megabits per second and the vendor's word for it.
pub(super) fn speed(megabits: u32, word: &str) -> Speed {
    Speed { gigabits: gigabits_text(megabits), megabits, word: word.to_owned(), negotiated: None }
}

/// The last octets of a MAC in colon form replaced.
pub(super) fn mac_with(base: &str, tail: &[u8]) -> String {
    let kept = base.split(':').count().saturating_sub(tail.len());
    let mut mac = String::with_capacity(base.len());
    for octet in base.split(':').take(kept) {
        mac.push_str(octet);
        mac.push(':');
    }
    mac.make_ascii_lowercase();
    push_octets(&mut mac, tail, 1);
    mac
}

/// Octets as two hexadecimal digits each, with a colon after every so many.
pub(super) fn octets(octets: &[u8], together: usize) -> String {
    let mut text = String::with_capacity(octets.len() * 3);
    push_octets(&mut text, octets, together);
    text
}

fn push_octets(text: &mut String, octets: &[u8], together: usize) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (position, octet) in octets.iter().enumerate() {
        if position > 0 && position % together == 0 {
            text.push(':');
        }
        for digit in [octet >> 4, octet & 0xf] {
            text.push(DIGITS[usize::from(digit)].into());
        }
    }
}

impl One<'_> {
    pub(super) fn vlan_ref(self, vlan: VlanId) -> VlanRef {
        let vlan = &self.all.fabric.vlans[vlan];
        VlanRef { id: vlan.id, name: vlan.name.clone() }
    }

    pub(super) fn vrf_name(self, vrf: Option<VrfId>) -> Option<String> {
        vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(add: u32, only: &[u32], default: Option<u32>, always: Option<u32>) -> MtuRule {
        MtuRule { add, only: only.to_vec(), max: 9216, default, always }
    }

    #[test]
    fn each_way_of_counting_gives_its_own_number() {
        assert_eq!(mtu(&rule(14, &[], Some(1514), None), 9000), Some(9014));
        assert_eq!(mtu(&rule(14, &[], Some(1514), None), 1500), None);
        assert_eq!(mtu(&rule(0, &[9216], Some(1500), None), 9000), Some(9216));
        assert_eq!(mtu(&rule(0, &[9216], Some(1500), None), 1400), None);
        assert_eq!(mtu(&rule(0, &[], Some(9216), Some(9216)), 1500), None);
        assert_eq!(mtu(&rule(0, &[], Some(1500), Some(9216)), 1500), Some(9216));
    }

    #[test]
    fn a_pair_shows_its_domain_in_its_mac() {
        assert_eq!(mac_with("44:38:39:FF:00:00", &[1, 2]), "44:38:39:ff:01:02");
    }
}
