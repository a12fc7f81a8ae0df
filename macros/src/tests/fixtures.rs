//! Tests of the fixtures in `tests/ui`, expanded without rustc: every message occurs in the recorded output of a
//! fixture, and every recorded message comes from our macros.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Attribute, Item, Meta};

use crate::diag::message;
use crate::{
    derive::arguments, derive::lookup, derive::open_enum, derive::payload, derive::response, derive::scalar, endpoint,
    endpoint_list, error_set,
};

/// The fixtures: path, source, and recorded compiler output.
pub(super) fn fixtures() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui");
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let topics = entries(&root).into_iter().filter(|path| path.is_dir());
    let mut sources: Vec<PathBuf> = topics.flat_map(|topic| entries(&topic)).collect();
    sources.retain(|path| path.with_extension("stderr").exists() && path.extension().is_some_and(|it| it == "rs"));
    sources.sort();
    let read = |path: &Path| fs::read_to_string(path).expect("a file");
    sources.into_iter().map(|path| (path.clone(), read(&path), read(&path.with_extension("stderr")))).collect()
}

/// The messages of our macros for the items of a file, in order.
fn messages_of(items: &[Item]) -> Vec<message::Message> {
    items.iter().for_each(expand);
    message::tests::told()
}

/// The same for a file with a single, incomplete struct.
fn messages_of_half_written(source: &str) -> Vec<message::Message> {
    let (_, item) = source.split_once("#[endpoint(").expect("an endpoint");
    let (_, item) = item.split_once(")]").expect("its attribute");
    let item: TokenStream = item.parse().expect("tokens");
    // All tokens before the braces.
    let mut tokens = item.into_iter();
    let mut item = TokenStream::new();
    for token in tokens.by_ref() {
        let is_group = matches!(token, proc_macro2::TokenTree::Group(_));
        item.extend([token]);
        if is_group {
            break;
        }
    }
    drop(endpoint::expand(TokenStream::new(), &item));
    message::tests::told()
}

/// Expands our attributes on an item and its inner items.
fn expand(item: &Item) {
    if let Item::Mod(module) = item {
        module.content.iter().flat_map(|(_, items)| items).for_each(expand);
    }
    if let Item::Fn(function) = item {
        function.block.stmts.iter().for_each(|statement| {
            if let syn::Stmt::Item(item) = statement {
                expand(item);
            }
        });
    }
    if let Item::Macro(call) = item
        && call.mac.path.segments.last().is_some_and(|last| last.ident == "endpoints")
    {
        let tokens = &call.mac.tokens;
        drop(endpoint_list::expand(quote!((::callsheet) #tokens)));
    }
    let attributes = attributes(item);
    for (at, attribute) in attributes.iter().enumerate() {
        let name = attribute.path().segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let args = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        match name.as_str() {
            "endpoint" => drop(endpoint::expand(args, &without(item, at))),
            "errors" => drop(error_set::expand(args, &without(item, at))),
            "derive" => derive(attribute, item),
            _ => {}
        }
    }
}

fn derive(attribute: &Attribute, item: &Item) {
    let derives = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
    for derive in attribute.parse_args_with(derives).expect("derives") {
        let name = derive.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let item = item.to_token_stream();
        match name.as_str() {
            "Arguments" => drop(arguments::expand(item)),
            "Lookup" => drop(lookup::expand(item)),
            "OpenEnum" => drop(open_enum::expand(item)),
            "Payload" => drop(payload::expand(item)),
            "Response" => drop(response::expand(item)),
            "Scalar" => drop(scalar::expand(item)),
            _ => {}
        }
    }
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        _ => &[],
    }
}

/// The item as the attribute at this position receives it.
pub(super) fn without(item: &Item, at: usize) -> TokenStream {
    let mut item = item.clone();
    let attributes = match &mut item {
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        _ => return item.into_token_stream(),
    };
    attributes.remove(at);
    item.into_token_stream()
}

/// Text without the layout that the compiler adds.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_message_has_a_fixture_and_every_fixture_prints_our_messages() {
    let mut told = BTreeSet::new();
    for (path, source, printed) in fixtures() {
        let messages = match syn::parse_file(&source) {
            Ok(file) => messages_of(&file.items),
            Err(_) => messages_of_half_written(&source),
        };
        let all = words(&printed);
        for message in &messages {
            for text in [&message.what, &message.help] {
                assert!(all.contains(&words(text)), "{} does not print {text:?}", path.display());
            }
            told.insert(message.rule);
        }
        // Our errors have text after the first line; rustc's own errors do not.
        let lines: Vec<&str> = printed.lines().collect();
        let is_ours = |pair: &&[&str]| pair[0].starts_with("error: ") && !pair[1].trim_start().starts_with("-->");
        for line in lines.windows(2).filter(is_ours).map(|pair| pair[0]) {
            // Code inside a macro of the fixture is not expanded here.
            let is_told = messages.iter().any(|message| line == format!("error: {}", message.what));
            assert!(is_told || source.contains("macro_rules!"), "{}: no macro reports {line}", path.display());
        }
    }
    let all = message::tests::all();
    let silent: Vec<&str> = all.into_iter().filter(|rule| !told.contains(rule)).collect();
    assert!(silent.is_empty(), "no fixture in tests/ui prints these messages: {silent:?}");
}
