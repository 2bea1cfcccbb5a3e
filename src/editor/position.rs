//! Bytes of a text as lines and UTF-16 units, which is how editors count.

/// The lines of a text.
#[derive(Debug)]
pub struct Positions<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Positions<'t> {
    /// The lines of `text`.
    pub fn of(text: &'t str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Line and UTF-16 unit of a byte, both counted from 0.
    pub fn position(&self, byte: usize) -> (u32, u32) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..byte).unwrap_or_default();
        (number(line), number(before.encode_utf16().count()))
    }

    /// The byte at a line and UTF-16 unit; the end of the line or of the text when they are behind it.
    pub fn byte(&self, line: u32, unit: u32) -> usize {
        let Some(start) = self.starts.get(line as usize).copied() else {
            return self.text.len();
        };
        let rest = self.text.get(start..).unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        let rest = rest.strip_suffix('\r').unwrap_or(rest);
        let mut units = 0;
        for (at, c) in rest.char_indices() {
            if units >= unit as usize {
                return start + at;
            }
            units += c.len_utf16();
        }
        start + rest.len()
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn units_are_those_of_utf_16() {
        let lines = Positions::of("aé𝄞b\nc");
        assert_eq!(lines.position(7), (0, 4));
        assert_eq!(lines.byte(0, 4), 7);
        assert_eq!(lines.position(9), (1, 0));
        assert_eq!((lines.byte(1, 0), lines.byte(1, 9), lines.byte(7, 0)), (9, 10, 10));
        assert_eq!(lines.byte(0, 99), 8);
    }
}
