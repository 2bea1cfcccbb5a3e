//! The playbooks of `ansible/`, carried out by real Ansible: against scripted switches that write down what is done to them
//! (`tests/judges/switch`), and for Cumulus Linux in a scratch root, judged by the real ifupdown2 and FRR.
//!
//! `tests/judges/install` installs Ansible; `RACKC_SKIP_JUDGES=1` leaves these tests out.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

#[path = "../common/mod.rs"]
mod common;

mod batches;
mod files;
mod lint;
mod place;
mod secrets;
mod shell;

/// Whether the judges are to be left out. That is asked for, never assumed: without them the tests fail.
fn skipped() -> bool {
    if std::env::var_os("RACKC_SKIP_JUDGES").is_some_and(|value| value == "1") {
        println!("skipped: RACKC_SKIP_JUDGES=1");
        return true;
    }
    let python = place::ansible("python");
    assert!(
        python.exists(),
        "Ansible is not installed: run tests/judges/install, or set RACKC_SKIP_JUDGES=1 to go without"
    );
    false
}
