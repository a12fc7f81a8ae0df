//! Refuses attributes that an endpoint cannot have: serde's attributes, and misspelt attributes.

use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Meta, Path, Token};

use super::row::default_place;
use crate::attr::fields::Place;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::{fields as message, items};
use crate::model::{Field, Struct};
use crate::suggest;

/// Reports and removes what an endpoint cannot have, so that rustc does not report it again.
pub(crate) fn refuse(args: &EndpointArgs, shape: &mut Struct, diag: &mut Diagnostics) {
    let (ours, others): (Vec<_>, Vec<_>) =
        std::mem::take(&mut shape.attrs).into_iter().partition(|attribute| Place::from_attribute(attribute).is_some());
    let are_ours_alone = are_ours_alone(&others);
    shape.attrs = others;
    if are_ours_alone {
        for attribute in &ours {
            let name = attribute.path().get_ident().map(ToString::to_string).unwrap_or_default();
            diag.on(attribute.path(), items::misplaced_attribute(&name, "a struct", "a field"));
        }
    } else {
        // They may belong to a derive.
        shape.attrs.extend(ours);
    }
    let default_place = default_place(&args.method.given().map_or_else(|| "POST".to_owned(), LitStr::value));
    refuse_serde(&mut shape.attrs, default_place, false, diag);
    for field in &mut shape.fields {
        let place = probable_place(field, args, default_place);
        field.is_misplaced |= refuse_serde(&mut field.attrs, place, !field.placements.is_empty(), diag);
        field.is_misplaced |= are_ours_alone && refuse_unknown(&mut field.attrs, diag);
    }
}

/// The place of a field, as far as it is known before the templates are parsed.
fn probable_place(field: &Field, args: &EndpointArgs, default_place: Place) -> Place {
    let names_it = |template: Option<&LitStr>| {
        let template = template.map(LitStr::value).unwrap_or_default();
        [">", "..>"].iter().any(|end| template.contains(&format!("<{}{end}", field.name)))
    };
    let default_place = match () {
        () if names_it(args.path.given()) => Place::Path,
        () if names_it(args.host_prefix.given()) => Place::Host,
        () => default_place,
    };
    field.placements.first().map_or(default_place, |placement| placement.place)
}

/// Refuses serde's attributes: they have no effect on an endpoint, so a name in one of them would be silently ignored.
/// `place` is the place of the field, as far as it is known. Returns whether the field was meant to have another form,
/// so that its type cannot be checked.
fn refuse_serde(attributes: &mut Vec<Attribute>, place: Place, has_placement: bool, diag: &mut Diagnostics) -> bool {
    let mut has_other_form = false;
    attributes.retain(|attribute| {
        let is_serde = attribute.path().is_ident("serde");
        if is_serde {
            let (key, value) = main_key(attribute);
            has_other_form |= !matches!(key.as_str(), "rename" | "default" | "alias");
            diag.on(
                attribute.path(),
                message::serde_on_endpoint(&key, value.as_deref(), place.attribute(), has_placement),
            );
        }
        !is_serde
    });
    has_other_form
}

/// The key of an attribute that affects the request most, or else the first one, and the text of its value.
fn main_key(attribute: &Attribute) -> (String, Option<String>) {
    const FIRST: [&str; 4] = ["rename", "with", "serialize_with", "flatten"];
    let metas = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
    let order = |meta: &&Meta| FIRST.iter().position(|key| meta.path().is_ident(key)).unwrap_or(FIRST.len());
    let Some(meta) = metas.iter().min_by_key(order) else { return (String::new(), None) };
    let value = match meta {
        Meta::NameValue(pair) => syn::parse2::<LitStr>(pair.value.to_token_stream()).ok().map(|text| text.value()),
        Meta::Path(_) | Meta::List(_) => None,
    };
    (meta.path().get_ident().map(ToString::to_string).unwrap_or_default(), value)
}

/// Refuses attributes that were probably meant for us: misspelt ones, and those of other frameworks. Returns whether
/// there are any.
///
/// Any other attribute may belong to a derive above our attribute, which the macro cannot see. If it does not, rustc
/// reports it.
fn refuse_unknown(attributes: &mut Vec<Attribute>, diag: &mut Diagnostics) -> bool {
    /// Names that are similar to ours but belong to well-known derives.
    const OF_DERIVES: [&str; 2] = ["from", "into"];
    let known = Place::ALL.map(Place::attribute);
    let before = attributes.len();
    attributes.retain(|attribute| {
        let Some(name) = attribute.path().get_ident() else { return true };
        let text = name.to_string();
        let is_meant = suggest::meant(&text, &known, &key::ALIASES_OF_PLACEMENT).is_some();
        if !is_meant || OF_DERIVES.contains(&text.as_str()) {
            return true;
        }
        diag.on(name, message::unknown_placement(&text, &known, &key::ALIASES_OF_PLACEMENT));
        false
    });
    attributes.len() < before
}

/// Whether only we can read the attributes of the fields, judged by the attributes of the struct.
fn are_ours_alone(attributes: &[Attribute]) -> bool {
    const OF_STD: [&str; 10] =
        ["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Default", "Serialize"];
    const INERT: [&str; 9] =
        ["doc", "allow", "expect", "warn", "deny", "forbid", "deprecated", "must_use", "non_exhaustive"];
    attributes.iter().all(|attribute| {
        let Some(name) = attribute.path().get_ident() else { return false };
        let is_known =
            |path: &Path| path.segments.last().is_some_and(|last| OF_STD.iter().any(|std| last.ident == std));
        match &attribute.meta {
            Meta::List(_) if name == "derive" => attribute
                .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
                .is_ok_and(|derives| derives.iter().all(is_known)),
            _ => INERT.iter().any(|inert| name == inert),
        }
    })
}
