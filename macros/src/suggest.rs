//! Suggestions for misspelt and abbreviated names, and for names of other tools.

/// Abbreviations of fewer characters fit too many names.
const SHORTEST_PREFIX: usize = 3;

/// The name in `known` that was probably meant: the target of an alias that other tools use, or else the nearest name.
pub(crate) fn meant<'a>(found: &str, known: &[&'a str], aliases: &[(&str, &'a str)]) -> Option<&'a str> {
    let of = |found: &dyn Fn(&str) -> bool| {
        aliases.iter().find(|(alias, name)| found(alias) && known.contains(name)).map(|(_, name)| *name)
    };
    // A typo in a short alias is closer to some other word.
    let is_typo = |alias: &str| alias.len() > 4 && strsim::damerau_levenshtein(found, alias) == 1;
    of(&|alias| alias == found)
        .or_else(|| typo_of(found, known))
        .or_else(|| of(&|alias| alias.eq_ignore_ascii_case(found) || is_typo(alias)))
        .or_else(|| nearest(found, known))
}

/// The nearest name in `known`, if it is similar enough: a typo, an abbreviation, a name with several typos, or one
/// with additional words.
pub(crate) fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    typo_of(found, known)
        .or_else(|| abbreviated(found, known))
        .or_else(|| by_edits(found, known, |longer| longer / 3))
        .or_else(|| by_words(found, known))
}

/// The name that differs in at most one edit, or only in the case of its letters.
fn typo_of<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    by_edits(found, known, |_| 1)
}

/// The name with the fewest edits, if these are no more than the limit for the length of the longer name.
fn by_edits<'a>(found: &str, known: &[&'a str], limit: impl Fn(usize) -> usize) -> Option<&'a str> {
    let lower = found.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
    let longer = |name: &str| found.chars().count().max(name.chars().count());
    let near = known.iter().map(|name| (distance(name), *name)).filter(|(edits, name)| *edits <= limit(longer(name)));
    near.min_by_key(|(edits, _)| *edits).map(|(_, name)| name)
}

/// The shortest name that begins with these characters.
fn abbreviated<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = found.to_lowercase();
    let long = known.iter().filter(|name| lower.len() >= SHORTEST_PREFIX && name.to_lowercase().starts_with(&lower));
    long.min_by_key(|name| name.len()).copied()
}

/// The only name that is one of the words of a longer name: `path` for `path_template` or `pathTemplate`, and `query`
/// for `querystring`.
fn by_words<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let mut words = vec![String::new()];
    for char in found.chars() {
        if (char == '_' || char == '-' || char.is_uppercase()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| char != '_' && char != '-') {
            word.extend(char.to_lowercase());
        }
    }
    // Also the plural of a name, or its singular.
    let is_same = |word: &str, name: &str| word.trim_end_matches('s') == name.trim_end_matches('s');
    let is_word = |name: &&&str| {
        let is_start = name.len() > 4 && found.starts_with(**name);
        name.len() >= SHORTEST_PREFIX && (is_start || (words.len() > 1 && words.iter().any(|word| is_same(word, name))))
    };
    let mut names = known.iter().filter(is_word);
    names.next().filter(|_| names.next().is_none()).copied()
}

#[cfg(test)]
mod tests {
    use super::{meant, nearest};
    use crate::attr::fields::Place;
    use crate::attr::key;

    type Aliases<'a> = &'a [(&'a str, &'a str)];

