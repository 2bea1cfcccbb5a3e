//! The pages, and what the table of contents says of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{root, shown};

/// The README and every page of the book, sorted.
pub fn all() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    walk(&root().join("book/src"), &mut pages);
    pages.sort();
    pages
}

/// The pages that people write; the pages of messages are generated.
pub fn written() -> Vec<PathBuf> {
    all().into_iter().filter(|page| !page.starts_with(root().join("book/src/messages"))).collect()
}

fn walk(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the book") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}

#[test]
fn the_table_of_contents_names_every_page_once() {
    let summary = root().join("book/src/SUMMARY.md");
    let text = fs::read_to_string(&summary).expect("the table of contents");
    let named: Vec<PathBuf> = crate::links::targets(&text)
        .map(|target| root().join("book/src").join(target.path))
        .collect();
    let once: BTreeSet<&PathBuf> = named.iter().collect();
    assert_eq!(named.len(), once.len(), "a page is named twice");
    for page in
        all().iter().filter(|page| page.starts_with(root().join("book")) && **page != summary)
    {
        assert!(once.contains(page), "{} is not in SUMMARY.md", shown(page).display());
    }
}
