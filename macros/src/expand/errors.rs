//! Error sets: the enum of an endpoint's documented errors, or a shared set.

mod set;
mod tables;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{Token, Type};

pub(crate) use self::set::ErrorSet;
pub(super) use self::set::Included;
use super::frame::quiet;
use crate::docs;
use crate::model::empty_generics;
use crate::spelled::{written, written_path};
use crate::types::{self, Presence, Special};
use crate::validate::errors::ErrorCase;

/// ```text
/// #[non_exhaustive]
/// pub enum UpdateOrganizationError {
///     #[non_exhaustive]
///     OrganizationNotFound { message: Option<String> },
///     #[non_exhaustive]
///     ValidationError { message: Option<String>, detail: ValidationDetail },
///     AuthErrors(AuthErrors),
/// }
/// ```
pub(crate) fn definition(set: &ErrorSet<'_>, attributes: &TokenStream) -> TokenStream {
    let ErrorSet { ident, vis, private, .. } = set;
    let (quiet, generics) = (quiet(), empty_generics());
    let derives = &set.errors.derives;
    let is_serialized = derives.iter().any(|path| is_of_serde(path)) || set.is_serialized;
    let serialized = if is_serialized { serialized_status(private) } else { quote!() };
    let derives = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let variants = set.errors.cases.iter().map(|case| variant(case, private, &serialized));
    let included = set.included().into_iter().map(|Included { variant, ty, .. }| {
        let docs = docs::attribute(&match set.shared {
            Some((_, api)) if variant == "Shared" => {
                format!("An error that any endpoint of `{}` can return.", written(api))
            }
            _ => format!("An error of `{}`.", written_path(&ty)),
        });
        quote!(#docs #variant(#ty))
    });
    quote! {
        #attributes
        #derives
        #quiet
        #[non_exhaustive]
        #vis enum #ident #generics {
            #(#variants,)*
            #(#included,)*
        }
    }
}

/// Whether a `#[derive(..)]` below the attribute derives a trait of serde.
pub(crate) fn derives_serde(attributes: &[syn::Attribute]) -> bool {
    let paths = Punctuated::<syn::Path, Token![,]>::parse_terminated;
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    derives.filter_map(|derive| derive.parse_args_with(paths).ok()).flatten().any(|path| is_of_serde(&path))
}

fn is_of_serde(derive: &syn::Path) -> bool {
    derive.segments.last().is_some_and(|last| last.ident == "Serialize" || last.ident == "Deserialize")
}

