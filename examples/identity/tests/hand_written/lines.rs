//! Counts the lines for the table in `README.md`.

use std::fmt::Write as _;

const README: &str = include_str!("../../README.md");

/// The text between `// counted: NAME` and `// end`.
fn hand_written<'a>(source: &'a str, name: &str) -> &'a str {
    let (_, rest) = source.split_once(&format!("// counted: {name}\n")).expect("the beginning");
    rest.split_once("// end").expect("the end").0
}

/// An item with its attributes and docs: the paragraph of the source that contains `signature`.
fn item<'a>(source: &'a str, signature: &str) -> &'a str {
    let at = source.find(signature).expect("the item");
    let begin = source[..at].rfind("\n\n").map_or(0, |gap| gap + 2);
    let end = source[at..].find("\n\n").map_or(source.len(), |gap| at + gap);
    &source[begin..end]
}

fn count(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

#[test]
fn table_in_the_readme_equals_the_counted_lines() {
    let rows = [
        (
            "`UpdateOrganization`, for clients",
            count(item(include_str!("../../src/client/organizations.rs"), "pub struct UpdateOrganization {")),
            count(hand_written(include_str!("update_organization.rs"), "UpdateOrganization")),
        ),
        (
            "`ListInvites`",
            count(item(include_str!("../../src/invites.rs"), "pub struct ListInvites {")),
            count(hand_written(include_str!("list_invites.rs"), "ListInvites")),
        ),
        (
            "`CreateUser`",
            count(item(include_str!("../../src/users.rs"), "pub struct CreateUser {")),
            count(hand_written(include_str!("create_user.rs"), "CreateUser")),
        ),
        (
            "once for all of them",
            count(item(include_str!("../../src/lib.rs"), "pub enum Identity {"))
                + count(item(include_str!("../../src/lib.rs"), "impl Api for Identity {"))
                + count(item(include_str!("../../src/error.rs"), "pub enum IdentityErrors {")),
            count(hand_written(include_str!("support.rs"), "shared")),
        ),
    ];
    let mut table = "| endpoint | lines in the SDK | lines by hand |\n| --- | --- | --- |\n".to_owned();
    for (name, ours, theirs) in rows {
        writeln!(table, "| {name} | {ours} | {theirs} |").unwrap();
    }
    assert!(README.contains(&table), "the table in README.md should be:\n{table}");
}
