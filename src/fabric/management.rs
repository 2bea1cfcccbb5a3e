//! The management plane.

use std::net::IpAddr;

use crate::source::{Span, Spanned};
use crate::vendor::schema::{Role, Severity};

/// Name of a secret: the vault variable that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretName(pub String);

/// The `management` block.
#[derive(Debug, Clone, Default)]
pub struct Management {
    /// Where the block is.
    pub span: Option<Span>,
    /// Name of the management VRF, where the vendor leaves a choice.
    pub vrf: Option<Spanned<String>>,
    /// NTP servers.
    pub ntp: Vec<Spanned<IpAddr>>,
    /// DNS resolvers.
    pub dns: Vec<Spanned<IpAddr>>,
    /// Syslog servers.
    pub syslog: Vec<SyslogServers>,
    /// Least severity sent to syslog servers.
    pub syslog_severity: Option<Spanned<Severity>>,
    /// IANA time zone.
    pub timezone: Option<Spanned<String>>,
    /// Login banner, line by line.
    pub banner: Vec<Spanned<String>>,
    /// Local users.
    pub users: Vec<User>,
    /// Password of the root account.
    pub root_password: Option<SecretName>,
    /// TACACS+ servers.
    pub tacacs: Vec<AaaServer>,
    /// RADIUS servers.
    pub radius: Vec<AaaServer>,
    /// `SNMPv3` agent.
    pub snmp: Option<Snmp>,
}

/// Syslog servers of one statement.
#[derive(Debug, Clone)]
pub struct SyslogServers {
    /// Addresses.
    pub servers: Vec<Spanned<IpAddr>>,
    /// UDP port.
    pub port: u16,
}

/// A local user.
#[derive(Debug, Clone)]
pub struct User {
    /// Login name.
    pub name: Spanned<String>,
    /// Role.
    pub role: Role,
    /// SSH public keys.
    pub keys: Vec<Spanned<String>>,
    /// Password hash.
    pub password: Option<SecretName>,
}

/// A TACACS+ or RADIUS server.
#[derive(Debug, Clone)]
pub struct AaaServer {
    /// Address.
    pub address: Spanned<IpAddr>,
    /// Port, when it is not the protocol's own.
    pub port: Option<u16>,
    /// Shared key.
    pub key: SecretName,
}

/// `SNMPv3` agent.
#[derive(Debug, Clone, Default)]
pub struct Snmp {
    /// Where the switches stand.
    pub location: Option<Spanned<String>>,
    /// Who to call.
    pub contact: Option<Spanned<String>>,
    /// Users.
    pub users: Vec<SnmpUser>,
    /// Receivers of notifications, each with its user.
    pub traps: Vec<(Spanned<IpAddr>, Spanned<String>)>,
}

/// `SNMPv3` user.
#[derive(Debug, Clone)]
pub struct SnmpUser {
    /// Name.
    pub name: Spanned<String>,
    /// Authentication passphrase.
    pub auth: SecretName,
    /// Privacy passphrase.
    pub privacy: Option<SecretName>,
}
