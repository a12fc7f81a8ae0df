//! The typed builder of an endpoint or of arguments.
//!
//! The builder has a type parameter for each required field, which is `Unset` until the setter is called. For each of
//! these fields, a trait whose message contains the field's name makes `build` unavailable until the field is set.

mod states;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::Type;

use self::states::{Place, Required, State};
use super::frame::quiet;
use super::spelling;
use crate::model::{Field, Struct};
use crate::types::{Presence, is_primitive, last_name};
use crate::{docs, names};

/// ```text
/// pub struct UpdateOrganizationBuilder<OrganizationState = Unset> {
///     values: (Option<String>, Option<u32>),
///     states: PhantomData<(OrganizationState,)>,
/// }
/// ```
pub(crate) fn definition(shape: &Struct, private: &TokenStream, finish: &str) -> TokenStream {
    let (vis, builder, states) = (&shape.vis, &shape.builder, states::states(shape));
    let parameters = states.iter().map(State::ident).collect::<Vec<_>>();
    let unset = states.iter().map(|state| state.ty(&|_| quote!(#private::Unset)));
    let values = shape.fields.iter().map(|field| match (&field.ty, &field.presence) {
        (ty, Presence::Required) | (_, Presence::Optional(ty)) => quote!(#private::Option<#ty>),
        (_, Presence::Patch(ty)) => quote!(#private::Patch<#ty>),
    });
    let docs = docs::attribute(&format!("Builds [`{0}`]; created by [`{0}::builder`].", shape.ident));
    let quiet = quiet();
    let must_use = format!("a builder does nothing until `.{finish}`");
    quote! {
        #docs
        #quiet
        #[must_use = #must_use]
        #vis struct #builder<#(#parameters = #unset),*> {
            values: (#(#values,)*),
            states: #private::PhantomData<(#(#parameters,)*)>,
        }
    }
}

/// The position of a field in the tuple of values.
fn place(shape: &Struct, field: &Field) -> syn::Index {
    syn::Index::from(shape.fields.iter().take_while(|other| !std::ptr::eq(*other, field)).count())
}

/// A method that ends a builder. It is available once every required field is set.
pub(crate) struct Finisher {
    pub(crate) signature: TokenStream,
    pub(crate) body: TokenStream,
}

/// `builder()`, the setters, `build()` and the other methods that end the builder.
pub(crate) fn implementation(shape: &Struct, private: &TokenStream, finishers: &[Finisher]) -> TokenStream {
    let (ident, builder) = (&shape.ident, &shape.builder);
    let states = states::states(shape);
    let required = states::fields(&states);
    let absent = shape.fields.iter().map(|field| match field.presence {
        Presence::Required | Presence::Optional(_) => quote!(__callsheet::Option::None),
        Presence::Patch(_) => quote!(__callsheet::Patch::Absent),
    });
    let traits = given_traits(shape, private, &required);
    let bounds = bounds(shape, &required);
    let build = finished(&build(shape), &bounds);
    let finishers = finishers.iter().map(|finisher| finished(finisher, &bounds));
    let docs = docs::attribute(&started(shape));
    let parameters = required.iter().map(|required| &required.state);
    let whole = states.iter().map(|state| state.ty(&|Required { state, .. }| quote!(#state)));
    let places = states::places(&states);
    let unfinished = unfinished_setters(shape);
    // Setters that name the same states are in one block, in the order of the docs.
    let (here, apart): (Vec<_>, Vec<_>) = match places.as_slice() {
        [place] => (shape.fields.iter().map(|field| setter(shape, Some(place), field)).collect(), Vec::new()),
        places => (
            shape.fields.iter().map(|field| setter(shape, None, field)).collect(),
            places.iter().map(|place| setters_at(shape, place)).collect(),
        ),
    };
    quote! {
        impl #ident {
            #docs
            #[inline]
            pub fn builder() -> #builder {
                #builder { values: (#(#absent,)*), states: __callsheet::PhantomData }
            }
        }
        #traits
        impl<#(#parameters),*> #builder<#(#whole),*> {
            #(#here)*
            #unfinished
            #build
            #(#finishers)*
        }
        #(#apart)*
    }
}

/// The setters of the fields that could not be parsed. They accept any value, so that their uses cause no further
/// errors.
fn unfinished_setters(shape: &Struct) -> TokenStream {
    let setters = shape.fields.iter().map(|field| names::plain(&field.setter));
    let mut taken: BTreeSet<String> =
        setters.chain(shape.fields.iter().map(|field| format!("maybe_{}", field.name))).collect();
    taken.extend(shape.builder_methods.iter().map(|&name| name.to_owned()));
    let mut tokens = TokenStream::new();
    for name in shape.unfinished.iter().map(|field| &field.name) {
        let maybe = format_ident!("maybe_{}", names::plain(name));
        if taken.insert(names::plain(name)) {
            tokens.extend(quote!(pub fn #name<__T>(self, _: __T) -> Self { self }));
        }
        if taken.insert(maybe.to_string()) {
            tokens.extend(quote!(pub fn #maybe<__T>(self, _: __callsheet::Option<__T>) -> Self { self }));
        }
    }
    tokens
}

/// The setters of the fields whose states are named at the same place.
fn setters_at(shape: &Struct, place: &Place<'_, '_>) -> TokenStream {
    let (builder, parameters) = (&shape.builder, &place.parameters);
    let arguments =
        place.arguments(&place.fields.iter().map(|Required { state, .. }| quote!(#state)).collect::<Vec<_>>());
    let setters = place.fields.iter().map(|required| setter(shape, Some(place), required.field));
    quote! {
        impl<#(#parameters),*> #builder<#arguments> {
            #(#setters)*
        }
    }
}

fn build(shape: &Struct) -> Finisher {
    let ident = &shape.ident;
    let build = Ident::new("build", ident.span());
    let values = shape.fields.iter().map(|field| {
        let (name, at) = (&field.ident, place(shape, field));
        if field.is_required() {
            quote!(#name: __callsheet::given(self.values.#at))
        } else {
            let value = spelling::made(field, &quote!(self.values.#at));
            quote!(#name: #value)
        }
    });
    Finisher {
        signature: quote! {
            /// Returns the struct. Every required field has to be set.
            pub fn #build(self) -> #ident
        },
        body: if shape.is_opaque { quote!(__callsheet::stub()) } else { quote!(#ident { #(#values),* }) },
    }
}

fn finished(finisher: &Finisher, bounds: &TokenStream) -> TokenStream {
    let Finisher { signature, body } = finisher;
    quote!(#signature #bounds { #body })
}

/// The bounds that make a method unavailable until every required field is set.
fn bounds(shape: &Struct, required: &[&Required<'_>]) -> TokenStream {
    if required.is_empty() {
        return TokenStream::new();
    }
    let mut required = required.to_vec();
    required.sort_by_key(|required| place(shape, required.field).index);
    // rustc points at the bound that fails. With this span, it points at the field.
    let bounds = required.iter().map(|Required { state, given, field }| {
        let (state, given) = (at_field(state, field), at_field(given, field));
        let given = quote_spanned!(given.span()=> __set::#given);
        quote!(#state: #given)
    });
    quote!(where #(#bounds),*)
}

/// A generated name for a field, with the span of the field.
fn at_field(name: &Ident, field: &Field) -> Ident {
    Ident::new(&name.to_string(), field.ident.span())
}

/// The docs of `builder()`.
fn started(shape: &Struct) -> String {
    let ident = &shape.ident;
    let required = shape.fields.iter().filter(|field| field.is_required());
    let names: Vec<String> = required.map(|field| format!("`{}`", field.name)).collect();
    match names.as_slice() {
        [] => format!("Starts to build [`{ident}`]. No field is required."),
        names => format!("Starts to build [`{ident}`]. Required: {}.", names.join(", ")),
    }
}

/// The docs of a setter: the user's docs, and whether the setter is required.
fn setter_docs(field: &Field) -> TokenStream {
    let user = &field.docs;
    let own = if user.is_empty() { docs::attribute(&format!("Sets `{}`.", field.name)) } else { quote!(#(#user)*) };
    let default = field.default_docs();
    let when = docs::attribute(match field.presence {
        Presence::Required => "\nRequired.",
        Presence::Optional(_) => "\nOptional.",
        Presence::Patch(_) => "\nOptional; `Patch::Null` sends null.",
    });
    quote!(#own #when #default)
}

/// The traits, with their messages, that make `build` unavailable until each field is set.
///
/// They are in a separate module, so that their names do not hide types of the user.
fn given_traits(shape: &Struct, private: &TokenStream, required: &[&Required<'_>]) -> TokenStream {
    if required.is_empty() {
        return TokenStream::new();
    }
    let traits = required.iter().map(|Required { field, given, .. }| {
        let name = &field.name;
        let message = format!("the required field `{name}` of `{}` is not set", shape.ident);
        let label = format!("`{name}` is missing");
        let note = format!("call `.{}(..)` before", field.setter);
        quote! {
            #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
            pub trait #given {}
        }
    });
    let given = required.iter().map(|Required { given, .. }| given);
    if is_relative(private) {
        return quote! {
            mod __set {
                #(#traits)*
            }
            #(impl __set::#given for __callsheet::Set {})*
        };
    }
    quote! {
        mod __set {
            use #private as __callsheet;
            #(#traits)*
            #(
                #[diagnostic::do_not_recommend]
                impl #given for __callsheet::Set {}
            )*
        }
    }
}

/// Whether a path may resolve differently in another module. An example is `crate = renamed`, with `renamed` brought
/// into scope by `use`.
pub(super) fn is_relative(path: &TokenStream) -> bool {
    let first = path.clone().into_iter().next().map(|token| token.to_string());
    !matches!(first.as_deref(), Some(":" | "crate"))
}

/// The setter of a field. For a required field, `named` is the place at which its state is named.
fn setter(shape: &Struct, named: Option<&Place<'_, '_>>, field: &Field) -> TokenStream {
    let (at, setter, plain) = (place(shape, field), &field.setter, &field.name);
    let value_name = shape.parameter("value");
    let docs = setter_docs(field);
    match &field.presence {
        Presence::Required => named.map(|named| required_setter(shape, named, field, &docs)).unwrap_or_default(),
        Presence::Optional(inner) => {
            let Accepted { generics, parameter, value } = Accepted::of(inner, true, &value_name);
            let maybe = format_ident!("maybe_{plain}");
            let maybe_docs =
                docs::attribute(&format!("Like [`{setter}`](Self::{setter}), but `None` leaves the field out."));
            quote! {
                #docs
                pub fn #setter #generics(mut self, #value_name: #parameter) -> Self {
                    self.values.#at = __callsheet::Option::Some(#value);
                    self
                }

                #maybe_docs
                pub fn #maybe(mut self, #value_name: __callsheet::Option<#inner>) -> Self {
                    self.values.#at = #value_name;
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
                    self.values.#at = #convert;
                    self
                }
            }
        }
    }
}

/// The user's span of a type: rustc points only there and does not mention the macro.
fn ty_span(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// The parameter of a setter, and how its value is stored.
struct Accepted {
    generics: TokenStream,
    parameter: TokenStream,
    value: TokenStream,
}

impl Accepted {
    /// The parameter for a field whose value has this type. Depending on the type, it uses different traits, because
    /// their messages give different advice if a value has the wrong type.
    fn of(ty: &Type, is_optional: bool, name: &Ident) -> Self {
        if is_primitive(ty) {
            return Self { generics: quote!(), parameter: quote!(#ty), value: quote!(#name) };
        }
        let (of_required, of_optional) = match last_name(ty).as_deref() {
            Some("String") => ("IntoText", "SomeText"),
            Some("Vec") => return Self::of_list(ty, is_optional, name),
            _ => ("IntoField", "SomeField"),
        };
        let accepted = Ident::new(if is_optional { of_optional } else { of_required }, ty_span(ty));
        Self {
            generics: quote!(),
            parameter: quote_spanned!(ty_span(ty)=> impl __callsheet::#accepted<#ty>),
            value: quote!(__callsheet::Into::into(#name)),
        }
    }

    fn of_list(ty: &Type, is_optional: bool, name: &Ident) -> Self {
        let accepted = Ident::new(if is_optional { "SomeList" } else { "IntoList" }, ty_span(ty));
        Self {
            generics: quote!(<__Via>),
            parameter: quote_spanned!(ty_span(ty)=> impl __callsheet::#accepted<#ty, __Via>),
            value: quote!(__callsheet::IntoList::into_list(#name)),
        }
    }
}

/// ```text
/// pub fn organization(mut self, value: impl IntoText<String>) -> UpdateOrganizationBuilder<Set, PropertiesState>
/// where OrganizationState: NotYet {
///     self.values.0 = Some(value.into());
///     UpdateOrganizationBuilder { values: self.values, states: PhantomData }
/// }
/// ```
fn required_setter(shape: &Struct, named: &Place<'_, '_>, field: &Field, docs: &TokenStream) -> TokenStream {
    let (builder, at) = (&shape.builder, place(shape, field));
    let (setter, ty) = (&field.setter, &field.ty);
    let value_name = shape.parameter("value");
    let Accepted { generics, parameter, value } = Accepted::of(ty, false, &value_name);
    let is_this = |required: &Required<'_>| std::ptr::eq(required.field, field);
    let states: Vec<TokenStream> = named
        .fields
        .iter()
        .map(|required| match &required.state {
            _ if is_this(required) => quote!(__callsheet::Set),
            state => quote!(#state),
        })
        .collect();
    let arguments = named.arguments(&states);
    let state = named.fields.iter().find(|required| is_this(required)).map(|it| at_field(&it.state, field));
    let not_yet = quote_spanned!(field.ident.span()=> __callsheet::NotYet);
    quote! {
        #docs
        pub fn #setter #generics(mut self, #value_name: #parameter) -> #builder<#arguments>
        where
            #state: #not_yet,
        {
            self.values.#at = __callsheet::Option::Some(#value);
            #builder { values: self.values, states: __callsheet::PhantomData }
        }
    }
}
