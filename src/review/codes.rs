//! Messages about reading configurations.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// What is to be compared is neither an output tree of rackc nor a program.
    ///
    /// An output tree is a folder with the `manifest.json` that `rackc build` wrote into it; the manifest tells which
    /// switch is of which vendor, and so how its files are to be read.
    ///
    /// ```console
    /// $ rackc diff out/configs main.rack
    /// ```
    ///
    /// Name the folder that was given to `rackc build -o`: `rackc diff out main.rack`.
    NOT_A_TREE = "R0920", "not-a-tree", Error;

    /// The `manifest.json` of an output tree cannot be read, or lists files outside the tree.
    ///
    /// ```console
    /// $ rackc diff old out
    /// ```
    ///
    /// Restore it from version control, or write the tree anew with `rackc build`.
    MANIFEST_UNREADABLE = "R0921", "manifest-unreadable", Error;

    /// A file that the manifest of a tree lists, or a configuration of a switch, cannot be read: it is not there, too
    /// large, not UTF-8 text, or the system refuses.
    ///
    /// ```console
    /// $ rm out/configs/leaf1/startup-config
    /// $ rackc diff old out
    /// ```
    ///
    /// Restore it, or write the tree anew with `rackc build`.
    FILE_UNREADABLE = "R0922", "config-unreadable", Error;

    /// A configuration is not what its vendor's language makes of texts: a brace that closes nothing, a string that is
    /// not closed, blocks that stand too deep, ranges that stand for more than 4,000,000 numbers.
    ///
    /// ```text
    /// system {
    ///     host-name leaf1;
    /// ```
    ///
    /// The message names the file and the line. Mend the file, or collect it from the switch again: a running
    /// configuration that was cut off reads like this.
    CONFIG_MALFORMED = "R0923", "config-malformed", Error;

    /// The manifest of a tree names a vendor or a format that no vendor folder knows.
    ///
    /// The tree was written by another release of rackc, or with vendor folders that are not given now.
    ///
    /// ```console
    /// $ rackc diff old out
    /// ```
    ///
    /// Give the same folders as to `rackc build`: `rackc diff old out --vendors vendors`. Until then the switch's files
    /// are compared line by line.
    VENDOR_UNKNOWN = "R0924", "tree-vendor-unknown", Warning;

    /// A running configuration is of no switch of the program.
    ///
    /// A file or folder of `--running DIR` must bear the host name of a switch, with or without an extension.
    ///
    /// ```console
    /// $ ls running
    /// leaf1.cfg  laef2.cfg
    /// $ rackc drift main.rack --running running
    /// ```
    ///
    /// Rename it, remove it, or add the switch to the program.
    SWITCH_UNKNOWN = "R0925", "running-switch-unknown", Warning;

    /// A switch of the program has no running configuration among those that were collected.
    ///
    /// Nothing can be said of its drift.
    ///
    /// ```console
    /// $ rackc drift main.rack --running running
    /// ```
    ///
    /// Collect it, or name the switches that were collected: `--only 'leaf*'`.
    NOT_RUNNING = "R0926", "running-config-missing", Warning;
}
