//! How many of what a fabric of a given size has.

/// Spines of a pod, each in a plane of its own.
pub const PLANES: usize = 4;
/// Ports of a spine for leaves.
pub const LEAVES: usize = 48;
/// The largest fabric that does without superspines.
const ONE_POD: usize = PLANES + LEAVES;
/// Fewest switches of a fabric.
const FEWEST: usize = PLANES + 4;
/// Racks that have a VLAN of their own: VLAN ids are unique in a fabric, so that there cannot be one for each of
/// some thousands.
const OWN_VLANS: usize = 1200;
/// Servers of a rack, besides its databases: fewest and most.
pub const SERVERS: std::ops::RangeInclusive<usize> = 6..=24;
/// Most racks that stand in one row.
const RACKS_IN_ROW: usize = 10;

/// The numbers of a fabric.
pub struct Plan {
    /// Superspines of each plane; none in a fabric of one pod.
    pub supers: usize,
    /// Pairs of leaves of each pod, each in a rack of its own.
    pub pairs: Vec<usize>,
    /// Whether there is a rack with one leaf.
    pub single: bool,
    /// Servers of a rack, besides its databases: they are most of the configurations of its leaves.
    pub servers: usize,
    /// One rack of so many has a VLAN of its own.
    pub own_vlan_each: usize,
}

impl Plan {
    /// Of a fabric with just so many switches.
    pub fn of(switches: usize) -> Self {
        let switches = switches.max(FEWEST);
        let (supers, pods) = if switches <= ONE_POD {
            (0, 1)
        } else {
            let supers = match switches {
                0..=400 => 2,
                401..=3000 => 4,
                _ => 8,
            };
            (supers, (switches - PLANES * supers).div_ceil(ONE_POD))
        };
        let leaves = switches - PLANES * (supers + pods);
        let pairs = leaves / 2;
        let of_pod = |pod: usize| pairs / pods + usize::from(pod < pairs % pods);
        Self {
            supers,
            pairs: (0..pods).map(of_pod).collect(),
            single: leaves % 2 == 1,
            servers: *SERVERS.end(),
            own_vlan_each: 4.max(pairs.div_ceil(OWN_VLANS)),
        }
    }

    /// Racks with a pair of leaves, and the pod of each; both count from 1.
    pub fn racks(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pods = (1..).zip(&self.pairs);
        let pod_of = pods.flat_map(|(pod, pairs)| std::iter::repeat_n(pod, *pairs));
        (1..).zip(pod_of)
    }

    /// The tier of spines that the leaves of a pod are joined to.
    pub fn tier(&self, pod: usize) -> String {
        if self.supers == 0 { "spines".to_owned() } else { format!("pod{pod}") }
    }

    /// Rows of racks, two at least.
    pub fn rows(&self) -> usize {
        self.racks().count().div_ceil(RACKS_IN_ROW).max(2)
    }

    /// The row in which a rack stands.
    pub fn row(&self, rack: usize) -> usize {
        (rack - 1) * self.rows() / self.racks().count() + 1
    }

    /// Whether a rack has a VLAN of its own, for the nodes of a cluster.
    pub fn has_own_vlan(&self, rack: usize) -> bool {
        rack % self.own_vlan_each == 2
    }
}
