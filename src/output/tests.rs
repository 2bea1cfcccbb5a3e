//! What a build does to the folder it writes into.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Manifest, Outcome, Switch, Writer, Written};
use crate::diagnostic::Diagnostic;
use crate::render::OutputFile;

fn build(out: &Path, files: &[(&str, &str)]) -> Result<Outcome, Diagnostic> {
    let writer = Writer::open(out)?;
    let written: Result<Vec<Written>, Diagnostic> =
        files.iter().map(|file| writer.put(&output(file))).collect();
    let written = written?;
    writer.commit(&manifest(&written).text(), &written, || Ok(()))
}

fn output((path, text): &(&str, &str)) -> OutputFile {
    OutputFile { path: (*path).to_owned(), text: (*text).to_owned() }
}

fn manifest(written: &[Written]) -> Manifest {
    let mut manifest = Manifest::new("dc1");
    let files = written.iter().map(|file| (file.path.clone(), file.sha256.clone()));
    let files: BTreeMap<String, String> = files.collect();
    let switch =
        Switch { vendor: "acme".into(), platform: "x1".into(), format: "text".into(), files };
    manifest.switches.insert("leaf1".into(), switch);
    manifest
}

/// Every file below a folder with its text, by path.
fn listing(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(listing(&path));
        } else {
            found.push(format!(
                "{}={}",
                path.display(),
                fs::read_to_string(&path).unwrap_or_default()
            ));
        }
    }
    found.sort();
    found
}

fn modified(path: &Path) -> std::time::SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_tree_is_written_and_then_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("deep/out");
    let files = [("configs/a/x", "one\n"), ("configs/b/x", "two\n")];
    assert_eq!(build(&out, &files), Ok(Outcome { changed: 2, removed: 0, written: true }));
    let (before, times) =
        (listing(folder.path()), [modified(&out), modified(&out.join("configs/a/x"))]);
    assert_eq!(build(&out, &files), Ok(Outcome { changed: 0, removed: 0, written: false }));
    assert_eq!(listing(folder.path()), before);
    assert_eq!([modified(&out), modified(&out.join("configs/a/x"))], times);
    assert_eq!(before.len(), 3, "two files and the manifest, nothing beside: {before:?}");
}

#[test]
fn a_change_replaces_the_tree_and_keeps_the_files_that_are_alike() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build(&out, &[("configs/a/x", "one\n"), ("configs/b/x", "two\n"), ("configs/c/x", "gone\n")])
        .unwrap();
    let kept = modified(&out.join("configs/a/x"));
    let outcome = build(&out, &[("configs/a/x", "one\n"), ("configs/b/x", "three\n")]);
    assert_eq!(outcome, Ok(Outcome { changed: 1, removed: 1, written: true }));
    assert_eq!(modified(&out.join("configs/a/x")), kept);
    assert_eq!(fs::read_to_string(out.join("configs/b/x")).unwrap(), "three\n");
    assert!(!out.join("configs/c").exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_someone_changed_or_deleted_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let files = [("configs/a/x", "one\n"), ("configs/b/x", "two\n")];
    build(&out, &files).unwrap();
    fs::write(out.join("configs/a/x"), "edit").unwrap();
    fs::remove_file(out.join("configs/b/x")).unwrap();
    assert_eq!(build(&out, &files), Ok(Outcome { changed: 2, removed: 0, written: true }));
    assert_eq!(fs::read_to_string(out.join("configs/a/x")).unwrap(), "one\n");
}

#[test]
fn a_build_that_ends_early_leaves_the_tree_and_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build(&out, &[("configs/a/x", "one\n")]).unwrap();
    let before = listing(folder.path());
    let writer = Writer::open(&out).unwrap();
    writer.put(&output(&("configs/a/x", "two\n"))).unwrap();
    drop(writer);
    assert_eq!(listing(folder.path()), before);
}

#[test]
fn what_a_killed_build_left_behind_is_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build(&out, &[("configs/a/x", "one\n")]).unwrap();
    fs::create_dir_all(folder.path().join(".out.rackc-new/configs/a")).unwrap();
    fs::write(folder.path().join(".out.rackc-new/configs/a/x"), "half").unwrap();
    fs::write(folder.path().join(".out.rackc-lock"), "").unwrap();
    build(&out, &[("configs/a/x", "two\n")]).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_tree_that_was_moved_aside_when_the_build_was_killed_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build(&out, &[("configs/a/x", "one\n")]).unwrap();
    fs::rename(&out, folder.path().join(".out.rackc-old")).unwrap();
    drop(Writer::open(&out).unwrap());
    assert_eq!(fs::read_to_string(out.join("configs/a/x")).unwrap(), "one\n");
}

#[test]
fn files_of_someone_else_are_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build(&out, &[("configs/a/x", "one\n")]).unwrap();
    fs::write(out.join("configs/notes.txt"), "mine").unwrap();
    let before = listing(folder.path());
    let refusal = build(&out, &[("configs/a/x", "two\n")]).unwrap_err();
    assert_eq!(refusal.code.id, "R0903");
    assert_eq!(refusal.notes, ["`configs/notes.txt`"]);
    assert_eq!(listing(folder.path()), before);
}

#[test]
fn a_folder_without_a_manifest_is_not_ours_unless_it_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    drop(Writer::open(&out).unwrap());
    for name in ["a", "b", "c", "d", "e", "f", "manifest.json"] {
        fs::write(out.join(name), "x").unwrap();
    }
    let refusal = Writer::open(&out).unwrap_err();
    assert!(refusal.notes[0].ends_with("2 more"), "{refusal:?}");
    assert!(refusal.notes[1].contains("damaged"), "{refusal:?}");
}

#[test]
fn two_builds_at_once_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let first = Writer::open(&out).unwrap();
    assert_eq!(Writer::open(&out).unwrap_err().code.id, "R0904");
    drop(first);
    drop(Writer::open(&out).unwrap());
}

#[test]
fn a_file_and_the_root_are_no_output_folders() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(Writer::open(&file).unwrap_err().code.id, "R0901");
    assert_eq!(Writer::open(&file.join("out")).unwrap_err().code.id, "R0902");
    assert_eq!(Writer::open(Path::new("/")).unwrap_err().code.id, "R0901");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (out, elsewhere) = (folder.path().join("out"), folder.path().join("elsewhere"));
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("x"), "mine").unwrap();
    symlink(&elsewhere, folder.path().join("link")).unwrap();
    assert_eq!(Writer::open(&folder.path().join("link")).unwrap_err().code.id, "R0901");

    build(&out, &[("configs/a/x", "one\n")]).unwrap();
    fs::remove_dir_all(out.join("configs/a")).unwrap();
    symlink(&elsewhere, out.join("configs/a")).unwrap();
    assert_eq!(build(&out, &[("configs/a/x", "two\n")]).unwrap_err().code.id, "R0903");
    symlink(&elsewhere, folder.path().join(".out.rackc-new")).unwrap();
    fs::remove_file(out.join("configs/a")).unwrap();
    build(&out, &[("configs/a/x", "two\n")]).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join("x")).unwrap(), "mine");
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1);
}
