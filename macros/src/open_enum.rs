//! `#[derive(OpenEnum)]`: an enum of texts, or a union of values, that stays open to those that are added later.

mod union;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Type, Variant};

use self::union::Union;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::{SerdeAttrs, Site};
use crate::{attr, expand, model};

/// Its variants.
enum Shape<'a> {
    /// Texts, and the variant that holds any other one.
    Texts(Vec<Listed<'a>>, &'a Ident),
    Union(Union<'a>),
}

/// A variant that has a name on the wire.
struct Listed<'a> {
    variant: &'a Ident,
    /// What it holds, in a union.
    ty: Option<&'a Type>,
    written: String,
    read: Vec<String>,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Ok(input) = syn::parse2::<DeriveInput>(item) else { return diag.finish() };
    let krate = attr::parse_crate(&input.attrs, "open_enum", &mut diag);
    model::check_generics(&input.generics, "an open enum", &mut diag);
    let shape = shape(&input, &mut diag);
    let stub = || quote!(__callsheet::stub());
    // What has mistakes still has its impls, so that no use of it adds another error.
    let implementation = match shape {
        Some(Shape::Texts(listed, open)) if diag.is_empty() => {
            let (as_str, known, other) = bodies(&listed, open);
            implementation(&input, &as_str, &known, &other)
        }
        Some(Shape::Union(union)) if diag.is_empty() => union.implementation(&input),
        _ => implementation(&input, &stub(), &stub(), &stub()),
    };
    let errors = diag.finish();
    let (private, quiet) = (expand::private(krate.as_ref()), expand::quiet());
    quote! {
        #quiet
        const _: () = {
            use #private as __callsheet;
            #implementation
        };
        #errors
    }
}

fn shape<'a>(input: &'a DeriveInput, diag: &mut Diagnostics) -> Option<Shape<'a>> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_open_enum(found));
        return None;
    };
    let attrs = SerdeAttrs::of(&input.attrs, Site::OpenEnum, diag);
    if let (Some(content), None) = (&attrs.content, &attrs.tag) {
        diag.on(&input.ident, message::serde_form("content", &format!("tag = \"type\", content = {content:?}")));
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
        diag.on(&variant.ident, message::other_without_a_value(&variant.ident.to_string(), value));
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
        diag.on(&input.ident, if is_union { message::unmarked_union() } else { message::closed_enum() });
        return None;
    };
    if is_union {
        return union::check(&attrs, &valued, &open, listed, diag).map(Shape::Union);
    }
    Some(Shape::Texts(listed, &first.ident))
}

fn holds_one(variant: &Variant) -> bool {
    matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1)
}

/// The attributes of a variant; of what it holds there may be none.
fn attrs_of(variant: &Variant, diag: &mut Diagnostics) -> SerdeAttrs {
    // A variant of another shape is told as a whole.
    for field in variant.fields.iter().filter(|_| holds_one(variant)) {
        SerdeAttrs::of(&field.attrs, Site::OpenEnumValue, diag);
    }
    SerdeAttrs::of(&variant.attrs, Site::OpenEnumVariant, diag)
}

fn listed<'a>(
    variants: impl Iterator<Item = (&'a Variant, SerdeAttrs)>,
    (write_rule, read_rule): (Option<RenameRule>, Option<RenameRule>),
    diag: &mut Diagnostics,
) -> Vec<Listed<'a>> {
    let (mut written, mut read) = (Taken::by_variants(), Taken::by_variants());
    let listed = variants.map(|(variant, attrs)| {
        let plain = names::plain(&variant.ident);
        let by = |rule: Option<RenameRule>| rule.map_or_else(|| plain.clone(), |rule| rule.variant(&plain));
        let listed = Listed {
            variant: &variant.ident,
            ty: union::held(variant),
            written: attrs.rename.unwrap_or_else(|| by(write_rule)),
            read: std::iter::once(attrs.read_name.unwrap_or_else(|| by(read_rule))).chain(attrs.aliases).collect(),
        };
        let before = diag.len();
        written.take(&listed.written, &variant.ident, diag);
        for name in &listed.read {
            // One mistake, told once.
            if diag.len() == before {
                read.take(name, &variant.ident, diag);
            }
        }
        listed
    });
    listed.collect()
}

/// What `as_str` gives, what is made of a text that is listed, and of any other.
fn bodies(listed: &[Listed<'_>], open: &Ident) -> (TokenStream, TokenStream, TokenStream) {
    let written = listed.iter().map(|Listed { variant, written, .. }| quote!(Self::#variant => #written,));
    let read = listed
        .iter()
        .map(|Listed { variant, read, .. }| quote!(#(#read)|* => __callsheet::Option::Some(Self::#variant),));
    (
        quote!(match self { #(#written)* Self::#open(__text) => __callsheet::AsRef::as_ref(__text) }),
        quote!(match __text { #(#read)* _ => __callsheet::Option::None }),
        quote!(Self::#open(__callsheet::Into::into(__text))),
    )
}

fn implementation(input: &DeriveInput, as_str: &TokenStream, known: &TokenStream, other: &TokenStream) -> TokenStream {
    let (ident, name) = (&input.ident, names::plain(&input.ident));
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #clause {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &__callsheet::str {
                #as_str
            }
        }
        #[automatically_derived]
        impl #impl_generics __callsheet::Scalar for #ident #ty_generics #clause {
            fn write_scalar(
                &self,
                __to: &mut __callsheet::TextWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                __callsheet::Scalar::write_scalar(self.as_str(), __to)
            }
        }
        #[automatically_derived]
        impl #impl_generics __callsheet::Serialize for #ident #ty_generics #clause {
            fn serialize<__S: __callsheet::Serializer>(
                &self,
                __serializer: __S,
            ) -> __callsheet::Result<__S::Ok, __S::Error> {
                __callsheet::Serializer::serialize_str(__serializer, self.as_str())
            }
        }
        #[automatically_derived]
        impl<'__de> __callsheet::Deserialize<'__de> for #ident #ty_generics #clause {
            fn deserialize<__D: __callsheet::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> __callsheet::Result<Self, __D::Error> {
                __callsheet::read_open(__deserializer, #name, |__text| #known, |__text| #other)
            }
        }
    }
}
