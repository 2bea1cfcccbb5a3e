//! Which lines of a program are other ones in another program.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use similar::{ChangeTag, TextDiff};

use crate::source::{FileId, Sources, Span};

/// Lines of a program, by file, that another one lacks.
#[derive(Debug, Default)]
pub struct Altered {
    lines: BTreeMap<FileId, BTreeSet<usize>>,
    none: BTreeSet<usize>,
}

impl Altered {
    /// What of a program is not in another; each with the folder in which it lies, from which files are named.
    pub fn between(program: (&Sources, &Utf8Path), other: (&Sources, &Utf8Path)) -> Self {
        let names = |(sources, folder): (&Sources, &Utf8Path)| -> BTreeMap<String, FileId> {
            let named = |file: FileId| {
                let place = sources.place(Span { file, start: 0, end: 0 }, folder);
                (place, file)
            };
            sources.ids().map(named).collect()
        };
        let others = names(other);
        let mut lines = BTreeMap::new();
        for (name, file) in names(program) {
            let text = &program.0.file(file).text;
            let before = others.get(&name).map_or("", |id| &*other.0.file(*id).text);
            if **text == *before {
                continue;
            }
            let diff = TextDiff::from_lines(before, &**text);
            let inserted = diff.iter_all_changes().filter(|one| one.tag() == ChangeTag::Insert);
            let said = inserted.filter(|one| says_something(one.value()));
            lines.insert(file, said.filter_map(|one| Some(one.new_index()? + 1)).collect());
        }
        Self { lines, none: BTreeSet::new() }
    }

    /// Those of a file, counted from 1.
    pub fn of(&self, file: FileId) -> &BTreeSet<usize> {
        self.lines.get(&file).unwrap_or(&self.none)
    }
}

/// Comments and blank lines change nothing.
fn says_something(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_the_other_program_lacks_are_altered() {
        let program = |text: &str, folder: &str| {
            let mut sources = Sources::default();
            let id = sources.add(format!("{folder}/main.rack"), text);
            (sources, id)
        };
        let (old, was) = program("vlan a 1\nvlan b 2\n", "old");
        let (new, is) = program("// two\nvlan a 1\nvlan b 3\n", "new");
        let between = Altered::between((&new, "new".into()), (&old, "old".into()));
        assert_eq!(between.of(is), &BTreeSet::from([3]));
        let between = Altered::between((&old, "old".into()), (&new, "new".into()));
        assert_eq!(between.of(was), &BTreeSet::from([2]));
    }
}
