//! The fabric and what fails in it, for people: names, tables of losses, an SVG, and the report as one page.
//!
//! Text comes out; no file is touched. Nothing depends on time, place or hashing.

mod dot;
mod escape;
mod levels;
mod marks;
mod mermaid;
mod names;
mod outline;
mod page;
mod plan;
mod rows;
mod summary;
mod svg;

pub use dot::dot;
pub use marks::Marks;
pub use mermaid::mermaid;
pub use names::{cable_name, end_name, host_place};
pub use page::{Page, page};
pub use summary::{
    BoundaryLoss, BrokenExpectation, Gateways, HostGroup, Lost, LostPart, PairLoss, Summary,
    Uplinks, lost_part, percent,
};
pub use svg::svg;
