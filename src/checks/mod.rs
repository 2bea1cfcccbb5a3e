//! Rules that a resolved fabric must keep: one file per rule, its page beside it.

mod access_list_twice;
mod acl_cuts_gateway;
mod acl_cuts_session;
mod acl_family_missing;
mod acl_too_large;
mod address_beside_gateway;
mod address_on_one_member;
mod address_twice;
mod anycast_mac;
mod bfd_timers_differ;
mod boundary_vlan_elsewhere;
mod boundary_vlan_inside;
mod boundary_vrf;
mod bridge_names;
mod bridge_priority;
mod cable_to_itself;
mod candidates_unfit;
mod connected;
mod contradicting_acl_entries;
mod covered;
mod default_chases_itself;
mod dhcp_relay;
mod dns_domain;
mod domain;
mod edge_between_switches;
mod empty_zone;
mod ends_disagree;
mod expectation_broken;
mod expectation_unproved;
mod family_not_carried;
mod family_without_sessions;
mod fec_unsupported;
mod gateway_spread;
mod helper_vlan_taken;
mod host_address;
mod host_asn_inside;
mod host_outside;
mod host_profile_between_switches;
mod host_without_edge;
mod idle_gateway_words;
mod idle_import;
mod idle_port_words;
mod idle_routing_words;
mod idle_tree_words;
mod idle_vlan_words;
mod instance_empty;
mod instances_without_mstp;
mod jumbo_over_small_links;
mod lag_members;
mod lag_numbers;
mod lag_on_two_bridges;
mod lag_profiles;
mod lag_speeds;
mod lags;
mod layer2_loop;
mod leak_not_told;
mod link_numbered;
mod link_without_vlans;
mod links_unnumbered;
mod lone_way_out;
mod loop_in_pair;
mod loopback_missing;
mod lopsided_lag;
mod management_address;
mod management_vrf_fixed;
mod mtu_too_large;
mod narrow_peer_link;
mod native_also_tagged;
mod native_vlan_missing;
mod nets;
mod next_hop;
mod no_address;
mod no_route_server;
mod only_longer_routes;
mod orphan_lag;
mod ospf_on_anycast;
mod ospf_with_underlay;
mod overlay_loop;
mod overlay_mtu;
mod overlay_vlan_without_vrf;
mod own_address_outside;
mod own_address_shared;
mod packets;
mod pair_in_one_zone;
mod pair_on_one_feed;
mod pair_priorities;
mod pair_unlike;
mod pair_without_keepalive;
mod pair_without_peer_link;
mod policy_empty;
mod policy_needs_bgp;
mod port_missing;
mod port_used_twice;
mod ports;
mod prefixes_overlap;
mod profile_carries_nothing;
mod ranges;
mod redundancy_broken;
mod relay_out_of_reach;
mod restart_with_bfd;
mod root_away_from_gateway;
mod root_outranked;
mod root_outside;
mod root_password;
mod root_unclaimed;
mod route_twice;
mod routes_stop_inside;
mod rule;
mod server_unreachable;
mod servers;
mod service_accepts_nothing;
mod shadowed_acl_entry;
mod shadowed_policy_term;
mod short_reload_delay;
mod sides_disagree;
mod single_point_of_failure;
mod speed_group;
mod speed_unsupported;
mod split_mismatch;
mod split_unsupported;
mod ssh_key;
mod ssh_keys_many;
mod ssh_public_key;
mod switch_alone;
mod thin_peer_link;
mod time_zone;
mod trap_user;
mod trunk_vlan_nowhere;
mod underlay_split;
mod unfit_name;
mod unknown_zone_kind;
mod unnumbered_unsupported;
mod unusable_address;
mod unused_acl;
mod unused_as_path_list;
mod unused_community_list;
mod unused_object;
mod unused_policy;
mod unused_pool;
mod unused_prefix_list;
mod unused_profile;
mod unused_type;
mod unused_vlan;
mod unused_vrf;
mod vendors_in_use;
mod vlan_cut_off;
mod vlan_id_twice;
mod vlan_in_two_instances;
mod vlan_mtu_too_large;
mod vlan_on_one_member;
mod vlan_reserved;
mod vni;
mod zone_unsaid;
mod zones;

pub(crate) use acl_cuts_session::{Session, report as cut_off};
use rule::declare_rule;
pub use rule::{Context, Equipment, Rule};

use rayon::prelude::*;

use crate::diagnostic::{Code, Repeated, Sink};
use crate::fabric::Fabric;
use crate::proof::Proof;
use crate::topology::Topology;
use crate::vendor::Catalog;

