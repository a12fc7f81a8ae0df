//! Tests of what the docs claim about expansions.

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;

use super::pretty;
use crate::endpoint;

/// A file of the project.
fn path(of: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(of)
}

fn read(of: &str) -> String {
    std::fs::read_to_string(path(of)).unwrap_or_else(|error| panic!("{of}: {error}"))
}

/// The expansion of the endpoint in a source file.
fn expansion_of(source: &str) -> String {
    let is_endpoint = |attribute: &syn::Attribute| attribute.path().is_ident("endpoint");
    let file = syn::parse_file(source).expect("source");
    let (at, mut item) = file
        .items
        .into_iter()
        .find_map(|item| match item {
            syn::Item::Struct(item) => Some((item.attrs.iter().position(is_endpoint)?, item)),
            _ => None,
        })
        .expect("an endpoint");
    let args = item.attrs.remove(at).parse_args::<TokenStream>().expect("its keys");
    pretty(endpoint::expand(args, &quote!(#item)))
}

/// The page that shows an endpoint beside its expansion, split into text and code blocks.
struct Page(Vec<String>);

impl Page {
    const PATH: &str = "runtime/src/docs/expansion.md";

    /// A fence is at the start of a line. The fences in the docs of the expansion are not.
    const FENCE: &str = "\n```";

    fn read() -> Self {
        Self(read(Self::PATH).split(Self::FENCE).map(str::to_owned).collect())
    }

    /// The code of a block, without the lines that rustdoc hides.
    fn code(&self, block: usize) -> String {
        let lines: Vec<&str> = self.0[block].lines().skip(1).filter(|line| !Self::is_hidden(line)).collect();
        lines.join("\n") + "\n"
    }

    fn is_hidden(line: &str) -> bool {
        line == "#" || line.starts_with("# ")
    }

    /// Replaces the code of a block, after the lines that rustdoc hides.
    fn write(mut self, block: usize, code: &str) {
        let hidden: Vec<&str> = self.0[block].lines().skip(1).filter(|line| Self::is_hidden(line)).collect();
        self.0[block] = format!("rust\n{}\n{}", hidden.join("\n"), code.trim_end());
        std::fs::write(path(Self::PATH), self.0.join(Self::FENCE)).expect("the page is written");
    }
}

#[test]
fn page_of_the_expansion_shows_the_actual_expansion() {
    let page = Page::read();
    let expansion = expansion_of(&page.code(1));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        return page.write(3, &expansion);
    }
    assert!(
        page.code(3) == expansion,
        "it expands otherwise than the page says; see `UPDATE_SNAPSHOTS=1` and git diff"
    );
}

#[test]
fn line_count_of_the_benchmark_endpoint_equals_the_one_in_architecture_md() {
    let expansion = expansion_of(&read("runtime/benches/shape/mod.rs"));
    let is_code = |line: &&str| !line.trim_start().starts_with("///");
    let sentence = format!("it expands to {} lines", expansion.lines().filter(is_code).count());
    assert!(read("ARCHITECTURE.md").contains(&sentence), "ARCHITECTURE.md does not say that {sentence}");
}

#[test]
fn docs_of_an_endpoint_have_a_row_for_a_lookup_in_the_path() {
    let places = [
        ("PATCH", "name: Option<String>", "the JSON body"),
        ("GET", "name: Option<String>", "the query"),
        ("POST", "#[form] name: Option<String>", "the form"),
    ];
    for (method, other, place) in places {
        let source = format!(
            "#[endpoint(method = \"{method}\", path = \"/users/<user>\")] pub struct A {{ pub user: UserLookup, {other} }}"
        );
        let row = format!(
            "| `user` | [`UserLookup`] | path; a lookup also in {place}, unless the path contains it | required |"
        );
        assert!(expansion_of(&source).contains(&row), "{row}");
    }
}
