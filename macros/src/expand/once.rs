//! A definition that is pasted below itself, with its name unchanged, is one error: rustc's about the name.
//!
//! rustc uses the first of two items with the same name, so all impls and methods of the second definition would also be
//! errors. Here the second definition has no effect except that error. A macro does not see other calls of itself, so
//! the expansion lets rustc decide. The generated items are the argument of a macro that `once` of the runtime implements,
//! and each definition then declares a `macro_rules!` of the same name, which shadows `once` for the definitions below it:
//!
//! ```text
//! mod __1_update { pub(super) use callsheet::__private::once as __Update_is_defined_twice_5f3a; }
//! use __1_update::*;
//! __Update_is_defined_twice_5f3a! { 1 { struct Update { .. } impl Endpoint for Update { .. } } { struct Update {} } }
//! macro_rules! __Update_is_defined_twice_5f3a { ($line:tt { .. } $($twice:tt)*) => { $($twice)* }; }
//! ```
//!
//! A `macro_rules!` is also in scope in the modules inside its module, where the same name is valid. So its name contains
//! the file and the column of the definition, which differ there in a formatted file.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Attribute, Data, DeriveInput};

use super::builder::is_relative;
use crate::{names, types};

/// The attributes of rustc that can be on a struct, an enum or a field.
const OF_RUSTC: [&str; 12] = [
    "derive",
    "doc",
    "allow",
    "expect",
    "warn",
    "deny",
    "forbid",
    "must_use",
    "deprecated",
    "non_exhaustive",
    "repr",
    "cfg",
];

/// An item that an attribute macro emits again.
pub(crate) struct Item<'a> {
    tokens: TokenStream,
    head: TokenStream,
    ident: &'a Ident,
    /// Whether it can be an argument of a macro. The attributes of a derive above `#[endpoint]` are unknown there.
    is_movable: bool,
}

