//! `endpoints!`: a constant list of endpoints.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};

use crate::attr::endpoint_list::{Entry, List};
use crate::diag::Diagnostics;
use crate::types;

/// Expands the list. The tokens begin with a group that contains the path of the runtime.
///
/// ```text
/// pub mod identity {
///     pub enum __Endpoints {}
///     pub const ALL: &'static [EndpointEntry] = <__Endpoints as EndpointList>::ALL;
/// }
/// impl EndpointList for identity::__Endpoints {
///     const ALL: &'static [EndpointEntry] =
///         &of_one_api(&[<CreateInvite as Listed>::LISTED, <ListInvites as Listed>::LISTED]);
/// }
/// ```
///
/// The paths are outside the module, so that they resolve as at the list itself, even inside a function.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter();
    let krate = match tokens.next() {
        Some(TokenTree::Group(group)) => group.stream(),
        first => return first.into_iter().chain(tokens).collect(),
    };
    let mut diag = Diagnostics::new();
    let list = List::parse(tokens.collect(), &mut diag);
    let has_mistakes = !diag.is_empty();
    let errors = diag.finish();
    let Some(list) = list else { return errors };
    let all = if has_mistakes { quote!(&[]) } else { all(&list, &krate) };
    let List { attrs, vis, module, .. } = &list;
    let span = module.span().resolved_at(proc_macro2::Span::call_site());
    let endpoints = quote_spanned!(span=> __Endpoints);
    quote! {
        #(#attrs)*
        #vis mod #module {
            #[doc(hidden)]
            pub enum #endpoints {}

            /// The endpoints, in the order of the list.
            pub const ALL: &'static [#krate::endpoint::EndpointEntry] =
                <#endpoints as #krate::__private::EndpointList>::ALL;
        }
        #[automatically_derived]
        impl #krate::__private::EndpointList for #module::#endpoints {
            const ALL: &'static [#krate::endpoint::EndpointEntry] = #all;
        }
        #errors
    }
}

/// The entries. Checks that they are of one API, unless every entry has a `#[cfg]`.
fn all(list: &List, krate: &TokenStream) -> TokenStream {
    let is_certain = list.entries.iter().any(|entry| entry.cfg.is_empty());
    let constant = if is_certain { "LISTED" } else { "ENTRY" };
    let entries = list.entries.iter().map(|Entry { cfg, path }| {
        let (first, _) = types::ends(path);
        let constant = proc_macro2::Ident::new(constant, first);
        let path = path.to_token_stream();
        let listed = quote_spanned!(first=> <#path as #krate::__private::Listed>::#constant);
        quote!(#(#cfg)* #listed)
    });
    let entries = quote!([#(#entries),*]);
    if is_certain { quote!(&#krate::__private::of_one_api(&#entries)) } else { quote!(&#entries) }
}
