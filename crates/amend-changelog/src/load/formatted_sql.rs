//! Formatted SQL files, line by line.

use amend_syntax::{Diagnostic, Place, Source, Span, Spanned};

use super::Loader;
use super::changes::sql_change;
use super::property::Property;
use crate::change_set::{ChangeSet, Key, Origin};
use crate::changes::TextOptions;
use crate::expression;
use crate::formatted_sql::{self, Kind, Line, attribute, flag};
use crate::precondition::{self, Preconditions};
use crate::rollback::RollbackBlock;
use crate::selection::labels_of;
use crate::{dbms, path};

/// The lines of a file with their places.
struct Lines<'s> {
    source: &'s Source,
    at: usize,
}

impl<'s> Iterator for Lines<'s> {
    type Item = (&'s str, Place);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.source.text().get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = rest[..end].trim_end_matches(['\n', '\r']);
        let place = self.source.place(Span::new(self.at, self.at + line.len()));
        self.at += end;
        Some((line.trim_start_matches('\u{feff}'), place))
    }
}

/// A change set whose lines are being read.
struct Draft {
    change_set: ChangeSet,
    /// The line that begins it.
    head: Place,
    options: TextOptions,
    rollback_options: TextOptions,
    sql: String,
    /// Where its SQL stands.
    sql_place: Option<Place>,
    rollback: String,
    rollback_place: Option<Place>,
}

impl Draft {
    fn add_sql(&mut self, line: &str, place: &Place) {
        if !line.trim().is_empty() {
            self.sql_place = Some(grown(self.sql_place.take(), place));
        }
        self.sql.push_str(line);
        self.sql.push('\n');
    }

    fn add_rollback(&mut self, line: &str, place: &Place) {
        self.rollback_place = Some(grown(self.rollback_place.take(), place));
        self.rollback.push_str(line);
        self.rollback.push('\n');
    }

    fn preconditions(&mut self, place: &Place) -> &mut Preconditions {
        self.change_set.preconditions.get_or_insert_with(|| precondition::none_so_far(place))
    }
}

fn grown(known: Option<Place>, place: &Place) -> Place {
    match known {
        Some(known) => place.source.place(known.span.to(place.span)),
        None => place.clone(),
    }
}

