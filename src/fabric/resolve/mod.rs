//! Syntax trees in, the fabric out.

mod acls;
mod advertise;
mod asns;
mod bogons;
mod boundaries;
mod boundary_ospf;
mod boundary_ports;
mod bounds;
mod cables;
mod communities;
mod context;
mod expects;
mod gateways;
mod layer2;
mod leaks;
mod lists;
mod losses;
mod management;
mod order;
mod overlay;
mod peer_places;
mod peer_ports;
mod peers;
mod place_asns;
mod places;
mod policies;
mod pools;
mod ports;
mod prefix_items;
mod prefixes;
mod routed_cables;
mod routing;
mod service_draft;
mod services;
mod settings;
mod statements;
mod timers;
mod underlay;

use std::collections::{BTreeMap, BTreeSet};

use bounds::NAMES_MAX;
use context::Resolver;
use lists::Lists;
use statements::Statements;

use super::{
    CableEnd, CableUse, Fabric, Management, Pools, Settings, SpanningTree, SpanningTreeMode,
    Underlay, UnderlayKind,
};
use crate::diagnostic::{Diagnostic, Guesses, Repeated, Sink};
use crate::fabric::codes::NO_FABRIC;
use crate::fabric::ids::Arena;
use crate::syntax::Program;
use crate::vendor::Catalog;

/// Prefixes that all lists, policies, objects and access lists may stand for together.
const PREFIXES_MAX: usize = 4_000_000;

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
                words: Vec::new(),
            },
            pools: Pools::default(),
            anycast_mac: None,
            gateway_on: Vec::new(),
            gateway_via: None,
            underlay: Underlay::default(),
            overlay: None,
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
        services: Vec::new(),
        prefix_lists: Vec::new(),
        objects: Vec::new(),
        community_lists: Vec::new(),
        as_path_lists: Vec::new(),
        policies: Vec::new(),
        acls: Vec::new(),
        verbatim: Vec::new(),
        expectations: Vec::new(),
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
        broken: BTreeSet::new(),
        vlans: BTreeMap::new(),
        vrfs: BTreeMap::new(),
        profiles: BTreeMap::new(),
        users: BTreeMap::new(),
        lists: Lists::default(),
        prefixes_left: Some(PREFIXES_MAX),
        names_left: NAMES_MAX,
        full: false,
        guesses: Guesses::default(),
        boundary_cables: BTreeMap::new(),
        idle_words: Repeated::new(),
    };
    resolver.run(&statements);
    Some(resolver.fabric)
}

impl Resolver<'_> {
    /// In a routed fabric layer 2 ends at the rack, and the one protocol that every system speaks will do.
    fn default_spanning_tree(&mut self) {
        let settings = &mut self.fabric.settings;
        if settings.spanning_tree.span.is_none() && settings.underlay.kind != UnderlayKind::None {
            settings.spanning_tree.mode = SpanningTreeMode::Rstp;
        }
    }

    /// Switches in which a routed cable ends.
    fn mark_routed(&mut self) {
        let fabric = &mut self.fabric;
        let routed = fabric.cables.values().filter(|cable| cable.purpose == CableUse::Routed);
        for port in routed.flat_map(|cable| &cable.ends).filter_map(CableEnd::switch_port) {
            fabric.switches[port.switch].routed = true;
        }
    }

    /// Declarations first, then what uses them.
    fn run(&mut self, statements: &Statements<'_>) {
        for name in &statements.out_of_scope {
            self.out_of_scope(name);
        }
        for extra in statements.fabrics.iter().skip(1) {
            self.said_twice("`fabric`", self.fabric.span, extra.name.span);
        }
        self.management(&statements.managements);
        self.zone_names(&statements.zones);
        let sites = self.places(statements);
        if self.full {
            return;
        }
        self.vrf_names(&statements.vrfs);
        self.vlan_names(&statements.vlans);
        let declared = self.list_names(statements);
        self.profiles(&statements.profiles);
        if let Some(fabric) = statements.fabrics.first() {
            self.settings(fabric);
        }
        self.default_spanning_tree();
        self.overlay_words();
        self.foreign_asns();
        self.vlan_settings(&statements.vlans);
        self.fill_prefixes(&declared);
        self.fill_communities(&declared);
        self.fill_as_paths(&declared);
        self.fill_policies(&declared);
        self.fill_acls(&declared);
        self.leaks(&statements.vrfs);
        self.cables(&sites);
        if self.full {
            return;
        }
        self.mark_routed();
        self.default_gateways();
        self.zone_members(&statements.zones);
        self.services(&statements.services);
        self.boundaries(&statements.boundaries);
        self.routes(&statements.routes, &statements.vrfs);
        self.verbatim(&sites);
        self.share_bfd();
        self.expects(&statements.expects);
    }
}
