//! Lines that say nothing of their own, and the block that they belong to.

use super::Line;
use crate::source::Origin;

/// Lines without a statement of their own get those of the line that begins their block; a line that ends a block gets
/// those of the one that began it.
pub(super) fn settled(text: &str, origins: &[Vec<Origin>]) -> Vec<Line> {
    // The last line of each indentation that is open: its indentation and position.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let texts: Vec<&str> = text.lines().collect();
    for (at, line) in texts.iter().copied().enumerate() {
        let mut own = origins.get(at).cloned().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        // A separator comes from what stands after it.
        let before = at.checked_sub(1).filter(|before| !says_something(texts[*before]));
        if own.is_empty()
            && let Some(before) = before.and_then(|before| origins.get(before))
        {
            own.clone_from(before);
        }
        let inside = open.last().is_some_and(|(deepest, _)| *deepest > indent);
        let closes = inside && ends_block(line);
        while open
            .last()
            .is_some_and(|(deeper, _)| *deeper > indent || (*deeper == indent && !closes))
        {
            open.pop();
        }
        let block = open.last().map(|(_, head)| *head);
        lines.push(match block {
            Some(head) if own.is_empty() && !line.trim().is_empty() => {
                let first = lines.get(head).and_then(|head: &Line| head.block).unwrap_or(head);
                let origins = lines.get(head).map(|head| head.origins.clone()).unwrap_or_default();
                Line { block: (!origins.is_empty()).then_some(first), origins }
            }
            _ => Line { origins: own, block: None },
        });
        if !line.trim().is_empty() && !closes {
            open.push((indent, at));
        }
    }
    lines
}

/// Whether a line only ends what stands before it.
fn ends_block(line: &str) -> bool {
    let line = line.trim();
    !says_something(line) || line.starts_with("exit") || line.starts_with("end")
}

fn says_something(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};

    #[test]
    fn a_line_belongs_to_the_block_in_which_it_stands() {
        let mut sources = Sources::default();
        let file = sources.add("main.rack", "vlan");
        let origin = Origin::from(Span { file, start: 0, end: 4 });
        let text = "a {\n  b {\n    c;\n  }\n}\nfixed\n";
        let own = [vec![origin], vec![], vec![], vec![], vec![], vec![]];
        let lines = settled(text, &own);
        let blocks: Vec<Option<usize>> = lines.iter().map(|line| line.block).collect();
        assert_eq!(blocks, [None, Some(0), Some(0), Some(0), Some(0), None]);
        assert!(lines[5].origins.is_empty());
    }
}
