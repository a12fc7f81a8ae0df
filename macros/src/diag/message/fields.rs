//! Messages about fields and their places.

use super::{in_quotes, messages, said, unknown};
use crate::types::unusable::Flaw;

messages! {
    fn declared_twice(name: &str) {
        said(format!("the struct has the field `{name}` twice"), "remove one of them, or give it another name")
    }

    fn field_not_in_path(name: &str, path: &str) {
        said(
            format!("the path does not name `{name}`"),
            format!("write `path = {:?}`", format!("{}/<{name}>", path.trim_end_matches('/'))),
        )
    }

    fn optional_in_path(ty: &str, inner: &str) {
        said(
            format!("a field in the path is required, found `{ty}`"),
            format!("write `{inner}`"),
        )
    }

    fn field_not_in_host(name: &str) {
        said(format!("the host prefix does not name `{name}`"), format!("write `host_prefix = \"<{name}>.\"`"))
    }

    fn optional_in_host(ty: &str, inner: &str) {
        said(
            format!("a field in the host is required, found `{ty}`"),
            format!("write `{inner}`"),
        )
    }

    fn sensitive_host() {
        said("a host cannot be `sensitive`: DNS, TLS and traces show it", "remove `sensitive`")
    }

    fn no_null(place: &str, inner: &str) {
        said(format!("a {place} cannot be null, found `Patch`"), format!("write `Option<{inner}>`"))
    }

    fn body_on(method: &str, place: &str) {
        let help = if place == "part" { "write `method = \"POST\"`" } else { "write `#[query]`" };
        said(format!("a {method} request has no body"), help)
    }

    fn unknown_placement(found: &str, known: &[&str], aliases: &[(&str, &str)]) {
        unknown("attribute", found, known, aliases)
    }

    fn doubled_placement(place: &str) {
        said(format!("`#[{place}]` is given twice"), "keep one of them")
    }

    fn name_without_key(form: &str) {
        said("expected `name = ..`, found a string", format!("write `{form}`"))
    }

    fn name_without_quotes(found: &str, form: &str) {
        said(format!("expected `name = ..`, found `{found}`"), format!("write `{form}`"))
    }

    fn json_is_the_default(found: &str) {
        said(format!("a payload is JSON by default, found `{found}`"), "write `#[payload]`")
    }

    fn doubled_wire_name(name: &str, place: &str, other: &str) {
        said(
            format!("two fields are sent in the {place} as `{name}`: this one and `{other}`"),
            "rename one of them",
        )
    }

    fn default_of_a_required_field(name: &str, ty: &str) {
        said(
            format!("`default` is what the API uses without a value, and `{name}` is required"),
            format!("remove `default`, or write `Option<{ty}>` as the type"),
        )
    }

    fn default_of_another_type(ty: &str, found: &str, example: &str) {
        said(format!("`{found}` is not a value of `{ty}`"), format!("write `default = {example}`, or another value of `{ty}`"))
    }

    fn doubled_default() {
        said("this field has two defaults", "keep one of them")
    }

    fn serde_on_endpoint(key: &str, value: Option<&str>, place: &str, has_placement: bool) {
        let text = value.unwrap_or("..");
        let help = match (key, place) {
            ("rename", "payload") => "remove it: the field is the whole body".to_owned(),
            ("rename" | "name", _) => format!("write `#[{place}(name = {text:?})]`"),
            ("alias", _) => "remove it: an endpoint is not read".to_owned(),
            ("with", "payload") | ("serialize_with", _) => {
                format!("write `#[{place}(with = module)]`, where `module` has a function `serialize`")
            }
            ("with", _) => format!("write `#[{place}(with = {text})]`"),
            ("skip_serializing_if" | "default", _) => "remove it: an `Option` that is `None` is omitted".to_owned(),
            ("skip" | "skip_serializing", _) => "remove the field".to_owned(),
            ("flatten", "query") => "write `#[query(flatten)]`".to_owned(),
            ("flatten", "header") => "write `#[header(prefix = \"\")]`".to_owned(),
            ("flatten", _) => "write `#[payload]` if it is the whole body, or its members as fields".to_owned(),
            ("rename_all", _) => format!("write `#[{place}(name = \"..\")]` on each field"),
            _ => "remove it".to_owned(),
        };
        let is_second = has_placement && help.starts_with("write `#[");
        let help = if is_second { format!("{help} instead of both attributes") } else { help };
        let what = if key.is_empty() { "serde's attributes have" } else { "serde's KEY has" };
        said(format!("{} no effect on an endpoint", what.replace("KEY", &format!("`{key}`"))), help)
    }

    fn unusable_type(flaw: Flaw, found: &str, meant: Option<&str>) {
        let write = |otherwise: &str| meant.map_or_else(|| otherwise.to_owned(), |meant| format!("write `{meant}`"));
        match flaw {
            Flaw::Borrowed => {
                said("an endpoint owns its values, found a borrowed type", write("write a type that owns its values"))
            }
            Flaw::Unsized => said(format!("`{found}` has no size: a field needs a type with one"), write("write a type of your own")),
            Flaw::Opaque => said("a field has one type, found `impl Trait`", write("write the type of the value")),
            Flaw::Function => said("a function cannot be sent", "remove this field, or write the type of a value"),
            Flaw::Pointer => said("a pointer cannot be sent", write("write the type of the value")),
            Flaw::Never => said("`!` has no values", "remove this field, or write another type"),
            Flaw::Inferred => said("the type of a field is not inferred", "write the type, such as `String`"),
            Flaw::Itself => said("an endpoint cannot contain itself", "write a struct of its own for this field"),
        }
    }

    fn double_option(inner: &str) {
        said("an `Option` is omitted if it is `None`, and never null", format!("write `callsheet::Patch<{inner}>`"))
    }

    fn patch_with_option(inner: &str) {
        said("a `Patch` is absent, null or a value, and needs no `Option`", format!("write `Patch<{inner}>`"))
    }

    fn unknown_option(found: &str, known: &[&str], aliases: &[(&str, &str)]) {
        unknown("option", found, known, aliases)
    }

    fn style_of_another_tool(found: &str, form: &str) {
        said(format!("unknown option `{found}`"), format!("write `{form}`"))
    }

    fn unknown_style(found: &str, known: &[&str], aliases: &[(&str, &str)]) {
        let (what, help) = unknown("style", found, known, aliases);
        (what, in_quotes(&help))
    }

    fn contradicting(option: &str, other: &str) {
        said(format!("`{option}` and `{other}` cannot be used together"), "keep one of them")
    }

    fn list_in_segments(name: &str) {
        said(
            format!("`<{name}..>` fills several segments, and a `list` only one"),
            format!("remove `list`, or write `<{name}>` in the path"),
        )
    }

    fn no_header_name(found: &str) {
        said(
            format!("`{found}` is not a header name"),
            format!("write `{:?}`: letters, digits and `-`", near_header_name(found)),
        )
    }

    fn no_header_name_of_a_page(key: &str, found: &str) {
        said(format!("`{found}` is not the name of a header field"), format!("write `{key} = {:?}`", near_header_name(found)))
    }

    fn no_header_name_of_a_field(found: &str) {
        said(
            format!("`{found}` is not a header name"),
            format!("write `#[header(name = {:?})]`", near_header_name(found)),
        )
    }

    fn header_of_the_transport(name: &str, help: &str) {
        said(format!("only the transport sets `{name}`"), help)
    }

    fn body_of_constants(key: &str, place: &str) {
        let (is, form) = if key == "form" { ("a form", "#[form]") } else { ("a JSON object", "#[body]") };
        let help = match place {
            "part" => "write `form(..)` instead of `body(..)`".to_owned(),
            "payload" => format!("remove `{key}(..)`, or write `{form}`"),
            _ => format!("write `{form}`"),
        };
        said(format!("a request has one body, and `{key}(..)` makes it {is}"), help)
    }

    fn idempotency_key_with_null(inner: &str) {
        said("an idempotency key cannot be null, found `Patch`", format!("write `Option<{inner}>`"))
    }

    fn header_twice(name: &str, other: &str) {
        said(format!("`{name}` is set twice: by `headers(..)` and by {other}"), "remove one of them")
    }

    fn control_in_header(kept: &str) {
        said("a header field value cannot contain line breaks or other control characters", format!("write `{kept:?}`"))
    }

    fn space_around_header(kept: &str) {
        said("a header field value cannot begin or end with white space", format!("write `{kept:?}`"))
    }

    fn no_content_type(before: &str, found: &str, after: &str) {
        let near = match found {
            "json" => "application/json",
            "xml" => "application/xml",
            "csv" => "text/csv",
            "html" => "text/html",
            "text" | "plain" => "text/plain",
            _ => "application/octet-stream",
        };
        let what = if found.is_empty() { "the media type is empty".to_owned() } else { format!("`{found}` is not a media type") };
        said(what, format!("write `{:?}`", format!("{before}{near}{after}")))
    }

    fn no_parameter(found: &str, corrected: &str) {
        let what = match found.trim() {
            "" => "a media type cannot end with white space".to_owned(),
            found => format!("`{found}` is not a parameter of a media type"),
        };
        said(what, format!("write `{corrected:?}`"))
    }

    fn part_for_each_byte(ty: &str) {
        said(format!("`{ty}` would be sent as one part for each byte"), "write `#[part(bytes)]`")
    }

    fn content_type_of_parts() {
        said("the content type of parts contains their boundary, and only the client sets it", "remove this field")
    }

    fn two_bodies(place: &str, other: &str, other_place: &str, is_default: bool) {
        let help = match (place, other_place) {
            ("part", _) if is_default => Some(format!("add `#[part]` to the field `{other}`")),
            ("part", _) => Some(format!("write `#[part]` instead of `#[{other_place}]` on `{other}`")),
            (_, "part") => Some("write `#[part]`".to_owned()),
            _ => None,
        };
        said(
            format!("a request has one body, and `{other}` is in it as `#[{other_place}]`"),
            help.unwrap_or_else(|| format!("write `#[query]` instead of `#[{place}]`, or on `{other}`")),
        )
    }
}

/// A header name that is similar to this text.
fn near_header_name(found: &str) -> String {
    let near: String = found.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    let near = near.trim_matches('-');
    if near.is_empty() { "If-Match".to_owned() } else { near.to_owned() }
}
