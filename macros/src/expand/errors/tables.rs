//! The tables of an error set, and the code that creates its variants from a reply.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::set::ErrorSet;
use crate::attr::errors::Repeat;
use crate::expand::response::read_body;
use crate::expand::table;
use crate::spelled::written;
use crate::validate::errors::ErrorCase;
use crate::{docs, types};

/// `impl ErrorEnum for UpdateOrganizationError { .. }`.
pub(super) fn implementation(set: &ErrorSet<'_>, facts: &TokenStream, message: &TokenStream) -> TokenStream {
    let (ident, this) = (set.ident, quote!(Self));
    let rows = set.rows();
    let cases = table::tokens(&table::slice(rows.iter().map(|case| {
        let (statuses, code) = (table::statuses(&case.ranges), table::option(case.code.as_ref()));
        let repeat = case.repeat.map(|word| match word.repeat {
            Repeat::Retry => "__callsheet::Repeat::Retry",
            Repeat::Never => "__callsheet::Repeat::Never",
            Repeat::Throttle => "__callsheet::Repeat::Throttle",
            Repeat::Renew => "__callsheet::Repeat::Renew",
        });
        let repeat = repeat.map_or_else(
            || "__callsheet::Option::None".to_owned(),
            |repeat| format!("__callsheet::Option::Some({repeat})"),
        );
        format!("__callsheet::ErrorCase::new({statuses}, {code}, {repeat})")
    })));
    let reference = table::tokens(&table::slice(rows.iter().map(|case| {
        let (name, docs) = (case.variant.to_string(), docs::text(case.docs));
        let detail = table::option(case.detail.or(case.body).map(written));
        format!("__callsheet::CaseReference::new({name:?}, {docs:?}, {detail})")
    })));
    let included = set.included().into_iter().map(|set| set.item(&this, "TABLE"));
    let made = made(set, &rows);
    let is_sent = is_sent(set).map(|parts| quote!(const IS_SENT: __callsheet::bool = #parts;));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __callsheet::ErrorEnum for #ident {
            const ROWS: &'static __callsheet::ErrorTable =
                &__callsheet::ErrorTable::new(#cases, &[#(#included),*]);
            const CASES: &'static [__callsheet::CaseReference] = #reference;
            #is_sent

            #[inline]
            fn message_mut(&mut self) -> &mut __callsheet::Option<__callsheet::String> {
                #message
            }

            const CONVERSIONS: __callsheet::Conversions<Self> = __callsheet::Conversions::new(|__error| #facts, #made);
        }
    }
}

/// Whether every detail and every included set is `Send` and `Sync`: an expression that does not compile if one is not.
/// `None` if there are none.
///
/// ```text
/// <ValidationDetail as SyncDetail<{ <ValidationDetail as SendDetail>::IS_SEND }>>::IS_SENT && <AuthErrors as ErrorEnum>::IS_SENT
/// ```
pub(super) fn is_sent(set: &ErrorSet<'_>) -> Option<TokenStream> {
    let details = set.errors.cases.iter().flat_map(|case| case.detail.into_iter().chain(case.body));
    let details = details.map(|ty| {
        let is_send = types::of_trait(ty, "SendDetail", "IS_SEND");
        quote_spanned!(types::ends(ty).0=> <#ty as __callsheet::SyncDetail<{ #is_send }>>::IS_SENT)
    });
    let sets = set.included().into_iter().map(|set| set.is_sent());
    let parts: Vec<TokenStream> = details.chain(sets).collect();
    (!parts.is_empty()).then(|| quote!(#(#parts)&&*))
}

/// The code that creates a variant from the parts of the reply. A row that does not exist is a bug of the runtime, and
/// the code returns it as an error.
fn made(set: &ErrorSet<'_>, rows: &[&ErrorCase<'_>]) -> TokenStream {
    let arms = rows.iter().enumerate().map(|(row, case)| {
        let variant = &case.variant;
        let status = case.status().is_none().then(|| quote!(status: __callsheet::Reply::status(__reply),));
        let code = case.code.is_none().then(|| quote!(code: __callsheet::Problem::code(__problem),));
        let detail = case.detail.map(|ty| {
            let read = types::of_trait(ty, "FromDetail", "from_detail");
            quote!(detail: #read(__problem)?,)
        });
        let body = case.body.map(|ty| {
            let read = read_body(ty);
            quote!(body: #read,)
        });
        quote!(#row => Self::#variant { #status #code message: __message, #detail #body },)
    });
    // After the set's own rows come those of the included sets, in order.
    let (first, this) = (rows.len(), quote!(Self));
    let included = set.included().into_iter().map(|set| {
        let variant = &set.variant;
        let (table, read) = (set.item(&this, "TABLE"), set.item(&this, "from_reply"));
        quote! {
            let __rows = #table.len();
            if __row < __rows {
                return #read(__row, __problem, __reply).map(Self::#variant);
            }
            let __row = __row - __rows;
        }
    });
    let included: Vec<TokenStream> = included.collect();
    let included = match (included.is_empty(), first) {
        (true, _) => TokenStream::new(),
        (false, 0) => quote!(#(#included)*),
        (false, _) => quote!(if __row >= #first { let __row = __row - #first; #(#included)* }),
    };
    let own = (!rows.is_empty()).then(|| {
        quote! {
            let __message = __callsheet::Problem::message(__problem);
            __callsheet::Result::Ok(match __row {
                #(#arms)*
                _ => return __callsheet::Result::Err(__callsheet::no_such_row(__row)),
            })
        }
    });
    let own = own.unwrap_or_else(|| quote!(__callsheet::Result::Err(__callsheet::no_such_row(__row))));
    quote! {
        #[allow(unused_variables)]
        |__row, __problem, __reply| {
            #included
            #own
        }
    }
}
