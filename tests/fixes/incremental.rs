//! Counts the errors of each fixture in `tests/ui` as an editor sees them: in cargo's JSON, of an incremental build.
//!
//! There rustc drops an error that equals an earlier one only if both are in one item. The text that cargo prints has each
//! error once, so the recorded outputs do not show it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use callsheet_ui::fixtures;
use serde_json::Value;

/// Fixtures with more errors, because several items of an expansion use the trait or the member.
const MORE: [&str; 6] = [
    "derives--payload-that-does-not-serialize",
    "pages--member-of-another-type",
    "pages--wrong-member",
    "response--stream-as-a-member",
    "types--optional-response-that-does-not-decode",
    "types--payload-of-an-unsuitable-type",
];

/// Each fixture is an example of one package.
const MANIFEST: &str = r#"
[package]
name = "incremental"
edition = "2024"

[lib]
path = "lib.rs"

[dev-dependencies]
callsheet = { path = "{root}/runtime", default-features = false }
serde = { version = "1", features = ["derive"] }
uuid = { version = "1", default-features = false }

[workspace]
"#;

#[test]
fn fixture_has_one_error_per_mistake_in_the_json_of_an_incremental_build() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("incremental");
    fs::create_dir_all(&folder).expect("a folder");
    let mut manifest = MANIFEST.replace("{root}", &root.display().to_string());
    let mut mistakes = BTreeMap::new();
    for fixture in fixtures() {
        let name = fixture.path.with_extension("").display().to_string().replace('/', "--");
        let path = root.join("tests/ui").join(&fixture.path);
        write!(manifest, "\n[[example]]\nname = \"{name}\"\npath = \"{}\"\n", path.display()).expect("a string");
        mistakes.insert(name, fixture.mistakes());
    }
    fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
    fs::write(folder.join("lib.rs"), "").expect("a file");
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions of the workspace");

    let errors = errors_of_examples(&folder);
    let wrong: Vec<String> = mistakes
        .iter()
        .filter(|(name, mistakes)| !MORE.contains(&name.as_str()) && errors.get(*name) != Some(*mistakes))
        .map(|(name, mistakes)| format!("{name}: {:?} errors, {mistakes} mistakes", errors.get(name)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let right = MORE.iter().find(|name| errors.get(**name) == mistakes.get(**name));
    assert_eq!(right, None, "remove it from the list");
}

/// How many errors each example has.
fn errors_of_examples(folder: &Path) -> BTreeMap<String, usize> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--offline", "--quiet", "--examples", "--keep-going", "--message-format=json"]);
    cargo.env("CARGO_INCREMENTAL", "1").env("CARGO_TARGET_DIR", folder.join("target"));
    let output = cargo.current_dir(folder).output().expect("cargo");
    // A megabyte for each fixture.
    let _ = fs::remove_dir_all(folder.join("target/debug/incremental"));
    let mut errors = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
        let message = &line["message"];
        let text = message["message"].as_str().unwrap_or_default();
        if message["level"] == "error" && !text.starts_with("aborting due to") {
            *errors.entry(line["target"]["name"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    assert!(!errors.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    errors
}
