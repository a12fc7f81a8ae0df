//! The errors that the reference quotes, `runtime/src/reference/*.md`, are what the compiler prints for a fixture.
//!
//! A line `<!-- tests/ui/grammar/doubled-key -->` names the fixture; the block of text right below it is the quotation.
//! Links from page to page lead to headings that exist, which rustdoc does not ask.

use std::fs;
use std::path::{Path, PathBuf};

const ANEW: &str = "UPDATE_SNAPSHOTS=1 cargo test -p callsheet-ui --test reference";
const FENCE: &str = "```text";
/// How the notes begin that rustc adds to a message by itself.
const OF_RUSTC: [&str; 4] = ["this error originates", "required", "expected reference", "add `#[derive"];

#[test]
fn the_reference_quotes_what_the_compiler_prints() {
    let mut quoted = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        let (anew, count) = quote(&page, &text);
        quoted += count;
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&page, anew).expect("the page is written");
            continue;
        }
        let different = text.lines().zip(anew.lines()).position(|(old, new)| old != new);
        let line = different.unwrap_or(text.lines().count().min(anew.lines().count())) + 1;
        assert!(
            text == anew,
            "{}:{line}: the fixture prints it otherwise; run `{ANEW}` and read git diff",
            page.display()
        );
    }
    assert!(quoted > 30, "the quotations were found: {quoted}");
}

#[test]
fn every_error_in_the_reference_is_a_quotation() {
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        let lines: Vec<&str> = text.lines().collect();
        for (at, lines) in lines.windows(3).enumerate() {
            let is_error =
                lines[1].starts_with("```") && ["error:", "error["].iter().any(|start| lines[2].starts_with(start));
            assert!(
                !is_error || fixture(lines[0]).is_some(),
                "{}:{}: name the fixture above this block, `<!-- tests/ui/.. -->`",
                page.display(),
                at + 2
            );
        }
    }
}

#[test]
fn every_link_to_a_heading_finds_it() {
    let mut links = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((target, heading)) = link.split_once('#').filter(|_| !link.starts_with("http")) else { continue };
            let target = match target.strip_prefix("crate::reference") {
                Some("") => page.with_file_name("index.md"),
                Some(name) => page.with_file_name(name.trim_start_matches("::")).with_extension("md"),
                None => page.clone(),
            };
            let there = fs::read_to_string(&target).expect("the page of a link");
            let found = there.lines().filter(|line| line.starts_with('#')).any(|line| slug(line) == heading);
            assert!(found, "{}: `{link}` leads to no heading", page.display());
            links += 1;
        }
    }
    assert!(links > 30, "the links were found: {links}");
}

/// The anchor of a heading, as rustdoc makes it.
fn slug(heading: &str) -> String {
    let kept =
        heading.trim_start_matches('#').trim().chars().filter(|char| char.is_alphanumeric() || " -_".contains(*char));
    kept.map(|char| if char == ' ' { '-' } else { char.to_ascii_lowercase() }).collect()
}

/// The page with each quotation made anew, and how many there are.
fn quote(page: &Path, text: &str) -> (String, usize) {
    let (mut anew, mut count) = (String::new(), 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        anew.push_str(line);
        anew.push('\n');
        let Some(name) = fixture(line) else { continue };
        count += 1;
        assert_eq!(lines.next(), Some(FENCE), "{}: no block follows `{line}`", page.display());
        lines.by_ref().find(|line| *line == "```").expect("the end of the block");
        anew.push_str(&format!("{FENCE}\n{}```\n", quotation(&printed(page, name))));
    }
    (anew, count)
}

/// The fixture that a line names, without its ending.
fn fixture(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- tests/ui/")?.strip_suffix(" -->")
}

/// What the compiler prints for a fixture.
fn printed(page: &Path, name: &str) -> String {
    let path = here().join(name).with_extension("stderr");
    fs::read_to_string(&path).unwrap_or_else(|_| {
        let topic = path.parent().expect("a folder");
        let mut there: Vec<String> = fs::read_dir(topic)
            .into_iter()
            .flatten()
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        there.sort();
        panic!(
            "{}: there is no fixture `tests/ui/{name}`: name one that makes the same mistake, then run `{ANEW}`; in its \
             folder are {}",
            page.display(),
            there.join(", ")
        )
    })
}

/// What a reader of the reference needs of it: each error with its help, an excerpt of the source and the message's own
/// notes; not where it was, nor what rustc adds about traits and expansions.
fn quotation(printed: &str) -> String {
    let mut quoted: Vec<&str> = Vec::new();
    let mut in_rest = false;
    for line in printed.lines() {
        let text = line.trim_start();
        if line.starts_with("error") {
            in_rest = false;
            if quoted.last().is_some_and(|last| !last.is_empty()) {
                quoted.push("");
            }
        }
        in_rest |= line.starts_with("help: ") || line.starts_with("note: ") || text.starts_with("= ");
        let note = text.strip_prefix("= note: ");
        let is_own_note = note.is_some_and(|note| !OF_RUSTC.iter().any(|start| note.starts_with(start)));
        if is_own_note || (!in_rest && !text.starts_with("--> ")) {
            quoted.push(line);
        }
    }
    quoted.push("");
    quoted.join("\n")
}

/// The pages of the reference.
fn pages() -> Vec<PathBuf> {
    let folder = here().join("../../runtime/src/reference");
    let entries = fs::read_dir(folder).expect("the reference");
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    pages.sort();
    pages
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
