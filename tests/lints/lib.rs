//! Compiles valid definitions under every lint of rustc and clippy that could blame generated code: see `Cargo.toml`.
//! `cargo clippy` is the test; this file checks that no lint and no definition is missing.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    const MANIFEST: &str = include_str!("Cargo.toml");

    /// These are unstable, so a stable compiler does not know them.
    const UNSTABLE: [&str; 8] = [
        "fuzzy_provenance_casts",
        "lossy_provenance_casts",
        "multiple_supertrait_upcastable",
        "must_not_suspend",
        "non_exhaustive_omitted_patterns",
        "resolving_to_items_shadowing_supertrait_items",
        "shadowing_supertrait_items",
        "unqualified_local_imports",
    ];

    #[test]
    fn every_lint_that_rustc_allows_by_default_is_in_the_manifest() {
        let help = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()))
            .args(["-W", "help"])
            .output()
            .expect("rustc runs")
            .stdout;
        let help = String::from_utf8(help).expect("text");
        let allowed = help.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next()?.replace('-', "_");
            (words.next() == Some("allow")).then_some(name)
        });
        let names: Vec<String> = allowed.collect();
        assert!(names.len() > 40, "rustc lists its lints: {help}");
        for name in names.iter().filter(|name| !UNSTABLE.contains(&name.as_str())) {
            let is_listed = MANIFEST.lines().any(|line| line.starts_with(&format!("{name} = ")));
            assert!(is_listed, "`{name}` is not in tests/lints/Cargo.toml");
        }
    }

    #[test]
    fn every_valid_fixture_is_in_the_manifest() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/pass");
        for entry in fs::read_dir(folder).expect("the folder") {
            let name = entry.expect("an entry").file_name().into_string().expect("text");
            assert!(MANIFEST.contains(&format!("pass/{name}\"")), "{name} is not in tests/lints/Cargo.toml");
        }
    }
}
