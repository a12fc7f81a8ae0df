//! Which fields and variants of an item with mistakes are kept.

use quote::ToTokens as _;
use syn::{Data, Fields};

use crate::diag::Diagnostics;
use crate::spelled::spelled;

fn item(text: &str) -> super::Item {
    let mut diag = Diagnostics::new();
    let item = super::parse(text.parse().expect("tokens"), &mut diag).expect("an item");
    let _ = diag.finish();
    item
}

/// The fields that were parsed, and after `|` the names of the others, each with what is left to rustc.
fn parsed(fields: &str) -> String {
    let item = item(&format!("struct S {{ {fields} }}"));
    let Data::Struct(data) = item.input.data else { panic!("not a struct") };
    let Fields::Named(named) = data.fields else { panic!("no named fields") };
    let kept = named.named.iter().map(|field| {
        let attributes = "#".repeat(field.attrs.len());
        let name = field.ident.as_ref().expect("a name");
        format!("{attributes}{name}: {}", spelled(&field.ty.to_token_stream()))
    });
    let others = item.unfinished.iter().map(|field| {
        let written = spelled(&field.written);
        if written.is_empty() { field.name.to_string() } else { format!("{} ({written})", field.name) }
    });
    format!("{} | {}", kept.collect::<Vec<_>>().join(", "), others.collect::<Vec<_>>().join(", "))
}

#[test]
fn fields_beside_one_that_cannot_be_parsed_are_kept() {
    for (fields, expected) in [
        ("a: u8, b: u8", "a: u8, b: u8 | "),
        // A field that is half written.
        ("a: u8, b, c: u8", "a: u8, c: u8 | b"),
        ("a: u8, b:, c: u8", "a: u8, c: u8 | b"),
        ("a: u8, b: c: u8", "a: u8, c: u8 | b"),
        ("a: u8, b: #[query] c: u8", "a: u8, #c: u8 | b"),
        ("a: u8, b: pub c: u8", "a: u8, c: u8 | b"),
        ("a: u8, #[query] b", "a: u8 | b"),
        ("a: u8, pub b", "a: u8 | b"),
        // Another separator, or none.
        ("a: u8; b: u8;", "a: u8, b: u8 | "),
        ("a: u8; b; c: u8", "a: u8, c: u8 | b"),
        ("a: u8 b: u8", "a: u8, b: u8 | "),
        ("a: u8 pub b: u8", "a: u8, b: u8 | "),
        ("a: u8 #[query] b: u8", "a: u8, #b: u8 | "),
        ("a = u8, b => u8, c: u8", "a: u8, b: u8, c: u8 | "),
        // Another order, and words and names in the forms of other languages.
        ("String a, b: u8", "b: u8 | String, a"),
        ("\"a\": u8, b: u8", "b: u8 | a, u8"),
        ("a?: u8, let b: u8, mut c: u8", "a: u8, b: u8, c: u8 | "),
        ("a: u8?, b: Option<u8>>, c: u8", "a: u8, b: Option<u8>, c: u8 | "),
        ("type: u8, self: u8, b: u8", "r#type: u8, b: u8 | u8"),
        // Types that cannot be parsed. A comma inside `<..>` does not end the field.
        ("a: Vec<u8, b: u8", "b: u8 | a"),
        ("a: Map<u8, ?>, b: u8", "b: u8 | a (a: Map<u8, ?>,)"),
        ("a: Map<u8, ?, b: u8", "b: u8 | a"),
        ("a: Map<fn() -> ?, u8>, b: u8", "b: u8 | a (a: Map<fn() -> ?, u8>,)"),
        ("a: Map<?, u8,>, b: u8", "b: u8 | a (a: Map<?, u8,>,)"),
        ("a: Vec<?", " | a"),
        ("a: [u8; { 1 }], b: u8", "a: [u8; { 1 }], b: u8 | "),
        ("a: [u8; f()], b: u8", "a: [u8; f()], b: u8 | "),
        ("a: !, b: u8", "a: !, b: u8 | "),
        ("a: 1, b: u8", "b: u8 | a (a: 1,)"),
        ("a: 1 2 b: u8", "b: u8 | a"),
        ("a: 1 2; b: u8", "b: u8 | a"),
        ("a: 1 2, b: u8", "b: u8 | a (a: 1 2,)"),
    ] {
        assert_eq!(parsed(fields), expected, "{fields}");
    }
}

#[test]
fn variants_beside_one_that_cannot_be_parsed_are_kept() {
    for (variants, expected) in
        [("A, B(u8)", "A B"), ("A, b c, D", "A D"), ("A B, C", "C"), ("A, 1, C", "A C"), ("A(u8) #[x] B, C", "C")]
    {
        let Data::Enum(data) = item(&format!("enum E {{ {variants} }}")).input.data else { panic!("not an enum") };
        let names: Vec<String> = data.variants.iter().map(|variant| variant.ident.to_string()).collect();
        assert_eq!(names.join(" "), expected, "{variants}");
    }
}
