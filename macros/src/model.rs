//! The model: a struct with its fields, as the user wrote it.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Data, DeriveInput, Fields, GenericArgument, GenericParam, Generics, PathArguments, Type, Visibility,
};

use crate::attr::fields::{self, Placement};
use crate::attr::form::spelled;
use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields as messages, items as message};
use crate::entry::RESERVED;
use crate::{docs, names};

/// A struct with named fields.
pub(crate) struct Struct {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) fields: Vec<Field>,
    /// Every name that the definition mentions. What is generated takes none of them: they may be types of the user's.
    pub(crate) names: BTreeSet<String>,
}

/// What of structs there is, in the eyes of the macro that reads them.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What to say of an item that is none.
    pub(crate) wrong_item: fn(&str) -> Message,
    /// What its builder has for methods beside the setters.
    pub(crate) builder_methods: &'static [&'static str],
}

/// A field of it.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The identifier as it reads: `type` for `r#type`.
    pub(crate) name: String,
    /// Its method on the builder: the same name, or `set_..` where the builder has another method of that name.
    pub(crate) setter: Ident,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) placements: Vec<Placement>,
    /// Whether an attribute on it was none, and was told: where it travels is not known then.
    pub(crate) is_misplaced: bool,
}

/// Whether a field can be left out, by how its type is written.
pub(crate) enum Presence {
    Required,
    /// `Option<T>`, with its `T`.
    Optional(Type),
    /// `Patch<T>`, with its `T`.
    Patch(Type),
}

impl Field {
    pub(crate) fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }

    /// Tells an `Option<Option<T>>`, which people write where null and absent are two things.
    pub(crate) fn refuses_double_option(&self, diag: &mut Diagnostics) -> bool {
        let Presence::Optional(inner) = &self.presence else { return false };
        let Presence::Optional(inner) = Presence::of(inner) else { return false };
        diag.on(&self.ty, messages::double_option(&spelled(&inner.to_token_stream())));
        true
    }
}

/// What kind of item it is, for messages.
pub(crate) fn found(input: &DeriveInput) -> (&'static str, TokenStream) {
    match &input.data {
        Data::Enum(data) => ("an enum", data.enum_token.to_token_stream()),
        Data::Union(data) => ("a union", data.union_token.to_token_stream()),
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) => ("a struct", data.struct_token.to_token_stream()),
            Fields::Unnamed(fields) => ("a tuple struct", fields.to_token_stream()),
            Fields::Unit => ("a struct without fields", data.struct_token.to_token_stream()),
        },
    }
}

/// The same for an item that is no type: `a function`, and the word that says so.
pub(crate) fn found_in(item: &TokenStream) -> (String, TokenStream) {
    const KINDS: [(&str, &str); 9] = [
        ("fn", "a function"),
        ("trait", "a trait"),
        ("impl", "an impl"),
        ("mod", "a module"),
        ("const", "a constant"),
        ("static", "a static"),
        ("type", "a type alias"),
        ("use", "an import"),
        ("macro_rules", "a macro"),
    ];
    for token in item.clone() {
        let TokenTree::Ident(word) = &token else { continue };
        if let Some((_, kind)) = KINDS.iter().find(|(keyword, _)| word == keyword) {
            return ((*kind).to_owned(), token.into_token_stream());
        }
    }
    ("something else".to_owned(), item.clone())
}

impl Struct {
    /// Takes a struct apart, and the placements off its fields; `None`, and a message, for any other item.
    pub(crate) fn from_input(input: &mut DeriveInput, kind: &Kind, diag: &mut Diagnostics) -> Option<Self> {
        let mut names = BTreeSet::from([names::plain(&input.ident)]);
        let (found, place) = found(input);
        let fields = match &mut input.data {
            Data::Struct(syn::DataStruct { fields, .. }) if !matches!(fields, Fields::Unnamed(_)) => fields,
            _ => {
                diag.on(place, (kind.wrong_item)(found));
                return None;
            }
        };
        for field in fields.iter() {
            names_in(&field.ty, &mut names);
        }
        let mut fields: Vec<Field> = fields.iter_mut().map(|field| Field::from_syn(field, diag)).collect();
        name_setters(&mut fields, kind.builder_methods);
        if !check_generics(&input.generics, kind.name, diag) {
            return None;
        }
        let (ident, vis, attrs) = (input.ident.clone(), input.vis.clone(), input.attrs.clone());
        Some(Self { ident, vis, attrs, fields, names })
    }
}

impl Struct {
    /// With what the names of generated types begin: with nothing, if all names of the definition are known.
    pub(crate) fn type_prefix(&self) -> &'static str {
        if self.names.contains("!") { RESERVED } else { "" }
    }

    /// A parameter of a public method: of this name, if the definition mentions no item of it.
    pub(crate) fn parameter(&self, name: &str) -> Ident {
        Ident::new(&names::free(name, |name| self.names.contains(name)), Span::call_site())
    }
}

