//! [`ETag`]: the version of a resource, and lists of them for conditional requests.

use std::fmt;
use std::str::FromStr;

/// An entity tag (RFC 9110 section 8.8.3): the server's name for one version of a resource.
///
/// [`Reply::etag`](crate::Reply::etag) returns that of a reply. Pass it to
/// [`Call::if_none_match`](crate::client::Call::if_none_match) to fetch a resource only if it has changed, or to
/// [`CallOptions::if_match`](crate::CallOptions::if_match) to change it only if nobody else has. Its text, by `Display`
/// and `FromStr`, is that of the header field, with the quotes; store that. A field `#[header]` of an endpoint or a
/// response can have this type.
///
/// A **strong** tag, `"a1"`, changes with every byte of the content. A **weak** one, `W/"a1"`, is only for
/// comparisons: a server never accepts it in `If-Match`. `==` compares the texts; RFC 9110 section 8.8.3.2 defines the
/// comparisons that servers make: [`matches`](Self::matches) and [`matches_strongly`](Self::matches_strongly).
///
/// ```
/// use callsheet::ETag;
///
/// let tag: ETag = r#"W/"a1""#.parse()?;
/// assert!(tag.is_weak());
/// assert_eq!(tag.value(), "a1");
/// assert!(tag.matches(&ETag::strong("a1")?));
/// assert!(!tag.matches_strongly(&ETag::strong("a1")?));
/// # Ok::<(), callsheet::InvalidETag>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ETag {
    /// The text between the quotes.
    value: Box<str>,
    is_weak: bool,
}

/// A text is not an entity tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidETag(());

impl ETag {
    /// Creates a strong tag from the text between the quotes.
    ///
    /// # Errors
    ///
    /// If the text contains a quote, white space or a control character (RFC 9110 section 8.8.3, `etagc`).
    pub fn strong(value: impl Into<String>) -> Result<Self, InvalidETag> {
        Self::new(value.into(), false)
    }

    /// Creates a weak tag from the text between the quotes.
    ///
    /// # Errors
    ///
    /// As in [`strong`](Self::strong).
    pub fn weak(value: impl Into<String>) -> Result<Self, InvalidETag> {
        Self::new(value.into(), true)
    }

    fn new(value: String, is_weak: bool) -> Result<Self, InvalidETag> {
        // Characters above ASCII arrive as `obs-text`.
        let is_valid = value.chars().all(|char| char > ' ' && char != '"' && char != '\x7f' && !char.is_control());
        if is_valid { Ok(Self { value: value.into(), is_weak }) } else { Err(InvalidETag(())) }
    }

    /// Returns the text between the quotes.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Returns whether it is a weak tag.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.is_weak
    }

    /// Returns whether both name equivalent content: the weak comparison, which `If-None-Match` uses.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.value == other.value
    }

    /// Returns whether both name the same bytes: the strong comparison, which `If-Match` and `If-Range` use. A weak tag
    /// matches nothing.
    #[must_use]
    pub fn matches_strongly(&self, other: &Self) -> bool {
        !self.is_weak && !other.is_weak && self.value == other.value
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\"{}\"", if self.is_weak { "W/" } else { "" }, self.value)
    }
}

impl FromStr for ETag {
    type Err = InvalidETag;

    fn from_str(text: &str) -> Result<Self, InvalidETag> {
        let (quoted, is_weak) = text.strip_prefix("W/").map_or((text, false), |quoted| (quoted, true));
        let value = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(InvalidETag(()))?;
        Self::new(value.to_owned(), is_weak)
    }
}

impl fmt::Display for InvalidETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an entity tag: expected a text in quotes without white space, such as `\"a1\"` or `W/\"a1\"`")
    }
}

impl std::error::Error for InvalidETag {}

impl serde::Serialize for ETag {
    /// Writes the text of the header field.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for ETag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The versions that a conditional request names: one [`ETag`] or several. Created from `ETag`, `&ETag`, an array, a
/// slice or a `Vec` of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETags(Vec<ETag>);

impl ETags {
    pub(crate) fn all(&self) -> &[ETag] {
        &self.0
    }

    /// The value of the header field (RFC 9110 section 13.1).
    pub(crate) fn list(&self) -> String {
        self.0.iter().map(ETag::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl From<ETag> for ETags {
    fn from(tag: ETag) -> Self {
        Self(vec![tag])
    }
}

impl From<&ETag> for ETags {
    fn from(tag: &ETag) -> Self {
        Self(vec![tag.clone()])
    }
}

impl From<&Self> for ETags {
    fn from(tags: &Self) -> Self {
        tags.clone()
    }
}

impl From<Vec<ETag>> for ETags {
    fn from(tags: Vec<ETag>) -> Self {
        Self(tags)
    }
}

impl From<&[ETag]> for ETags {
    fn from(tags: &[ETag]) -> Self {
        Self(tags.to_vec())
    }
}

impl<const N: usize> From<[ETag; N]> for ETags {
    fn from(tags: [ETag; N]) -> Self {
        Self(tags.into())
    }
}

impl<const N: usize> From<&[ETag; N]> for ETags {
    fn from(tags: &[ETag; N]) -> Self {
        Self(tags.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_of_the_standard_are_read_and_written_unchanged() {
        for (text, value, is_weak) in [
            (r#""xyzzy""#, "xyzzy", false),
            (r#"W/"xyzzy""#, "xyzzy", true),
            (r#""""#, "", false),
            (r#""a,b""#, "a,b", false),
            (r#""a\""#, "a\\", false),
            ("\"\u{e9}\"", "\u{e9}", false),
        ] {
            let tag: ETag = text.parse().unwrap();
            assert_eq!((tag.value(), tag.is_weak(), tag.to_string().as_str()), (value, is_weak, text));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in
            ["", "a", "\"", "\"a", "a\"", "w/\"a\"", "W/a", "W/", "\"a b\"", "\"a\"b\"", "\"a\n\"", "*", " \"a\""]
        {
            assert_eq!(text.parse::<ETag>(), Err(InvalidETag(())), "{text}");
        }
    }

    /// The table of RFC 9110 section 8.8.3.2.
    #[test]
    fn comparisons_are_those_of_the_standard() {
        for (one, other, strongly, weakly) in [
            ("W/\"1\"", "W/\"1\"", false, true),
            ("W/\"1\"", "W/\"2\"", false, false),
            ("W/\"1\"", "\"1\"", false, true),
            ("\"1\"", "\"1\"", true, true),
        ] {
            let (one, other): (ETag, ETag) = (one.parse().unwrap(), other.parse().unwrap());
            assert_eq!((one.matches_strongly(&other), one.matches(&other)), (strongly, weakly));
        }
    }

    proptest! {
        #[test]
        fn text_and_json_of_a_tag_are_read_as_the_same_tag(value in "[!#-~\u{e9}]{0,12}", is_weak: bool) {
            let tag = ETag::new(value, is_weak).unwrap();
            prop_assert_eq!(&tag.to_string().parse::<ETag>().unwrap(), &tag);
            let json = serde_json::to_string(&tag).unwrap();
            prop_assert_eq!(serde_json::from_str::<ETag>(&json).unwrap(), tag);
        }
    }
}
