//! Cells of neighbouring lines, put under each other.

use crate::syntax::grammar::Rule;

/// One line of a run, as far as columns go.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The cells of the line, each with what it has in common with those under which it may stand.
    pub cells: Vec<(Rule, String)>,
    /// Blanks before each cell.
    pub gaps: Vec<usize>,
}

impl Row {
    /// Adds a cell behind so many blanks.
    pub fn push(&mut self, rule: Rule, text: String, gap: usize) {
        self.cells.push((rule, text));
        self.gaps.push(gap);
    }

    /// The line without columns.
    pub fn plain(&self) -> String {
        self.padded(&vec![0; self.cells.len()])
    }

    fn padded(&self, padding: &[usize]) -> String {
        let mut line = String::new();
        let mut owed = 0;
        for (at, (_, text)) in self.cells.iter().enumerate() {
            if at > 0 {
                let gap = owed + self.gaps.get(at).copied().unwrap_or(1);
                line.extend(std::iter::repeat_n(' ', gap));
            }
            line.push_str(text);
            owed = padding.get(at).copied().unwrap_or_default();
        }
        line
    }
}

/// The lines of a run, each cell under its likes; `one_keyword` says that the first cells always are.
pub(super) fn align(rows: &[Row], one_keyword: bool, width: usize) -> Vec<String> {
    let mut padding: Vec<Vec<usize>> = rows.iter().map(|row| vec![0; row.cells.len()]).collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    if one_keyword {
        // Keywords without a value stand in nobody's way.
        let valued: Vec<usize> =
            all.iter().copied().filter(|at| rows[*at].cells.len() > 1).collect();
        pad(rows, &mut padding, &valued, 0);
    }
    split(rows, &all, 0, &mut |group, column| {
        if column > 0 || !one_keyword {
            pad(rows, &mut padding, group, column);
        }
    });
    let lines: Vec<String> =
        rows.iter().zip(&padding).map(|(row, padding)| row.padded(padding)).collect();
    let too_wide = |(line, row): (&String, &Row)| {
        line.chars().count() > width && row.plain().chars().count() <= width
    };
    if lines.iter().zip(rows).any(too_wide) {
        return rows.iter().map(Row::plain).collect();
    }
    lines
}

/// Finds neighbours whose cells are alike up to `column` and that have another one behind it.
fn split(rows: &[Row], group: &[usize], column: usize, found: &mut impl FnMut(&[usize], usize)) {
    let rule = |row: usize| {
        let cells = &rows[row].cells;
        cells.get(column + 1).and(cells.get(column)).map(|(rule, _)| *rule)
    };
    for like in group.chunk_by(|one, other| rule(*one) == rule(*other)) {
        if like.first().and_then(|row| rule(*row)).is_some() {
            found(like, column);
            split(rows, like, column + 1, found);
        }
    }
}

fn pad(rows: &[Row], padding: &mut [Vec<usize>], group: &[usize], column: usize) {
    let width =
        |row: usize| rows[row].cells.get(column).map_or(0, |(_, text)| text.chars().count());
    let widest = group.iter().map(|row| width(*row)).max().unwrap_or_default();
    for row in group {
        if let Some(padding) = padding[*row].get_mut(column) {
            *padding = widest - width(*row);
        }
    }
}
