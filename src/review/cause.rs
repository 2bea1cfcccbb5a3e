//! What of a program is behind a change, and where the switches stand that it touches.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// A line of a program that a change comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cause {
    /// Whether the line is another one in the other program; else the change follows from it and from what changed
    /// elsewhere.
    pub changed: bool,
    /// Whether it is a line of the old program.
    pub old: bool,
    /// The file, as seen from the program's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The line's text.
    pub text: String,
    /// The line that stamped the rack, when this one stands in a rack type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamped: Option<(String, usize)>,
}

/// Where a switch stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its rack.
    pub rack: Option<String>,
    /// Its failure zones, by kind.
    pub zones: BTreeMap<String, BTreeSet<String>>,
    /// The pair of which it is a member.
    pub pair: Option<String>,
    /// How many members of the pair there are.
    pub pair_of: usize,
}

/// What some switches are in, all together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// Failure zones, by kind.
    pub zones: BTreeMap<String, BTreeSet<String>>,
    /// Racks.
    pub racks: BTreeSet<String>,
    /// Pairs of which both members are touched.
    pub pairs: BTreeSet<String>,
    /// Pairs of which one member is touched.
    pub halves: BTreeSet<String>,
}

impl Touched {
    /// Of some switches.
    pub fn of<'a>(
        switches: impl IntoIterator<Item = &'a String>,
        standing: &BTreeMap<String, Standing>,
    ) -> Self {
        let mut touched = Self::default();
        let mut members: BTreeMap<&str, usize> = BTreeMap::new();
        for place in switches.into_iter().filter_map(|switch| standing.get(switch)) {
            for (kind, names) in &place.zones {
                touched.zones.entry(kind.clone()).or_default().extend(names.iter().cloned());
            }
            touched.racks.extend(place.rack.clone());
            if let Some(pair) = &place.pair {
                let known = members.entry(pair).or_default();
                *known += 1;
                touched.halves.insert(pair.clone());
                if *known == place.pair_of {
                    touched.halves.remove(pair);
                    touched.pairs.insert(pair.clone());
                }
            }
        }
        touched
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_members_of_a_pair_are_told_from_one() {
        let one = |pair: &str, zone: &str| Standing {
            rack: Some("r01".to_owned()),
            zones: BTreeMap::from([("power".to_owned(), BTreeSet::from([zone.to_owned()]))]),
            pair: Some(pair.to_owned()),
            pair_of: 2,
        };
        let standing = BTreeMap::from([
            ("a".to_owned(), one("p", "feed-a")),
            ("b".to_owned(), one("p", "feed-b")),
            ("c".to_owned(), one("q", "feed-a")),
        ]);
        let names = ["a", "b", "c"].map(str::to_owned);
        let touched = Touched::of(&names, &standing);
        assert_eq!(touched.pairs, BTreeSet::from(["p".to_owned()]));
        assert_eq!(touched.halves, BTreeSet::from(["q".to_owned()]));
        assert_eq!(touched.zones["power"].len(), 2);
        assert!(Touched::of(&["x".to_owned()], &standing).is_empty());
    }
}
