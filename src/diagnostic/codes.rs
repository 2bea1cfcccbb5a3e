//! Messages about messages.

use super::declare_codes;

declare_codes! {
    /// One rule has more to say than anybody reads.
    ///
    /// Of each code 10,000 messages are kept; the rest are counted. Usually one mistake causes them all: a range, or
    /// a file that was included under the wrong name.
    ///
    /// ```console
    /// $ rackc check generated.rack
    /// ```
    ///
    /// Mend the first few, and check again.
    TOO_MANY_MESSAGES = "R0011", "too-many-messages", Note;
}
