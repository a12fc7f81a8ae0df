//! Labels of the WHATWG Encoding Standard, used without the feature `charset`.

/// The labels of UTF-8.
const UTF8: [&str; 6] = ["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"];

/// The labels of encodings that are not supersets of ASCII.
const NOT_ASCII_COMPATIBLE: [&str; 17] = [
    "csiso2022jp",
    "csiso2022kr",
    "csunicode",
    "hz-gb-2312",
    "iso-10646-ucs-2",
    "iso-2022-cn",
    "iso-2022-cn-ext",
    "iso-2022-jp",
    "iso-2022-kr",
    "replacement",
    "ucs-2",
    "unicode",
    "unicodefeff",
    "unicodefffe",
    "utf-16",
    "utf-16be",
    "utf-16le",
];

/// Whether this is a label of UTF-8.
pub(super) fn is_utf8(label: &str) -> bool {
    UTF8.iter().any(|name| name.eq_ignore_ascii_case(label))
}

/// Whether ASCII bytes are ASCII text in this encoding. True for an unknown label, because it is ignored.
pub(super) fn is_ascii_compatible(label: &str) -> bool {
    !NOT_ASCII_COMPATIBLE.iter().any(|name| name.eq_ignore_ascii_case(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_case_insensitive() {
        assert!(is_utf8("UTF-8") && !is_utf8("us-ascii"));
        assert!(!is_ascii_compatible("Utf-16") && is_ascii_compatible("latin1"));
    }

    #[cfg(feature = "charset")]
    #[test]
    fn lists_agree_with_encoding_rs() {
        use encoding_rs::{Encoding, UTF_8};

        for label in UTF8 {
            assert_eq!(Encoding::for_label(label.as_bytes()), Some(UTF_8), "{label}");
        }
        for label in NOT_ASCII_COMPATIBLE {
            let encoding = Encoding::for_label(label.as_bytes());
            assert!(encoding.is_some_and(|encoding| !encoding.is_ascii_compatible()), "{label}");
        }
    }
}
