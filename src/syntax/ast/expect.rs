//! Expectations: what must be reached, and what must not.

use super::{Endpoint, Name, Names};
use crate::source::{Span, Spanned};

/// `expect A reaches B [within N hops] [bandwidth at least N%] [symmetric] [despite …]`,
/// `expect A isolated from B [despite …]`
#[derive(Debug, Clone)]
pub struct Expect {
    /// `A`
    pub from: Subject,
    /// Whether it is `isolated from` rather than `reaches`.
    pub isolated: Spanned<bool>,
    /// `B`
    pub to: Subject,
    /// `within N hops`
    pub within: Option<Spanned<u32>>,
    /// `bandwidth at least N%`, in hundredths of a percent.
    pub bandwidth: Option<Spanned<u32>>,
    /// `symmetric`
    pub symmetric: Option<Span>,
    /// `despite …`: alternatives.
    pub losses: Vec<Loss>,
    /// The whole statement.
    pub span: Span,
}

/// `web`, `vlan web`
#[derive(Debug, Clone)]
pub struct Subject {
    /// `vlan`, `vrf`, `host`, `service`, `boundary`, `zone`, `rack` or `switch`.
    pub kind: Option<Name>,
    /// The name.
    pub name: Name,
    /// Both words.
    pub span: Span,
}

/// `any zone of power and any cable`: what is lost at once.
#[derive(Debug, Clone)]
pub struct Loss {
    /// The parts that `and` joins.
    pub parts: Vec<Lost>,
    /// All of it.
    pub span: Span,
}

/// A part of what is lost.
#[derive(Debug, Clone)]
pub struct Lost {
    /// What it is.
    pub kind: LostKind,
    /// All of it.
    pub span: Span,
}

/// What is lost.
#[derive(Debug, Clone)]
pub enum LostKind {
    /// `any KIND`, `any N of KIND`, `any zone of KIND`, `any N zones of KIND`
    Any {
        /// How many; one when it is not said.
        count: Option<Spanned<u32>>,
        /// Whether it says `zone of` or `zones of`.
        zone: bool,
        /// `switch`, `cable`, `link`, `rack`, or a kind of zone.
        kind: Name,
    },
    /// `zone NAMES`
    Zones(Names),
    /// `rack NAMES`
    Racks(Names),
    /// `switch NAMES`
    Switches(Names),
    /// `cable ENDPOINT`, `link ENDPOINT`: cables by one of their ends.
    Cables(Endpoint),
}