impl Loader<'_> {
    /// Reads the current file.
    pub(super) fn formatted_sql(&mut self, source: &Source) {
        let mut lines = Lines { source, at: 0 };
        let mut draft: Option<Draft> = None;
        while let Some((line, place)) = lines.next() {
            self.report.extend(formatted_sql::almost(line).map(|usage| almost_directive(usage, &place)));
            match Line::of(line) {
                Line::ChangeSet { author, id, attributes } => {
                    let next = self.draft([author, id, attributes], &place);
                    self.close(draft.replace(next));
                }
                Line::Property(attributes) => self.formatted_property(attributes),
                Line::Include => self.report.push(no_includes(&place)),
                Line::IgnoreLines(what) => self.ignore_lines(what, &mut lines, &place),
                other => match &mut draft {
                    Some(draft) => self.line(draft, other, line, &place, &mut lines),
                    None => self.line_outside(other, line, &place),
                },
            }
        }
        self.close(draft);
    }

    /// A line before the first change set: the head, or a remark.
    fn line_outside(&mut self, line: Line<'_>, text: &str, place: &Place) {
        match line {
            Line::Comment(_) => self.report.push(malformed(
                "`--comment` belongs to a change set",
                "move it below a `--changeset` line",
                place,
            )),
            Line::Malformed(usage) => self.report.push(unexpected(usage, place)),
            _ => self.head(text),
        }
    }

    fn head(&mut self, line: &str) {
        let head = crate::formatted_sql::head(line);
        if let Some(path) = head.and_then(|head| attribute(head, "logicalFilePath", Kind::Text)) {
            self.current().logical_path = Some(path::logical(path)).filter(|path| !path.is_empty());
            if self.open.len() == 1 {
                self.root.logical_path = self.current().logical_path.clone();
            }
        }
    }

    fn draft(&mut self, [author, id, attributes]: [&str; 3], place: &Place) -> Draft {
        let expanded = |loader: &mut Self, text: &str| Spanned::new(loader.expanded(text, place), place.clone());
        let mut change_set = self.empty_change_set(place, Origin::FormattedSql);
        change_set.id = expanded(self, id);
        change_set.author = expanded(self, author);
        self.read_selection(&mut change_set, attributes, place);
        self.report.extend(formatted_sql::almost_attributes(attributes).map(|found| almost_attribute(found, place)));
        change_set.run_always = flag(attributes, "runAlways", false);
        change_set.run_on_change = flag(attributes, "runOnChange", false);
        change_set.run_in_transaction = flag(attributes, "runInTransaction", true);
        change_set.fail_on_error = flag(attributes, "failOnError", true);
        change_set.ignore |= flag(attributes, "ignore", false);
        if let Some(program) = attribute(attributes, "runWith", Kind::Text).filter(|program| *program != "jdbc") {
            self.report.push(super::change_set::run_with(program, place));
        }
        Draft {
            change_set,
            head: place.clone(),
            options: TextOptions {
                strip_comments: flag(attributes, "stripComments", true),
                ..options(attributes, ["splitStatements", "endDelimiter"])
            },
            rollback_options: options(attributes, ["rollbackSplitStatements", "rollbackEndDelimiter"]),
            sql: String::new(),
            sql_place: None,
            rollback: String::new(),
            rollback_place: None,
        }
    }

    fn read_selection(&mut self, change_set: &mut ChangeSet, attributes: &str, place: &Place) {
        let mut value = |name, kind| attribute(attributes, name, kind).map(|text| self.expanded(text, place));
        let context = value("contextFilter", Kind::Quotable).or_else(|| value("context", Kind::Quotable));
        let labels = value("labels", Kind::Quotable);
        let logical_path = value("logicalFilePath", Kind::Text).map(|path| path::logical(&path));
        change_set.dbms = value("dbms", Kind::Products).map(|dbms| Spanned::new(dbms, place.clone()));
        change_set.path = logical_path.filter(|path| !path.is_empty()).unwrap_or_else(|| change_set.path.clone());
        let context = context.filter(|context| !context.trim().is_empty());
        if context.as_deref().is_some_and(|context| expression::check(context).is_err()) {
            self.report.push(malformed(&expression::Unclosed.to_string(), "close the parenthesis", place));
        }
        change_set.contexts = self.contexts(context);
        change_set.labels = self.labels(None);
        change_set.labels.own = labels_of(labels.as_deref());
    }

    fn line(&mut self, draft: &mut Draft, line: Line<'_>, text: &str, place: &Place, lines: &mut Lines<'_>) {
        match line {
            Line::Comment(comment) => {
                draft.change_set.comment = Some(comment.trim().to_owned()).filter(|it| !it.is_empty())
            }
            Line::ValidChecksum(checksum) => {
                draft.change_set.valid_checksums.extend(checksum.split_whitespace().next().map(str::to_owned));
            }
            Line::Rollback(sql) => draft.add_rollback(sql, place),
            Line::RollbackBlock => self.rollback_block(draft, lines, place),
            Line::Preconditions(attributes) => {
                draft.change_set.preconditions = Some(precondition::from_line(attributes, place, &mut self.report));
            }
            Line::Precondition(name, condition) => self.formatted_condition(draft, name, condition, place),
            Line::Malformed(usage) => self.report.push(unexpected(usage, place)),
            _ => draft.add_sql(text, place),
        }
    }

    /// The lines of a comment up to its end.
    fn rollback_block(&mut self, draft: &mut Draft, lines: &mut Lines<'_>, start: &Place) {
        for (line, place) in lines {
            match line.trim_end().strip_suffix("*/") {
                Some(last) => return draft.add_rollback(last, &place),
                None => draft.add_rollback(line, &place),
            }
        }
        self.report.push(malformed("the rollback is not closed", "end it with a line `*/`", start));
    }

    fn formatted_condition(&mut self, draft: &mut Draft, name: &str, condition: &str, place: &Place) {
        let condition = self.expanded(condition, place);
        if let Some(condition) = precondition::condition_from_line(name, &condition, place, &mut self.report) {
            draft.preconditions(place).conditions.push(condition);
        }
    }

    fn formatted_property(&mut self, attributes: &str) {
        let text = |name, kind| attribute(attributes, name, kind).unwrap_or_default().to_owned();
        let context = Some(text("contextFilter", Kind::Quotable)).filter(|context| !context.is_empty());
        self.define_property(Property {
            name: attribute_after_blank(attributes, "name"),
            value: attribute_after_blank(attributes, "value"),
            dbms: text("dbms", Kind::Products),
            context: context.unwrap_or_else(|| text("context", Kind::Quotable)),
            labels: text("labels", Kind::Quotable),
            global: flag(attributes, "global", true),
        });
    }

    fn ignore_lines(&mut self, what: &str, lines: &mut Lines<'_>, place: &Place) {
        match (what.eq_ignore_ascii_case("start"), what.parse()) {
            (true, _) => drop(lines.find(|(line, _)| *line_word(line) == *"end")),
            (false, Ok(count)) => lines.take(count).for_each(drop),
            (false, Err(_)) => self.report.push(malformed(
                "`--ignoreLines:` takes a count, `start` or `end`",
                "write `--ignoreLines:start`",
                place,
            )),
        }
    }

    /// Adds a change set that is read to its end, unless it is for other products.
    fn close(&mut self, draft: Option<Draft>) {
        let Some(mut draft) = draft else { return };
        let list = draft.change_set.dbms.as_ref().map(|dbms| dbms.to_lowercase()).unwrap_or_default();
        if !dbms::matches(&list, self.target.product) {
            self.other_products.push(Spanned::new(draft.change_set.key(), draft.change_set.place.clone()));
            return;
        }
        let Some(place) = draft.sql_place.take() else {
            return self.report.push(malformed(
                "the change set has no SQL",
                "write its statements below this line",
                &draft.head,
            ));
        };
        let sql = Spanned::new(self.expanded(draft.sql.trim(), &place), place);
        draft.change_set.place = draft.head.source.place(draft.head.span.to(sql.place.span));
        draft.change_set.changes = vec![sql_change(sql, &draft.head, draft.options)];
        if let Some(place) = draft.rollback_place.take() {
            let text = Spanned::new(self.expanded(draft.rollback.trim(), &place), place);
            draft.change_set.rollback.extend(self.formatted_rollback(
                text,
                &draft.change_set.path,
                draft.rollback_options,
            ));
        }
        self.change_sets.push(draft.change_set);
    }

    fn formatted_rollback(
        &mut self,
        text: Spanned<String>,
        own_path: &str,
        options: TextOptions,
    ) -> Option<RollbackBlock> {
        if let Some(id) = attribute(&text, "changeSetId", Kind::Text) {
            let author = attribute(&text, "changeSetAuthor", Kind::Text);
            let path = attribute(&text, "changeSetPath", Kind::Text).unwrap_or(own_path);
            if author.is_none() {
                self.report.push(malformed(
                    "the rollback names a change set without its author",
                    "add `changesetAuthor:`",
                    &text.place,
                ));
            }
            let key = Key::new(path, id, author.unwrap_or_default());
            return Some(RollbackBlock::Reference(text.map(|_| key)));
        }
        match text.to_lowercase().as_str() {
            "" => None,
            "empty" | "not required" => Some(RollbackBlock::Nothing),
            _ => {
                let place = text.place.clone();
                Some(RollbackBlock::Changes(vec![sql_change(text, &place, options)]))
            }
        }
    }
}

