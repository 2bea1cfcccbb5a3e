//! Giving a thing another name, everywhere.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::Utf8PathBuf;

use super::index::{At, Index};

/// Why a name stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing declares it.
    Unknown,
    /// It is written with a range here, and so are others.
    Range(String),
    /// The new name has not the form of one.
    NoName(String),
    /// Something of the same kind has the new name.
    Taken(String),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("nothing declares this name"),
            Self::Range(text) => {
                write!(f, "`{text}` names several things at once: change it by hand")
            }
            Self::NoName(text) => write!(
                f,
                "`{text}` is no name: names have lower-case letters, digits and hyphens, and start with a letter"
            ),
            Self::Taken(text) => write!(f, "`{text}` is the name of something else"),
        }
    }
}

/// What is to be replaced in each file so that what is named at `at` is called `new`.
///
/// # Errors
/// The name cannot be changed in one go, or `new` cannot be its name.
pub fn rename(
    index: &Index,
    at: At,
    new: &str,
) -> Result<BTreeMap<Utf8PathBuf, Vec<Range<usize>>>, Refusal> {
    let wanted = index.declarations(at);
    // `r01-a` is two things: it is called by what stands in the rack.
    let first = wanted.first().copied().ok_or(Refusal::Unknown)?;
    let named = index.mention(at).ok_or(Refusal::Unknown)?;
    let thing = if named.declares.is_some() || wanted.len() == 1 {
        first
    } else {
        return Err(several(index, at));
    };
    let declared = index.mention(thing).ok_or(Refusal::Unknown)?;
    let old = match declared.names.as_slice() {
        [old] => old.clone(),
        _ => return Err(several(index, thing)),
    };
    if !is_name(new) {
        return Err(Refusal::NoName(new.to_owned()));
    }
    let space = declared.spaces.first().copied();
    if space.is_some_and(|space| index.names(space, declared.scope.as_ref()).contains(new)) {
        return Err(Refusal::Taken(new.to_owned()));
    }
    let mut edits: BTreeMap<Utf8PathBuf, Vec<Range<usize>>> = BTreeMap::new();
    for using in index.uses(&[thing].into()) {
        let (Some(mention), Some((path, text))) = (index.mention(using), index.file(using)) else {
            continue;
        };
        let written = text.get(mention.range.clone()).unwrap_or_default();
        let part = part(written, &old).ok_or_else(|| several(index, using))?;
        let start = mention.range.start + part.start;
        edits.entry(path.to_owned()).or_default().push(start..mention.range.start + part.end);
    }
    Ok(edits)
}

/// Where in what is written the name stands: all of it, or before or behind the hyphen of a stamped one.
fn part(written: &str, old: &str) -> Option<Range<usize>> {
    if written == old {
        return Some(0..old.len());
    }
    if written.strip_suffix(old).is_some_and(|before| before.ends_with('-')) {
        return Some(written.len() - old.len()..written.len());
    }
    written.strip_prefix(old).filter(|rest| rest.starts_with('-')).map(|_| 0..old.len())
}

fn several(index: &Index, at: At) -> Refusal {
    let text = index.file(at).zip(index.mention(at));
    let text = text.and_then(|((_, text), mention)| text.get(mention.range.clone()));
    Refusal::Range(text.unwrap_or_default().to_owned())
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 63
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
