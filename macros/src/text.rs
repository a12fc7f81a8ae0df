//! Substrings by byte offsets. An offset that is out of range or not on a character boundary results in an empty text
//! instead of a panic.

use std::ops::RangeBounds;

/// The part of the text in this range of bytes.
pub(crate) fn part(text: &str, range: impl RangeBounds<usize>) -> &str {
    text.get((range.start_bound().cloned(), range.end_bound().cloned())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn range_out_of_bounds_or_inside_a_character_is_empty() {
        assert_eq!((part("aéb", 1..3), part("aéb", ..1), part("aéb", 3..)), ("é", "a", "b"));
        assert_eq!((part("é", 1..), part("é", ..1), part("a", 2..), part("ab", 1..9)), ("", "", "", ""));
    }
}
