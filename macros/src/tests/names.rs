//! Names in an expansion do not conflict with types or modules of the user that have the same name.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::spelled::RESERVED;
use crate::{
    derive::arguments, derive::event, derive::lookup, derive::open_enum, derive::payload, derive::response,
    derive::scalar, endpoint, error_set,
};

/// Expansions, and their input.
#[derive(Default)]
struct Expanded {
    input: TokenStream,
    output: TokenStream,
}

impl Expanded {
    fn attribute(
        &mut self,
        expand: fn(TokenStream, &TokenStream) -> TokenStream,
        args: TokenStream,
        item: TokenStream,
    ) {
        self.output.extend(expand(args.clone(), &item));
        self.input.extend([args, item]);
    }

    fn derive(&mut self, expand: fn(TokenStream) -> TokenStream, item: TokenStream) {
        self.output.extend(expand(item.clone()));
        self.input.extend(item);
    }
}

/// Definitions that together use every part of the grammar that introduces names.
fn expanded() -> Expanded {
    let mut all = Expanded::default();
    attributes(&mut all);
    pages(&mut all);
    derives(&mut all);
    events(&mut all);
    all
}

fn attributes(all: &mut Expanded) {
    all.attribute(
        endpoint::expand,
        quote!(
            method = "POST", path = "/<id>/<rest..>", api = Own, response = Option<Answer>, success = [200, 201],
            query("a" = "b"), idempotency_key = "Key", scopes("a"),
            errors(
                gone = 410, any(status = "4XX", code = none), refused(status = 422, body = Refusal),
                limited(status = 429, detail = Limit), include(Shared), default(other)
            )
        ),
        quote!(
            pub struct Every {
                pub id: Id,
                pub rest: String,
                #[query(flatten)]
                pub map: BTreeMap<String, String>,
                #[header(prefix = "x-")]
                pub headers: BTreeMap<String, String>,
                #[header]
                pub header: Option<Header>,
                #[body(with = seconds)]
                pub required: Timestamp,
                #[body(with = seconds)]
                pub optional: Option<Timestamp>,
                #[body(with = seconds)]
                pub patch: Patch<Timestamp>,
                pub note: Patch<Note>,
                pub number: Patch<u8>,
            }
        ),
    );
    all.attribute(
        endpoint::expand,
        quote!(method = "POST", path = "/", headers("X-A" = "b"), body("stream" = true), success = "2XX"),
        quote!(
            pub struct Constants {
                pub with: Option<String>,
                #[header]
                pub tags: Vec<String>,
            }
        ),
    );
    let file = quote!(
        pub struct File {
            #[payload(bytes)]
            pub file: Option<Bytes>,
        }
    );
    all.attribute(endpoint::expand, quote!(method = "PUT", path = "/"), file);
    all.attribute(
        endpoint::expand,
        quote!(
            method = "PUT",
            path = "/<ids>",
            host_prefix = "<shop>.",
            body("a" = true),
            idempotency_key = body("key")
        ),
        quote!(
            pub struct Listed {
                pub shop: String,
                #[path(list = "comma")]
                pub ids: Ids,
            }
        ),
    );
    let payload = quote!(
        pub struct Typed {
            #[payload]
            pub change: Option<Change>,
        }
    );
    all.attribute(endpoint::expand, quote!(method = "PUT", path = "/"), payload);
    all.attribute(
        error_set::expand,
        quote!(gone = 410),
        quote!(
            pub enum Shared {}
        ),
    );
}

fn events(all: &mut Expanded) {
    all.derive(
        event::expand,
        quote!(
            pub enum Happened {
                Added(Row),
                #[event(name = ["a", "b"])]
                Gone,
                #[event(other)]
                Later(Any),
            }
        ),
    );
}

fn pages(all: &mut Expanded) {
    all.attribute(
        endpoint::expand,
        quote!(
            method = "GET",
            path = "/",
            response = Answer,
            pages(number = page, size = size, last = meta.last, more = more, items = rows, item = Row)
        ),
        quote!(
            pub struct Paged {
                pub page: Option<Page>,
                pub size: Option<u32>,
            }
        ),
    );
    all.attribute(
        endpoint::expand,
        quote!(method = "GET", path = "/", response = Answer, pages(cursor = after, next = rows.last.id, items = rows)),
        quote!(
            pub struct After {
                pub after: Option<String>,
            }
        ),
    );
}

