//! The code that finds the next page and the items in a response.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;

use super::surface::Surface;
use super::table;
use crate::attr::Members;
use crate::model::Field;
use crate::types::{self, Presence};
use crate::validate::{Next, Paging, Request, Step};

/// `impl Paged for ListMachines { .. }` and `impl PagedItems for ListMachines { .. }`.
pub(super) fn implementation(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    if !surface.has_pages {
        return TokenStream::new();
    }
    let ident = &surface.shape.ident;
    let (paged, items) = match &request.pages {
        Some(paging) => (paged(paging, surface.item.is_some()), into_items(&paging.items)),
        // The definition has mistakes and does not compile.
        None => (
            quote! {
                const PAGES: &'static __callsheet::PageRules =
                    &__callsheet::PageRules::url(__callsheet::NextPage::Link);
                fn count(_: &Self::Response) -> __callsheet::Option<__callsheet::usize> { __callsheet::stub() }
            },
            quote!(__callsheet::stub()),
        ),
    };
    let items = surface.item.as_ref().map(|item| paged_items(ident, item, &items));
    quote! {
        #[automatically_derived]
        impl __callsheet::Paged for #ident { #paged }
        #items
    }
}

/// The table, and a function for each value that is read from a response.
fn paged(paging: &Paging<'_>, has_item: bool) -> TokenStream {
    let table = table::tokens(&format!("const PAGES: &'static __callsheet::PageRules = &{};", rules(paging)));
    let (field, next) = match &paging.step {
        Step::Number(field, _) | Step::Offset(field) => (Some(field), None),
        Step::Cursor(field, next) => (Some(field), Some(next)),
        Step::Url(next) => (None, Some(next)),
    };
    let text = quote!(__callsheet::String);
    let start = field.map(|field| of_field("start", field, &text, "PageText", "page_text"));
    let number = quote!(__callsheet::u64);
    let size = paging.size.map(|field| of_field("size", field, &number, "PageNumber", "page_number"));
    let next = next.and_then(|next| match next {
        Next::Member(members) => Some(of_page("next_page", members, &text, "PageText", "page_text")),
        Next::Header(_) | Next::Link => None,
    });
    let total = paging.total.as_ref().map(|total| of_page("total", total, &number, "PageNumber", "page_number"));
    let flag = quote!(__callsheet::bool);
    let more = paging.more.as_ref().map(|more| of_page("has_more", more, &flag, "PageFlag", "page_flag"));
    let count = quote!(__callsheet::usize);
    // With the type of an item, the same trait is needed as for the items, so that rustc reports an error once.
    let list = if has_item { "ListOf" } else { "ItemList" };
    let count = of_page("count", &paging.items, &count, list, "number_of_items");
    quote!(#table #start #size #next #total #more #count)
}

/// `fn start(&self) -> Option<String> { PageText::page_text(Seen(&self.page).open()?) }`
fn of_field(function: &str, field: &Field, result: &TokenStream, of: &str, item: &str) -> TokenStream {
    let function = Ident::new(function, Span::call_site());
    let found = types::at_type(&field.ident, &field.ty);
    let read = read(types::ends(&field.ty).0, of, item);
    quote! {
        fn #function(&self) -> __callsheet::Option<#result> {
            use __callsheet::{SeenAsIs as _, SeenInside as _};
            let __found = __callsheet::Seen(#found).open()?;
            #read
        }
    }
}

/// `fn next_page(__page: &Self::Response) -> Option<String> { PageText::page_text(..) }`
fn of_page(function: &str, members: &Members, result: &TokenStream, of: &str, item: &str) -> TokenStream {
    let function = Ident::new(function, Span::call_site());
    let found = seen(members);
    let read = read(members.last_span(), of, item);
    quote! {
        fn #function(__page: &Self::Response) -> __callsheet::Option<#result> {
            use __callsheet::{SeenAsIs as _, SeenInside as _};
            let __found = #found;
            #read
        }
    }
}

