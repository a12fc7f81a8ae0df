//! Generates the documentation page on diagnostics from the fixtures, and checks that it is up to date.
//!
//! `UPDATE_DIAGNOSTICS=1 cargo test -p callsheet-ui --test page` updates it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use callsheet_ui::{Fixture, Printed, fixtures};

const PAGE: &str = "../../runtime/src/docs/diagnostics.md";

/// The folders of fixtures, and the headings of their sections.
const TOPICS: [(&str, &str); 15] = [
    ("grammar", "The keys of `#[endpoint(..)]`"),
    ("method", "The method"),
    ("path", "The path"),
    ("host", "The host prefix"),
    ("fields", "Fields and their places"),
    ("errors", "Documented errors"),
    ("retry", "Retries"),
    ("response", "Success and response"),
    ("pages", "Pages"),
    ("types", "Types that do not fit"),
    ("derives", "Derives"),
    ("items", "Items that cannot be an endpoint"),
    ("lists", "Lists of endpoints"),
    ("calls", "Calls"),
    ("rivals", "The same fourteen mistakes in ten crates"),
];

const START: &str = "\
What the compiler prints for a wrong definition or call: each message, the code that causes it, and the fix. The page is
generated from the fixtures of the repository (`tests/ui`), each of which is compiled in the tests.

- Each mistake is one error, on the wrong token; in a path, on the wrong parameter.
- `help:` shows the corrected text. Some errors are rustc's own, and without `help:`: see the figures.
- All mistakes of a definition are reported at once, and its uses elsewhere add no errors.

";

/// The most lines that an error may have on average.
const MOST_LINES: usize = 14;

/// The most fixtures whose output contains a generated name: see [`generated_name`]. Lower it when fewer do.
const MOST_WITH_GENERATED_NAMES: usize = 60;

/// Fixtures with another number of errors than mistakes, and the reasons. They are listed on the page.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// What the page says about all fixtures together.
struct Figures {
    mistakes: usize,
    errors: usize,
    /// Mistakes that are exactly one error.
    single: usize,
    /// Errors with the caret on a part of the code, not on a whole attribute or item.
    on_a_part: usize,
    /// Errors with a `help:`.
    helpful: usize,
    lines: usize,
}

impl Figures {
    fn of(fixtures: &[Fixture]) -> Self {
        let mut figures = Self { mistakes: 0, errors: 0, single: 0, on_a_part: 0, helpful: 0, lines: 0 };
        for fixture in fixtures {
            let (mistakes, errors) = (fixture.mistakes(), fixture.errors());
            figures.mistakes += mistakes;
            figures.errors += errors.len();
            figures.single += mistakes.saturating_sub(mistakes.abs_diff(errors.len()));
            for error in errors {
                figures.on_a_part += usize::from(error.underlined().is_some_and(|text| !is_whole(&text)));
                figures.helpful += usize::from(error.lines.iter().any(|line| line.contains("help: ")));
                figures.lines += error.lines.len();
            }
        }
        figures
    }

    /// Tenths of lines of an average error.
    fn average_lines(&self) -> usize {
        (self.lines * 10 + self.errors / 2) / self.errors
    }

    fn table(&self) -> String {
        let share = |part: usize, all: usize| format!("{part} of {all} ({} %)", part * 100 / all);
        let hundredths = self.errors * 100 / self.mistakes;
        let average = self.average_lines();
        let mut text = format!(
            "| in all fixtures | |\n| --- | --- |\n\
             | mistakes | {} |\n\
             | errors for each mistake | {}.{:02} |\n\
             | mistakes that are exactly one error | {} |\n\
             | errors with the caret on a part of the code, not on a whole attribute or item | {} |\n\
             | errors with `help:` | {} |\n\
             | lines of an error, on average | {}.{} |\n\n",
            self.mistakes,
            hundredths / 100,
            hundredths % 100,
            share(self.single, self.mistakes),
            share(self.on_a_part, self.errors),
            share(self.helpful, self.errors),
            average / 10,
            average % 10,
        );
        for (name, reason) in EXCEPTIONS {
            writeln!(text, "An exception is `{name}`: {reason}.\n").expect("a string takes it");
        }
        text
    }
}

