//! A compiler for data-centre switches: one `.rack` program in, the configuration of every switch out.
//!
//! The pipeline, in the order in which data flows; a module may use those before it and none after:
//!
//! 1. [`source`]: files, and places in them.
//! 2. [`diagnostic`]: what there is to say about a program, as data.
//! 3. [`vendor`]: what the folders of `vendors/` say. The core knows no vendor's name.
//! 4. [`review`]: configurations read as their switches read them, and compared.
//! 5. [`syntax`]: text to a [`syntax::Program`], every value with its place.
//! 6. [`fabric`]: names resolved, ranges expanded, racks stamped: a [`fabric::Fabric`].
//! 7. [`topology`]: cables, links, VLANs and spanning trees as graphs.
//! 8. [`interop`]: where switches of different vendors meet, and whether they fit.
//! 9. [`proof`]: what still works when something is lost.
//! 10. [`picture`]: the fabric and what fails in it, for people.
//! 11. [`checks`]: the rules that a fabric must keep, one file each.
//! 12. [`allocate`]: addresses, ports and numbers that the program leaves open, by the lock file.
//! 13. [`device`]: one neutral, fully decided [`device::model::Device`] for each switch.
//! 14. [`capabilities`]: whether each switch can do what it is asked for.
//! 15. [`render`]: devices through their vendors' templates.
//! 16. [`push`]: the inventory and playbooks that bring the files to the switches.
//! 17. [`documents`]: cabling map, IP plan and the like, for the people in the data centre.
//! 18. [`lab`]: the same fabric on one machine.
//! 19. [`cause`]: what of the programs is behind a change.
//! 20. [`output`]: files written so that a failed run changes nothing.
//! 21. [`import`](mod@import): what other tools know of a network, as a program.
//! 22. [`report`]: messages for people and for machines.
//!
//! [`compile`](mod@compile) tells the story in one function, and [`clock`] what each part of it took; [`matrix`] compiles
//! what each two vendors do together; [`editor`] answers what an editor asks; [`cli`] is what a user types.

pub mod allocate;
pub mod capabilities;
pub mod cause;
pub mod checks;
pub mod cli;
pub mod clock;
pub mod codes;
pub mod compile;
pub mod device;
pub mod diagnostic;
pub mod documents;
pub mod editor;
pub mod fabric;
pub mod import;
pub mod interop;
pub mod lab;
pub mod matrix;
pub mod output;
pub mod picture;
pub mod proof;
pub mod push;
pub mod render;
pub mod report;
pub mod review;
pub mod source;
pub mod syntax;
pub mod topology;
pub mod vendor;
