//! From pieces to statements, a file for each group of them.

mod acl;
mod boundary;
mod cabling;
mod expect;
mod fabric;
mod management;
mod peer;
mod place;
mod policy;
mod prefixes;
mod profile;
mod service;
mod sessions;
mod spanning_tree;
mod switch;
mod underlay;
mod verbatim;
mod vlan;
mod zone;

use super::ast::Item;
use super::blocks::Block;
use super::builder::Builder;
use super::grammar::{Node, Rule};

impl<'i> Builder<'i> {
    /// A statement of a file.
    pub fn item(&mut self, node: Node<'i>) -> Option<Item> {
        match node.as_rule() {
            Rule::include => self.text(node).map(Item::Include),
            Rule::fabric => self.fabric(node).map(Item::Fabric),
            Rule::management => Some(Item::Management(self.management(node))),
            Rule::zone => Some(Item::Zone(self.zone(node))),
            Rule::model => self.model(node).map(Item::Model),
            Rule::tier => self.tier(node).map(Item::Tier),
            Rule::rack_type => self.rack_type(node).map(Item::RackType),
            Rule::rack => Some(Item::Rack(self.rack(node))),
            Rule::vlan => Some(Item::Vlan(self.vlan(node))),
            Rule::vrf => self.vrf(node).map(Item::Vrf),
            Rule::profile => self.profile(node).map(Item::Profile),
            Rule::boundary => self.boundary(node).map(Item::Boundary),
            Rule::route => self.route(node).map(Item::Route),
            Rule::service => self.service(node).map(Item::Service),
            Rule::acl => self.acl(node).map(Item::Acl),
            Rule::policy => self.policy(node).map(Item::Policy),
            Rule::prefix_list => self.prefix_list(node).map(Item::PrefixList),
            Rule::community_list => self.community_list(node).map(Item::CommunityList),
            Rule::as_path_list => self.as_path_list(node).map(Item::AsPathList),
            Rule::object => self.object(node).map(Item::Object),
            Rule::expect => self.expect(node).map(Item::Expect),
            Rule::out_of_scope => self.keyword(node, Rule::out_of_scope_word).map(Item::OutOfScope),
            _ => self.place_item(node).map(Item::Place),
        }
    }

    /// Builds the statements of a block only for what is wrong in them.
    pub fn check_block(&mut self, block: Block, node: Node<'i>) {
        match block {
            Block::File => drop(self.block(node, block, Self::item)),
            Block::Fabric => drop(self.block(node, block, Self::fabric_setting)),
            Block::SpanningTree => drop(self.block(node, block, Self::stp_setting)),
            Block::Instance => drop(self.block(node, block, Self::instance_setting)),
            Block::Management => drop(self.block(node, block, Self::management_setting)),
            Block::Zone => drop(self.block(node, block, Self::zone_setting)),
            Block::Place => drop(self.block(node, block, Self::place_item)),
            Block::Switch => drop(self.block(node, block, Self::switch_setting)),
            Block::Mlag => drop(self.block(node, block, Self::mlag_setting)),
            Block::Vlan => drop(self.block(node, block, Self::vlan_setting)),
            Block::Vrf => drop(self.block(node, block, Self::vrf_setting)),
            Block::Profile => drop(self.block(node, block, Self::profile_setting)),
            Block::Boundary => drop(self.block(node, block, Self::boundary_setting)),
            Block::Underlay => drop(self.block(node, block, Self::underlay_setting)),
            Block::Overlay => drop(self.block(node, block, Self::overlay_setting)),
            Block::Peer => drop(self.block(node, block, Self::peer_setting)),
            Block::Ospf => drop(self.block(node, block, Self::ospf_setting)),
            Block::Service => drop(self.block(node, block, Self::service_setting)),
            Block::Policy => drop(self.block(node, block, Self::policy_term)),
            Block::Acl => drop(self.block(node, block, Self::acl_entry)),
        }
    }
}
