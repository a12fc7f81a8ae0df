//! No input makes a macro panic: neither random tokens nor a fixture with a few changed tokens.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;
use quote::{ToTokens as _, quote};
use syn::{Item, Meta};

use super::fixtures::{attributes, fixtures, without};
use crate::{
    derive::arguments, derive::event, derive::lookup, derive::open_enum, derive::payload, derive::response,
    derive::scalar, endpoint, error_set,
};

/// Words of our grammar and of Rust.
const WORDS: [&str; 63] = [
    "method",
    "path",
    "query",
    "headers",
    "header",
    "body",
    "form",
    "payload",
    "event",
    "response",
    "success",
    "errors",
    "scopes",
    "api",
    "name",
    "crate",
    "status",
    "code",
    "detail",
    "default",
    "include",
    "none",
    "throttle",
    "retry",
    "renew",
    "idempotent",
    "idempotency_key",
    "with",
    "sensitive",
    "allow_empty",
    "list",
    "object",
    "flatten",
    "prefix",
    "text",
    "bytes",
    "content_type",
    "serde",
    "rename",
    "rename_all",
    "rename_all_fields",
    "other",
    "alias",
    "Option",
    "Patch",
    "Bytes",
    "String",
    "Vec",
    "struct",
    "enum",
    "pub",
    "self",
    "Self",
    "super",
    "type",
    "for",
    "dyn",
    "fn",
    "true",
    "r#type",
    "é",
    "__callsheet",
    "_",
];

/// Literals of every kind, including non-ASCII text and suffixes.
const LITERALS: [&str; 46] = [
    "\"\"",
    "\"a\"",
    "\"/a/<b>\"",
    "\"/é/<ü>/{ä}\"",
    "\"<é\"",
    "\"é>\"",
    "\"/<a..>\"",
    "\"/:é\"",
    "\"/*é\"",
    "\"/%é\"",
    "\"https://é\"",
    "\"/?é\"",
    "\"PATCH\"",
    "\"pätch\"",
    "\"4XX\"",
    "\"4éX\"",
    "\"éXX\"",
    "\"200é\"",
    "\"a/b; é=é\"",
    "\"a/b;é\"",
    "\"text/plain; charset=utf-8 é\"",
    "\"snake_case\"",
    "\"\\u{1F600}\"",
    "\"\\n\"",
    "\"😀=é&a\"",
    "\"a::é\"",
    "r\"é\"",
    "r#\"/<é>\"#",
    "b\"\\xff\"",
    "br\"a\"",
    "c\"é\"",
    "cr\"é\"",
    "'é'",
    "b'\\xff'",
    "0",
    "404",
    "404u16",
    "1e400",
    "99999999999999999999999",
    "1.5",
    "0x1F4",
    "4_0_4",
    "200é",
    "\"a\"é",
    "\"snake_case\"u8",
    "'é'u8",
];

const PUNCTS: &str = "=,:;.<>&#!?|+-*/'_$@%^~";

fn token() -> impl Strategy<Value = TokenTree> {
    let word = prop_oneof![8 => any::<prop::sample::Index>().prop_map(|at| *at.get(&WORDS))];
    let word = word.prop_map(|word| match word.strip_prefix("r#") {
        Some(raw) => TokenTree::Ident(Ident::new_raw(raw, Span::call_site())),
        None => TokenTree::Ident(Ident::new(word, Span::call_site())),
    });
    // `proc_macro2` does not accept all of these as literals.
    let literal = any::<prop::sample::Index>()
        .prop_filter_map("a literal", |at| at.get(&LITERALS).parse::<Literal>().ok().map(TokenTree::Literal));
    let punct = (0..PUNCTS.len(), any::<bool>()).prop_map(|(at, is_joint)| {
        let char = PUNCTS.chars().nth(at).filter(|char| *char != '_').unwrap_or('=');
        TokenTree::Punct(Punct::new(char, if is_joint { Spacing::Joint } else { Spacing::Alone }))
    });
    let leaf = prop_oneof![4 => word, 3 => literal, 4 => punct];
    leaf.prop_recursive(3, 24, 6, |inner| {
        (0..4_usize, vec(inner, 0..6)).prop_map(|(delimiter, tokens)| {
            let delimiters = [Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace, Delimiter::None];
            TokenTree::Group(Group::new(delimiters[delimiter], tokens.into_iter().collect()))
        })
    })
}

fn tokens(most: usize) -> impl Strategy<Value = TokenStream> {
    vec(token(), 0..most).prop_map(|tokens| tokens.into_iter().collect())
}

/// Expands an item with every macro. The test only checks that none of them panics.
fn expand_all(args: &TokenStream, item: &TokenStream) {
    drop(endpoint::expand(args.clone(), item));
    drop(error_set::expand(args.clone(), item));
    for derive in [
        arguments::expand,
        event::expand,
        lookup::expand,
        open_enum::expand,
        payload::expand,
        response::expand,
        scalar::expand,
    ] as [fn(_) -> _; 7]
    {
        drop::<TokenStream>(derive(item.clone()));
    }
}

