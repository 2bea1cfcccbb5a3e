//! Boundaries to other networks.

use super::boundary_ports::PortWords;
use super::context::{Resolver, Scope};
use crate::diagnostic::Diagnostic;
use crate::fabric::Boundary;
use crate::fabric::codes::CONTRADICTION;
use crate::source::Spanned;
use crate::syntax::ast::{self, BoundarySetting};

impl Resolver<'_> {
    pub(super) fn boundaries(&mut self, statements: &[&ast::Boundary]) {
        for statement in self.first_of_each("boundary", statements, |boundary| &boundary.name) {
            let boundary = self.boundary(statement);
            self.fabric.boundaries.push(boundary);
        }
    }

    fn boundary(&mut self, statement: &ast::Boundary) -> Boundary {
        let mut boundary = Boundary {
            name: statement.name.value.clone(),
            origin: statement.name.span.into(),
            on: Vec::new(),
            vrf: None,
            ports: Vec::new(),
            vlans: Vec::new(),
            peers: Vec::new(),
            ospf: None,
            access: Vec::new(),
        };
        let (mut vrf, mut ospf, mut access) = (None, None, Vec::new());
        for setting in &statement.settings {
            match setting {
                BoundarySetting::Vrf(name) => {
                    self.set(&mut vrf, name.clone(), "the boundary's VRF");
                }
                BoundarySetting::On(names) => {
                    boundary.on.extend(self.switch_ids(Scope::TOP, names));
                }
                BoundarySetting::Vlan(name) => {
                    boundary
                        .vlans
                        .extend(self.vlan(name).map(|vlan| Spanned::new(vlan, name.span)));
                }
                BoundarySetting::Port { .. } => {
                    if let Some(words) = PortWords::of(setting) {
                        self.boundary_port(&mut boundary.ports, &words);
                    }
                }
                BoundarySetting::Ospf(block) => {
                    self.set(&mut ospf, Spanned::new(block, block.span), "`ospf`");
                }
                BoundarySetting::Access(statement) => access.push(statement),
                BoundarySetting::OutOfScope(name) => self.out_of_scope(name),
                // These need the ports, and the routes those of the peers too.
                BoundarySetting::Peer(_) | BoundarySetting::Route(_) => {}
            }
        }
        boundary.vrf = vrf.and_then(|name| self.vrf(&name));
        boundary.access = self.access(&access);
        self.peers(&mut boundary, statement);
        boundary.ospf = ospf.map(|block| self.boundary_ospf(block.value));
        self.idle_in_boundary(&boundary, statement);
        let mut within = boundary.on.clone();
        within.extend(boundary.ports.iter().map(|port| port.switch));
        within.sort_unstable();
        within.dedup();
        for setting in &statement.settings {
            if let BoundarySetting::Route(route) = setting {
                self.route(route, boundary.vrf, &within);
            }
        }
        boundary
    }

    /// OSPF and access lists are on ports and VLANs.
    fn idle_in_boundary(&mut self, boundary: &Boundary, statement: &ast::Boundary) {
        // A port or VLAN that was said and is not there has a message of its own.
        let said = statement.settings.iter().any(|setting| match setting {
            BoundarySetting::Port { .. } | BoundarySetting::Vlan(_) => true,
            BoundarySetting::Peer(peer) => peer.port.is_some(),
            _ => false,
        });
        if said || !boundary.ports.is_empty() || !boundary.vlans.is_empty() {
            return;
        }
        let ospf = boundary.ospf.as_ref().map(|ospf| ("OSPF", ospf.span));
        let access = boundary.access.first().map(|access| ("the access list", access.span));
        for (what, span) in ospf.into_iter().chain(access) {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("boundary `{}` has no port and no VLAN", boundary.name),
                )
                .at(span, format!("{what} would be nowhere"))
                .help("add `port SWITCH:PORT address PREFIX` or `vlan NAME`"),
            );
        }
    }
}
