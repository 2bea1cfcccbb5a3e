//! The codes of files and of syntax.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// A file or directory of the program cannot be read.
    ///
    /// The path does not exist, is no file, or may not be read by you. Nothing is compiled from half a program.
    ///
    /// ```rack
    /// include "racks/north.rack"   // there is no such file
    /// ```
    ///
    /// Correct the path. It is relative to the file in which the `include` stands.
    UNREADABLE = "R0001", "unreadable-file", Error;

    /// A file is not UTF-8 text.
    ///
    /// Programs are UTF-8. A byte that is no UTF-8 comes from another encoding (Latin-1, UTF-16) or from a file that is
    /// no text at all; the message says where the first such byte is.
    ///
    /// Save the file as UTF-8, with or without byte order mark.
    NOT_UTF8 = "R0002", "not-utf-8", Error;

    /// A file, or the whole program, is too large.
    ///
    /// A file has at most 64 MiB, a program at most 256 MiB. A program of ten thousand switches has a small fraction of
    /// that, so a larger file is most likely something else.
    ///
    /// Name the right file, or use ranges (`rack r[001..400] of compute`) in the place of repeated statements.
    TOO_LARGE = "R0003", "too-large", Error;

    /// A directory holds no program.
    ///
    /// A directory is compiled by its `main.rack` or, if there is none, by all `*.rack` files directly in it. This one
    /// has neither.
    ///
    /// Name the directory that holds the program, or start one there with `rackc new`.
    NO_PROGRAM = "R0004", "no-program", Error;

    /// The program has no statement.
    ///
    /// All its files are empty or hold only comments. An empty network is hardly meant.
    ///
    /// ```rack
    /// // nothing here yet
    /// ```
    ///
    /// Write at least a `fabric` and a switch, or start with `rackc new`.
    EMPTY_PROGRAM = "R0005", "empty-program", Error;

    /// An `include` matches no file.
    ///
    /// Most likely the path is misspelt; without this error the racks of those files would be missing in silence.
    ///
    /// ```rack
    /// include "rack/*.rack"   // the directory is called `racks`
    /// ```
    ///
    /// Correct the path. It is relative to the file in which the `include` stands; `*` stands for any part of a name.
    NOTHING_INCLUDED = "R0006", "nothing-included", Error;

    /// Files include each other in a circle.
    ///
    /// A file that is included by two others is read once, which is fine. A file that includes itself, directly or by
    /// way of others, is a mistake in how the program is divided.
    ///
    /// ```rack
    /// include "main.rack"   // in main.rack
    /// ```
    ///
    /// Remove one of the `include` statements of the circle.
    INCLUDE_LOOP = "R0007", "include-loop", Error;

    /// Includes are nested too deep.
    ///
    /// A file includes a file that includes a file … more than 32 times.
    ///
    /// Include the files from one place, with a pattern such as `include "racks/*.rack"`.
    TOO_DEEP = "R0008", "includes-too-deep", Error;

    /// The program has too many files.
    ///
    /// More than 10,000 files are included. A pattern may match more than was meant.
    ///
    /// Include fewer files, or put more racks in one.
    TOO_MANY_FILES = "R0009", "too-many-files", Error;

    /// The path or pattern of an `include` has no meaning.
    ///
    /// It is empty, absolute, or a pattern that cannot be understood. Absolute paths would make the program depend on
    /// the machine on which it is compiled.
    ///
    /// ```rack
    /// include "racks/[.rack"
    /// ```
    ///
    /// Write a path relative to this file; `*` and `?` stand for parts of a name and `[ab]` for one of some characters.
    BAD_INCLUDE = "R0010", "bad-include", Error;

    /// The first word is no statement of this block.
    ///
    /// A statement starts with its keyword. What stands here is a keyword nowhere, so it is most likely misspelt.
    ///
    /// ```rack
    /// vlna web 110
    /// ```
    ///
    /// Write `vlan web 110`.
    UNKNOWN_STATEMENT = "R0101", "unknown-statement", Error;

    /// A statement has something in it that does not belong there, or lacks something.
    ///
    /// The message says what may stand at the place and what was found. A statement ends at the line's end or at `;`;
    /// a list may go on in the next line after a comma, and a block's `{` stands on the line of its statement.
    ///
    /// ```rack
    /// vlan web { vrf prod }
    /// ```
    ///
    /// The id of the VLAN is missing: `vlan web 110 { vrf prod }`.
    SYNTAX = "R0102", "syntax", Error;

    /// A statement stands in the wrong block.
    ///
    /// The keyword exists, but belongs to another block, or to the top of the file.
    ///
    /// ```rack
    /// profile server {
    ///   gateway 10.1.1.1/24
    /// }
    /// ```
    ///
    /// Move the statement: `gateway` is said of a `vlan` or of the `fabric`. Often a closing brace is missing before it.
    MISPLACED = "R0103", "misplaced-statement", Error;

    /// A brace is never closed.
    ///
    /// The block that starts here has no end, so all that follows would belong to it.
    ///
    /// ```rack
    /// vlan web 110 {
    ///   vrf prod
    ///
    /// vlan db 120
    /// ```
    ///
    /// Write `}` behind the last statement of the block.
    UNCLOSED_BRACE = "R0104", "unclosed-brace", Error;

    /// A closing brace closes nothing.
    ///
    /// There is no block open here. Either this brace is too much, or the opening one is missing before it.
    ///
    /// ```rack
    /// vlan web 110
    ///   vrf prod
    /// }
    /// ```
    ///
    /// Write the opening brace, at the end of the statement's line: `vlan web 110 {`.
    STRAY_BRACE = "R0105", "stray-brace", Error;

    /// A text or a comment has no end.
    ///
    /// Text starts and ends with `"` on one line. A comment that starts with `/*` ends with `*/`.
    ///
    /// ```rack
    /// include "racks/*.rack
    /// ```
    ///
    /// Write the closing `"`; a `"` inside a text is written `\"`.
    UNTERMINATED = "R0106", "unterminated", Error;

    /// Braces are nested too deep.
    ///
    /// No statement needs more than a few levels; what has more than 64 is no program.
    ///
    /// Remove the braces.
    NESTED_TOO_DEEP = "R0107", "nested-too-deep", Error;

    /// A value is not valid.
    ///
    /// It has the shape of an address, a prefix, an ASN, a MAC address, a time, a rate, a share or a number, but is
    /// none.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.300.1/24 }
    /// ```
    ///
    /// The message says what is wrong; each number of an IPv4 address is at most 255.
    BAD_VALUE = "R0108", "bad-value", Error;

    /// A range of names or ports is not valid.
    ///
    /// Ranges run upwards, have at most nine digits, and a name with ranges stands for at most 20,000 names. Ports and
    /// lanes count from 1.
    ///
    /// ```rack
    /// rack r[40..01] of compute
    /// ```
    ///
    /// Write `r[01..40]`; the digits of the first number say how many digits the names get.
    BAD_RANGE = "R0109", "bad-range", Error;

    /// A text or raw line has characters in it that could do harm.
    ///
    /// Texts end up in the configurations of switches, and templates print them. Control characters, characters that
    /// cannot be seen or that turn the direction of writing, and the brackets of templates (`{{`, `{%`, `{#` and, in
    /// texts, their closing forms) could make a configuration say something else than what a reviewer sees.
    ///
    /// ```rack
    /// profile server { description "to {{ host }}" }
    /// ```
    ///
    /// Leave them out.
    UNSAFE_TEXT = "R0110", "unsafe-text", Error;

    /// A clause stands twice in one statement.
    ///
    /// One of the two would be ignored.
    ///
    /// ```rack
    /// attach web1 to pair port 1 as server as storage
    /// ```
    ///
    /// Keep the one that is meant.
    REPEATED = "R0111", "repeated-clause", Error;

    /// A name is a keyword where it would be used.
    ///
    /// Lists of names need no commas: they end at the next keyword. A VLAN called `native` would end each list of VLANs
    /// in a profile.
    ///
    /// ```rack
    /// vlan native 10
    /// ```
    ///
    /// Choose another name, such as `native-10`.
    RESERVED_NAME = "R0112", "reserved-name", Error;

    /// There are more syntax errors in this file than are shown.
    ///
    /// Only the first hundred are listed. Most likely the file is no `.rack` program.
    ///
    /// Mend the first ones and compile again.
    TOO_MANY_ERRORS = "R0113", "too-many-errors", Error;
}
