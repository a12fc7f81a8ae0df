//! The place of the response in the body.

use syn::LitStr;

use crate::attr::form::Form;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::{grammar, response as message};
use crate::spelled::written;
use crate::types::{Presence, Special};

/// The keys that `at` names, in order; empty without `at`, and after a mistake in it.
pub(super) fn check(args: &EndpointArgs, diag: &mut Diagnostics) -> Vec<String> {
    let Some(literal) = args.at.given() else { return Vec::new() };
    if args.response.is_missing() {
        diag.on(literal, message::at_without_response());
        return Vec::new();
    }
    if let Some(response) = args.response.given() {
        let inner = match Presence::of(response) {
            Presence::Optional(inner) => inner,
            Presence::Required | Presence::Patch(_) => response.clone(),
        };
        if Special::of(&inner).is_some() {
            diag.on(literal, message::at_of_no_json(&written(response)));
            return Vec::new();
        }
    }
    keys(literal, key::AT, Form::AT, diag)
}

/// A key as it is, or a JSON Pointer (RFC 6901). A text that looks like a path in another notation is refused, so that
/// it is not taken for a single key.
pub(super) fn keys(literal: &LitStr, key: &str, form: Form, diag: &mut Diagnostics) -> Vec<String> {
    let text = literal.value();
    let wrong = match text.strip_prefix('/') {
        _ if text.is_empty() => grammar::empty_text(key, form.example),
        None if text.contains(['.', '/', '[']) => message::path_of_keys(key, &text, &pointer(&text)),
        None => return vec![text],
        Some(tokens) => {
            let tokens: Vec<&str> = tokens.split('/').collect();
            if tokens.contains(&"") {
                message::empty_key(key, &text, &pointer(&text))
            } else if let Some(keys) = tokens.iter().map(|token| unescaped(token)).collect() {
                return keys;
            } else {
                message::stray_tilde(
                    key,
                    &text.replace("~0", "~").replace("~1", "\u{0}").replace('~', "~0").replace('\0', "~1"),
                )
            }
        }
    };
    diag.on(literal, wrong);
    Vec::new()
}

/// Unescapes a reference token, RFC 6901 section 4; `None` if a `~` is not part of `~0` or `~1`.
fn unescaped(token: &str) -> Option<String> {
    let is_right = token.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    is_right.then(|| token.replace("~1", "/").replace("~0", "~"))
}

/// The probably meant JSON Pointer: `/data/tags/0` for `$.data.tags[0]`.
fn pointer(text: &str) -> String {
    let separated = text.trim_start_matches('$').replace('[', ".").replace(']', "");
    let keys = separated.split(['.', '/']).filter(|key| !key.is_empty());
    let pointer: String = keys.flat_map(|key| ["/", key]).collect();
    if pointer.is_empty() { "/data/tag".to_owned() } else { pointer }
}
