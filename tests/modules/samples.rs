//! Small source trees that show what counts as a use.

use crate::graph::Graphs;
use crate::tree::{Sources, Tree};

/// Builds the graphs of a crate. `files` are pairs of a path and its text.
fn graphs(files: &[(&str, &str)]) -> Graphs {
    let sources: Sources = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let graphs = Graphs::of(&Tree::of(&sources));
    assert!(graphs.unknown.is_empty(), "{:?}", graphs.unknown);
    graphs
}

/// Returns the uses, as `a -> b`.
fn uses(files: &[(&str, &str)]) -> Vec<String> {
    graphs(files).files.uses().map(|(from, to)| format!("{from} -> {to}")).collect()
}

#[test]
fn cycle_is_reported_with_the_places_of_its_uses() {
    let graphs = graphs(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;"),
        ("a.rs", "use crate::b::B;\npub struct A(B);"),
        ("b.rs", "pub struct B;\nfn b() { crate::c::c() }"),
        ("c.rs", "pub fn c() {\n    let _: Option<super::a::A> = None;\n}"),
    ]);
    // The report begins at the use with the fewest places to change.
    let expected = "b -> c -> a -> b
  b uses c:
    b.rs:2: crate::c::c
  c uses a:
    c.rs:2: super::a::A
  a uses b:
    a.rs:1: crate::b::B
    a.rs:2: B";
    assert_eq!(graphs.files.mistakes(), [expected]);
    assert_eq!(graphs.folders.mistakes(), [expected]);
}

#[test]
fn cycle_is_reported_until_a_use_is_removed() {
    let files = [("lib.rs", "mod a;\nmod b;"), ("a.rs", "use crate::b::B; pub struct A(B);")];
    let with_cycle = graphs(&[files[0], files[1], ("b.rs", "pub struct B(crate::a::A);")]);
    assert_eq!(with_cycle.files.mistakes().len(), 1);
    let without = graphs(&[files[0], files[1], ("b.rs", "pub struct B;")]);
    assert_eq!(without.files.mistakes(), [""; 0]);
}

#[test]
fn reexport_leads_to_the_module_that_defines_the_item() {
    let files = [
        ("lib.rs", "mod a;\nmod b;\npub use a::A;"),
        ("a.rs", "mod deep;\npub use self::deep::{A, deeper as renamed};\npub use http::Method;"),
        ("a/deep.rs", "pub struct A;\npub fn deeper() {}"),
        ("b.rs", "use crate::A;\nfn b() { crate::a::renamed(); let _ = crate::a::Method::GET; }"),
    ];
    assert_eq!(uses(&files), ["b -> a", "b -> a::deep"]);
}

#[test]
fn path_through_a_module_with_the_name_of_a_macro_uses_the_module() {
    let files =
        [("lib.rs", "mod a;\nmod b;\npub use macros::b;"), ("a.rs", "use crate::b::B;"), ("b.rs", "pub struct B;")];
    assert_eq!(uses(&files), ["a -> b"]);
}

#[test]
fn parent_and_its_child_are_a_cycle_if_each_uses_the_other() {
    let parent =
        |text| [("lib.rs", "mod a;"), ("a.rs", text), ("a/b.rs", "use super::Shared;\npub fn b(_: Shared) {}")];
    let only_reexports = parent("mod b;\npub use self::b::b;\npub struct Shared;");
    assert_eq!(uses(&only_reexports), ["a::b -> a"]);
    let calls = parent("mod b;\npub use self::b::b;\npub struct Shared;\nfn a() { b(Shared) }");
    assert_eq!(uses(&calls), ["a -> a::b", "a::b -> a"]);
    // In one folder, the folders have no cycle.
    assert_eq!(graphs(&calls).folders.mistakes(), [""; 0]);
}

#[test]
fn folders_have_a_cycle_where_their_files_have_none() {
    let graphs = graphs(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a.rs", "mod one;\npub mod two;"),
        ("a/one.rs", "use crate::b::one::B;"),
        ("a/two.rs", "pub struct A;"),
        ("b.rs", "pub mod one;\nmod two;"),
        ("b/one.rs", "pub struct B;"),
        ("b/two.rs", "use crate::a::two::A;"),
    ]);
    assert_eq!(graphs.files.mistakes(), [""; 0]);
    let folders = graphs.folders.mistakes();
    assert_eq!(folders.len(), 1);
    assert!(folders[0].starts_with("a -> b -> a\n"), "{folders:?}");
}

