//! What texts mean.

use amend_syntax::{Style, java};

use crate::print::{parsed, root, value};

fn check(text: &str, expected: &str) {
    assert_eq!(value(&root(text)), expected, "{text}");
}

#[test]
fn plain_scalars_are_typed_and_quoted_ones_are_texts() {
    check("[1, '1', yes, \"yes\", ~, '~', 1.50, '1.50']", r#"[1, "1", true, "yes", null, "~", 1.5, "1.50"]"#);
    check("a:\nb: |\n 010\n", r#"{a: null, b: "010\n"}"#);
}

#[test]
fn raw_text_and_style_are_kept() {
    for (text, raw, style) in [
        ("0x1F", "0x1F", Style::Plain),
        ("'it''s'", "it's", Style::SingleQuoted),
        (r#""\u00e9\n""#, "é\n", Style::DoubleQuoted),
        ("|\n  a\n  b\n", "a\nb\n", Style::Literal),
        (">-\n  a\n  b\n", "a b", Style::Folded),
    ] {
        let root = root(text);
        let scalar = root.as_scalar().unwrap();
        assert_eq!((scalar.raw.as_str(), scalar.style), (raw, style));
    }
}

#[test]
fn json_is_yaml() {
    check(r#"{"a": [1.0, true, null, "\ud83d\ude00 \/"]}"#, r#"{a: [1.0, true, null, "😀 /"]}"#);
    check("{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n", "{a: {b: 1}}");
}

#[test]
fn shapes_that_older_readers_accept() {
    check("- a: {\n    b: c\n}\n- d\n", r#"[{a: {b: "c"}}, "d"]"#);
    check("a:\n  - b: [\n      c\n  ]\n", r#"{a: [{b: ["c"]}]}"#);
    check("a:\n- b\n- c\nd: e", r#"{a: ["b", "c"], d: "e"}"#);
    check("a: \"b\nc\n\n  d\"\ne: 'f\n\tg'\n", r#"{a: "b c\nd", e: "f g"}"#);
    check("a: \"b\r\nc\rd\"\r\n", r#"{a: "b c d"}"#);
    check("\u{feff}a: b\r\nc: d\r\n", r#"{a: "b", c: "d"}"#);
    check("%YAML 1.1\n---\na: b\n...\n", r#"{a: "b"}"#);
}

#[test]
fn block_scalars_end_where_the_text_ends() {
    check("a: |\n  x\n", r#"{a: "x\n"}"#);
    check("a: |\n  x", r#"{a: "x"}"#);
    check("a: >\n  x\n  y", r#"{a: "x y"}"#);
    check("a: |\n  x\n  ", r#"{a: "x\n"}"#);
    check("a: |+\n  x\n   ", r#"{a: "x\n "}"#);
    check("a: |\n  x\n# note", r#"{a: "x\n"}"#);
}

#[test]
fn aliases_stand_for_the_last_anchor_of_their_name() {
    check("a: &x {k: v}\nb: *x\nc: &x [1]\nd: *x\n", r#"{a: {k: "v"}, b: {k: "v"}, c: [1], d: [1]}"#);
    check("a: &x k\n*x : v\n", r#"{a: "k", k: "v"}"#);
}

#[test]
fn merged_entries_stand_where_their_merge_key_stands() {
    check("a: &a {x: 1, y: 2}\nb: {z: 0, <<: *a, y: 3}", "{a: {x: 1, y: 2}, b: {z: 0, x: 1, y: 3}}");
    check("{y: 3, <<: {x: 1, y: 2}}", "{y: 3, x: 1}");
    check("{<<: [{a: 1}, {a: 2, b: 3}], <<: {b: 4, c: 5}}", "{a: 1, b: 3, c: 5}");
    check("{'<<': {a: 1}}", "{<<: {a: 1}}");
}

#[test]
fn tags_choose_the_type() {
    check("[!!str 5, !!int '010', !!float 3, !!bool 'on', !!null ~]", r#"["5", 8, 3.0, true, null]"#);
}

#[test]
fn dates_print_as_java_prints_them() {
    let node = root("2001-02-30");
    assert_eq!(node.text().as_deref(), Some("Fri Mar 02 00:00:00 UTC 2001"));
    assert_eq!(node.text(), Some(java::date_text(2001, 3, 2)));
}

#[test]
fn parameters_are_put_into_texts_alone() {
    let mut node = root("a: '${x}'\n'${x}': 1\nb:\n- yes\n- a${x}\n");
    let mut places = Vec::new();
    node.map_text(&mut |text, place| {
        places.push(place.text().to_owned());
        text.contains("${x}").then(|| text.replace("${x}", "5"))
    });
    assert_eq!(value(&node), r#"{a: "5", ${x}: 1, b: [true, "a5"]}"#);
    assert_eq!(places, ["'${x}'", "a${x}"]);
}

#[test]
fn after_a_syntax_error_whole_items_remain() {
    let parsed = parsed("list:\n- id: 1\n- id: 2\n- id: 3\n  text: a: b\n- id: 4\n");
    assert_eq!(value(&parsed.root.unwrap()), "{list: [{id: 1}, {id: 2}]}");
    assert_eq!(parsed.diagnostics.len(), 1);
}

#[test]
fn after_a_duplicate_key_the_last_remains() {
    let parsed = parsed("{a: 1, b: 2, a: 3}");
    assert_eq!(value(&parsed.root.unwrap()), "{b: 2, a: 3}");
}
