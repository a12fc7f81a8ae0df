//! The typed builder of an endpoint or of arguments.
//!
//! It has a type parameter for each required field, which is `Unset` until the setter was called. A trait for each of
//! them, with the field's name in its message, holds `build` back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::Type;

use crate::docs;
use crate::model::{self, Field, Presence, Struct};
use crate::names;
use crate::validate::beside;

/// A required field, with the names that stand for it in the builder.
struct Required<'a> {
    field: &'a Field,
    /// The builder's type parameter.
    state: Ident,
    /// The trait that tells whether it is set.
    given: Ident,
}

fn required(shape: &Struct) -> Vec<Required<'_>> {
    let mut taken = shape.names.clone();
    let fields = shape.fields.iter().filter(|field| field.is_required());
    fields
        .map(|field| {
            let name = format!("{}{}", shape.type_prefix(), names::upper_camel(&field.name));
            let mut free = |suffix: &str| {
                let name = names::free(&format!("{name}{suffix}"), |name| taken.contains(name));
                taken.insert(name.clone());
                Ident::new(&name, Span::call_site())
            };
            Required { field, state: free("State"), given: free("IsSet") }
        })
        .collect()
}

fn builder_ident(shape: &Struct) -> Ident {
    beside(&shape.ident, "Builder")
}

/// ```text
/// pub struct UpdateOrganizationBuilder<OrganizationState = Unset> {
///     organization: OrganizationState,
///     page: Option<u32>,
/// }
/// ```
pub(crate) fn definition(shape: &Struct, private: &TokenStream, finish: &str) -> TokenStream {
    let (vis, builder) = (&shape.vis, builder_ident(shape));
    let states: Vec<Ident> = required(shape).into_iter().map(|required| required.state).collect();
    let optional = shape.fields.iter().filter(|field| !field.is_required()).map(|field| &field.ty);
    let docs = docs::attribute(&format!("The builder of [`{0}`], begun by [`{0}::builder`].", shape.ident));
    let quiet = super::quiet();
    let must_use = format!("a builder does nothing until `.{finish}`");
    quote! {
        #docs
        #quiet
        #[must_use = #must_use]
        #vis struct #builder<#(#states = #private::Unset),*> {
            required: (#(#states,)*),
            optional: (#(#optional,)*),
        }
    }
}

/// Where a field stands in the tuple of its kind.
fn place(shape: &Struct, field: &Field) -> syn::Index {
    let same = shape.fields.iter().filter(|other| other.is_required() == field.is_required());
    syn::Index::from(same.take_while(|other| !std::ptr::eq(*other, field)).count())
}

/// A method that ends a builder: there once every required field is set.
pub(crate) struct Finisher {
    pub(crate) signature: TokenStream,
    pub(crate) body: TokenStream,
}

/// `builder()`, the setters, `build()` and what else ends the builder.
pub(crate) fn implementation(shape: &Struct, finishers: &[Finisher]) -> TokenStream {
    let (ident, builder) = (&shape.ident, builder_ident(shape));
    let required = required(shape);
    let states: Vec<&Ident> = required.iter().map(|required| &required.state).collect();
    let unset = required.iter().map(|_| quote!(__callsheet::Unset));
    let absent = shape.fields.iter().filter_map(|field| match field.presence {
        Presence::Required => None,
        Presence::Optional(_) => Some(quote!(__callsheet::Option::None)),
        Presence::Patch(_) => Some(quote!(__callsheet::Patch::Absent)),
    });
    let traits = required.iter().map(|required| given_trait(shape, required));
    let setters = shape.fields.iter().map(|field| setter(shape, &required, field));
    let bounds = bounds(&required);
    let build = finished(&build(shape), &bounds);
    let finishers = finishers.iter().map(|finisher| finished(finisher, &bounds));
    let docs = docs::attribute(&started(ident, &required));
    quote! {
        impl #ident {
            #docs
            #[inline]
            pub fn builder() -> #builder {
                #builder { required: (#(#unset,)*), optional: (#(#absent,)*) }
            }
        }
        #(#traits)*
        impl<#(#states),*> #builder<#(#states),*> {
            #(#setters)*
            #build
            #(#finishers)*
        }
    }
}

