//! The question for a password, where a person can answer it.

use std::io::IsTerminal;

/// The password that the person types, unseen; `None` where there is no terminal, or nothing was typed.
pub fn password() -> Option<String> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    rpassword::prompt_password("Password: ").ok().filter(|password| !password.is_empty())
}
