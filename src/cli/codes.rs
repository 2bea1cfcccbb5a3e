//! Messages about the command line.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// `rackc explain` is asked for a code that no message has.
    ///
    /// Codes look like `R0301`; small letters do as well, and so does the name that stands beside
    /// the code in a message.
    ///
    /// ```console
    /// $ rackc explain R9999
    /// ```
    ///
    /// `rackc explain` without a code lists all of them.
    UNKNOWN_CODE = "R0091", "unknown-code", Error;

    /// The command line names a vendor, a hardware model, a format or a thing of the program that is not there.
    ///
    /// Vendors, models and formats are those built in and those of `--vendors DIR`; switches, racks, zones, cables,
    /// hosts and so on are those of the program.
    ///
    /// ```console
    /// $ rackc vendors cico
    /// ```
    ///
    /// `rackc vendors` lists the vendors, `rackc vendors NAME` a vendor's models and formats, and
    /// `rackc model PATH` the switches.
    UNKNOWN_ARGUMENT = "R0092", "unknown-argument", Error;

    /// `rackc new` is asked to write into a folder that has something in it.
    ///
    /// It never overwrites anything.
    ///
    /// ```console
    /// $ rackc new .
    /// ```
    ///
    /// Name a folder that does not exist yet, or an empty one.
    FOLDER_NOT_EMPTY = "R0093", "folder-not-empty", Error;

    /// The folder of `--vendors` cannot be read.
    ///
    /// It must be a folder of vendor folders: `DIR/NAME/vendor.yaml`.
    ///
    /// ```console
    /// $ rackc check main.rack --vendors vendors/acme
    /// ```
    ///
    /// Name the folder above: `--vendors vendors`.
    VENDORS_UNREADABLE = "R0094", "vendors-unreadable", Error;

    /// A name on the command line means several things of the program.
    ///
    /// A VLAN and a VRF may have the same name, for example. Say which it is: the kind stands before the name.
    ///
    /// ```console
    /// $ rackc trace main.rack vlan storage internet
    /// ```
    AMBIGUOUS_ARGUMENT = "R0095", "ambiguous-argument", Error;

    /// The command line has a flag, a command or a value that rackc does not know, or lacks one that it needs.
    ///
    /// Nothing was read. People see this without its code; in messages for programs it has one, so that a
    /// pipeline gets a whole document whatever happens.
    ///
    /// ```console
    /// $ rackc check --no-such-flag --message-format sarif
    /// ```
    ///
    /// `rackc help` and `rackc COMMAND --help` list what there is.
    WRONG_USE = "R0099", "wrong-use", Error;
}
