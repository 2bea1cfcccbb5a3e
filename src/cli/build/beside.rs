//! Files of the tree that are of no one switch: the push, the documents, the lab, the pictures and the report.

use rayon::prelude::*;

use crate::cli::exit::Failure;
use crate::cli::project::Compiled;
use crate::clock::Clock;
use crate::compile::standing;
use crate::diagnostic::Diagnostic;
use crate::documents::{Documents, Entry};
use crate::lab;
use crate::picture::{Marks, Page, dot, page, svg};
use crate::push::{Host, Plan, Push};
use crate::render::OutputFile;

/// The page, in the output folder.
pub(super) const REPORT: &str = "report.html";

/// What the files are made of.
pub(super) struct Beside<'a> {
    pub(super) compiled: &'a Compiled,
    /// What there was to say of the program.
    pub(super) diagnostics: &'a [Diagnostic],
}

impl<'a> Beside<'a> {
    /// Makes the files and hands them to `put`, on many threads. What came of them, in an order that is always the same.
    pub(super) fn files<T: Send>(
        &self,
        plan: Plan<'a>,
        hosts: Vec<Host<'a>>,
        entries: Vec<Entry>,
        clock: &mut Clock,
        put: impl Fn(OutputFile) -> Result<T, Diagnostic> + Sync,
    ) -> Result<Vec<T>, Failure> {
        let Compiled { output, catalog, sources, folder, .. } = self.compiled;
        let (fabric, topology) = (&output.checked.fabric, &output.checked.topology);
        let files = Push::of(plan, hosts).files();
        let mut all = files.into_par_iter().map(&put).collect::<Result<Vec<T>, _>>()?;
        clock.lap("push");
        let documents = Documents::of((fabric, topology), &output.allocation, catalog, entries);
        let pictures: [fn(&Self) -> OutputFile; 3] = [Self::report, Self::svg, Self::dot];
        let draw = || {
            let drawn = pictures.par_iter().with_max_len(1).map(|draw| put(draw(self)));
            drawn.collect::<Result<Vec<T>, Diagnostic>>()
        };
        let (written, drawn) = rayon::join(|| documents.each(&put), draw);
        all.extend(written?);
        all.extend(drawn?);
        clock.lap("documents");
        let lowering = output.lowering((sources, folder), catalog);
        let files = lab::files(lowering, &documents)?;
        all.extend(files.into_par_iter().map(&put).collect::<Result<Vec<T>, _>>()?);
        clock.lap("lab");
        // The process ends soon: to take them apart would only delay that.
        std::mem::forget(documents);
        Ok(all)
    }

    /// The fabric, what is proved of it and what fails when, as a page.
    fn report(&self) -> OutputFile {
        let Compiled { output, sources, folder, .. } = self.compiled;
        let text = page(&Page {
            fabric: &output.checked.fabric,
            topology: &output.checked.topology,
            proof: &output.proof,
            diagnostics: &standing(self.diagnostics),
            sources,
            folder,
        });
        OutputFile { path: REPORT.to_owned(), text }
    }

    fn svg(&self) -> OutputFile {
        picture("svg", svg(&self.compiled.output.checked.fabric, &Marks::default()))
    }

    fn dot(&self) -> OutputFile {
        picture("dot", dot(&self.compiled.output.checked.fabric))
    }
}

/// A picture of the fabric, as `rackc graph` draws it.
fn picture(ending: &str, text: String) -> OutputFile {
    OutputFile { path: format!("graph/fabric.{ending}"), text }
}
