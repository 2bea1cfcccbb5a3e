//! What an editor asks about a program: where a name comes from and is used, what it stands for, what may be written.
//!
//! Nothing here knows of a protocol or touches a disk; `rackc lsp` does.

mod complete;
mod hover;
mod index;
mod position;
mod rename;

pub use complete::{Choice, ChoiceKind, complete};
pub use hover::describe;
pub use index::{At, Index};
pub use position::Positions;
pub use rename::{Refusal, rename};
