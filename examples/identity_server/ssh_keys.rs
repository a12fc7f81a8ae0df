//! SSH keys of the authenticated user.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::net::IpAddr;

use serde_json::{Value, json};

use crate::arguments::{Arguments, Kind};
use crate::store::{self, Store, record};
use crate::wire::ApiError;

/// `POST /ssh_keys`
pub(crate) fn create(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let known = [("name", Kind::Text), ("key", Kind::Text), ("networks", Kind::Texts)];
    let properties = arguments.properties(&known, &["name", "key"])?;
    let (name, key) = (properties["name"].as_str().unwrap_or_default(), properties["key"].as_str().unwrap_or_default());
    let networks = properties.get("networks").cloned().unwrap_or_else(|| json!([]));
    let mut wrong = Vec::new();
    if name.trim().is_empty() {
        wrong.push("Name can't be blank".to_owned());
    }
    if !(key.starts_with("ssh-") && key.split(' ').count() >= 2) {
        wrong.push("Key is invalid".to_owned());
    }
    if networks.as_array().into_iter().flatten().any(|network| network.as_str().and_then(parse_network).is_none()) {
        wrong.push("Networks is invalid".to_owned());
    }
    ApiError::validation(&wrong)?;
    let ssh_key = record(json!({
        "name": name, "sha1_fingerprint": fingerprint("SHA1", key), "sha256_fingerprint": fingerprint("SHA256", key),
        "key": key, "created_at": store::now(), "networks": networks,
    }));
    store.ssh_keys.push(ssh_key.clone());
    Ok(json!({ "ssh_key": ssh_key }))
}

/// `GET /ssh_keys/authenticate`
pub(crate) fn authenticate(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let (key, value) = arguments.lookup("ssh_key", &["sha256_fingerprint", "sha1_fingerprint"])?;
    let address = arguments.text("ip_address")?;
    let address: IpAddr = address.parse().map_err(|_| ApiError::invalid(&["ip_address"], "invalid_scalar"))?;
    // This error is not documented.
    let not_found = || ApiError::new(404, "ssh_key_not_found", "No SSH key was found with this fingerprint");
    let ssh_key = store.ssh_keys.iter().find(|ssh_key| ssh_key[key] == value).ok_or_else(not_found)?;
    let mut networks = ssh_key["networks"].as_array().into_iter().flatten().filter_map(Value::as_str).peekable();
    let is_free = networks.peek().is_none();
    if is_free || networks.filter_map(parse_network).any(|network| contains(network, address)) {
        return Ok(json!({ "user_id": crate::USER }));
    }
    let description = "The IP address is not permitted to use this SSH key";
    Err(ApiError::new(403, "ip_address_denied", description))
}

/// An address and the number of significant bits: `10.0.0.0/8`.
fn parse_network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let bits = bits.parse().ok().filter(|bits| *bits <= if address.is_ipv4() { 32 } else { 128 })?;
    Some((address, bits))
}

fn contains((network, bits): (IpAddr, u8), address: IpAddr) -> bool {
    let as_bits = |address: IpAddr| match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    };
    let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or_default();
    network.is_ipv4() == address.is_ipv4() && (as_bits(network) ^ as_bits(address)) & mask == 0
}

/// Replaces a digest, which would need another crate. Different keys have different values.
fn fingerprint(digest: &str, key: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (digest, key).hash(&mut hasher);
    format!("{digest}:{:016x}", hasher.finish())
}
