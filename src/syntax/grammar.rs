//! The parser that `grammar/rack.pest` describes.

use pest::iterators::Pair;

/// Made from the grammar by pest.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/rack.pest"]
pub(super) struct RackParser;

/// A piece of a parsed program.
pub(super) type Node<'i> = Pair<'i, Rule>;
