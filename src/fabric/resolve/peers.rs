//! BGP neighbours outside of the fabric.

use std::collections::BTreeMap;

use super::context::{Resolver, Scope};
use super::timers::Protocol;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, PEER_WITHOUT_POLICY};
use crate::fabric::{Boundary, Peer, SecretName, SwitchId};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, BoundarySetting, Name, PeerOption};

/// Options of a peer that are worked out after all are read.
#[derive(Default)]
struct Draft {
    password: Option<Spanned<SecretName>>,
    tcp_ao: Option<Spanned<SecretName>>,
    ttl_security: Option<Spanned<u32>>,
    multihop: Option<Spanned<u32>>,
    max_prefixes: Option<Spanned<u32>>,
    import: Option<Name>,
    export: Vec<Name>,
    on: Vec<Spanned<SwitchId>>,
    description: Option<ast::Text>,
}

impl Resolver<'_> {
    /// All peers of a boundary; first the ports that are made for them, so that each may use any.
    pub(super) fn peers(&mut self, boundary: &mut Boundary, statement: &ast::Boundary) {
        let mut known: BTreeMap<&str, Span> = BTreeMap::new();
        let mut peers = Vec::new();
        for setting in &statement.settings {
            let BoundarySetting::Peer(peer) = setting else { continue };
            let name = &peer.name;
            if let Some(first) = known.get(name.value.as_str()) {
                self.duplicate("peer", &name.value, (*first).into(), name.span.into());
            } else {
                known.insert(&name.value, name.span);
                peers.push((peer, self.peer_port(boundary, peer)));
            }
        }
        for (statement, own) in peers {
            let peer = self.peer(boundary, statement, own);
            boundary.peers.extend(peer);
        }
    }

    fn peer(
        &mut self,
        boundary: &Boundary,
        statement: &ast::Peer,
        own: Option<SwitchId>,
    ) -> Option<Peer> {
        let plain: Vec<_> =
            statement.at.iter().map(|address| address.map(|net| net.addr())).collect();
        let mut peer = Peer {
            name: statement.name.value.clone(),
            span: statement.name.span,
            asn: statement.asn,
            addresses: self.one_address_per_family(&plain, "address of the peer"),
            on: Vec::new(),
            password: None,
            tcp_ao: None,
            ttl_security: None,
            multihop: None,
            max_prefixes: None,
            bfd: None,
            timers: None,
            import: None,
            export: None,
            remove_private_as: false,
            description: None,
        };
        let draft = self.peer_options(&mut peer, &statement.options);
        self.peer_contradictions(&draft);
        let asn = self.asn(statement.asn);
        peer.ttl_security =
            draft.ttl_security.and_then(|hops| self.number(hops, 1..=254, "a number of hops of"));
        peer.multihop =
            draft.multihop.and_then(|hops| self.number(hops, 1..=255, "a number of hops of"));
        peer.max_prefixes = draft.max_prefixes.and_then(|most| self.max_prefixes(most));
        peer.password = draft.password.map(|secret| secret.value);
        peer.tcp_ao = draft.tcp_ao.map(|secret| secret.value);
        peer.description = draft.description.map(|text| self.text(&text));
        let what = format!("peer `{}`", peer.name);
        if let Some(missing) =
            missing_policies(&what, peer.span, draft.import.is_some(), !draft.export.is_empty())
        {
            self.error(missing);
        }
        peer.import = draft.import.as_ref().and_then(|name| self.advertise(name));
        peer.export = self.export(&draft.export);
        // A port that could not be made was told already.
        if statement.port.is_none() || own.is_some() {
            peer.on = self.peer_places(boundary, &peer, own, draft.multihop.is_some(), &draft.on);
        }
        asn.map(|_| peer)
    }

    fn peer_options(&mut self, peer: &mut Peer, options: &[PeerOption]) -> Draft {
        let mut draft = Draft::default();
        for option in options {
            match option {
                PeerOption::Password(secret) => self.set_secret(&mut draft.password, secret),
                PeerOption::TcpAo(secret) => self.set_secret(&mut draft.tcp_ao, secret),
                PeerOption::TtlSecurity { hops, span } => {
                    let hops = hops.map_or(1, |hops| hops.value);
                    let hops = Spanned::new(hops, *span);
                    self.set(&mut draft.ttl_security, hops, "`ttl-security`");
                }
                PeerOption::Multihop(hops) => self.set(&mut draft.multihop, *hops, "`multihop`"),
                PeerOption::MaxPrefixes(most) => {
                    self.set(&mut draft.max_prefixes, *most, "`max-prefixes`");
                }
                PeerOption::Bfd(bfd) => self.set_bfd(&mut peer.bfd, bfd),
                PeerOption::Timers(timers) => {
                    self.set_timers(&mut peer.timers, timers, Protocol::Bgp);
                }
                PeerOption::Import(name) => self.set(&mut draft.import, name.clone(), "`import`"),
                PeerOption::Export(names) => draft.export.extend(names.iter().cloned()),
                PeerOption::RemovePrivateAs(_) => peer.remove_private_as = true,
                PeerOption::On(names) => draft.on.extend(self.switches(Scope::TOP, names)),
                PeerOption::Description(text) => {
                    self.set(&mut draft.description, text.clone(), "`description`");
                }
            }
        }
        draft
    }

    fn peer_contradictions(&mut self, draft: &Draft) {
        if let (Some(first), Some(second)) = (&draft.password, &draft.tcp_ao) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "a session is protected by MD5 or by TCP-AO")
                    .at(first.span, "TCP MD5")
                    .at(second.span, "TCP-AO")
                    .help("delete `password` if the neighbour can do TCP-AO, else `tcp-ao`"),
            );
        }
        if let (Some(first), Some(second)) = (draft.ttl_security, draft.multihop) {
            self.error(
                Diagnostic::new(&CONTRADICTION, "`ttl-security` and `multihop` set the same field")
                    .at(first.span, "counts hops down from 255")
                    .at(second.span, "counts them up from 1")
                    .help("write `ttl-security hops N` alone: it lets the neighbour be N hops away too"),
            );
        }
    }
}

/// RFC 8212: what is taken and what is told must both be said.
pub(super) fn missing_policies(
    what: &str,
    span: Span,
    import: bool,
    export: bool,
) -> Option<Diagnostic> {
    let (missing, help) = match (import, export) {
        (true, true) => return None,
        (false, true) => {
            ("import", "add `import default`, `import all`, `import nothing` or `import POLICY`")
        }
        (true, false) => (
            "export",
            "add `export default`, `export all`, `export nothing`, `export POLICY`, or the VRFs and VLANs whose subnets are told",
        ),
        (false, false) => (
            "import and no export",
            "add `import` and `export`: each takes `default`, `all`, `nothing` or a policy; `export` VRFs and VLANs too",
        ),
    };
    let message = format!("{what} has no {missing} policy");
    Some(
        Diagnostic::new(&PEER_WITHOUT_POLICY, message)
            .at(span, "may tell and be told anything")
            .help(help),
    )
}