/// Reads what was found. rustc reports an unsuitable type at the last word of the path.
fn read(span: Span, of: &str, item: &str) -> TokenStream {
    let span = span.resolved_at(Span::call_site());
    let generics = (of == "ListOf").then(|| quote_spanned!(span=> ::<<Self as __callsheet::PagedItems>::Item>));
    let [of, item] = [of, item].map(|name| Ident::new(name, span));
    quote_spanned!(span=> __callsheet::#of #generics::#item(__found))
}

/// `Seen(&Seen(__page).open()?.meta).open()?`: every member on the way may be an `Option` or a `Patch`.
fn seen(members: &Members) -> TokenStream {
    let mut found = quote!(__callsheet::Seen(__page).open()?);
    for (at, name) in members.names.iter().enumerate() {
        let is_first = at == 0 && members.whole.is_none();
        found = match end_of_list(name).filter(|_| !is_first) {
            Some(element) => {
                let list = quote_spanned!(name.span().resolved_at(Span::call_site())=> __callsheet::ListEnds::#element(__list)?);
                quote!(__callsheet::Seen({ let __list = #found; #list }).open()?)
            }
            // The same type as in `taken`, so that rustc reports a wrong member once.
            None => quote!(__callsheet::Seen(&(*#found).#name).open()?),
        };
    }
    found
}

/// The function for `.first` and `.last` of a list. `r#last` is a member.
fn end_of_list(name: &Ident) -> Option<Ident> {
    let is_end = *name == "first" || *name == "last";
    is_end.then(|| Ident::new(&format!("{}_element", name.unraw()), name.span().resolved_at(Span::call_site())))
}

/// The same for a value that is moved out of the page.
fn taken(members: &Members) -> TokenStream {
    members.names.iter().fold(
        quote!(__callsheet::Taken::new(__page).open()?),
        |found, name| quote!(__callsheet::Taken::new(#found.#name).open()?),
    )
}

/// The body of `into_items`.
fn into_items(items: &Members) -> TokenStream {
    let taken = taken(items);
    let read = read(items.last_span(), "ListOf", "into_items");
    quote! {
        use __callsheet::{TakenAsIs as _, TakenInside as _};
        let __found = #taken;
        __callsheet::Option::Some(#read)
    }
}

fn paged_items(ident: &Ident, item: &Type, items: &TokenStream) -> TokenStream {
    let (first, _) = types::ends(item);
    let item_type = quote_spanned!(first=> type Item = #item;);
    quote! {
        #[automatically_derived]
        impl __callsheet::PagedItems for #ident {
            #item_type

            fn into_items(__page: Self::Response) -> __callsheet::Option<__callsheet::Vec<Self::Item>> {
                #items
            }
        }
    }
}

/// `PageRules::number(PageField::new("page", true), 1).with_total("total_pages")`
fn rules(paging: &Paging<'_>) -> String {
    let mut rules = match &paging.step {
        Step::Number(field, first) => format!("__callsheet::PageRules::number({}, {first})", page_field(field, true)),
        Step::Offset(field) => format!("__callsheet::PageRules::offset({})", page_field(field, true)),
        Step::Cursor(field, next) => {
            format!("__callsheet::PageRules::cursor({}, {})", page_field(field, false), self::next(next))
        }
        Step::Url(next) => format!("__callsheet::PageRules::url({})", self::next(next)),
    };
    if let Some(total) = &paging.total {
        rules.push_str(&format!(".with_total({:?})", total.text()));
    }
    if paging.short_ends {
        rules.push_str(".short_ends()");
    }
    if paging.repeat_ends {
        rules.push_str(".repeat_ends()");
    }
    rules
}

/// A field, and whether JSON writes it as a number. A type that is neither text nor a number counts as `by_default`.
fn page_field(field: &Field, by_default: bool) -> String {
    let ty = match &field.presence {
        Presence::Required => &field.ty,
        Presence::Optional(ty) | Presence::Patch(ty) => ty,
    };
    let is_text = types::last_name(ty).is_some_and(|name| name == "String" || name == "str" || name == "Cow");
    let is_number = types::is_primitive(ty) || (by_default && !is_text);
    format!("__callsheet::PageField::new({:?}, {is_number})", field.name)
}

fn next(next: &Next) -> String {
    match next {
        Next::Member(members) => format!("__callsheet::NextPage::Member({:?})", members.text()),
        Next::Header(name) => format!("__callsheet::NextPage::Header({name:?})"),
        Next::Link => "__callsheet::NextPage::Link".to_owned(),
    }
}