fn build(shape: &Struct) -> Finisher {
    let ident = &shape.ident;
    let build = Ident::new("build", ident.span());
    let values = shape.fields.iter().map(|field| {
        let (name, at) = (&field.ident, place(shape, field));
        if field.is_required() {
            quote!(#name: __callsheet::Take::take(self.required.#at))
        } else {
            quote!(#name: self.optional.#at)
        }
    });
    Finisher {
        signature: quote! {
            /// The struct, once every required field is set.
            pub fn #build(self) -> #ident
        },
        body: quote!(#ident { #(#values),* }),
    }
}

fn finished(finisher: &Finisher, bounds: &TokenStream) -> TokenStream {
    let Finisher { signature, body } = finisher;
    quote!(#signature #bounds { #body })
}

/// What holds a method back until every required field is set.
fn bounds(required: &[Required<'_>]) -> TokenStream {
    if required.is_empty() {
        return TokenStream::new();
    }
    // Where a bound fails, rustc points at it: at the field, then.
    let bounds = required.iter().map(|Required { state, given, field }| {
        let (state, given) = (at_field(state, field), at_field(given, field));
        quote!(#state: #given)
    });
    quote!(where #(#bounds),*)
}

/// A name that is generated for a field, as if it stood there.
fn at_field(name: &Ident, field: &Field) -> Ident {
    Ident::new(&name.to_string(), field.ident.span())
}

/// The docs of `builder()`.
fn started(ident: &Ident, required: &[Required<'_>]) -> String {
    let names: Vec<String> = required.iter().map(|required| format!("`{}`", required.field.name)).collect();
    match names.as_slice() {
        [] => format!("Begins to build [`{ident}`]; no field is required."),
        names => format!("Begins to build [`{ident}`]; required: {}.", names.join(", ")),
    }
}

/// The trait that holds `build` back until the field is set, with its message.
fn given_trait(shape: &Struct, required: &Required<'_>) -> TokenStream {
    let (given, ty) = (&required.given, &required.field.ty);
    let name = &required.field.name;
    let message = format!("the required field `{name}` of `{}` is not set", shape.ident);
    let label = format!("`{name}` is missing");
    let note = format!("call `.{}(..)` before", required.field.setter);
    quote! {
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #given: __callsheet::Take<#ty> {}
        #[diagnostic::do_not_recommend]
        impl #given for __callsheet::Set<#ty> {}
    }
}

fn setter(shape: &Struct, required: &[Required<'_>], field: &Field) -> TokenStream {
    let (at, setter, plain) = (place(shape, field), &field.setter, &field.name);
    let value_name = shape.parameter("value");
    let docs = if field.docs.is_empty() {
        docs::attribute(&format!("Sets `{plain}`."))
    } else {
        let docs = &field.docs;
        quote!(#(#docs)*)
    };
    match &field.presence {
        Presence::Required => required_setter(shape, required, field, &docs),
        Presence::Optional(inner) => {
            let (given, value) = taken_as(inner, &value_name);
            let maybe = format_ident!("maybe_{plain}");
            let maybe_docs =
                docs::attribute(&format!("The same as [`{setter}`](Self::{setter}); left out when `None`."));
            quote! {
                #docs
                pub fn #setter(mut self, #value_name: #given) -> Self {
                    self.optional.#at = __callsheet::Option::Some(#value);
                    self
                }

                #maybe_docs
                pub fn #maybe(mut self, #value_name: __callsheet::Option<#inner>) -> Self {
                    self.optional.#at = #value_name;
                    self
                }
            }
        }
        Presence::Patch(inner) => {
            let (generics, given, convert) = if is_primitive(inner) {
                let given = quote_spanned!(ty_span(inner)=> impl __callsheet::ExactPatch<#inner>);
                (quote!(), given, quote!(__callsheet::ExactPatch::exact_patch(#value_name)))
            } else {
                let given = quote_spanned!(ty_span(inner)=> impl __callsheet::IntoPatch<#inner, __Via>);
                (quote!(<__Via>), given, quote!(__callsheet::IntoPatch::into_patch(#value_name)))
            };
            quote! {
                #docs
                pub fn #setter #generics(mut self, #value_name: #given) -> Self {
                    self.optional.#at = #convert;
                    self
                }
            }
        }
    }
}

/// The user's own span of a type: rustc points there alone, without a word about the macro.
fn ty_span(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// What a setter takes for a value of this type, and how that becomes one.
fn taken_as(ty: &Type, name: &Ident) -> (TokenStream, TokenStream) {
    if is_primitive(ty) {
        (quote!(#ty), quote!(#name))
    } else {
        // A value that does not convert is told with the field's type.
        (quote_spanned!(ty_span(ty)=> impl __callsheet::Into<#ty>), quote!(__callsheet::Into::into(#name)))
    }
}

/// Whether it is a number, a boolean or a character, which setters take as they are, so that a literal needs no suffix:
/// `2` is an `i32` to whatever takes `impl Into<u32>`.
fn is_primitive(ty: &Type) -> bool {
    const PRIMITIVES: [&str; 16] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    match model::ungrouped(ty) {
        Type::Path(path) => PRIMITIVES.iter().any(|primitive| path.path.is_ident(primitive)),
        _ => false,
    }
}

/// ```text
/// pub fn organization(self, value: impl Into<String>) -> UpdateOrganizationBuilder<Set<String>, PropertiesState>
/// where OrganizationState: NotYet {
///     UpdateOrganizationBuilder { organization: Set(value.into()), properties: self.properties }
/// }
/// ```
fn required_setter(shape: &Struct, required: &[Required<'_>], field: &Field, docs: &TokenStream) -> TokenStream {
    let builder = builder_ident(shape);
    let (setter, ty) = (&field.setter, &field.ty);
    let value_name = shape.parameter("value");
    let (given, value) = taken_as(ty, &value_name);
    let is_this = |other: &Field| std::ptr::eq(other, field);
    let states = required.iter().map(|required| {
        let state = &required.state;
        if is_this(required.field) { quote!(__callsheet::Set<#ty>) } else { quote!(#state) }
    });
    let state = required.iter().find(|required| is_this(required.field));
    let state = state.map(|required| at_field(&required.state, field));
    let not_yet = quote_spanned!(field.ident.span()=> __callsheet::NotYet);
    let values = required.iter().map(|required| {
        let at = place(shape, required.field);
        if is_this(required.field) { quote!(__callsheet::Set(#value)) } else { quote!(self.required.#at) }
    });
    quote! {
        #docs
        pub fn #setter(self, #value_name: #given) -> #builder<#(#states),*>
        where
            #state: #not_yet,
        {
            #builder { required: (#(#values,)*), optional: self.optional }
        }
    }
}
