//! Prints a realistic fabric of so many switches: `cargo run --release --example scale -- 1000`
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program of its own"
)]

mod plan;
mod text;

use std::process::ExitCode;

use plan::{Plan, SERVERS};

const USAGE: &str = "usage: scale SWITCHES [--servers 6..24] [--no-expectations] [-o DIR]";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut switches, mut servers, mut folder, mut expectations) = (None, None, None, true);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "-o" => folder = Some(arguments.next().ok_or(USAGE)?),
            "--servers" => {
                let said = arguments.next().and_then(|number| number.parse().ok());
                servers = Some(said.filter(|number| SERVERS.contains(number)).ok_or(USAGE)?);
            }
            "--no-expectations" => expectations = false,
            number => switches = Some(number.parse().map_err(|_| USAGE)?),
        }
    }
    let mut plan = Plan::of(switches.ok_or(USAGE)?);
    plan.servers = servers.unwrap_or(plan.servers);
    let mut text = text::program(&plan);
    if expectations {
        text.push_str(&text::expectations(&plan));
    }
    let Some(folder) = folder else {
        print!("{text}");
        return Ok(());
    };
    let path = std::path::Path::new(&folder).join("main.rack");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}
