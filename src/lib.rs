//! rackc
pub mod device;
pub mod diagnostic;
pub mod render;
pub mod source;
pub mod syntax;
pub mod vendor;
