//! The command line: arguments in, exit code out.
#![allow(clippy::disallowed_methods)] // Files are read here, in `output`, and nowhere else.

mod args;
mod build;
mod catalog;
mod causes;
mod check;
mod codes;
mod completions;
mod diff;
mod disk;
mod drift;
mod entry;
mod exit;
mod explain;
mod fail;
mod fmt;
mod graph;
mod hops;
mod import;
mod interop;
mod lock;
mod lsp;
mod man;
mod model;
mod new;
mod only;
mod progress;
mod project;
mod revision;
mod shell;
mod things;
mod timings;
mod trace;
mod trees;
mod vendors;
mod why;
mod wrong_use;

pub use codes::CODES;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Lock};
use exit::{Exit, Failure};
use shell::Shell;
use things::ARROW;

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    // A quoted arrow is no flag.
    let arrow = |word: OsString| if word == "->" { ARROW.into() } else { word };
    let mut words: Vec<OsString> = std::env::args_os().map(arrow).collect();
    // `rackc help build` is `rackc build --help`.
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => return wrong_use::end(error, &words).into(),
    };
    let shell = Shell::new(&cli.global, cli.command.has_data(), cli.command.program());
    let (exit, ran) = match run(&cli, &shell) {
        Ok(exit) => (exit, true),
        Err(failure) => failed(failure, &shell),
    };
    match shell.finish(exit, ran) {
        Ok(()) => exit.into(),
        Err(error) => failed(error.into(), &shell).0.into(),
    }
}

fn run(cli: &Cli, shell: &Shell) -> Result<Exit, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Build(args) => build::run(args, global, shell),
        Command::Check(args) => check::run(args, global, shell),
        Command::Fmt(args) => fmt::run(args, shell),
        Command::Drift(args) => drift::run(args, global, shell),
        Command::Diff(args) => diff::run(args, global, shell),
        Command::Fail(args) => fail::run(args, global, shell),
        Command::Graph(args) => graph::run(args, global, shell),
        Command::Trace(args) => trace::run(args, global, shell),
        Command::Why(args) => why::run(args, global, shell),
        Command::Explain(args) => explain::run(args, shell),
        Command::Vendors(args) => vendors::run(args, global, shell),
        Command::Interop(args) => interop::run(args, global, shell),
        Command::New(args) => new::run(args, global, shell),
        Command::Import(args) => import::run(args, global, shell),
        Command::Lock(Lock::Prune(args)) => lock::prune(args, shell),
        Command::Model(args) => model::run(args, global, shell),
        Command::Lsp => lsp::run(global),
        Command::Completions(args) => completions::run(args, shell),
        Command::Man(args) => man::run(args, shell),
    }
}

/// How a command ends that failed, and whether the program could be looked at.
fn failed(failure: Failure, shell: &Shell) -> (Exit, bool) {
    match failure {
        Failure::Told(exit) => (exit, exit != Exit::Usage),
        Failure::Say(exit, diagnostics) => {
            // When not even this can be said, the exit code has to do.
            _ = shell.refuse(exit, &diagnostics);
            (exit, false)
        }
        // Whoever reads has seen enough: `rackc explain | head`.
        Failure::Stream(error) if error.kind() == io::ErrorKind::BrokenPipe => (Exit::Fine, true),
        Failure::Stream(error) => {
            _ = shell.status(&format!("error: cannot write: {error}"));
            (Exit::Errors, false)
        }
    }
}
