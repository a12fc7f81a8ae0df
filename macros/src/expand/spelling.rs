//! Compile-time checks for the types that the macro recognizes by their spelling: it does not recognize an alias of
//! `Option`.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use crate::model::Field;
use crate::types::{self, Presence, Special, is_primitive};

/// The checks for the types of fields, and for those that are read from a whole body.
///
/// ```text
/// const _: &[&dyn ByItsOwnName] = &[&Written::<Properties>::FIELD, &Written::<Updated>::BODY];
/// ```
pub(crate) fn check<'a>(
    fields: impl IntoIterator<Item = &'a Type>,
    bodies: impl IntoIterator<Item = &'a Type>,
) -> TokenStream {
    let fields = fields.into_iter().filter_map(|ty| written(ty, "FIELD"));
    let bodies = bodies.into_iter().filter_map(|ty| written(ty, "BODY"));
    let written: Vec<TokenStream> = fields.chain(bodies).collect();
    if written.is_empty() {
        return TokenStream::new();
    }
    quote! {
        const _: &[&dyn __callsheet::ByItsOwnName] = &[#(#written),*];
    }
}

/// An expression with the wrong type if this type is an alias of `Option`, `Patch` or another special type. For an
/// `Option` or a `Patch`, the type inside is checked. Types that are plainly none of these, such as `String`, need no
/// check.
fn written(ty: &Type, constant: &str) -> Option<TokenStream> {
    let ty = match Presence::of(ty) {
        Presence::Required => ty.clone(),
        Presence::Optional(inner) | Presence::Patch(inner) => inner,
    };
    let is_string = matches!(types::ungrouped(&ty), Type::Path(path) if path.path.is_ident("String"));
    if is_string || is_primitive(&ty) || Special::of(&ty).is_some() || !matches!(Presence::of(&ty), Presence::Required)
    {
        return None;
    }
    let (first, _) = types::ends(&ty);
    let constant = Ident::new(constant, first);
    Some(quote_spanned!(first=> &__callsheet::Written::<#ty>::#constant))
}

/// Imports a trait whose items apply to types that do not have these items themselves.
pub(crate) fn import() -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        use __callsheet::Otherwise as _;
    }
}

/// `&self.field`, with the type `Option` or `Patch` as the macro recognized it. If it is another type, this code
/// reports it, and no other code does.
pub(crate) fn seen(field: &Field) -> TokenStream {
    let it = types::at_type(&field.ident, &field.ty);
    let (ty, (first, _)) = (&field.ty, types::ends(&field.ty));
    match &field.presence {
        Presence::Required => it,
        Presence::Optional(_) => quote_spanned!(first=> <#ty as __callsheet::IsOption<_>>::as_option(#it)),
        Presence::Patch(_) => quote_spanned!(first=> <#ty as __callsheet::IsPatch<_>>::as_patch(#it)),
    }
}

/// The function that converts the recognized `Option` to the declared type.
pub(crate) fn from_option(ty: &Type) -> TokenStream {
    let (first, _) = types::ends(ty);
    quote_spanned!(first=> <#ty as __callsheet::IsOption<_>>::from_option)
}

/// Converts the recognized `Option` or `Patch` to the declared type of the field.
pub(super) fn made(field: &Field, value: &TokenStream) -> TokenStream {
    let (ty, (first, _)) = (&field.ty, types::ends(&field.ty));
    let function = match &field.presence {
        Presence::Required => return value.clone(),
        Presence::Optional(_) => Ident::new("from_option", first),
        Presence::Patch(_) => Ident::new("from_patch", first),
    };
    quote!(__callsheet::Written::<#ty>::#function(#value))
}
