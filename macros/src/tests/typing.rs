//! What a definition expands to while somebody types it, letter by letter.
//!
//! Only texts whose delimiters are closed reach a macro, so the test closes them, as editors do.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{File, Item};

use super::broken::messages;
use crate::derive::{arguments, lookup, open_enum, payload, response, scalar};
use crate::endpoint;

const ATTRIBUTE: &str = r#"
    method = "PATCH",
    path = "/organizations/<organization>",
    response = UpdatedOrganization,
    success = 200,
    errors(
        /// No organization was found.
        organization_not_found = 404,
        permission_denied(status = 403, detail = PermissionDetail),
        validation_error(status = 422, detail = ValidationDetail),
    ),
    scopes("organizations"),
"#;

const FIELDS: &str = r#"
    /// The organization to update.
    #[path]
    #[body]
    pub organization: OrganizationLookup,
    /// What to change.
    pub properties: OrganizationUpdateProperties,
    #[query(name = "dryRun", default = false)]
    pub dry_run: Option<bool>,
    #[header(name = "X-Tags")]
    pub tags: Vec<Option<String>>,
    pub names: HashMap<String, [u8; 2]>,
"#;

/// A derive, traits that it implements, the fields or variants below it, and the setters that finished ones must have. The other derives generate
/// only impls, whose functions have no body after a mistake.
type Derived = (
    &'static str,
    fn(TokenStream) -> TokenStream,
    &'static [&'static str],
    &'static str,
    &'static [(&'static str, &'static str)],
);

const DERIVES: [Derived; 6] = [
    (
        "struct",
        arguments::expand,
        &["Serialize", "QueryValue"],
        r#"
    /// Its name.
    #[serde(rename = "fullName")]
    pub name: Option<String>,
    pub time_zone: Patch<HashMap<String, [u8; 2]>>,
    #[serde(with = "seconds", default)]
    pub until: Timestamp,
"#,
        &[("Option<String>,", "fn maybe_name"), ("[u8; 2]>>,", "fn time_zone"), ("Timestamp,", "fn until")],
    ),
    (
        "struct",
        response::expand,
        &["FromReply"],
        r#"
    #[header(name = "X-Total")]
    pub total: Option<u64>,
    #[serde(rename = "fullName")]
    pub name: String,
    pub tags: Vec<Option<String>>,
"#,
        &[],
    ),
    (
        "enum",
        lookup::expand,
        &["Serialize", "PathValue", "QueryValue"],
        r#"
    Id(String),
    #[serde(rename = "slug")]
    PublicName(Vec<String>),
"#,
        &[],
    ),
    (
        "enum",
        open_enum::expand,
        &["Serialize", "Deserialize"],
        r#"
    Pending,
    #[serde(rename = "on-hold")]
    OnHold,
    Other(String),
"#,
        &[],
    ),
    (
        "enum",
        scalar::expand,
        &["Scalar"],
        r#"
    Ascending,
    #[serde(rename = "desc")]
    Descending,
"#,
        &[],
    ),
    (
        "enum",
        payload::expand,
        &["PayloadValue"],
        r#"
    Merge(Changes),
    #[payload(text, content_type = "text/csv")]
    Rows(String),
"#,
        &[],
    ),
];

/// The text up to here, with its delimiters closed. `None` if it ends in the middle of a character.
fn closed(text: &str) -> String {
    let mut open = Vec::new();
    let mut chars = text.chars().peekable();
    let mut in_text = false;
    while let Some(char) = chars.next() {
        match char {
            '"' => in_text = !in_text,
            _ if in_text => {}
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|char| *char != '\n').is_some() {},
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
    }
    let quote = if in_text { "\"" } else { "" };
    format!("{text}{quote}\n{}", open.iter().rev().collect::<String>())
}

/// Every text that occurs while the text is typed. One `/` alone is left out: it is not a comment yet.
fn steps(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, _)| &text[..at]).chain([text])
}

/// The items of an expansion by their names, and the methods of their impls.
struct Items {
    names: BTreeSet<String>,
    methods: BTreeSet<String>,
    text: String,
}

