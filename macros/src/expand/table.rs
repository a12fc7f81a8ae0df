//! The tables, as text: what has no span of the user's is written and parsed at once, which costs the compiler less
//! than as many tokens one by one.

use std::fmt::Debug;

use proc_macro2::TokenStream;

/// The tokens of an item or an expression that was written here, of constants alone.
pub(super) fn tokens(text: &str) -> TokenStream {
    // Strings are written by their `Debug`, which is a literal.
    if proc_macro::is_available() {
        // `proc_macro2` would look through the text by itself first.
        let tokens: proc_macro::TokenStream = text.parse().expect("a table is Rust");
        return tokens.into();
    }
    text.parse().expect("a table is Rust")
}

/// An `Option` of what is written as its `Debug`, with a path that an `Option` of the user cannot shadow.
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
