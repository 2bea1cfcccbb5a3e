//! The statements of all files, by kind.

use crate::syntax::Program;
use crate::syntax::ast::{self, Item};

/// The statements of a program by kind, in the order in which they are read.
#[derive(Default)]
pub(super) struct Statements<'a> {
    pub(super) fabrics: Vec<&'a ast::Fabric>,
    pub(super) managements: Vec<&'a ast::Management>,
    pub(super) zones: Vec<&'a ast::Zone>,
    pub(super) models: Vec<&'a ast::Model>,
    pub(super) tiers: Vec<&'a ast::Tier>,
    pub(super) rack_types: Vec<&'a ast::RackType>,
    pub(super) racks: Vec<&'a ast::Rack>,
    pub(super) vlans: Vec<&'a ast::Vlan>,
    pub(super) vrfs: Vec<&'a ast::Vrf>,
    pub(super) profiles: Vec<&'a ast::Profile>,
    pub(super) boundaries: Vec<&'a ast::Boundary>,
    pub(super) routes: Vec<&'a ast::Route>,
    pub(super) places: Vec<&'a ast::PlaceItem>,
    pub(super) services: Vec<&'a ast::Service>,
    pub(super) acls: Vec<&'a ast::Acl>,
    pub(super) policies: Vec<&'a ast::Policy>,
    pub(super) prefix_lists: Vec<&'a ast::PrefixList>,
    pub(super) community_lists: Vec<&'a ast::CommunityList>,
    pub(super) as_path_lists: Vec<&'a ast::AsPathList>,
    pub(super) objects: Vec<&'a ast::Object>,
    pub(super) expects: Vec<&'a ast::Expect>,
    pub(super) out_of_scope: Vec<&'a ast::Name>,
}

impl<'a> Statements<'a> {
    pub(super) fn of(program: &'a Program) -> Self {
        let mut all = Self::default();
        for item in program.files.iter().flat_map(|(_, file)| &file.items) {
            match item {
                // Included files are among the program's files.
                Item::Include(_) => {}
                Item::Fabric(fabric) => all.fabrics.push(fabric),
                Item::Management(management) => all.managements.push(management),
                Item::Zone(zone) => all.zones.push(zone),
                Item::Model(model) => all.models.push(model),
                Item::Tier(tier) => all.tiers.push(tier),
                Item::RackType(rack_type) => all.rack_types.push(rack_type),
                Item::Rack(rack) => all.racks.push(rack),
                Item::Vlan(vlan) => all.vlans.push(vlan),
                Item::Vrf(vrf) => all.vrfs.push(vrf),
                Item::Profile(profile) => all.profiles.push(profile),
                Item::Boundary(boundary) => all.boundaries.push(boundary),
                Item::Route(route) => all.routes.push(route),
                Item::Place(place) => all.places.push(place),
                Item::Expect(expect) => all.expects.push(expect),
                Item::OutOfScope(name) => all.out_of_scope.push(name),
                Item::Service(service) => all.services.push(service),
                Item::Acl(acl) => all.acls.push(acl),
                Item::Policy(policy) => all.policies.push(policy),
                Item::PrefixList(list) => all.prefix_lists.push(list),
                Item::CommunityList(list) => all.community_lists.push(list),
                Item::AsPathList(list) => all.as_path_lists.push(list),
                Item::Object(object) => all.objects.push(object),
            }
        }
        all
    }
}
