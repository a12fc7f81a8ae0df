//! The model: a struct with its fields, as the user wrote it.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::{Pair, Punctuated};
use syn::token::Brace;
use syn::{Attribute, Data, DataStruct, DeriveInput, Expr, Fields, GenericParam, Generics, Token, Type, Visibility};

use crate::attr::fields::{self, Placement};
use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields as messages, items as message};
use crate::item::Unfinished;
use crate::spelled::{RESERVED, written};
use crate::types::Presence;
use crate::{docs, names};

/// A struct with named fields.
pub(crate) struct Struct {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    keyword: Token![struct],
    pub(crate) ident: Ident,
    /// The name of its builder.
    pub(crate) builder: Ident,
    braces: Option<Brace>,
    pub(crate) fields: Vec<Field>,
    /// The fields that could not be parsed.
    pub(crate) unfinished: Vec<Unfinished>,
    /// The methods of its builder in addition to the setters.
    pub(crate) builder_methods: &'static [&'static str],
    /// Whether rustc may know other fields than the macro, so that the expansion cannot contain a literal.
    pub(crate) is_opaque: bool,
    /// All names that occur in the definition. Generated names avoid them, because they may be types of the user.
    pub(crate) names: BTreeSet<String>,
}

/// What a macro that reads a struct specifies about it.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The message for an item that is not such a struct.
    pub(crate) wrong_item: fn(&str) -> Message,
    /// The methods of its builder in addition to the setters.
    pub(crate) builder_methods: &'static [&'static str],
    /// The options that the attributes of its fields have.
    pub(crate) options: fields::Listed,
}

/// A field of the struct.
pub(crate) struct Field {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    colon: Option<Token![:]>,
    pub(crate) ty: Type,
    default: Option<(Token![=], Expr)>,
    comma: Option<Token![,]>,
    /// The identifier without `r#`: `type` for `r#type`.
    pub(crate) name: String,
    /// The setter on the builder: the field's name, or `set_..` if the builder has another method of that name.
    pub(crate) setter: Ident,
    pub(crate) presence: Presence,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) placements: Vec<Placement>,
    /// Whether one of its attributes was wrong and is reported, so that its place is unknown.
    pub(crate) is_misplaced: bool,
}

impl Field {
    /// The documented default, as JSON text. It appears only in the documentation.
    pub(crate) fn default(&self) -> Option<&str> {
        let given = self.placements.iter().find_map(|placement| placement.options.default.given());
        given.map(|literal| literal.json.as_str())
    }

    /// The documented default as a line of docs, to follow the user's docs.
    pub(crate) fn default_docs(&self) -> TokenStream {
        let sentence =
            |json: &str| docs::attribute(&format!("\nDefault: `{json}`. The API uses it if nothing is sent."));
        self.default().map(sentence).unwrap_or_default()
    }

    pub(crate) fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }

    /// Refuses `Option<Option<T>>`, which some write to distinguish null from absent, and `Option` together with
    /// `Patch`, which already has all three states.
    pub(crate) fn refuses_double_option(&self, diag: &mut Diagnostics) -> bool {
        let (Presence::Optional(inner) | Presence::Patch(inner)) = &self.presence else { return false };
        let message = match (&self.presence, Presence::of(inner)) {
            (_, Presence::Required) => return false,
            (Presence::Optional(_), Presence::Optional(inner)) => messages::double_option(&written(&inner)),
            (_, Presence::Optional(inner) | Presence::Patch(inner)) => messages::patch_with_option(&written(&inner)),
        };
        diag.on(&self.ty, message);
        true
    }
}

/// The kind of an item, for messages.
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

