//! Messages about the response.

use super::{messages, said};
use crate::types::unusable::Flaw;

messages! {
    /// The compiler reports this one, because it knows the type and the constant of the API.
    fn stream_with_errors_in_success(api: &str) {
        said(
            format!("a stream cannot be searched for the errors with a success status that `{api}` has"),
            format!(
                "read the response completely, for example as `callsheet::bytes::Bytes`, or use an API without \
                 `ERRORS_IN_SUCCESS` instead of `{api}`"
            ),
        )
    }

    fn result(value: &str) {
        said(
            "a reply is not a `Result`: its status decides whether it is an error",
            format!("write `{value}`, and each error as an entry of `errors(..)`"),
        )
    }

    fn unusable_reply(flaw: Flaw, found: &str, meant: Option<&str>) {
        let write = |otherwise: &str| meant.map_or_else(|| otherwise.to_owned(), |meant| format!("write `{meant}`"));
        match flaw {
            Flaw::Borrowed => said("a reply owns its values, found a borrowed type", write("write a type that owns its values")),
            Flaw::Unsized => said(format!("`{found}` has no size: a reply needs a type with one"), write("write a type of your own")),
            Flaw::Opaque => said("a reply has one type, found `impl Trait`", write("write a type that derives `serde::Deserialize`")),
            Flaw::Function => said("a function cannot be read from a reply", "write a type that derives `serde::Deserialize`"),
            Flaw::Pointer => said("a pointer cannot be read from a reply", write("write the type of the value")),
            Flaw::Never => said("`!` has no values", write("write another type")),
            Flaw::Inferred => said("the type of a reply is not inferred", "write the type, such as `String`"),
            Flaw::Itself => said("an endpoint is not its own reply", "write the name of a type that derives `serde::Deserialize`"),
        }
    }

    fn at_without_response() {
        said("`at` needs a `response`: without one the body is not read", "add `response = Type`, or remove `at`")
    }

    /// The key for the items of a stream, and a response that is another type.
    fn items_of_another_response(key: &str, stream: &str, found: &str) {
        let help = match (key, found.starts_with("Events<"), found.starts_with("JsonLines<")) {
            ("events", _, true) => "write `lines(..)`, which has the key `error`".to_owned(),
            ("lines", true, _) => "write `events(..)`".to_owned(),
            _ => format!("remove `{key}(..)`, or use a response of the type `{stream}<..>`"),
        };
        said(format!("`{key}(..)` describes a stream, but the response is `{found}`"), help)
    }

    fn end_and_error_event(name: &str) {
        said(
            format!("events with the name `{name}` cannot be both the end and an error"),
            "remove `end_event` or `error_event`: an error ends the stream, too",
        )
    }

    fn reconnect_of_what_is_not_repeatable(method: &str, is_forbidden: bool) {
        let help = if is_forbidden {
            "remove it, or remove `idempotent = false`"
        } else {
            "remove it, or add `idempotent` to the endpoint if a repetition does no harm"
        };
        said(format!("a {method} request may not be repeated, so its stream cannot connect again"), help)
    }

    fn at_of_no_json(found: &str) {
        said(format!("`at` is for a response that is read from JSON, found `{found}`"), "remove `at`")
    }

    fn option_of_an_option(inner: &str) {
        said("a missing body and a body that is `null` are both `None`", format!("write `{inner}`"))
    }

    fn response_without_body(status: u16, found: &str) {
        said(format!("a reply with status {status} has no body, from which `{found}` is read"), "remove `response`")
    }

    fn path_of_keys(key: &str, found: &str, pointer: &str) {
        let whole = found.replace('~', "~0").replace('/', "~1");
        said(
            format!("`{found}` is not one key"),
            format!("write `{key} = {pointer:?}` for nested keys, or `{key} = \"/{whole}\"` for one key"),
        )
    }

    fn empty_key(key: &str, found: &str, pointer: &str) {
        said(format!("`{found}` has an empty key"), format!("write `{key} = {pointer:?}`"))
    }

    fn stray_tilde(key: &str, corrected: &str) {
        said("in a JSON Pointer, `~` is written `~0`, and `/` in a key `~1`", format!("write `{key} = {corrected:?}`"))
    }
}
