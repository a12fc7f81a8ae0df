//! Checks what rustdoc shows on the pages of users' types.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use syn::{Attribute, GenericParam, Item, ItemImpl, Type};

/// Returns the Rust files in a folder and its subfolders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Whether this is a blanket impl.
fn is_blanket(item: &ItemImpl) -> bool {
    let Type::Path(implementor) = item.self_ty.as_ref() else { return false };
    let is_parameter = |parameter: &GenericParam| match parameter {
        GenericParam::Type(parameter) => implementor.path.is_ident(&parameter.ident),
        _ => false,
    };
    item.trait_.is_some() && item.generics.params.iter().any(is_parameter)
}

fn name(path: &syn::Path) -> Option<String> {
    path.segments.last().map(|last| last.ident.to_string())
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.meta.to_token_stream().to_string() == "doc (hidden)")
}

/// Traits with a blanket impl that users implement or name, so their pages are needed. For these traits, the compiler's
/// messages also contain no path, unlike for hidden ones.
const SHOWN: [&str; 25] = [
    "BytesValue",
    "DocumentedError",
    "ErrorSet",
    "FromEvent",
    "FromHeader",
    "FromJson",
    "FromJsonAt",
    "FromMember",
    "FromReply",
    "FromResponse",
    "FromStatus",
    "HeaderFieldValue",
    "HostValue",
    "JsonValue",
    "PartElement",
    "PartValue",
    "PathValue",
    "PayloadValue",
    "PlainPayload",
    "QueryElement",
    "QueryValue",
    "ReadAs",
    "TextValue",
    "ToJson",
    "WriteAs",
];

#[test]
fn blanket_traits_are_hidden_on_users_pages() {
    let (mut blanket, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src")) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        // The whole module is hidden.
        if file.ends_with("spelling.rs") {
            continue;
        }
        for item in syn::parse_file(&text).expect("Rust").items {
            match item {
                Item::Impl(item) if is_blanket(&item) => blanket.extend(item.trait_.and_then(|(path, _)| name(&path))),
                // Rustdoc shows neither hidden traits nor those that only the crate can name.
                Item::Trait(item) if is_hidden(&item.attrs) || !matches!(item.vis, syn::Visibility::Public(_)) => {
                    hidden.insert(item.ident.to_string());
                }
                _ => {}
            }
        }
    }
    assert!(blanket.len() > 15, "{blanket:?}");
    let listed: Vec<&String> = blanket.difference(&hidden).filter(|name| !SHOWN.contains(&name.as_str())).collect();
    assert!(listed.is_empty(), "add `#[doc(hidden)]` to these, or the page of every type lists them: {listed:?}");
}

/// Traits that users implement by hand. Their docs contain an example that does so.
const BY_HAND: [&str; 11] = [
    "Api",
    "Authorizer",
    "Clock",
    "ErrorFormat",
    "FromReply",
    "FromEvent",
    "FromResponse",
    "Random",
    "Scalar",
    "TokenSource",
    "Transport",
];

/// Traits of modules that are private, except for `__private`.
const UNREACHABLE: [&str; 10] = [
    "CalendarDate",
    "EndpointList",
    "Instant",
    "LookupKeys",
    "Options",
    "ReadAs",
    "ReadForm",
    "Union",
    "WriteAs",
    "WriteForm",
];

/// The docs of an item, on one line.
fn docs(attributes: &[Attribute]) -> String {
    let text = |attribute: &Attribute| match &attribute.meta {
        syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    let text: Vec<String> = attributes.iter().filter_map(text).collect();
    text.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
}

#[test]
fn docs_of_a_trait_say_whether_users_implement_it() {
    let mut found = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src")) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        if file.ends_with("spelling.rs") {
            continue;
        }
        for item in syn::parse_file(&text).expect("Rust").items {
            let Item::Trait(item) = item else { continue };
            let name = item.ident.to_string();
            if is_hidden(&item.attrs) || !matches!(item.vis, syn::Visibility::Public(_)) {
                continue;
            }
            found.insert(name.clone());
            let docs = docs(&item.attrs);
            if BY_HAND.contains(&name.as_str()) {
                assert!(docs.contains(&format!("impl {name} for ")), "{name} has no example of an impl");
            } else if !UNREACHABLE.contains(&name.as_str()) {
                assert!(docs.contains("cannot be implemented by hand"), "{name} does not say that it is sealed");
                assert!(
                    item.supertraits.iter().any(is_bound) || item.items.iter().any(is_hidden_and_required),
                    "{name} is not sealed"
                );
            }
        }
    }
    for name in BY_HAND.iter().chain(&UNREACHABLE) {
        assert!(found.contains(*name), "{name} is not a public trait");
    }
}

/// Whether only some types have this supertrait.
fn is_bound(bound: &syn::TypeParamBound) -> bool {
    matches!(bound, syn::TypeParamBound::Trait(bound) if !bound.path.is_ident("Sized"))
}

/// Whether an impl needs this item although the docs do not show it.
fn is_hidden_and_required(item: &syn::TraitItem) -> bool {
    match item {
        syn::TraitItem::Const(item) => item.default.is_none() && is_hidden(&item.attrs),
        syn::TraitItem::Fn(item) => item.default.is_none() && is_hidden(&item.attrs),
        _ => false,
    }
}
