//! Where a page is, and its text form.

use crate::request::build_error::BuildError;
use crate::spec::{PageRules, PageStep};

/// The version of the text form.
const VERSION: &str = "1";

/// Which page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// The one that the values of the struct request.
    Start,
    /// The one with this number.
    Number(u64),
    /// The one after this many items.
    Offset(u64),
    /// The one with this cursor.
    Cursor(String),
    /// The one with this path and query.
    Url(String),
    /// None: the last page was read.
    End,
}

/// How much of a page was read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skip {
    Items(u64),
    /// The whole page, whatever it contains.
    Page,
}

/// A page, and how much of it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: At,
    pub(super) skip: Skip,
}

impl Place {
    /// The start of a page.
    pub(super) fn of(at: At) -> Self {
        Self { at, skip: Skip::Items(0) }
    }

    /// Returns the text form, which [`parse`](Self::parse) reads.
    pub(super) fn text(&self) -> String {
        let (kind, value) = match &self.at {
            At::Start => ("start", String::new()),
            At::Number(number) => ("number", number.to_string()),
            At::Offset(offset) => ("offset", offset.to_string()),
            At::Cursor(cursor) => ("cursor", cursor.clone()),
            At::Url(url) => ("url", url.clone()),
            At::End => ("end", String::new()),
        };
        let skip = match self.skip {
            Skip::Items(items) => items.to_string(),
            Skip::Page => "page".to_owned(),
        };
        format!("{VERSION};{kind};{skip};{value}")
    }

    /// Reads the text form, of an endpoint with these rules.
    pub(super) fn parse(text: &str, rules: &PageRules) -> Result<Self, BuildError> {
        let invalid = || BuildError::request("the position is not one of `.position()`");
        let [version, kind, skip, value] = text.splitn(4, ';').collect::<Vec<_>>()[..] else { return Err(invalid()) };
        if version != VERSION {
            return Err(BuildError::request(
                "the position is one of another version of callsheet: start again without it",
            ));
        }
        let skip = match skip {
            "page" => Skip::Page,
            items => Skip::Items(items.parse().map_err(|_| invalid())?),
        };
        let number = || value.parse().map_err(|_| invalid());
        let at = match (kind, rules.step) {
            ("start", _) => At::Start,
            ("end", _) => At::End,
            ("number", PageStep::Number { .. }) => At::Number(number()?),
            ("offset", PageStep::Offset { .. }) => At::Offset(number()?),
            ("cursor", PageStep::Cursor { .. }) => At::Cursor(value.to_owned()),
            ("url", PageStep::Url { .. }) => At::Url(value.to_owned()),
            _ => return Err(BuildError::request("the position is one of another endpoint")),
        };
        Ok(Self { at, skip })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spec::{NextPage, PageField};

    const FIELD: PageField = PageField::new("page", true);

    #[test]
    fn position_of_another_kind_or_version_is_refused() {
        let rules = PageRules::number(FIELD, 1);
        for (text, reason) in [
            ("", "not one of"),
            ("1;number;0", "not one of"),
            ("1;number;x;4", "not one of"),
            ("1;number;0;four", "not one of"),
            ("2;number;0;4", "another version"),
            ("1;cursor;0;4", "another endpoint"),
            ("1;next;0;4", "another endpoint"),
        ] {
            let error = Place::parse(text, &rules).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn text_form_is_read_as_the_same_place(kind in 0..6_u8, number in any::<u64>(), text in "\\PC{0,12}", skip in proptest::option::of(any::<u64>())) {
            let next = NextPage::Link;
            let (at, rules) = match kind {
                0 => (At::Start, PageRules::number(FIELD, 1)),
                1 => (At::Number(number), PageRules::number(FIELD, 1)),
                2 => (At::Offset(number), PageRules::offset(FIELD)),
                3 => (At::Cursor(text), PageRules::cursor(FIELD, next)),
                4 => (At::Url(text), PageRules::url(next)),
                _ => (At::End, PageRules::url(next)),
            };
            let place = Place { at, skip: skip.map_or(Skip::Page, Skip::Items) };
            prop_assert_eq!(Place::parse(&place.text(), &rules), Ok(place));
        }
    }
}
