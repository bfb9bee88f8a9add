//! What the codes of messages mean: `amend explain CODE`.

mod reading;
mod running;

/// What begins every code.
const PREFIX: &str = "amend::";

/// Codes of what does not fit the state of the database, for every kind of object: `amend::table::missing`.
const OF_OBJECTS: &[(&str, &str)] = &[
    ("missing", "What the change names is not there in the state that the change sets before it leave."),
    ("exists", "What the change makes is there already in the state that the change sets before it leave."),
    ("differs", "What the change names is defined otherwise than it takes it to be."),
];

/// The kinds of objects that codes name.
const OBJECTS: &[&str] = &["table", "column", "constraint", "index", "sequence", "view", "routine"];

/// What a code means; with or without `amend::` before it.
pub fn meaning(code: &str) -> Option<&'static str> {
    let code = code.strip_prefix(PREFIX).unwrap_or(code);
    let listed = reading::CODES.iter().chain(running::CODES).find(|(name, _)| *name == code);
    listed.map(|(_, text)| *text).or_else(|| {
        let (_, fault) = code.split_once("::").filter(|(object, _)| OBJECTS.contains(object))?;
        OF_OBJECTS.iter().find(|(name, _)| *name == fault).map(|(_, text)| *text)
    })
}

/// All codes, whole.
pub fn names() -> impl Iterator<Item = String> {
    let listed = reading::CODES.iter().chain(running::CODES).map(|(name, _)| format!("{PREFIX}{name}"));
    let of_objects =
        OBJECTS.iter().flat_map(|object| OF_OBJECTS.iter().map(move |(fault, _)| format!("{PREFIX}{object}::{fault}")));
    listed.chain(of_objects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_listed_once_and_explained() {
        let mut all: Vec<&str> = reading::CODES.iter().chain(running::CODES).map(|(name, _)| *name).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for name in names() {
            assert!(meaning(&name).is_some_and(|text| text.ends_with('.')), "{name}");
        }
        assert_eq!(meaning("table::nothing"), None);
    }
}
