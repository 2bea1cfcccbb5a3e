//! The `rackc` program.

fn main() -> std::process::ExitCode {
    rackc::cli::main()
}
