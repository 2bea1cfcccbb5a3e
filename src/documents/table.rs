//! The same rows as Markdown for people and as CSV for programs.

use std::fmt::Write as _;

use super::markdown;
use crate::render::OutputFile;

/// A column: its name in CSV and its head in Markdown, where those without a head are left out.
pub(super) type Column = (&'static str, &'static str);

/// A document of rows.
pub(super) struct Table {
    columns: &'static [Column],
    markdown: String,
    /// Whether the head of a table stands above the next row.
    headed: bool,
    csv: Csv,
}

impl Table {
    /// An empty one under a title, with a few sentences in Markdown.
    pub(super) fn new(title: &str, text: &str, columns: &'static [Column]) -> Self {
        let csv = Csv::new(columns.iter().map(|(name, _)| *name));
        Self { columns, markdown: format!("# {title}\n\n{text}\n"), headed: false, csv }
    }

    /// Begins a part of its own. In CSV all rows are one table.
    pub(super) fn section(&mut self, title: &str) {
        _ = write!(self.markdown, "\n## {title}\n");
        self.headed = false;
    }

    /// One row, from plain text.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        if !self.headed {
            self.markdown.push('\n');
            let heads = self.columns.iter().map(|(_, head)| *head);
            markdown::head(&mut self.markdown, heads.filter(|head| !head.is_empty()));
            self.headed = true;
        }
        let shown = self.columns.iter().zip(cells).filter(|((_, head), _)| !head.is_empty());
        let shown = shown.map(|(_, cell)| markdown::cell(cell.as_ref()));
        markdown::row(&mut self.markdown, shown);
        self.csv.row(cells);
    }

    /// The two files: `docs/NAME.md` and `docs/NAME.csv`.
    pub(super) fn files(self, name: &str) -> [OutputFile; 2] {
        let path = format!("docs/{name}.md");
        [OutputFile { path, text: self.markdown }, self.csv.file(name)]
    }
}

/// Rows of CSV (RFC 4180), with line feeds.
pub(super) struct Csv(csv::Writer<Vec<u8>>);

impl Csv {
    pub(super) fn new<'a>(columns: impl Iterator<Item = &'a str>) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Memory takes everything.
        _ = writer.write_record(columns);
        Self(writer)
    }

    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for cell in cells {
            let cell = cell.as_ref();
            // What begins so is a formula to a spreadsheet; an apostrophe makes it text.
            let written = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                self.0.write_field(format!("'{cell}"))
            } else {
                self.0.write_field(cell)
            };
            _ = written;
        }
        _ = self.0.write_record(None::<&[u8]>);
    }

    pub(super) fn file(self, name: &str) -> OutputFile {
        let bytes = self.0.into_inner().unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        OutputFile { path: format!("docs/{name}.csv"), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_say_the_same() {
        let mut table =
            Table::new("Things", "What there is.", &[("name", "Name"), ("what", "What")]);
        table.section("Some");
        table.row(&["a|b", "=1+1"]);
        table.row(&["\"c\"", "d, e"]);
        let [markdown, csv] = table.files("things");
        assert_eq!(
            markdown.text,
            "# Things\n\nWhat there is.\n\n## Some\n\n| Name | What |\n|---|---|\n| a\\|b | =1+1 |\n| \"c\" | d, e |\n"
        );
        assert_eq!(csv.text, "name,what\na|b,'=1+1\n\"\"\"c\"\"\",\"d, e\"\n");
        assert_eq!(
            (markdown.path.as_str(), csv.path.as_str()),
            ("docs/things.md", "docs/things.csv")
        );
    }
}