impl<'a> Item<'a> {
    /// The item of this definition, with the attributes that it has in the expansion.
    pub(crate) fn new<'b>(
        input: &'a DeriveInput,
        tokens: TokenStream,
        attributes: impl IntoIterator<Item = &'b Attribute>,
    ) -> Self {
        let is_of_rustc = |attribute: &Attribute| OF_RUSTC.iter().any(|name| attribute.path().is_ident(name));
        let is_movable = attributes.into_iter().all(is_of_rustc);
        Self { tokens, head: head(input), ident: &input.ident, is_movable }
    }

    /// The items of the definition. `rest` has no effect if the module contains the same name above it.
    pub(crate) fn with_rest(self, private: &TokenStream, rest: &TokenStream) -> TokenStream {
        let Self { tokens, head, ident, is_movable } = self;
        if !is_movable {
            let rest = guarded(private, &head, ident, rest, &TokenStream::new());
            return quote!(#tokens #rest);
        }
        let body = quote_spanned!(ident.span()=> {});
        guarded(private, &head, ident, &quote!(#tokens #rest), &quote!(#head #ident #body))
    }
}

/// What a derive adds to an item. It has no effect if the module contains the same name above it.
pub(crate) fn derived(private: &TokenStream, input: &DeriveInput, items: &TokenStream) -> TokenStream {
    guarded(private, &head(input), &input.ident, items, &TokenStream::new())
}

/// The first tokens of an item: `pub struct`.
fn head(input: &DeriveInput) -> TokenStream {
    let keyword = match &input.data {
        Data::Struct(data) => data.struct_token.to_token_stream(),
        Data::Enum(data) => data.enum_token.to_token_stream(),
        Data::Union(data) => data.union_token.to_token_stream(),
    };
    let vis = &input.vis;
    quote!(#vis #keyword)
}

fn guarded(
    private: &TokenStream,
    head: &TokenStream,
    ident: &Ident,
    items: &TokenStream,
    twice: &TokenStream,
) -> TokenStream {
    match Position::of(types::start(head)) {
        // The module inside this one may not see a path that is relative.
        Some(position) if !is_relative(private) => guarded_at(&position, private, ident, items, twice),
        _ => items.clone(),
    }
}

/// The position of a definition in the user's code.
#[derive(Debug)]
struct Position {
    file: String,
    line: usize,
    column: usize,
}

impl Position {
    /// `None` in tests without a compiler, and for tokens from another macro: it can write the same tokens in several
    /// modules. Only the `Debug` output, such as `#0 bytes(7..13)`, shows that a token is not from a macro.
    fn of(span: Span) -> Option<Self> {
        if !proc_macro::is_available() || !format!("{span:?}").starts_with("#0 ") {
            return None;
        }
        let span = span.unwrap();
        Some(Self { file: span.file(), line: span.line(), column: span.column() })
    }
}

fn guarded_at(
    Position { file, line, column }: &Position,
    private: &TokenStream,
    ident: &Ident,
    items: &TokenStream,
    twice: &TokenStream,
) -> TokenStream {
    let mut hasher = DefaultHasher::new();
    (file, column).hash(&mut hasher);
    let (plain, hash) = (names::plain(ident), hasher.finish() & 0xffff);
    let name = format_ident!("__{plain}_is_defined_twice_{hash:04x}", span = Span::call_site());
    // Names in lower case, and those that begin with `_`, need no attributes against lints.
    let lower = plain.to_lowercase();
    let [module, later, last] =
        ["", "_later", "_last"].map(|when| format_ident!("__{line}_{lower}{when}", span = Span::call_site()));
    let line = Literal::usize_unsuffixed(*line);
    quote! {
        mod #module {
            pub(super) use #private::once as #name;
        }
        use #module::*;
        #name! { #line { #items } #later #last { #twice } }
        macro_rules! #name {
            (#line { $($items:tt)* } $($twice:tt)*) => { $($items)* };
            ($line:tt $items:tt $($twice:tt)*) => { #private::twice! { $($twice)* } };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded_in(file: &str, line: usize, column: usize) -> String {
        let (position, ident) = (Position { file: file.to_owned(), line, column }, format_ident!("Update"));
        guarded_at(&position, &quote!(::callsheet::__private), &ident, &quote!(items), &quote!(twice)).to_string()
    }

    /// The name of the `macro_rules!`.
    fn name(expansion: &str) -> &str {
        let is_name = |word: &&str| word.contains("_is_defined_twice_");
        expansion.split_whitespace().find(is_name).expect("a name")
    }

    #[test]
    fn name_of_the_macro_depends_on_file_and_column_but_not_on_the_line() {
        let first = guarded_in("src/lib.rs", 4, 1);
        assert_eq!(name(&first), name(&guarded_in("src/lib.rs", 40, 1)));
        for other in [guarded_in("src/lib.rs", 40, 5), guarded_in("src/main.rs", 4, 1)] {
            assert_ne!(name(&first), name(&other));
        }
    }

    #[test]
    fn definition_expands_its_items_only_for_its_own_line() {
        let expansion = guarded_in("src/lib.rs", 4, 1);
        for part in [
            "mod __4_update {",
            "{ 4 { items } __4_update_later __4_update_last { twice } }",
            "(4 { $ ($ items : tt) * } $ ($ twice : tt) *) => { $ ($ items) * }",
        ] {
            assert!(expansion.contains(part), "{part}: {expansion}");
        }
    }

    #[test]
    fn item_with_an_attribute_of_a_derive_stays_outside_of_the_macro() {
        let is_movable = |item: DeriveInput| {
            let Data::Struct(data) = &item.data else { unreachable!("a struct") };
            let attributes = data.fields.iter().flat_map(|field| &field.attrs).chain(&item.attrs);
            Item::new(&item, TokenStream::new(), attributes).is_movable
        };
        assert!(is_movable(syn::parse_quote!(
            /// Docs.
            #[derive(Debug)]
            pub struct Update {
                #[deprecated]
                id: u8,
            }
        )));
        assert!(!is_movable(syn::parse_quote!(
            pub struct Update {
                #[serde(default)]
                id: u8,
            }
        )));
        assert!(!is_movable(syn::parse_quote!(
            #[serde(default)]
            struct Update;
        )));
    }
}
