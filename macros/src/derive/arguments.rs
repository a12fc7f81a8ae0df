//! `#[derive(Arguments)]`: an object of arguments, with a builder and a `Serialize`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Type};

use super::{frame, helpers};
use crate::attr::fields::Place;
use crate::attr::{OwnKeys, key};
use crate::diag::Diagnostics;
use crate::diag::message::{fields, items as message};
use crate::expand::frame::{block, private};
use crate::expand::serialize::{query_value, with_function};
use crate::expand::{builder, once, spelling};
use crate::item::{Item, Unfinished};
use crate::model::{Field, Kind, Struct};
use crate::names::{RenameRule, Taken};
use crate::serde_attr::{self, SerdeAttrs};
use crate::site::Site;
use crate::spelled::written;
use crate::types::unusable::{Flaw, Owner, Unusable, unusable};
use crate::types::{self, Presence};
use crate::validate::generated;
use crate::{fallback, item, names};

const ARGUMENTS: Kind =
    Kind { name: "arguments", wrong_item: message::no_arguments, builder_methods: &["build"], options: Place::options };

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Some(Item { input, unfinished }) = parse(item, &mut diag) else { return diag.finish() };
    let keys = OwnKeys::parse(&input.attrs, "arguments", &key::OF_ARGUMENTS, &mut diag);
    let builder_ident = generated::builder(&keys.builder, &input.ident, &mut diag);
    helpers::check(&input, "arguments", &mut diag);
    let private = private(keys.krate());
    let Some(mut shape) = Struct::from_input(&input, &ARGUMENTS, &mut diag) else {
        let errors = diag.finish();
        let builder = fallback::arguments(&input, &builder_ident, &errors);
        let traits = block(&private, &implementation(&input, &frame::stub()));
        return quote!(#builder #traits);
    };
    shape.names.insert(names::plain(&builder_ident));
    shape.builder = builder_ident;
    shape.unfinished = unfinished;
    if !take_unusable(&mut shape, &mut diag) {
        return fallback::arguments(&input, &shape.builder, &diag.finish());
    }
    shape.is_opaque = diag.is_incomplete();
    let container = SerdeAttrs::of(&shape.attrs, Site::Arguments, &mut diag);
    let mut taken = Taken::by_members();
    let mut names = Vec::new();
    let entries: Vec<TokenStream> = shape
        .fields
        .iter()
        .map(|field| entry(field, container.rename_all, &mut names, &mut taken, &mut diag))
        .collect();
    // Each name is serialized once: a flattened value omits the names of the other fields.
    let taken = (names.len() < shape.fields.len())
        .then(|| quote!(let mut __taken = __callsheet::TakenNames::of(&[#(#names),*]);));
    // An item with mistakes still gets its builder and impls, so that its uses cause no further errors.
    let entries = if diag.is_empty() { entries } else { Vec::new() };
    let checks = serde_attr::checks(&shape.ident, &mut diag);
    let errors = diag.finish();

    let definition = builder::definition(&shape, &private, "build()");
    let setters = builder::implementation(&shape, &private, &[]);
    let body = quote! {
        let mut __map = __callsheet::Serializer::serialize_map(__serializer, __callsheet::Option::None)?;
        #taken
        #(#entries)*
        __callsheet::SerializeMap::end(__map)
    };
    let traits = implementation(&input, &body);
    let types = shape.fields.iter().map(|field| &field.ty);
    let import = spelling::import();
    let spelling = spelling::check(types, []);
    let block = block(&private, &quote!(#import #setters #traits #checks #spelling));
    let arguments = once::derived(&private, &input, &quote!(#definition #block));
    quote!(#arguments #errors)
}

/// The struct, unless it is an endpoint, which has a builder of its own.
fn parse(item: TokenStream, diag: &mut Diagnostics) -> Option<Item> {
    let mut item = item::parse(item, diag)?;
    if item::twice::is_endpoint(&item.input) {
        diag.on(&item.input.ident, message::arguments_before_an_endpoint(&names::plain(&item.input.ident)));
        return None;
    }
    if !item::take_doubled(&mut item.input).is_empty() {
        // rustc reports them.
        diag.incomplete();
    }
    Some(item)
}

/// Whether an attribute of serde names a function that writes the field.
fn has_serde_with(field: &Field) -> bool {
    let serde = field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.map(written).any(|text| text.contains("with"))
}

/// Takes out the fields whose type no field can have. rustc reports most of them, but not a function, a pointer, or a
/// type without a size in the last field.
fn take_unusable(shape: &mut Struct, diag: &mut Diagnostics) -> bool {
    let last = shape.fields.len().saturating_sub(1);
    let mut at = 0..;
    let (mut taken, mut has_size) = (Vec::new(), true);
    shape.fields.retain(|field| {
        let is_last = at.next() == Some(last);
        let Some(Unusable { flaw, part, instead, .. }) = unusable(&field.ty, Owner::Field) else { return true };
        let is_reported_by_rustc = match flaw {
            Flaw::Itself => return true,
            // serde's own attributes are read later, and may name a function for it.
            _ if flaw.is_only_not_serializable() && has_serde_with(field) => return true,
            Flaw::Unsized => !is_last,
            Flaw::Function | Flaw::Pointer => false,
            Flaw::Borrowed | Flaw::Opaque | Flaw::Never | Flaw::Inferred => true,
        };
        if !is_reported_by_rustc {
            diag.on(&part, fields::unusable_type(flaw, &written(&part), instead.as_deref()));
        }
        has_size &= !(is_last && flaw == Flaw::Unsized);
        diag.incomplete();
        taken.push(Unfinished { name: field.ident.clone(), written: TokenStream::new() });
        false
    });
    shape.unfinished.extend(taken);
    for field in &mut shape.fields {
        field.ty = with_name(&field.ty, &shape.ident);
        field.presence = Presence::of(&field.ty);
    }
    has_size
}

/// The type with the name of the struct for `Self`, which means another type in the builder.
fn with_name(ty: &Type, ident: &Ident) -> Type {
    fn named(tokens: TokenStream, ident: &Ident) -> TokenStream {
        let named = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(word) if word == "Self" => TokenTree::Ident(Ident::new(&ident.to_string(), word.span())),
            TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), named(group.stream(), ident))),
            other => other,
        });
        named.collect()
    }
    syn::parse2(named(ty.to_token_stream(), ident)).unwrap_or_else(|_| ty.clone())
}

/// The impls that serialize it: as an object, in a body, and in a query.
fn implementation(input: &DeriveInput, body: &TokenStream) -> TokenStream {
    let (serialize, query_value) = (frame::serialize(input, body), query_value(input));
    quote!(#serialize #query_value)
}

/// The statement that serializes a field, such as `<String as ToJson>::write_entry(&self.name, &mut __map, "name")?;`.
/// If the field has a name, adds it to `names`, with a flag: whether the field is serialized.
fn entry(
    field: &Field,
    rename_all: Option<RenameRule>,
    names: &mut Vec<TokenStream>,
    taken: &mut Taken,
    diag: &mut Diagnostics,
) -> TokenStream {
    let attrs = SerdeAttrs::of(&field.attrs, Site::ArgumentsField, diag);
    let renamed = || rename_all.map_or_else(|| field.name.clone(), |rule| rule.field(&field.name));
    let name = attrs.rename.clone().unwrap_or_else(renamed);
    if !attrs.flatten {
        taken.take(&name, &field.ident, diag);
    }
    let it = spelling::seen(field);
    if !attrs.flatten {
        let is_written = match &field.presence {
            Presence::Required => quote!(true),
            Presence::Optional(_) => quote!(__callsheet::Option::is_some(#it)),
            Presence::Patch(_) => quote!(!__callsheet::Patch::is_absent(#it)),
        };
        names.push(quote!((#name, #is_written)));
    }
    let written = match &field.presence {
        Presence::Required => &field.ty,
        Presence::Optional(inner) | Presence::Patch(inner) => inner,
    };
    let write = |method| types::of_trait(written, "ToJson", method);
    if attrs.flatten {
        let (flat, flat_option) = (write("write_flat"), write("write_flat_option"));
        return match &field.presence {
            Presence::Required => quote!(#flat(#it, &mut __map, &mut __taken)?;),
            Presence::Optional(_) => quote!(#flat_option(__callsheet::Option::as_ref(#it), &mut __map, &mut __taken)?;),
            Presence::Patch(_) => quote!(#flat_option(__callsheet::Patch::value(#it), &mut __map, &mut __taken)?;),
        };
    }
    if attrs.serialize_with.is_none() && field.refuses_double_option(diag) {
        return TokenStream::new();
    }
    if let Some(function) = &attrs.serialize_with {
        return with(&name, function, field, &it);
    }
    match &field.presence {
        Presence::Required => {
            let write = write("write_entry");
            quote!(#write(#it, &mut __map, #name)?;)
        }
        Presence::Optional(_) => {
            let write = write("write_option");
            quote!(#write(__callsheet::Option::as_ref(#it), &mut __map, #name)?;)
        }
        Presence::Patch(_) => {
            let write = write("write_patch");
            quote!(#write(#it, &mut __map, #name)?;)
        }
    }
}

/// A field that a `with` function serializes. As in serde, the function accepts the declared type. For a `Patch`, it
/// accepts the type of the value.
fn with(name: &str, function: &syn::ExprPath, field: &Field, seen: &TokenStream) -> TokenStream {
    let it = types::at_type(&field.ident, &field.ty);
    let ty = match &field.presence {
        Presence::Required | Presence::Optional(_) => &field.ty,
        Presence::Patch(inner) => inner,
    };
    let wrapper = with_function(ty, &quote!(#function));
    let write = match &field.presence {
        Presence::Required => quote!(__callsheet::SerializeMap::serialize_entry(&mut __map, #name, &__With(#it))?;),
        Presence::Optional(_) => quote! {
            if __callsheet::Option::is_some(#seen) {
                __callsheet::SerializeMap::serialize_entry(&mut __map, #name, &__With(#it))?;
            }
        },
        Presence::Patch(_) => quote! {
            match #seen {
                __callsheet::Patch::Absent => {}
                __callsheet::Patch::Null => __callsheet::SerializeMap::serialize_entry(&mut __map, #name, &())?,
                __callsheet::Patch::Value(__value) => {
                    __callsheet::SerializeMap::serialize_entry(&mut __map, #name, &__With(__value))?;
                }
            }
        },
    };
    quote!({ #wrapper #write })
}
