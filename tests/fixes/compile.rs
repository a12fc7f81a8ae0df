//! Applies all helps of each fixture in `tests/ui`, and compiles the results.

mod package;
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic;

use callsheet_fixes::applied;
use callsheet_ui::{Fixture, fixtures};

use self::package::{Errors, Package, Reported};

/// A use outside the definition that the help cannot correct.
const REQUIRED: &str = "the help makes a field required, and the use does not set it";
const REMOVED: &str = "the help removes what the use names";
const FIELD: &str = "the help is an attribute for the field, which is not at the caret";
const PATCH: &str = "the help writes a `Patch`, whose setter has no `maybe_`";

/// Fixtures that do not compile after all helps are applied, and why.
const NOT_COMPLETE: [(&str, &str); 12] = [
    ("derives--arguments-with-a-doubled-option", PATCH),
    ("errors--in-success", REMOVED),
    ("fields--content-type-beside-parts", REMOVED),
    ("fields--double-option", PATCH),
    ("pages--field-in-another-place", FIELD),
    ("path--in-a-raw-string", REQUIRED),
    ("path--in-a-raw-string-with-hashes", REQUIRED),
    ("path--mistake-after-non-ascii", REQUIRED),
    ("path--optional", REQUIRED),
    ("path--parameter-without-similar-field", REQUIRED),
    ("path--with-an-escape", REQUIRED),
    ("rivals--02-path-parameter-without-field", REQUIRED),
];

/// The source after all helps, each applied at its place; `None` if one of them has no text to apply.
fn fixed(source: &str, mut helps: Vec<(Range<usize>, String)>) -> Option<String> {
    if helps.iter().any(|(_, help)| has_placeholder(help)) {
        return None;
    }
    helps.sort_by_key(|(range, _)| range.start);
    let mut source = source.to_owned();
    while let Some((range, help)) = helps.pop() {
        let next = applied(&source, &help, &range)?;
        let edit = Edit::between(&source, &next);
        for (range, _) in &mut helps {
            edit.shift(range);
        }
        source = next;
    }
    Some(source)
}

/// The recorded helps of a fixture; `None` if an error is rustc's own or does not say what to write.
fn recorded(fixture: &Fixture) -> Option<Vec<(Range<usize>, String)>> {
    let errors = fixture.errors();
    let helps = errors.iter().map(|error| {
        let is_ours = error.lines[0].starts_with("error: ") || error.label.starts_with("help: ");
        let range = place::of(error, &fixture.source).filter(|_| is_ours)?;
        Some((range, error.fix.clone()))
    });
    helps.collect()
}

/// Whether only the author knows the name in a help, such as `response = Type`.
fn has_placeholder(help: &str) -> bool {
    ["= Type`", "= Name`", "= path`", "= path)", "= module`", "(AuthErrors)`", "with a struct of its own", "{ .. }"]
        .iter()
        .any(|placeholder| help.contains(placeholder))
}

/// The part of a source that differs from another one.
struct Edit {
    old: Range<usize>,
    length: usize,
}

impl Edit {
    fn between(old: &str, new: &str) -> Self {
        let same = |(old, new): &(u8, u8)| old == new;
        let start = old.bytes().zip(new.bytes()).take_while(same).count();
        let (old, new) = (&old[start..], &new[start..]);
        let end = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count();
        Self { old: start..start + old.len() - end, length: new.len() - end }
    }

    /// Moves a place with the text around it.
    fn shift(&self, place: &mut Range<usize>) {
        for at in [&mut place.start, &mut place.end] {
            if *at >= self.old.end {
                *at = *at - self.old.len() + self.length;
            }
        }
    }
}

/// The files that do not compile after another round of helps: two mistakes in one literal need two rounds.
fn after_another_round(package: &Package, mut files: BTreeMap<String, String>) -> Errors {
    let mut errors = package.errors(&files);
    let mut again = BTreeMap::new();
    for (name, reported) in &errors {
        let helps = reported.iter().map(|it| Some((it.range.clone(), it.help.clone()?))).collect::<Option<_>>();
        let source = &files[name];
        let fixed = helps.and_then(|helps| panic::catch_unwind(|| fixed(source, helps)).ok()?);
        again.extend(fixed.map(|fixed| (name.clone(), fixed)));
    }
    files.retain(|name, _| again.contains_key(name));
    errors.retain(|name, _| !again.contains_key(name));
    errors.extend(package.errors(&again));
    errors
}

#[test]
fn each_fixture_compiles_after_its_helps() {
    let mut files = BTreeMap::new();
    let mut several = BTreeSet::new();
    for fixture in fixtures() {
        let name = fixture.path.with_extension("").display().to_string().replace('/', "--");
        let Some(source) = recorded(&fixture).and_then(|helps| fixed(&fixture.source, helps)) else { continue };
        if fixture.mistakes() > 1 {
            several.insert(name.clone());
        }
        files.insert(name, source);
    }
    let count = files.len();
    let package = Package::new();
    let (several, single) = files.into_iter().partition(|(name, _)| several.contains(name));
    let mut errors = package.errors(&single);
    errors.extend(after_another_round(&package, several));
    let printed = |(name, errors): (&String, &Vec<Reported>)| {
        let printed: Vec<&str> = errors.iter().map(|error| error.printed.as_str()).collect();
        format!("{name}\n{}", printed.join("\n"))
    };
    let listed = |name: &String| NOT_COMPLETE.iter().any(|(listed, _)| listed == name);
    let wrong: Vec<String> = errors.iter().filter(|(name, _)| !listed(name)).map(printed).collect();
    assert!(wrong.is_empty(), "{} of {count} do not compile:\n\n{}", wrong.len(), wrong.join("\n\n"));
    let complete = NOT_COMPLETE.iter().find(|(name, _)| !errors.contains_key(*name));
    assert_eq!(complete, None, "this one compiles: remove it from the list");
    assert!(count > 220, "only {count} fixtures have a help that can be applied");
}
