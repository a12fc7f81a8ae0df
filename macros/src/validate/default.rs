//! Documented defaults: the values that the API uses for omitted fields.

use syn::Type;

use super::row::placement;
use crate::attr::fields::Place;
use crate::attr::{Literal, LiteralKind, key};
use crate::diag::Diagnostics;
use crate::diag::message::fields as message;
use crate::model::Field;
use crate::spelled::written;
use crate::types::{Presence, ungrouped};

/// Checks a documented default: the field must be optional, there is only one default, and it is a value of the field's
/// type if that type is known.
pub(super) fn check(field: &Field, place: Place, diag: &mut Diagnostics) {
    let Some(options) = placement(field, place).map(|placement| &placement.options) else { return };
    let Some(default) = options.default.given() else { return };
    let is_given_before =
        |other: &Place| placement(field, *other).is_some_and(|other| !other.options.default.is_missing());
    let others = [(options.has(key::FLATTEN), key::FLATTEN), (!options.prefix.is_missing(), key::PREFIX)];
    let wrong = match &field.presence {
        Presence::Required => Some(message::default_of_a_required_field(&field.name, &written(&field.ty))),
        _ if Place::ALL.iter().take_while(|other| **other != place).any(is_given_before) => {
            Some(message::doubled_default())
        }
        Presence::Optional(ty) | Presence::Patch(ty) => match others.into_iter().find(|(stands, _)| *stands) {
            Some((_, other)) => Some(message::contradicting(other, key::DEFAULT)),
            // With `with`, the text form can differ from that of the type.
            None if !options.with.is_missing() => None,
            None => expected(ty, default)
                .map(|example| message::default_of_another_type(&written(ty), &default.tokens.to_string(), example)),
        },
    };
    if let Some(wrong) = wrong {
        diag.on(&default.tokens, wrong);
    }
}

/// The smallest and the largest value of the common integer types.
const INTEGERS: [(&str, i128, i128); 11] = [
    ("u8", 0, u8::MAX as i128),
    ("u16", 0, u16::MAX as i128),
    ("u32", 0, u32::MAX as i128),
    ("u64", 0, u64::MAX as i128),
    ("u128", 0, i128::MAX),
    ("usize", 0, u64::MAX as i128),
    ("i8", i8::MIN as i128, i8::MAX as i128),
    ("i16", i16::MIN as i128, i16::MAX as i128),
    ("i32", i32::MIN as i128, i32::MAX as i128),
    ("i64", i64::MIN as i128, i64::MAX as i128),
    ("isize", i64::MIN as i128, i64::MAX as i128),
];

/// An example of a default for this type; `None` if the type is not known or the literal is a value of it.
fn expected(ty: &Type, default: &Literal) -> Option<&'static str> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let name = path.path.get_ident()?.to_string();
    if let Some((_, least, most)) = INTEGERS.iter().find(|(integer, ..)| *integer == name) {
        let fits = matches!(&default.kind, LiteralKind::Integer(Some(number)) if (least..=most).contains(&number));
        return (!fits).then_some("30");
    }
    match (name.as_str(), &default.kind) {
        ("bool", LiteralKind::Boolean)
        | ("f32" | "f64", LiteralKind::Integer(_) | LiteralKind::Float)
        | ("String", LiteralKind::Text(_)) => None,
        ("bool", _) => Some("true"),
        ("f32" | "f64", _) => Some("0.5"),
        ("String", _) => Some("\"name\""),
        _ => None,
    }
}
