//! serde's own attributes, where our derives write `Serialize` in serde's place.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, ExprPath, LitStr, Token, parenthesized};

use crate::diag::{Diagnostics, message};
use crate::names::RenameRule;

/// Keys that only matter where a type is read.
const OF_DESERIALIZE: [&str; 6] = ["default", "deserialize_with", "alias", "deny_unknown_fields", "other", "expecting"];

/// What serde's attributes say about writing.
#[derive(Default)]
pub(crate) struct SerdeAttrs {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<RenameRule>,
    /// The function that writes the value.
    pub(crate) serialize_with: Option<ExprPath>,
    pub(crate) flatten: bool,
}

impl SerdeAttrs {
    pub(crate) fn of(attributes: &[Attribute], diag: &mut Diagnostics) -> Self {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            if let Err(error) = attribute.parse_nested_meta(|meta| read.parse(&meta, diag)) {
                diag.push(error);
            }
        }
        read
    }

    fn parse(&mut self, meta: &ParseNestedMeta<'_>, diag: &mut Diagnostics) -> syn::Result<()> {
        let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match key.as_str() {
            "rename" => self.rename = written_name(meta)?.map(|name| name.value()).or(self.rename.take()),
            "rename_all" => {
                if let Some(rule) = written_name(meta)? {
                    self.rename_all = RenameRule::from_name(&rule.value());
                    if self.rename_all.is_none() {
                        diag.on(&rule, message::unknown_rename_rule(&rule.value(), &RenameRule::NAMES));
                    }
                }
            }
            "with" => {
                let module: ExprPath = meta.value()?.parse::<LitStr>()?.parse()?;
                let mut function = module;
                function.path.segments.push(syn::Ident::new("serialize", proc_macro2::Span::call_site()).into());
                self.serialize_with = Some(function);
            }
            "serialize_with" => self.serialize_with = Some(meta.value()?.parse::<LitStr>()?.parse()?),
            "flatten" => self.flatten = true,
            key if OF_DESERIALIZE.contains(&key) => skip_value(meta)?,
            key => {
                diag.on(&meta.path, message::serde_key_of_no_use(key));
                skip_value(meta)?;
            }
        }
        Ok(())
    }
}

/// The name for writing in `rename = "x"` or `rename(serialize = "x", deserialize = "y")`.
fn written_name(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        return meta.value()?.parse().map(Some);
    }
    let mut name = None;
    meta.parse_nested_meta(|inner| {
        let value: LitStr = inner.value()?.parse()?;
        if inner.path.is_ident("serialize") {
            name = Some(value);
        }
        Ok(())
    })?;
    Ok(name)
}

fn skip_value(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Lit>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in meta.input);
        content.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}
