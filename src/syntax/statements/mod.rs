//! From pieces to statements, a file for each group of them.

mod boundary;
mod cabling;
mod fabric;
mod management;
mod place;
mod profile;
mod spanning_tree;
mod switch;
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
            Rule::later => node.into_inner().next().map(|word| Item::Later(self.word(&word))),
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
        }
    }
}
