//! CSV with places: each row a map from the column's name to the cell.

use std::ops::Range;

use super::input::Input;
use super::json::Wrong;
use super::node::{Node, Value};

/// What stands between cells; the first that the header has most of.
const DELIMITERS: [u8; 4] = *b",;|\t";
/// Words for an empty cell.
const NOTHING: [&str; 5] = ["", "NoObject", "NULL", "—", "None"];

/// The rows of a CSV text.
///
/// # Errors
/// It is none.
pub fn read(input: &Input) -> Result<Vec<Node>, Wrong> {
    let delimiter = delimiter(&input.text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(input.text.as_bytes());
    let mut columns: Option<Vec<Vec<String>>> = None;
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| wrong(&error))? {
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let end = usize::try_from(reader.position().byte()).unwrap_or(input.text.len());
        let Some(columns) = &columns else {
            columns = Some(record.iter().map(column).collect());
            continue;
        };
        let places = cells(input.text.get(start..end).unwrap_or_default(), delimiter);
        let whole = input.span(start..end.max(start));
        let mut row = Node::map_of(whole);
        for (at, (column, cell)) in columns.iter().zip(&record).enumerate() {
            let place = places
                .get(at)
                .map_or(whole, |range| input.span(start + range.start..start + range.end));
            if at == 0 {
                row.span = place;
            }
            if !NOTHING.contains(&cell.trim()) {
                let path: Vec<&str> = column.iter().map(String::as_str).collect();
                row.put(&path, place, Node::text_of(place, cell));
            }
        }
        if !row.entries().is_empty() {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The column names of a CSV text as paths of keys: `Device Type` is `device_type`, `role__name` is `name` in `role`.
pub fn header(input: &Input) -> Vec<String> {
    let delimiter = char::from(delimiter(&input.text));
    let first = input.text.lines().next().unwrap_or_default();
    first.split(delimiter).map(|name| column(name.trim_matches('"')).join(".")).collect()
}

fn column(name: &str) -> Vec<String> {
    let part = |part: &str| {
        let word = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        part.trim().chars().map(word).collect::<String>()
    };
    name.split("__").map(part).filter(|part| !part.is_empty()).collect()
}

fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| header.matches(char::from(*delimiter)).count();
    let most = DELIMITERS.iter().map(count).max().unwrap_or(0);
    DELIMITERS.into_iter().find(|delimiter| count(delimiter) == most).unwrap_or(b',')
}

/// Where the cells of a row stand, without their quotes.
fn cells(row: &str, delimiter: u8) -> Vec<Range<usize>> {
    let (mut cells, mut start, mut quoted) = (Vec::new(), 0, false);
    let row = row.trim_end_matches(['\r', '\n']);
    let bare = |start: usize, end: usize| {
        let text = row.get(start..end).unwrap_or_default();
        let cut = usize::from(text.len() >= 2 && text.starts_with('"') && text.ends_with('"'));
        start + cut..end - cut
    };
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            byte if byte == delimiter && !quoted => {
                cells.push(bare(start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    cells.push(bare(start, row.len()));
    cells
}

fn wrong(error: &csv::Error) -> Wrong {
    let at = error.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
    Wrong { why: error.to_string(), at }
}

impl Node {
    /// A cell that holds a list: its parts between commas.
    pub fn parts(&self) -> Vec<&str> {
        match &self.value {
            Value::Text(text) => {
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
            }
            _ => Vec::new(),
        }
    }
}
