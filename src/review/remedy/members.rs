//! Blocks that belong to others: a port takes statements from its LAG, and refuses them as its own.

use super::rules::Placed;
use crate::review::item::Item;
use crate::vendor::review::{ChangeRules, Member};

/// Both trees with the members' blocks as the system lets them be changed; nothing when there are no members.
///
/// - What stays a member is not given what the whole has been given.
/// - What leaves does so before anything else in its block, and what joins does so behind all else.
/// - What cannot change in a member makes it leave and join again.
pub(super) fn prepared(
    rules: &ChangeRules,
    old: &[Item],
    new: &[Item],
) -> Option<(Vec<Item>, Vec<Item>)> {
    let member = rules.members.first()?;
    let (mut old, mut new) = (old.to_vec(), new.to_vec());
    let places: std::collections::HashMap<String, usize> =
        old.iter().enumerate().map(|(at, item)| (item.key.clone(), at)).collect();
    for now in &mut new {
        let was = places.get(&now.key).map(|at| &mut old[*at]);
        match was {
            Some(was) => pair(member, was, now),
            None => _ = join(member, now),
        }
    }
    Some((old, new))
}

fn pair(member: &Member, was: &mut Item, now: &mut Item) {
    let left = leave(member, was);
    let joined = join(member, now);
    if left.is_none() || joined.is_none() {
        return;
    }
    if left == joined && own(was, &member.fixed) == own(now, &member.fixed) {
        for item in [was, now] {
            let header = item.text.clone();
            item.children.retain(|child| !is(&header, child, &member.refused));
        }
    } else if let Some(child) = now.children.last_mut() {
        // Another statement than the one that goes, even if it says the same.
        child.key.push_str(" again");
    }
}

/// Puts the statement of membership before all others.
fn leave(member: &Member, block: &mut Item) -> Option<String> {
    let at = position(member, block)?;
    let child = block.children.remove(at);
    let text = child.text.clone();
    block.children.insert(0, child);
    Some(text)
}

/// Puts the statement of membership behind all others.
fn join(member: &Member, block: &mut Item) -> Option<String> {
    let at = position(member, block)?;
    let child = block.children.remove(at);
    let text = child.text.clone();
    block.children.push(child);
    Some(text)
}

fn position(member: &Member, block: &Item) -> Option<usize> {
    let statement = std::slice::from_ref(&member.statement);
    block.children.iter().position(|child| is(&block.text, child, statement))
}

fn is(header: &str, item: &Item, patterns: &[crate::vendor::pattern::Pattern]) -> bool {
    let plain = Item::leaf(item.said().trim_start_matches("no ").to_owned(), 0);
    let placed = |item| Placed { path: vec![header], item };
    placed(item).is(patterns) || placed(&plain).is(patterns)
}

/// What a block says of some statements.
fn own(block: &Item, patterns: &[crate::vendor::pattern::Pattern]) -> Vec<String> {
    let fits = block.children.iter().filter(|child| is(&block.text, child, patterns));
    let mut said: Vec<String> = fits.map(Item::said).collect();
    said.sort_unstable();
    said
}
