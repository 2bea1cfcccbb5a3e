//! The `rackc` program.

/// A large fabric is millions of short strings, made on all processors at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    rackc::cli::main()
}
