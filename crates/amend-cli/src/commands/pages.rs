//! `schema`, `completions`, `man`: texts for other programs.

use clap::CommandFactory;

use crate::Exit;
use crate::args::Cli;
use crate::output::Output;

/// Prints the JSON Schema of changelogs.
pub fn schema() -> Exit {
    Output::plain().line(&format!("{:#}", amend_changelog::schema::changelog()));
    Exit::Done
}

/// Prints the completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> Exit {
    clap_complete::generate(shell, &mut Cli::command(), "amend", &mut std::io::stdout());
    Exit::Done
}

/// Prints the manual page of amend, or of a command.
pub fn man(name: Option<&str>) -> Exit {
    let mut whole = Cli::command();
    whole.build();
    let chosen = match name {
        None => Some(&whole),
        Some(name) => whole.find_subcommand(name),
    };
    let Some(command) = chosen else {
        Output::plain().error(&format!("there is no command `{}`", name.unwrap_or_default()));
        return Exit::Usage;
    };
    let title = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let page = clap_mangen::Man::new(command.clone()).title(title);
    // A reader that has gone away wants no more.
    let _ = page.render(&mut std::io::stdout());
    Exit::Done
}