/// All rules, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &vlan_id_twice::RULE,
    &address_twice::RULE,
    &prefixes_overlap::RULE,
    &unusable_address::RULE,
    &own_address_outside::RULE,
    &host_outside::RULE,
    &vlan_reserved::RULE,
    &vni::RULE,
    &unfit_name::RULE,
    &dhcp_relay::RULE,
    &relay_out_of_reach::RULE,
    &next_hop::RULE,
    &route_twice::RULE,
    &management_address::RULE,
    &gateway_spread::RULE,
    &idle_gateway_words::RULE,
    &idle_routing_words::RULE,
    &anycast_mac::RULE,
    &ssh_key::RULE,
    &time_zone::RULE,
    &root_password::RULE,
    &ssh_keys_many::RULE,
    &trap_user::RULE,
    &no_address::RULE,
    &dns_domain::RULE,
    &server_unreachable::RULE,
    &boundary_vrf::RULE,
    &port_used_twice::RULE,
    &port_missing::RULE,
    &split_mismatch::RULE,
    &split_unsupported::RULE,
    &speed_unsupported::RULE,
    &ends_disagree::RULE,
    &speed_group::RULE,
    &cable_to_itself::RULE,
    &mtu_too_large::RULE,
    &candidates_unfit::RULE,
    &fec_unsupported::RULE,
    &pair_unlike::RULE,
    &pair_without_peer_link::RULE,
    &pair_without_keepalive::RULE,
    &pair_in_one_zone::RULE,
    &pair_on_one_feed::RULE,
    &zone_unsaid::RULE,
    &unknown_zone_kind::RULE,
    &lag_on_two_bridges::RULE,
    &lag_speeds::RULE,
    &lag_members::RULE,
    &domain::RULE,
    &redundancy_broken::RULE,
    &orphan_lag::RULE,
    &thin_peer_link::RULE,
    &lag_numbers::RULE,
    &lopsided_lag::RULE,
    &loop_in_pair::RULE,
    &vlan_cut_off::RULE,
    &vlan_on_one_member::RULE,
    &layer2_loop::RULE,
    &root_unclaimed::RULE,
    &native_vlan_missing::RULE,
    &vlan_mtu_too_large::RULE,
    &edge_between_switches::RULE,
    &instances_without_mstp::RULE,
    &vlan_in_two_instances::RULE,
    &root_outside::RULE,
    &bridge_priority::RULE,
    &profile_carries_nothing::RULE,
    &link_without_vlans::RULE,
    &host_profile_between_switches::RULE,
    &address_beside_gateway::RULE,
    &switch_alone::RULE,
    &boundary_vlan_elsewhere::RULE,
    &address_on_one_member::RULE,
    &pair_priorities::RULE,
    &root_outranked::RULE,
    &native_also_tagged::RULE,
    &lag_profiles::RULE,
    &jumbo_over_small_links::RULE,
    &instance_empty::RULE,
    &boundary_vlan_inside::RULE,
    &unused_vlan::RULE,
    &trunk_vlan_nowhere::RULE,
    &unused_profile::RULE,
    &unused_pool::RULE,
    &unused_vrf::RULE,
    &empty_zone::RULE,
    &unused_type::RULE,
    &unnumbered_unsupported::RULE,
    &link_numbered::RULE,
    &family_not_carried::RULE,
    &underlay_split::RULE,
    &no_route_server::RULE,
    &overlay_vlan_without_vrf::RULE,
    &overlay_mtu::RULE,
    &overlay_loop::RULE,
    &bfd_timers_differ::RULE,
    &helper_vlan_taken::RULE,
    &host_asn_inside::RULE,
    &restart_with_bfd::RULE,
    &loopback_missing::RULE,
    &ospf_on_anycast::RULE,
    &ospf_with_underlay::RULE,
    &links_unnumbered::RULE,
    &shadowed_acl_entry::RULE,
    &contradicting_acl_entries::RULE,
    &unused_acl::RULE,
    &unused_policy::RULE,
    &unused_prefix_list::RULE,
    &unused_community_list::RULE,
    &unused_as_path_list::RULE,
    &unused_object::RULE,
    &shadowed_policy_term::RULE,
    &access_list_twice::RULE,
    &acl_too_large::RULE,
    &acl_family_missing::RULE,
    &policy_empty::RULE,
    &acl_cuts_session::RULE,
    &policy_needs_bgp::RULE,
    &service_accepts_nothing::RULE,
    &only_longer_routes::RULE,
    &acl_cuts_gateway::RULE,
    &expectation_broken::RULE,
    &expectation_unproved::RULE,
    &single_point_of_failure::RULE,
    &sides_disagree::RULE,
    &short_reload_delay::RULE,
    &narrow_peer_link::RULE,
    &root_away_from_gateway::RULE,
    &idle_vlan_words::RULE,
    &idle_tree_words::RULE,
    &idle_port_words::RULE,
    &management_vrf_fixed::RULE,
    &own_address_shared::RULE,
    &idle_import::RULE,
    &leak_not_told::RULE,
    &lone_way_out::RULE,
    &family_without_sessions::RULE,
    &default_chases_itself::RULE,
];

/// Rules that are heard only when all others found no error.
static ADVICE: &[&Rule] = &[&host_without_edge::RULE, &routes_stop_inside::RULE];

/// The codes of all rules.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().chain(ADVICE).map(|rule| rule.code)
}

/// Runs every rule, side by side. Advice can wait until the program is right.
pub fn run(
    (fabric, topology): (&Fabric, &Topology),
    catalog: &Catalog,
    proof: &Proof,
    sink: &mut Sink,
) {
    let equipment = &Equipment::of(fabric, catalog);
    let context = &Context { fabric, topology, catalog, proof, equipment };
    let run = |rule: &&Rule| {
        let mut said = Sink::default();
        (rule.check)(context, &mut said);
        said
    };
    let said: Vec<Sink> = RULES.par_iter().with_max_len(1).map(run).collect();
    for said in said {
        sink.absorb(said);
    }
    if !sink.has_errors() {
        for rule in ADVICE {
            (rule.check)(context, sink);
        }
    }
}
