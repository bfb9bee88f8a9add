//! What is wrong with a URL, without a word of its values.

use std::fmt;

/// What is wrong with a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlError {
    /// It begins with no form that is known.
    Scheme,
    /// A part of it cannot be read; the text says which.
    Malformed(&'static str),
    /// A parameter that no driver of this product knows.
    UnknownParameter {
        /// The parameter's name as written; empty where it does not look like a name.
        name: String,
        /// The known name that is nearest.
        nearest: Option<&'static str>,
    },
    /// A value that the parameter cannot have.
    BadValue {
        /// The parameter's name as written.
        name: String,
        /// What it may be.
        expected: &'static str,
    },
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => f.write_str(
                "the URL begins with none of `postgres://`, `mysql://`, `mariadb://`, `sqlite:` and their `jdbc:` forms",
            ),
            Self::Malformed(part) => write!(f, "the URL cannot be read: {part}"),
            Self::UnknownParameter { name, .. } if name.is_empty() => f.write_str("the URL has an unknown parameter"),
            Self::UnknownParameter { name, nearest: None } => write!(f, "the URL has an unknown parameter `{name}`"),
            Self::UnknownParameter { name, nearest: Some(nearest) } => {
                write!(f, "the URL has an unknown parameter `{name}`; did you mean `{nearest}`?")
            }
            Self::BadValue { name, expected } => write!(f, "the URL's parameter `{name}` must be {expected}"),
        }
    }
}

impl std::error::Error for UrlError {}
