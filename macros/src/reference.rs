//! Tests that the grammar, the reference in the runtime's docs, and the rustdoc of the macros name the same keys and
//! options.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::attr::fields::Place;
use crate::attr::key;
use crate::endpoint;
use crate::site::Site;

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
    let headings = ["fields", "query", "bodies"].map(headings).concat();
    for place in ["host", "path", "query", "header", "body", "form", "payload"] {
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
const DERIVES: [(&str, &str, &[&str], &[Site]); 6] = [
    ("derive_arguments", "Arguments", &["arguments", key::CRATE], &[Site::Arguments, Site::ArgumentsField]),
    ("derive_lookup", "Lookup", &["lookup", key::CRATE], &[Site::Lookup, Site::LookupVariant]),
    (
        "derive_scalar",
        "Scalar",
        &["scalar", key::CRATE],
        &[Site::ScalarStruct, Site::ScalarEnum, Site::ScalarVariant, Site::ScalarOther],
    ),
    ("derive_open_enum", "OpenEnum", &["open_enum", key::CRATE], &[Site::OpenEnum, Site::OpenEnumVariant]),
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
