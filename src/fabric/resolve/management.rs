//! The `management` block.

use super::context::Resolver;
use crate::fabric::{AaaServer, SnmpUser, SyslogServers, User};
use crate::source::Spanned;
use crate::syntax::ast::{self, ManagementSetting};
use crate::vendor::schema::{Role, Severity};

const ROLES: [(&str, Role); 2] = [("admin", Role::Admin), ("operator", Role::Operator)];

const SEVERITIES: [(&str, Severity); 8] = [
    ("emergency", Severity::Emergency),
    ("alert", Severity::Alert),
    ("critical", Severity::Critical),
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("notice", Severity::Notice),
    ("informational", Severity::Informational),
    ("debug", Severity::Debug),
];

impl Resolver<'_> {
    pub(super) fn management(&mut self, blocks: &[&ast::Management]) {
        let Some((first, rest)) = blocks.split_first() else { return };
        self.fabric.management.span = Some(first.span);
        for extra in rest {
            self.said_twice("`management`", first.span, extra.span);
        }
        for setting in &first.settings {
            self.management_setting(setting);
        }
    }

    fn management_setting(&mut self, setting: &ManagementSetting) {
        match setting {
            ManagementSetting::Vrf(name) => {
                let mut place = self.fabric.management.vrf.take();
                self.set(&mut place, name.clone(), "the management VRF");
                self.fabric.management.vrf = place;
            }
            ManagementSetting::Ntp(servers) => self.fabric.management.ntp.extend(servers),
            ManagementSetting::Dns(servers) => self.fabric.management.dns.extend(servers),
            ManagementSetting::Syslog { servers, port, severity } => {
                self.syslog(servers, *port, severity.as_ref());
            }
            ManagementSetting::Timezone(zone) => {
                let mut place = self.fabric.management.timezone.take();
                self.set(&mut place, zone.clone(), "`timezone`");
                self.fabric.management.timezone = place;
            }
            ManagementSetting::Banner(lines) => {
                for line in lines {
                    self.text(line);
                }
                self.fabric.management.banner.extend(lines.iter().cloned());
            }
            ManagementSetting::User { name, role, keys, password } => {
                self.user(name, role.as_ref(), keys, password.as_ref());
            }
            ManagementSetting::RootPassword(secret) => {
                let name = self.secret(secret);
                self.fabric.management.root_password = Some(name);
            }
            ManagementSetting::Tacacs(servers) => {
                let servers = self.aaa(servers);
                self.fabric.management.tacacs.extend(servers);
            }
            ManagementSetting::Radius(servers) => {
                let servers = self.aaa(servers);
                self.fabric.management.radius.extend(servers);
            }
            ManagementSetting::SnmpUser { name, auth, privacy } => {
                if self.is_taken("SNMP user", name) {
                    return;
                }
                let user = SnmpUser {
                    name: name.clone(),
                    auth: self.secret(auth),
                    privacy: privacy.as_ref().map(|secret| self.secret(secret)),
                };
                self.fabric.management.snmp.get_or_insert_default().users.push(user);
            }
            ManagementSetting::SnmpLocation(text) => {
                self.text(text);
                let mut place = self.fabric.management.snmp.get_or_insert_default().location.take();
                self.set(&mut place, text.clone(), "the SNMP location");
                self.fabric.management.snmp.get_or_insert_default().location = place;
            }
            ManagementSetting::SnmpContact(text) => {
                self.text(text);
                let mut place = self.fabric.management.snmp.get_or_insert_default().contact.take();
                self.set(&mut place, text.clone(), "the SNMP contact");
                self.fabric.management.snmp.get_or_insert_default().contact = place;
            }
            ManagementSetting::SnmpTrap { receivers, user } => {
                let traps = receivers.iter().map(|receiver| (*receiver, user.clone()));
                self.fabric.management.snmp.get_or_insert_default().traps.extend(traps);
            }
        }
    }

    fn syslog(
        &mut self,
        servers: &[Spanned<std::net::IpAddr>],
        port: Option<Spanned<u32>>,
        severity: Option<&ast::Name>,
    ) {
        let port = port
            .and_then(|port| self.number::<u16>(port, 1..=65535, "UDP port"))
            .map_or(514, |port| port.value);
        if let Some(severity) = severity.and_then(|word| Self::word(word, &SEVERITIES)) {
            let first = self.fabric.management.syslog_severity;
            match first.filter(|first| first.value != severity.value) {
                Some(first) => self.said_twice("the syslog severity", first.span, severity.span),
                None => self.fabric.management.syslog_severity = Some(severity),
            }
        }
        self.fabric.management.syslog.push(SyslogServers { servers: servers.to_vec(), port });
    }

    fn user(
        &mut self,
        name: &ast::Name,
        role: Option<&ast::Name>,
        keys: &[ast::Text],
        password: Option<&ast::Secret>,
    ) {
        if self.is_taken("user", name) {
            return;
        }
        let role = role
            .and_then(|word| Self::word(word, &ROLES))
            .map_or(Role::Operator, |role| role.value);
        let password = password.map(|secret| self.secret(secret));
        for key in keys {
            self.text(key);
        }
        self.fabric.management.users.push(User {
            name: name.clone(),
            role,
            keys: keys.to_vec(),
            password,
        });
    }

    /// Whether there is such a user already, which is said.
    fn is_taken(&mut self, kind: &'static str, name: &ast::Name) -> bool {
        let first = *self.users.entry((kind, name.value.clone())).or_insert(name.span);
        if first != name.span {
            self.duplicate(kind, &name.value, first.into(), name.span.into());
        }
        first != name.span
    }

    fn aaa(&mut self, servers: &ast::AaaServers) -> Vec<AaaServer> {
        let key = self.secret(&servers.key);
        let port = servers
            .port
            .and_then(|port| self.number::<u16>(port, 1..=65535, "port"))
            .map(|port| port.value);
        servers
            .servers
            .iter()
            .map(|address| AaaServer { address: *address, port, key: key.clone() })
            .collect()
    }
}
