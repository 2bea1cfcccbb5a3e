//! Text in Markdown tables.

use std::borrow::Cow;

/// Text as a cell of a table: what it holds is shown as it is, and neither ends the cell nor begins anything.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let plain =
        |c: u8| c.is_ascii_alphanumeric() || matches!(c, b' ' | b'-' | b'/' | b'.' | b':' | b',');
    if text.bytes().all(plain) { Cow::Borrowed(text) } else { Cow::Owned(escaped(text)) }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Brackets by themselves are no link, and underscores within words no emphasis: ranges and variables stay legible.
    let link = text.contains("](") || text.contains("][") || text.contains("]:");
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = before.is_alphanumeric() && rest.peek().is_some_and(|c| c.is_alphanumeric());
        before = c;
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if inside => out.push(c),
            '[' | ']' if !link => out.push(c),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if hides(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// One row of a table, from cells that are Markdown.
pub(super) fn row<T: AsRef<str>>(out: &mut String, cells: impl IntoIterator<Item = T>) {
    out.push('|');
    for cell in cells {
        let cell = cell.as_ref();
        out.push(' ');
        out.push_str(cell);
        if !cell.is_empty() {
            out.push(' ');
        }
        out.push('|');
    }
    out.push('\n');
}

/// The head of a table.
pub(super) fn head<T: AsRef<str>>(out: &mut String, columns: impl IntoIterator<Item = T> + Clone) {
    let count = columns.clone().into_iter().count();
    row(out, columns);
    out.push('|');
    out.push_str(&"---|".repeat(count));
    out.push('\n');
}

/// Whether a character would break the line or turn the text around it.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_cell() {
        assert_eq!(cell("a|b\nc\\|"), "a\\|b c\\\\\\|");
        assert_eq!(
            cell("<b>&[x](y) `z` *e* $m$"),
            "&lt;b&gt;&amp;\\[x\\](y) \\`z\\` \\*e\\* \\$m\\$"
        );
        assert_eq!(cell("r[01..04] _a_ rackc_secret_x"), "r[01..04] \\_a\\_ rackc_secret_x");
    }

    #[test]
    fn rows_have_as_many_bars_as_cells_and_one() {
        let mut out = String::new();
        head(&mut out, ["A", "B"]);
        row(&mut out, ["", &cell("x|y")]);
        assert_eq!(out, "| A | B |\n|---|---|\n| | x\\|y |\n");
    }
}