/// The kind of an item that is not a type, such as `a function`, and its keyword.
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
    /// Reads a struct, except the placements on its fields. For any other item, returns `None` and adds a message.
    pub(crate) fn from_input(input: &DeriveInput, kind: &Kind, diag: &mut Diagnostics) -> Option<Self> {
        let mut names = BTreeSet::from([names::plain(&input.ident)]);
        let (keyword, braces, fields) = match &input.data {
            Data::Struct(DataStruct { struct_token: keyword, fields: Fields::Named(fields), .. }) => {
                (*keyword, Some(fields.brace_token), fields.named.clone())
            }
            Data::Struct(DataStruct { struct_token: keyword, fields: Fields::Unit, .. }) => {
                (*keyword, None, Punctuated::default())
            }
            _ => {
                let (found, place) = found(input);
                diag.on(place, (kind.wrong_item)(found));
                return None;
            }
        };
        for field in &fields {
            names_in(&field.ty, &mut names);
        }
        let mut fields: Vec<Field> = fields.into_pairs().map(|field| Field::from_syn(field, kind, diag)).collect();
        name_setters(&mut fields, kind.builder_methods);
        if !check_generics(&input.generics, kind.name, diag) {
            return None;
        }
        let (attrs, vis, ident) = (input.attrs.clone(), input.vis.clone(), input.ident.clone());
        let builder = names::beside(&ident, "Builder");
        Some(Self {
            attrs,
            vis,
            keyword,
            ident,
            builder,
            braces,
            fields,
            unfinished: Vec::new(),
            builder_methods: kind.builder_methods,
            is_opaque: false,
            names,
        })
    }
}

impl Struct {
    /// The struct as the user wrote it, without our attributes, and with these additional attributes.
    pub(crate) fn with_attributes(&self, more: &TokenStream) -> TokenStream {
        let Self { attrs, vis, keyword, ident, braces, fields, .. } = self;
        let generics = empty_generics();
        let mut tokens = quote!(#(#attrs)* #more #vis #keyword #ident #generics);
        match braces {
            Some(braces) if self.unfinished.is_empty() => {
                braces.surround(&mut tokens, |tokens| tokens.extend(quote!(#(#fields)*)));
            }
            Some(braces) => {
                let written = self.unfinished.iter().map(|field| &field.written);
                let mut body = Group::new(Delimiter::Brace, quote!(#(#fields)* #(#written)*));
                // rustc has reported a field that it cannot parse, perhaps at the closing brace. It does not report
                // the same error at the same place again.
                body.set_span(braces.span.close());
                tokens.extend([TokenTree::Group(body)]);
            }
            None => tokens.extend(quote!(;)),
        }
        tokens
    }

    /// The prefix of generated type names: empty if all names of the definition are known.
    pub(crate) fn type_prefix(&self) -> &'static str {
        if self.names.contains("!") { RESERVED } else { "" }
    }

    /// The parameter of a public method. It has this name unless the definition mentions the same name.
    pub(crate) fn parameter(&self, name: &str) -> Ident {
        Ident::new(&names::free(name, |name| self.names.contains(name)), Span::call_site())
    }
}

/// `<>` after the name of a struct or an enum. Without it, rustc suggests to declare an unknown type as a parameter, and
/// only where the type occurs in the definition: it then reports the type twice.
pub(crate) fn empty_generics() -> TokenStream {
    quote!(<>)
}

/// Refuses generic parameters: an item must have a single form on the wire and own its values.
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

/// Collects the names in some tokens, and `!` for a macro call, which may expand to any name.
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

/// Renames setters whose name is the name of another method.
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
    fn from_syn(field: Pair<syn::Field, Token![,]>, kind: &Kind, diag: &mut Diagnostics) -> Self {
        let (syn::Field { mut attrs, vis, ident, colon_token, ty, default, .. }, comma) = field.into_tuple();
        fields::refuse_cfg(&mut attrs, diag);
        let placements = fields::take_placements(&mut attrs, kind.options, diag);
        let ident = ident.expect("the fields are named");
        // rustc accepts `gen` in edition 2024 only as a raw identifier, and has already reported it.
        let ident = if ident == "gen" { Ident::new_raw("gen", ident.span()) } else { ident };
        Self {
            docs: docs::of(&attrs),
            attrs,
            vis,
            name: names::plain(&ident),
            setter: ident.clone(),
            ident,
            colon: colon_token,
            presence: Presence::of(&ty),
            ty,
            default,
            comma,
            placements,
            is_misplaced: false,
        }
    }
}

impl ToTokens for Field {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, vis, ident, colon, ty, default, comma, .. } = self;
        let documented = self.default_docs();
        let default = default.iter().map(|(equals, value)| quote!(#equals #value));
        tokens.extend(quote!(#(#attrs)* #documented #vis #ident #colon #ty #(#default)* #comma));
    }
}
