//! Blocks of lines: what is defined comes first, what is no longer used goes last.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::command::{Command, lines};
use super::rules::{Placed, fill, said};
use crate::review::compare::pattern_words;
use crate::review::item::{Item, compact};
use crate::review::order::lists;
use crate::vendor::pattern::Pattern;
use crate::vendor::review::{ChangeRules, Language, ListStatement, Sequence};

/// The commands that make the new tree of the old one.
///
/// 1. What must be there before it is used, in the order in which it is made.
/// 2. What is no longer wanted, within the blocks first.
/// 3. What is wanted, in the order of the new configuration.
/// 4. What is no longer used, in the reverse of the order in which it was made.
pub(super) fn commands(
    language: &Language,
    rules: &ChangeRules,
    old: &[Item],
    new: &[Item],
) -> Vec<String> {
    let mut plan = Plan {
        rules,
        lists: &language.lists,
        again: HashSet::new(),
        defined: Vec::new(),
        gone: Vec::new(),
        wanted: Vec::new(),
        unused: Vec::new(),
    };
    plan.gone(&mut Vec::new(), None, old, new);
    plan.sequences(&language.sequences, old, new);
    plan.wanted(&mut Vec::new(), None, &[], old, new);
    // Within a definition what is added comes before what is removed.
    plan.defined.sort_by_key(|(rank, gone, _)| (*rank, *gone));
    plan.unused.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    let defined = plan.defined.into_iter().map(|(_, _, command)| command);
    let unused = plan.unused.into_iter().map(|(_, command)| command);
    let all: Vec<Command> = defined.chain(plan.gone).chain(plan.wanted).chain(unused).collect();
    lines(&all, rules.exit.as_deref())
}

struct Plan<'a> {
    rules: &'a ChangeRules,
    lists: &'a [ListStatement],
    /// Keys of statements of the file that are given anew with the list in which they stand.
    again: HashSet<String>,
    /// Rank of the definition, and whether something is removed within it.
    defined: Vec<(usize, bool, Command)>,
    gone: Vec<Command>,
    wanted: Vec<Command>,
    unused: Vec<(usize, Command)>,
}

fn by_key(items: &[Item]) -> HashMap<&str, &Item> {
    items.iter().map(|item| (item.key.as_str(), item)).collect()
}

