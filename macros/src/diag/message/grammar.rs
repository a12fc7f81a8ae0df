//! Messages about the grammar that all attributes share.

use super::{list, messages, said, unknown};
use crate::suggest;

messages! {
    fn unknown_key(found: &str, known: &[&str], aliases: &[(&str, &str)]) {
        unknown("key", found, known, aliases)
    }

    /// An unknown key whose meant key is present too.
    fn unknown_key_beside(found: &str, meant: &str) {
        let help = match meant {
            "errors" => "move its entries to `errors(..)`".to_owned(),
            _ => format!("remove it: `{meant}` is present too"),
        };
        said(format!("unknown key `{found}`"), help)
    }

    /// The base URL of an API is not part of an endpoint.
    fn base_url_key(found: &str) {
        said(
            format!("an endpoint has no `{found}`: the base URL belongs to the client"),
            "write `Client::builder(\"https://..\")`, or `BASE_URL` in the `Api`",
        )
    }

    fn key_of_a_call(found: &str, method: &str) {
        said(
            format!("an endpoint has no `{found}`: it is an option of the client and of each call"),
            format!("write `.{method}(..)` on the `ClientBuilder` or on `CallOptions`"),
        )
    }

    fn doubled_key(key: &str) {
        let help = if key == "errors" { "move its entries to the first `errors(..)`" } else { "keep one of them" };
        said(format!("`{key}` is given twice"), help)
    }

    fn expected_key(found: &str, known: &[&str]) {
        said(format!("expected a key, found `{found}`"), format!("write one of {}", list(known)))
    }

    fn without_value(key: &str, form: &str) {
        said(format!("`{key}` has no value"), format!("write `{form}`"))
    }

    fn wrong_value(expected: &str, found: &str, form: &str) {
        said(format!("expected {expected}, found `{found}`"), format!("write `{form}`"))
    }

    fn wrong_separator(expected: &str, found: &str, form: &str) {
        let help = match form.split_once("] ") {
            Some(_) => format!("remove it, and write the field `{form}`"),
            None => format!("write `{form}`"),
        };
        said(format!("expected `{expected}`, found `{found}`"), help)
    }

    fn expected_comma(found: &str) {
        let help = if found == ";" { "write `,`".to_owned() } else { format!("write `,` before `{found}`") };
        said(format!("expected `,`, found `{found}`"), help)
    }

    fn needless_separator(found: &str) {
        said(format!("nothing is before this `{found}`"), "remove it")
    }

    fn needless_delimiters(expected: &str, open: &str, close: &str) {
        said(format!("expected {expected}, found `{open}`"), format!("remove `{open}` and `{close}`"))
    }

    fn needless_token(expected: &str, found: &str) {
        said(format!("expected {expected}, found `{found}`"), format!("remove `{found}`"))
    }

    /// An attribute or a doc comment before a key, or after the last one.
    fn needless_attribute(found: &str) {
        said(format!("{found} has no effect here"), "remove it")
    }

    fn key_in_quotes(key: &str, form: Option<&str>) {
        let help = form.map_or_else(|| format!("write `{key}` without quotes"), |form| format!("write `{form}`"));
        said(format!("expected a key, found `\"{key}\"`"), help)
    }

    fn method_and_path(method: &str, path: &str) {
        said(
            format!("expected one value, found a method and a path: `{method} {path}`"),
            format!("write `method = {method:?}, path = {path:?}`"),
        )
    }

    fn missing_keys(form: &str) {
        said("this endpoint has no `method` and no `path`", format!("write `#[endpoint({form})]`"))
    }

    fn value_of_a_word(key: &str, found: &str) {
        said(format!("`{key}` is a single word, found `{found}`"), format!("write `{key}`"))
    }

    fn missing_key(key: &str, form: &str) {
        said(format!("this endpoint has no `{key}`"), format!("add `{form}` to `#[endpoint(..)]`"))
    }

    fn without_key(found: &str, form: &str) {
        said(format!("expected `key = value`, found `{found}`"), format!("write `{form}`"))
    }

    fn nothing_inside(key: &str, form: &str) {
        said(format!("`{key}` has no entries"), format!("write `{form}`, or remove it"))
    }

    fn empty_text(key: &str, form: &str) {
        said(format!("`{key}` is empty"), format!("write `{form}`"))
    }

    fn scopes_in_one_text(found: &str) {
        let each: Vec<String> = found.split_whitespace().map(|scope| format!("{scope:?}")).collect();
        let each = if each.is_empty() { "\"read\"".to_owned() } else { each.join(", ") };
        said(format!("a scope contains no white space, found `{found}`"), format!("write `{each}`"))
    }

    fn scope_twice(found: &str) {
        said(format!("the scope `{found}` is listed twice"), "remove one of them")
    }

    fn method_in_small(found: &str, upper: &str) {
        said(format!("HTTP methods are case-sensitive, found `{found}`"), format!("write `\"{upper}\"`"))
    }

    fn unknown_method(found: &str, known: &[&str]) {
        let help = match suggest::nearest(&found.to_uppercase(), known) {
            Some(near) => format!("write `\"{near}\"`"),
            None => "write one of `\"GET\"`, `\"POST\"`, `\"PUT\"`, `\"PATCH\"` or `\"DELETE\"`".to_owned(),
        };
        said(format!("unknown HTTP method `{found}`"), help)
    }

    fn delimiter_in_constant(found: &str, form: &str) {
        said(format!("a parameter name cannot contain `=` or `&`, found `{found}`"), format!("write `{form}`"))
    }

    fn constant_and_field(name: &str, key: &str, field: &str) {
        said(
            format!("the {key} has `{name}` twice: from `{key}(..)` and from the field `{field}`"),
            format!("remove one of them, or name the field `#[{key}(name = \"..\")]`"),
        )
    }

    fn constants_without_a_body(method: &str) {
        said(format!("a {method} request has no body"), "write `query(..)`")
    }

    fn two_kinds_of_constants() {
        said("a request has one body: `body(..)` makes it JSON, `form(..)` a form", "keep one of them")
    }

    fn constant_and_idempotency_key(name: &str, key: &str) {
        said(
            format!("the {key} has `{name}` twice: from `{key}(..)` and as the idempotency key"),
            "remove one of them",
        )
    }

    fn idempotency_key_without_a_body(method: &str, name: &str) {
        said(format!("a {method} request has no body"), format!("write `idempotency_key = query({name:?})`"))
    }

    fn idempotency_key_in_another_body(key: &str, name: &str) {
        said(
            format!("a request has one body, and the idempotency key is in it by `{key}({name:?})`"),
            "write `idempotency_key = \"Idempotency-Key\"`, or another place for this field",
        )
    }

    fn cfg_inside() {
        said("`#[cfg]` is not supported inside an endpoint", "write it on the whole item, once for each version")
    }
}
