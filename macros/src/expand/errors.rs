//! Error sets: the enum of an endpoint's documented errors, or of a set of its own.

mod tables;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Type, Visibility};

use crate::attr::form::spelled;
use crate::validate::errors::{ErrorCase, Errors, Include};
use crate::{docs, model};

/// An enum of documented errors, to be.
pub(crate) struct ErrorSet<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) private: &'a TokenStream,
    pub(crate) errors: &'a Errors<'a>,
    /// The API whose shared errors it takes in.
    pub(crate) api: Option<&'a Type>,
}

impl<'a> ErrorSet<'a> {
    /// Its cases in the order in which a reply is matched, which is that of the rows.
    fn rows(&self) -> Vec<&'a ErrorCase<'a>> {
        let mut rows: Vec<&ErrorCase<'_>> = self.errors.cases.iter().collect();
        rows.sort_by_key(|case| case.precedence());
        rows
    }

    /// The sets that it takes in, as variant and type.
    fn included(&self) -> Vec<(Ident, TokenStream)> {
        let includes = self.errors.includes.iter();
        let mut sets: Vec<(Ident, TokenStream)> =
            includes.map(|Include { variant, path }| (variant.clone(), path.to_token_stream())).collect();
        if let Some(api) = self.api {
            let private = self.private;
            let variant = Ident::new("Api", proc_macro2::Span::call_site());
            sets.push((variant, quote_spanned!(model::ends(api).0=> <#api as #private::Api>::Errors)));
        }
        sets
    }
}

/// ```text
/// #[non_exhaustive]
/// pub enum UpdateOrganizationError {
///     OrganizationNotFound { message: Option<String> },
///     ValidationError { message: Option<String>, detail: ValidationDetail },
///     AuthErrors(AuthErrors),
/// }
/// ```
pub(crate) fn definition(set: &ErrorSet<'_>, attributes: &TokenStream) -> TokenStream {
    let ErrorSet { ident, vis, private, .. } = set;
    let quiet = super::quiet();
    let variants = set.errors.cases.iter().map(|case| variant(case, private));
    let included = set.included().into_iter().map(|(variant, ty)| {
        let docs = docs::attribute(&format!("One of the errors of `{}`.", written_path(&ty)));
        quote!(#docs #variant(#ty))
    });
    // The sets that it takes in print themselves: what is none is told once, as that.
    let debug = set.included().is_empty().then(|| quote!(#[derive(::core::fmt::Debug)]));
    quote! {
        #attributes
        #quiet
        #debug
        #[non_exhaustive]
        #vis enum #ident {
            #(#variants,)*
            #(#included,)*
        }
    }
}

fn written_path(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "")
}

fn variant(case: &ErrorCase<'_>, private: &TokenStream) -> TokenStream {
    let (variant, user) = (&case.variant, case.docs);
    let code = case.code.as_ref().map_or_else(|| "any code".to_owned(), |code| format!("code `{code}`"));
    let wire = docs::attribute(&format!("\nStatus {}, {code}.", case.statuses()));
    let status = case.status().is_none().then(|| {
        quote! {
            /// The status that it came with.
            status: #private::StatusCode,
        }
    });
    let code = case.code.is_none().then(|| {
        quote! {
            /// The code that it came with.
            code: #private::Option<#private::String>,
        }
    });
    // With the span of the type: what does not fit is told there.
    let detail = case.detail.map(|ty| {
        let docs = docs::attribute("What the server tells about it, for programs.");
        let field = quote_spanned!(model::ends(ty).0=> detail:);
        quote!(#docs #field #ty,)
    });
    let body = case.body.map(|ty| {
        let docs = docs::attribute("The whole body.");
        let field = quote_spanned!(model::ends(ty).0=> body:);
        quote!(#docs #field #ty,)
    });
    quote! {
        #(#user)*
        #wire
        #variant {
            #status
            #code
            /// What the server says about it, in words.
            message: #private::Option<#private::String>,
            #detail
            #body
        }
    }
}

/// What every error set answers, and how its variants are made.
pub(crate) fn implementation(set: &ErrorSet<'_>) -> TokenStream {
    let ident = set.ident;
    let accessors = accessors(ident);
    let documented = documented(set);
    let tables = tables::implementation(set);
    let debug = debug(set);
    quote! {
        #debug
        #accessors
        #documented
        #tables
        #[automatically_derived]
        impl __callsheet::fmt::Display for #ident {
            fn fmt(&self, f: &mut __callsheet::fmt::Formatter<'_>) -> __callsheet::fmt::Result {
                __callsheet::write_documented(f, self)
            }
        }
        #[automatically_derived]
        impl __callsheet::StdError for #ident {}
    }
}

/// `Debug`, where sets are taken in; else it is derived.
fn debug(set: &ErrorSet<'_>) -> Option<TokenStream> {
    let included = set.included();
    if included.is_empty() {
        return None;
    }
    let cases = set.errors.cases.iter().map(|case| {
        let (variant, name) = (&case.variant, case.variant.to_string());
        let status = case.status().is_none().then(|| quote!(status));
        let code = case.code.is_none().then(|| quote!(code));
        let detail = case.detail.map(|ty| quote_spanned!(model::ends(ty).0=> detail));
        let body = case.body.map(|ty| quote_spanned!(model::ends(ty).0=> body));
        let fields: Vec<TokenStream> =
            [status, code, Some(quote!(message)), detail, body].into_iter().flatten().collect();
        let names = fields.iter().map(ToString::to_string);
        quote! {
            Self::#variant { #(#fields),* } => {
                __callsheet::fmt::Formatter::debug_struct(f, #name)#(.field(#names, #fields))*.finish()
            }
        }
    });
    let sets = included.iter().map(|(variant, ty)| {
        let (name, set) = (variant.to_string(), as_error(ty));
        quote!(Self::#variant(error) => __callsheet::fmt::Formatter::debug_tuple(f, #name).field(&#set).finish(),)
    });
    let ident = set.ident;
    Some(quote! {
        #[automatically_derived]
        impl __callsheet::fmt::Debug for #ident {
            fn fmt(&self, f: &mut __callsheet::fmt::Formatter<'_>) -> __callsheet::fmt::Result {
                match self {
                    #(#cases)*
                    #(#sets)*
                }
            }
        }
    })
}

/// The value of an included set as a documented error.
fn as_error(ty: &TokenStream) -> TokenStream {
    let as_documented = model::of_trait(ty, "ErrorSet", "as_documented");
    quote!(#as_documented(error))
}

/// `code`, `status` and `message`, to be called without an import.
fn accessors(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #ident {
            /// The code on the wire; `None` where there is none.
            #[must_use]
            pub fn code(&self) -> __callsheet::Option<&str> {
                __callsheet::DocumentedError::code(self)
            }

            /// The status that it came with.
            #[must_use]
            pub fn status(&self) -> __callsheet::StatusCode {
                __callsheet::DocumentedError::status(self)
            }

            /// What the server says about it, in words.
            #[must_use]
            pub fn message(&self) -> __callsheet::Option<&str> {
                __callsheet::DocumentedError::message(self)
            }
        }
    }
}

fn documented(set: &ErrorSet<'_>) -> TokenStream {
    let ident = set.ident;
    let code = by_variant(set, "code", |ErrorCase { variant, code, .. }| match code {
        Some(code) => quote!(Self::#variant { .. } => __callsheet::Option::Some(#code),),
        None => quote!(Self::#variant { code, .. } => __callsheet::Option::as_deref(code),),
    });
    let status = by_variant(set, "status", |case| {
        let variant = &case.variant;
        match case.status() {
            Some(status) => quote!(Self::#variant { .. } => __callsheet::status(#status),),
            None => quote!(Self::#variant { status, .. } => *status,),
        }
    });
    let message = by_variant(
        set,
        "message",
        |ErrorCase { variant, .. }| quote!(Self::#variant { message, .. } => __callsheet::Option::as_deref(message),),
    );
    quote! {
        #[automatically_derived]
        impl __callsheet::DocumentedError for #ident {
            fn code(&self) -> __callsheet::Option<&str> {
                #code
            }

            fn status(&self) -> __callsheet::StatusCode {
                #status
            }

            fn message(&self) -> __callsheet::Option<&str> {
                #message
            }
        }
    }
}

/// A `match` over all variants, in which included sets answer for themselves; over none, there is no value to match.
fn by_variant(set: &ErrorSet<'_>, method: &str, arm: impl Fn(&ErrorCase<'_>) -> TokenStream) -> TokenStream {
    let method = Ident::new(method, proc_macro2::Span::call_site());
    let arms = set.errors.cases.iter().map(arm);
    let included = set.included();
    if set.errors.cases.is_empty() && included.is_empty() {
        return quote!(match *self {});
    }
    let included = included.iter().map(|(variant, ty)| {
        let error = as_error(ty);
        quote!(Self::#variant(error) => __callsheet::DocumentedError::#method(#error),)
    });
    quote!(match self { #(#arms)* #(#included)* })
}

/// A type as it was written, for tables.
pub(super) fn written(ty: &syn::Type) -> String {
    spelled(&ty.to_token_stream())
}
