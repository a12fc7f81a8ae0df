//! Compiles many files as the modules of one package.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

const MANIFEST: &str = r#"
[package]
name = "fixed"
edition = "2024"

[lib]
path = "lib.rs"

[dependencies]
callsheet = { path = "{root}/runtime", default-features = false }
callsheet-ui = { path = "{root}/tests/ui" }
bytes = { version = "1", default-features = false }
serde = { version = "1", default-features = false, features = ["std", "derive"] }
serde_json = { version = "1" }
uuid = { version = "1", default-features = false }

[workspace]
"#;

/// A compile error.
pub(super) struct Reported {
    pub(super) printed: String,
    /// The help of a message of ours.
    pub(super) help: Option<String>,
    /// The underlined part of the file, in bytes.
    pub(super) range: Range<usize>,
}

impl Reported {
    fn read(message: &Value, span: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let offset = |key: &str| span[key].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
        let is_ours = message["code"].is_null();
        let what = text(if is_ours { &message["message"] } else { &span["label"] });
        let help = what.split_once("help: ").map(|(_, help)| help.to_owned());
        Self { printed: text(&message["rendered"]), help, range: offset("byte_start")..offset("byte_end") }
    }
}

/// The errors of each file that does not compile.
pub(super) type Errors = BTreeMap<String, Vec<Reported>>;

pub(super) struct Package {
    folder: PathBuf,
}

impl Package {
    pub(super) fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixed");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("Cargo.toml"), MANIFEST.replace("{root}", &root.display().to_string())).expect("a file");
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions of the workspace");
        Self { folder }
    }

    /// The errors of each file that does not compile. The compiler stops at the first kind of error, so files with
    /// errors are taken out until the others compile.
    pub(super) fn errors(&self, files: &BTreeMap<String, String>) -> Errors {
        let mut rest = files.clone();
        let mut all = Errors::new();
        loop {
            let errors = self.compile(&rest);
            if errors.is_empty() {
                return all;
            }
            rest.retain(|name, _| !errors.contains_key(name));
            all.extend(errors);
        }
    }

    fn compile(&self, files: &BTreeMap<String, String>) -> Errors {
        let mut library = String::from("#![allow(warnings)]\n");
        for (name, source) in files {
            library += &format!("#[path = \"{name}.rs\"] mod {};\n", name.replace('-', "_"));
            fs::write(self.folder.join(format!("{name}.rs")), source).expect("a file");
        }
        fs::write(self.folder.join("lib.rs"), library).expect("a file");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--offline", "--quiet", "--message-format=json"]).current_dir(&self.folder);
        let output = cargo.env("CARGO_TARGET_DIR", self.folder.join("target")).output().expect("cargo");
        let mut errors = Errors::new();
        let mut others = vec![String::from_utf8_lossy(&output.stderr).into_owned()];
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
            let message = &line["message"];
            if message["level"] != "error" {
                continue;
            }
            let mut spans = message["spans"].as_array().into_iter().flatten();
            let span = spans.find(|span| span["is_primary"] == true).unwrap_or(&Value::Null);
            let file = span["file_name"].as_str().and_then(|file| file.strip_suffix(".rs"));
            let reported = Reported::read(message, span);
            match file.filter(|file| files.contains_key(*file)) {
                Some(file) => errors.entry(file.to_owned()).or_default().push(reported),
                None => others.push(reported.printed),
            }
        }
        assert!(output.status.success() || !errors.is_empty(), "{}", others.join("\n"));
        errors
    }
}
