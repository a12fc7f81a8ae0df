//! `#[derive(OpenEnum)]`: an enum of texts, or a union of values, that also accepts values that the API adds later.

mod listed;
mod texts;
mod union;

use proc_macro2::{Ident, TokenStream};
use syn::{Data, DeriveInput, Fields, Type, Variant};

use self::listed::{Listed, listed};
use self::texts::Bodies;
use self::union::Union;
use super::frame;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::model;
use crate::serde_attr::SerdeAttrs;
use crate::site::Site;
use crate::spelled::written;
use crate::types::Presence;

/// The kind of the enum.
enum Shape<'a> {
    /// Texts, and the variant that holds all other texts.
    Texts(Vec<Listed<'a>>, &'a Ident),
    Union(Union<'a>),
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand(item, "open_enum", |input, diag| {
        model::check_generics(&input.generics, "an open enum", diag);
        match shape(input, diag) {
            Some(Shape::Texts(listed, open)) if diag.is_empty() => {
                texts::implementation(input, &Bodies::of(&listed, open))
            }
            Some(Shape::Union(union)) if diag.is_empty() => union.implementation(input),
            _ => texts::implementation(input, &Bodies::stub()),
        }
    })
}

fn shape<'a>(input: &'a DeriveInput, diag: &mut Diagnostics) -> Option<Shape<'a>> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_open_enum(found));
        return None;
    };
    let attrs = SerdeAttrs::of(&input.attrs, Site::OpenEnum, diag);
    if let (Some(content), None) = (&attrs.content, &attrs.tag) {
        let key = attrs.key("content").unwrap_or(&input.ident);
        diag.on(key, message::serde_form("content", &format!("tag = \"type\", content = {content:?}")));
    }
    let valued: Vec<&Variant> =
        data.variants.iter().filter(|variant| !matches!(variant.fields, Fields::Unit)).collect();
    let is_union = attrs.tag.is_some() || valued.len() > 1;
    for variant in valued.iter().filter(|variant| !holds_one(variant)) {
        let name = variant.ident.to_string();
        diag.on(variant, if is_union { message::no_union(&name) } else { message::no_open_enum(&format!("`{name}`")) });
    }
    let with_attrs: Vec<(&Variant, SerdeAttrs)> =
        data.variants.iter().map(|variant| (variant, attrs_of(variant, diag))).collect();
    let others = with_attrs.iter().filter(|(_, attrs)| attrs.is_other).map(|(variant, _)| *variant);
    let (empty, mut open): (Vec<&Variant>, Vec<&Variant>) =
        others.partition(|variant| matches!(variant.fields, Fields::Unit));
    for variant in &empty {
        let value = if is_union || !valued.is_empty() { "serde_json::Value" } else { "String" };
        diag.on(&variant.ident, message::other_without_a_value("#[serde(other)]", &variant.ident.to_string(), value));
    }
    if !is_union {
        open.clone_from(&valued);
    }
    let is_open = |variant: &Variant| open.iter().any(|open| std::ptr::eq(*open, variant));
    for (_, attrs) in with_attrs.iter().filter(|(variant, _)| is_open(variant)) {
        for key in ["rename", "alias"].into_iter().filter_map(|key| attrs.key(key)) {
            diag.at(key.span(), message::name_of_the_open_variant(&key.to_string()));
        }
    }
    let known = with_attrs.into_iter().filter(|(variant, _)| !is_open(variant));
    let listed = listed(known, (attrs.rename_all, attrs.read_all), diag);
    if !empty.is_empty() {
        return None;
    }
    let Some(first) = valued.first() else {
        diag.missing(&input.ident, if is_union { message::unmarked_union() } else { message::closed_enum() });
        return None;
    };
    for (variant, inner) in valued.iter().filter_map(|variant| Some((variant, optional(variant)?))) {
        let (name, inner) = (variant.ident.to_string(), written(&inner));
        if !is_union {
            diag.on(&variant.fields, message::option_of_other_texts(&name, &inner));
        } else if attrs.content.is_none() && !is_open(variant) {
            diag.on(&variant.fields, message::option_in_a_union(&name, &inner));
        }
    }
    if is_union {
        return union::check(&attrs, &valued, &open, listed, diag).map(Shape::Union);
    }
    Some(Shape::Texts(listed, &first.ident))
}

/// The attributes of a variant. Reports attributes on the value of the variant.
fn attrs_of(variant: &Variant, diag: &mut Diagnostics) -> SerdeAttrs {
    // A variant with another shape is reported as a whole.
    for field in variant.fields.iter().filter(|_| holds_one(variant)) {
        SerdeAttrs::of(&field.attrs, Site::OpenEnumValue, diag);
    }
    SerdeAttrs::of(&variant.attrs, Site::OpenEnumVariant, diag)
}

/// The `T` of a variant that holds an `Option<T>`.
fn optional(variant: &Variant) -> Option<Type> {
    match Presence::of(listed::held(variant)?) {
        Presence::Optional(inner) => Some(inner),
        Presence::Required | Presence::Patch(_) => None,
    }
}

fn holds_one(variant: &Variant) -> bool {
    matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1)
}
