//! The servers that switches use through the management network.

use std::net::IpAddr;

use crate::fabric::Management;
use crate::source::Spanned;

/// All servers, each with the protocol that it serves.
pub(super) fn all(management: &Management) -> Vec<(&'static str, Spanned<IpAddr>)> {
    let mut found = Vec::new();
    found.extend(management.ntp.iter().map(|server| ("NTP", *server)));
    found.extend(management.dns.iter().map(|server| ("DNS", *server)));
    let syslog = management.syslog.iter().flat_map(|group| &group.servers);
    found.extend(syslog.map(|server| ("syslog", *server)));
    found.extend(management.tacacs.iter().map(|server| ("TACACS+", server.address)));
    found.extend(management.radius.iter().map(|server| ("RADIUS", server.address)));
    let traps = management.snmp.iter().flat_map(|snmp| &snmp.traps);
    found.extend(traps.map(|(receiver, _)| ("SNMP trap", *receiver)));
    found
}
