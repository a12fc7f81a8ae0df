//! Tests of expansions of definitions with mistakes and of incomplete definitions.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use crate::endpoint;

/// The messages in an expansion: of the `compile_error!`s, and of the traits that carry a message into a literal.
pub(super) fn messages(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let (mut in_error, mut in_module) = (false, false);
    let text = tokens.to_string();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                in_error = ident == "compile_error";
                in_module |= ident == "mod";
            }
            TokenTree::Group(group) if in_error => {
                let message: syn::LitStr = syn::parse2(group.stream()).expect("a message");
                found.push(message.value());
                in_error = false;
            }
            TokenTree::Group(group) if in_module && group.delimiter() == Delimiter::Brace => {
                found.extend(messages(group.stream()));
                in_module = false;
            }
            _ => {}
        }
    }
    for inside in text.split("on_unimplemented (message = ").skip(1) {
        let Some((literal, _)) = inside.split_once(" , label = \"help: ") else { continue };
        found.extend(syn::parse_str::<syn::LitStr>(literal).map(|message| message.value()));
    }
    found
}

fn mistakes(args: TokenStream, item: &TokenStream) -> Vec<String> {
    let expansion = endpoint::expand(args, item);
    messages(expansion).iter().map(|message| message.lines().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn each_mistake_is_reported_once_and_hides_no_other() {
    let item = quote!(
        pub struct Update {
            pub id: Option<String>,
            #[bod]
            pub name: String,
        }
    );
    let args =
        quote!(metod = "PATCH", method = "PATHC", path = "/a/<id>/<x>", errors(a = 404, a = 404, b = 1, c = x, d));
    let expected = [
        "unknown key `metod`",
        "expected a status, found `x`",
        "`d` has no status",
        "unknown attribute `bod`",
        "the error `a` with status 404 is documented twice: here and as `A`",
        "`1` is not a status of an error",
        "unknown HTTP method `PATHC`",
        "a field in the path is required, found `Option`",
        "the path names `<x>`, but the struct has no such field",
    ];
    assert_eq!(mistakes(args, &item), expected);
}

#[test]
fn incomplete_attribute_keeps_the_struct_and_its_builder() {
    for args in [
        quote!(),
        quote!(method),
        quote!(method =),
        quote!(method = "PATCH", path),
        quote!(method = "PATCH", path = "/<"),
        quote!(method = "PATCH", path = "/<id>", errors),
        quote!(method = "PATCH", path = "/<id>", errors(not)),
        quote!(method = "PATCH", path = "/<id>", errors(not_found =)),
        quote!(method = "PATCH", path = "/<id>", errors(not_found(status))),
        quote!(method = "PATCH", path = "/<id>", response =),
        quote!(method = "PATCH", path = "/<id>", scopes = "a"),
        quote!(= "PATCH"),
        quote!(,),
        quote!(method = "PATCH", path = "/<id>", errors(404)),
        quote!(method = "PATCH", path = "/<id>", errors(#[doc = "a"])),
        quote!(method = "PATCH", path = "/<id>", errors(include)),
        quote!(method = "PATCH", path = "/<id>", errors(include(A::))),
        quote!(method = "PATCH", path = "/<id>", errors(a(detail = Vec<))),
        quote!(method = "PATCH", path = "/<id>", response = Vec<),
        quote!(method = "PATCH", path = "/<id>", success = 200..),
        quote!(method = "PATCH", path = "/<id>", query("a" =)),
        quote!(method = "PATCH", path = "/<id>", query("a" "b")),
        quote!(method = "PATCH", path = "/<id>", api = crate::),
        quote!(method = "PATCH", path = "/<id>", crate = ),
        quote!(method = "PATCH", path = "/<id>", r),
        quote!(method = "PATCH", path = "/<id>", 1),
        quote!(method = "PATCH", path = "/<id>" errors),
        quote!(method),
        quote!("/"),
        quote!(PATCH),
    ] {
        let expansion = endpoint::expand(
            args.clone(),
            &quote!(
                pub struct Update {
                    pub id: String,
                }
            ),
        );
        let text = expansion.to_string();
        for item in ["pub struct Update < > {", "pub struct UpdateBuilder", "pub enum UpdateError", "pub fn send"] {
            assert!(text.contains(item), "{args}: no `{item}` in {text}");
        }
        assert!(!messages(expansion).is_empty(), "{args}");
    }
}

#[test]
fn incomplete_field_keeps_the_struct_and_its_builder() {
    for attribute in [
        quote!(#[quer]),
        quote!(#[query(na)]),
        quote!(#[query(name)]),
        quote!(#[query(name =)]),
        quote!(#[header(,)]),
        quote!(#[payload(content_type = )]),
        quote!(#[body(with = a::)]),
    ] {
        let item = quote!(
            pub struct Update {
                pub id: String,
                #attribute
                pub name: String,
            }
        );
        let expansion = endpoint::expand(quote!(method = "PATCH", path = "/<id>"), &item);
        let text = expansion.to_string();
        for item in ["pub struct Update < > {", "pub struct UpdateBuilder", "pub enum UpdateError", "pub fn name"] {
            assert!(text.contains(item), "{attribute}: no `{item}` in {text}");
        }
        assert!(!messages(expansion).is_empty(), "{attribute}");
    }
}

#[test]
fn field_that_rustc_reports_keeps_the_other_fields_and_adds_no_error() {
    for broken in [
        quote!(#[query name = "a"] pub other: u8,),
        quote!(#[] pub other: u8,),
        quote!(pub other: (u8 u8),),
        quote!(pub other: Vec<),
        quote!(pub other: Vec<Option<u8>,),
        quote!(pub other),
        quote!(pub other:),
        quote!(pub other = u8,),
        quote!(pub let other: u8,),
        quote!(pub other?: u8,),
        quote!(pub other: u8?,),
        quote!(pub other: Vec<u8>>,),
        quote!(pub),
        quote!(#),
        quote!(,),
        quote!(
            fn other() {}
        ),
        quote!(pub type: u8;),
        quote!(self: u8,),
        quote!("other": u8,),
    ] {
        let item = quote!(
            pub struct Update {
                pub id: String,
                #broken
                #[query]
                pub name: String,
            }
        );
        assert!(syn::parse2::<syn::DeriveInput>(item.clone()).is_err(), "{broken}");
        let expansion = endpoint::expand(quote!(method = "PATCH", path = "/<id>"), &item);
        let text = expansion.to_string();
        for item in
            ["pub struct Update < > {", "pub struct UpdateBuilder", "pub enum UpdateError", "pub fn id", "pub fn name"]
        {
            assert!(text.contains(item), "{broken}: no `{item}` in {text}");
        }
        assert!(!text.contains("# [query]"), "{broken}: {text}");
        assert_eq!(messages(expansion), [""; 0], "{broken}");
    }
}

#[test]
fn item_that_is_not_a_struct_is_kept_with_a_builder_and_an_error_enum() {
    for item in [
        quote!(
            pub enum Update {
                A,
            }
        ),
        quote!(
            pub struct Update(#[query] String);
        ),
        quote!(
            pub union Update {
                #[query]
                a: u8,
            }
        ),
        quote!(
            pub struct Update<T, 'a, const N: usize> {
                #[path]
                id: &'a [T; N],
            }
        ),
    ] {
        let text = endpoint::expand(quote!(), &item).to_string();
        for item in ["Update", "type UpdateBuilder", "type UpdateError", "pub fn builder", "pub fn send"] {
            assert!(text.contains(item), "{item}: {text}");
        }
        assert!(!text.contains("# [query]") && !text.contains("# [path]"), "{text}");
    }
}

#[test]
fn item_that_is_not_a_type_is_kept_with_one_error() {
    let item = quote!(
        fn update() {}
    );
    let expansion = endpoint::expand(quote!(method = "GET", path = "/"), &item);
    assert!(expansion.to_string().starts_with("fn update () { }"));
    assert_eq!(messages(expansion).len(), 1);
}
