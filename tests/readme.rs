//! The README's first lines, compiled, and compared with what stands there.

#![allow(dead_code, missing_docs, unreachable_pub, reason = "only compiled, as it stands in the README")]

use callsheet::{Client, Error, endpoint};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Updated {
    name: String,
}

#[derive(Debug, Deserialize)]
pub struct Invalid {
    details: Vec<String>,
}

#[expect(clippy::unused_async, reason = "stands for a call")]
async fn create() {}

fn show(_: Vec<String>) {}

// excerpt
#[rustfmt::skip]
#[endpoint(method = "PATCH", path = "/organizations/<organization>", response = Updated, errors(
    /// The input was refused.
    validation_error(status = 422, detail = Option<Invalid>),
    organization_not_found = 404,
))]
pub struct UpdateOrganization { pub organization: String, pub name: Option<String> }
// end

#[rustfmt::skip]
async fn call(client: Client) -> anyhow::Result<()> {
    // excerpt
    match UpdateOrganization::builder().organization("org_1").name("Acme").send(&client).await {
        Ok(updated) => println!("{}", updated.name),
        Err(Error::Documented { error: UpdateOrganizationError::ValidationError { detail: Some(detail), .. }, .. }) => show(detail.details),
        Err(Error::Documented { error: UpdateOrganizationError::OrganizationNotFound { .. }, .. }) => create().await,
        Err(other) => return Err(other.into()), // method, path, status, code, message and request id
    }
    // end
    Ok(())
}

/// The lines of a text that matter, without indentation.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "#[rustfmt::skip]").collect()
}

#[test]
fn the_first_block_of_the_readme_is_what_compiles_here() {
    let readme = include_str!("../README.md");
    let block = readme.split("```").nth(1).and_then(|block| block.split_once('\n')).expect("a block").1;
    let excerpts = include_str!("readme.rs").split("// excerpt\n").skip(1);
    let compiled: Vec<&str> = excerpts.filter_map(|rest| rest.split("// end\n").next()).flat_map(lines).collect();
    assert_eq!(compiled[..lines(block).len()], lines(block));
}

#[test]
fn the_first_call_and_its_match_stand_by_line_twenty() {
    let readme = include_str!("../README.md");
    let end = readme.lines().position(|line| line.contains("Err(other)")).expect("the match") + 1;
    assert!(end <= 20, "line {end}");
}
