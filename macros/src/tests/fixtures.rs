//! Tests of the fixtures in `tests/ui`, expanded without rustc: every message occurs in the recorded output of a
//! fixture, and every recorded message comes from our macros.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Attribute, Item, Meta};

use crate::diag::message::{self, Message};
use crate::{
    derive::arguments, derive::event, derive::lookup, derive::open_enum, derive::payload, derive::response,
    derive::scalar, endpoint, endpoint_list, error_set,
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

/// The messages of our macros for a file, in order, and their places. If syn cannot parse the file, these are the
/// messages for the attributes and derives on all of its structs and enums.
pub(super) fn messages_of(source: &str) -> Vec<(Message, Range<usize>)> {
    match syn::parse_file(source) {
        Ok(file) => file.items.iter().for_each(expand),
        // Without valid tokens, rustc calls no macro, or has reported the mistake itself.
        Err(_) => expand_tokens(source.parse().unwrap_or_default()),
    }
    message::tests::told()
}

fn expand_tokens(tokens: TokenStream) {
    let mut tokens = tokens.into_iter().peekable();
    while tokens.peek().is_some() {
        let mut attributes = Vec::new();
        while matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#') {
            attributes.push(tokens.by_ref().take(2).collect::<TokenStream>());
        }
        let mut item = Vec::new();
        for token in tokens.by_ref() {
            item.push(token);
            match item.last() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => break,
                Some(TokenTree::Punct(punct)) if punct.as_char() == ';' => break,
                _ => {}
            }
        }
        let is_module = item.iter().any(|token| token.to_string() == "mod");
        if let (true, Some(TokenTree::Group(content))) = (is_module, item.last()) {
            expand_tokens(content.stream());
        }
        for at in 0..attributes.len() {
            let Some(attribute) = attributes[at].clone().into_iter().nth(1) else { continue };
            let rest = attributes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| it.clone());
            let item = rest.chain([item.iter().cloned().collect()]).collect();
            let TokenTree::Group(attribute) = attribute else { continue };
            expand_attribute(attribute.stream(), &item);
        }
    }
}

/// Expands one attribute of ours, such as `endpoint(..)` or `derive(Lookup)`.
fn expand_attribute(attribute: TokenStream, item: &TokenStream) {
    let mut words = attribute.into_iter();
    let name = words.next().map(|name| name.to_string()).unwrap_or_default();
    let args = match words.next() {
        Some(TokenTree::Group(args)) => args.stream(),
        _ => TokenStream::new(),
    };
    match name.as_str() {
        "endpoint" => drop(endpoint::expand(args, item)),
        "errors" => drop(error_set::expand(args, item)),
        "derive" => args.into_iter().for_each(|derive| expand_derive(&derive.to_string(), item.clone())),
        _ => {}
    }
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
        // The first one takes the others of the same name.
        let is_taken = attributes[..at]
            .iter()
            .any(|earlier| earlier.path().segments.last().is_some_and(|last| last.ident == name));
        match name.as_str() {
            // rustc reports `#[endpoint = ".."]` itself.
            "endpoint" | "errors" if is_taken || matches!(attribute.meta, Meta::NameValue(_)) => {}
            "endpoint" => drop(endpoint::expand(args, &without(item, at))),
            "errors" => drop(error_set::expand(args, &without(item, at))),
            // An endpoint refuses the derive of `Arguments` after it.
            "derive" if attributes[..at].iter().any(is_endpoint) => {}
            "derive" => derive(attribute, item),
            _ => {}
        }
    }
}

fn is_endpoint(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "endpoint")
}

fn derive(attribute: &Attribute, item: &Item) {
    let derives = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
    for derive in attribute.parse_args_with(derives).expect("derives") {
        let name = derive.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        expand_derive(&name, item.to_token_stream());
    }
}

fn expand_derive(name: &str, item: TokenStream) {
    match name {
        "Arguments" => drop(arguments::expand(item)),
        "Event" => drop(event::expand(item)),
        "Lookup" => drop(lookup::expand(item)),
        "OpenEnum" => drop(open_enum::expand(item)),
        "Payload" => drop(payload::expand(item)),
        "Response" => drop(response::expand(item)),
        "Scalar" => drop(scalar::expand(item)),
        _ => {}
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
    // A derive before the attribute is expanded before it.
    let mut before = 0..at;
    attributes.retain(|attribute| before.next().is_none() || !attribute.path().is_ident("derive"));
    item.into_token_stream()
}

/// Text without the layout that the compiler adds.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_message_has_a_fixture_and_every_fixture_prints_our_messages() {
    let (mut told, mut unprinted) = (BTreeSet::new(), Vec::new());
    for (path, source, printed) in fixtures() {
        let messages = messages_of(&source);
        let all = words(&printed);
        for (message, _) in &messages {
            for text in [&message.what, &message.help] {
                if !all.contains(&words(text)) {
                    unprinted.push(format!("{} does not print {text:?}", path.display()));
                }
            }
            told.insert(message.rule);
        }
        // Our errors have text after the first line; rustc's own errors do not.
        let lines: Vec<&str> = printed.lines().collect();
        let is_ours = |pair: &&[&str]| pair[0].starts_with("error: ") && !pair[1].trim_start().starts_with("-->");
        for line in lines.windows(2).filter(is_ours).map(|pair| pair[0]) {
            // Code inside a macro of the fixture is not expanded here.
            let is_told = messages.iter().any(|(message, _)| line == format!("error: {}", message.what));
            assert!(is_told || source.contains("macro_rules!"), "{}: no macro reports {line}", path.display());
        }
    }
    assert!(unprinted.is_empty(), "{}", unprinted.join("\n"));
    let all = message::tests::all();
    let silent: Vec<&str> = all.into_iter().filter(|rule| !told.contains(rule)).collect();
    assert!(silent.is_empty(), "no fixture in tests/ui prints these messages: {silent:?}");
}