impl<'a> Plan<'a> {
    /// What is removed. `rank` is that of the definition in which the block stands.
    fn gone<'i>(
        &mut self,
        path: &mut Vec<&'i str>,
        rank: Option<usize>,
        old: &'i [Item],
        new: &'i [Item],
    ) {
        let after = by_key(new);
        // Blocks first: what stands in them may speak of what is removed beside them.
        for was in old.iter().filter(|item| !item.children.is_empty()) {
            if let Some(item) = after.get(was.key.as_str()).filter(|item| item.text == was.text) {
                let rank = rank.or_else(|| self.rank(path, was));
                path.push(&was.text);
                self.gone(path, rank, &was.children, &item.children);
                path.pop();
            }
        }
        self.removals(path, rank, old, &after);
    }

    /// What is added or changed. `taken` are the statements that something above has taken away.
    fn wanted<'i>(
        &mut self,
        path: &mut Vec<&'i str>,
        rank: Option<usize>,
        taken: &[Pattern],
        old: &'i [Item],
        new: &'i [Item],
    ) {
        let (before, after) = (by_key(old), by_key(new));
        let mut taken = taken.to_vec();
        for item in old.iter().chain(new) {
            let (was, is) = (before.get(item.key.as_str()), after.get(item.key.as_str()));
            let same = matches!((was, is), (Some(was), Some(is)) if was.text == is.text && was.set == is.set);
            if !same {
                taken.extend(self.takes(path, item));
            }
        }
        for item in self.in_turn(path, &before, new) {
            if path.is_empty() && self.again.contains(&item.key) {
                continue;
            }
            let was = before.get(item.key.as_str()).copied();
            let rank = rank.or_else(|| self.rank(path, item));
            if let Some(was) = was.filter(|was| was.text == item.text && was.set == item.set) {
                let placed = Placed { path: path.clone(), item };
                if placed.is(&taken) {
                    self.want(rank, vec![command(path, said(item))]);
                }
                path.push(&item.text);
                if (was.ordered || item.ordered) && out_of_place(&was.children, &item.children) {
                    self.in_order(path, rank, &was.children, &item.children);
                } else {
                    self.wanted(path, rank, &taken, &was.children, &item.children);
                }
                path.pop();
                continue;
            }
            let mut commands = Vec::new();
            match was {
                None => whole(path, item, &mut commands),
                Some(was) if !item.children.is_empty() || !was.children.is_empty() => {
                    // Another header: the block is made anew.
                    let before = Placed { path: path.clone(), item: was };
                    commands.push(command(path, before.removal(self.rules)));
                    whole(path, item, &mut commands);
                }
                Some(was) => self.changed(path, was, item, [old, new], &mut commands),
            }
            self.want(rank, commands);
        }
    }

    /// The statements of a block, those first that take others with them.
    fn in_turn<'i>(
        &self,
        path: &[&str],
        before: &HashMap<&str, &Item>,
        new: &'i [Item],
    ) -> impl Iterator<Item = &'i Item> + use<'i> {
        let (first, rest): (Vec<&Item>, Vec<&Item>) = new.iter().partition(|item| {
            let same = before.get(item.key.as_str()).is_some_and(|was| was.text == item.text);
            !path.is_empty() && !same && !self.takes(path, item).is_empty()
        });
        first.into_iter().chain(rest)
    }

    /// Gives a block whose order means something anew, from the first statement on that is out of place.
    fn in_order<'i>(
        &mut self,
        path: &mut Vec<&'i str>,
        rank: Option<usize>,
        old: &'i [Item],
        new: &'i [Item],
    ) {
        let after = by_key(new);
        let stay: Vec<&Item> =
            old.iter().filter(|item| after.contains_key(item.key.as_str())).collect();
        let same = stay.iter().zip(new).take_while(|(was, item)| was.same(item)).count();
        let mut commands: Vec<Command> = stay[same..]
            .iter()
            .map(|item| command(path, Placed { path: path.clone(), item }.removal(self.rules)))
            .collect();
        for item in &new[same..] {
            whole(path, item, &mut commands);
        }
        self.want(rank, commands);
    }

    /// Gives lists whose order means something anew, from the first statement on that is out of place.
    fn sequences(&mut self, sequences: &[Sequence], old: &[Item], new: &[Item]) {
        for [old, new] in lists(sequences, old, new) {
            let stay: Vec<&Item> =
                old.into_iter().filter(|was| new.iter().any(|item| item.key == was.key)).collect();
            let same = stay.iter().zip(&new).take_while(|(was, item)| was.key == item.key).count();
            if same == stay.len() {
                continue;
            }
            let removal =
                |item: &&Item| command(&[], Placed { path: Vec::new(), item }.removal(self.rules));
            let mut commands: Vec<Command> = stay[same..].iter().map(removal).collect();
            for item in &new[same..] {
                whole(&mut Vec::new(), item, &mut commands);
                self.again.insert(item.key.clone());
            }
            let rank = new.first().and_then(|item| self.rank(&[], item));
            self.want(rank, commands);
        }
    }

    fn want(&mut self, rank: Option<usize>, commands: Vec<Command>) {
        match rank {
            Some(rank) => {
                self.defined.extend(commands.into_iter().map(|command| (rank, false, command)));
            }
            None => self.wanted.extend(commands),
        }
    }

    fn takes(&self, path: &[&str], item: &Item) -> Vec<Pattern> {
        let placed = Placed { path: path.to_vec(), item };
        let mut takes = Vec::new();
        for clear in &self.rules.clears {
            let plain =
                Item { text: item.text.trim_start_matches("no ").to_owned(), ..item.clone() };
            let fit = placed
                .fit(&clear.statement)
                .or_else(|| Placed { path: path.to_vec(), item: &plain }.fit(&clear.statement));
            if let Some((fit, words)) = fit {
                takes.extend(
                    clear
                        .takes
                        .iter()
                        .filter_map(|text| Pattern::new(&fill(text, &fit, &words)).ok()),
                );
            }
        }
        takes
    }

    fn rank(&self, path: &[&str], item: &Item) -> Option<usize> {
        Placed { path: path.to_vec(), item }.at(&self.rules.definitions)
    }

    fn removals<'i>(
        &mut self,
        path: &[&'i str],
        rank: Option<usize>,
        old: &'i [Item],
        after: &HashMap<&str, &'i Item>,
    ) {
        let gone: Vec<&Item> =
            old.iter().filter(|item| !after.contains_key(item.key.as_str())).collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for item in gone {
            let placed = Placed { path: path.to_vec(), item };
            let own = self.rank(path, item);
            if let Some(object) = self.object(&placed) {
                let stays = after.values().any(|item| {
                    self.object(&Placed { path: path.to_vec(), item })
                        .is_some_and(|other| other == object)
                });
                if !stays {
                    // The whole goes by one command: the one that made it, when that is known.
                    let whole = old.iter().find(|item| {
                        let placed = Placed { path: path.to_vec(), item };
                        placed.is(&self.rules.definitions)
                            && self.object(&placed).is_some_and(|other| other == object)
                    });
                    if told.insert(object.clone()) {
                        let text = match whole {
                            Some(whole) => {
                                Placed { path: path.to_vec(), item: whole }.removal(self.rules)
                            }
                            None => self.rules.remove.replace("{statement}", &object),
                        };
                        let own = whole.and_then(|whole| self.rank(path, whole));
                        self.remove(path, rank, own, text);
                    }
                    continue;
                }
            }
            if !item.children.is_empty() && placed.is(&self.rules.lasting) {
                let mut path = path.to_vec();
                path.push(&item.text);
                self.gone(&mut path, rank, &item.children, &[]);
                continue;
            }
            if item.children.is_empty() && placed.is(&self.rules.lasting) {
                continue;
            }
            let text = placed.removal(self.rules);
            self.remove(path, rank, own, text);
        }
    }

    fn remove(&mut self, path: &[&str], rank: Option<usize>, own: Option<usize>, text: String) {
        let command = command(path, text);
        match (rank, own) {
            // Within a definition that stays: behind what is added to it.
            (Some(rank), _) => self.defined.push((rank, true, command)),
            (None, Some(own)) => self.unused.push((own, command)),
            (None, None) => self.gone.push(command),
        }
    }

    /// The beginning that a statement shares with others of one thing.
    fn object(&self, placed: &Placed<'_>) -> Option<String> {
        if !placed.item.children.is_empty() {
            return None;
        }
        let said = placed.item.said();
        let words = pattern_words(&placed.path, &said, false);
        let start = pattern_words(&placed.path, "", false).len() - 1;
        self.rules.objects.iter().find_map(|object| {
            let end = (start + 1..=words.len()).find(|end| object.fits(&words[..*end]))?;
            Some(words[start..end].join(" "))
        })
    }

    fn changed(
        &self,
        path: &[&str],
        was: &Item,
        item: &Item,
        blocks: [&[Item]; 2],
        commands: &mut Vec<Command>,
    ) {
        let placed = Placed { path: path.to_vec(), item };
        let before = Placed { path: path.to_vec(), item: was };
        if placed.is(&self.rules.numbered)
            && let Some((number, rest)) = item.text.split_once(' ')
            && let Some(free) = free(number, blocks)
        {
            // The new entry is in force under a free number before the old one goes.
            commands.push(command(path, format!("{free} {rest}")));
            commands.push(command(path, self.rules.remove.replace("{statement}", number)));
            commands.push(command(path, item.text.clone()));
            commands
                .push(command(path, self.rules.remove.replace("{statement}", &free.to_string())));
            return;
        }
        if let (Some(old_set), Some(new_set)) = (&was.set, &item.set)
            && let Some((add, remove)) = self.list_commands(&placed)
            && !new_set.is_empty()
            && !old_set.is_empty()
        {
            let less: BTreeSet<_> = old_set.difference(new_set).cloned().collect();
            let more: BTreeSet<_> = new_set.difference(old_set).cloned().collect();
            if !more.is_empty() {
                commands.push(command(path, add.replace("{ids}", &compact(&more, ","))));
            }
            if !less.is_empty() {
                commands.push(command(path, remove.replace("{ids}", &compact(&less, ","))));
            }
            return;
        }
        if before.is(&self.rules.replace) && !was.text.starts_with("no ") {
            commands.push(command(path, before.removal(self.rules)));
        }
        commands.push(command(path, said(item)));
    }

    fn list_commands(&self, placed: &Placed<'_>) -> Option<(&'a str, &'a str)> {
        self.lists.iter().find_map(|list| {
            placed.fit(&list.statement)?;
            Some((list.add.as_deref()?, list.remove.as_deref()?))
        })
    }
}

