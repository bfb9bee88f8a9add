//! The word that was probably meant.

/// The candidate that differs least from the word, if it differs little enough to be worth proposing: by at most a third of
/// the word's letters, letter case aside. A swap of neighbours counts as one difference.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let farthest = (length / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= farthest)
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= farthest)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGES: [&str; 4] = ["createTable", "createView", "dropTable", "sql"];

    #[test]
    fn the_least_different_candidate_is_proposed() {
        assert_eq!(nearest("CreateTabel", CHANGES), Some("createTable"));
        assert_eq!(nearest("sq", CHANGES), Some("sql"));
    }

    #[test]
    fn far_words_are_not_proposed() {
        assert_eq!(nearest("mergeColumns", CHANGES), None);
        assert_eq!(nearest("", CHANGES), None);
    }

    #[test]
    fn long_words_cost_nothing() {
        assert_eq!(nearest(&"x".repeat(1_000_000), CHANGES), None);
    }
}
