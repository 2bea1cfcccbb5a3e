//! Messages about the vendor folders themselves.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A vendor folder is wrong: `vendor.yaml`, a file of `platforms/` or the list of templates.
    ///
    /// Vendors are data: what a vendor's switches can do, what their ports are called and how
    /// their configuration is printed stands in a folder. rackc reads the folders that are built
    /// into it and those of `--vendors DIR`, and checks that each is whole and agrees with itself
    /// before it compiles anything. A fact that is missing or contradicts another would end up in
    /// a switch.
    ///
    /// ```yaml
    /// ports:
    ///   - panel: 1..48
    ///     default-speed: 25g
    ///     speeds: { 10g: 10g }        # the default speed is none of the speeds
    /// ```
    ///
    /// The message names the file and the line, or the key. Mend the file in the folder that
    /// `--vendors` names. A key that is misspelt is refused with the keys that are known.
    VENDOR_FOLDER_WRONG = "R0890", "vendor-folder-wrong", Error;

    /// A template of a vendor folder cannot be read or printed.
    ///
    /// The templates print the configuration of a switch from the device model. This one does not
    /// parse, includes a template that is not there, or asks for a value that the model does not
    /// have; nothing is printed for an unknown value, because a hole in a configuration would go
    /// unseen. The program is not at fault.
    ///
    /// ```text
    /// hostname {{ device.host_name }}     {# the model says `hostname` #}
    /// ```
    ///
    /// The message names the template and the line. `rackc model PATH SWITCH` prints all that a
    /// template can ask for.
    TEMPLATE_FAILS = "R0891", "template-fails", Error;
}
