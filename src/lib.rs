//! rackc
pub mod allocate;
pub mod capabilities;
pub mod checks;
pub mod cli;
pub mod codes;
pub mod compile;
pub mod device;
pub mod diagnostic;
pub mod topology;
pub mod fabric;
pub mod output;
pub mod render;
pub mod report;
pub mod source;
pub mod syntax;
pub mod vendor;