fn derives(all: &mut Expanded) {
    for tagging in [quote!(), quote!(#[serde(tag = "t")]), quote!(#[serde(tag = "t", content = "c")])] {
        let union = quote!(
            #tagging
            pub enum Union {
                Texts(String),
                Nothing,
                #[serde(other)]
                Later(Json),
            }
        );
        all.derive(open_enum::expand, union);
    }
    all.derive(
        payload::expand,
        quote!(
            pub enum Change {
                Merge(Properties),
                #[payload(text)]
                Words(String),
                #[payload(bytes)]
                Raw(Bytes),
            }
        ),
    );
    all.derive(
        arguments::expand,
        quote!(
            pub struct Properties {
                pub kind: String,
                #[serde(with = "seconds")]
                pub required: Timestamp,
                #[serde(with = "seconds")]
                pub patch: Patch<Timestamp>,
                #[serde(flatten)]
                pub rest: Rest,
            }
        ),
    );
    all.derive(
        response::expand,
        quote!(
            pub struct Read {
                #[header]
                etag: Option<Text>,
                #[status]
                status: StatusCode,
                member: Member,
                optional: Option<Member>,
                #[serde(default)]
                default: Member,
            }
        ),
    );
    all.derive(
        response::expand,
        quote!(
            pub struct Whole {
                #[payload]
                whole: Answer,
            }
        ),
    );
    all.derive(
        lookup::expand,
        quote!(
            pub enum Which {
                Id(Id),
                Name(Name),
            }
        ),
    );
    all.derive(
        open_enum::expand,
        quote!(
            pub enum State {
                Open,
                Other(Text),
            }
        ),
    );
    all.derive(
        scalar::expand,
        quote!(
            pub struct Id(Text);
        ),
    );
    all.derive(
        scalar::expand,
        quote!(
            pub enum Sort {
                A,
                B(Text),
            }
        ),
    );
}

/// Collects every name of an expansion that is resolved or introduced in scope: it does not come after `::` or `.` and
/// is not a keyword.
fn bare(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut before = (' ', ' ');
    for token in tokens {
        let mut here = ' ';
        match token {
            TokenTree::Group(group) => bare(group.stream(), found),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let is_reached = before == (':', ':') || before.1 == '.';
                if !is_reached && syn::parse_str::<syn::Ident>(&name).is_ok() {
                    found.insert(name);
                }
            }
            TokenTree::Punct(punct) => here = punct.as_char(),
            TokenTree::Literal(_) => {}
        }
        before = (before.1, here);
    }
}

/// Names that the fixture uses itself, and names of types that the macros recognize by their names.
const OF_THE_FIXTURE: [&str; 4] = ["field", "module", "Option", "Bytes"];

/// The fixture, up to the list of names.
const DEFINITIONS: &str = "\
//! Types and modules with the names of generated items. Generated by `macros/src/tests/names.rs`.

#![allow(dead_code, non_camel_case_types, non_snake_case)]

mod shared {
    #[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
    pub struct Unit;

    impl callsheet::Scalar for Unit {
        fn write_scalar(&self, to: &mut callsheet::value::TextWriter<'_>) -> Result<(), callsheet::value::ValueError> {
            callsheet::Scalar::write_scalar(\"a\", to)
        }
    }