/// The inputs of the attributes in the fixtures: arguments and item.
fn inputs() -> Vec<(TokenStream, TokenStream)> {
    let files = fixtures().into_iter().filter_map(|(_, source, _)| syn::parse_file(&source).ok());
    let mut items: Vec<Item> = files.flat_map(|file| file.items).collect();
    while let Some(at) = items.iter().position(|item| matches!(item, Item::Mod(_))) {
        let Item::Mod(module) = items.swap_remove(at) else { continue };
        items.extend(module.content.into_iter().flat_map(|(_, items)| items));
    }
    let inputs = items.iter().flat_map(|item| {
        attributes(item).iter().enumerate().filter_map(|(at, attribute)| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("derive") => Some((TokenStream::new(), item.to_token_stream())),
            Meta::List(list) => Some((list.tokens.clone(), without(item, at))),
            _ => None,
        })
    });
    inputs.collect()
}

/// The change to one token.
#[derive(Debug, Clone)]
enum Change {
    Drop,
    Double,
    Replace(TokenTree),
    Insert(TokenTree),
    /// Puts the token into a group without delimiters, as a `macro_rules!` does with its arguments.
    Wrap,
}

fn change() -> impl Strategy<Value = (prop::sample::Index, Change)> {
    let change = prop_oneof![
        Just(Change::Drop),
        Just(Change::Double),
        Just(Change::Wrap),
        token().prop_map(Change::Replace),
        token().prop_map(Change::Insert),
    ];
    (any::<prop::sample::Index>(), change)
}

/// The number of tokens, including those in groups.
fn count(tokens: &TokenStream) -> usize {
    tokens
        .clone()
        .into_iter()
        .map(|token| if let TokenTree::Group(group) = token { 1 + count(&group.stream()) } else { 1 })
        .sum()
}

/// The tokens, with the one at this index changed. Decrements the index for each token.
fn changed(tokens: TokenStream, at: &mut usize, change: &Change) -> TokenStream {
    let mut out = Vec::new();
    for token in tokens {
        let is_here = *at == 0;
        *at = at.wrapping_sub(1);
        let token = match token {
            TokenTree::Group(group) if !is_here => {
                TokenTree::Group(Group::new(group.delimiter(), changed(group.stream(), at, change)))
            }
            token => token,
        };
        match change {
            _ if !is_here => out.push(token),
            Change::Drop => {}
            Change::Double => out.extend([token.clone(), token]),
            Change::Replace(other) => out.push(other.clone()),
            Change::Insert(other) => out.extend([other.clone(), token]),
            Change::Wrap => out.push(TokenTree::Group(Group::new(Delimiter::None, token.into_token_stream()))),
        }
    }
    out.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_arguments_do_not_panic(args in tokens(12)) {
        expand_all(&args, &quote!(pub struct Update { pub id: String }));
    }

    #[test]
    fn random_values_of_keys_do_not_panic(key in 0..28_usize, value in tokens(5), attribute in tokens(4)) {
        let key = Ident::new(WORDS[key], Span::call_site());
        let item = quote!(pub struct Update { #[query(#attribute)] pub id: String, #[#attribute] #[serde(#attribute)] pub a: u8 });
        for args in [quote!(#key = #value), quote!(#key(#value)), quote!(errors(a(#key = #value))), quote!(path = "/<id>", #value)] {
            expand_all(&args, &item);
        }
    }

    #[test]
    fn random_items_do_not_panic(args in tokens(4), item in tokens(12), body in tokens(8)) {
        expand_all(&args, &item);
        expand_all(&quote!(method = "GET", path = "/<é>"), &quote!(#item struct Update { #body }));
        expand_all(&args, &quote!(enum Update { #body }));
    }

    #[test]
    fn half_written_fields_keep_the_others(before in tokens(6), after in tokens(6), comma in any::<bool>()) {
        let comma = comma.then(|| quote!(,));
        let item = quote!(pub struct Update { #[query] pub first: u8, #before, #[query] pub last: u8 #comma #after });
        expand_all(&quote!(method = "GET", path = "/"), &item);
        let text = endpoint::expand(quote!(method = "GET", path = "/"), &item).to_string();
        prop_assert!(text.contains("pub fn first") && text.contains("pub struct UpdateBuilder"), "{}", text);
    }

    #[test]
    fn changed_fixtures_do_not_panic(which in any::<prop::sample::Index>(), changes in vec(change(), 1..4)) {
        thread_local!(static INPUTS: Vec<(TokenStream, TokenStream)> = inputs());
        INPUTS.with(|inputs| {
            let (args, item) = which.get(inputs);
            let mut both = quote!((#args) (#item));
            for (at, change) in &changes {
                let count = count(&both).max(1);
                both = changed(both, &mut at.index(count), change);
            }
            let groups = both.into_iter().filter_map(|token| match token {
                TokenTree::Group(group) => Some(group.stream()),
                _ => None,
            });
            if let [args, item] = groups.collect::<Vec<_>>().as_slice() {
                expand_all(args, item);
            }
        });
    }
}

/// The target includes the modules, because a crate of macros exports nothing else, and no other command compiles it.
#[test]
fn fuzz_target_of_paths_lists_all_modules() {
    let modules = |source: &str| -> Vec<String> {
        let mut lines = source.lines().map(str::trim);
        let mut found = Vec::new();
        while let Some(line) = lines.next() {
            if line == "#[cfg(test)]" {
                lines.next();
            } else if let Some(name) = line.trim_start_matches("pub(crate) ").strip_prefix("mod ") {
                found.extend(name.strip_suffix(';').map(str::to_owned));
            }
        }
        found
    };
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a file");
    let expected = modules(&read("src/lib.rs"));
    assert!(expected.contains(&"path".to_owned()), "{expected:?}");
    assert_eq!(modules(&read("../tests/fuzz/fuzz_targets/path_templates.rs")), expected);
}
