//! What a verification finds: for each change set, whether its way back restores what was there.

mod loss;

use amend_sql::Product;
use amend_syntax::Place;

pub use loss::losses;

/// What was found in one database.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The product.
    pub product: Product,
    /// The server's version as it writes it.
    pub version: String,
    /// The change sets in the order in which they ran.
    pub entries: Vec<Verified>,
    /// Why the change sets after the last of the entries were not looked at.
    pub unfinished: Option<String>,
}

/// What was found of one change set.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Its path, id and author.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The verdict.
    pub verdict: Verdict,
    /// What the verdict rests on; none where the way back is exact.
    pub findings: Vec<Finding>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub what: String,
    /// Why it is so, where that is known.
    pub why: Option<String>,
}

impl Finding {
    /// A finding whose reason is in its words.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), why: None }
    }

    /// The same, with a reason.
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..self }
    }
}

/// What is to be said of the way back of a change set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The database is as it was before, and the change set runs again to the same end.
    Exact,
    /// The same, but for what the product cannot restore.
    ExactBut,
    /// The schema is as it was before, but data that the change set took does not come back.
    Losing,
    /// There is no way back.
    Impossible,
    /// Preconditions or a tolerated failure kept it from running.
    PassedOver,
    /// Something is not as it should be.
    Wrong(Wrong),
}

/// What is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// The change set does not run.
    Forward,
    /// It runs to another end than the plan says.
    Plan,
    /// The way back does not run.
    Back,
    /// The way back leaves another schema than the one before.
    NotRestored,
    /// After the way back the change set does not run any more.
    Again,
    /// After the way back the change set runs to another end than the first time.
    AgainDiffers,
}

impl Verdict {
    /// Every verdict, the best first.
    pub const ALL: [Self; 11] = [
        Self::Exact,
        Self::ExactBut,
        Self::Losing,
        Self::Impossible,
        Self::PassedOver,
        Self::Wrong(Wrong::Forward),
        Self::Wrong(Wrong::Plan),
        Self::Wrong(Wrong::Back),
        Self::Wrong(Wrong::NotRestored),
        Self::Wrong(Wrong::Again),
        Self::Wrong(Wrong::AgainDiffers),
    ];

    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ExactBut => "exact, but",
            Self::Losing => "loses data",
            Self::Impossible => "impossible",
            Self::PassedOver => "passed over",
            Self::Wrong(Wrong::Forward) => "DOES NOT RUN",
            Self::Wrong(Wrong::Plan) => "NOT AS PLANNED",
            Self::Wrong(Wrong::Back) => "WAY BACK FAILS",
            Self::Wrong(Wrong::NotRestored) => "NOT RESTORED",
            Self::Wrong(Wrong::Again) => "DOES NOT RUN AGAIN",
            Self::Wrong(Wrong::AgainDiffers) => "NOT THE SAME AGAIN",
        }
    }

    /// The verdict as programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ExactBut => "exact-but",
            Self::Losing => "losing",
            Self::Impossible => "impossible",
            Self::PassedOver => "passed-over",
            Self::Wrong(Wrong::Forward) => "does-not-run",
            Self::Wrong(Wrong::Plan) => "not-as-planned",
            Self::Wrong(Wrong::Back) => "way-back-fails",
            Self::Wrong(Wrong::NotRestored) => "not-restored",
            Self::Wrong(Wrong::Again) => "does-not-run-again",
            Self::Wrong(Wrong::AgainDiffers) => "not-the-same-again",
        }
    }

    /// Whether something is not as it should be.
    pub fn is_wrong(self) -> bool {
        matches!(self, Self::Wrong(_))
    }
}

impl Verification {
    /// Whether something is not as it should be.
    pub fn is_wrong(&self) -> bool {
        self.unfinished.is_some() || self.entries.iter().any(|it| it.verdict.is_wrong())
    }

    /// How often each verdict was given, the best first; those that were not given are left out.
    pub fn counts(&self) -> Vec<(Verdict, usize)> {
        let count = |verdict: Verdict| (verdict, self.entries.iter().filter(|it| it.verdict == verdict).count());
        Verdict::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect()
    }
}
