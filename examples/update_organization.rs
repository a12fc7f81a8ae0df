//! Updates an organization, and shows all the possible outcomes.
//!
//! `cargo run --example update_organization` talks to an embedded server; with `--base-url` and `--token` it talks to
//! the real one.

use std::time::Duration;

use callsheet::{Arguments, Client, Error, Lookup, OpenEnum, Patch, endpoint};
use clap::Parser;
use identity_server as server;
use jiff::Timestamp;
use serde::Deserialize;

/// Update organization details.
///
/// Allows for updating of organization details.
#[endpoint(
    method = "PATCH",
    path = "/organizations/<organization>",
    response = UpdatedOrganization,
    success = 200,
    errors(
        /// No organization was found matching any of the criteria provided in the arguments.
        organization_not_found = 404,
        /// The authenticated identity is not permitted to perform this action.
        // Guess: the page does not state a detail.
        permission_denied(status = 403, detail = Option<PermissionDetail>),
        /// An error occurred with the input provided.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<ValidationDetail>),
    ),
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct UpdateOrganization {
    /// The organization to update.
    pub organization: OrganizationLookup,
    /// The changes.
    pub properties: OrganizationUpdateProperties,
}

/// Finds an organization.
// Guess: the page does not state the keys.
#[derive(Debug, Clone, Lookup)]
pub enum OrganizationLookup {
    /// By its id.
    Id(String),
    /// By its human-readable identifier.
    Identifier(String),
}

/// Changes to an organization. Omitted members stay unchanged.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct OrganizationUpdateProperties {
    /// Its name.
    pub name: Option<String>,
    /// Its identifier.
    pub identifier: Option<String>,
    /// Its time zone, such as `Europe/London`; null clears it.
    pub time_zone: Patch<String>,
    /// Whether its users must use two-factor authentication.
    pub two_factor_required: Option<bool>,
}

/// The reply to an update.
#[derive(Debug, Clone, Deserialize)]
pub struct UpdatedOrganization {
    /// The organization as it is now.
    pub organization: Organization,
}

/// An organization.
#[derive(Debug, Clone, Deserialize)]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its human-readable identifier.
    pub identifier: String,
    /// Its time zone.
    pub time_zone: Option<String>,
    /// When it was last changed.
    #[serde(with = "jiff::fmt::serde::timestamp::second::required")]
    pub updated_at: Timestamp,
    /// Whether its users must use two-factor authentication.
    pub two_factor_required: bool,
    /// Whether somebody else manages it.
    pub managed: bool,
    /// Its parent organization.
    pub parent_id: Option<String>,
    /// Its users.
    pub users: Vec<OrganizationUser>,
    /// The policy that limits it.
    pub policy: Option<OrganizationPolicy>,
}

/// The membership of a user in an organization.
#[derive(Debug, Clone, Deserialize)]
pub struct OrganizationUser {
    /// The user's id.
    pub user_id: String,
    /// The organization's id.
    pub organization_id: String,
    /// The organization's name.
    pub organization_name: String,
    /// The organization's identifier.
    pub organization_identifier: String,
    /// Whether somebody else manages the organization.
    pub organization_managed: bool,
    /// The parent organization.
    pub organization_parent_id: Option<String>,
    /// Whether the user owns the organization.
    pub owner: bool,
    /// When the organization was last changed.
    #[serde(with = "jiff::fmt::serde::timestamp::second::required")]
    pub organization_updated_at: Timestamp,
    /// The user's roles. The list may be null, and so may its elements.
    pub roles: Option<Vec<Option<String>>>,
}

/// What an organization may use.
#[derive(Debug, Clone, Deserialize)]
pub struct OrganizationPolicy {
    /// Its name.
    pub name: String,
    /// Its type.
    pub r#type: OrganizationPolicyType,
    /// Its limits.
    pub limits: Vec<OrganizationPolicyLimit>,
}

/// A limit of a policy.
#[derive(Debug, Clone, Deserialize)]
pub struct OrganizationPolicyLimit {
    /// What it limits.
    pub key: String,
    /// The limit.
    pub value: Option<String>,
    /// How to read the limit.
    pub value_type: OrganizationPolicyFieldValueType,
    /// Its display name.
    pub label: String,
    /// The text after the value.
    pub suffix: Option<String>,
    /// The text below the value.
    pub sub_text: Option<String>,
}

/// The type of a policy.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrganizationPolicyType {
    /// The default policy.
    Standard,
    /// A policy for this organization only.
    Custom,
    /// A type that the API added later.
    Other(String),
}

/// How to read a limit.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrganizationPolicyFieldValueType {
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// A type that the API added later.
    Other(String),
}

/// Why an action is not permitted.
#[derive(Debug, Clone, Deserialize)]
pub struct PermissionDetail {
    /// The reason in words, if the server returns one.
    pub details: Option<String>,
}

/// What is wrong with the input.
#[derive(Debug, Clone, Deserialize)]
pub struct ValidationDetail {
    /// Each problem with the input, in words.
    pub details: Vec<String>,
}

