//! The error enum of an endpoint.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::Surface;
use crate::docs;
use crate::validate::ErrorCase;

/// ```text
/// #[non_exhaustive]
/// pub enum UpdateOrganizationError {
///     OrganizationNotFound { message: Option<String> },
///     ValidationError { message: Option<String>, detail: ValidationDetail },
/// }
/// ```
pub(super) fn definition(surface: &Surface<'_>) -> TokenStream {
    let (private, vis, ident) = (&surface.private, &surface.shape.vis, &surface.error_ident);
    let docs = docs::attribute(&format!("The documented errors of [`{}`].", surface.shape.ident));
    let variants = surface.errors.iter().map(|case| {
        let variant = &case.variant;
        let user = case.docs;
        let wire = docs::attribute(&format!("\nStatus {}, code `{}`.", case.status, case.code));
        let detail = case.detail.map(|ty| {
            quote! {
                /// What the server tells about it, for programs.
                detail: #ty,
            }
        });
        quote! {
            #(#user)*
            #wire
            #variant {
                /// What the server says about it, in words.
                message: #private::Option<#private::String>,
                #detail
            }
        }
    });
    quote! {
        #docs
        #[derive(#private::fmt::Debug)]
        #[non_exhaustive]
        #vis enum #ident {
            #(#variants),*
        }
    }
}

/// What every error set answers, and how its variants are made.
pub(super) fn implementation(surface: &Surface<'_>) -> TokenStream {
    let ident = &surface.error_ident;
    let traits = traits(surface);
    let accessors = accessors(surface);
    quote! {
        #accessors
        #traits
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

/// `code`, `status` and `message`, to be called without an import.
fn accessors(surface: &Surface<'_>) -> TokenStream {
    let ident = &surface.error_ident;
    quote! {
        #[automatically_derived]
        impl #ident {
            /// The code on the wire.
            #[must_use]
            pub fn code(&self) -> __callsheet::Option<&str> {
                __callsheet::DocumentedError::code(self)
            }

            /// The status that it is documented with.
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

fn traits(surface: &Surface<'_>) -> TokenStream {
    let (ident, errors) = (&surface.error_ident, &surface.errors);
    let rows = errors.iter().map(|ErrorCase { status, code, .. }| {
        quote! {
            __callsheet::ErrorCase {
                statuses: __callsheet::Statuses(&[(#status, #status)]),
                code: __callsheet::Option::Some(#code),
            }
        }
    });
    let reference = errors.iter().map(|case| {
        let (name, docs) = (case.variant.to_string(), docs::text(case.docs));
        let detail = match case.detail {
            Some(ty) => {
                let ty = written(ty);
                quote!(__callsheet::Option::Some(#ty))
            }
            None => quote!(__callsheet::Option::None),
        };
        quote!(__callsheet::CaseReference { name: #name, docs: #docs, detail: #detail })
    });
    let row_of = by_variant(errors, |row, case| {
        let variant = &case.variant;
        quote!(Self::#variant { .. } => #row,)
    });
    let message = by_variant(errors, |_, case| {
        let variant = &case.variant;
        quote!(Self::#variant { message, .. } => __callsheet::Option::as_deref(message),)
    });
    let made = made(errors);
    quote! {
        #[automatically_derived]
        impl __callsheet::ErrorSet for #ident {
            const CASES: &'static [__callsheet::ErrorCase] = &[#(#rows),*];
            const REFERENCE: &'static [__callsheet::CaseReference] = &[#(#reference),*];

            fn row(&self) -> usize {
                #row_of
            }

            #made
        }
        #[automatically_derived]
        impl __callsheet::DocumentedError for #ident {
            fn code(&self) -> __callsheet::Option<&str> {
                __callsheet::code_of(self)
            }

            fn status(&self) -> __callsheet::StatusCode {
                __callsheet::status_of(self)
            }

            fn message(&self) -> __callsheet::Option<&str> {
                #message
            }
        }
    }
}

/// A `match` over all variants; over none, there is no value to match.
fn by_variant(errors: &[ErrorCase<'_>], arm: impl Fn(usize, &ErrorCase<'_>) -> TokenStream) -> TokenStream {
    if errors.is_empty() {
        return quote!(match *self {});
    }
    let arms = errors.iter().enumerate().map(|(row, case)| arm(row, case));
    quote!(match self { #(#arms)* })
}

/// How a variant is made from what was read; a row that is none is a fault of the runtime, told as the error that it is.
fn made(errors: &[ErrorCase<'_>]) -> TokenStream {
    let arms = errors.iter().enumerate().map(|(row, ErrorCase { variant, detail, .. })| {
        let detail = detail.map(|ty| quote!(detail: __callsheet::Problem::detail::<#ty>(problem)?,));
        quote! {
            #row => __callsheet::Result::Ok(Self::#variant {
                message: __callsheet::Problem::message(problem),
                #detail
            }),
        }
    });
    quote! {
        fn from_problem(
            row: usize,
            problem: &__callsheet::Problem<'_>,
        ) -> __callsheet::Result<Self, __callsheet::DecodeError> {
            match row {
                #(#arms)*
                _ => __callsheet::Result::Err(__callsheet::no_such_row(row, problem)),
            }
        }
    }
}

/// A type as it was written, for tables.
pub(super) fn written(ty: &syn::Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    // Tokens print with spaces between all of them; types are written without.
    tokens.replace(" < ", "<").replace(" >", ">").replace(" :: ", "::").replace(" ,", ",").replace("& ", "&")
}
