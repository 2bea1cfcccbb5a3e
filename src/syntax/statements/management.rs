use crate::syntax::ast::{AaaServers, Management, ManagementSetting, Name};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

impl<'i> Builder<'i> {
    pub(super) fn management(&mut self, node: Node<'i>) -> Management {
        let span = self.head(&node);
        let block = Self::part(node, Rule::management_block);
        let build = |block| self.block(block, Block::Management, Self::management_setting);
        Management { settings: block.map(build).unwrap_or_default(), span }
    }

    pub(super) fn management_setting(&mut self, node: Node<'i>) -> Option<ManagementSetting> {
        match node.as_rule() {
            Rule::vrf_name => self.name(node).map(ManagementSetting::Vrf),
            Rule::ntp => Some(ManagementSetting::Ntp(self.addresses(node))),
            Rule::dns => Some(ManagementSetting::Dns(self.addresses(node))),
            Rule::syslog => Some(self.syslog(node)),
            Rule::timezone => {
                let zone = Self::part(node, Rule::zone_name)?;
                Some(ManagementSetting::Timezone(self.word(&zone)))
            }
            Rule::banner => Some(ManagementSetting::Banner(self.texts(node))),
            Rule::user => self.user(node),
            Rule::root_password => self.secret(node).map(ManagementSetting::RootPassword),
            Rule::tacacs => self.aaa_servers(node).map(ManagementSetting::Tacacs),
            Rule::radius => self.aaa_servers(node).map(ManagementSetting::Radius),
            Rule::snmp_user => self.snmp_user(node),
            Rule::snmp_location => self.text(node).map(ManagementSetting::SnmpLocation),
            Rule::snmp_contact => self.text(node).map(ManagementSetting::SnmpContact),
            Rule::snmp_trap => {
                let receivers = self.addresses(node.clone());
                let user = Self::part(node, Rule::trap_user).and_then(|part| self.name(part))?;
                Some(ManagementSetting::SnmpTrap { receivers, user })
            }
            _ => None,
        }
    }

    fn syslog(&mut self, node: Node<'i>) -> ManagementSetting {
        let servers = self.addresses(node.clone());
        let (mut port, mut severity) = (None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::port_number => {
                    let number = self.number(part.clone());
                    self.once(&mut port, &part, number);
                }
                Rule::severity => {
                    let name = self.keyword(part.clone(), Rule::severity_name);
                    self.once(&mut severity, &part, name);
                }
                _ => {}
            }
        }
        ManagementSetting::Syslog { servers, port, severity }
    }

    fn user(&mut self, node: Node<'i>) -> Option<ManagementSetting> {
        let name = self.name(node.clone())?;
        let (mut role, mut keys, mut password) = (None, Vec::new(), None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::role => {
                    let name = self.keyword(part.clone(), Rule::role_name);
                    self.once(&mut role, &part, name);
                }
                Rule::user_key => keys.extend(self.texts(part)),
                Rule::password => {
                    let secret = self.secret(part.clone());
                    self.once(&mut password, &part, secret);
                }
                _ => {}
            }
        }
        Some(ManagementSetting::User { name, role, keys, password })
    }

    fn aaa_servers(&mut self, node: Node<'i>) -> Option<AaaServers> {
        let servers = self.addresses(node.clone());
        let port = Self::part(node.clone(), Rule::port_number).and_then(|part| self.number(part));
        let key = Self::part(node, Rule::server_key).and_then(|part| self.secret(part))?;
        Some(AaaServers { servers, port, key })
    }

    fn snmp_user(&mut self, node: Node<'i>) -> Option<ManagementSetting> {
        let name = self.name(node.clone())?;
        let auth = Self::part(node.clone(), Rule::snmp_auth).and_then(|part| self.secret(part))?;
        let privacy = Self::part(node, Rule::snmp_privacy).and_then(|part| self.secret(part));
        Some(ManagementSetting::SnmpUser { name, auth, privacy })
    }

    /// The word of a clause that has a fixed set of words.
    pub(super) fn keyword(&mut self, node: Node<'i>, rule: Rule) -> Option<Name> {
        Self::part(node, rule).map(|part| self.word(&part))
    }
}
