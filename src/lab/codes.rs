//! Messages about the lab.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// The vendor's folder does not say what stands in for its switches in a lab.
    ///
    /// `lab/` holds the fabric as a topology of containerlab: for each switch a container or a virtual machine, with its
    /// configuration. Which image that is, how its ports are called and what it cannot do is said by the `lab` part of
    /// `vendor.yaml`. These switches have none and are not in the lab, nor are their cables.
    ///
    /// ```yaml
    /// lab:
    ///   kind: arista_ceos
    ///   image: ceos:4.32.0F
    ///   ports: { keep: { Ethernet: eth } }
    /// ```
    ///
    /// Nothing else of the output depends on it. If containerlab knows such a switch, add the part to the folder that
    /// `--vendors` names: "Adding a vendor" in the book says what belongs into it.
    NOT_IN_LAB = "R0930", "not-in-lab", Note;
}
