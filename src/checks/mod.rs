//! Rules that a resolved fabric must keep: one file per rule, its page beside it.

mod cable_to_itself;
mod candidates_unfit;
mod domain;
mod ends_disagree;
mod lag_members;
mod lag_numbers;
mod lag_on_two_bridges;
mod lag_speeds;
mod lags;
mod loop_in_pair;
mod lopsided_lag;
mod mtu_too_large;
mod orphan_lag;
mod pair_in_one_zone;
mod pair_on_one_feed;
mod pair_unlike;
mod pair_without_keepalive;
mod pair_without_peer_link;
mod port_missing;
mod port_used_twice;
mod ports;
mod redundancy_broken;
mod repeated;
mod rule;
mod speed_group;
mod speed_unsupported;
mod split_mismatch;
mod split_unsupported;
mod thin_peer_link;
mod unknown_zone_kind;
mod zone_unsaid;
mod zones;

pub use rule::{Context, Rule};
use repeated::Repeated;
use rule::declare_rule;

use crate::diagnostic::{Code, Sink};

/// All rules, in the order of their codes.
pub static RULES: &[&Rule] = &[
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
];

/// The codes of all rules.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().map(|rule| rule.code)
}

/// Runs every rule.
pub fn run(context: &Context<'_>, sink: &mut Sink) {
    for rule in RULES {
        (rule.check)(context, sink);
    }
}
