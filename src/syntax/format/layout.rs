//! Blocks and statements as lines.

use super::columns::{Row, align};
use super::document::{Block, Cell, Line, Statement};
use super::{STEP, WIDTH};
use crate::syntax::grammar::Rule;

/// Prints a file.
pub(super) fn print(file: &Block<'_>) -> String {
    let mut printer = Printer { lines: Vec::new() };
    printer.block(file, Rule::file, 0);
    let mut text = printer.lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

struct Printer {
    lines: Vec<String>,
}

impl Printer {
    fn block(&mut self, block: &Block<'_>, parent: Rule, indent: usize) {
        let mut run: Vec<&Statement<'_>> = Vec::new();
        for line in &block.lines {
            match line {
                Line::Statement(statement) => {
                    run.push(statement);
                    // A run ends behind what goes over several lines.
                    if is_tall(statement, indent) {
                        self.run(&std::mem::take(&mut run), parent, indent);
                    }
                }
                Line::Blank => {
                    self.run(&std::mem::take(&mut run), parent, indent);
                    self.lines.push(String::new());
                }
                Line::Comment(text) => {
                    self.run(&std::mem::take(&mut run), parent, indent);
                    self.comment(text, indent);
                }
            }
        }
        self.run(&run, parent, indent);
    }

    /// A comment on lines of its own; those behind its first stay as they are.
    fn comment(&mut self, text: &str, indent: usize) {
        let mut lines = text.lines().map(str::trim_end);
        let first = lines.next().unwrap_or_default();
        self.lines.push(format!("{}{first}", " ".repeat(indent)));
        self.lines.extend(lines.map(str::to_owned));
    }

    /// Statements on lines one under the other.
    fn run(&mut self, run: &[&Statement<'_>], parent: Rule, indent: usize) {
        let rows: Vec<Row> = run.iter().map(|statement| row(statement, indent)).collect();
        // In a file or a rack, statements differ too much to share a column for what they say.
        let places = matches!(parent, Rule::file | Rule::tier | Rule::rack_type | Rule::rack);
        let lines = align(&rows, !places, WIDTH - indent);
        let comments: Vec<_> = run.iter().map(|statement| comment_of(statement, indent)).collect();
        for ((statement, line), comment) in run.iter().zip(&lines).zip(beside(&lines, &comments)) {
            self.statement(statement, line, &comment, indent);
        }
    }

    fn statement(&mut self, statement: &Statement<'_>, line: &str, comment: &str, indent: usize) {
        let mut line = format!("{}{line}", " ".repeat(indent));
        if is_broken(statement, indent) {
            let mut lines = fill(&statement.cells, &line);
            line = lines.pop().unwrap_or_default();
            self.lines.append(&mut lines);
            if statement.block.is_some() {
                line.push_str(" {");
            }
            line.push_str(
                &comment_of(statement, indent).map(|text| format!("  {text}")).unwrap_or_default(),
            );
        } else {
            line.push_str(comment);
        }
        self.lines.push(line);
        if let Some(block) = tall_block(statement, indent) {
            self.block(block, statement.rule, indent + STEP);
            let end = statement.comment.map(|text| format!("  {text}")).unwrap_or_default();
            self.lines.push(format!("{}}}{end}", " ".repeat(indent)));
        }
    }
}

/// The first line of a statement, or what there is of it before a list that goes over several lines.
fn row(statement: &Statement<'_>, indent: usize) -> Row {
    let mut row = Row { cells: Vec::new(), gaps: Vec::new() };
    if is_broken(statement, indent) {
        let keyword = statement.cells.first().map(|cell| cell.words.join(" "));
        row.push(statement.rule, keyword.unwrap_or_default(), 0);
        row.push(Rule::EOI, String::new(), 1);
        return row;
    }
    for cell in &statement.cells {
        row.push(cell.rule, cell.words.join(" "), 1);
    }
    match &statement.block {
        Some(_) if tall_block(statement, indent).is_some() => {
            row.push(Rule::EOI, "{".to_owned(), 1);
        }
        Some(block) => inline_block(block, &mut row),
        None => {}
    }
    row
}

fn inline_block(block: &Block<'_>, row: &mut Row) {
    let statements = block.lines.iter().filter_map(|line| match line {
        Line::Statement(statement) => Some(statement),
        _ => None,
    });
    row.push(Rule::EOI, "{".to_owned(), 1);
    let mut gap = 1;
    for statement in statements {
        row.push(statement.rule, inline(statement).unwrap_or_default(), gap);
        gap = if statement.semicolon { 1 } else { 2 };
    }
    if let Some((_, last)) = row.cells.last_mut() {
        last.push_str(if last == "{" { "}" } else { " }" });
    }
}

/// The statement on one line; nothing when it must have several.
fn inline(statement: &Statement<'_>) -> Option<String> {
    let mut row = Row { cells: Vec::new(), gaps: Vec::new() };
    for cell in &statement.cells {
        let broken = !cell.breaks.is_empty() || cell.words.iter().any(|word| word.contains('\n'));
        (!broken).then_some(())?;
        row.push(cell.rule, cell.words.join(" "), 1);
    }
    if let Some(block) = &statement.block {
        let fits = |line: &Line<'_>| match line {
            Line::Statement(inner) => inner.comment.is_none() && inline(inner).is_some(),
            _ => false,
        };
        (!block.tall && block.lines.iter().all(fits)).then_some(())?;
        inline_block(block, &mut row);
    }
    let end = if statement.semicolon { ";" } else { "" };
    Some(row.plain() + end)
}

/// The block of a statement, if it goes over several lines.
fn tall_block<'s, 't>(statement: &'s Statement<'t>, indent: usize) -> Option<&'s Block<'t>> {
    let fits = |line: String| indent + line.chars().count() <= WIDTH;
    let inline = !is_broken(statement, indent) && inline(statement).is_some_and(fits);
    statement.block.as_ref().filter(|_| !inline)
}

/// Whether lists of the statement go over several lines.
fn is_broken(statement: &Statement<'_>, indent: usize) -> bool {
    let words = || statement.cells.iter().flat_map(|cell| &cell.words);
    let width: usize = words().map(|word| word.chars().count() + 1).sum();
    let lists = words().any(|word| word.ends_with(','));
    statement.cells.iter().any(|cell| !cell.breaks.is_empty())
        || words().any(|word| word.contains('\n'))
        || (lists && indent + width > WIDTH)
}

fn is_tall(statement: &Statement<'_>, indent: usize) -> bool {
    is_broken(statement, indent) || tall_block(statement, indent).is_some()
}

/// The cells behind the first, from the end of `line` on, broken where they were and where a line would be too long.
fn fill(cells: &[Cell], line: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = line.to_owned();
    let mut breaking = false;
    let mut start = line.chars().count();
    for cell in cells.iter().skip(1) {
        if !breaking {
            start = line.chars().count();
        }
        let lead = cell.words.first().filter(|_| cell.led);
        let hang = start + lead.map_or(0, |word| word.chars().count() + 1);
        for (at, word) in cell.words.iter().enumerate() {
            let after_comma = line.trim_end().ends_with(',');
            let too_long = line.chars().count() + word.chars().count() > WIDTH;
            if breaking || (after_comma && too_long) {
                let column = if at == 0 { start } else { hang };
                lines.push(line.trim_end().to_owned());
                line = " ".repeat(column);
            }
            line.push_str(word);
            line.push(' ');
            breaking = cell.breaks.contains(&at);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The comment that stands on the statement's first line.
fn comment_of<'t>(statement: &Statement<'t>, indent: usize) -> Option<&'t str> {
    match tall_block(statement, indent) {
        Some(block) => block.comment,
        None => statement.comment,
    }
}

/// What is written behind each line, neighbouring comments one under the other.
fn beside(lines: &[String], comments: &[Option<&str>]) -> Vec<String> {
    let width = |line: &String| line.chars().count();
    let mut beside = Vec::new();
    let both: Vec<_> = lines.iter().zip(comments).collect();
    for group in both.chunk_by(|one, other| one.1.is_some() == other.1.is_some()) {
        let widest = group.iter().map(|(line, _)| width(line)).max().unwrap_or_default();
        beside.extend(group.iter().map(|(line, comment)| match comment {
            Some(text) => format!("{}{text}", " ".repeat(widest - width(line) + 2)),
            None => String::new(),
        }));
    }
    beside
}
