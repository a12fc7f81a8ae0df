//! Tests that the errors quoted in the reference, `runtime/src/docs/reference/*.md`, are what the compiler prints for a
//! fixture.
//!
//! A line `<!-- tests/ui/grammar/doubled-key -->` names the fixture; the text block below it is the quotation. Links
//! between pages must lead to existing headings, which rustdoc does not check.

use std::fs;
use std::path::{Path, PathBuf};

const ANEW: &str = "UPDATE_SNAPSHOTS=1 cargo test -p callsheet-ui --test reference";
const FENCE: &str = "```text";
/// The beginnings of the notes that rustc adds by itself.
const OF_RUSTC: [&str; 4] = ["this error originates", "required", "expected reference", "add `#[derive"];

/// A page of the reference.
struct Page {
    path: PathBuf,
    text: String,
}

#[test]
fn quotations_in_the_reference_equal_the_compiler_output() {
    let (mut count, mut wrong) = (0, Vec::new());
    for page in pages() {
        let anew = quote(&page, &mut count, &mut wrong);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&page.path, anew).expect("the page is written");
            continue;
        }
        let first = page.text.lines().zip(anew.lines()).position(|(old, new)| old != new);
        if page.text != anew {
            let line = first.unwrap_or_default() + 1;
            wrong.push(format!("{}: the fixture prints it otherwise: run `{ANEW}` and read git diff", page.at(line)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count > 60, "the quotations were found: {count}");
}

#[test]
fn every_error_in_the_reference_is_a_quotation() {
    for page in pages() {
        let lines: Vec<&str> = page.text.lines().collect();
        for (at, lines) in lines.windows(3).enumerate() {
            let is_error =
                lines[1].starts_with("```") && ["error:", "error["].iter().any(|start| lines[2].starts_with(start));
            let place = page.at(at + 2);
            assert!(
                !is_error || fixture(lines[0]).is_some(),
                "{place}: name its fixture above: `<!-- tests/ui/.. -->`"
            );
        }
    }
}

#[test]
fn every_link_to_a_heading_has_a_target() {
    let pages = pages();
    let mut links = 0;
    for page in &pages {
        for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((target, heading)) = link.split_once('#').filter(|_| !link.starts_with("http")) else { continue };
            let name = match target.strip_prefix("crate::reference") {
                Some("") => "index",
                Some(name) => name.trim_start_matches("::"),
                None => page.name(),
            };
            let found = pages.iter().filter(|page| page.name() == name).any(|page| page.has_heading(heading));
            assert!(found, "runtime/src/docs/reference/{}.md: `{link}` has no target heading", page.name());
            links += 1;
        }
    }
    assert!(links > 30, "the links were found: {links}");
}

impl Page {
    /// A line number of the page, for messages.
    fn at(&self, line: usize) -> String {
        format!("runtime/src/docs/reference/{}.md:{line}", self.name())
    }

    fn name(&self) -> &str {
        self.path.file_stem().and_then(|name| name.to_str()).expect("a name")
    }

    /// Whether the page has a heading with this anchor, as rustdoc generates it.
    fn has_heading(&self, anchor: &str) -> bool {
        let outside_of_blocks = self.text.split("```").step_by(2).flat_map(str::lines);
        let mut headings = outside_of_blocks.filter(|line| line.starts_with('#'));
        headings.any(|line| {
            let kept = |char: &char| char.is_alphanumeric() || " -_".contains(*char);
            let text: String = line.trim_start_matches('#').trim().chars().filter(kept).collect();
            text.replace(' ', "-").to_lowercase() == anchor
        })
    }
}

/// The page with all quotations updated. A quotation without a fixture stays unchanged and is reported.
fn quote(page: &Page, count: &mut usize, wrong: &mut Vec<String>) -> String {
    let mut anew = String::new();
    let mut lines = page.text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        anew.push_str(line);
        anew.push('\n');
        let Some(name) = fixture(line) else { continue };
        *count += 1;
        let printed = fs::read_to_string(here().join(name).with_extension("stderr"));
        let opens = lines.clone().next().is_some_and(|(_, line)| line == FENCE);
        match printed {
            Ok(printed) if opens => {
                lines.find(|(_, line)| *line == "```").expect("the end of the block");
                anew.push_str(&format!("{FENCE}\n{}```\n", quotation(&printed)));
            }
            Ok(_) => wrong.push(format!("{}: a block `{FENCE}` is due right below", page.at(at + 1))),
            Err(_) => wrong.push(format!(
                "{}: there is no fixture `{name}`: name one that makes the same mistake, then run `{ANEW}`; its folder \
                 has {}",
                page.at(at + 1),
                beside(name).join(", ")
            )),
        }
    }
    anew
}

/// The fixture that a line names, without its extension.
fn fixture(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- tests/ui/")?.strip_suffix(" -->")
}

/// The fixtures in the folder of this one.
fn beside(name: &str) -> Vec<String> {
    let folder = here().join(name).with_file_name("");
    let mut names: Vec<String> =
        entries(&folder, "stderr").iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

/// The part of the output that the reference quotes: each error with its help, an excerpt of the source, and our own
/// notes. It omits the file position and rustc's notes about traits and expansions.
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

fn pages() -> Vec<Page> {
    let paths = entries(&here().join("../../runtime/src/docs/reference"), "md");
    paths.into_iter().map(|path| Page { text: fs::read_to_string(&path).expect("a page"), path }).collect()
}

/// The files in a folder with this extension; empty if the folder does not exist.
fn entries(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    paths.sort();
    paths
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