/// Whether an underlined text is a whole attribute, or an item from its start.
fn is_whole(text: &str) -> bool {
    ["#[", "pub struct", "struct ", "pub enum", "enum ", "impl "].iter().any(|start| text.starts_with(start))
}

#[test]
fn figures_of_all_fixtures_are_within_their_limits() {
    let fixtures = fixtures();
    let figures = Figures::of(&fixtures);
    assert!(figures.average_lines() <= MOST_LINES * 10, "{} lines in {} errors", figures.lines, figures.errors);
    let name = |fixture: &Fixture| fixture.path.with_extension("").display().to_string();
    let other: Vec<String> =
        fixtures.iter().filter(|fixture| fixture.errors().len() != fixture.mistakes()).map(name).collect();
    assert_eq!(other, EXCEPTIONS.map(|(name, _)| name), "a mistake is one error, apart from the exceptions");
}

/// The first generated name in an output that the code of the fixture does not contain. These are names that the user
/// cannot look up: a state of a builder (`IdState`), the trait of a required field (`IdIsSet`), the type by which a
/// message gets into a literal (`UpdatePath<..>`, `UpdateValue<..>`), and an impl in an unnamed block (`_::<impl ..>`).
/// Builders and error enums do not count: they are documented, and the user names them.
fn generated_name(fixture: &Fixture) -> Option<&str> {
    if let Some(at) = fixture.printed.find("_::<impl ") {
        return fixture.printed.get(at..);
    }
    let word = |char: char| char.is_alphanumeric() || char == '_';
    let is_generated = |(at, name): &(usize, &str)| {
        let is_generic = fixture.printed[at + name.len()..].starts_with('<');
        let is_long = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
        (is_long("IsSet") || is_long("State") || is_generic && (is_long("Path") || is_long("Value")))
            && !fixture.source.contains(name)
    };
    let starts = fixture.printed.match_indices(|char: char| !word(char)).map(|(at, text)| at + text.len());
    let words = std::iter::once(0).chain(starts).filter_map(|at| {
        let rest = fixture.printed.get(at..)?;
        Some((at, rest.split(|char: char| !word(char)).next()?))
    });
    words.filter(|found| !found.1.is_empty()).find(is_generated).map(|(_, name)| name)
}

#[test]
fn number_of_outputs_with_generated_names_does_not_grow() {
    let fixtures = fixtures();
    let found: Vec<String> = fixtures
        .iter()
        .filter_map(|fixture| Some(format!("{}: {:.30}", fixture.path.display(), generated_name(fixture)?)))
        .collect();
    assert!(!found.is_empty(), "nothing is found, so the test would not see an increase");
    assert_eq!(found.len(), MOST_WITH_GENERATED_NAMES, "lower the limit if this is fewer:\n{}", found.join("\n"));
}

#[test]
fn page_equals_the_output_of_the_compiler() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = page(&fixtures());
    if std::env::var_os("UPDATE_DIAGNOSTICS").is_some() {
        fs::write(&path, &page).expect("the page is written");
    }
    let written = fs::read_to_string(&path).expect("the page");
    assert!(page == written, "the page does not match the fixtures: run with `UPDATE_DIAGNOSTICS=1`");
}

fn page(fixtures: &[Fixture]) -> String {
    let mut page = START.to_owned() + &Figures::of(fixtures).table();
    for (topic, title) in TOPICS {
        writeln!(page, "# {title}\n").expect("a string takes it");
        let of_topic: Vec<&Fixture> = fixtures.iter().filter(|fixture| fixture.path.starts_with(topic)).collect();
        assert!(!of_topic.is_empty(), "{topic} has fixtures");
        if topic == "rivals" {
            page.push_str(&comparison(&of_topic));
        } else {
            page.extend(of_topic.into_iter().map(entry));
        }
    }
    let known = |fixture: &Fixture| TOPICS.iter().any(|(topic, _)| fixture.path.starts_with(topic));
    assert!(fixtures.iter().all(known), "every topic has a title");
    page
}

