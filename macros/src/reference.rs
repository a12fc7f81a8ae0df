//! Tests that the grammar, the reference in the runtime's docs, and the rustdoc of the macros name the same keys and
//! options.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::attr::fields::Place;
use crate::attr::key;
use crate::site::Site;
use crate::{derive, endpoint, endpoint_list};

/// The headings of a page, as written.
fn headings(page: &str) -> Vec<String> {
    let text = text(page);
    let outside_of_blocks = text.split("```").step_by(2).flat_map(str::lines);
    let titles = outside_of_blocks.filter_map(|line| line.strip_prefix('#'));
    titles.map(|title| title.trim_start_matches('#').trim().to_owned()).collect()
}

pub(crate) fn text(page: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/docs/reference");
    std::fs::read_to_string(folder.join(page).with_extension("md")).expect("a page")
}

/// The doc comment of a macro.
fn rustdoc(entry_point: &str) -> String {
    let (before, _) = include_str!("lib.rs").split_once(&format!("pub fn {entry_point}(")).expect("an entry point");
    let mut lines: Vec<&str> = before.lines().rev().skip_while(|line| !line.starts_with("///")).collect();
    let length = lines.iter().position(|line| !line.starts_with("///")).expect("a line before the comment");
    lines.truncate(length);
    lines.iter().rev().flat_map(|line| [line.trim_start_matches('/').trim_start(), "\n"]).collect()
}

/// A section of a text, from its heading to the next one.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("# {heading}\n")).unwrap_or_else(|| panic!("no `# {heading}`"));
    rest.split("\n# ").next().unwrap_or(rest)
}

/// The cells in the rows of a text's tables, without the header rows.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| line.starts_with("| `"));
    lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// The code in a text: between backticks, and in blocks.
fn code_words(text: &str) -> BTreeSet<&str> {
    let code = text.split('`').skip(1).step_by(2);
    code.flat_map(|code| code.split(|char: char| !char.is_alphanumeric() && char != '_')).collect()
}

fn set<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    names.into_iter().collect()
}

