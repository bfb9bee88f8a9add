//! What people see.

use amend_syntax::{Diagnostic, Severity, Source, Span};
use expect_test::{Expect, expect};

use crate::print::{parsed, report, reports};

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&reports(&parsed(text).diagnostics));
}

#[test]
fn duplicate_keys() {
    check(
        "a: 1\nb: 2\na: 3\n",
        expect![[r#"
        amend::yaml::duplicate-key
          x the key `a` comes twice in the same map
           ,-[x.yaml:3:1]
         1 | a: 1
           : |
           : `-- first here
         2 | b: 2
         3 | a: 3
           : |
           : `-- again here
           `----
          help: keep one; readers that accept both take the last
    "#]],
    );
}

#[test]
fn keys_that_are_no_texts() {
    check(
        "{value: 1,5}",
        expect![[r#"
            amend::yaml::key
              x a key must be a text, `5` is a number: put quotes around it
               ,-[x.yaml:1:11]
             1 | {value: 1,5}
               :           |
               :           `-- this key
               `----
              help: write the key as a text, in quotes where it looks like something else
        "#]],
    );
    check(
        "? [a]\n: b\n",
        expect![[r#"
            amend::yaml::key
              x a key must be a text, not a list
               ,-[x.yaml:1:3]
             1 | ? [a]
               :   ^|^
               :    `-- this key
             2 | : b
               `----
              help: write the key as a text, in quotes where it looks like something else
        "#]],
    );
}

#[test]
fn merges_of_no_map() {
    check(
        "{<<: [{a: 1}, 5], b: <<}",
        expect![[r#"
            amend::yaml::merge
              x `<<` takes over the entries of a map, not a number
               ,-[x.yaml:1:15]
             1 | {<<: [{a: 1}, 5], b: <<}
               :               |
               :               `-- not a map
               `----
            amend::yaml::merge
              x `<<` is a key: put quotes around it to make it a text
               ,-[x.yaml:1:22]
             1 | {<<: [{a: 1}, 5], b: <<}
               :                      ^|
               :                       `-- not a map
               `----
              help: write `<<: *name`, where `&name` stands before a map
        "#]],
    );
}

#[test]
fn aliases_without_content() {
    check(
        "- *x\n- &y [*y]\n",
        expect![[r#"
            amend::yaml::alias
              x no anchor `&x` stands before this alias
               ,-[x.yaml:1:3]
             1 | - *x
               :   ^|
               :    `-- refers to nothing
             2 | - &y [*y]
               `----
              help: put `&name` before the value that `*name` is to repeat; quotes make it a text
            amend::yaml::alias
              x an alias cannot stand within its own anchor
               ,-[x.yaml:2:7]
             1 | - *x
             2 | - &y [*y]
               :       ^|
               :        `-- refers to nothing
               `----
              help: put `&name` before the value that `*name` is to repeat; quotes make it a text
        "#]],
    );
}

#[test]
fn tags() {
    check(
        "[!foo 1, !!int x, !!set {a: b}]",
        expect![[r#"
            amend::yaml::tag
              x the tag `!foo` is not supported
               ,-[x.yaml:1:7]
             1 | [!foo 1, !!int x, !!set {a: b}]
               :       |
               :       `-- has this tag
               `----
              help: leave the tag away; quotes around a value make it a text
            amend::yaml::tag
              x `x` is not what the tag `!!int` says
               ,-[x.yaml:1:16]
             1 | [!foo 1, !!int x, !!set {a: b}]
               :                |
               :                `-- has this tag
               `----
              help: leave the tag away; quotes around a value make it a text
            amend::yaml::tag
              x the tag `!!set` is not supported here
               ,-[x.yaml:1:25]
             1 | [!foo 1, !!int x, !!set {a: b}]
               :                         |
               :                         `-- has this tag
               `----
              help: leave the tag away; quotes around a value make it a text
        "#]],
    );
}

#[test]
fn several_documents() {
    check(
        "a: b\n---\nc: d\n",
        expect![[r#"
            amend::yaml::several-documents
              x the text has more than one document
               ,-[x.yaml:2:1]
             1 | a: b
             2 | ---
               : ^|^
               :  `-- begins another document
             3 | c: d
               `----
              help: take this line out, or make another file of what follows
        "#]],
    );
}

#[test]
fn empty_texts() {
    check(
        "# nothing\n",
        expect![[r#"
            amend::yaml::empty
              x the text is empty
               ,-[x.yaml:1:1]
             1 | # nothing
               : ^
               : `-- nothing stands here
               `----
              help: a file has at least one entry; remove it where it is not needed
        "#]],
    );
}

#[test]
fn syntax() {
    check(
        "a:\n\tb: c\n",
        expect![[r#"
            amend::yaml::syntax
              x tabs disallowed within this context (block indentation)
               ,-[x.yaml:2:2]
             1 | a:
             2 |     b: c
               :     ^
               :     `-- not possible here
               `----
              help: indent with spaces
        "#]],
    );
    check(
        "sql: select a: b\n",
        expect![[r#"
            amend::yaml::syntax
              x mapping values are not allowed in this context
               ,-[x.yaml:1:14]
             1 | sql: select a: b
               :              ^
               :              `-- not possible here
               `----
              help: put quotes around a text that contains `: `
        "#]],
    );
    check(
        "a: {\n  b: [1, 2\n}\n",
        expect![[r#"
            amend::yaml::syntax
              x mismatched bracket '[' closed by '}'
               ,-[x.yaml:2:6]
             1 | a: {
             2 |   b: [1, 2
               :      ^
               :      `-- not possible here
             3 | }
               `----
              help: look for a quote or a bracket that is not closed, and for a quote within quotes: there it is doubled
        "#]],
    );
    check(
        "a: @b\n",
        expect![[r#"
            amend::yaml::syntax
              x unexpected character: `@'
               ,-[x.yaml:1:4]
             1 | a: @b
               :    ^
               :    `-- not possible here
               `----
              help: put quotes around a text that starts with this character
        "#]],
    );
}

#[test]
fn control_characters_are_shown_harmlessly() {
    check(
        "a: \"\x1b[2J\"\n",
        expect![[r#"
            amend::yaml::control-character
              x the control character \u{1b} must not stand in the text
               ,-[x.yaml:1:5]
             1 | a: "?[2J"
               :     |
               :     `-- this character
               `----
              help: in a double-quoted text it can be written as an escape
        "#]],
    );
}

#[test]
fn bytes_that_are_not_utf8() {
    let error = |bytes| report(&Source::from_bytes("x.yaml", bytes).unwrap_err());
    expect![[r#"
        amend::source::not-utf8
          x the text is not UTF-8: byte 8 does not belong to a character
           ,-[x.yaml:2:4]
         1 | a: b
         2 | c: �
           :    ^
           :    `-- this byte
           `----
          help: save the file as UTF-8
    "#]]
    .assert_eq(&error(b"a: b\nc: \xff\n"));
    expect![[r#"
        amend::source::not-utf8
          x the text is not UTF-8: byte 0 does not belong to a character
           ,-[x.yaml:1:1]
         1 | ��a?
           : ^
           : `-- this byte
           `----
          help: it looks like UTF-16: save it as UTF-8
    "#]]
    .assert_eq(&error(b"\xff\xfea\0"));
}

#[test]
fn places_in_another_source_are_related_messages() {
    let [first, second] = ["a.yaml", "b.yaml"].map(|name| Source::new(name, "id: 1\n"));
    let diagnostic = Diagnostic::warning("amend::test", "the id `1` is taken")
        .also(&first.place(Span::new(4, 5)), "taken here")
        .at(&second.place(Span::new(4, 5)), "again here")
        .help("choose another");
    assert_eq!(diagnostic.severity, Severity::Warning);
    expect![[r#"
        amend::test
          ! the id `1` is taken
           ,-[b.yaml:1:5]
         1 | id: 1
           :     |
           :     `-- again here
           `----
          help: choose another
        Advice:
          > taken here
           ,-[a.yaml:1:5]
         1 | id: 1
           :     ^
           `----
    "#]]
    .assert_eq(&report(&diagnostic));
}

#[test]
fn reports_at_the_end_of_a_large_text_cost_little() {
    let source = Source::new("x.yaml", "- a\n".repeat(1_000_000));
    let place = source.place(Span::new(3_999_998, 3_999_999));
    let diagnostic = Diagnostic::error("amend::test", "wrong").at(&place, "");
    // Where each report counted the lines anew, this would take a minute.
    for _ in 0..100 {
        assert!(report(&diagnostic).contains("x.yaml:1000000:3"));
    }
}

#[test]
fn snippets_show_little_of_long_lines() {
    let long = "1, ".repeat(100_000);
    check(
        &format!("[{long}x: y: z]"),
        expect![[r#"
            amend::yaml::syntax
              x while parsing a flow mapping, did not find expected ',' or '}'
               ,-[x.yaml:1:300006]
             1 | , 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, x: y: z]
               :                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     |   ^
               :                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     |   `-- not possible here
               :                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     `-- within what opens here
               `----
              help: put quotes around a text that contains `: `
        "#]],
    );
    let source = Source::new("x.json", format!("[{long}2]\n[{long}2]\n"));
    let places =
        [0, 150_000, 300_000, 300_003, 300_005, 450_000, 600_000].map(|at| source.place(Span::new(at, at + 1)));
    for first in &places {
        let error = Diagnostic::error("amend::test", "wrong").at(first, "");
        let error = places.iter().fold(error, |error, place| error.also(place, "and here"));
        let length = report(&error).len();
        assert!(length < 40_000, "{length} bytes for {first}");
    }
}

#[test]
fn labels_mark_one_line() {
    let source = Source::new("x.yaml", "a:\n  b: 1\n  c: 2\nd:\n");
    let diagnostic = Diagnostic::error("amend::test", "wrong").at(&source.place(Span::new(0, 17)), "");
    expect![[r#"
        amend::test
          x wrong
           ,-[x.yaml:1:1]
         1 | a:
           : ^^
         2 |   b: 1
           `----
    "#]]
    .assert_eq(&report(&diagnostic));
}
