//! What a tree was made from, remembered between builds: when that and the tree are as they were, nothing is printed again.
//!
//! A seal lies in the user's cache folder and says nothing by itself: it is a hash of the program that runs, of what it was
//! given, and of the tree's manifest. Without it, or when anything differs, everything is printed and compared as always.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fs, io};

use etcetera::BaseStrategy;
use sha2::{Digest, Sha256};

use super::single::write_file;
use super::target::Target;
use super::tree::read_regular;
use super::writer::hex;

/// Length of a seal's text in bytes.
const LENGTH: u64 = 64;
/// How many seals are kept.
const MOST: usize = 512;

/// The seal of one output folder and one program.
#[derive(Debug)]
pub struct Seal {
    path: PathBuf,
    inputs: Sha256,
}

impl Seal {
    /// The seal of a tree that is made in `folder` from `inputs`: every text that has a say in what is printed. None where
    /// there is no cache folder, or the running program cannot be told from another one.
    pub fn of<'a>(folder: &Path, inputs: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let folder = Target::new(folder).ok()?.folder;
        let name = hex(&Sha256::digest(folder.as_os_str().as_encoded_bytes()));
        let cache = etcetera::choose_base_strategy().ok()?.cache_dir();
        let mut all = Sha256::new();
        add(&mut all, running()?.as_bytes());
        for input in inputs {
            add(&mut all, input);
        }
        Some(Self { path: cache.join("rackc").join("seals").join(name), inputs: all })
    }

    /// Whether this is what the tree with this manifest was made from.
    pub fn holds(&self, manifest: &str) -> bool {
        let there = read_regular(&self.path, LENGTH).ok().flatten();
        there.is_some_and(|there| there == self.text(manifest).as_bytes())
    }

    /// Remembers that the tree with this manifest was made from this. Where that cannot be written, the next build prints
    /// everything again, and that is all.
    pub fn put(&self, manifest: &str) {
        if self.holds(manifest) {
            return;
        }
        if let Some(folder) = self.path.parent()
            && fs::create_dir_all(folder).is_ok()
        {
            _ = write_file(&self.path, &self.text(manifest));
            _ = forget(folder);
        }
    }

    fn text(&self, manifest: &str) -> String {
        let mut all = self.inputs.clone();
        add(&mut all, manifest.as_bytes());
        hex(&all.finalize())
    }
}

/// Removes the oldest seals when there are many.
fn forget(folder: &Path) -> io::Result<()> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        all.push((entry.metadata()?.modified()?, entry.path()));
    }
    all.sort_unstable();
    let many = all.len().saturating_sub(MOST);
    all.iter().take(many).try_for_each(|(_, path)| fs::remove_file(path))
}

/// The running program: where it lies, its size and when it was made.
fn running() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    let facts = fs::metadata(&path).ok()?;
    let made = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{}\n{}\n{}", path.display(), facts.len(), made.as_nanos()))
}

/// Adds a text and its length, so that two texts are never one other.
fn add(all: &mut Sha256, text: &[u8]) {
    all.update((text.len() as u64).to_le_bytes());
    all.update(text);
}
