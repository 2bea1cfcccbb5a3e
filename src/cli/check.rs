//! `rackc check`

use super::args::{Check, Global};
use super::exit::{Exit, Failure};
use super::project::{Compiled, Project};
use super::shell::Shell;
use crate::clock::Stage;
use crate::proof::Proof;
use crate::render::Printers;

/// Compiles a program and writes nothing.
///
/// # Errors
/// The program has errors.
pub fn run(args: &Check, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let stage = Stage::default();
    shell.progress().start(&stage);
    let project = Project::open_watched(&args.compile, global, stage)?;
    let mut compiled = project.plan(shell)?;
    let mut clock = std::mem::take(&mut compiled.clock);
    compiled.check(shell, &mut clock)?;
    let Compiled { output, catalog, .. } = compiled;
    Printers::of_formats(&catalog, output.checked.formats())?;
    clock.lap("templates");
    let switches = output.checked.fabric.switches.len();
    let word = if switches == 1 { "switch" } else { "switches" };
    let proved = proved(&output.proof);
    shell.status(&format!("`{}` is fine: {switches} {word}{proved}", args.compile.path))?;
    if switches == 0 {
        shell.status(NO_SWITCH)?;
    }
    if args.compile.timings {
        super::timings::show(&clock, shell)?;
    }
    // The process ends: to take a large fabric apart piece by piece would only delay that.
    std::mem::forget((output, catalog));
    Ok(Exit::Fine)
}

/// What to do when there is nothing to write.
pub(super) const NO_SWITCH: &str = "no switch is in it yet: write `switch NAME model VENDOR/MODEL`; `rackc vendors` names the vendors, \
     `rackc vendors NAME` a vendor's models";

/// `, 3 expectations proved over 1,284 failure cases`
pub(super) fn proved(proof: &Proof) -> String {
    let word = match proof.verdicts.len() {
        0 => return String::new(),
        1 => "expectation",
        _ => "expectations",
    };
    let cases = thousands(proof.cases());
    format!(", {} {word} proved over {cases} failure cases", proof.verdicts.len())
}

/// `1,284`
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn numbers_are_grouped_in_threes() {
        let all = [0, 7, 999, 1000, 1_284_000].map(thousands);
        assert_eq!(all, ["0", "7", "999", "1,000", "1,284,000"]);
    }
}
