//! What people and programs see: results on standard output, everything else on standard error.

mod joined;

use std::io::{IsTerminal, Write};

use amend_syntax::{Diagnostic, Severity, terminal_safe};
use miette::{GraphicalReportHandler, GraphicalTheme};
use serde_json::{Value, json};

use crate::args::{Color, Format, LogFormat, LogLevel};
use crate::settings::Settings;

/// Where results and messages go, and in which form.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// The form of results.
    pub format: Format,
    colors: bool,
    log_format: LogFormat,
    level: LogLevel,
}

impl Output {
    /// As the settings say.
    pub fn new(settings: &Settings) -> Self {
        Self {
            format: settings.format,
            colors: colors(settings.color),
            log_format: settings.log_format,
            level: settings.log_level,
        }
    }

    /// Before settings are known.
    pub fn plain() -> Self {
        let (log_format, level) = (LogFormat::Text, LogLevel::Info);
        Self { format: Format::Human, colors: colors(Color::Auto), log_format, level }
    }

    /// Whether the result is for programs.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// A line of the result: exact in files and pipes; on a terminal without characters that it would take for orders.
    pub fn line(&self, text: &str) {
        let mut stdout = std::io::stdout();
        let safe = |text: &str| text.split('\n').map(terminal_safe).collect::<Vec<_>>().join("\n");
        let text = if stdout.is_terminal() { safe(text) } else { text.to_owned() };
        // A reader that has gone away wants no more.
        let _ = writeln!(stdout, "{text}");
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
        self.message(LogLevel::Info, "info", text);
    }

    /// More about what goes on.
    pub fn detail(&self, text: &str) {
        self.message(LogLevel::Debug, "debug", text);
    }

    /// What may be wrong.
    pub fn warning(&self, text: &str) {
        self.message(LogLevel::Warning, "warning", text);
    }

    fn message(&self, level: LogLevel, severity: &str, text: &str) {
        if level > self.level {
            return;
        }
        match self.log_format {
            LogFormat::Text if level == LogLevel::Warning => {
                print_message(&format!("warning: {}", terminal_safe(text)))
            }
            LogFormat::Text => print_message(&terminal_safe(text)),
            LogFormat::Json => print_message(&json!({"severity": severity, "message": text}).to_string()),
        }
    }

    /// Why it does not go on.
    pub fn error(&self, text: &str) {
        match self.log_format {
            LogFormat::Text => print_message(&format!("error: {}", terminal_safe(text))),
            LogFormat::Json => print_message(&json!({"severity": "error", "message": text}).to_string()),
        }
    }

    /// Messages with their places; warnings are left out where only errors matter.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let shown = match self.log_format {
            LogFormat::Text => joined::joined(diagnostics),
            LogFormat::Json => diagnostics.to_vec(),
        };
        for diagnostic in &shown {
            let level = match diagnostic.severity {
                Severity::Error => LogLevel::Off,
                Severity::Warning => LogLevel::Warning,
                Severity::Advice => LogLevel::Info,
            };
            if level <= self.level {
                self.diagnostic(diagnostic);
            }
        }
    }

    fn diagnostic(&self, diagnostic: &Diagnostic) {
        match self.log_format {
            LogFormat::Text => print_message(&render(diagnostic, self.colors)),
            LogFormat::Json => print_message(&diagnostic_json(diagnostic).to_string()),
        }
    }
}

/// Writes a message. Who does not listen any more misses it; that is no reason to stop.
fn print_message(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
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
