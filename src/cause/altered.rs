//! Which words of a program are other ones in another program.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::Utf8Path;
use similar::{ChangeTag, DiffTag, TextDiff};

use crate::source::{FileId, Sources, Span};

/// Words of a program, by file, that another one does not have there.
#[derive(Debug, Default)]
pub struct Altered {
    words: BTreeMap<FileId, Vec<Range<usize>>>,
}

impl Altered {
    /// What of a program is not in another; each with the folder in which it lies, from which files are named.
    pub fn between(program: (&Sources, &Utf8Path), other: (&Sources, &Utf8Path)) -> Self {
        let others: BTreeMap<String, FileId> =
            other.0.ids().map(|file| (name(other.0, file, other.1), file)).collect();
        let mut words = BTreeMap::new();
        for file in program.0.ids() {
            let text = &*program.0.file(file).text;
            let before = others.get(&name(program.0, file, program.1));
            let before = before.map_or("", |id| &*other.0.file(*id).text);
            if text != before {
                words.insert(file, altered(before, text));
            }
        }
        Self { words }
    }

    /// Those within a stretch of a file.
    pub fn within(
        &self,
        file: FileId,
        stretch: &Range<usize>,
    ) -> impl Iterator<Item = &Range<usize>> {
        let all = self.words.get(&file).map(Vec::as_slice).unwrap_or_default();
        let (start, end) = (stretch.start, stretch.end);
        all.iter().filter(move |word| word.start < end && start < word.end)
    }
}

/// A file as seen from the program's folder.
pub fn name(sources: &Sources, file: FileId, folder: &Utf8Path) -> String {
    let place = sources.place(Span { file, start: 0, end: 0 }, folder);
    place.rsplit_once(':').map_or(place.clone(), |(file, _)| file.to_owned())
}

/// The words of a text that another does not have where it has the rest of its lines.
fn altered(before: &str, text: &str) -> Vec<Range<usize>> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        }))
        .collect();
    let lines = |text: &'_ str, range: Range<usize>| -> String {
        text.split_inclusive('\n').skip(range.start).take(range.len()).collect()
    };
    let diff = TextDiff::from_lines(before, text);
    let mut words = Vec::new();
    for op in diff.ops() {
        let here = op.new_range();
        if !matches!(op.tag(), DiffTag::Insert | DiffTag::Replace) {
            continue;
        }
        let (was, is) = (lines(before, op.old_range()), lines(text, here.clone()));
        let mut at = starts.get(here.start).copied().unwrap_or_default();
        for change in TextDiff::from_words(was.as_str(), is.as_str()).iter_all_changes() {
            if change.tag() == ChangeTag::Delete {
                continue;
            }
            let word = change.value();
            if change.tag() == ChangeTag::Insert && word.chars().any(char::is_alphanumeric) {
                words.push(at..at + word.len());
            }
            at += word.len();
        }
    }
    words.retain(|word| !is_comment(text, word.start));
    words
}

/// Whether a place stands behind `//` in its line.
fn is_comment(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_the_other_program_lacks_are_altered() {
        let program = |text: &str, folder: &str| {
            let mut sources = Sources::default();
            let id = sources.add(format!("{folder}/main.rack"), text);
            (sources, id)
        };
        let (old, was) = program("vlan a 1\nvlan b 2 { mtu 9000 }\n", "old");
        let (new, is) = program("// vlan c\nvlan a 1\nvlan b 3 { mtu 9000 } // same\n", "new");
        let words = |altered: &Altered, sources: &Sources, file: FileId| -> Vec<String> {
            let text = &sources.file(file).text;
            altered
                .within(file, &(0..text.len()))
                .map(|word| text[word.clone()].to_owned())
                .collect()
        };
        let between = Altered::between((&new, "new".into()), (&old, "old".into()));
        assert_eq!(words(&between, &new, is), ["3"]);
        let between = Altered::between((&old, "old".into()), (&new, "new".into()));
        assert_eq!(words(&between, &old, was), ["2"]);
    }
}