    fn of_endpoint(found: &str) -> Option<&'static str> {
        meant(found, &key::of_endpoint(true), &key::ALIASES)
    }

    /// All words that differ from this one in one deletion, insertion, substitution or transposition.
    fn typos(word: &str) -> Vec<String> {
        let chars: Vec<char> = word.chars().collect();
        let mut all = Vec::new();
        for at in 0..=chars.len() {
            let (before, after) = chars.split_at(at);
            let join = |middle: &[char], after: &[char]| [before, middle, after].concat().iter().collect::<String>();
            for letter in ('a'..='z').chain(['_']) {
                all.push(join(&[letter], after));
                all.extend(after.split_first().map(|(_, rest)| join(&[letter], rest)));
            }
            all.extend(after.split_first().map(|(_, rest)| join(&[], rest)));
            if let [one, two, rest @ ..] = after {
                all.push(join(&[*two, *one], rest));
            }
        }
        all.retain(|typo| typo != word && !typo.is_empty());
        all
    }

    #[test]
    fn name_with_one_typo_is_resolved_to_a_name_that_is_as_near() {
        let placements = Place::ALL.map(Place::attribute);
        let options: Vec<&str> = Place::ALL.iter().flat_map(|place| place.options()).copied().collect();
        let tables: [(&[&str], Aliases<'_>); 5] = [
            (&key::OF_ENDPOINT, &key::ALIASES),
            (&key::OF_ERROR, &key::ALIASES_OF_ERROR),
            (&placements, &key::ALIASES_OF_PLACEMENT),
            (&options, &key::ALIASES_OF_OPTION),
            (&["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], &[]),
        ];
        for (known, aliases) in tables {
            for name in known {
                for typo in typos(name).iter().filter(|typo| !known.contains(&typo.as_str())) {
                    let found = meant(typo, known, aliases).unwrap_or_else(|| panic!("{typo}, a typo of {name}"));
                    let is_alias = aliases.contains(&(typo, found));
                    assert!(is_alias || strsim::damerau_levenshtein(&typo.to_lowercase(), &found.to_lowercase()) <= 1);
                }
            }
        }
    }

    #[test]
    fn abbreviation_and_name_of_another_tool_are_resolved_to_the_key() {
        for (found, expected) in [
            ("eror", "errors"),
            ("err", "errors"),
            ("errs", "errors"),
            ("error", "errors"),
            ("error_types", "errors"),
            ("Errors", "errors"),
            ("resp", "response"),
            ("res", "response"),
            ("response_type", "response"),
            ("responseBody", "response"),
            ("reponse", "response"),
            ("returns", "response"),
            ("retruns", "response"),
            ("params", "query"),
            ("querystring", "query"),
            ("query_string", "query"),
            ("header", "headers"),
            ("head", "headers"),
            ("url", "path"),
            ("URL", "path"),
            ("uri", "path"),
            ("path_template", "path"),
            ("verb", "method"),
            ("meth", "method"),
            ("http_method", "method"),
            ("scope", "scopes"),
            ("succ", "success"),
            ("success_status", "success"),
            ("idem", "idempotent"),
            ("idempotency", "idempotency_key"),
        ] {
            assert_eq!(of_endpoint(found), Some(expected), "{found}");
        }
        let of_error = |found| meant(found, &key::OF_ERROR, &key::ALIASES_OF_ERROR);
        for (found, expected) in
            [("stat", "status"), ("http_status", "status"), ("det", "detail"), ("details", "detail")]
        {
            assert_eq!(of_error(found), Some(expected), "{found}");
        }
        assert_eq!(nearest("DEL", &["DELETE", "GET"]), Some("DELETE"));
        assert_eq!(nearest("org", &["name", "organization"]), Some("organization"));
        assert_eq!(nearest("org_id", &["name", "organization"]), None);
    }

    #[test]
    fn unrelated_name_is_resolved_to_nothing() {
        for found in [
            "description",
            "summary",
            "cache",
            "tag",
            "tags",
            "version",
            "auth",
            "limit",
            "id",
            "x",
            "a1b2",
            "feature",
            "resource",
            "module",
            "reason",
            "consumes",
            "produces",
            "visibility",
            "rename_all",
            "zzzzzz",
            "doc",
            "stream",
            "trace",
            "log",
            "mock",
            "validate",
            "transform",
            "middleware",
            "ä",
            "",
        ] {
            assert_eq!(of_endpoint(found), None, "{found}");
        }
        assert_eq!(nearest("id", &["organization"]), None);
    }

    #[test]
    fn nearest_name_is_suggested_only_if_it_is_similar() {
        assert_eq!(nearest("PATHC", &["GET", "PATCH", "PUT"]), Some("PATCH"));
        assert_eq!(nearest("organisation", &["name", "organization"]), Some("organization"));
    }

    #[test]
    fn alias_takes_precedence_over_a_similar_name() {
        assert_eq!(meant("url", &["path", "query"], &[("url", "path")]), Some("path"));
        assert_eq!(meant("url", &["query"], &[("url", "path")]), None);
    }
}