/// The serde attribute of a status, which serializes it as a number: `StatusCode` does not implement `Serialize`.
fn serialized_status(private: &TokenStream) -> TokenStream {
    let module = private.to_string().replace(' ', "") + "::status";
    quote!(#[serde(with = #module)])
}

fn variant(case: &ErrorCase<'_>, private: &TokenStream, serialized_status: &TokenStream) -> TokenStream {
    let (variant, user) = (&case.variant, case.docs);
    let code = case.code.as_ref().map_or_else(|| "any code".to_owned(), |code| format!("code `{code}`"));
    let wire = docs::attribute(&format!("\nStatus {}, {code}.", case.statuses()));
    let status = case.status().is_none().then(|| {
        quote! {
            /// The status of the response.
            #serialized_status
            status: #private::StatusCode,
        }
    });
    let code = case.code.is_none().then(|| {
        quote! {
            /// The code in the response.
            code: #private::Option<#private::String>,
        }
    });
    // With the span of the type, rustc reports an unsuitable type at the type itself, and a private one at all: it
    // ignores lints at spans of an expansion.
    let detail = case.detail.map(|ty| {
        let docs = docs::attribute("The detail of the error.");
        let field = quote_spanned!(types::start(ty)=> detail:);
        quote!(#docs #field #ty,)
    });
    let body = case.body.map(|ty| {
        let docs = docs::attribute("The whole body.");
        let field = quote_spanned!(types::start(ty)=> body:);
        quote!(#docs #field #ty,)
    });
    quote! {
        #(#user)*
        #wire
        #[non_exhaustive]
        #variant {
            #status
            #code
            /// The message of the server.
            message: #private::Option<#private::String>,
            #detail
            #body
        }
    }
}

/// The impls of an error set, and the constructors of its variants.
///
/// The macros of the runtime have absolute paths: below an attribute that rustc cannot find, the import is not resolved.
pub(crate) fn implementation(set: &ErrorSet<'_>) -> TokenStream {
    let (ident, private) = (set.ident, set.private);
    let implementation = tables::implementation(set, &facts_of(set), &message_mut(set));
    let constructors = constructors(set);
    quote! {
        #implementation
        #private::printed!(#ident);
        #constructors
    }
}

/// The error set as the type of an endpoint's errors: `<UpdateError as ErrorSetIf<{ <UpdateError as ErrorEnum>::IS_SENT }>>::Itself`,
/// or only its name if it contains nothing that could fail to be `Send`.
pub(crate) fn itself(set: &ErrorSet<'_>) -> TokenStream {
    let ident = set.ident.to_token_stream();
    if tables::is_sent(set).is_none() {
        return ident;
    }
    quote!(<#ident as __callsheet::ErrorSetIf<{ <#ident as __callsheet::ErrorEnum>::IS_SENT }>>::Itself)
}

/// The constructors of the variants. Their parameters are the fields that the entry leaves open, except code and
/// message.
///
/// ```text
/// __callsheet::constructors!(pub UpdateOrganizationError {
///     OrganizationNotFound organization_not_found() [message];
///     ValidationError validation_error(detail __detail: ValidationDetail,) [message];
/// } __message);
/// ```
fn constructors(set: &ErrorSet<'_>) -> TokenStream {
    let (ident, vis, private) = (set.ident, set.vis, set.private);
    let cases = set.errors.cases.iter().map(|case| {
        let (variant, constructor) = (&case.variant, case.constructor());
        let status = case.status().is_none().then(|| quote!(status __status: __callsheet::StatusCode,));
        let code = case.code.is_none().then(|| quote!(code));
        let detail = case.detail.map(|ty| quote!(detail __detail: #ty,));
        let body = case.body.map(|ty| quote!(body __body: #ty,));
        quote!(#variant #constructor(#status #detail #body) [message #code];)
    });
    let message = (!set.is_empty()).then(|| quote!(__message));
    quote!(#private::constructors!(#vis #ident { #(#cases)* } #message);)
}

/// The facts of each variant. For an included set, its own facts. If there are no variants, there is no value to match.
///
/// ```text
/// match error {
///     Self::NotFound { message, .. } => Facts::new("NotFound", 404, Some("not_found"), message),
///     Self::AuthErrors(error) => Facts::of_included("AuthErrors", <AuthErrors as ErrorSetIf<..>>::as_documented(error)),
/// }
/// ```
fn facts_of(set: &ErrorSet<'_>) -> TokenStream {
    let cases = set.errors.cases.iter().map(facts);
    let sets = set.included();
    let sets = sets.iter().map(|set| {
        let variant = &set.variant;
        let (name, as_documented) = (variant.to_string(), set.item(&quote!(Self), "as_documented"));
        quote!(Self::#variant(__included) => __callsheet::Facts::of_included(#name, #as_documented(__included)),)
    });
    let arms: TokenStream = cases.chain(sets).collect();
    if arms.is_empty() { quote!(match *__error {}) } else { quote!(match __error { #arms }) }
}

fn facts(case: &ErrorCase<'_>) -> TokenStream {
    let (variant, name) = (&case.variant, case.variant.to_string());
    let code = match &case.code {
        Some(code) => quote!(__callsheet::Option::Some(#code)),
        None => quote!(__callsheet::Option::None),
    };
    let first = case.ranges.first().map_or(500, |range| range.0);
    let mut facts = quote!(__callsheet::Facts::new(#name, #first, #code, __message));
    let mut fields = TokenStream::new();
    if case.status().is_none() {
        fields.extend(quote!(, status: __status));
        facts.extend(quote!(.at(*__status)));
    }
    if case.code.is_none() {
        fields.extend(quote!(, code: __code));
        facts.extend(quote!(.coded(__code)));
    }
    for (ty, name) in [(case.detail, "detail"), (case.body, "body")] {
        let Some(ty) = ty else { continue };
        let field = Ident::new(name, types::ends(ty).0);
        let value = format_ident!("__{name}", span = field.span());
        fields.extend(quote!(, #field: #value));
        let detail = as_detail(ty, name, &value);
        facts.extend(quote!(.with(#name, #detail)));
    }
    quote!(Self::#variant { message: __message #fields } => #facts,)
}

/// The message of each variant, to replace it. For an included set, that of its own error.
///
/// ```text
/// match *self {
///     Self::NotFound { ref mut message, .. } | Self::Gone { ref mut message, .. } => message,
///     Self::AuthErrors(ref mut error) => <AuthErrors as ErrorSetIf<..>>::message_mut(error),
/// }
/// ```
fn message_mut(set: &ErrorSet<'_>) -> TokenStream {
    let cases: Vec<&Ident> = set.errors.cases.iter().map(|case| &case.variant).collect();
    let own = (!cases.is_empty()).then(|| quote!(#(Self::#cases { message: ref mut __message, .. })|* => __message,));
    let included = set.included().into_iter().map(|set| {
        let (variant, message_mut) = (&set.variant, set.item(&quote!(Self), "message_mut"));
        quote!(Self::#variant(ref mut __error) => #message_mut(__error),)
    });
    quote!(match *self { #own #(#included)* })
}

/// The value as a `&dyn Detail`, by the trait that also reads it, so that a type that lacks both is one error.
fn as_detail(ty: &Type, name: &str, value: &Ident) -> TokenStream {
    if name == "detail" {
        let convert = types::of_trait(ty, "FromDetail", "as_detail");
        return quote!(#convert(#value));
    }
    let (ty, convert) = match Presence::of(ty) {
        Presence::Optional(inner) => (inner, "option_as_detail"),
        Presence::Required | Presence::Patch(_) => (ty.clone(), "as_detail"),
    };
    if Special::of(&ty).is_some() {
        return quote!(#value);
    }
    let convert = types::of_trait(&ty, "FromBody", convert);
    quote!(#convert(#value))
}
