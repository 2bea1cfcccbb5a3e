//! The packets that an entry of an access list matches, as a product of sets.

use std::array;

use ipnet::IpNet;

use super::ranges::Ranges;
use crate::fabric::{AclEntry, Protocol, Targets};

/// What is known of a packet: protocol, type of ICMP, whether its connection is up, source, destination,
/// source port, destination port. A packet that has no ports, or no type, has any there.
pub(super) type Packet = [u128; SIDES];

/// How many things are known of a packet.
const SIDES: usize = 7;
pub(super) const PROTOCOL: usize = 0;
pub(super) const SOURCE: usize = 3;
pub(super) const DESTINATION: usize = 4;
pub(super) const SOURCE_PORT: usize = 5;
pub(super) const DESTINATION_PORT: usize = 6;

/// Packets of one family: all whose every side is in its set. Never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packets([Ranges; SIDES]);

impl Packets {
    /// All packets of a family.
    pub(super) fn all(ipv6: bool) -> Self {
        let address = if ipv6 { u128::MAX } else { u128::from(u32::MAX) };
        let (byte, port) = (u128::from(u8::MAX), u128::from(u16::MAX));
        Self([byte, byte, 1, address, address, port, port].map(Ranges::to))
    }

    /// What an entry matches in a family, if anything.
    pub(super) fn of(entry: &AclEntry, ipv6: bool) -> Option<Self> {
        let Self([any_protocol, any_type, any_state, any_source, any_target, any_port, _]) =
            Self::all(ipv6);
        let one = |number: u8| Ranges::of([(u128::from(number), u128::from(number))]);
        let protocol = entry.protocol.map_or(any_protocol, |protocol| {
            one(match protocol {
                Protocol::Tcp => 6,
                Protocol::Udp => 17,
                Protocol::Icmp if ipv6 => 58,
                Protocol::Icmp => 1,
                Protocol::Number(number) => number,
            })
        });
        let icmp = match entry.icmp {
            Some(kind) => one(kind.number(ipv6)?),
            None => any_type,
        };
        let state = if entry.established { one(1) } else { any_state };
        let ports = |ranges: &[(u16, u16)]| match ranges {
            [] => any_port.clone(),
            some => Ranges::of(some.iter().map(|(from, to)| (u128::from(*from), u128::from(*to)))),
        };
        let sides = [
            protocol,
            icmp,
            state,
            entry.from.as_ref().map_or(any_source, |targets| addresses(targets, ipv6)),
            entry.to.as_ref().map_or(any_target, |targets| addresses(targets, ipv6)),
            ports(&entry.from_ports),
            ports(&entry.to_ports),
        ];
        sides.iter().all(|side| !side.is_empty()).then_some(Self(sides))
    }

    /// One of the packets; which one does not matter.
    pub(super) fn first(&self) -> Packet {
        array::from_fn(|side| self.0[side].lowest().unwrap_or_default())
    }

    /// Another one, as far away as can be.
    pub(super) fn last(&self) -> Packet {
        array::from_fn(|side| self.0[side].highest().unwrap_or_default())
    }

    /// The numbers of one side.
    pub(super) fn side(&self, side: usize) -> &Ranges {
        &self.0[side]
    }

    /// How many ranges there are on all sides.
    pub(super) fn ranges(&self) -> usize {
        self.0.iter().map(|side| side.iter().count()).sum()
    }

    pub(super) fn contains(&self, packet: &Packet) -> bool {
        self.0.iter().zip(packet).all(|(side, number)| side.contains(*number))
    }

    /// Whether all of `other` are in here.
    pub(super) fn hold(&self, other: &Self) -> bool {
        self.held_sides(other) == SIDES
    }

    /// On how many sides all of `other` is in here.
    pub(super) fn held_sides(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(own, other)| own.holds(other)).count()
    }

    /// What is in here and not in `other`, in pieces that have nothing in common.
    pub(super) fn without(&self, other: &Self) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut rest = self.clone();
        for side in 0..SIDES {
            let outside = rest.0[side].without(&other.0[side]);
            if !outside.is_empty() {
                let mut piece = rest.clone();
                piece.0[side] = outside;
                pieces.push(piece);
            }
            rest.0[side] = rest.0[side].common(&other.0[side]);
            if rest.0[side].is_empty() {
                break;
            }
        }
        pieces
    }
}

fn addresses(targets: &Targets, ipv6: bool) -> Ranges {
    Ranges::of(targets.nets.iter().filter_map(|net| match net {
        IpNet::V4(net) if !ipv6 => {
            Some((u128::from(u32::from(net.network())), u128::from(u32::from(net.broadcast()))))
        }
        IpNet::V6(net) if ipv6 => Some((u128::from(net.network()), u128::from(net.broadcast()))),
        _ => None,
    }))
}
