//! The same macro twice on one item, and two macros that would generate the same items.
//!
//! An attribute macro sees the attributes after its own one. A derive sees no other derive, so the same derive twice is
//! left to rustc.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, DeriveInput, Meta, Path, Token, parse_quote};

use crate::diag::Diagnostics;
use crate::diag::message::items as message;

/// Removes the other attributes of this macro and reports them. Returns the arguments together with the keys that only
/// the others have, so that these exist for the uses of the item.
pub(crate) fn merged(
    macro_name: &str,
    args: TokenStream,
    input: &mut DeriveInput,
    diag: &mut Diagnostics,
) -> TokenStream {
    let mut merged = args;
    input.attrs.retain(|attribute| {
        let Some(more) = arguments_of(macro_name, attribute) else { return true };
        let present: Vec<String> = entries(&merged).iter().filter_map(key).collect();
        let missing = |entry: &TokenStream| key(entry).is_some_and(|key| !present.contains(&key));
        let missing: Vec<TokenStream> = entries(&more).into_iter().filter(missing).collect();
        let keys: Vec<String> = missing.iter().filter_map(key).collect();
        diag.on(attribute.path(), message::attribute_twice(macro_name, &keys));
        let own = entries(&merged).into_iter().filter(|entry| !entry.is_empty());
        let all: Vec<TokenStream> = own.chain(missing).collect();
        merged = quote!(#(#all),*);
        false
    });
    merged
}

/// The arguments of an attribute of this macro. It may have been imported under another name: then its name ends in the
/// macro's name, and it has the keys of the macro.
fn arguments_of(macro_name: &str, attribute: &Attribute) -> Option<TokenStream> {
    let name = attribute.path().segments.last()?.ident.to_string();
    let args = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::Path(_) => TokenStream::new(),
        Meta::NameValue(_) => return None,
    };
    let is_renamed = || {
        let has = |wanted: &str| entries(&args).iter().filter_map(key).any(|key| key == wanted);
        name.ends_with(&format!("_{macro_name}")) && (has("method") || has("path"))
    };
    (name == macro_name || is_renamed()).then_some(args)
}

/// The parts of a list that are separated by commas.
fn entries(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut entries = vec![TokenStream::new()];
    for token in tokens.clone() {
        let is_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        match entries.last_mut() {
            Some(last) if !is_comma => last.extend([token]),
            _ => entries.push(TokenStream::new()),
        }
    }
    entries
}

/// The key of an entry: its first word that is not in its doc comment.
fn key(entry: &TokenStream) -> Option<String> {
    entry.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    })
}

/// Removes the derives of `Arguments` from an endpoint and reports them: both generate a builder.
pub(crate) fn without_arguments(input: &mut DeriveInput, diag: &mut Diagnostics) {
    for attribute in input.attrs.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let Ok(all) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else { continue };
        let (arguments, others): (Vec<Path>, Vec<Path>) = all.into_iter().partition(|path| is_named(path, "Arguments"));
        if !arguments.is_empty() {
            for path in &arguments {
                diag.on(path, message::arguments_on_an_endpoint());
            }
            *attribute = parse_quote!(#[derive(#(#others),*)]);
        }
    }
}

/// The attribute that makes the item of a derive an endpoint.
pub(crate) fn is_endpoint(input: &DeriveInput) -> bool {
    input.attrs.iter().any(|attribute| arguments_of("endpoint", attribute).is_some())
}

fn is_named(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|last| last.ident == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_only_the_second_attribute_has_are_merged() {
        let mut diag = Diagnostics::new();
        let mut input: DeriveInput = parse_quote! {
            #[log_endpoint(level = "info")]
            #[my_endpoint(path = "/b", response = String, errors(gone = 410))]
            struct Update;
        };
        let merged = merged("endpoint", quote!(method = "GET", path = "/a"), &mut input, &mut diag);
        let expected = quote!(method = "GET", path = "/a", response = String, errors(gone = 410));
        assert_eq!(merged.to_string(), expected.to_string());
        assert_eq!(input.attrs.len(), 1, "the attribute of another macro stays");
        assert_eq!(diag.len(), 1);
        diag.finish();
    }
}
