//! The reference in the runtime's docs has a heading for everything that the grammar has.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::attr::key;
use crate::endpoint;

/// The headings of a page, as they are written.
fn headings(page: &str) -> Vec<String> {
    let text = text(page);
    let outside_of_blocks = text.split("```").step_by(2).flat_map(str::lines);
    let titles = outside_of_blocks.filter_map(|line| line.strip_prefix('#'));
    titles.map(|title| title.trim_start_matches('#').trim().to_owned()).collect()
}

fn text(page: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/docs/reference");
    std::fs::read_to_string(folder.join(page).with_extension("md")).expect("a page")
}

/// The names that stand in backticks in the help of an endpoint's mistake, the one that names most.
fn named_in_help(field: &TokenStream) -> Vec<String> {
    let expansion = endpoint::expand(quote!(method = "PUT", path = "/"), &quote!(struct Get { #field })).to_string();
    let names = |help: &str| help.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let helps = expansion.split("help: ").skip(1).filter_map(|rest| rest.split('"').next());
    helps.map(names).max_by_key(Vec::len).expect("a mistake with a help")
}

#[test]
fn every_key_has_its_heading() {
    let of_errors = [&key::OF_ERROR[..], &[key::DEFAULT, key::INCLUDE]].concat();
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
        // An option that is like none is told with all there are.
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
