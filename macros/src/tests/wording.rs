//! Tests that docs and comments avoid phrases that are hard to read.

use std::path::Path;

use crate::reference::text;

/// Phrases that are hard to read, and what to write instead.
const PHRASES: [(&str, &str); 18] = [
    ("stands behind", "comes after"),
    ("stand behind", "come after"),
    ("stands before", "comes before"),
    ("stands beside", "is next to"),
    ("stands in", "is in"),
    ("goes before", "takes precedence over"),
    ("Which goes first", "Precedence"),
    ("behind a redirect", "after a redirect"),
    (" is told", " is reported"),
    (" are told", " are reported"),
    (" travel", " is sent"),
    ("where nothing", "by default"),
    ("that is none", "that is not one"),
    (" is no text", " is not text"),
    (" is no JSON", " is not JSON"),
    (" is no header", " is not a header"),
    (" is no name", " is not a name"),
    (" is no endpoint", " is not an endpoint"),
];

fn check<'a>(place: &str, lines: impl Iterator<Item = &'a str>) {
    for line in lines {
        for (phrase, plain) in PHRASES {
            assert!(!line.contains(phrase), "{place}: write `{plain}` instead of `{phrase}`: {line}");
        }
    }
}

/// Checks the comments in the source files of a folder and its subfolders. Returns the number of files.
fn check_comments(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.map(|path| {
        if path.is_dir() {
            return check_comments(&path);
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            return 0;
        }
        let source = std::fs::read_to_string(&path).expect("a source file");
        check(&path.display().to_string(), source.lines().filter_map(|line| Some(line.split_once("//")?.1)));
        1
    });
    files.sum()
}

#[test]
fn reference_avoids_phrases_that_are_hard_to_read() {
    for page in ["index", "endpoint", "fields", "query", "bodies", "errors", "derives", "api"] {
        check(page, text(page).lines());
    }
}

#[test]
fn comments_avoid_phrases_that_are_hard_to_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files: usize = ["macros/src", "runtime/src", "runtime/benches", "examples", "tests"]
        .map(|folder| check_comments(&root.join(folder)))
        .iter()
        .sum();
    assert!(files > 100, "the files were found: {files}");
}