/// The word after `--ignoreLines:`, empty for other lines.
fn line_word(line: &str) -> &str {
    match Line::of(line) {
        Line::IgnoreLines(word) => word,
        _ => "",
    }
}

/// A value that may stand after a blank.
fn attribute_after_blank(line: &str, name: &str) -> String {
    let joined = line.replace(": ", ":");
    attribute(&joined, name, Kind::Text).unwrap_or_default().to_owned()
}

fn options(attributes: &str, [split, delimiter]: [&str; 2]) -> TextOptions {
    TextOptions {
        split: flag(attributes, split, true),
        strip_comments: false,
        end_delimiter: attribute(attributes, delimiter, Kind::Text).filter(|text| !text.is_empty()).map(str::to_owned),
    }
}

fn malformed(message: &str, help: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("amend::sql::directive", message).at(place, "this line").help(help)
}

fn no_includes(place: &Place) -> Diagnostic {
    malformed("SQL files include no others", "include both files in a YAML changelog", place)
}

fn unexpected(usage: &str, place: &Place) -> Diagnostic {
    malformed("the line begins like a directive, but cannot be read", &format!("write `{usage}`"), place)
}

/// A remark that was probably meant as a directive.
fn almost_directive(usage: &str, place: &Place) -> Diagnostic {
    Diagnostic::warning("amend::sql::remark", "the line is almost a directive, but is read as a remark")
        .at(place, "a remark")
        .help(format!("write `{usage}`, or a blank after the dashes of a remark"))
}

fn almost_attribute((name, near): (&str, &str), place: &Place) -> Diagnostic {
    Diagnostic::warning("amend::changelog::unknown-key", format!("`--changeset` knows no `{name}`; it is ignored"))
        .at(place, format!("has `{name}:`"))
        .help(format!("did you mean `{near}`?"))
}
