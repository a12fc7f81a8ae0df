//! Messages about the response.

use super::{messages, said};

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

    fn at_without_response() {
        said("`at` needs a `response`: without one the body is not read", "add `response = Type`, or remove `at`")
    }

    fn at_of_no_json(found: &str) {
        said(format!("`at` is for a response that is read from JSON, found `{found}`"), "remove `at`")
    }

    fn path_of_keys(found: &str, pointer: &str) {
        let whole = found.replace('~', "~0").replace('/', "~1");
        said(
            format!("`{found}` is not one key"),
            format!("write `at = {pointer:?}` for nested keys, or `at = \"/{whole}\"` for one key"),
        )
    }

    fn empty_key(found: &str, pointer: &str) {
        said(format!("`{found}` has an empty key"), format!("write `at = {pointer:?}`"))
    }

    fn stray_tilde(corrected: &str) {
        said("in a JSON Pointer, `~` is written `~0`, and `/` in a key `~1`", format!("write `at = {corrected:?}`"))
    }
}
