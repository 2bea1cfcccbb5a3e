//! System services and the management plane.

use std::net::IpAddr;

use super::One;
use super::values::secret;
use crate::device::model::{
    self, Address, Management, Origins, Server, Snmp, SnmpTrap, SnmpUser, SshKey, SyslogServer,
    System, User,
};
use crate::fabric::{self, Fabric};
use crate::source::Spanned;
use crate::vendor::schema::{Role, Severity, Vendor};

const TACACS_PORT: u16 = 49;
const RADIUS_PORT: u16 = 1812;
const SYSLOG_PORT: u16 = 514;

impl One<'_> {
    pub(super) fn management_vrf(self) -> String {
        let fixed = self.vendor.management.vrf.clone();
        let said = || self.all.fabric.management.vrf.as_ref().map(|vrf| vrf.value.clone());
        fixed.or_else(said).unwrap_or_else(|| "mgmt".to_owned())
    }

    pub(super) fn management(self) -> Option<Management> {
        let ipv4 = self.all.allocation.management_ipv4.get(self.id).copied();
        let ipv6 = self.all.allocation.management_ipv6.get(self.id).copied();
        if ipv4.is_none() && ipv6.is_none() {
            return None;
        }
        let pools = &self.all.fabric.settings.pools;
        Some(Management {
            origins: Origins::default(),
            interface: self.platform.management.clone(),
            vrf: self.management_vrf(),
            gateway_ipv4: pools
                .management_gateway_ipv4
                .filter(|_| ipv4.is_some())
                .map(|gateway| gateway.value.to_string()),
            gateway_ipv6: pools
                .management_gateway_ipv6
                .filter(|_| ipv6.is_some())
                .map(|gateway| gateway.value.to_string()),
            ipv4: ipv4.map(Address::from),
            ipv6: ipv6.map(Address::from),
        })
    }
}

/// System services of all switches of a vendor.
pub(super) fn system(fabric: &Fabric, vendor: &Vendor) -> System {
    let management = &fabric.management;
    let severity =
        management.syslog_severity.map_or(Severity::Informational, |severity| severity.value);
    let word = vendor.severities.get(&severity).cloned().unwrap_or_default();
    let timezone = management.timezone.as_ref().map(|zone| zone.value.clone());
    let mut users: Vec<User> = management.users.iter().map(|said| user(vendor, said)).collect();
    users.sort_by(|a, b| a.name.cmp(&b.name));
    let syslog: Vec<SyslogServer> = management
        .syslog
        .iter()
        .flat_map(|statement| statement.servers.iter().map(|server| (server.value, statement.port)))
        .map(|(server, port)| SyslogServer {
            origins: Origins::default(),
            address: server.to_string(),
            ipv6: server.is_ipv6(),
            port,
            port_is_default: port == SYSLOG_PORT,
            severity: word.clone(),
            severity_number: severity as u8,
        })
        .collect();
    System {
        origins: Origins::default(),
        timezone_vendor: timezone.as_ref().and_then(|zone| vendor_timezone(vendor, zone)),
        timezone,
        banner: management.banner.iter().map(|line| line.value.clone()).collect(),
        ntp: servers(&management.ntp),
        dns: servers(&management.dns),
        syslog_severity: (!syslog.is_empty()).then(|| word.clone()),
        syslog_severity_number: (!syslog.is_empty()).then_some(severity as u8),
        syslog,
        users,
        root_password: management.root_password.as_ref().map(secret),
        tacacs: management.tacacs.iter().map(|server| aaa(server, TACACS_PORT)).collect(),
        radius: management.radius.iter().map(|server| aaa(server, RADIUS_PORT)).collect(),
        snmp: management.snmp.as_ref().map(snmp),
    }
}

fn vendor_timezone(vendor: &Vendor, zone: &str) -> Option<String> {
    let listed = vendor.timezones.get(zone).cloned();
    listed.or_else(|| vendor.timezone_iana.then(|| zone.to_owned()))
}

fn user(vendor: &Vendor, user: &fabric::User) -> User {
    User {
        origins: Origins::default(),
        name: user.name.value.clone(),
        role: vendor.roles.get(&user.role).cloned().unwrap_or_default(),
        admin: user.role == Role::Admin,
        keys: user.keys.iter().map(|key| ssh_key(&key.value)).collect(),
        password: user.password.as_ref().map(secret),
    }
}

fn servers(list: &[Spanned<IpAddr>]) -> Vec<Server> {
    list.iter()
        .enumerate()
        .map(|(position, server)| Server {
            origins: Origins::default(),
            address: server.value.to_string(),
            ipv6: server.value.is_ipv6(),
            preferred: position == 0,
        })
        .collect()
}

fn aaa(server: &fabric::AaaServer, default_port: u16) -> model::AaaServer {
    let port = server.port.unwrap_or(default_port);
    model::AaaServer {
        origins: Origins::default(),
        address: server.address.value.to_string(),
        ipv6: server.address.value.is_ipv6(),
        port,
        port_is_default: port == default_port,
        key: secret(&server.key),
    }
}

fn ssh_key(line: &str) -> SshKey {
    let mut words = line.split_whitespace();
    let kind = words.next().unwrap_or_default().to_owned();
    let base64 = words.next().unwrap_or_default().to_owned();
    SshKey {
        line: line.split_whitespace().collect::<Vec<_>>().join(" "),
        kind,
        base64,
        comment: words.collect::<Vec<_>>().join(" "),
    }
}

fn snmp(agent: &fabric::Snmp) -> Snmp {
    let mut users: Vec<SnmpUser> = agent
        .users
        .iter()
        .map(|user| SnmpUser {
            origins: Origins::default(),
            name: user.name.value.clone(),
            auth: secret(&user.auth),
            privacy: user.privacy.as_ref().map(secret),
        })
        .collect();
    users.sort_by(|a, b| a.name.cmp(&b.name));
    let traps = agent
        .traps
        .iter()
        .map(|(receiver, name)| {
            let user = agent.users.iter().find(|user| user.name.value == name.value);
            SnmpTrap {
                origins: Origins::default(),
                address: receiver.value.to_string(),
                ipv6: receiver.value.is_ipv6(),
                user: name.value.clone(),
                privacy: user.is_some_and(|user| user.privacy.is_some()),
                auth: user.map(|user| secret(&user.auth)).unwrap_or_default(),
                privacy_key: user.and_then(|user| user.privacy.as_ref()).map(secret),
            }
        })
        .collect();
    Snmp {
        origins: Origins::default(),
        location: agent.location.as_ref().map(|text| text.value.clone()),
        contact: agent.contact.as_ref().map(|text| text.value.clone()),
        users,
        traps,
    }
}