#[test]
fn use_of_a_lower_layer_and_module_in_no_layer_are_reported() {
    let graphs = graphs(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;"),
        ("a.rs", "pub struct A(crate::b::B);"),
        ("b.rs", "pub struct B;"),
        ("c.rs", "pub struct C(crate::b::B, crate::a::A);"),
    ]);
    let layers = |names: &[&[&str]]| -> Vec<Vec<String>> {
        names.iter().map(|layer| layer.iter().map(|name| (*name).to_owned()).collect()).collect()
    };
    let mistakes = |names: &[&[&str]]| graphs.folders.outside_of_layers(&layers(names));
    assert_eq!(mistakes(&[&["b"], &["a"], &["c"]]), [""; 0]);
    assert_eq!(mistakes(&[&["a", "b", "c"]]), [""; 0]);
    assert_eq!(mistakes(&[&["a"], &["b"], &["c"]]), ["a uses b, which is in a row below it:\n    a.rs:1: crate::b::B"]);
    assert_eq!(
        mistakes(&[&["b"], &["c"]]),
        [
            "a is in no row, but it uses b:\n    a.rs:1: crate::b::B",
            "a is in no row, but c uses it:\n    c.rs:1: crate::a::A",
        ]
    );
}

/// Returns whether a module `a` with this text uses `b`, which has an `item`, a `Trait`, an `Enum` and a macro.
fn uses_b(text: &str) -> bool {
    let b = "pub fn item() {} pub trait Trait { fn new() {} } pub enum Enum { One } macro_rules! make { () => {} } generate! {}";
    let files = [("lib.rs", "mod b;\nmod a;"), ("a.rs", text), ("b.rs", b)];
    match uses(&files).as_slice() {
        [] => false,
        [used] if used == "a -> b" => true,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_way_to_name_an_item_is_a_use() {
    for text in [
        "use crate::b::item;",
        "use crate::b::{Enum::{self, One}};",
        "use super::b::Trait as _;",
        "use crate::b::*; fn a() { item() }",
        "use crate::b; fn a() { b::item() }",
        "use crate::b as c; fn a() { c::Enum::One; }",
        "fn a() { crate::b::item() }",
        "fn a(_: Vec<self::super::b::Enum>) {}",
        "fn a() -> impl super::b::Trait {}",
        "impl crate::b::Trait for u8 {}",
        "fn a() { <u8 as crate::b::Trait>::new() }",
        "fn a() { assert!(crate::b::item() == ()) }",
        "fn a() { match x { crate::b::Enum::One => {} } }",
        "fn a() { use crate::b::item; }",
        "macro_rules! m { () => { $crate::b::item() } }",
        "fn a() { make!() }",
        "fn a() { crate::b::generated() }",
        "mod inner { use super::super::b::item; }",
        "fn a() { 1..crate::b::LENGTH }",
        "pub use crate::b::item;",
        "#[cfg(not(test))] use crate::b::item;",
        "#[cfg(any(test, feature = \"x\"))] use crate::b::item;",
    ] {
        assert!(uses_b(text), "{text}");
    }
}

#[test]
fn tests_docs_modules_and_foreign_names_are_not_uses() {
    for text in [
        "use crate::b;",
        "/// [`crate::b::item`]\nfn a() {}",
        "#[doc = \"crate::b::item\"] fn a() {}",
        "#[cfg(test)] mod tests { use crate::b::item; }",
        "#[cfg(all(test, unix))] use crate::b::item;",
        "#[cfg(test)] fn a() { crate::b::item() }",
        "fn a() { #[cfg(test)] crate::b::item(); }",
        "impl A { #[cfg(test)] fn a() { crate::b::item() } } struct A;",
        "fn a() { ::b::item() }",
        "fn a() { b::item() }",
        "macro_rules! m { () => { super::b::item() } }",
        "#[macro_export] macro_rules! m { () => { $crate::b::item() } }",
        "fn a() { x.item() }",
        "fn item() {} fn a() { item() }",
        "fn a<'item>() { \"crate::b::item\"; }",
    ] {
        assert!(!uses_b(text), "{text}");
    }
}

#[test]
fn path_that_leads_nowhere_is_reported() {
    let sources: Sources =
        [("lib.rs", "mod a;\nmod b;"), ("a.rs", "use crate::b::absent;\nfn a() { crate::c::x() }"), ("b.rs", "")]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
    assert_eq!(Graphs::of(&Tree::of(&sources)).unknown, ["a.rs:1: crate::b::absent", "a.rs:2: crate::c::x"]);
}
