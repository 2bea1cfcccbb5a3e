//! What moved in a block whose order means something.

use std::collections::{BTreeMap, HashMap};

use super::item::Item;
use crate::vendor::review::Sequence;

/// The statements of both blocks that must be moved so that the old order becomes the new one; as few as can be.
/// Where statements begin with numbers, those say the order themselves.
pub(super) fn moved<'a>(
    old: &'a [Item],
    new: &'a [Item],
    numbers: bool,
) -> Vec<(&'a Item, &'a Item)> {
    let has_place = |item: &&Item| item.placed && (!numbers || item.key.parse::<u64>().is_err());
    let old: Vec<&Item> = old.iter().filter(has_place).collect();
    moved_among(&old, &new.iter().collect::<Vec<_>>())
}

/// The same for statements wherever they stand.
pub(super) fn moved_among<'a>(old: &[&'a Item], new: &[&'a Item]) -> Vec<(&'a Item, &'a Item)> {
    let places: HashMap<&str, usize> =
        new.iter().enumerate().map(|(at, item)| (item.key.as_str(), at)).collect();
    let common: Vec<(&Item, usize)> =
        old.iter().filter_map(|item| Some((*item, *places.get(item.key.as_str())?))).collect();
    let kept = longest_rise(&common.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    common
        .iter()
        .enumerate()
        .filter(|(index, _)| kept.binary_search(index).is_err())
        .map(|(_, (item, at))| (*item, new[*at]))
        .collect()
}

/// What makes a statement one of a sequence: which sequence it is of, and the words that name the list.
type List = (usize, Vec<String>);

/// The lists of both trees whose order means something, each with what stands in it.
pub(super) fn lists<'a>(
    sequences: &[Sequence],
    old: &'a [Item],
    new: &'a [Item],
) -> Vec<[Vec<&'a Item>; 2]> {
    if sequences.is_empty() {
        return Vec::new();
    }
    let mut lists: BTreeMap<List, ([Vec<&Item>; 2], bool)> = BTreeMap::new();
    for (side, items) in [old, new].into_iter().enumerate() {
        for item in items.iter().filter(|item| item.children.is_empty()) {
            let words: Vec<&str> = item.text.split(' ').collect();
            let found = sequences.iter().enumerate().find_map(|(at, sequence)| {
                let fit = sequence.statement.fit(&words)?;
                let name = fit.any.iter().filter_map(|at| words.get(*at));
                Some((at, name.map(|&word| word.to_owned()).collect()))
            });
            if let Some(list) = found {
                let counts = sequences[list.0].when.fits(&words);
                let entry = lists.entry(list).or_default();
                entry.0[side].push(item);
                entry.1 |= counts;
            }
        }
    }
    lists.into_values().filter(|(_, counts)| *counts).map(|(lists, _)| lists).collect()
}

/// Indices of the values that can stay where they are, ascending.
pub(super) fn kept(values: &[usize]) -> Vec<usize> {
    longest_rise(values)
}

/// Indices of a longest rising subsequence, ascending.
fn longest_rise(values: &[usize]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let at = ends.partition_point(|end| values[*end] < *value);
        before.push(at.checked_sub(1).map(|at| ends[at]));
        if at == ends.len() {
            ends.push(index);
        } else {
            ends[at] = index;
        }
    }
    let mut rise = Vec::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        rise.push(index);
        next = before[index];
    }
    rise.reverse();
    rise
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_moves_are_found() {
        let items = |keys: &str| keys.chars().map(|c| Item::leaf(c, 1)).collect::<Vec<_>>();
        let (old, new) = (items("abcde"), items("aecdx"));
        let names: Vec<&str> =
            moved(&old, &new, true).iter().map(|(item, _)| item.key.as_str()).collect();
        assert_eq!(names, ["e"]);
        assert!(moved(&new, &new, true).is_empty());
    }
}
