//! The codes of what happens on the way to the database and back.

/// Codes without `amend::`, and what they mean.
pub const CODES: &[(&str, &str)] = &[
    (
        "checksum::changed",
        "A change set that has run has another checksum now: its text has changed. Take the change back and write a new change set; where the old text meant the same, add its checksum as `validCheckSum`.",
    ),
    ("checksum::newer-version", "The history holds a checksum of a version that a newer tool has written."),
    ("depends-on::unknown", "`dependsOn` names no change set."),
    ("depends-on::ambiguous", "`dependsOn` names several change sets. Name it as path::id::author."),
    ("depends-on::cycle", "Change sets depend on each other in a circle. Take one of the needs out."),
    ("depends-on::left-out", "A change set needs one that takes no part in this run."),
    ("order::moved", "A change set runs at another place than the file says, because of what it needs."),
    ("graph::unknown", "There is no such change set or object."),
    ("precondition::failed", "Preconditions do not hold, or cannot be evaluated, and say that the run ends then."),
    ("precondition::warned", "Preconditions do not hold, and say that the change set runs all the same."),
    (
        "history::two-orders",
        "The numbers and the times of the history do not tell the same order. amend goes by the numbers, other tools go by the time.",
    ),
    (
        "keep::following",
        "The server would delete or change further rows by itself, whose values cannot be kept. Change them before, or run without `--keep-data`.",
    ),
    ("merge::content", "A change set that the base has, too, has other content here."),
    ("merge::inserted", "A change set stands before ones of the base that may have run already, and they need it."),
    ("merge::object", "A change set here and one of the base touch one object in ways that do not go together."),
    ("rollback::altered", "A later change set altered what this one left, so that it cannot be taken back alone."),
    (
        "rollback::needed",
        "Other change sets need the one that is to be taken back; `--with-dependents` takes them along.",
    ),
    ("rollback::no-deployment", "The history has no row of that run."),
    ("rollback::not-run", "The history has no row of that change set."),
    ("tag::missing", "No row of the history, or no change set, has the tag."),
    (
        "lock::busy",
        "Somebody else has the lock and has kept it for as long as `--lock-wait` says. The message says who. The lock of a process that has died is taken over by itself; `release-locks` is for other programs' locks.",
    ),
    (
        "lock::lost",
        "The lock went away while it was held: somebody freed it, or another session of the server answers. Nothing more was done.",
    ),
    ("database::refused", "The server refused a statement or the connection. The message is the server's own."),
    (
        "database::foreign-keys",
        "After a table was made anew, rows point to rows that are not there. The change set was undone.",
    ),
    (
        "program::failed",
        "A program of `executeCommand` cannot be run, took too long, or ended with another code than 0.",
    ),
    (
        "rollback::impossible",
        "The change set has no way back of its own: what it did is not known, or cannot be undone. Write a `rollback` block; an empty one says that nothing is to be done.",
    ),
    (
        "rollback::not-in-changelog",
        "A row of the history has no change set in the changelog, so its way back is not known.",
    ),
    (
        "rollback::not-newest",
        "What was recorded begins where its change set ended, and a newer change set that touches the same object, or may do so, would stay. Take it along, or let the changelog tell the way.",
    ),
    (
        "rollback::not-recorded",
        "No way back of the change set is recorded, or what is recorded is not of the run that the row of the history is of: another tool applied it again, or it ran again without `--record-inverse`.",
    ),
    (
        "rollback::purged",
        "The recorded way back brings rows back that were kept, and they were given up since (`purge`): there is no way without them.",
    ),
    (
        "rollback::would-lose",
        "A table is made anew on the way back, and has a part that neither the changelog nor a record knows and that would be lost.",
    ),
    ("rollback::unknown-definition", "What was there before is not known, so it cannot be brought back."),
    ("journal::changed", "A change set that was interrupted has another text now than when it began."),
    ("journal::half-done", "A change set was interrupted half-way."),
    (
        "journal::unreadable",
        "The recorded way back of a change set is not as it was written, or a newer version of amend wrote it.",
    ),
    (
        "journal::unknown-outcome",
        "It is not known whether a statement took effect before the run was interrupted. Look, and say which: `update --resolve done` or `--resolve redo`.",
    ),
    ("keep::no-key", "The table has no key by which its rows could be brought back."),
    ("keep::numbered", "The rows have numbers that the server gives, and cannot be brought back with them."),
    ("keep::runs-again", "A change set that runs again and again cannot keep what it takes."),
    ("keep::unknown", "What was kept is not known."),
    ("verify::not-empty", "The database that was given to verify in is not empty."),
    ("verify::outside", "The changelog reaches for objects outside of the database that it is verified in."),
];
