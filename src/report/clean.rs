//! Text of unknown origin made fit for a terminal.

use std::borrow::Cow;

/// Replaces characters that would steer the terminal, byte for byte, so that offsets stay true.
/// Line ends and tabs are kept.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The same on one line.
pub fn clean_line(text: &str) -> String {
    clean(text).replace(['\n', '\r', '\t'], " ")
}

/// Control characters, those that turn the direction of writing, those that nobody sees, and line ends that only
/// some programs take for line ends.
fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hides =
        matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    let ends = matches!(c, '\u{2028}' | '\u{2029}');
    turns || hides || ends || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_replaced_without_moving_anything() {
        assert_eq!(clean("a\u{1b}[31mb\tc\n"), "a?[31mb\tc\n");
        assert_eq!(clean("\u{202e}x").len(), 4);
        assert_eq!(clean_line("a\nb"), "a b");
    }
}