    pub fn serialize<T, S: serde::Serializer>(_: T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

macro_rules! definitions {
    ($($module:ident $name:ident)*) => {$(
        /// A type with this name, in every position where a definition can name a type.
        mod $module {
            // In the type namespace and in the value namespace.
            pub use crate::shared::Unit as $name;
            #[derive(callsheet::Arguments)]
            pub struct OfNested {
                pub field: $name,
                pub fields: Option<Vec<$name>>,
                pub patch: callsheet::Patch<$name>,
                #[serde(with = \"crate::shared\")]
                pub with: $name,
            }
            #[derive(callsheet::Lookup)]
            pub enum OfWhich {
                Field($name),
                Other($name),
            }
            #[derive(callsheet::OpenEnum)]
            pub enum OfUnion {
                Field($name),
                #[serde(other)]
                Other($name),
            }
            #[derive(callsheet::Event)]
            pub enum OfEvents {
                Field($name),
                #[event(other)]
                Other(callsheet::Event<callsheet::Text>),
            }
            #[derive(callsheet::Scalar)]
            pub struct OfNewtype($name);
            #[derive(callsheet::Response)]
            pub struct OfRead {
                pub field: $name,
                pub optional: Option<$name>,
            }
            #[derive(callsheet::Response)]
            pub struct OfWhole {
                #[payload]
                pub field: $name,
            }
            #[callsheet::endpoint(
                method = \"POST\",
                path = \"/<field>\",
                response = $name,
                errors(gone(status = 410, detail = $name), refused(status = 422, body = Vec<$name>)),
            )]
            pub struct Definition {
                pub field: $name,
                #[query]
                pub query: Option<$name>,
                #[header]
                pub header: $name,
                pub body: $name,
                pub patch: callsheet::Patch<$name>,
                #[body(with = crate::shared)]
                pub with: $name,
                #[body(with = crate::shared)]
                pub with_patch: callsheet::Patch<$name>,
                pub phone: u8,
                pub nested: OfNested,
            }
            /// A module with this name that contains types and functions.
            pub mod module {
                mod $name {
                    pub type Type = u8;
                    pub const LENGTH: usize = 2;
                    pub use crate::shared::serialize;
                }
                #[callsheet::errors(gone(status = 410, detail = $name::Type))]
                pub enum OfShared {}
                #[callsheet::endpoint(
                    method = \"POST\",
                    path = \"/<field>\",
                    response = $name::Type,
                    errors(gone(status = 410, detail = $name::Type), include(OfShared)),
                )]
                pub struct Definition {
                    pub field: $name::Type,
                    pub length: [u8; $name::LENGTH],
                    #[body(with = $name)]
                    pub with: for<'a> fn(&'a str) -> &'a str,
                    #[body(with = $name)]
                    pub optional: Option<u8>,
                    pub phone: u8,
                }
            }
        }
    )*};
}

definitions! {
";

fn fixture(names: &BTreeSet<String>) -> String {
    let mut text = DEFINITIONS.to_owned();
    for name in names {
        writeln!(text, "    of_{name} {name}").expect("a string");
    }
    text.push_str("}\n\nfn main() {}\n");
    text
}

/// The parameters and variables of an expansion.
#[derive(Default)]
struct Locals(BTreeSet<String>);

impl<'ast> syn::visit::Visit<'ast> for Locals {
    fn visit_fn_arg(&mut self, argument: &'ast syn::FnArg) {
        // These two appear in the docs, so they are plain names.
        let is_chosen = |name: &syn::Ident| name == "value" || name == "client";
        match argument {
            syn::FnArg::Typed(syn::PatType { pat, .. }) if matches!(&**pat, syn::Pat::Ident(pattern) if is_chosen(&pattern.ident)) =>
                {}
            argument => syn::visit::visit_fn_arg(self, argument),
        }
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.insert(pattern.ident.to_string());
        syn::visit::visit_pat_ident(self, pattern);
    }
}

#[test]
fn variables_of_an_expansion_have_reserved_names() {
    let file: syn::File = syn::parse2(expanded().output).expect("an expansion is Rust");
    let mut locals = Locals::default();
    syn::visit::Visit::visit_file(&mut locals, &file);
    assert!(locals.0.len() > 10, "{:?}", locals.0);
    // A user may have a constant or a unit struct with any name that is not reserved.
    locals.0.retain(|name| !name.starts_with(RESERVED));
    assert!(locals.0.is_empty(), "write them with `__` in front: {:?}", locals.0);
}

#[test]
fn user_types_with_generated_names_are_in_the_fixture() {
    let all = expanded();
    let (mut names, mut given) = (BTreeSet::new(), BTreeSet::new());
    bare(all.output, &mut names);
    bare(all.input, &mut given);
    names.retain(|name| !given.contains(name));
    // Names of the definition in the fixture itself.
    names.extend(["PhoneIsSet", "PhoneState", "FieldIsSet", "FieldState", "PhoneIsSet_"].map(str::to_owned));
    names.retain(|name| !OF_THE_FIXTURE.contains(&name.as_str()));
    assert!(names.len() > 90 && names.contains("__callsheet") && names.contains("client"), "{names:?}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/pass/generated-names.rs");
    let fixture = fixture(&names);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &fixture).expect("the fixture is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(fixture == written, "the names in expansions changed: run with `UPDATE_SNAPSHOTS=1`");
}
