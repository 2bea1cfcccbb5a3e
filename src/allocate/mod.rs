//! Values for everything that a program leaves open: addresses, prefixes, numbers, ports.
//!
//! They are chosen deterministically, written to `rackc.lock`, and read back next time, so that
//! adding, removing or renaming one thing changes nothing of the others. What is removed from the
//! program keeps its value until [`Lock::prune`].
//!
//! ```
//! use rackc::allocate::{AddressSpace, Allocator, Lock, Want};
//! use rackc::source::{Sources, Span};
//! use std::net::Ipv4Addr;
//!
//! let mut sources = Sources::default();
//! let file = sources.add("dc1.rack", "pool loopback 10.255.0.0/22");
//! let span = Span { file, start: 0, end: 27 };
//!
//! // The lock of last time, if there was one.
//! let text = "version: 1\nallocated:\n  loopback:\n    dc1:\n      r02-a: 10.255.0.1\n";
//! let old = Lock::parse(text, sources.add("rackc.lock", text)).expect("a lock");
//!
//! let mut allocator = Allocator::new(old.clone());
//! let pool = AddressSpace::<Ipv4Addr>::loopbacks(&["10.255.0.0/22".parse().unwrap()]).at(span);
//! let wants = ["r01-a", "r02-a"].map(|name| Want::new(name, span)).to_vec();
//! let loopbacks = allocator.assign("loopback", "dc1", &pool, wants);
//! assert_eq!(loopbacks, [2, 1].map(|last| Some(Ipv4Addr::new(10, 255, 0, last))));
//!
//! let (new, diagnostics) = allocator.finish();
//! assert!(diagnostics.is_empty());
//! assert!(new.to_text().contains("      r01-a: 10.255.0.2\n      r02-a: 10.255.0.1\n"));
//! // With `--locked`:
//! let refused = rackc::allocate::out_of_date(&old, &new).expect("the lock changes");
//! assert_eq!(refused.notes, ["loopback / dc1 / r01-a: 10.255.0.2 is new"]);
//! ```
//!
//! The choosing is in [`Allocator::assign`]; what there is to choose from is a [`Space`].

mod addresses;
mod allocation;
mod allocator;
pub mod codes;
mod domains;
mod fabric;
mod grid;
mod lags;
mod list;
mod lock;
mod locked;
mod loopbacks;
mod messages;
mod moved;
mod number;
mod ports;
mod round;
mod routing;
mod slot;
mod space;
mod subnets;
mod svis;
mod want;

pub use crate::fabric::natural;
pub use addresses::{Address, AddressSpace};
pub use allocation::Allocation;
pub use allocator::Allocator;
pub use fabric::allocate;
pub use list::ListSpace;
pub use lock::{Change, Entry, Held, Keys, Lock, Table, out_of_date};
pub use number::{Number, NumberSpace};
pub use routing::{end_ipv4, end_ipv6};
pub use slot::Slot;
pub use space::Space;
pub use subnets::SubnetSpace;
pub use want::Want;
