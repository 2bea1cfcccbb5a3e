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

    /// `rackc why` is asked about a line that is not there.
    ///
    /// A line is named by its switch and number, or by the path of a config that was written and a number. Lines count
    /// from 1, as editors and diffs count them.
    ///
    /// ```console
    /// $ rackc why main.rack r01-a
    /// ```
    ///
    /// Write `r01-a:12` for the switch's main file, `r01-a/etc/frr/frr.conf:12` for another one, and
    /// `out/configs/r01-a/startup-config:12` for what lies on the disk.
    NO_SUCH_LINE = "R0910", "no-such-line", Error;

    /// `rackc why` is asked about a line on the disk that the program does not give.
    ///
    /// The tree is older or newer than the program, or someone has edited it. The answer would be about another line.
    ///
    /// ```console
    /// $ rackc why main.rack out/configs/r01-a/startup-config:12
    /// ```
    ///
    /// Write the tree anew with `rackc build`, or ask about the switch (`r01-a:12`): then the answer is about what the
    /// program gives now.
    LINE_CHANGED = "R0911", "line-changed", Error;

    /// A program is not laid out as `rackc fmt` does it.
    ///
    /// One layout for all programs keeps differences in review to what was changed. Only blanks, line ends and the
    /// place of comments change, never words.
    ///
    /// ```console
    /// $ rackc fmt --check racks/
    /// ```
    ///
    /// Run the same command without `--check`.
    NOT_FORMATTED = "R0096", "not-formatted", Error;
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
