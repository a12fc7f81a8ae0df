//! Types, which a macro knows only by their spelling; and the spans at which errors about them are reported.

pub(crate) mod unusable;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type, parse_quote};

/// Whether a field is optional, judged by the spelling of its type.
pub(crate) enum Presence {
    Required,
    /// `Option<T>`, with its `T`.
    Optional(Type),
    /// `Patch<T>`, with its `T`.
    Patch(Type),
}

impl Presence {
    pub(crate) fn of(ty: &Type) -> Self {
        let Type::Path(path) = ungrouped(ty) else { return Self::Required };
        let Some(last) = path.path.segments.last() else { return Self::Required };
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Self::Required };
        let (1, Some(GenericArgument::Type(inner))) = (arguments.args.len(), arguments.args.first()) else {
            return Self::Required;
        };
        match last.ident.to_string().as_str() {
            "Option" => Self::Optional(inner.clone()),
            "Patch" => Self::Patch(inner.clone()),
            _ => Self::Required,
        }
    }
}

/// The same `Option` or `Patch` around another value. For any other type, this value.
pub(crate) fn with_value(ty: &Type, value: &Type) -> Type {
    let (Presence::Optional(_) | Presence::Patch(_), Type::Path(path)) = (Presence::of(ty), ungrouped(ty)) else {
        return value.clone();
    };
    let mut path = path.clone();
    if let Some(last) = path.path.segments.last_mut() {
        last.arguments = PathArguments::AngleBracketed(parse_quote!(<#value>));
    }
    Type::Path(path)
}

/// The type without the invisible group around a type that comes from a `macro_rules!`.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        _ => ty,
    }
}

/// `&self.field`. It has the span of the field's type, so that rustc reports an unsuitable type there.
pub(crate) fn at_type(field: &Ident, ty: &Type) -> TokenStream {
    let (first, last) = ends(ty);
    let mut field = field.clone();
    field.set_span(last);
    let this = quote::quote_spanned!(first=> &self.);
    quote::quote!(#this #field)
}

/// An item of a trait for this type, with the type's span. rustc reports there that the type lacks the trait, and only
/// once if several items are used.
pub(crate) fn of_trait(ty: &impl ToTokens, of: &str, item: &str) -> TokenStream {
    let (first, _) = ends(ty);
    let [of, item] = [of, item].map(|name| Ident::new(name, first));
    quote::quote_spanned!(first=> <#ty as __callsheet::#of>::#item)
}

/// `&*value`, at which rustc reports that this type does not have the trait of an expected trait object.
pub(crate) fn reference(ty: &impl ToTokens, value: &str) -> TokenStream {
    let spans: Vec<Span> = ty.to_token_stream().into_iter().map(|token| token.span()).collect();
    let (first, last) = (spans.first().copied(), spans.last().copied());
    let value = Ident::new(value, Span::call_site());
    let start = quote::quote_spanned!(first.unwrap_or_else(Span::call_site)=> &);
    let end = quote::quote_spanned!(last.unwrap_or_else(Span::call_site)=> (*#value));
    quote::quote!(#start #end)
}

/// The span of the first token, as the user wrote it.
pub(crate) fn start(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// The first and the last span of some tokens. Errors in generated code are reported there; names resolve at the call
/// site.
pub(crate) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    (first.resolved_at(Span::call_site()), last.resolved_at(Span::call_site()))
}

/// Whether the type is a number, a boolean or a character. Setters accept these types directly, so that a literal needs
/// no suffix: for a parameter of type `impl Into<u32>`, `2` would be an `i32`.
pub(crate) fn is_primitive(ty: &Type) -> bool {
    const PRIMITIVES: [&str; 16] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    match ungrouped(ty) {
        Type::Path(path) => PRIMITIVES.iter().any(|primitive| path.path.is_ident(primitive)),
        _ => false,
    }
}

/// Whether the type is a list of `u8`, judged by its spelling.
pub(crate) fn is_bytes(ty: &Type) -> bool {
    let is_byte = |ty: &Type| matches!(ungrouped(ty), Type::Path(path) if path.path.is_ident("u8"));
    match ungrouped(ty) {
        Type::Array(array) => is_byte(&array.elem),
        Type::Slice(slice) => is_byte(&slice.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| match &last.arguments {
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().any(|argument| matches!(argument, GenericArgument::Type(inner) if is_byte(inner)))
            }
            _ => false,
        }),
        _ => false,
    }
}

/// The `T` of `Result<T, E>`, of `Result<T>`, and of the aliases in `std`, `anyhow` and the user's crate. A `Result` with
/// one parameter in any other module may be a type of the API.
pub(crate) fn value_of_result(ty: &Type) -> Option<Type> {
    const MODULES: [&str; 6] = ["std", "core", "io", "fmt", "anyhow", "crate"];
    let Type::Path(path) = ungrouped(ty) else { return None };
    let (first, last) = (path.path.segments.first()?, path.path.segments.last()?);
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let Some(GenericArgument::Type(value)) = arguments.args.first() else { return None };
    let is_of_rust = path.path.segments.len() == 1
        || arguments.args.len() == 2
        || (MODULES.iter().any(|module| first.ident == module) && path.path.segments.len() <= 3);
    (last.ident == "Result" && is_of_rust).then(|| value.clone())
}

/// The name of a type without its path: `String` for `std::string::String`.
pub(crate) fn last_name(ty: &Type) -> Option<String> {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

/// The name of a stream of items with one argument, `Events<Chunk>` or `JsonLines<Row>`, and its argument.
pub(crate) fn stream_of_items(ty: &Type) -> Option<(&'static str, &Type)> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let (1, Some(GenericArgument::Type(item))) = (arguments.args.len(), arguments.args.first()) else { return None };
    let name = [EVENTS, JSON_LINES].into_iter().find(|name| last.ident == name)?;
    Some((name, item))
}

pub(crate) const EVENTS: &str = "Events";
pub(crate) const JSON_LINES: &str = "JsonLines";

/// A type that is not read as JSON. It is recognized by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Special {
    /// `()`
    Nothing,
    /// `Bytes`
    Bytes,
}

impl Special {
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        match ungrouped(ty) {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Some(Self::Nothing),
            Type::Path(path) => {
                let last = path.path.segments.last()?;
                (last.ident == "Bytes" && last.arguments.is_none()).then_some(Self::Bytes)
            }
            _ => None,
        }
    }
}
