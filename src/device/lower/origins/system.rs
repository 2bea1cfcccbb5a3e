//! System services and the management plane.

use std::sync::Arc;

use super::places::pool;
use super::{One, from};
use crate::device::model::{Device, Origins};
use crate::fabric::{self, SecretName};
use crate::source::{Origin, Span, Spanned};

impl One<'_> {
    pub(super) fn tell_system(self, device: &mut Device) {
        let said = &self.all.fabric.management;
        let system = Arc::make_mut(&mut device.system);
        let block = said.span.map(Origin::from);
        let in_block = |word: &str| block.map(|block| self.clause_or_all(block, word));
        let severity = said.syslog_severity.map(|severity| Origin::from(severity.span));
        let first_syslog = said.syslog.iter().flat_map(|one| &one.servers).next();
        let severity = severity.or_else(|| first_syslog.map(|server| server.span.into()));
        let mut sources = from()
            .field("timezone", said.timezone.iter().map(spot))
            .field("timezone_vendor", said.timezone.iter().map(spot))
            .field("banner", said.banner.iter().map(spot))
            .field("syslog_severity", severity)
            .field("syslog_severity_number", severity)
            .field(
                "root_password",
                said.root_password.as_ref().and_then(|_| in_block("root-password")),
            )
            .field("ntp", said.ntp.first().map(spot))
            .field("dns", said.dns.first().map(spot))
            .field("syslog", first_syslog.map(spot))
            .field("users", said.users.first().map(|user| spot(&user.name)))
            .field("tacacs", said.tacacs.first().map(|one| spot(&one.address)))
            .field("radius", said.radius.first().map(|one| spot(&one.address)));
        for (at, line) in said.banner.iter().enumerate() {
            sources = sources.item("banner", at, [spot(line)]);
        }
        system.origins = sources.into();
        let one = |span: Span| Origins::from(span);
        for (server, said) in system.ntp.iter_mut().zip(&said.ntp) {
            server.origins = one(said.span);
        }
        for (server, said) in system.dns.iter_mut().zip(&said.dns) {
            server.origins = one(said.span);
        }
        let servers = said.syslog.iter().flat_map(|statement| &statement.servers);
        for (server, said) in system.syslog.iter_mut().zip(servers) {
            server.origins = from().and(said.span).field("severity", severity).into();
        }
        for (servers, said) in
            [(&mut system.tacacs, &said.tacacs), (&mut system.radius, &said.radius)]
        {
            for (server, said) in servers.iter_mut().zip(said) {
                server.origins = one(said.address.span);
            }
        }
        let mut users: Vec<&fabric::User> = said.users.iter().collect();
        users.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        for (user, said) in system.users.iter_mut().zip(users) {
            let keys = said.keys.iter().map(spot);
            let password =
                said.password.as_ref().map(|name| self.secret_after(said.name.span, name));
            let mut sources =
                from().and(said.name.span).field("keys", keys).field("password", password);
            for (at, key) in said.keys.iter().enumerate() {
                sources = sources.item("keys", at, [spot(key)]);
            }
            user.origins = sources.into();
        }
        self.tell_snmp(device);
        self.tell_management(device);
    }

    /// Where the secret of a statement is named.
    fn secret_after(self, span: Span, name: &SecretName) -> Origin {
        let text = &self.all.sources.file(span.file).text;
        let written = format!("secret({})", name.0);
        let start = span.start as usize;
        let statement = crate::syntax::extent::statement(text, start);
        let found = text.get(statement).and_then(|rest| rest.find(&written));
        let offset = crate::source::offset;
        found.map_or(span.into(), |at| {
            let (start, end) = (start + at, start + at + written.len());
            Origin::from(Span { start: offset(start), end: offset(end), ..span })
        })
    }

    fn tell_snmp(self, device: &mut Device) {
        let system = Arc::make_mut(&mut device.system);
        let (Some(agent), Some(said)) = (&mut system.snmp, &self.all.fabric.management.snmp) else {
            return;
        };
        let first = said.users.first().map(|user| spot(&user.name));
        let first = first.or_else(|| said.location.as_ref().map(spot));
        let first = first.or_else(|| said.contact.as_ref().map(spot));
        agent.origins = from()
            .all(first)
            .field("location", said.location.iter().map(spot))
            .field("contact", said.contact.iter().map(spot))
            .field("traps", said.traps.iter().map(|(receiver, _)| spot(receiver)))
            .into();
        for user in &mut agent.users {
            let said = said.users.iter().find(|known| known.name.value == user.name);
            user.origins = Origins::whole(said.map(|said| spot(&said.name)));
        }
        for (trap, (receiver, name)) in agent.traps.iter_mut().zip(&said.traps) {
            let user = said.users.iter().find(|known| known.name.value == name.value);
            let user = user.map(|user| spot(&user.name));
            trap.origins = from()
                .and(receiver.span)
                .field("auth", user)
                .field("privacy", user)
                .field("privacy_key", user)
                .into();
        }
    }

    fn tell_management(self, device: &mut Device) {
        let Some(management) = &mut device.management else { return };
        let pools = &self.all.fabric.settings.pools;
        let said = &self.all.fabric.management;
        let own = self.switch.management.iter().map(|one| self.of_switch(one.span));
        let own: Vec<Origin> = own.collect();
        let address = if own.is_empty() { pool(&pools.management) } else { own };
        management.origins = from()
            .all(address)
            .field("vrf", said.vrf.as_ref().map(|vrf| vrf.span).or(said.span).map(Origin::from))
            .field("gateway_ipv4", pools.management_gateway_ipv4.map(|one| one.span.into()))
            .field("gateway_ipv6", pools.management_gateway_ipv6.map(|one| one.span.into()))
            .into();
    }
}

/// Where a value was written.
pub(super) fn spot<T>(value: &Spanned<T>) -> Origin {
    value.span.into()
}
