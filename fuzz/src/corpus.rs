//! The inputs to start from: those kept in `fuzz/corpus`, and what the fixtures hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::targets::FILE;

/// Inputs of a target, by name and in order. `root` is that of the repository.
///
/// # Errors
/// A file cannot be read.
pub fn of(root: &Path, target: &str) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let kept = root.join("fuzz/corpus").join(target);
    for path in files(&kept)? {
        found.insert(name(&kept, &path), fs::read(&path)?);
    }
    let fixtures = root.join("fixtures");
    match target {
        "syntax" | "compile" => {
            for folder in folders(&fixtures)?.into_iter().chain(folders(&fixtures.join("errors"))?)
            {
                found.insert(name(&fixtures, &folder), joined(&folder)?);
            }
        }
        "lock" => {
            for folder in folders(&fixtures)? {
                let path = folder.join("rackc.lock");
                if path.is_file() {
                    found.insert(name(&fixtures, &path), fs::read(path)?);
                }
            }
        }
        "vendor" => {
            let toy = root.join("tests/toy-vendor");
            let mut text = Vec::new();
            for path in files(&toy.join("toy"))? {
                text.extend_from_slice(format!("{FILE}{}\n", name(&toy, &path)).as_bytes());
                text.extend_from_slice(&fs::read(path)?);
            }
            found.insert("toy".to_owned(), text);
        }
        "import" => {
            for folder in folders(&fixtures.join("import"))? {
                let whole = name(&fixtures.join("import"), &folder);
                let tool = whole.split('-').next().unwrap_or_default();
                let mut text = Vec::new();
                for path in files(&folder)? {
                    let file = name(&folder, &path);
                    if file != "args" && !file.starts_with("expected") {
                        text.extend_from_slice(format!("{FILE}{tool}/{file}\n").as_bytes());
                        text.extend_from_slice(&fs::read(path)?);
                    }
                }
                found.insert(whole, text);
            }
        }
        "review" => {
            for folder in folders(&fixtures)? {
                for path in files(&folder)? {
                    if let Some((name, text)) = configuration(&fixtures, &path)? {
                        found.insert(name, text);
                    }
                }
            }
        }
        _ => {}
    }
    Ok(found)
}

/// A configuration of a golden tree as the old and the new one of its switch; only a few lines of each.
fn configuration(fixtures: &Path, path: &Path) -> io::Result<Option<(String, Vec<u8>)>> {
    let name = name(fixtures, path);
    let Some((_, rest)) = name.split_once("/configs/") else { return Ok(None) };
    let Some((_, file)) = rest.split_once('/') else { return Ok(None) };
    let text = fs::read_to_string(path)?;
    let kind = match file {
        "startup-config" if text.contains("Arista") => "arista/eos",
        "startup-config" => "cisco-nxos/nxos",
        "juniper.conf" => "juniper/junos",
        "juniper.set" => "juniper/junos-set",
        "etc/nvue.d/startup.yaml" => "cumulus/nvue",
        _ => "cumulus/linux",
    };
    // From another place in each, so that all of them together have everything; what has an end is whole.
    let lines: Vec<&str> = text.lines().collect();
    let whole = file.ends_with(".conf") && kind == "juniper/junos" || file.ends_with(".yaml");
    let most = if whole { lines.len() } else { 60 };
    let start = name.len() * 7 % lines.len().max(1);
    let start = if whole { 0 } else { start };
    let start = lines[..start].iter().rposition(|line| !line.starts_with(' ')).unwrap_or(0);
    let part = lines[start..].iter().take(most).copied().collect::<Vec<_>>().join("\n");
    let whole = format!("{FILE}{kind}/{file}\n{part}\n\0{part}\n");
    Ok(Some((name, whole.into_bytes())))
}

/// A program of several files as one input.
fn joined(folder: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut paths: Vec<PathBuf> = files(folder)?;
    let known =
        |path: &PathBuf| path.extension().is_some_and(|kind| kind == "rack" || kind == "lock");
    paths.retain(|path| known(path) && !name(folder, path).starts_with("expected"));
    let main = paths.iter().position(|path| name(folder, path) == "main.rack").unwrap_or(0);
    for (number, path) in paths.iter().enumerate() {
        let file = if number == main { "main.rack".to_owned() } else { name(folder, path) };
        text.extend_from_slice(format!("{FILE}{file}\n").as_bytes());
        text.extend_from_slice(&fs::read(path)?);
        if !text.ends_with(b"\n") {
            text.push(b'\n');
        }
    }
    Ok(text)
}

/// The path below a folder, with `/` between its parts.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "errors") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Every file below a folder, in order; none if it is not there.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { left.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
