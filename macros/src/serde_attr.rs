//! serde's own attributes, where our derives write `Serialize`, or read a reply, in serde's place.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, ExprPath, LitStr, Token, parenthesized};

use crate::diag::{Diagnostics, message};
use crate::names::RenameRule;

/// Keys that only matter where a type is read.
const OF_DESERIALIZE: [&str; 4] = ["alias", "deny_unknown_fields", "other", "expecting"];

/// What serde's attributes say about writing.
#[derive(Default)]
pub(crate) struct SerdeAttrs {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<RenameRule>,
    /// The function that writes the value.
    pub(crate) serialize_with: Option<ExprPath>,
    pub(crate) flatten: bool,
    /// The name for reading.
    pub(crate) read_name: Option<String>,
    /// The function that reads the value.
    pub(crate) deserialize_with: Option<ExprPath>,
    /// Whether a member that is missing is its type's default.
    pub(crate) has_default: bool,
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
            "rename" => {
                let [written, read] = names(meta)?;
                self.rename = written.map(|name| name.value()).or(self.rename.take());
                self.read_name = read.map(|name| name.value()).or(self.read_name.take());
            }
            "rename_all" => {
                let [written, read] = names(meta)?;
                if let Some(rule) = written.or(read) {
                    self.rename_all = RenameRule::from_name(&rule.value());
                    if self.rename_all.is_none() {
                        diag.on(&rule, message::unknown_rename_rule(&rule.value(), &RenameRule::NAMES));
                    }
                }
            }
            "with" => {
                let module: ExprPath = meta.value()?.parse::<LitStr>()?.parse()?;
                let function = |name: &str| {
                    let mut function = module.clone();
                    function.path.segments.push(syn::Ident::new(name, proc_macro2::Span::call_site()).into());
                    Some(function)
                };
                (self.serialize_with, self.deserialize_with) = (function("serialize"), function("deserialize"));
            }
            "deserialize_with" => self.deserialize_with = Some(meta.value()?.parse::<LitStr>()?.parse()?),
            "default" => {
                self.has_default = true;
                skip_value(meta)?;
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

/// The names for writing and reading in `rename = "x"` or `rename(serialize = "x", deserialize = "y")`.
fn names(meta: &ParseNestedMeta<'_>) -> syn::Result<[Option<LitStr>; 2]> {
    if meta.input.peek(Token![=]) {
        let name: LitStr = meta.value()?.parse()?;
        return Ok([Some(name.clone()), Some(name)]);
    }
    let mut names = [None, None];
    meta.parse_nested_meta(|inner| {
        let value: LitStr = inner.value()?.parse()?;
        let at = usize::from(!inner.path.is_ident("serialize"));
        names[at] = Some(value);
        Ok(())
    })?;
    Ok(names)
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
