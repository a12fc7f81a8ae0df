//! Compiles each fixture, and compares the compiler's output with the recorded one: see README.md.

use callsheet_ui::{Fixture, fixtures};

#[test]
fn broken_definitions_print_the_recorded_errors() {
    let cases = trybuild::TestCases::new();
    for fixture in fixtures() {
        cases.compile_fail(fixture.path);
    }
    cases.pass("pass/*.rs");
}

#[test]
fn each_mistake_is_reported_as_one_error() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 200, "the fixtures were found");
    for fixture in &fixtures {
        let errors = fixture.errors();
        assert_eq!(errors.len(), fixture.mistakes(), "{}", fixture.path.display());
        assert!(!fixture.printed.lines().any(|line| line.starts_with("warning")), "{}", fixture.path.display());
    }
}

/// A broken definition is also used from another module: in a builder, in `send`, in a `match`.
#[test]
fn use_of_a_broken_definition_adds_no_error() {
    let is_used =
        |fixture: &&Fixture| ["mod elsewhere", "fn call", "fn uses"].iter().any(|it| fixture.source.contains(it));
    for fixture in fixtures().iter().filter(|fixture| fixture.source.contains("#[endpoint(")) {
        let has_no_type = fixture.path.starts_with("items");
        assert!(is_used(&fixture) || has_no_type, "{} does not use what it defines", fixture.path.display());
    }
}

#[test]
fn output_names_no_generated_or_hidden_items() {
    for fixture in fixtures() {
        let is_named = |word: &str| fixture.printed.contains(word) && !fixture.source.contains(word);
        let mut words = fixture.printed.split(|char: char| !char.is_alphanumeric() && char != '_');
        let generated = words.find(|word| word.starts_with("__") && word.chars().any(char::is_alphanumeric));
        assert_eq!(generated, None, "{}", fixture.path.display());
        for word in ["__private", "__callsheet", "NotDeclaredAnywhere"] {
            assert!(!is_named(word), "{} names `{word}`", fixture.path.display());
        }
    }
}

/// Such a suggestion would replace the user's literal.
#[test]
fn no_suggestion_replaces_a_path() {
    for fixture in fixtures().iter().filter(|fixture| fixture.path.starts_with("path")) {
        let suggests = fixture.printed.lines().any(|line| line.contains(" - ") || line.contains(" + "));
        assert!(!suggests, "{}", fixture.path.display());
    }
}
