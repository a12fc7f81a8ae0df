//! Compiles each fixture, and compares what the compiler prints with what is recorded: see README.md.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn broken_definitions_print_what_is_recorded() {
    let cases = trybuild::TestCases::new();
    for fixture in fixtures() {
        cases.compile_fail(fixture);
    }
    cases.pass("pass/*.rs");
}

/// The fixtures that do not compile.
fn fixtures() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let topics = entries(here).into_iter().filter(|path| path.is_dir() && !path.ends_with("pass"));
    let files = topics.flat_map(|topic| entries(&topic));
    let fixtures = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    fixtures.map(|path| path.strip_prefix(here).expect("a file below this folder").to_owned()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// How many mistakes a fixture makes: one, or as many as it says in a line `// mistakes: N`.
fn mistakes(fixture: &str) -> usize {
    let said = fixture.lines().find_map(|line| line.strip_prefix("// mistakes: "));
    said.map_or(1, |count| count.trim().parse().expect("a number of mistakes"))
}

#[test]
fn one_mistake_is_one_error() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 40, "the fixtures were found");
    for fixture in fixtures {
        let expected = mistakes(&fs::read_to_string(&fixture).expect("a fixture"));
        let printed = fs::read_to_string(fixture.with_extension("stderr")).expect("what the compiler prints");
        let errors = printed.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors, expected, "{}", fixture.display());
        assert!(!printed.lines().any(|line| line.starts_with("warning")), "{}", fixture.display());
    }
}