fn items(expansion: TokenStream, step: &str) -> Items {
    let text = expansion.to_string();
    let file: File = syn::parse2(expansion).unwrap_or_else(|error| panic!("{error} after {step}\n{text}"));
    let mut found = Items { names: BTreeSet::new(), methods: BTreeSet::new(), text };
    for item in file.items {
        match item {
            Item::Struct(item) => drop(found.names.insert(format!("struct {}", item.ident))),
            Item::Enum(item) => drop(found.names.insert(format!("enum {}", item.ident))),
            Item::Const(block) => {
                let syn::Expr::Block(block) = *block.expr else { continue };
                for statement in block.block.stmts {
                    let syn::Stmt::Item(Item::Impl(item)) = statement else { continue };
                    let owner = item.self_ty.to_token_stream().into_iter().next().map(|name| name.to_string());
                    let owner = owner.unwrap_or_default();
                    for member in item.items {
                        let syn::ImplItem::Fn(method) = member else { continue };
                        found.methods.insert(format!("{owner}::{}", method.sig.ident));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn assert_all(items: &Items, step: &str) {
    for name in ["struct Update", "struct UpdateBuilder", "enum UpdateError"] {
        assert!(items.names.contains(name), "no `{name}` after {step}");
    }
    for method in ["Update::builder", "Update::send", "UpdateBuilder::build", "UpdateBuilder::send"] {
        assert!(items.methods.contains(method), "no `{method}` after {step}");
    }
}

#[test]
fn struct_keeps_builder_enum_and_finished_fields_at_each_letter_of_its_fields() {
    let attribute: TokenStream = ATTRIBUTE.parse().unwrap();
    let mut count = 0;
    for step in steps(FIELDS) {
        let Ok(body) = closed(step).parse::<TokenStream>() else { panic!("{step}") };
        let item = quote!(pub struct Update { #body });
        let is_parsed = syn::parse2::<syn::DeriveInput>(item.clone()).is_ok();
        let expansion = endpoint::expand(attribute.clone(), &item);
        let own = messages(expansion.clone());
        let items = items(expansion, step);
        assert_all(&items, step);
        // rustc itself reports what cannot be parsed.
        assert!(own.len() <= usize::from(is_parsed), "{own:?} after {step}");
        let finished = |name: &str, end: &str| step.contains(&format!("pub {name}: {end},"));
        for (name, end) in [
            ("organization", "OrganizationLookup"),
            ("properties", "OrganizationUpdateProperties"),
            ("dry_run", "Option<bool>"),
            ("tags", "Vec<Option<String>>"),
            ("names", "HashMap<String, [u8; 2]>"),
        ] {
            if finished(name, end) {
                assert!(items.methods.contains(&format!("UpdateBuilder::{name}")), "no `{name}` after {step}");
            }
        }
        for (name, end, wire) in
            [("dry_run", "Option<bool>", "\"dryRun\""), ("tags", "Vec<Option<String>>", "\"x-tags\"")]
        {
            assert!(!finished(name, end) || items.text.contains(wire), "no {wire} after {step}");
        }
        count += 1;
    }
    assert_eq!(count, FIELDS.len() + 1);
}

#[test]
fn struct_keeps_builder_enum_and_finished_errors_at_each_letter_of_its_attribute() {
    let item = quote!(
        pub struct Update {
            #[path]
            pub organization: OrganizationLookup,
            pub properties: OrganizationUpdateProperties,
        }
    );
    for step in steps(ATTRIBUTE) {
        let Ok(attribute) = closed(step).parse::<TokenStream>() else { panic!("{step}") };
        let expansion = endpoint::expand(attribute, &item);
        let own = messages(expansion.clone());
        let items = items(expansion, step);
        assert_all(&items, step);
        for field in ["organization", "properties"] {
            assert!(items.methods.contains(&format!("UpdateBuilder::{field}")), "no `{field}` after {step}");
        }
        for (entry, variant) in [
            ("organization_not_found = 404,", "OrganizationNotFound"),
            ("detail = PermissionDetail),", "PermissionDenied"),
            ("detail = ValidationDetail),", "ValidationError"),
        ] {
            assert!(!step.contains(entry) || items.text.contains(variant), "no `{variant}` after {step}");
        }
        // The required keys that do not exist yet, and the key or entry that is being typed.
        let missing = ["\"PATCH\"", "<organization>\""].iter().filter(|value| !step.contains(*value)).count();
        let is_unfinished = !step.trim_end().ends_with(',');
        assert!(own.len() <= missing + usize::from(is_unfinished), "{own:?} after {step}");
    }
}

/// A derive cannot change its item, so only its own items and messages are its business: the impls stay, and finished
/// fields and variants keep their names.
#[test]
fn derive_keeps_its_impls_and_finished_fields_at_each_letter() {
    for (keyword, derive, traits, text, finished) in DERIVES {
        let expand = |body: &str| {
            let body: TokenStream = body.parse().unwrap_or_else(|_| panic!("{body}"));
            let keyword: TokenStream = keyword.parse().expect("a keyword");
            let item = quote!(pub #keyword Example { #body });
            (syn::parse2::<syn::DeriveInput>(item.clone()).is_ok(), derive(item))
        };
        let is_implemented = |expansion: &TokenStream| {
            let text = expansion.to_string();
            traits.iter().all(|name| {
                text.contains(&format!("{name} for Example")) || text.contains(&format!("{name} < '__de > for Example"))
            })
        };
        assert!(is_implemented(&expand(text).1), "{}", expand(text).1);
        for step in steps(text) {
            let (is_parsed, expansion) = expand(&closed(step));
            let own = messages(expansion.clone());
            assert!(own.len() <= usize::from(is_parsed), "{own:?} after {step}");
            assert!(is_implemented(&expansion), "{traits:?} after {step}\n{expansion}");
            let printed = expansion.to_string();
            for (end, name) in finished {
                assert!(!step.contains(end) || printed.contains(name), "no {name} after {step}\n{printed}");
            }
        }
    }
}
