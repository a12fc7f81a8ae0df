//! Messages about statuses and documented errors.

use std::ops::RangeInclusive;

use syn::LitInt;

use super::{messages, said};

messages! {
    fn status_out_of_range(found: &str, allowed: &RangeInclusive<u16>) {
        let what = if *allowed.end() == 399 { "a success" } else { "an error" };
        let is_success = what == "an error" && (found.starts_with('2') && found.len() == 3 || found == "\"2XX\"");
        let help = format!("write a status from {} to {}", allowed.start(), allowed.end());
        let of_api = "; for errors in successes, name an `api` whose type sets `ERRORS_IN_SUCCESS`";
        said(format!("`{found}` is not a status of {what}"), if is_success { help + of_api } else { help })
    }

    fn status_is_a_number(found: &str, meant: Option<&str>) {
        let forms = "`404`, `[400, 415]`, `400..=499` or `\"4XX\"`";
        said(
            format!("expected a status, found `{found}`"),
            meant.map_or_else(|| format!("write {forms}"), |corrected| format!("write `{corrected}`")),
        )
    }

    fn retry_of_what_is_not_repeatable(method: &str) {
        said(
            format!("a {method} request may not be repeated, so `retry` has no effect"),
            "add `idempotent` to the endpoint if a repetition does no harm, or `idempotency_key = \"Idempotency-Key\"`; \
             write `throttle` if the server did not process the request",
        )
    }

    fn derived_already(name: &str) {
        said(format!("every error implements `{name}` already"), format!("remove `{name}`"))
    }

    fn empty_range(first: &LitInt, last: &LitInt, corrected: &str) {
        said(format!("the range from {first} to {last} contains no status"), format!("write `{corrected}`"))
    }

    fn status_before_name(found: &str, form: &str) {
        said(format!("expected the name of an error before its status, found `{found}`"), format!("write `{form}`"))
    }

    fn expected_error(found: &str, form: &str) {
        said(format!("expected a documented error, found `{found}`"), format!("write `{form}`"))
    }

    fn entry_without_status(name: &str, status: u16) {
        said(format!("`{name}` has no status"), format!("write `{name} = {status}` or `{name}(status = {status})`"))
    }

    fn several_statuses_without_code(name: &str, corrected: &str) {
        said(
            format!("`{name}` covers several statuses and needs a `code`"),
            format!("write `{corrected}` for any code, or `code = {name:?}` for this one"),
        )
    }

    fn set_without_include(path: &str) {
        said(format!("`{path}` has no status"), format!("write `include({path})` for an error set"))
    }

    fn doubled_error(code: &str, status: u16, other: &str) {
        said(
            format!("the error `{code}` with status {status} is documented twice: here and as `{other}`"),
            "remove one of them",
        )
    }

    fn doubled_status(status: u16, other: &str) {
        said(
            format!("status {status} without a code is documented twice: here and as `{other}`"),
            "give one of them a code",
        )
    }

    fn unreachable_error(name: &str) {
        said(format!("`{name}` is unreachable: more specific entries cover all its statuses"), "remove it")
    }

    fn error_in_success(name: &str) {
        said(
            format!("`{name}` is unreachable: `success` covers its status"),
            "remove it, or its status from `success`",
        )
    }

    /// The compiler reports this one, because it knows the constant of the API.
    fn error_in_success_of_api(what: &str, api: Option<&str>) {
        let help = match api {
            Some(api) => format!("set `ERRORS_IN_SUCCESS` in `impl Api for {api}`, or write a status that is not a success"),
            None => "name an `api` whose type sets `ERRORS_IN_SUCCESS`, or write a status that is not a success".to_owned(),
        };
        said(format!("{what} cannot match the status of a success"), help)
    }

    fn empty_code() {
        said("the code is empty", "write `code = none` if the status alone identifies the error")
    }

    fn padded_code(trimmed: &str) {
        said("a code does not begin or end with white space", format!("write `{trimmed:?}`"))
    }

    fn status_twice(status: u16) {
        said(format!("the status {status} is listed twice"), "remove one of them")
    }

    fn detail_and_body() {
        said("`detail` and `body` cannot be used together", "keep `body` to read the whole body, or `detail` for the detail alone")
    }

    fn default_with_status(body: Option<String>) {
        let help = match body {
            Some(body) => format!("write `default(body = {body})`"),
            None => "write `default` or `default(body = Type)`".to_owned(),
        };
        said("`default` covers all other errors and has no status", help)
    }

    fn derive_on_an_entry(form: &str) {
        said("`#[derive(..)]` has no effect on one error: derives are for all of them", format!("write `{form}`"))
    }

    fn status_of_default() {
        said("`default` covers all other errors and has no status", "remove it")
    }

    fn doubled_variant(variant: &str, first: &str, second: &str) {
        said(
            format!("`{first}` and `{second}` are both the variant `{variant}`"),
            format!("rename one of them, as in `other(status = .., code = \"{second}\")`"),
        )
    }

    fn doubled_include(variant: &str) {
        said(format!("`{variant}` is included twice"), "remove one of them")
    }

    fn no_variant_name(name: &str) {
        said(
            format!("`{name}` cannot be the name of a variant"),
            format!("write a name with letters and `code = \"{name}\"`"),
        )
    }
}
