//! Messages about what is brought in from elsewhere.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// `rackc import` cannot read a file: it is no CSV, JSON or YAML of the kind that is asked for.
    ///
    /// From NetBox and Nautobot it takes tables as the web pages export them (CSV), what the REST API answers (JSON, one page or
    /// a list) and what a GraphQL query answers. From netlab it takes a topology. Each file is told by what is in it, not by
    /// its name.
    ///
    /// ```console
    /// $ rackc import netbox devices.xlsx
    /// ```
    ///
    /// Export the devices and the cables again, as CSV or from the API, and name both files.
    IMPORT_UNREADABLE = "R0940", "import-unreadable", Error;

    /// In what `rackc import` was given is no switch that it can carry over.
    ///
    /// A program needs one switch at least whose hardware model rackc knows. `rackc vendors NAME` lists the models.
    ///
    /// ```console
    /// $ rackc import netlab topology.yml
    /// ```
    ///
    /// Say which model stands for a device: `--model "Acme T-100=VENDOR/MODEL"`, or `--model "*=…"` for all that
    /// are not known.
    NOTHING_TO_IMPORT = "R0941", "nothing-to-import", Error;

    /// A device is left out of the imported program, and its cables with it.
    ///
    /// Mostly its hardware model is none of those that rackc has. What is left out is also listed at the head of the program.
    ///
    /// ```console
    /// $ rackc import netbox devices.csv cables.csv
    /// ```
    ///
    /// Say which model stands for it with `--model "MANUFACTURER TYPE=VENDOR/MODEL"`, or [write the model
    /// down](../adding-a-vendor.md).
    DEVICE_LEFT_OUT = "R0942", "device-left-out", Warning;

    /// A cable is left out of the imported program.
    ///
    /// It ends at a device that is left out, at a port that the model does not have, or at something that is no port of a
    /// switch or a host.
    ///
    /// ```console
    /// $ rackc import netbox devices.csv cables.csv
    /// ```
    ///
    /// Correct it at its source and import again, or write it into the program: `link a:49 -- b:49`.
    CABLE_LEFT_OUT = "R0943", "cable-left-out", Warning;

    /// Something else is not carried over into the imported program, or not as it was.
    ///
    /// What rackc has no word for, what the program would not compile with, and what was said in a way that rackc does not
    /// understand. The message says what and why.
    ///
    /// ```console
    /// $ rackc import netlab topology.yml
    /// ```
    ///
    /// Look whether you need it, and write it into the program.
    NOT_CARRIED_OVER = "R0944", "not-carried-over", Warning;

    /// A name is another one in the imported program.
    ///
    /// Names of the language are lower-case letters, digits and hyphens, and start with a letter; switches, hosts, racks and
    /// zones share one space of names.
    ///
    /// ```console
    /// $ rackc import netbox devices.csv cables.csv
    /// ```
    ///
    /// Nothing has to be done; the names at the source stay as they are.
    NAME_CHANGED = "R0945", "name-changed", Note;

    /// Something that the source leaves open was chosen for the imported program.
    ///
    /// ```console
    /// $ rackc import netlab topology.yml
    /// ```
    ///
    /// Look at it in the program, and change it there if it is not what you have.
    IMPORT_CHOICE = "R0946", "import-choice", Note;

    /// The imported program would not compile, and nothing was left to leave out.
    ///
    /// The importer compiles what it writes. What does not fit is left out and listed; when errors are left that no part of
    /// the program can be blamed for, nothing is written.
    ///
    /// ```console
    /// $ rackc import netbox devices.csv cables.csv
    /// ```
    ///
    /// The message says what is missing. Import fewer devices, or report the case with the files.
    IMPORT_DOES_NOT_COMPILE = "R0947", "import-does-not-compile", Error;

    /// The file that `rackc import` or another command is to write is there already.
    ///
    /// ```console
    /// $ rackc import netbox devices.csv cables.csv -o main.rack
    /// ```
    ///
    /// Name another file, or overwrite it with `--force`.
    OUTPUT_EXISTS = "R0948", "output-exists", Error;
}