/// One item is one shape on the wire, which owns what it holds.
pub(crate) fn check_generics(generics: &Generics, kind: &str, diag: &mut Diagnostics) -> bool {
    let is_lifetime = |param: &GenericParam| matches!(param, GenericParam::Lifetime(_));
    match &generics.where_clause {
        None if generics.params.is_empty() => return true,
        Some(clause) if generics.params.is_empty() => diag.on(clause, message::generic(kind)),
        _ if generics.params.iter().all(is_lifetime) => diag.on(generics, message::borrowed(kind)),
        _ => diag.on(generics, message::generic(kind)),
    }
    false
}

/// The names in some tokens, and `!` for a macro call, which may expand to any other.
pub(crate) fn names_in(tokens: &impl ToTokens, names: &mut BTreeSet<String>) {
    for token in tokens.to_token_stream() {
        match token {
            TokenTree::Ident(ident) => names.extend([names::plain(&ident)]),
            TokenTree::Group(group) => names_in(&group.stream(), names),
            TokenTree::Punct(punct) => names.extend((punct.as_char() == '!').then(|| "!".to_owned())),
            TokenTree::Literal(_) => {}
        }
    }
}

/// Gives another name to the setters that would stand in the way of another method.
fn name_setters(fields: &mut [Field], methods: &[&str]) {
    let optional = fields.iter().filter(|field| matches!(field.presence, Presence::Optional(_)));
    let mut taken: Vec<String> = optional.map(|field| format!("maybe_{}", field.name)).collect();
    taken.extend(methods.iter().map(|method| (*method).to_owned()));
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    for field in fields.iter_mut().filter(|field| taken.contains(&field.name)) {
        let mut setter = format!("set_{}", field.name);
        while names.contains(&setter) || taken.contains(&setter) {
            setter.insert_str(0, "set_");
        }
        field.setter = Ident::new(&setter, field.ident.span());
    }
}

impl Field {
    fn from_syn(field: &mut syn::Field, diag: &mut Diagnostics) -> Self {
        fields::refuse_cfg(&mut field.attrs, diag);
        let placements = fields::take_placements(&mut field.attrs, diag);
        let ident = field.ident.clone().expect("the fields are named");
        Self {
            name: names::plain(&ident),
            setter: ident.clone(),
            ident,
            presence: Presence::of(&field.ty),
            ty: field.ty.clone(),
            docs: docs::of(&field.attrs),
            attrs: field.attrs.clone(),
            placements,
            is_misplaced: false,
        }
    }
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

/// A type without the invisible group that a `macro_rules!` puts around it.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        _ => ty,
    }
}

/// The type with `'static` for each lifetime that is left out in it; `None` where it leaves none out.
pub(crate) fn without_elided_lifetimes(ty: &Type) -> Option<Type> {
    let mut found = false;
    let tokens = with_static(ty.to_token_stream(), &mut found);
    syn::parse2(tokens).ok().filter(|_| found)
}

fn with_static(tokens: TokenStream, found: &mut bool) -> TokenStream {
    let mut all = tokens.into_iter().peekable();
    let mut out = TokenStream::new();
    while let Some(token) = all.next() {
        let next = all.peek().map(ToString::to_string).unwrap_or_default();
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '&' && next != "'" => {
                *found = true;
                out.extend(quote::quote_spanned!(punct.span()=> &'static));
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' && next == "_" => {
                *found = true;
                all.next();
                out.extend(quote::quote_spanned!(punct.span()=> 'static));
            }
            // The arguments of a function leave theirs out as they may.
            TokenTree::Group(group) if group.delimiter() != Delimiter::Parenthesis => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), with_static(group.stream(), found));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            _ => out.extend([token]),
        }
    }
    out
}

/// `&self.field`, with the span of the field's type: what does not fit is told there.
pub(crate) fn at_type(field: &Ident, ty: &Type) -> TokenStream {
    let (first, last) = ends(ty);
    let mut field = field.clone();
    field.set_span(last);
    let this = quote::quote_spanned!(first=> &self.);
    quote::quote!(#this #field)
}

/// An item of a trait for this type, with the type's span: rustc tells there that the type has no such trait, and once
/// where several items are asked for.
pub(crate) fn of_trait(ty: &impl ToTokens, of: &str, item: &str) -> TokenStream {
    let (first, _) = ends(ty);
    let [of, item] = [of, item].map(|name| Ident::new(name, first));
    quote::quote_spanned!(first=> <#ty as __callsheet::#of>::#item)
}

/// First and last span of some tokens, at which generated code is reported, with names resolved at the call site.
pub(crate) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    (first.resolved_at(Span::call_site()), last.resolved_at(Span::call_site()))
}
