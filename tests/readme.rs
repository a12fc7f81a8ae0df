//! The README: its length, and its first example.

const README: &str = include_str!("../README.md");

/// The first block of Rust code.
fn first_example(text: &str, fence: &str) -> Vec<String> {
    let lines = text.lines().skip_while(|line| *line != fence).skip(1).take_while(|line| *line != "```");
    lines.map(str::to_owned).collect()
}

#[test]
fn first_example_of_the_readme_is_the_one_of_the_rustdoc_front_page() {
    let lines = include_str!("../runtime/src/lib.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let docs: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let example = first_example(README, "```rust,no_run");
    assert!(example.len() > 20, "{example:?}");
    assert_eq!(example, first_example(&docs.join("\n"), "```no_run"));
}

#[test]
fn readme_is_shorter_than_300_lines() {
    assert!(README.lines().count() < 300, "{} lines", README.lines().count());
}

#[test]
fn first_call_and_its_match_are_in_the_first_60_lines() {
    let end = README.lines().position(|line| line.contains("Err(other)")).expect("the match") + 1;
    assert!(end <= 60, "line {end}");
}

#[test]
fn crates_in_the_examples_of_the_readme_have_a_line_for_the_manifest() {
    for name in ["callsheet", "serde", "tokio", "thiserror", "tower"] {
        let uses = README.contains(&format!("{name}::"));
        assert!(uses, "no example uses `{name}`");
        let has_line = README.contains(&format!("{name} = {{ ")) || README.contains(&format!("{name} = \""));
        assert!(has_line, "no line for `Cargo.toml` names `{name}`");
    }
    assert!(README.contains(r#"features = ["util"]"#), "`tower::service_fn` needs the feature `util`");
}
