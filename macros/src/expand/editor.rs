//! What an editor needs to complete the keys of an attribute and to show their docs: a list of the keys as written.
//!
//! rust-analyzer sets `cfg(rust_analyzer)`. The runtime's macro `keys!` then imports each key from a hidden module with an
//! item for every key that exists, so that the editor completes the word as a path, and shows the docs of the item. In
//! any other build the macro expands to nothing.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;

use crate::attr::key;

/// `__callsheet::keys!([endpoint method path errors] [entry status detail]);`
pub(crate) fn keys(args: &TokenStream) -> TokenStream {
    let items = items(args);
    let of_endpoint = items.iter().filter_map(|item| key_of(item));
    let entries =
        items.iter().filter(|item| key_of(item).is_some_and(|key| key == key::ERRORS)).flat_map(|item| inside(item));
    // These two contain paths.
    let has_keys = |entry: &Vec<TokenTree>| {
        !entry.iter().any(|it| matches!(it, TokenTree::Ident(word) if word == key::INCLUDE || word == key::DERIVE))
    };
    let of_entry = entries.filter(has_keys).flat_map(|entry| inside(&entry)).filter_map(|item| key_of(&item).cloned());
    quote!(__callsheet::keys!([endpoint #(#of_endpoint)*] [entry #(#of_entry)*]);)
}

/// The items of a list that is separated by commas.
fn items(list: &TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = list.clone().into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    tokens.split(is_comma).filter(|item| !item.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

/// The items in the parentheses at the end of an item, without docs and other attributes before them.
fn inside(item: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    match item.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => items(&group.stream()),
        _ => Vec::new(),
    }
}

/// The key at the start of an item. `crate` is a keyword and cannot be imported.
fn key_of(item: &[TokenTree]) -> Option<&Ident> {
    match item.first() {
        Some(TokenTree::Ident(ident)) if ident != key::CRATE && syn::parse_str::<Ident>(&ident.to_string()).is_ok() => {
            Some(ident)
        }
        _ => None,
    }
}
