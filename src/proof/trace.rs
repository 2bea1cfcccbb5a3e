//! The way between two places under a failure, and what is in it.

use std::collections::BTreeSet;

use super::failure::Failure;
use super::path::{Finder, Path};
use super::prove::Prover;
use super::reach::{Look, Memory, Stop};
use super::sides::{Member, Side};
use super::state::State;
use super::verdict::Subject;
use crate::fabric::{Place, VlanId};

/// So many members of a side are tried at most.
const MOST: usize = 24;

/// How packets get from one place to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traced {
    /// Who sends, on the way that is shown.
    pub from: Option<Subject>,
    /// Who receives.
    pub to: Option<Subject>,
    /// The shortest way between these two; none when none was found.
    pub path: Option<Path>,
    /// What keeps some packets, or all, from getting there and back.
    pub obstacle: Option<Obstacle>,
}

/// Who does not get through to whom, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Who; none when the side as a whole is meant.
    pub from: Option<Subject>,
    /// To whom.
    pub to: Option<Subject>,
    /// It is the answer that gets lost.
    pub back: bool,
    /// Where and why.
    pub stop: Stop,
}

impl Prover<'_> {
    /// How packets get from one place to another while a failure lasts.
    pub fn explain(&self, from: Place, to: Place, failure: &Failure) -> Traced {
        let network = self.network();
        let (from, to) = (Side::of(network, from), Side::of(network, to));
        let state = self.state(failure);
        let traced = Traced { obstacle: obstacle(&state, &from, &to), ..Traced::default() };
        let receivers: Vec<&Member> = few(&to).collect();
        for a in few(&from) {
            let others = receivers.iter().filter(|b| !a.is_same(b));
            let mut ways = others.filter_map(|b| Some((b.subject(), Finder::path(&state, a, b)?)));
            // Of the ways out of a boundary the nearest is taken.
            let way = if to.any { ways.min_by_key(|(_, path)| path.hops) } else { ways.next() };
            if let Some((b, path)) = way {
                return Traced { from: Some(a.subject()), to: Some(b), path: Some(path), ..traced };
            }
        }
        traced
    }
}

fn obstacle(state: &State<'_>, from: &Side, to: &Side) -> Option<Obstacle> {
    if from.members.is_empty() || to.members.is_empty() {
        let stop = Stop::NothingLeft;
        return Some(Obstacle { from: None, to: None, back: false, stop });
    }
    let vlans: BTreeSet<VlanId> = from.vlans().into_iter().chain(to.vlans()).collect();
    let memory = Memory::default();
    let breach = Look::new(state, &memory, &vlans, true).reaches(from, to).err()?;
    let who = |side: &Side, at: Option<usize>| at.map(|at| side.members[at].subject());
    Some(Obstacle {
        from: who(from, breach.from),
        to: who(to, breach.to),
        back: breach.back,
        stop: breach.stop,
    })
}

/// The first members of a side, of those that are attached alike no more than two.
fn few(side: &Side) -> impl Iterator<Item = &Member> {
    side.some().map(|(_, member)| member).take(MOST)
}
