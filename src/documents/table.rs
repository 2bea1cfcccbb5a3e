//! The same rows as Markdown for people and as CSV for programs.

use std::fmt::Write as _;

use super::markdown;
use crate::render::OutputFile;

/// Most rows of a table in Markdown: beyond it nobody reads, and few programs show it.
pub(super) const MOST_ROWS: usize = 10_000;
/// Bytes of CSV that are set aside for each row which is expected. Memory that is not written to costs nothing.
const ROW: usize = 256;

/// A column: its name in CSV and its head in Markdown, where those without a head are left out.
pub(super) type Column = (&'static str, &'static str);

/// A document of rows.
pub(super) struct Table {
    columns: &'static [Column],
    markdown: String,
    /// How long the title and the sentences under it are, in bytes.
    opening: usize,
    rows: usize,
    /// Whether the head of a table stands above the next row.
    headed: bool,
    csv: Csv,
}

impl Table {
    /// An empty one for about so many rows under a title, with a few sentences in Markdown.
    pub(super) fn new(title: &str, text: &str, columns: &'static [Column], rows: usize) -> Self {
        let csv = Csv::new(columns.iter().map(|(name, _)| *name), rows);
        let markdown = format!("# {title}\n\n{text}\n");
        Self { columns, opening: markdown.len(), markdown, rows: 0, headed: false, csv }
    }

    /// Begins a part of its own. In CSV all rows are one table.
    pub(super) fn section(&mut self, title: &str) {
        if self.rows <= MOST_ROWS {
            _ = write!(self.markdown, "\n## {title}\n");
        }
        self.headed = false;
    }

    /// One row, from plain text.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        self.rows += 1;
        if self.rows <= MOST_ROWS {
            self.shown_row(cells);
        }
        self.csv.row(cells);
    }

    fn shown_row<T: AsRef<str>>(&mut self, cells: &[T]) {
        if !self.headed {
            self.markdown.push('\n');
            let heads = self.columns.iter().map(|(_, head)| *head);
            markdown::head(&mut self.markdown, heads.filter(|head| !head.is_empty()));
            self.headed = true;
        }
        let shown = self.columns.iter().zip(cells).filter(|((_, head), _)| !head.is_empty());
        let shown = shown.map(|(_, cell)| markdown::cell(cell.as_ref()));
        markdown::row(&mut self.markdown, shown);
    }

    /// The two files: `docs/NAME.md` and `docs/NAME.csv`. Of more than [`MOST_ROWS`] rows the first says only where they are.
    pub(super) fn files(mut self, name: &str) -> [OutputFile; 2] {
        if self.rows > MOST_ROWS {
            self.markdown.truncate(self.opening);
            self.markdown.push_str(&elsewhere(self.rows, name));
        }
        let path = format!("docs/{name}.md");
        [OutputFile { path, text: self.markdown }, self.csv.file(name)]
    }
}

/// Says where the rows are of a table that is too long for Markdown.
pub(super) fn elsewhere(rows: usize, name: &str) -> String {
    format!(
        "\nThe table has {rows} rows, too many for a page: [{name}.csv]({name}.csv) holds them.\n"
    )
}

/// Rows of CSV (RFC 4180), with line feeds.
pub(super) struct Csv(csv::Writer<Vec<u8>>);

impl Csv {
    /// With names of columns, for about so many rows.
    pub(super) fn new<'a>(columns: impl Iterator<Item = &'a str>, rows: usize) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::with_capacity(rows * ROW));
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
            Table::new("Things", "What there is.", &[("name", "Name"), ("what", "What")], 2);
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

    #[test]
    fn too_many_rows_stand_in_csv_alone() {
        let of = |rows: usize| {
            let mut table = Table::new("Things", "What there is.", &[("name", "Name")], rows);
            table.section("Some");
            (0..rows).for_each(|row| table.row(&[row.to_string()]));
            table.section("None");
            table.files("things").map(|file| file.text)
        };
        let [markdown, csv] = of(MOST_ROWS);
        assert_eq!(
            (markdown.lines().count(), csv.lines().count()),
            (MOST_ROWS + 10, MOST_ROWS + 1)
        );
        let [markdown, csv] = of(MOST_ROWS + 1);
        assert_eq!(
            markdown,
            "# Things\n\nWhat there is.\n\nThe table has 10001 rows, too many for a page: [things.csv](things.csv) holds them.\n"
        );
        assert_eq!(csv.lines().count(), MOST_ROWS + 2);
    }
}
