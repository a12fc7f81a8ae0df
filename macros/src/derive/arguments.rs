//! `#[derive(Arguments)]`: an object of arguments, with a builder and a `Serialize`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::{frame, helpers};
use crate::attr::fields::Place;
use crate::attr::{OwnKeys, key};
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::expand::frame::{block, private};
use crate::expand::serialize::{query_value, with_function};
use crate::expand::{builder, spelling};
use crate::model::{Field, Kind, Struct};
use crate::names::{RenameRule, Taken};
use crate::serde_attr::{self, SerdeAttrs};
use crate::site::Site;
use crate::types::{self, Presence};
use crate::validate::generated;
use crate::{fallback, item, names};

const ARGUMENTS: Kind =
    Kind { name: "arguments", wrong_item: message::no_arguments, builder_methods: &["build"], options: Place::options };

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Some(item::Item { mut input, unfinished }) = item::parse(item, &mut diag) else { return diag.finish() };
    if !item::take_doubled(&mut input).is_empty() {
        // rustc reports them.
        diag.incomplete();
    }
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
    quote! {
        #definition
        #block
        #errors
    }
}

/// The impls that serialize it: as an object, in a body, and in a query.
fn implementation(input: &DeriveInput, body: &TokenStream) -> TokenStream {
    let (serialize, query_value) = (frame::serialize(input, body), query_value(input));
    quote!(#serialize #query_value)
}

/// The statement that serializes a field, such as `<String as ToJson>::write_entry(&self.name, &mut __map, "name")?;`.
/// If the field has a name, adds it to `names`, with a flag that tells whether the field is serialized.
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
