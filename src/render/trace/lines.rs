//! Templates that say where each of their lines ends.

/// The variable that stands at the end of a line.
pub(super) const LINE_END: &str = "rackc_line_end";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    Text,
    Expression,
    Block,
    Comment,
}

/// The template with [`LINE_END`] printed before every newline that it prints itself after some text.
pub(super) fn with_line_ends(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + template.len() / 4);
    let mut place = In::Text;
    // Something stands on this line that is printed.
    let mut printed = false;
    // The newline after a block or a comment is not printed.
    let mut trimmed = false;
    let mut braces;
    let mut rest = template;
    while let Some(char) = rest.chars().next() {
        let start = rest;
        let step = match (place, rest.get(..2)) {
            (In::Text, Some("{{")) => Some(In::Expression),
            (In::Text, Some("{%")) => Some(In::Block),
            (In::Text, Some("{#")) => Some(In::Comment),
            (In::Expression, Some("}}")) | (In::Block, Some("%}")) | (In::Comment, Some("#}")) => {
                Some(In::Text)
            }
            _ => None,
        };
        if place == In::Text
            && let Some(length) = raw(rest)
        {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            (printed, trimmed) = (true, true);
            continue;
        }
        if let Some(next) = step {
            printed |= next == In::Expression;
            trimmed = next == In::Text && place != In::Expression;
            place = next;
            rest = &rest[2..];
            out.push_str(&start[..2]);
            continue;
        }
        rest = &rest[char.len_utf8()..];
        if char == '\n' && place == In::Text {
            if printed && !trimmed {
                // A brace at the line's end must not become part of the expression.
                braces = out.len() - out.trim_end_matches('{').len();
                out.truncate(out.len() - braces);
                out.push_str("{{ ");
                out.push_str(LINE_END);
                out.push_str(" }}");
                out.extend(std::iter::repeat_n('{', braces));
            }
            (printed, trimmed) = (false, false);
        } else if place == In::Text {
            printed |= !char.is_whitespace();
            trimmed = false;
        }
        out.push(char);
    }
    out
}

/// The length of a stretch that is printed as it stands, from the block that says so to the one that ends it.
fn raw(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("{%")?.trim_start_matches(['-', '+']).trim_start();
    inner.strip_prefix("raw")?.trim_start_matches(['-', '+', ' ']).strip_prefix("%}")?;
    let end = rest.find("endraw")?;
    rest.get(end..)?.find("%}").map(|close| end + close + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_newlines_that_are_printed_after_text_count() {
        let end = format!("{{{{ {LINE_END} }}}}");
        let cases = [
            ("a {{ b }}\n\nc\n", format!("a {{{{ b }}}}{end}\n\nc{end}\n")),
            ("{% if x %}\n a\n{% endif %}\n", format!("{{% if x %}}\n a{end}\n{{% endif %}}\n")),
            (
                "{# one\ntwo #}\nx {% if y %}z{% endif %}\n",
                "{# one\ntwo #}\nx {% if y %}z{% endif %}\n".to_owned(),
            ),
            ("f() {\n", format!("f() {end}{{\n")),
            ("{% raw %}\na {{\n{% endraw %}\n", "{% raw %}\na {{\n{% endraw %}\n".to_owned()),
            ("{{ a\n}}\n", format!("{{{{ a\n}}}}{end}\n")),
        ];
        for (template, expected) in cases {
            assert_eq!(with_line_ends(template), expected);
        }
    }
}
