//! Nodes of a lab that are no switches: plain Linux.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Take;
use std::net::IpAddr;

use ipnet::{IpAddrRange, IpNet};

use crate::documents::Documents;
use crate::fabric::CableId;

/// A container that is told by commands what it is.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub(super) name: String,
    /// What it stands for.
    pub(super) comment: String,
    /// The interface at each of its cables.
    pub(super) links: BTreeMap<CableId, String>,
    /// Commands, in order.
    pub(super) commands: Vec<String>,
    /// Interface, address and whether the plan says it.
    pub(super) addresses: Vec<(String, IpNet, bool)>,
}

impl Plain {
    /// Adds a command.
    pub(super) fn run(&mut self, command: impl Into<String>) {
        self.commands.push(command.into());
    }

    /// Gives an interface an address.
    pub(super) fn address(&mut self, interface: &str, net: IpNet, planned: bool) {
        // Others are not asked whether they have it: all of it is planned, and the links are not up yet.
        let nodad = if matches!(net, IpNet::V6(_)) { " nodad" } else { "" };
        self.run(format!("ip address add {net} dev {interface}{nodad}"));
        self.addresses.push((interface.to_owned(), net, planned));
    }
}

/// How many addresses of a subnet are looked at.
const LOOKED_AT: usize = 1 << 16;

/// Addresses that are taken, by the plan and by what the lab gives to hosts that have none.
#[derive(Debug)]
pub(super) struct Addresses {
    /// By VRF.
    taken: BTreeMap<String, BTreeSet<IpAddr>>,
    /// What no one has looked at yet, by VRF and subnet: what is behind is taken.
    left: BTreeMap<(String, IpNet), Take<IpAddrRange>>,
}

impl Addresses {
    pub(super) fn of(documents: &Documents<'_>) -> Self {
        Self { taken: documents.taken(), left: BTreeMap::new() }
    }

    /// The first address of a subnet that no one has.
    pub(super) fn free(&mut self, vrf: &str, net: IpNet) -> Option<IpNet> {
        // The first address of an IPv6 subnet belongs to all its routers (RFC 4291).
        let edges = [net.network(), net.broadcast()];
        let taken = self.taken.entry(vrf.to_owned()).or_default();
        let left = self.left.entry((vrf.to_owned(), net.trunc()));
        let left = left.or_insert_with(|| net.hosts().take(LOOKED_AT));
        let free = left.find(|ip| !edges.contains(ip) && !taken.contains(ip))?;
        taken.insert(free);
        IpNet::new(free, net.prefix_len()).ok()
    }
}
