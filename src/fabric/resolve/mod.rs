//! Syntax trees in, the fabric out.

mod cables;
mod context;
mod gateways;
mod layer2;
mod management;
mod places;
mod ports;
mod routing;
mod settings;
mod statements;

use std::collections::BTreeMap;

use context::Resolver;
use statements::Statements;

use super::{Fabric, Management, Pools, Settings, SpanningTree, SpanningTreeMode};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::codes::NO_FABRIC;
use crate::fabric::ids::Arena;
use crate::syntax::Program;
use crate::vendor::Catalog;

/// Resolves a program: looks names up, expands ranges and stamps racks.
///
/// `formats` are output formats that the command line asks for, by vendor. Messages go to `sink`;
/// the fabric is as whole as they allow. There is none when the program has no `fabric` statement.
pub fn resolve(
    program: &Program,
    catalog: &Catalog,
    formats: &[(String, String)],
    sink: &mut Sink,
) -> Option<Fabric> {
    let statements = Statements::of(program);
    let Some(head) = statements.fabrics.first() else {
        sink.push(
            Diagnostic::new(&NO_FABRIC, "the program has no `fabric` statement")
                .help("begin with `fabric NAME { … }`"),
        );
        return None;
    };
    let fabric = Fabric {
        name: head.name.value.clone(),
        span: head.name.span,
        settings: Settings {
            domain: None,
            mtu: 1500,
            mtu_span: None,
            spanning_tree: SpanningTree {
                mode: SpanningTreeMode::Mstp,
                span: None,
                root: Vec::new(),
                secondary: Vec::new(),
                region: head.name.value.clone(),
                revision: 1,
                instances: Vec::new(),
            },
            pools: Pools::default(),
            anycast_mac: None,
            gateway_on: Vec::new(),
            gateway_via: None,
        },
        management: Management::default(),
        zones: Arena::default(),
        racks: Arena::default(),
        tiers: Arena::default(),
        switches: Arena::default(),
        pairs: Arena::default(),
        hosts: Arena::default(),
        cables: Arena::default(),
        attachments: Arena::default(),
        vrfs: Arena::default(),
        vlans: Arena::default(),
        profiles: Arena::default(),
        boundaries: Vec::new(),
        routes: Vec::new(),
        verbatim: Vec::new(),
        unused_rack_types: Vec::new(),
        unused_models: Vec::new(),
        texts: BTreeMap::new(),
    };
    let mut resolver = Resolver {
        catalog,
        formats,
        sink,
        fabric,
        names: BTreeMap::new(),
        vlans: BTreeMap::new(),
        vrfs: BTreeMap::new(),
        profiles: BTreeMap::new(),
    };
    resolver.run(&statements);
    Some(resolver.fabric)
}

impl Resolver<'_> {
    /// Declarations first, then what uses them.
    fn run(&mut self, statements: &Statements<'_>) {
        for name in &statements.later {
            self.later(&name.value, name.span);
        }
        for extra in statements.fabrics.iter().skip(1) {
            self.said_twice("`fabric`", self.fabric.span, extra.name.span);
        }
        self.management(&statements.managements);
        self.zone_names(&statements.zones);
        let sites = self.places(statements);
        self.vrf_names(&statements.vrfs);
        self.vlan_names(&statements.vlans);
        self.profiles(&statements.profiles);
        if let Some(fabric) = statements.fabrics.first() {
            self.settings(fabric);
        }
        self.vlan_settings(&statements.vlans);
        self.cables(&sites);
        self.zone_members(&statements.zones);
        self.boundaries(&statements.boundaries);
        self.routes(&statements.routes, &statements.vrfs);
        self.verbatim(&sites);
        self.default_gateways();
    }
}
