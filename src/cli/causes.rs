//! Why each change of a review is, as far as one of the sides is a program.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::exit::Failure;
use super::project::Compiled;
use crate::cause::{Altered, Side, Traces, causes, standing};
use crate::compile::with_origins;
use crate::diagnostic::Diagnostic;
use crate::render::Tracers;
use crate::review::Review;

/// How many switches are traced at once.
const AT_ONCE: usize = 128;

/// Tells every change of a review its causes, and where the switches stand.
///
/// # Errors
/// A template that fails.
pub fn find(
    review: &mut Review,
    old: Option<&Compiled>,
    new: Option<&Compiled>,
) -> Result<(), Failure> {
    for compiled in [old, new].into_iter().flatten() {
        review.standing.extend(standing(&compiled.output.checked.fabric));
    }
    if old.is_none() && new.is_none() {
        return Ok(());
    }
    let (before, after) =
        (old.map(|one| side(one, new, true)), new.map(|one| side(one, old, false)));
    let mut by_switch: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, change) in review.changes.iter().enumerate() {
        by_switch.entry(&change.switch).or_default().push(at);
    }
    let mut found = vec![Vec::new(); review.changes.len()];
    let switches: Vec<&str> = by_switch.keys().copied().collect();
    for chunk in switches.chunks(AT_ONCE) {
        let names: BTreeSet<&str> = chunk.iter().copied().collect();
        let traces = |side: Option<&Compiled>| {
            side.map_or(Ok(BTreeMap::new()), |compiled| traced(compiled, &names))
        };
        let (of_old, of_new) = (traces(old)?, traces(new)?);
        for name in chunk {
            let with = |traces| move |side| Some((side, traces));
            let old = of_old.get(*name).and_then(|traces| with(traces)(before.as_ref()?));
            let new = of_new.get(*name).and_then(|traces| with(traces)(after.as_ref()?));
            for at in by_switch.get(name).into_iter().flatten() {
                found[*at] = causes(&review.changes[*at], old, new);
            }
        }
    }
    review.causes = found;
    Ok(())
}

fn side<'a>(compiled: &'a Compiled, other: Option<&'a Compiled>, old: bool) -> Side<'a> {
    let texts = |compiled: &'a Compiled| (&compiled.sources, compiled.folder.as_path());
    let altered = other.map(|other| Altered::between(texts(compiled), texts(other)));
    Side { sources: &compiled.sources, folder: &compiled.folder, altered, old }
}

/// The traced files of some switches.
fn traced(
    compiled: &Compiled,
    names: &BTreeSet<&str>,
) -> Result<BTreeMap<String, Traces>, Vec<Diagnostic>> {
    let Compiled { output, catalog, sources, folder, .. } = compiled;
    let devices = with_origins(output, (sources, folder), catalog, names);
    let tracers = Tracers::new(catalog, &devices)?;
    let one = |device: &crate::device::model::Device| {
        let files = tracers.trace(device).map_err(|error| vec![error])?;
        let files = files.into_iter().map(|file| (file.file.path.clone(), file)).collect();
        Ok((device.hostname.clone(), files))
    };
    devices.par_iter().map(one).collect()
}
