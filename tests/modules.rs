//! The modules of both crates do not form cycles, and the runtime has the layers that ARCHITECTURE.md lists.
//!
//! The rule: a module *uses* another one if it names an item that the other one defines, in a `use` or by a path in
//! its code. These uses must not form cycles, neither between files nor between the modules at the top of a crate.
//!
//! - A re-export counts as a use of the module that defines the item. So a parent may declare its children and
//!   re-export their items without using them.
//! - A child may use items of its parent, and a parent items of its child, but not both at the same time.
//! - Modules written inline belong to their file.
//! - Tests, docs and attributes do not count. The rules of exported macros do not count either, because they are code
//!   of their callers.
//!
//! The check cannot see a use without a name: a method call does not name the module of the method.

#[path = "modules/graph.rs"]
mod graph;
#[path = "modules/references.rs"]
mod references;
#[path = "modules/resolve.rs"]
mod resolve;
#[path = "modules/samples.rs"]
mod samples;
#[path = "modules/tree.rs"]
mod tree;

use std::path::Path;

use self::graph::{Graph, Graphs};
use self::tree::Tree;

fn graphs(folder: &str) -> Graphs {
    let sources = tree::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let graphs = Graphs::of(&Tree::of(&sources));
    assert!(graphs.unknown.is_empty(), "{folder}: paths that lead nowhere:\n{}", graphs.unknown.join("\n"));
    assert!(graphs.files.uses().count() > 50, "{folder}: hardly a module uses another one");
    graphs
}

fn assert_acyclic(what: &str, graph: &Graph) {
    let mistakes = graph.mistakes();
    assert!(mistakes.is_empty(), "cycles between the {what}: {}\n\n{}\n", mistakes.len(), mistakes.join("\n\n"));
}

/// Reads the rows of the runtime's table in ARCHITECTURE.md: the modules of each layer.
fn layers() -> Vec<Vec<String>> {
    let page = include_str!("../ARCHITECTURE.md");
    let (_, table) = page.split_once("| runtime/src |").expect("the table of the runtime's modules");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let modules = |row: &str| {
        let cell = row.split('|').nth(1).expect("a first cell").to_owned();
        let names = cell
            .split('`')
            .skip(1)
            .step_by(2)
            .map(|name| name.trim_end_matches('/').trim_end_matches(".rs").to_owned());
        names.collect::<Vec<_>>()
    };
    rows.map(modules).collect()
}

#[test]
fn macros_have_no_module_cycles() {
    let graphs = graphs("../macros/src");
    assert_acyclic("files of the macros", &graphs.files);
    assert_acyclic("top modules of the macros", &graphs.folders);
}

#[test]
fn runtime_has_no_module_cycles() {
    let graphs = graphs("../runtime/src");
    assert_acyclic("files of the runtime", &graphs.files);
    assert_acyclic("top modules of the runtime", &graphs.folders);
}

#[test]
fn modules_of_the_runtime_use_only_rows_above_their_own() {
    let mistakes = graphs("../runtime/src").folders.outside_of_layers(&layers());
    assert!(mistakes.is_empty(), "uses against the order of ARCHITECTURE.md\n\n{}\n", mistakes.join("\n\n"));
}
