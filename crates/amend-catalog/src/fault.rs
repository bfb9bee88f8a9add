//! Why an edit does not fit a catalog. Facts only: no wording, no position.

use crate::{Kind, Object, ObjectName};

/// Why an edit cannot be applied or undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The object is not there.
    Missing {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: String,
        /// The table that it should stand in.
        table: Option<ObjectName>,
        /// Names of that kind that are there.
        present: Vec<String>,
    },
    /// An object of the name is there already.
    Exists {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: String,
        /// The table that it stands in.
        table: Option<ObjectName>,
    },
    /// The object is there, but not as the edit says.
    Differs {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: String,
    },
    /// The definition is not known, so it cannot be made again.
    Unknown {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: String,
        /// The table that it stands in.
        table: Option<ObjectName>,
    },
    /// The edit says nothing, or mixes two kinds of objects.
    Malformed,
}

impl Fault {
    /// The definition of the object is not known.
    pub fn unknown(object: &Object) -> Self {
        Self::Unknown { kind: object.kind(), name: object.name().to_owned(), table: object.table().cloned() }
    }

    /// Another object stands in the way.
    pub fn exists(object: &Object) -> Self {
        Self::Exists { kind: object.kind(), name: object.name().to_owned(), table: object.table().cloned() }
    }

    /// The object that was expected is another.
    pub fn differs(object: &Object) -> Self {
        Self::Differs { kind: object.kind(), name: object.name().to_owned() }
    }
}
