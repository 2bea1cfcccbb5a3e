//! The command line: arguments in, exit code out.
#![allow(clippy::disallowed_methods)] // Files are read here, in `output`, and nowhere else.

mod args;
mod build;
mod catalog;
mod check;
mod codes;
mod completions;
mod diff;
mod disk;
mod entry;
mod exit;
mod explain;
mod fail;
mod fmt;
mod graph;
mod hops;
mod lock;
mod lsp;
mod man;
mod model;
mod new;
mod project;
mod shell;
mod things;
mod timings;
mod trace;
mod trees;
mod vendors;
mod why;

pub use codes::CODES;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Lock};
use exit::{Exit, Failure};
use shell::Shell;
use things::ARROW;

use crate::source::Sources;

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    // A quoted arrow is no flag.
    let arrow = |word: OsString| if word == "->" { ARROW.into() } else { word };
    let cli = Cli::parse_from(std::env::args_os().map(arrow));
    let has_data = matches!(
        cli.command,
        Command::Explain(_)
            | Command::Vendors(_)
            | Command::Model(_)
            | Command::Fail(_)
            | Command::Diff(_)
            | Command::Trace(_)
            | Command::Why(_)
            | Command::Fmt(_)
            | Command::Graph(_)
            | Command::Lsp
            | Command::Completions(_)
            | Command::Man(_)
    );
    let shell = Shell::new(&cli.global, has_data);
    run(&cli, &shell).unwrap_or_else(|failure| failed(failure, &shell)).into()
}

fn run(cli: &Cli, shell: &Shell) -> Result<Exit, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Build(args) => build::run(args, global, shell),
        Command::Check(args) => check::run(args, global, shell),
        Command::Fmt(args) => fmt::run(args, shell),
        Command::Diff(args) => diff::run(args, global, shell),
        Command::Fail(args) => fail::run(args, global, shell),
        Command::Graph(args) => graph::run(args, global, shell),
        Command::Trace(args) => trace::run(args, global, shell),
        Command::Why(args) => why::run(args, global, shell),
        Command::Explain(args) => explain::run(args, shell),
        Command::Vendors(args) => vendors::run(args, global, shell),
        Command::New(args) => new::run(args, global, shell),
        Command::Lock(Lock::Prune(args)) => lock::prune(args, shell),
        Command::Model(args) => model::run(args, global, shell),
        Command::Lsp => lsp::run(global),
        Command::Completions(args) => completions::run(args, shell),
        Command::Man(args) => man::run(args, shell),
    }
}

fn failed(failure: Failure, shell: &Shell) -> Exit {
    match failure {
        Failure::Told(exit) => exit,
        Failure::Say(exit, diagnostics) => {
            // When not even this can be said, the exit code has to do.
            _ = shell.report(&diagnostics, &Sources::default());
            exit
        }
        // Whoever reads has seen enough: `rackc explain | head`.
        Failure::Stream(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Failure::Stream(error) => {
            _ = shell.status(&format!("error: cannot write: {error}"));
            Exit::Errors
        }
    }
}
