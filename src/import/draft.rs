//! A program in the making: statements that know what they come from, so that those which do not fit can be taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::parts::Parts;
use crate::source::Span;

/// What a statement is, in the order in which the program has them. What stands later is taken out first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What has to be there.
    Frame,
    /// A failure zone.
    Zone,
    /// A switch.
    Switch,
    /// An MLAG pair.
    Pair,
    /// A VRF.
    Vrf,
    /// A VLAN.
    Vlan,
    /// A port profile.
    Profile,
    /// A cable between switches.
    Link,
    /// A host.
    Attach,
}

/// A statement.
#[derive(Debug)]
pub struct Statement {
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub parts: Parts,
    /// What it says, for messages: ``VLAN `web` ``.
    pub what: String,
    /// Where the source says it.
    pub at: Option<Span>,
    /// The block in which it stands: its head.
    pub within: Option<String>,
    /// The statements without which it has no meaning, by position.
    pub needs: Vec<usize>,
}

/// A program in the making.
#[derive(Debug, Default)]
pub struct Draft {
    statements: Vec<Statement>,
    /// The parts that each statement is written without; none of a statement that is out.
    without: Vec<Option<BTreeSet<usize>>>,
    /// The statements that need another one.
    needing: BTreeMap<usize, Vec<usize>>,
}

/// What became of a statement.
#[derive(Debug)]
pub enum Change {
    /// It is written without this.
    Without(String),
    /// It is out.
    Out,
}

impl Draft {
    /// Adds a statement, and says where it is.
    pub fn add(&mut self, statement: Statement) -> usize {
        let position = self.statements.len();
        for need in &statement.needs {
            self.needing.entry(*need).or_default().push(position);
        }
        self.statements.push(statement);
        self.without.push(Some(BTreeSet::new()));
        position
    }

    /// The statement at a position.
    pub fn statement(&self, position: usize) -> Option<&Statement> {
        self.statements.get(position)
    }

    /// Whether any statement of a kind is in.
    pub fn has(&self, kind: Kind) -> bool {
        (0..self.statements.len()).filter_map(|at| self.in_use(at)).any(|(one, _)| one.kind == kind)
    }

    /// The text, and where in it each statement stands.
    pub fn print(&self) -> (String, Vec<(Range<usize>, usize)>) {
        let mut text = String::new();
        let mut places = Vec::new();
        let mut before: Option<&Statement> = None;
        for position in self.ordered() {
            let Some((statement, without)) = self.in_use(position) else { continue };
            let within = statement.within.as_deref();
            let block = before.and_then(|before| before.within.as_deref());
            let same = block == within;
            if block.is_some() && !same {
                text.push_str("}\n");
            }
            let kind = before.map(|before| before.kind);
            if kind.is_some_and(|kind| kind != statement.kind || kind == Kind::Frame) || !same {
                text.push('\n');
            }
            if let Some(head) = within.filter(|_| !same) {
                text.push_str(head);
                text.push_str(" {\n");
            }
            let start = text.len();
            text.push_str(&statement.parts.text(without).0);
            places.push((start..text.len(), position));
            text.push('\n');
            before = Some(statement);
        }
        text.push_str(if before.is_some_and(|before| before.within.is_some()) {
            "}\n"
        } else {
            ""
        });
        (text, places)
    }

    fn in_use(&self, position: usize) -> Option<(&Statement, &BTreeSet<usize>)> {
        Some((self.statements.get(position)?, self.without.get(position)?.as_ref()?))
    }

    /// The positions of statements by kind and block.
    fn ordered(&self) -> Vec<usize> {
        let mut order: Vec<(usize, &Statement)> = self.statements.iter().enumerate().collect();
        order.sort_by(|(a, left), (b, right)| {
            (left.kind, &left.within, a).cmp(&(right.kind, &right.within, b))
        });
        order.into_iter().map(|(position, _)| position).collect()
    }

    /// Whether an error at a byte of a statement is about a part that it can do without.
    pub fn is_part(&self, position: usize, byte: usize) -> bool {
        self.in_use(position).is_some_and(|(one, without)| one.parts.next(without, byte).is_some())
    }

    /// Takes out of a statement what an error at one of its bytes is about, or all of it; with it go those that need it.
    pub fn weaken(&mut self, position: usize, byte: usize) -> Vec<(usize, Change)> {
        let Some((statement, without)) = self.in_use(position) else { return Vec::new() };
        let Some((part, lacks)) = statement.parts.next(without, byte) else {
            return self.take_out(position);
        };
        if let Some(Some(without)) = self.without.get_mut(position) {
            without.insert(part);
        }
        vec![(position, Change::Without(lacks))]
    }

    fn take_out(&mut self, position: usize) -> Vec<(usize, Change)> {
        let mut out = BTreeSet::new();
        let mut left = vec![position];
        while let Some(at) = left.pop() {
            if out.insert(at) {
                left.extend(self.needing.get(&at).into_iter().flatten());
            }
        }
        let mut taken = |at: usize| self.without.get_mut(at).and_then(Option::take).is_some();
        out.into_iter().filter(|at| taken(*at)).map(|at| (at, Change::Out)).collect()
    }
}
