//! The attributes of our derives, and the parts of an item on which they have an effect.
//!
//! rustc accepts an attribute of a derive anywhere on its item. One without an effect would be ignored.

use syn::{Attribute, Data, DeriveInput};

use crate::diag::Diagnostics;
use crate::diag::message::items as message;

/// A part of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Item,
    Variant,
    Field,
}

impl Part {
    fn name(self, is_enum: bool) -> &'static str {
        match self {
            Self::Item if is_enum => "an enum",
            Self::Item => "a struct",
            Self::Variant => "a variant",
            Self::Field if is_enum => "the value of a variant",
            Self::Field => "a field",
        }
    }
}

/// The attributes of the derive that owns `own`, each with the parts on which it has an effect.
fn of_derive(own: &str) -> &'static [(&'static str, &'static [Part])] {
    match own {
        "arguments" => &[("arguments", &[Part::Item])],
        "lookup" => &[("lookup", &[Part::Item])],
        "scalar" => &[("scalar", &[Part::Item])],
        "open_enum" => &[("open_enum", &[Part::Item])],
        "event" => &[("event", &[Part::Variant, Part::Item])],
        // On the value of a variant, the derive itself reports it.
        "payload" => &[("payload", &[Part::Item, Part::Variant, Part::Field])],
        "response" => &[
            ("response", &[Part::Item]),
            ("header", &[Part::Field]),
            ("status", &[Part::Field]),
            ("payload", &[Part::Field]),
        ],
        _ => &[],
    }
}

/// Reports the attributes of a derive that have no effect where they are.
pub(super) fn check(input: &DeriveInput, own: &str, diag: &mut Diagnostics) {
    let known = of_derive(own);
    let is_enum = matches!(input.data, Data::Enum(_));
    let mut check = |attributes: &[Attribute], part: Part| {
        for attribute in attributes {
            let Some((name, parts)) = known.iter().find(|(name, _)| attribute.path().is_ident(name)) else { continue };
            if !parts.contains(&part) {
                let meant = parts.first().map_or("", |part| part.name(is_enum));
                diag.on(attribute.path(), message::misplaced_attribute(name, part.name(is_enum), meant));
            }
        }
    };
    check(&input.attrs, Part::Item);
    match &input.data {
        Data::Struct(data) => data.fields.iter().for_each(|field| check(&field.attrs, Part::Field)),
        Data::Enum(data) => {
            for variant in &data.variants {
                check(&variant.attrs, Part::Variant);
                variant.fields.iter().for_each(|field| check(&field.attrs, Part::Field));
            }
        }
        // The derive reports the union as a whole.
        Data::Union(_) => {}
    }
}
