//! Tests that each guess is marked: a part of a definition that the documentation does not state.

use std::path::{Path, PathBuf};

const MARK: &str = "// Guess: the page does not state ";

/// The guess that a line of a definition makes, in the words of its mark.
fn guess(line: &str) -> Option<&'static str> {
    let derives = |name: &str| line.starts_with("#[derive(") && line.contains(name);
    let line = line.trim_start();
    match () {
        () if derives("Arguments") => Some("the members."),
        () if derives("Lookup") => Some("the keys."),
        () if derives("OpenEnum") => Some("the values."),
        () if line.starts_with("scopes(") => Some("which scopes."),
        () if line.contains("detail = ") && line.contains("status = ") => Some("a detail."),
        () if line.starts_with("#[errors(") => Some("what any endpoint may answer."),
        () if line.starts_with("const ERROR_FORMAT") => Some("the format of errors."),
        () => None,
    }
}

/// The sources of the definitions: the SDK without its program, and the example.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = vec![root.join("../update_organization.rs")];
    for folder in [root.join("src"), root.join("src/client")] {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        sources
            .extend(entries.filter(|path| path.extension().is_some_and(|it| it == "rs") && !path.ends_with("main.rs")));
    }
    sources
}

#[test]
fn all_guesses_and_only_guesses_are_marked() {
    let mut found = 0;
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let before = number.checked_sub(1).map_or("", |before| lines[before].trim_start());
            let place = || format!("{}:{}: {line}", path.display(), number + 1);
            match guess(line) {
                Some(guess) => {
                    let text = before.strip_prefix(MARK).unwrap_or_else(|| panic!("no mark above {}", place()));
                    assert!(text.starts_with(guess), "above {}", place());
                    found += 1;
                }
                None => assert!(!before.starts_with(MARK), "no guess in {}", place()),
            }
        }
    }
    assert!(found > 50, "the definitions were found");
}
