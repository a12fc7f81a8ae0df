//! What is asked of the compiler about types that are known by their spelling: an alias of `Option` is none to a macro.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use crate::model::Field;
use crate::types::{self, Presence, Special, is_primitive};

/// Asks about the types of fields, and about those that a whole body is read as.
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

/// The expression that has an unexpected type where this type, or what an `Option` or a `Patch` of it holds, is another
/// name of one of those. Of what is written as one itself, and of plain values, there is nothing to ask.
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

/// What brings the items of types into scope that have none of their own.
pub(crate) fn import() -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        use __callsheet::Otherwise as _;
    }
}

/// `&self.field`, as the `Option` or the `Patch` that it is written as. If it is another type, only this code reports
/// it.
pub(crate) fn seen(field: &Field) -> TokenStream {
    let it = types::at_type(&field.ident, &field.ty);
    let (ty, (first, _)) = (&field.ty, types::ends(&field.ty));
    match &field.presence {
        Presence::Required => it,
        Presence::Optional(_) => quote_spanned!(first=> <#ty as __callsheet::IsOption<_>>::as_option(#it)),
        Presence::Patch(_) => quote_spanned!(first=> <#ty as __callsheet::IsPatch<_>>::as_patch(#it)),
    }
}

/// The function that makes a type out of the `Option` that it is written as.
pub(crate) fn from_option(ty: &Type) -> TokenStream {
    let (first, _) = types::ends(ty);
    quote_spanned!(first=> <#ty as __callsheet::IsOption<_>>::from_option)
}

/// A value of a field's type out of the `Option` or the `Patch` that it is written as.
pub(super) fn made(field: &Field, value: &TokenStream) -> TokenStream {
    let (ty, (first, _)) = (&field.ty, types::ends(&field.ty));
    let function = match &field.presence {
        Presence::Required => return value.clone(),
        Presence::Optional(_) => Ident::new("from_option", first),
        Presence::Patch(_) => Ident::new("from_patch", first),
    };
    quote!(__callsheet::Written::<#ty>::#function(#value))
}