fn command(path: &[&str], text: String) -> Command {
    Command { path: path.iter().map(|&header| header.to_owned()).collect(), text }
}

/// A statement with all that is in its block.
fn whole<'i>(path: &mut Vec<&'i str>, item: &'i Item, commands: &mut Vec<Command>) {
    commands.push(command(path, said(item)));
    path.push(&item.text);
    for child in &item.children {
        whole(path, child, commands);
    }
    path.pop();
}

/// Whether the order is wrong when what is gone is removed and what is new stands at the end. Numbers say the order
/// themselves.
fn out_of_place<'a>(old: &'a [Item], new: &'a [Item]) -> bool {
    let (before, after) = (by_key(old), by_key(new));
    let keys =
        |items: &'a [Item]| items.iter().filter(|item| item.placed).map(|item| item.key.as_str());
    let stay = keys(old).filter(|key| after.contains_key(key));
    let come = keys(new).filter(|key| !before.contains_key(key));
    let numbered = new.iter().all(|item| item.key.parse::<u64>().is_ok());
    !numbered && !stay.chain(come).eq(keys(new))
}

/// A number beside this one that neither the old nor the new block uses.
fn free(number: &str, blocks: [&[Item]; 2]) -> Option<u32> {
    let number: u32 = number.parse().ok()?;
    let used: HashSet<u32> =
        blocks.into_iter().flatten().filter_map(|item| item.key.parse().ok()).collect();
    let next =
        (number + 1..number.saturating_add(1000)).take_while(|free| !used.contains(free)).next();
    next.or_else(|| number.checked_sub(1).filter(|free| *free > 0 && !used.contains(free)))
}
