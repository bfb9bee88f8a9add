use super::*;

/// The statements that the product gets, split at `;`.
#[track_caller]
fn check(product: Product, text: &str, expected: &[&str]) {
    check_with(&SplitOptions::default(), product, text, expected);
}

#[track_caller]
fn check_all(text: &str, expected: &[&str]) {
    for product in Product::ALL {
        check(product, text, expected);
    }
}

#[track_caller]
fn check_with(options: &SplitOptions, product: Product, text: &str, expected: &[&str]) {
    let pieces = split(text, options, product);
    let found: Vec<_> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(found, expected, "{product}");
}

fn ending_with(delimiter: &str) -> SplitOptions {
    SplitOptions { end_delimiter: Some(delimiter.to_owned()), ..SplitOptions::default() }
}

#[test]
fn statements_end_at_semicolons() {
    check_all(";;select 1;;; ;\u{A0}select 2 ; ", &["select 1", "select 2"]);
    check_all("select 'a''b;c', \"d;e\"; select 2", &["select 'a''b;c', \"d;e\"", "select 2"]);
    check_all("select 1 -- a;b\n, 2 /* c;d */; select 3", &["select 1 -- a;b\n, 2 /* c;d */", "select 3"]);
    check_all("select '😀'; select 😀;", &["select '😀'", "select 😀"]);
    check_all("select 1;\r\nselect\r\n2", &["select 1", "select\n2"]);
    check_all("", &[]);
}

#[test]
fn lines_with_a_slash_or_go_end_statements() {
    check_all("select 1\nGO\nselect 2\n  / \nselect 3\n/", &["select 1", "select 2", "select 3"]);
    check_all("select a\n/ b", &["select a\n/ b"]);
    check_all("select 1 as\ngoal", &["select 1 as\ngoal"]);
}

#[test]
fn offsets_point_into_the_text() {
    let pieces = split(" a;\n-- ü\nb ;", &SplitOptions::default(), Product::Sqlite);
    assert_eq!(pieces.iter().map(|piece| piece.offset).collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn comments_alone_are_no_statement() {
    check_all("-- only a comment", &[]);
    check_all("/* a */; -- b\n; select 1; /* c */", &["select 1"]);
    check(Product::MySql, "/*!40101 set names utf8 */; # c", &["/*!40101 set names utf8 */"]);
    check(Product::PostgreSql, "/*! c */", &[]);
}

#[test]
fn comments_are_taken_out() {
    let options = SplitOptions { strip_comments: true, ..SplitOptions::default() };
    let text = "/* c */ select/**/1 -- tail\n; select /*+ h */ 2";
    check_with(&options, Product::PostgreSql, text, &["select 1", "select  2"]);
    check_with(&options, Product::MySql, "/*! a */ -- b\n;", &["/*! a */"]);
}

#[test]
fn text_may_stay_whole() {
    let options = SplitOptions { split: false, ..SplitOptions::default() };
    check_with(&options, Product::MySql, " select 1; select 2;\n", &["select 1; select 2;"]);
    check_with(&options, Product::MySql, " -- c\n", &[]);
}

#[test]
fn strings_and_comments_are_those_of_the_product() {
    let backslash = "select 'a\\'; select 'b'";
    check(Product::PostgreSql, backslash, &["select 'a\\'", "select 'b'"]);
    check(Product::Sqlite, backslash, &["select 'a\\'", "select 'b'"]);
    check(Product::MySql, backslash, &["select 'a\\'; select 'b'"]);
    check(Product::PostgreSql, "select E'x\\'y;z'; select 2", &["select E'x\\'y;z'", "select 2"]);
    check(Product::MySql, "select 1 # a;b\n; select 5--3;", &["select 1 # a;b", "select 5--3"]);
    check(Product::PostgreSql, "select /* a /* b; */ c; */ 1; select 2", &["select /* a /* b; */ c; */ 1", "select 2"]);
    check(Product::Sqlite, "select [a;b]; select 2", &["select [a;b]", "select 2"]);
    check(Product::PostgreSql, "select a[1]; select 2", &["select a[1]", "select 2"]);
}

#[test]
fn dollar_quotes_hold_bodies_on_postgresql() {
    let body = "create function f() as $$ begin a; b; end; $$ language plpgsql";
    check(Product::PostgreSql, &format!("{body}; select 3"), &[body, "select 3"]);
    check(
        Product::PostgreSql,
        "do $a$ x; $$ y; $a$; select $1; select 2",
        &["do $a$ x; $$ y; $a$", "select $1", "select 2"],
    );
    check(Product::PostgreSql, "select a$b$c; select d$b$e", &["select a$b$c", "select d$b$e"]);
    check(Product::Sqlite, "select $$; select 2", &["select $$", "select 2"]);
}

#[test]
fn bodies_of_routines_stay_whole() {
    for body in [
        "create trigger t after insert on a begin update b set c = case when d then 1 else 2 end; delete from e; end",
        "CREATE DEFINER=`u`@`h` PROCEDURE p() BEGIN IF a THEN b; ELSEIF c THEN d; END IF; WHILE e DO f; END WHILE; END",
        "create procedure p() l: begin case a when 1 then b; end case; begin c; end; end l",
        "create function f() returns int return if(a, 1, 2)",
        "create trigger t before insert on a for each row if new.a then set new.b = 1; set new.c = 2; end if",
        "create procedure p() if if(a, 1, 0) then b; elseif if(c, 1, 0) then d; end if",
        "create procedure p() begin repeat a; until b end repeat; select repeat('x', 3), new.end; end",
        "create function f() returns int begin atomic select 1; select 2; end",
        "begin not atomic select 1; select 2; end",
        "begin select 1; select 2; end",
    ] {
        check_all(&format!("{body}; select 3; end;"), &[body, "select 3", "end"]);
    }
}

#[test]
fn other_statements_have_no_body() {
    check_all(
        "create table t (begin int, function int); select 1",
        &["create table t (begin int, function int)", "select 1"],
    );
    check_all(
        "select case when 1 then 2 end; select begin from t; select 3",
        &["select case when 1 then 2 end", "select begin from t", "select 3"],
    );
}

#[test]
fn begin_of_a_transaction_is_a_statement() {
    for begin in [
        "BEGIN",
        "begin transaction",
        "BEGIN /* now */ WORK",
        "begin isolation level serializable",
        "begin not deferrable",
    ] {
        check_all(&format!("{begin}; select 1; commit; select 2"), &[begin, "select 1", "commit", "select 2"]);
    }
}

#[test]
fn changelogs_may_name_the_delimiter() {
    for (delimiter, text, expected) in [
        ("//", "select 1//select 2 // ", vec!["select 1", "select 2"]),
        ("/", "select 1/select 2\n/\nselect 3", vec!["select 1/select 2", "select 3"]),
        ("\nGO", "select 1\ngo\nselect go\nGO\n", vec!["select 1", "select go"]),
        ("\\nGO", "select 1\ngo\nselect go\nGO\n", vec!["select 1", "select go"]),
        ("@", "begin a; b; @ '@' @", vec!["begin a; b;", "'@'"]),
        ("go", "select gone go select 2 GO", vec!["select gone", "select 2"]),
        ("$$", "begin a$b; end$$select 2$$", vec!["begin a$b; end", "select 2"]),
        (";", "select 1; select 2", vec!["select 1", "select 2"]),
        (";;", "select 1; select 2;; select 3", vec!["select 1; select 2", "select 3"]),
    ] {
        for product in [Product::PostgreSql, Product::MariaDb] {
            check_with(&ending_with(delimiter), product, text, &expected);
        }
    }
}

#[test]
fn lines_of_the_client_change_the_delimiter() {
    let text = "select 1;\ndelimiter //\nselect 2;\nselect 3//\n-- c\nDELIMITER ;\nselect 4; select delimiter ;";
    let expected = ["select 1", "select 2;\nselect 3", "select 4", "select delimiter"];
    check(Product::MySql, text, &expected);
    check(Product::MariaDb, text, &expected);
    check(Product::Sqlite, "delimiter //\nselect 1", &["delimiter //\nselect 1"]);
}

/// A generator of numbers that gives the same ones each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).unwrap() % bound
    }
}

