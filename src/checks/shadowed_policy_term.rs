use std::collections::{BTreeMap, BTreeSet};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Policy, PolicyTerm, PrefixMatch};

declare_rule! {
    /// A term of a policy can never match.
    ///
    /// The first term that matches a route decides. All routes that this one would match are taken
    /// by earlier ones: by one that matches everything, or by ones that have these prefixes and no
    /// other condition. So it does nothing, and what it sets is never set.
    ///
    /// ```rack
    /// policy from-isp {
    ///   permit any
    ///   deny prefixes 10.0.0.0/8 up to /32       // permitted above already
    /// }
    /// ```
    ///
    /// Write narrower terms before wider ones, or delete it.
    "R1109", "shadowed-policy-term", Warning
}

/// Earlier terms that are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for policy in &context.fabric.policies {
        let mut earlier = Earlier::default();
        for (position, term) in policy.terms.iter().enumerate() {
            let matched = matched(term);
            // Names that are unknown leave nothing to look at.
            if matched.is_empty() {
                continue;
            }
            if let Some(by) = earlier.cover(&matched) {
                sink.push(report(policy, term, &by));
            } else if term.community.is_none() && term.as_path.is_none() {
                earlier.add(position, &matched);
            }
        }
    }
}

/// Prefixes that a term's routes have.
fn matched(term: &PolicyTerm) -> Vec<PrefixMatch> {
    if let Some(set) = &term.prefixes {
        return set.prefixes.iter().map(|prefix| prefix.value).collect();
    }
    let all = [IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
    all.map(|prefix| PrefixMatch { prefix, from: 0, up_to: prefix.max_prefix_len() }).to_vec()
}

fn report(policy: &Policy, term: &PolicyTerm, by: &BTreeSet<usize>) -> Diagnostic {
    let message = format!("a term of policy `{}` can never match", policy.name);
    let text = match by.len() {
        1 => "takes all of its routes",
        _ => "takes a part of its routes",
    };
    let shown = by.iter().take(SHOWN).map(|position| &policy.terms[*position]);
    let diagnostic = shown.fold(
        Diagnostic::new(&CODE, message).at(term.span, "nothing is left to it"),
        |diagnostic, earlier| diagnostic.at(earlier.span, text),
    );
    let diagnostic = match by.len().saturating_sub(SHOWN) {
        0 => diagnostic,
        more => diagnostic.note(format!("{more} more earlier terms take parts of its routes")),
    };
    diagnostic.help("write it before them, or delete it")
}

/// Prefixes that earlier terms take without another condition: lengths from and to, and the term.
#[derive(Debug, Default)]
struct Earlier(BTreeMap<IpNet, Vec<(u8, u8, usize)>>);

impl Earlier {
    fn add(&mut self, position: usize, matched: &[PrefixMatch]) {
        for one in matched {
            self.0.entry(one.prefix).or_default().push((one.from, one.up_to, position));
        }
    }

    /// Terms that take all of these together.
    fn cover(&self, matched: &[PrefixMatch]) -> Option<BTreeSet<usize>> {
        let mut by = BTreeSet::new();
        for one in matched {
            self.cover_one(*one, &mut by)?;
        }
        Some(by)
    }

    fn cover_one(&self, wanted: PrefixMatch, by: &mut BTreeSet<usize>) -> Option<()> {
        let around = (0..=wanted.prefix.prefix_len())
            .filter_map(|length| IpNet::new(wanted.prefix.addr(), length).ok())
            .filter_map(|outer| self.0.get(&outer.trunc()));
        let mut lengths: Vec<(u8, u8, usize)> = around.flatten().copied().collect();
        let alone = lengths
            .iter()
            .filter(|(from, up_to, _)| *from <= wanted.from && wanted.up_to <= *up_to)
            .map(|(_, _, position)| *position)
            .min();
        if let Some(alone) = alone {
            by.insert(alone);
            return Some(());
        }
        lengths.sort_unstable();
        let mut next = wanted.from;
        for (from, up_to, position) in lengths {
            if from <= next && next <= up_to {
                by.insert(position);
                if up_to >= wanted.up_to {
                    return Some(());
                }
                next = up_to + 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prefix(text: &str, from: u8, up_to: u8) -> PrefixMatch {
        PrefixMatch { prefix: text.parse().unwrap(), from, up_to }
    }

    #[test]
    fn terms_take_a_range_of_lengths_together() {
        let mut earlier = Earlier::default();
        earlier.add(0, &[prefix("10.0.0.0/8", 8, 16)]);
        earlier.add(1, &[prefix("10.1.0.0/16", 17, 24)]);
        let cover = |wanted| earlier.cover(&[wanted]);
        assert_eq!(cover(prefix("10.1.0.0/16", 16, 24)), Some(BTreeSet::from([0, 1])));
        assert_eq!(cover(prefix("10.1.2.0/24", 24, 24)), Some(BTreeSet::from([1])));
        assert_eq!(cover(prefix("10.1.0.0/16", 16, 25)), None);
        assert_eq!(cover(prefix("10.2.0.0/16", 16, 17)), None);
        assert_eq!(cover(prefix("10.0.0.0/7", 7, 16)), None);
    }

    /// Prefixes within 10.0.0.0/28.
    fn matches() -> impl Strategy<Value = PrefixMatch> {
        (0_u8..16, 28_u8..=32, 0_u8..5, 0_u8..5).prop_map(|(host, length, from, up_to)| {
            let net = IpNet::new([10, 0, 0, host].into(), length).unwrap().trunc();
            let from = (length + from).min(32);
            PrefixMatch { prefix: net, from, up_to: (from + up_to).min(32) }
        })
    }

    fn has(matched: &[PrefixMatch], route: IpNet) -> bool {
        let fits = |one: &PrefixMatch| {
            one.prefix.contains(&route) && (one.from..=one.up_to).contains(&route.prefix_len())
        };
        matched.iter().any(fits)
    }

    fn routes() -> Vec<IpNet> {
        let of_length = |length: u8| {
            (0..16_u8).map(move |host| IpNet::new([10, 0, 0, host].into(), length).unwrap().trunc())
        };
        (28..=32).flat_map(of_length).collect()
    }

    proptest! {
        #[test]
        fn what_is_covered_has_no_route_left(
            terms in prop::collection::vec(prop::collection::vec(matches(), 1..3), 1..4),
            wanted in prop::collection::vec(matches(), 1..3),
        ) {
            let mut earlier = Earlier::default();
            for (position, term) in terms.iter().enumerate() {
                earlier.add(position, term);
            }
            let left = routes().into_iter().any(|route| {
                has(&wanted, route) && !terms.iter().any(|term| has(term, route))
            });
            if let Some(by) = earlier.cover(&wanted) {
                prop_assert!(!left);
                prop_assert!(!by.is_empty() && by.iter().all(|position| *position < terms.len()));
            }
        }
    }
}