/// Updates an organization and shows the possible outcomes.
///
/// Without --base-url, an embedded server is started and each outcome is shown once. With it, a single update is sent
/// to the real server.
#[derive(Debug, Parser)]
struct Options {
    /// The base URL of the API, such as `https://identity.krystal.io/api/v1/client`
    #[arg(long, env = "IDENTITY_BASE_URL", requires = "token")]
    base_url: Option<String>,
    /// The token of the API
    #[arg(long, env = "IDENTITY_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The id of the organization to update
    #[arg(long, default_value = server::ACME)]
    organization: String,
    /// Its new name
    #[arg(long, default_value = "Acme Limited")]
    name: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    match (&options.base_url, &options.token) {
        (Some(base_url), Some(token)) => {
            let client = Client::builder(base_url.as_str()).bearer(token).build()?;
            let organization = OrganizationLookup::Id(options.organization);
            let properties = OrganizationUpdateProperties::builder().name(options.name).build();
            println!("{}", outcome(&UpdateOrganization { organization, properties }, &client).await);
        }
        _ => tour(&options).await?,
    }
    Ok(())
}

/// The possible outcomes of an update, against the embedded server.
async fn tour(options: &Options) -> anyhow::Result<()> {
    use OrganizationLookup::{Id, Identifier};

    let embedded = server::Server::start().await?;
    let client = Client::builder(embedded.base_url()).bearer(server::TOKEN).build()?;
    let expired = Client::builder(embedded.base_url()).bearer("expired").build()?;
    let nobody = Client::builder("http://127.0.0.1:1").build()?;
    let hurried = Client::builder(embedded.base_url()).bearer(server::TOKEN).timeout(Duration::ZERO).build()?;
    println!("An embedded server answers at {}.\n", embedded.base_url());

    let renamed = OrganizationUpdateProperties::builder().name(&options.name).time_zone(Patch::Null).build();
    let blank = OrganizationUpdateProperties::builder().name("").build();
    let update = |organization, properties: &OrganizationUpdateProperties| {
        UpdateOrganization::builder().organization(organization).properties(properties.clone()).build()
    };
    let id = |id: &str| Id(id.to_owned());
    let ways = [
        ("An update", &client, update(Id(options.organization.clone()), &renamed)),
        ("The same, found by its identifier", &client, update(Identifier("acme".to_owned()), &renamed)),
        ("A documented error, 404", &client, update(id("org_unknown"), &renamed)),
        ("A documented error, 403", &client, update(id(server::MANAGED), &renamed)),
        ("A documented error, 422, with its detail", &client, update(id(server::ACME), &blank)),
        ("An undocumented error, at a documented status", &expired, update(id(server::ACME), &renamed)),
        ("A proxy's page, at a documented status", &client, update(id(server::PROXIED), &renamed)),
        ("No server at this address", &nobody, update(id(server::ACME), &renamed)),
        ("A timeout", &hurried, update(id(server::ACME), &renamed)),
        ("A value that cannot be sent", &client, update(id(".."), &renamed)),
    ];
    for (title, client, call) in ways {
        println!("{title}\n{}", outcome(&call, client).await);
    }
    Ok(())
}

/// Describes the outcome of a call.
async fn outcome(call: &UpdateOrganization, client: &Client) -> String {
    use UpdateOrganizationError::{OrganizationNotFound, PermissionDenied, ValidationError};

    match call.send(client).await {
        Ok(updated) => described(&updated.organization),
        Err(Error::Documented { error: OrganizationNotFound { .. }, .. }) => {
            "  There is no such organization.\n".to_owned()
        }
        Err(Error::Documented { error: PermissionDenied { detail, .. }, .. }) => {
            let details = detail.and_then(|detail| detail.details).unwrap_or_else(|| "no details".to_owned());
            format!("  You may not update this organization ({details}).\n")
        }
        Err(Error::Documented { error: ValidationError { detail, .. }, .. }) => {
            let details = detail.map(|detail| detail.details.join(", "));
            format!("  The input was refused: {}.\n", details.as_deref().unwrap_or("no details"))
        }
        // All other errors keep everything that was received.
        Err(other) => everything(&other),
    }
}

fn described(organization: &Organization) -> String {
    let zone = organization.time_zone.as_deref().unwrap_or("none");
    let mut text = format!(
        "  {} ({}), time zone {zone}, updated at {}\n",
        organization.name, organization.identifier, organization.updated_at
    );
    for user in &organization.users {
        let roles = match &user.roles {
            Some(roles) => roles.iter().map(|role| role.as_deref().unwrap_or("(null)")).collect::<Vec<_>>().join(", "),
            None => "none".to_owned(),
        };
        text += &format!("  user {}{}, roles: {roles}\n", user.user_id, if user.owner { ", owner" } else { "" });
    }
    if let Some(policy) = &organization.policy {
        text += &format!("  policy {}, of the type {:?}\n", policy.name, policy.r#type);
        for limit in &policy.limits {
            let value = limit.value.as_deref().unwrap_or("without limit");
            let suffix = limit.suffix.as_deref().unwrap_or_default();
            text += &format!(
                "    {}: {} (read as {:?})\n",
                limit.label,
                format!("{value} {suffix}").trim(),
                limit.value_type
            );
        }
    }
    text
}

/// Everything that is known about a call that failed in an undocumented way.
fn everything(error: &Error<UpdateOrganizationError>) -> String {
    let mut text = format!("  {error}\n");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text += &format!("    because: {cause}\n");
        source = cause.source();
    }
    text += &format!("    sent: {:?}, attempts: {}\n", error.sent(), error.attempts());
    if let Some(reply) = error.reply() {
        text += &format!("    status: {}\n    code: {}\n", reply.status(), error.code().unwrap_or("none"));
        text += &format!("    request id: {}\n", reply.request_id().unwrap_or("none"));
        for (name, value) in reply.headers() {
            text += &format!("    {name}: {}\n", String::from_utf8_lossy(value.as_bytes()));
        }
        text += &format!("    body: {}\n", String::from_utf8_lossy(reply.body()).trim_end());
    }
    text
}
