//! Did you mean.

/// The nearest of `known`, where one is near enough that it can have been meant.
pub(crate) fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let limit = (found.chars().count() / 3).max(1);
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(found, name), *name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near() {
        assert_eq!(nearest("PATHC", &["GET", "PATCH", "PUT"]), Some("PATCH"));
        assert_eq!(nearest("organisation", &["name", "organization"]), Some("organization"));
        assert_eq!(nearest("id", &["organization"]), None);
    }
}
