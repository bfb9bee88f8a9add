//! The `amend` program.

fn main() -> std::process::ExitCode {
    amend_cli::main()
}
