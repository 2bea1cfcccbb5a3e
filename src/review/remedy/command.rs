//! Commands with the blocks in which they are given.

/// A command within blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// The headers of the blocks.
    pub(super) path: Vec<String>,
    pub(super) text: String,
}

/// Commands as lines: blocks are entered and left where that is needed.
pub(super) fn lines(commands: &[Command], exit: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: Vec<&String> = Vec::new();
    for command in commands {
        let same = open.iter().zip(&command.path).take_while(|(a, b)| **a == *b).count();
        while open.len() > same {
            lines.extend(exit.map(|exit| format!("{}{exit}", "  ".repeat(open.len()))));
            open.pop();
        }
        for header in command.path.iter().skip(same) {
            let line = format!("{}{header}", "  ".repeat(open.len()));
            // A command that opens a block is in it already.
            if lines.last() != Some(&line) {
                lines.push(line);
            }
            open.push(header);
        }
        let indent = "  ".repeat(open.len());
        // The lines of a text stand as they are.
        let mut text = command.text.lines();
        lines.extend(text.next().map(|line| format!("{indent}{line}")));
        lines.extend(text.map(str::to_owned));
    }
    while !open.is_empty() {
        lines.extend(exit.map(|exit| format!("{}{exit}", "  ".repeat(open.len()))));
        open.pop();
    }
    lines
}
