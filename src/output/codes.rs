//! Messages about the output folder and the lock file.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// The output folder is something that rackc cannot replace: a file, a symbolic link, the root
    /// of the file system or the current directory.
    ///
    /// rackc writes the whole tree beside the output folder and then exchanges the two in one
    /// step, so that nobody ever sees half a tree. That takes a folder of its own with a parent in
    /// which rackc may write. A symbolic link is not followed, because the folder behind it may be
    /// someone else's.
    ///
    /// ```console
    /// $ rackc build main.rack -o main.rack
    /// ```
    ///
    /// Name a folder that rackc may own: `rackc build main.rack -o out`.
    NOT_A_FOLDER = "R0901", "output-not-a-folder", Error;

    /// A file could not be read or written: no permission, a full disk, a read-only file system.
    ///
    /// Nothing is half written: when this happens while a tree is made, the tree that was there
    /// before is untouched. The message holds the system's own words.
    ///
    /// ```console
    /// $ rackc build main.rack -o /proc/out
    /// ```
    ///
    /// Make room, or name a folder in which you may write.
    IO_FAILS = "R0902", "output-unwritable", Error;

    /// The output folder holds files that rackc did not write.
    ///
    /// `manifest.json` in the output folder lists every file that rackc wrote there. Files beside
    /// them would be lost when the tree is replaced, so rackc refuses and deletes nothing.
    ///
    /// ```console
    /// $ touch out/notes.txt
    /// $ rackc build main.rack -o out
    /// ```
    ///
    /// Move your files elsewhere, or name another folder with `-o`.
    FOREIGN_FILES = "R0903", "output-has-other-files", Error;

    /// Another build is writing into the same output folder.
    ///
    /// Two builds at once would replace each other's tree. The lock is given back when the other
    /// build ends, even when it is killed; there is nothing to clean up by hand.
    ///
    /// ```console
    /// $ rackc build main.rack & rackc build main.rack
    /// ```
    ///
    /// Wait for the other build, or name another folder with `-o`.
    BUSY = "R0904", "output-busy", Error;

    /// The name of an output file would leave the output folder, or is no name on some system.
    ///
    /// A tree that is committed on Linux may be checked out on Windows, where `con`, `aux`, `nul`, `prn`, `com1` and
    /// the like are devices in every folder, and where names do not end with a dot. Other paths can only come from a
    /// fault in a vendor folder: mend the `path` in its `formats`.
    ///
    /// ```rack
    /// switch con model VENDOR/MODEL
    /// ```
    ///
    /// Give the switch another name.
    UNSAFE_PATH = "R0905", "output-path-unsafe", Error;

    /// The output folder does not hold what the program says now.
    ///
    /// `rackc build --check` compares the tree that would be written, and the lock file, with what
    /// is there, and writes nothing. It ends with exit code 3 when they differ, so that a pipeline
    /// can tell an outdated tree from a program that does not compile (exit code 1).
    ///
    /// ```console
    /// $ rackc build --check main.rack
    /// ```
    ///
    /// Run `rackc build` and commit the result.
    OUT_OF_DATE = "R0906", "output-out-of-date", Error;
}
