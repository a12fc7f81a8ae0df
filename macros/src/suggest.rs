//! Did you mean.

/// The one of `known` that is meant: by an alias that others use for it, else the nearest.
pub(crate) fn meant<'a>(found: &str, known: &[&'a str], aliases: &[(&str, &'a str)]) -> Option<&'a str> {
    let alias = aliases.iter().find(|(alias, name)| *alias == found && known.contains(name));
    alias.map(|(_, name)| *name).or_else(|| nearest(found, known))
}

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
    use super::{meant, nearest};

    #[test]
    fn only_what_is_near() {
        assert_eq!(nearest("PATHC", &["GET", "PATCH", "PUT"]), Some("PATCH"));
        assert_eq!(nearest("organisation", &["name", "organization"]), Some("organization"));
        assert_eq!(nearest("id", &["organization"]), None);
    }

    #[test]
    fn an_alias_goes_before_what_is_near() {
        assert_eq!(meant("url", &["path", "query"], &[("url", "path")]), Some("path"));
        assert_eq!(meant("url", &["query"], &[("url", "path")]), None);
    }
}
