//! Marks in printed text: private characters that say which element of the model was printed.
//!
//! A number is written in digits of 15 bits, U+F0000 and up; the last digit is from U+F8000 up. The model's own
//! characters of that plane are preceded by U+10FFFD.

const DIGITS: u32 = 0x000F_0000;
const LAST: u32 = 0x000F_8000;
const BITS: usize = 15;
const ESCAPE: char = '\u{10FFFD}';

/// One element that a line prints, or that it stands there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The element's number.
    pub(super) element: usize,
    /// Its text is printed; else it was only looked at.
    pub(super) printed: bool,
}

impl Mark {
    /// The characters that stand for it.
    pub(super) fn text(self) -> String {
        let number = self.element * 2 + usize::from(self.printed);
        let digit = |base: u32, shift: usize| {
            let value = u32::try_from((number >> shift) & ((1 << BITS) - 1)).unwrap_or_default();
            char::from_u32(base + value)
        };
        let higher = (1..4).rev().filter(|place| number >> (place * BITS) > 0);
        let higher = higher.filter_map(|place| digit(DIGITS, place * BITS));
        higher.chain(digit(LAST, 0)).collect()
    }
}

fn is_digit(char: char) -> bool {
    (DIGITS..0x0010_0000).contains(&u32::from(char))
}

/// Text of the model, so that none of it is taken for a mark.
pub(super) fn escape(text: &str) -> String {
    let special = |char: char| is_digit(char) || char == ESCAPE;
    if !text.contains(special) {
        return text.to_owned();
    }
    text.chars()
        .flat_map(|char| special(char).then_some(ESCAPE).into_iter().chain([char]))
        .collect()
}

/// The text without its marks, and the marks of each line.
pub(super) fn read(marked: &str) -> (String, Vec<Vec<Mark>>) {
    let mut text = String::with_capacity(marked.len());
    let mut lines = vec![Vec::new()];
    let mut number = 0_usize;
    let mut chars = marked.chars();
    while let Some(char) = chars.next() {
        let code = u32::from(char);
        if char == ESCAPE {
            text.extend(chars.next());
        } else if is_digit(char) {
            let last = code >= LAST;
            let digit = code - if last { LAST } else { DIGITS };
            number = (number << BITS) | usize::try_from(digit).unwrap_or_default();
            if last {
                let mark = Mark { element: number / 2, printed: number % 2 == 1 };
                number = 0;
                if let Some(line) = lines.last_mut().filter(|line| !line.contains(&mark)) {
                    line.push(mark);
                }
            }
        } else {
            text.push(char);
            if char == '\n' {
                lines.push(Vec::new());
            }
        }
    }
    if text.is_empty() || text.ends_with('\n') {
        lines.pop();
    }
    (text, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_written() {
        let marks = [0, 1, 16_383, 16_384, 70_000, 2_000_000_000]
            .map(|element| Mark { element, printed: element % 2 == 0 });
        let marked: Vec<String> = marks.iter().map(|mark| format!("x{}\n", mark.text())).collect();
        let (text, lines) = read(&marked.concat());
        assert_eq!(text, "x\n".repeat(marks.len()));
        assert_eq!(lines.concat(), marks);
    }

    #[test]
    fn private_characters_of_the_program_are_text() {
        let own = "a\u{F0001}b\u{F8000}\u{10FFFD}c";
        let (text, lines) =
            read(&format!("{}{}", escape(own), Mark { element: 7, printed: true }.text()));
        assert_eq!(text, own);
        assert_eq!(lines, [[Mark { element: 7, printed: true }]]);
    }
}
