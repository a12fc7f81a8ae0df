//! Suggestions for misspelt names.

/// The name in `known` that was probably meant: the target of an alias that other tools use, or else the nearest name.
pub(crate) fn meant<'a>(found: &str, known: &[&'a str], aliases: &[(&str, &'a str)]) -> Option<&'a str> {
    let alias = aliases.iter().find(|(alias, name)| *alias == found && known.contains(name));
    alias.map(|(_, name)| *name).or_else(|| nearest(found, known))
}

/// The nearest name in `known`, if it is similar enough.
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
    use super::{meant, nearest};

    #[test]
    fn nearest_name_is_suggested_only_if_it_is_similar() {
        assert_eq!(nearest("PATHC", &["GET", "PATCH", "PUT"]), Some("PATCH"));
        assert_eq!(nearest("organisation", &["name", "organization"]), Some("organization"));
        assert_eq!(nearest("id", &["organization"]), None);
    }

    #[test]
    fn alias_takes_precedence_over_a_similar_name() {
        assert_eq!(meant("url", &["path", "query"], &[("url", "path")]), Some("path"));
        assert_eq!(meant("url", &["query"], &[("url", "path")]), None);
    }
}
