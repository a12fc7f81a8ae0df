//! The subcommands, one per endpoint.

use clap::builder::{StringValueParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use krystal_identity::client::users::UserLookup;
use krystal_identity::invites::InviteState;
use krystal_identity::organizations::OrganizationLookup;
use krystal_identity::ssh_keys::SshKeyLookup;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Organizations, as their users see them
    #[command(subcommand)]
    Organizations(Organizations),
    /// Invites into an organization
    #[command(subcommand)]
    Invites(Invites),
    /// Signup intents: users who will sign up
    #[command(subcommand)]
    SignupIntents(SignupIntents),
    /// SSH keys
    #[command(subcommand)]
    SshKeys(SshKeys),
    /// The authenticated user
    #[command(subcommand)]
    User(User),
    /// Users
    #[command(subcommand)]
    Users(Users),
    /// Endpoints for clients of Identity
    #[command(subcommand)]
    Client(ForClients),
}

#[derive(Subcommand)]
pub(crate) enum Organizations {
    /// List every organization the user has
    List {
        /// Omit organizations that somebody else manages
        #[arg(long)]
        exclude_managed: bool,
    },
    /// Show the information held on an organization
    Show(Organization),
    /// Change the details of an organization; an empty value clears a detail
    Update {
        #[command(flatten)]
        organization: Organization,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        address1: Option<String>,
        #[arg(long)]
        address2: Option<String>,
        #[arg(long)]
        address3: Option<String>,
        #[arg(long)]
        address4: Option<String>,
        #[arg(long)]
        postcode: Option<String>,
        #[arg(long)]
        time_zone: Option<String>,
        #[arg(long)]
        vat_number: Option<String>,
    },
    /// Show the caller's permissions within an organization
    Permissions(Organization),
}

#[derive(Args)]
pub(crate) struct Organization {
    /// The organization's id, or `identifier=` and its identifier
    #[arg(value_name = "ORGANIZATION", value_parser = StringValueParser::new().map(organization))]
    pub(crate) lookup: OrganizationLookup,
}

#[derive(Subcommand)]
pub(crate) enum Invites {
    /// List the invites of an organization
    List {
        #[command(flatten)]
        organization: Organization,
        /// Only invites in this state: pending, accepted, rejected, expired, or a state that the API added later
        #[arg(long, value_parser = invite_state)]
        state: Option<InviteState>,
    },
    /// Invite a user into an organization
    Create {
        #[command(flatten)]
        organization: Organization,
        /// The email address of the user
        email_address: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum SignupIntents {
    /// Create a signup intent
    Create {
        email_address: String,
        #[arg(long)]
        first_name: Option<String>,
        #[arg(long)]
        last_name: Option<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum SshKeys {
    /// Create an SSH key for the caller
    Create {
        name: String,
        /// The public key, as a line of `authorized_keys`
        key: String,
        /// A network that the key may be used from, such as 10.0.0.0/8; without it, the key may be used from anywhere
        #[arg(long = "network")]
        networks: Vec<String>,
    },
    /// Show the owner of an SSH key
    Authenticate {
        /// The key's SHA-256 fingerprint, or `sha1=` and its SHA-1 fingerprint
        #[arg(value_parser = StringValueParser::new().map(ssh_key))]
        fingerprint: SshKeyLookup,
        /// The IP address that the key is used from
        ip_address: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum User {
    /// Show the user
    Show,
    /// Change the basic details of the user
    Update {
        #[arg(long)]
        first_name: Option<String>,
        #[arg(long)]
        last_name: Option<String>,
        #[arg(long)]
        time_zone: Option<String>,
    },
    /// Change the preferences of the user
    Preferences {
        /// light, dark or system
        #[arg(long)]
        color_scheme: String,
    },
    /// Create an identity check intent
    IdentityCheck {
        /// The page that the user returns to after the check
        #[arg(long)]
        return_url: String,
    },
    /// Show what a user's token may do
    Authorization {
        user_token: String,
        /// The id of a session to check
        #[arg(long)]
        session: Option<String>,
        /// The IP address that the session is used from
        #[arg(long)]
        ip_address: Option<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum Users {
    /// Create a user
    Create {
        #[arg(long)]
        first_name: String,
        #[arg(long)]
        last_name: String,
        #[arg(long)]
        email_address: String,
        #[arg(long)]
        time_zone: Option<String>,
        /// Ask for a code with which the user authorizes the caller
        #[arg(long)]
        oauth_authorization: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum ForClients {
    /// Create an organization
    CreateOrganization {
        name: String,
        #[arg(long)]
        identifier: Option<String>,
        #[arg(long)]
        time_zone: Option<String>,
        /// The id of a user; the first one becomes the owner
        #[arg(long = "user")]
        users: Vec<String>,
    },
    /// Change the details of an organization; an empty time zone clears it
    UpdateOrganization {
        #[command(flatten)]
        organization: Organization,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        identifier: Option<String>,
        #[arg(long)]
        time_zone: Option<String>,
        #[arg(long)]
        two_factor_required: Option<bool>,
    },
    /// Show a user
    ShowUser {
        /// The user's id, or `email=` and an email address
        #[arg(value_parser = StringValueParser::new().map(user))]
        user: UserLookup,
    },
}

fn organization(text: String) -> OrganizationLookup {
    match text.strip_prefix("identifier=") {
        Some(identifier) => OrganizationLookup::Identifier(identifier.to_owned()),
        None => OrganizationLookup::Id(text),
    }
}

fn user(text: String) -> UserLookup {
    match text.strip_prefix("email=") {
        Some(address) => UserLookup::EmailAddress(address.to_owned()),
        None => UserLookup::Id(text),
    }
}

fn ssh_key(text: String) -> SshKeyLookup {
    match text.strip_prefix("sha1=") {
        Some(fingerprint) => SshKeyLookup::Sha1Fingerprint(fingerprint.to_owned()),
        None => SshKeyLookup::Sha256Fingerprint(text),
    }
}

fn invite_state(text: &str) -> Result<InviteState, serde::de::value::Error> {
    InviteState::deserialize(text.into_deserializer())
}
