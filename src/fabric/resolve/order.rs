//! The order in which things that name each other can be worked out.

use std::collections::VecDeque;

use crate::source::Span;

/// What each of some things needs: the positions of others, and where they are named.
pub(super) type Needs = Vec<Vec<(usize, Span)>>;

/// Things in an order in which each comes after what it needs, and the circles that keep others from it: each
/// a list of things with the place at which the next one is named.
pub(super) fn order(needs: &Needs) -> (Vec<usize>, Vec<Vec<(usize, Span)>>) {
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (thing, list) in needs.iter().enumerate() {
        for (needed, _) in list {
            needed_by[*needed].push(thing);
        }
    }
    let mut ready: VecDeque<usize> =
        (0..needs.len()).filter(|thing| waiting[*thing] == 0).collect();
    let mut out = Vec::with_capacity(needs.len());
    while let Some(thing) = ready.pop_front() {
        out.push(thing);
        for user in &needed_by[thing] {
            waiting[*user] -= 1;
            if waiting[*user] == 0 {
                ready.push_back(*user);
            }
        }
    }
    (out, circles(needs, &waiting))
}

/// Follows what still waits until it comes round.
fn circles(needs: &Needs, waiting: &[usize]) -> Vec<Vec<(usize, Span)>> {
    let mut out = Vec::new();
    let mut seen = vec![false; needs.len()];
    for start in (0..needs.len()).filter(|thing| waiting[*thing] > 0) {
        let mut path: Vec<(usize, Span)> = Vec::new();
        let mut here = start;
        while !seen[here] {
            seen[here] = true;
            let Some(next) = needs[here].iter().find(|(needed, _)| waiting[*needed] > 0) else {
                break;
            };
            path.push((here, next.1));
            here = next.0;
        }
        if let Some(first) = path.iter().position(|(thing, _)| *thing == here) {
            out.push(path.split_off(first));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn needs(of: &[&[usize]]) -> Needs {
        let mut sources = Sources::default();
        let span = Span { file: sources.add("main.rack", ""), start: 0, end: 0 };
        of.iter().map(|list| list.iter().map(|needed| (*needed, span)).collect()).collect()
    }

    fn things(circle: &[(usize, Span)]) -> Vec<usize> {
        circle.iter().map(|(thing, _)| *thing).collect()
    }

    #[test]
    fn needed_things_come_first() {
        let (order, circles) = order(&needs(&[&[1, 2], &[2, 2], &[]]));
        assert_eq!(order, [2, 1, 0]);
        assert!(circles.is_empty());
    }

    #[test]
    fn each_circle_is_found_once_and_what_leads_to_it_is_none() {
        let (order, circles) = order(&needs(&[&[1], &[2], &[1], &[3], &[], &[0, 4]]));
        assert_eq!(order, [4]);
        assert_eq!(
            circles.iter().map(|circle| things(circle)).collect::<Vec<_>>(),
            [vec![1, 2], vec![3]]
        );
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let list: Vec<Vec<usize>> =
            (0..200_000_usize).map(|n| n.checked_sub(1).into_iter().collect()).collect();
        let list: Vec<&[usize]> = list.iter().map(Vec::as_slice).collect();
        assert_eq!(order(&needs(&list)).0.len(), 200_000);
    }
}
