//! SSH keys of users.

use callsheet::{Arguments, Lookup, endpoint};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::Deserialize;

use crate::{Identity, Refusal};

/// Create SSH key: creates an SSH key for the caller.
#[endpoint(
    method = "POST",
    path = "/ssh_keys",
    api = Identity,
    response = SshKeyReply,
    success = 200,
    errors(
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("ssh_keys"),
)]
#[derive(Debug, Clone)]
pub struct CreateSshKey {
    /// The key.
    pub properties: SshKeyCreateProperties,
}

/// Authenticate an SSH key: returns its owner.
#[endpoint(
    method = "GET",
    path = "/ssh_keys/authenticate",
    api = Identity,
    response = SshKeyUser,
    success = 200,
    errors(
        /// This IP address may not use this SSH key.
        ip_address_denied = 403,
    ),
    // Guess: the page does not state which scopes.
    scopes("ssh_keys"),
)]
#[derive(Debug, Clone)]
pub struct AuthenticateSshKey {
    /// The key.
    pub ssh_key: SshKeyLookup,
    /// The IP address that the key is used from.
    pub ip_address: String,
}

/// Finds an SSH key.
// Guess: the page does not state the keys.
#[derive(Debug, Clone, Lookup)]
pub enum SshKeyLookup {
    /// By its SHA-256 fingerprint.
    Sha256Fingerprint(String),
    /// By its SHA-1 fingerprint.
    Sha1Fingerprint(String),
}

/// A new SSH key.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct SshKeyCreateProperties {
    /// Its name.
    pub name: String,
    /// The public key, as a line of `authorized_keys`.
    pub key: String,
    /// The networks that the key may be used from, such as `10.0.0.0/8`. If the list is empty, from anywhere.
    pub networks: Option<Vec<String>>,
}

/// A reply with an SSH key.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SshKeyReply {
    /// The key.
    pub ssh_key: SshKey,
}

/// An SSH key.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SshKey {
    /// Its name.
    pub name: String,
    /// Its SHA-1 fingerprint.
    pub sha1_fingerprint: String,
    /// Its SHA-256 fingerprint.
    pub sha256_fingerprint: String,
    /// The public key.
    pub key: String,
    /// When it was created.
    #[serde(with = "second::required")]
    pub created_at: Timestamp,
    /// The networks that the key may be used from. If the list is empty, from anywhere.
    pub networks: Vec<String>,
}

/// The owner of an SSH key.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SshKeyUser {
    /// The user's id.
    pub user_id: String,
}