/// The part of the page for one fixture.
fn entry(fixture: &Fixture) -> String {
    let rule = fixture.path.file_stem().and_then(|stem| stem.to_str()).expect("a name").replace('-', " ");
    let mut entry = format!("**{rule}**\n\n");
    let errors: Vec<String> = fixture
        .errors()
        .iter()
        .map(|error| format!("{}\nerror: {}\nhelp: {}", error.excerpt.join("\n"), error.what, error.fix))
        .collect();
    write!(entry, "```text\n{}\n```\n\n", errors.join("\n\n")).expect("a string takes it");
    entry
}

/// A mistake in the comparison, with its measured results.
struct Measured<'a> {
    fixture: &'a Fixture,
    errors: Vec<Printed>,
}

impl Measured<'_> {
    fn is_exact(&self) -> bool {
        let caret = self.fixture.said("caret").expect("a caret");
        self.errors.first().and_then(Printed::underlined).as_deref() == Some(caret)
    }

    fn has_fix(&self) -> bool {
        self.errors.iter().all(|error| !error.fix.is_empty())
    }

    fn names_the_thing(&self) -> bool {
        let name = self.fixture.said("names").expect("a name");
        self.errors.first().is_some_and(|error| format!("{} {}", error.what, error.fix).contains(name))
    }

    /// Errors in addition to those of the mistakes, if another module uses the definition too.
    fn more(&self) -> usize {
        self.errors.len() - self.fixture.mistakes()
    }

    fn is_perfect(&self) -> bool {
        let one_each = self.errors.len() == self.fixture.mistakes();
        one_each && self.is_exact() && self.has_fix() && self.names_the_thing() && self.more() == 0
    }

    /// The lines of all its errors, with a blank line between errors.
    fn lines(&self) -> usize {
        self.errors.iter().map(|error| error.lines.len() + 1).sum::<usize>() - 1
    }
}

fn comparison(fixtures: &[&Fixture]) -> String {
    let measured: Vec<Measured<'_>> =
        fixtures.iter().map(|fixture| Measured { fixture, errors: fixture.errors() }).collect();
    let mut text = String::from(
        "Fourteen mistakes that users of any such crate make. We gave the same mistakes to nine other crates (rustify, \
         ruma-common,\ndropshot, rocket, axum-extra, better-fetch, feignhttp, retrofit-rs, bon). Of their 93 results, 9 \
         are a single error on the right\ntoken, with a fix and no further errors. 18 compile without an error. None \
         points into a path, and none reports three mistakes\nat once. This table shows callsheet; each item is also \
         used in another module:\n\n| mistake | errors | on the exact token | fix | lines | more where used |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    let yes = |it: bool| if it { "yes" } else { "no" };
    for (at, it) in measured.iter().enumerate() {
        writeln!(
            text,
            "| {} {} | {} | {} | {} | {} | +{} |",
            at + 1,
            it.fixture.said("mistake").expect("a mistake"),
            it.errors.len(),
            yes(it.is_exact()),
            yes(it.has_fix()),
            it.lines(),
            it.more()
        )
        .expect("a string takes it");
    }
    let perfect = measured.iter().filter(|it| it.is_perfect()).count();
    assert_eq!(perfect, measured.len(), "each of the mistakes is reported as expected");
    writeln!(text, "\nAll {perfect} give exactly one error for each mistake. What is printed for each:\n")
        .expect("a string takes it");
    for it in &measured {
        for error in &it.errors {
            write!(text, "```text\n{}\n```\n\n", error.lines.join("\n")).expect("a string takes it");
        }
    }
    text
}
