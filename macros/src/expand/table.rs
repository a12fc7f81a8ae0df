//! Tables as text. Code without spans of the user is written as text and parsed at once. This costs the compiler less
//! than creating the tokens one by one.

use std::fmt::Debug;

use proc_macro2::TokenStream;

/// Parses an item or an expression that this crate wrote. It contains only constants.
pub(super) fn tokens(text: &str) -> TokenStream {
    // Strings are written with `Debug`, which produces a literal.
    if proc_macro::is_available() {
        // `proc_macro2` would first scan the text itself.
        let tokens: proc_macro::TokenStream = text.parse().expect("a table is Rust");
        return tokens.into();
    }
    text.parse().expect("a table is Rust")
}

/// An `Option` of values with a `Debug` that is valid Rust. Uses a path that the user's `Option` cannot shadow.
pub(super) fn option(value: Option<impl Debug>) -> String {
    match value {
        Some(value) => format!("__callsheet::Option::Some({value:?})"),
        None => "__callsheet::Option::None".to_owned(),
    }
}

/// `&[a, b]`
pub(super) fn slice(elements: impl IntoIterator<Item = String>) -> String {
    let elements: Vec<String> = elements.into_iter().collect();
    format!("&[{}]", elements.join(", "))
}

/// A set of statuses.
pub(super) fn statuses(ranges: &[(u16, u16)]) -> String {
    format!("__callsheet::Statuses::new(&{ranges:?})")
}