/// Text that is made of what splitting looks at.
fn scrap(dice: &mut Dice) -> String {
    const SCRAPS: &[&str] = &[
        " ",
        "\n",
        "\r\n",
        "\u{FEFF}",
        ";",
        "'",
        "\"",
        "`",
        "[",
        "]",
        "$",
        "$$",
        "$a$",
        "--",
        "-- ",
        "#",
        "/*",
        "*/",
        "/*!",
        "\\",
        "/",
        "//",
        "go",
        "E'",
        "ß",
        "😀",
        "a",
        "1",
        "(",
        ")",
        ".",
        "@",
        "begin",
        "end",
        "end if",
        "if",
        "then",
        "case",
        "when",
        "loop",
        "while",
        "repeat",
        "create",
        "trigger",
        "table",
        "function",
        "transaction",
        "delimiter //\n",
        "\ndelimiter ;\n",
        "elseif",
        "not",
    ];
    (0..dice.below(40)).map(|_| [SCRAPS[dice.below(SCRAPS.len())], ["", " "][dice.below(2)]].concat()).collect()
}

#[test]
fn any_text_gives_pieces_of_itself() {
    let mut dice = Dice(0x5EED);
    for _ in 0..20_000 {
        let text = scrap(&mut dice);
        let options = SplitOptions {
            split: dice.below(8) > 0,
            strip_comments: dice.below(4) == 0,
            end_delimiter: [None, None, Some("//"), Some("/"), Some("$$"), Some("\ngo")][dice.below(6)]
                .map(str::to_owned),
        };
        let product = Product::ALL[dice.below(4)];
        let mut end = 0;
        for piece in split(&text, &options, product) {
            let rest = text.get(piece.offset..).unwrap();
            assert!(piece.offset >= end && !piece.text.trim().is_empty(), "{text:?}");
            if !options.strip_comments && !text.contains('\r') {
                assert!(rest.starts_with(&piece.text), "{text:?}");
                end = piece.offset + piece.text.len();
            }
        }
    }
}
