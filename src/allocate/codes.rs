//! The messages of allocation and the lock.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// # Pool exhausted
    ///
    /// More is wanted of a pool than it holds: every value is in use, reserved, or kept for
    /// something that was removed from the program and may come back.
    ///
    /// ```rack
    /// fabric dc1 {
    ///   pool loopback 10.255.0.0/30      // three addresses for four spines
    /// }
    /// tier spine { switch spine[1..4] model acme/32c }
    /// ```
    ///
    /// Enlarge the pool or give it a second prefix: `pool loopback 10.255.0.0/30, 10.255.1.0/24`.
    /// What has its value keeps it. When removed entries hold values that may be given to others,
    /// `rackc lock prune` frees them.
    POOL_EXHAUSTED = "R0701", "pool-exhausted", Error;

    /// # Lock unreadable
    ///
    /// `rackc.lock` is not as rackc writes it. Without it every address and number would be chosen
    /// anew, so nothing is compiled until it can be read.
    ///
    /// After a merge, delete the marker lines (`<<<<<<<`, `=======`, `>>>>>>>`) and keep the entries
    /// of both sides; if both gave a value to the same key, keep the line that is deployed. Otherwise
    /// take the file from version control: `git checkout rackc.lock`.
    ///
    /// ```yaml
    /// version: 1
    /// allocated:
    ///   loopback:
    ///     dc1:
    /// <<<<<<< HEAD
    ///       r05-a: 10.255.0.9
    /// =======
    /// ```
    LOCK_UNREADABLE = "R0702", "lock-unreadable", Error;

    /// # Lock of another version
    ///
    /// `rackc.lock` was written in a form that this rackc does not know, probably by a newer one.
    /// It is not touched. Use the version of rackc that the rest of the team uses.
    ///
    /// ```yaml
    /// version: 2
    /// ```
    LOCK_VERSION = "R0703", "lock-version", Error;

    /// # Lock out of date
    ///
    /// With `--locked` nothing may be chosen anew, but the program asks for something that
    /// `rackc.lock` does not hold, or no longer asks for something that it holds. In a pipeline this
    /// means that the program was changed and the lock was not committed with it.
    ///
    /// ```rack
    /// rack r[01..05] of compute      // rackc.lock knows r01 to r04
    /// ```
    ///
    /// Run `rackc build` without `--locked`, read the change of `rackc.lock`, and commit it.
    LOCK_OUT_OF_DATE = "R0704", "lock-out-of-date", Error;

    /// # Value moved
    ///
    /// Something that has a value in `rackc.lock` gets another, because the value is no longer in its
    /// pool, is reserved now, or is given to something else by the program. A switch that is already
    /// deployed will change this address or number.
    ///
    /// ```rack
    /// fabric dc1 {
    ///   pool loopback 10.254.0.0/22      // was 10.255.0.0/22
    /// }
    /// ```
    ///
    /// If the move is meant, commit the new `rackc.lock`. If not, add to the pool instead of replacing
    /// it, or write the old value in the program where it is to stay.
    VALUE_MOVED = "R0705", "value-moved", Warning;

    /// # One value twice in the lock
    ///
    /// Two entries of `rackc.lock` have the same value, or prefixes that overlap. rackc never writes
    /// that: it comes of an edit by hand, or of merging two branches that each took the next free value.
    ///
    /// ```yaml
    ///       r05-a: 10.255.0.9
    ///       r06-a: 10.255.0.9
    /// ```
    ///
    /// Keep the line of the one that is deployed and delete the other; it gets a new value.
    LOCK_DUPLICATE = "R0706", "lock-duplicate", Error;

    /// # Value of another kind in the lock
    ///
    /// A value in `rackc.lock` cannot be what its section holds, for instance a word where an address
    /// belongs.
    ///
    /// ```yaml
    ///   loopback:
    ///     dc1:
    ///       r05-a: 10.255.0
    /// ```
    ///
    /// Take the line from version control, or delete it to have a value chosen.
    LOCK_VALUE = "R0707", "lock-value", Error;

    /// # Pool missing
    ///
    /// Something needs an address, and the fabric has no pool to take it from. Members of an MLAG
    /// pair talk to each other over the peer link, and over a keepalive cable when there is one; on
    /// most systems both need a point-to-point prefix. Where the pair routes, it needs one for each
    /// family that is routed, since what one member hears must get to the other one. Where all leaves
    /// have the gateway's address, sessions and DHCP relays of a VRF run from a loopback in it, of
    /// their family.
    ///
    /// ```rack
    /// fabric dc1 { domain dc1.example.net }      // add: pool link 10.254.0.0/24, 2001:db8:fe::/112
    /// ```
    POOL_MISSING = "R0708", "pool-missing", Error;
}
