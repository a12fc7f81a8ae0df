//! The fixtures of diagnostics: see README.md, `run.rs`, which compiles them, and `page.rs`, which generates a page
//! from them.

use std::fs;
use std::path::{Path, PathBuf};

/// Errors that fixtures match and construct from another crate.
#[callsheet::errors(not_found = 404)]
pub enum OtherErrors {}

/// A definition or a call that does not compile.
#[derive(Debug)]
pub struct Fixture {
    /// The path below this folder: topic and rule.
    pub path: PathBuf,
    /// Its source.
    pub source: String,
    /// The recorded output of the compiler.
    pub printed: String,
}

/// A compile error.
#[derive(Debug, PartialEq, Eq)]
pub struct Printed {
    /// The message, without `error:`.
    pub what: String,
    /// The displayed source lines, with the underlined part.
    pub excerpt: Vec<String>,
    /// The label at the underlined part.
    pub label: String,
    /// The help: how to correct the mistake.
    pub fix: String,
    /// The whole error as printed.
    pub lines: Vec<String>,
}

/// All fixtures, by topic and rule.
///
/// # Panics
///
/// If a file cannot be read.
#[must_use]
pub fn fixtures() -> Vec<Fixture> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let topics = entries(here).into_iter().filter(|path| path.is_dir() && !path.ends_with("pass"));
    let files = topics.flat_map(|topic| entries(&topic));
    let sources = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    sources
        .map(|path| Fixture {
            source: read(&path),
            printed: read(&path.with_extension("stderr")),
            path: path.strip_prefix(here).expect("a file below this folder").to_owned(),
        })
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

impl Fixture {
    /// The number of mistakes in it: one, unless a line `// mistakes: N` states another number.
    ///
    /// # Panics
    ///
    /// If the number is not valid.
    #[must_use]
    pub fn mistakes(&self) -> usize {
        self.said("mistakes").map_or(1, |count| count.parse().expect("a number of mistakes"))
    }

    /// The value in a line `// key: value`.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&str> {
        let start = format!("// {key}: ");
        self.source.lines().find_map(|line| line.strip_prefix(&start)).map(str::trim)
    }

    /// The errors in its compiler output.
    #[must_use]
    pub fn errors(&self) -> Vec<Printed> {
        let mut errors: Vec<Vec<String>> = Vec::new();
        for line in self.printed.lines() {
            match errors.last_mut() {
                _ if line.starts_with("error") => errors.push(vec![line.to_owned()]),
                Some(error) => error.push(line.to_owned()),
                None => {}
            }
        }
        errors.into_iter().map(Printed::read).collect()
    }
}

impl Printed {
    fn read(mut lines: Vec<String>) -> Self {
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let arrow = lines.iter().position(|line| line.trim_start().starts_with("--> ")).unwrap_or(lines.len());
        let title: Vec<&str> = lines[..arrow].iter().map(|line| line.trim_start()).collect();
        let title = title.join("\n");
        let title = title.split_once(": ").map_or(&*title, |(_, title)| title);
        let (what, help) = title.split_once("help: ").unwrap_or((title, ""));
        let shown = lines[arrow..].iter().skip(1).take_while(|line| source(line).is_some());
        let excerpt: Vec<String> = shown.filter_map(|line| source(line)).skip(1).map(str::to_owned).collect();
        let excerpt: Vec<String> = excerpt.into_iter().filter(|line| !line.trim().is_empty()).collect();
        let label = excerpt.iter().find(|line| is_caret(line)).map(|line| line.trim_start_matches([' ', '^', '|']));
        let label = label.unwrap_or_default().to_owned();
        let notes = lines.iter().filter_map(|line| line.trim_start().strip_prefix("= note: "));
        // rustc's own notes give reasons; ours say what to do.
        let note = notes.into_iter().find(|note| !note.starts_with("required") && !note.starts_with("this error"));
        let fix = match (help, label.strip_prefix("help: "), note) {
            ("", Some(help), _) => help.to_owned(),
            ("", None, note) => note.unwrap_or(&label).to_owned(),
            (help, ..) => help.trim().to_owned(),
        };
        // The drawing under a copy of the path is only useful in a terminal.
        let what = what.split("\n\n").next().unwrap_or_default().trim().to_owned();
        Self { what, excerpt, label, fix, lines }
    }

    /// The underlined code.
    #[must_use]
    pub fn underlined(&self) -> Option<String> {
        let at = self.excerpt.iter().position(|line| is_caret(line))?;
        let (line, carets) = (self.excerpt.get(at.checked_sub(1)?)?, &self.excerpt[at]);
        let start = carets.chars().position(|char| char == '^')?;
        let length = carets.chars().skip(start).take_while(|char| *char == '^').count();
        Some(line.chars().skip(start).take(length).collect())
    }
}

/// The source code in a line with a gutter: the part after it.
fn source(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|char: char| char == ' ' || char.is_ascii_digit());
    match rest.strip_prefix('|') {
        Some(source) => Some(source.strip_prefix(' ').unwrap_or(source)),
        None => (rest == "...").then_some(rest),
    }
}

fn is_caret(line: &str) -> bool {
    line.trim_start_matches([' ', '|']).starts_with('^')
}
