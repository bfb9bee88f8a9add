//! No password in any output: wherever it is given, whatever goes wrong, on every level and in every form.

use amend_testkit::checkout::Checkout;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::checkout_on;

/// A password that no text holds by chance, with characters that URLs encode.
const SECRET: &str = "s3ntinel/pass+word@9";
const CHANGELOG: &str = "
databaseChangeLog:
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable: {tableName: trace, columns: [column: {name: step, type: int}]}
";

/// The password as it may look in an output.
fn forms() -> Vec<String> {
    // Base64 has three forms, by where in the text the password begins; each is cut to what does not depend on its neighbours.
    let base64 = ["czNudGluZWwvcGFzcyt3b3JkQD", "MzbnRpbmVsL3Bhc3Mrd29yZEA5", "zM250aW5lbC9wYXNzK3dvcmRAO"];
    let mut forms: Vec<String> = base64.iter().map(|it| (*it).to_owned()).collect();
    forms.extend([SECRET.to_owned(), encoded(), encoded().to_lowercase(), "s3ntinel".to_owned()]);
    forms
}

fn encoded() -> String {
    SECRET.replace('/', "%2F").replace('+', "%2B").replace('@', "%40")
}

#[test]
fn base64_is_looked_for_in_the_form_that_it_has() {
    // Beginning at the first, second and third byte of a group.
    for (before, form) in ["", "a", "ab"].iter().zip(&forms()[..3]) {
        let text = format!("{before}{SECRET}..");
        assert!(base64(text.as_bytes()).contains(form.as_str()), "{}", base64(text.as_bytes()));
    }
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let number = (0..3).fold(0u32, |number, at| number << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        (0..4).map(|at| char::from(ALPHABET[(number >> (18 - 6 * at) & 63) as usize])).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

on_every_engine!(no_output_holds_the_password);

fn no_output_holds_the_password(engine: Engine) {
    let (mut checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.write("password.txt", format!("{SECRET}\n"));
    let mut said = String::new();
    let mut runs = 0;
    for url in urls(engine, database.url()) {
        for level in ["off", "info", "debug"] {
            for format in ["human", "json"] {
                let flags = [
                    "--log-level",
                    level,
                    "--format",
                    format,
                    "--log-format",
                    if runs % 2 == 0 { "text" } else { "json" },
                ];
                for give in [Give::Flag, Give::Environment, Give::File, Give::Url] {
                    let command = COMMANDS[runs % COMMANDS.len()];
                    said += &run(&mut checkout, &url, give, &[command, &flags].concat());
                    runs += 1;
                }
            }
        }
    }
    for form in forms() {
        assert!(!said.contains(&form), "{engine:?}: `{form}` was printed: {}", around(&said, &form));
    }
    println!("{engine:?}: {runs} commands, {} bytes of output", said.len());
}

const COMMANDS: &[&[&str]] = &[
    &["status"],
    &["update"],
    &["update-sql"],
    &["history"],
    &["validate"],
    &["rollback-count", "1"],
    &["list-locks"],
    &["tag", "one"],
    &["changelog-sync-sql"],
    &["unexpected-changesets"],
    &["calculate-checksum", "changelog.yaml::table::ada"],
];

/// By which way the password is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Give {
    Flag,
    Environment,
    File,
    Url,
}

fn run(checkout: &mut Checkout, url: &str, give: Give, command: &[&str]) -> String {
    let without = url.replace("SECRET", "").replace(":@", "@");
    let whole = url.replace("SECRET", &encoded());
    checkout.set("AMEND_URL", if give == Give::Url { &whole } else { &without });
    checkout.set("AMEND_PASSWORD", if give == Give::Environment { SECRET } else { "" });
    let mut arguments = command.to_vec();
    match give {
        Give::Flag => arguments.extend(["--password", SECRET]),
        Give::File => arguments.extend(["--password-file", "password.txt"]),
        Give::Environment | Give::Url => {}
    }
    let finished = checkout.run(&arguments);
    finished.stdout + &finished.stderr
}

/// Addresses that work and that do not: another host, another database, a refused login, a text that is no URL. The
/// password stands in each in the place of `SECRET`.
fn urls(engine: Engine, working: &str) -> Vec<String> {
    let scheme = working.split(':').next().unwrap_or_default();
    match engine {
        Engine::Sqlite => vec![
            format!("{working}?password=SECRET"),
            "sqlite:/nowhere/at/all.db?password=SECRET".to_owned(),
            "sqlite:x.db?key=SECRET&mode=wrong".to_owned(),
            "jdbc:sqlite:y.db?password=SECRET".to_owned(),
        ],
        _ => {
            let (user, place) = working.split_once("://").and_then(|(_, rest)| rest.split_once('@')).unwrap();
            let server = place.split('/').next().unwrap_or_default();
            vec![
                format!("{scheme}://{user}:SECRET@{place}"),
                format!("{scheme}://nobody:SECRET@{place}"),
                format!("{scheme}://nobody:SECRET@127.0.0.1:1/x"),
                format!("{scheme}://nobody:SECRET@{server}/not_there"),
                format!("{scheme}://nobody:SECRET@{server}:port/x"),
                format!("{scheme}://{place}?user=nobody&password=SECRET"),
                format!("{scheme}://{place}?user=nobody&password=SECRET&unknown=SECRET"),
                format!("jdbc:{scheme_of_jdbc}://{place}?user=nobody&password=SECRET", scheme_of_jdbc = jdbc(engine)),
                format!("jdbc:{scheme_of_jdbc}://nobody:SECRET@{place}", scheme_of_jdbc = jdbc(engine)),
                format!("jdbc:oracle:thin:nobody/SECRET@{server}"),
                format!("nobody:SECRET@{place}"),
            ]
        }
    }
}

fn jdbc(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "postgresql",
        Engine::MySql => "mysql",
        Engine::MariaDb => "mariadb",
        Engine::Sqlite => "sqlite",
    }
}

fn around<'a>(text: &'a str, part: &str) -> &'a str {
    let at = text.find(part).unwrap_or_default();
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
    &text[start..end]
}

/// A statement that sets a password does not show it, neither where it is sent nor where it fails.
#[test]
fn a_password_in_sql_is_not_shown() {
    let changelog = format!(
        "
databaseChangeLog:
  - changeSet:
      id: user
      author: ada
      changes:
        - sql: {{sql: \"CREATE ROLE nobody_here LOGIN PASSWORD '{SECRET}' VALID UNTIL 'no date'\"}}
"
    );
    let (checkout, _database) = checkout_on(Engine::Postgres, &changelog);
    for form in ["text", "json"] {
        let finished = checkout.expect(1, &["update", "--log-level", "debug", "--log-format", form]);
        let sent: Vec<&str> =
            finished.stderr.lines().filter(|it| it.contains("sending") || it.contains("the statement was")).collect();
        assert_eq!(sent.len(), 2, "{}", finished.stderr);
        assert!(sent.iter().all(|it| it.contains("***") && !it.contains(SECRET)), "{sent:?}");
    }
}
