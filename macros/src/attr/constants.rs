//! The constants of a body: `body("stream" = true)` and `form("grant_type" = "client_credentials")`.

use std::fmt::Write as _;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseBuffer, ParseStream};
use syn::{Lit, LitStr, Token};

use super::meant::{self, Values};
use super::parse::{each_item, in_parentheses};
use super::written::Written;
use crate::diag::message::grammar as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::spelled::spelled;

/// A part of a body that is the same in every call.
pub(crate) struct BodyConstant {
    pub(crate) name: LitStr,
    pub(crate) value: Value,
}

/// A constant value in a JSON body.
pub(crate) enum Value {
    Text(String),
    /// A number, a boolean or null, as JSON writes it.
    Word(String),
}

impl Values {
    fn expected(self) -> &'static str {
        match self {
            Self::Members => "a string, a number, `true`, `false` or `null`",
            Self::Parameters => "a string",
        }
    }

    /// Shown if no correction is closer to what was written.
    fn example(self) -> &'static str {
        match self {
            Self::Members => "\"stream\" = true",
            Self::Parameters => "\"grant_type\" = \"client_credentials\"",
        }
    }
}

/// Parses the constants in parentheses. A mistake in one of them does not hide mistakes in the others.
pub(super) fn parse(kind: Values, input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<Vec<BodyConstant>> {
    // `"a", 1` is one mistake: a name and its value.
    if let [TokenTree::Literal(_), TokenTree::Punct(comma), TokenTree::Literal(_)] = &Written::behind(input).value()[..]
        && comma.as_char() == ','
    {
        return Err(input.error(""));
    }
    let content = in_parentheses(input)?;
    let mut constants = Vec::new();
    each_item(&content, diag, |input, _| {
        constants.push(constant(kind, input)?);
        Ok(())
    });
    Ok(constants)
}

fn constant(kind: Values, input: ParseStream<'_>) -> Parsed<BodyConstant> {
    let written = Written::behind(input);
    let all: TokenStream = written.tokens().iter().cloned().collect();
    let form = || meant::constant(kind, written.tokens());
    let name: LitStr = input.parse().map_err(|_| {
        let form = form().unwrap_or_else(|| kind.example().to_owned());
        Mistake::on(&all, message::wrong_value("a name and a value", &spelled(&all), &form))
    })?;
    let text = name.value();
    let behind = Written::behind(input);
    let example = format!("{text:?} = \"..\"");
    if behind.has_no_value() {
        let example = meant::constants(kind, written.tokens()).unwrap_or(example);
        return Err(Mistake::on(&name, message::without_value(&text, &example)));
    }
    if let Some((span, found)) = behind.first().filter(|(_, found)| found != "=") {
        return Err(Mistake::at(span, message::wrong_separator("=", &found, &form().unwrap_or(example))));
    }
    let _ = input.parse::<Token![=]>();
    match value(kind, input) {
        Some(value) if !input.peek(Token![.]) => Ok(BodyConstant { name, value }),
        _ => {
            let rest = behind.unparted();
            Err(Mistake::on(&rest, message::wrong_value(kind.expected(), &spelled(&rest), &form().unwrap_or(example))))
        }
    }
}

fn value(kind: Values, input: ParseStream<'_>) -> Option<Value> {
    let fork = input.fork();
    let value = match kind {
        Values::Parameters => Value::Text(fork.parse::<LitStr>().ok()?.value()),
        Values::Members => member(&fork)?,
    };
    input.advance_to(&fork);
    Some(value)
}

fn member(input: &ParseBuffer<'_>) -> Option<Value> {
    if input.peek(syn::Ident::peek_any) && !input.peek(syn::LitBool) {
        let word = input.call(syn::Ident::parse_any).ok()?;
        return (word == "null").then(|| Value::Word("null".to_owned()));
    }
    input.parse::<Literal>().ok().map(|literal| match literal.kind {
        LiteralKind::Text(text) => Value::Text(text),
        _ => Value::Word(literal.json),
    })
}

/// A literal of a JSON value: a string, a number, `true` or `false`.
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    /// The literal as JSON text.
    pub(crate) json: String,
    /// The position of the literal.
    pub(crate) tokens: TokenStream,
}

pub(crate) enum LiteralKind {
    Text(String),
    Boolean,
    /// An integer; `None` if it does not fit into 128 bits.
    Integer(Option<i128>),
    Float,
}

impl Parse for Literal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let minus = input.parse::<Option<Token![-]>>()?;
        let sign = if minus.is_some() { "-" } else { "" };
        let literal: Lit = input.parse()?;
        let tokens = quote!(#minus #literal);
        let (kind, json) = match literal {
            Lit::Str(text) if sign.is_empty() => {
                let text = text.value();
                (LiteralKind::Text(text.clone()), quoted(&text))
            }
            Lit::Bool(flag) if sign.is_empty() => (LiteralKind::Boolean, flag.value.to_string()),
            Lit::Int(number) if number.suffix().is_empty() => {
                let json = format!("{sign}{}", number.base10_digits());
                (LiteralKind::Integer(json.parse().ok()), json)
            }
            // Rust accepts `1.` and `1_0.5`, JSON does not. The text has to be valid JSON.
            Lit::Float(number) if number.suffix().is_empty() => {
                let value: f64 = number.base10_parse()?;
                if !value.is_finite() {
                    return Err(input.error(""));
                }
                (LiteralKind::Float, format!("{sign}{value:?}"))
            }
            _ => return Err(input.error("")),
        };
        Ok(Self { kind, json, tokens })
    }
}

/// A JSON string, RFC 8259 section 7.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => json.extend(['\\', char]),
            '\0'..='\x1f' => {
                let _ = write!(json, "\\u{:04x}", u32::from(char));
            }
            _ => json.push(char),
        }
    }
    json.push('"');
    json
}
