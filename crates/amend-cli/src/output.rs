//! What people and programs see: results on standard output, everything else on standard error.

use std::io::{IsTerminal, Write};

use amend_syntax::{Diagnostic, Severity, terminal_safe};
use miette::{GraphicalReportHandler, GraphicalTheme};
use serde_json::{Value, json};

use crate::args::{Color, Format};
use crate::settings::Settings;

/// Where results and messages go, and in which form.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// The form of results.
    pub format: Format,
    colors: bool,
    quiet: bool,
    /// More about what happens.
    pub verbose: bool,
}

impl Output {
    /// As the settings say.
    pub fn new(settings: &Settings) -> Self {
        Self {
            format: settings.format,
            colors: colors(settings.color),
            quiet: settings.quiet,
            verbose: settings.verbose,
        }
    }

    /// Before settings are known.
    pub fn plain() -> Self {
        Self { format: Format::Human, colors: colors(Color::Auto), quiet: false, verbose: false }
    }

    /// Whether the result is for programs.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// A line of the result.
    pub fn line(&self, text: &str) {
        // A reader that has gone away wants no more.
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// A line of the result whose words come from files or servers.
    pub fn safe_line(&self, text: &str) {
        self.line(&terminal_safe(text));
    }

    /// The result for programs.
    pub fn json(&self, value: &Value) {
        self.line(&value.to_string());
    }

    /// The result in the form that was asked for.
    pub fn result(&self, human: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
        match self.format {
            Format::Human => self.line(&human()),
            Format::Json => self.json(&value()),
        }
    }

    /// What goes on.
    pub fn progress(&self, text: &str) {
        if !self.quiet {
            eprintln!("{}", terminal_safe(text));
        }
    }

    /// More about what goes on.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            eprintln!("{}", terminal_safe(text));
        }
    }

    /// Why it does not go on.
    pub fn error(&self, text: &str) {
        match self.format {
            Format::Human => eprintln!("error: {}", terminal_safe(text)),
            Format::Json => eprintln!("{}", json!({"severity": "error", "message": text})),
        }
    }

    /// Messages with their places; warnings are left out where only errors matter.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            if diagnostic.is_error() || !self.quiet {
                self.diagnostic(diagnostic);
            }
        }
    }

    fn diagnostic(&self, diagnostic: &Diagnostic) {
        match self.format {
            Format::Human => eprintln!("{}", render(diagnostic, self.colors)),
            Format::Json => eprintln!("{}", diagnostic_json(diagnostic)),
        }
    }
}

fn colors(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// A message as people read it: the source with the places marked.
fn render(diagnostic: &Diagnostic, colors: bool) -> String {
    let theme = if colors { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
    let mut text = String::new();
    match handler.render_report(&mut text, diagnostic) {
        Ok(()) => text,
        Err(_) => diagnostic.to_string(),
    }
}

/// A message as programs read it, with lines and columns from 1.
pub fn diagnostic_json(diagnostic: &Diagnostic) -> Value {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let (line, column) = label.place.line_column();
            let file = label.place.source.name();
            json!({"file": file, "line": line, "column": column, "text": label.text, "primary": label.primary})
        })
        .collect();
    json!({
        "severity": severity(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "labels": labels,
        "help": diagnostic.help,
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}