/// The names in backticks in the help for a mistake in an endpoint. If there are several helps, the one with the most
/// names.
fn named_in_help(field: &TokenStream) -> Vec<String> {
    let expansion = endpoint::expand(quote!(method = "PUT", path = "/"), &quote!(struct Get { #field })).to_string();
    let expansion = expansion.replace("\\\"", "");
    let names = |help: &str| help.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let helps = expansion.split("help: ").skip(1).filter_map(|rest| rest.split('"').next());
    helps.map(names).max_by_key(Vec::len).expect("a mistake with a help")
}

#[test]
fn every_key_has_its_heading() {
    let of_errors = [&key::OF_ERROR[..], &[key::DEFAULT, key::INCLUDE, key::DERIVE]].concat();
    for (page, keys) in [("endpoint", &key::OF_ENDPOINT[..]), ("errors", &of_errors)] {
        let headings = headings(page);
        for key in keys {
            assert!(headings.contains(&format!("`{key}`")), "{page} has no `{key}`: {headings:?}");
        }
    }
}

#[test]
fn every_option_of_a_field_has_its_heading() {
    let headings = ["fields", "query", "bodies", "multipart"].map(headings).concat();
    for place in Place::ALL.map(Place::attribute) {
        let attribute = format_ident!("{place}");
        // The help for an option that is not similar to a known one lists all options.
        let options = named_in_help(&quote!(#[#attribute(zzzzzzzz)] field: u8));
        assert!(options.len() >= 2, "{options:?}");
        for option in options {
            assert!(headings.contains(&format!("`{option}`")), "no page has `{option}` of `#[{place}]`: {headings:?}");
        }
    }
}

#[test]
fn every_style_is_shown() {
    let page = text("query");
    for option in ["list", "object"] {
        let option = format_ident!("{option}");
        let styles = named_in_help(&quote!(#[query(#option = "zzzzzzzz")] field: u8));
        assert!(styles.len() >= 2, "{styles:?}");
        for style in styles {
            assert!(page.contains(&format!("\"{style}\"")), "the page has no `{style}`");
        }
    }
}

#[test]
fn rustdoc_of_endpoint_has_a_row_for_every_key() {
    let docs = rustdoc("endpoint");
    let keys = rows(section(&docs, "Keys"));
    let keys = set(keys.iter().map(|row| row[0].trim_matches('`').trim_end_matches("(..)")));
    assert_eq!(keys, set(key::OF_ENDPOINT));
}

#[test]
fn rustdoc_of_endpoint_has_a_row_for_every_kind_and_key_of_an_entry() {
    let docs = rustdoc("endpoint");
    let rows = rows(section(&docs, "Entries of `errors(..)`"));
    let names = set(rows.iter().map(|row| row[0].trim_matches('`').split(['(', ' ']).next().unwrap_or_default()));
    assert_eq!(names, set(["not_found", key::DEFAULT, key::INCLUDE, key::DERIVE].into_iter().chain(key::OF_ERROR)));
    let of_set = rustdoc("errors");
    for key in [&key::OF_ERROR[..], &[key::DEFAULT, key::INCLUDE, key::DERIVE, key::CRATE]].concat() {
        assert!(code_words(&of_set).contains(key), "the rustdoc of `errors` does not name `{key}`");
    }
}

#[test]
fn rustdoc_and_reference_list_the_options_of_every_attribute_on_a_field() {
    let docs = rustdoc("endpoint");
    let rows = rows(section(&docs, "Fields"));
    let page = text("fields");
    assert_eq!(rows.len(), Place::ALL.len());
    for (place, row) in Place::ALL.into_iter().zip(&rows) {
        let attribute = place.attribute();
        assert_eq!(row[0], format!("`#[{attribute}]`"));
        let options: Vec<&str> = row[2].split('`').skip(1).step_by(2).collect();
        assert_eq!(options, place.options(), "#[{attribute}]");
        let line = page.lines().find(|line| line.trim_start().starts_with(&format!("#[{attribute}(OPTION, ..)]")));
        let options =
            line.and_then(|line| line.split("..)]").nth(1)).map(|options| options.trim().split(", ").collect());
        assert_eq!(options, Some(place.options().to_vec()), "#[{attribute}] in the reference");
    }
}

#[test]
fn grammar_at_the_top_of_the_reference_names_every_key() {
    let of_errors = [&key::OF_ERROR[..], &[key::DEFAULT, key::INCLUDE, key::DERIVE]].concat();
    for (page, keys) in [("endpoint", &key::OF_ENDPOINT[..]), ("errors", &of_errors)] {
        let page_text = text(page);
        let grammar = page_text.split("```").nth(1).expect("a block");
        let words = set(grammar.split(|char: char| !char.is_alphanumeric() && char != '_'));
        for key in keys {
            assert!(words.contains(key), "the grammar of {page} has no `{key}`");
        }
    }
}

/// Each derive: its entry point, its own attributes with their options, and the serde keys that it follows.
const DERIVES: [(&str, &str, &[&str], &[Site]); 7] = [
    (
        "derive_arguments",
        "Arguments",
        &["arguments", key::BUILDER, key::CRATE],
        &[Site::Arguments, Site::ArgumentsField],
    ),
    ("derive_lookup", "Lookup", &["lookup", key::CRATE], &[Site::Lookup, Site::LookupVariant]),
    (
        "derive_scalar",
        "Scalar",
        &["scalar", key::CRATE],
        &[Site::ScalarStruct, Site::ScalarEnum, Site::ScalarVariant, Site::ScalarOther],
    ),
    ("derive_open_enum", "OpenEnum", &["open_enum", key::CRATE], &[Site::OpenEnum, Site::OpenEnumVariant]),
    ("derive_event", "Event", &["event", key::RENAME_ALL, key::CRATE, key::NAME, key::OTHER], &[]),
    ("derive_payload", "Payload", &["payload", key::CRATE, key::TEXT, key::BYTES, key::CONTENT_TYPE], &[]),
    (
        "derive_response",
        "Response",
        &["response", key::CRATE, "header", "status", "payload", key::NAME, key::WITH, key::PREFIX],
        &[Site::Response, Site::ResponseMember],
    ),
];

#[test]
fn rustdoc_of_every_derive_names_its_options_and_the_keys_of_serde() {
    for (entry_point, derive, options, sites) in DERIVES {
        let docs = rustdoc(entry_point);
        let words = code_words(&docs);
        for name in options.iter().chain(sites.iter().flat_map(|site| site.supported())) {
            assert!(words.contains(name), "the rustdoc of `{derive}` does not name `{name}`");
        }
    }
}

#[test]
fn reference_lists_the_keys_of_serde_that_each_derive_follows() {
    let page = text("derives");
    let rows = rows(section(&page, "serde's other keys"));
    for (_, derive, _, sites) in DERIVES.into_iter().filter(|(.., sites)| !sites.is_empty()) {
        let row =
            rows.iter().find(|row| row[0] == format!("`{derive}`")).unwrap_or_else(|| panic!("no row of `{derive}`"));
        let names = row[1..].iter().flat_map(|cell| cell.split('`').skip(1).step_by(2));
        let names = set(names.map(|name| name.split(' ').next().unwrap_or_default()));
        assert_eq!(names, set(sites.iter().flat_map(|site| site.supported().iter().copied())), "{derive}");
    }
}

#[test]
fn grammar_at_the_top_of_the_derives_names_every_option_and_key_of_serde() {
    let page = text("derives");
    let grammar = page.split("```").nth(1).expect("a block");
    for (_, derive, options, sites) in DERIVES {
        let parts: Vec<&str> =
            grammar.split("#[derive(").filter(|part| part.starts_with(&format!("{derive})"))).collect();
        let words: BTreeSet<&str> =
            parts.iter().flat_map(|part| part.split(|char: char| !char.is_alphanumeric() && char != '_')).collect();
        for name in options.iter().chain(sites.iter().flat_map(|site| site.supported())) {
            assert!(words.contains(name), "the grammar of `{derive}` has no `{name}`");
        }
    }
}

type Expand = fn(TokenStream) -> TokenStream;

/// The names that the help for an unknown option lists, in a derive.
fn options_in_help(expansion: &TokenStream) -> Vec<String> {
    let expansion = expansion.to_string();
    let help = expansion.split("help: ").nth(1).and_then(|rest| rest.split('"').next()).expect("a help");
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn help_for_an_unknown_option_of_a_derive_lists_the_options_of_the_rustdoc() {
    let mistakes: [(&str, Expand, &str); 10] = [
        ("Arguments", derive::arguments::expand, "#[arguments(zzzzzzzz)] struct A { a: u8 }"),
        ("Lookup", derive::lookup::expand, "#[lookup(zzzzzzzz)] enum A { A(u8) }"),
        ("Scalar", derive::scalar::expand, "#[scalar(zzzzzzzz)] struct A(u8);"),
        ("OpenEnum", derive::open_enum::expand, "#[open_enum(zzzzzzzz)] enum A { A, B(String) }"),
        ("Event", derive::event::expand, "#[event(zzzzzzzz)] enum A { A(u8) }"),
        ("Event", derive::event::expand, "enum A { #[event(zzzzzzzz)] A(u8) }"),
        ("Payload", derive::payload::expand, "#[payload(zzzzzzzz)] enum A { A(u8) }"),
        ("Payload", derive::payload::expand, "enum A { #[payload(zzzzzzzz)] A(u8) }"),
        ("Response", derive::response::expand, "#[response(zzzzzzzz)] struct A { a: u8 }"),
        ("Response", derive::response::expand, "struct A { #[header(zzzzzzzz)] a: u8 }"),
    ];
    for (derive, expand, mistake) in mistakes {
        let (.., known, _) = DERIVES.into_iter().find(|(_, name, ..)| *name == derive).expect("a derive");
        let listed = options_in_help(&expand(mistake.parse().expect("an item")));
        assert!(!listed.is_empty(), "{derive}");
        for name in listed {
            assert!(known.contains(&name.as_str()), "`{derive}` lists `{name}`, which its rustdoc does not name");
        }
    }
}

#[test]
fn reference_has_a_heading_and_a_row_for_every_item_of_api() {
    let file = syn::parse_file(include_str!("../../runtime/src/endpoint/api.rs")).expect("source");
    let is_api = |item: syn::Item| match item {
        syn::Item::Trait(item) if item.ident == "Api" => Some(item),
        _ => None,
    };
    let api = file.items.into_iter().find_map(is_api).expect("the trait");
    let is_hidden = |item: &syn::TraitItemConst| {
        item.attrs.iter().any(|attribute| attribute.path().is_ident("doc") && attribute.meta.require_list().is_ok())
    };
    let items: Vec<(String, bool)> = api
        .items
        .iter()
        .filter_map(|item| match item {
            syn::TraitItem::Const(item) => (!is_hidden(item)).then(|| (item.ident.to_string(), item.default.is_none())),
            syn::TraitItem::Type(item) => Some((item.ident.to_string(), item.default.is_none())),
            _ => panic!("an item of another kind"),
        })
        .collect();
    let page = text("api");
    let grammar = page.split("```").nth(1).expect("a block");
    let headings = headings("api");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| [`") && line.contains("](#")).collect();
    assert_eq!(rows.len(), items.len(), "{rows:?}");
    for (name, is_required) in items {
        assert!(headings.contains(&format!("`{name}`")), "the page has no heading `{name}`");
        let line =
            grammar.lines().find(|line| line.contains(&format!(" {name}: ")) || line.contains(&format!(" {name} =")));
        let line = line.unwrap_or_else(|| panic!("the grammar has no `{name}`"));
        assert_eq!(line.ends_with("optional"), !is_required, "{line}");
        let row = rows.iter().find(|row| row.starts_with(&format!("| [`{name}`]"))).expect("a row");
        assert_eq!(row.contains("| required"), is_required, "{row}");
    }
}

#[test]
fn forms_of_endpoints_in_reference_and_rustdoc_are_those_of_the_grammar() {
    let rustdoc = include_str!("../../runtime/src/endpoint/list.rs");
    let (rustdoc, _) = rustdoc.split_once("macro_rules! endpoints").expect("the macro");
    let rustdoc: Vec<&str> = rustdoc.lines().map(|line| line.trim_start_matches("///")).collect();
    let pages = [text("index"), text("api"), rustdoc.join("\n")];
    for page in &pages {
        let forms = page.split("endpoints! {").skip(1).filter_map(|rest| rest.split('}').next());
        for form in forms {
            // As a token, `..` is not a condition.
            let tokens: TokenStream = form.replace("cfg(..)", "cfg(test)").parse().expect("tokens");
            let expansion = endpoint_list::expand(quote!((callsheet) #tokens)).to_string();
            assert!(!expansion.contains("compile_error"), "{form}: {expansion}");
        }
        assert!(page.contains("endpoints! {"), "the form is missing");
    }
    // The only attribute of an entry.
    let refused = endpoint_list::expand(quote!((callsheet) mod all: #[zzzzzzzz] User)).to_string();
    let accepted = endpoint_list::expand(quote!((callsheet) mod all: #[cfg(test)] User)).to_string();
    assert!(refused.contains("compile_error") && !accepted.contains("compile_error"));
    for page in &pages[1..] {
        assert!(page.contains("`#[cfg(..)]`"), "the attribute of an entry is missing");
    }
    let grammar = pages[1].split("```").nth(1).expect("a block");
    assert!(grammar.contains("endpoints! {") && grammar.contains("#[cfg(..)]"), "{grammar}");
}

#[test]
fn grammar_of_a_set_of_errors_names_crate() {
    let page = text("errors");
    let grammar = page.split("```").nth(1).expect("a block");
    assert!(grammar.contains("crate = path"), "{grammar}");
}

/// The modules of a file, with the names and the docs of the items in them.
fn items_for_editors(of: &str) -> Vec<(String, String)> {
    let file = syn::parse_file(include_str!("../../runtime/src/editor/keys.rs")).expect("source");
    let modules = |items: Vec<syn::Item>| {
        items.into_iter().filter_map(|item| match item {
            syn::Item::Mod(module) => Some(module),
            _ => None,
        })
    };
    let module = modules(file.items).find(|module| module.ident == of).expect("a module");
    let items = modules(module.content.expect("inline").1);
    items.map(|item| (item.ident.to_string(), crate::docs::text(&crate::docs::of(&item.attrs)))).collect()
}

#[test]
fn editors_complete_every_key_and_show_docs_with_a_link_to_its_heading() {
    for (of, keys, page) in [("endpoint", &key::OF_ENDPOINT[..], "endpoint"), ("entry", &key::OF_ERROR[..], "errors")] {
        let items = items_for_editors(of);
        let names: BTreeSet<&str> = items.iter().map(|(name, _)| name.as_str()).collect();
        // A keyword cannot be imported.
        let expected: BTreeSet<&str> = keys.iter().copied().filter(|key| *key != key::CRATE).collect();
        assert_eq!(names, expected);
        for (name, docs) in &items {
            let link = format!("[Reference](crate::reference::{page}#{name})");
            assert!(docs.ends_with(&link) && docs.len() > link.len() + 20, "{name}: {docs}");
            assert!(headings(page).contains(&format!("`{name}`")), "`{name}` has a heading");
        }
    }
}

#[test]
fn expansion_passes_every_key_as_written_to_editors() {
    let written = include_str!("../../tests/ui/pass/every-key.rs");
    let file = syn::parse_file(written).expect("source");
    let args = file.items.iter().filter_map(|item| match item {
        syn::Item::Struct(item) => item.attrs.iter().find(|attribute| attribute.path().is_ident("endpoint")),
        _ => None,
    });
    let args: Vec<TokenStream> =
        args.map(|attribute| attribute.meta.require_list().expect("keys").tokens.clone()).collect();
    let listed = args.iter().map(crate::expand::editor::keys).collect::<TokenStream>().to_string();
    for (start, keys) in [("[endpoint ", &key::OF_ENDPOINT[..]), ("[entry ", &key::OF_ERROR[..])] {
        let lists = listed.split(start).skip(1).filter_map(|rest| rest.split(']').next());
        let words: Vec<&str> = lists.flat_map(str::split_whitespace).collect();
        for key in keys.iter().filter(|key| **key != key::CRATE) {
            assert!(words.contains(key), "`{key}` in {start}..]: {listed}");
        }
    }
    // While a key is typed, and next to mistakes, the editor needs it most.
    let listed = crate::expand::editor::keys(
        &"meth, errors(gone = 410, lost(sta, code = none), include(A), derive(B)), crate = a, = 1"
            .parse()
            .expect("tokens"),
    );
    assert_eq!(listed.to_string(), "__callsheet :: keys ! ([endpoint meth errors] [entry sta code]) ;");
}
