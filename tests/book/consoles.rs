//! Every command of a `console` block prints what stands under it.
//!
//! The blocks of a page are executed in order in one temporary folder, in which the `.rack` files and
//! locks of `fixtures/` lie, the toy vendor in `vendors/`, and its program in `toys/`. A block `rack,file=PATH` (or of another language) is written to that file first.
//! Commands run in `sh`; standard output and standard error are shown together. `cd` holds for what follows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::blocks::{self, Block};
use crate::{blessing, pages, root};

#[test]
fn commands_print_what_is_shown() {
    let mut faults = Vec::new();
    for page in pages::written() {
        faults.extend(run_page(&page));
    }
    assert!(
        faults.is_empty(),
        "{}\nIf that is meant: RACKC_BLESS=1 cargo test --test book",
        faults.join("\n")
    );
}

fn run_page(page: &Path) -> Vec<String> {
    let blocks = blocks::of(page);
    if !blocks.iter().any(|block| block.language() == "console") {
        return Vec::new();
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (from, to) in [
        ("fixtures", "fixtures"),
        ("tests/toy-vendor/toy", "vendors/toy"),
        ("tests/toy-vendor", "toys"),
    ] {
        copy_sources(&root().join(from), &folder.path().join(to));
    }
    let mut here = folder.path().to_owned();
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for block in &blocks {
        if let Some(file) = block.value("file") {
            write(&here.join(file), &block.text);
        }
        if block.language() == "console" {
            let text = execute(block, &mut here);
            if text != block.text {
                faults.push(format!("{}: prints something else:\n{text}", block.place()));
            }
            found.push((block.line, text));
        }
    }
    if blessing() && !faults.is_empty() {
        bless(page, &found);
        faults.clear();
    }
    faults
}

/// The block as it should be: each command with what it prints.
fn execute(block: &Block, here: &mut PathBuf) -> String {
    let mut text = String::new();
    for command in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        text.push_str("$ ");
        text.push_str(command);
        text.push('\n');
        match command.strip_prefix("cd ") {
            Some(folder) => here.push(folder),
            None => text.push_str(&print_of(command, here)),
        }
    }
    assert!(!text.is_empty(), "{}: no command", block.place());
    text
}

fn print_of(command: &str, folder: &Path) -> String {
    let rackc = Path::new(env!("CARGO_BIN_EXE_rackc"));
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", rackc.parent().expect("a folder").display()))
        .env("LC_ALL", "C")
        .env_remove("COLUMNS")
        .output()
        .expect("a shell");
    let mut text = String::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        // An editor would take blanks at the end away.
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn bless(page: &Path, found: &[(usize, String)]) {
    let text = fs::read_to_string(page).expect("a page");
    let mut new = String::new();
    let mut lines = text.lines().enumerate();
    while let Some((position, line)) = lines.next() {
        new.push_str(line);
        new.push('\n');
        if let Some((_, block)) = found.iter().find(|(fence, _)| *fence == position + 1) {
            new.push_str(block);
            new.push_str("```\n");
            _ = lines.find(|(_, line)| *line == "```");
        }
    }
    fs::write(page, new).expect("the page is written");
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Copies programs, locks and vendor folders, and leaves expected trees out.
fn copy_sources(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder of fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_owned();
        let apart = ["expected", "errors"].iter().any(|other| name == *other)
            || path.join("vendor.yaml").exists();
        if path.is_dir() && !apart {
            copy_sources(&path, &to.join(&name));
        } else if path.extension().is_some_and(|extension| {
            ["rack", "lock", "yaml", "yml", "j2"].iter().any(|known| extension == *known)
        }) {
            write(&to.join(&name), &fs::read_to_string(&path).expect("a program"));
        }
    }
}
