//! What the compiler prints for a broken definition or call: see `ui/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn broken_definitions_print_what_is_recorded() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let entries =
        |path: &Path| fs::read_dir(path).expect("a folder of fixtures").map(|entry| entry.expect("one").path());
    let topics = entries(&root).filter(|path| path.is_dir());
    topics
        .flat_map(|topic| entries(&topic).collect::<Vec<_>>())
        .filter(|path| path.extension().unwrap_or_default() == "rs")
        .collect()
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
