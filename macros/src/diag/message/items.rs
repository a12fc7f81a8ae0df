//! Messages about the items that have our attributes and derives, and about serde's attributes on them.

use super::{in_quotes, messages, said, unknown};
use crate::site::Site;

messages! {
    fn not_a_struct(found: &str) {
        said(format!("an endpoint is a struct with named fields, found {found}"), "write `struct Name { .. }`")
    }

    fn taken_name(name: &str, owner: &str, key: &str, free: &str) {
        said(format!("`{name}` is already the name of {owner}"), format!("write `{key} = {free}`"))
    }

    fn attribute_twice(name: &str, keys: &[String]) {
        let help = match keys {
            [] => "remove this one".to_owned(),
            keys => format!("move {} to the first one, and remove this one", all(keys)),
        };
        said(format!("an item has one `#[{name}(..)]`, found a second one"), help)
    }

    fn arguments_on_an_endpoint() {
        said("`Arguments` is for objects inside a request: an endpoint already has a builder", "remove `Arguments`")
    }

    /// The derive does not see its own name, so this one is reported at the struct.
    fn arguments_before_an_endpoint(endpoint: &str) {
        said(
            format!("`Arguments` is for objects inside a request: the endpoint `{endpoint}` already has a builder"),
            "take `Arguments` out of the derives",
        )
    }

    fn not_an_empty_enum(found: &str) {
        said(format!("an error set is an enum without variants, found {found}"), "write `enum Name {}`")
    }

    fn no_arguments(found: &str) {
        said(format!("`Arguments` is for structs with named fields, found {found}"), "write `struct Name { .. }`")
    }

    fn no_response(found: &str) {
        said(format!("`Response` is for structs with named fields, found {found}"), "write `struct Name { .. }`")
    }

    fn no_lookup(found: &str) {
        said(format!("`Lookup` is for enums whose variants hold one value each, found {found}"), "write `Id(String)`")
    }

    fn option_in_a_lookup(inner: &str) {
        said("a key of a lookup always has a value, found `Option`", format!("write `{inner}`"))
    }

    fn option_in_a_union(variant: &str, inner: &str) {
        said(
            format!("`{variant}` always has a value on the wire, found `Option`"),
            format!("write `{variant}({inner})`, or `content = \"..\"` beside `tag` to allow null"),
        )
    }

    fn option_of_other_texts(variant: &str, inner: &str) {
        said("the variant for unknown texts always has a value, found `Option`", format!("write `{variant}({inner})`"))
    }

    fn no_scalar(found: &str) {
        said(
            format!(
                "`Scalar` is for structs with one field and enums whose variants hold one value or none, found {found}"
            ),
            "write `struct Name(String)`",
        )
    }

    fn no_payload(found: &str) {
        said(
            format!("`Payload` is for enums whose variants hold one value each, found {found}"),
            "write `enum Name { Merge(Changes), Text(String) }`",
        )
    }

    fn option_in_a_payload(ty: &str, variant: &str) {
        said(
            format!("`{variant}` would send the JSON `null` for `None`"),
            format!("write the value alone, and an `Option` around the enum in the endpoint: `#[payload] field: Option<..>` instead of `{ty}`"),
        )
    }

    fn payload_on_the_value(attribute: &str, variant: &str) {
        said(
            format!("`#[{attribute}]` has no effect on the value of a variant"),
            format!("write it on the variant `{variant}`"),
        )
    }

    fn no_open_enum(found: &str) {
        said(
            format!("`OpenEnum` is for enums whose variants hold one value or none, found {found}"),
            "write `enum State { Pending, Other(String) }`",
        )
    }

    fn no_union(variant: &str) {
        said(
            format!("a variant of a union holds one value or none, found `{variant}`"),
            format!("write `{variant}({variant})`, with a struct of its own"),
        )
    }

    fn other_without_a_value(mark: &str, variant: &str, value: &str) {
        said(format!("the variant under `{mark}` holds one value"), format!("write `{variant}({value})`"))
    }

    fn closed_enum() {
        said("no variant holds unknown texts", "add `Other(String)`")
    }

    fn two_open_variants(mark: &str, first: &str) {
        said(format!("two variants are `{mark}`: this one and `{first}`"), "remove one of them")
    }

    fn unmarked_union() {
        said(
            "no variant is marked for unknown values",
            "write `#[serde(other)]` on it, such as `#[serde(other)] Other(serde_json::Value)`",
        )
    }

    fn doubled_variant_name(name: &str, other: &str) {
        said(format!("two variants are `{name}` on the wire: this one and `{other}`"), "rename one of them")
    }

    fn no_event(found: &str) {
        said(
            format!("`Event` is for enums with one variant for each name of an event, found {found}"),
            "write `enum Change { Added(Row), Cleared }`",
        )
    }

    fn no_event_data(variant: &str) {
        said(
            format!("a variant holds the data of an event as one value or ignores it, found `{variant}`"),
            format!("write `{variant}({variant})`, with a struct of its own"),
        )
    }

    fn two_variants_of_an_event(name: &str, other: &str) {
        said(
            format!("two variants are for events with the name `{name}`: this one and `{other}`"),
            "write `#[event(name = \"..\")]` on one of them",
        )
    }

    fn doubled_event_name(name: &str) {
        said(format!("the name `{name}` is listed twice"), "remove one of them")
    }

    fn empty_event_name() {
        said("an event without a name is called `message`, found an empty name", "write `\"message\"`")
    }

    fn event_name_of_several_lines(name: &str) {
        let name = if name.is_empty() { "message" } else { name };
        said("the name of an event has no line break", format!("write `{name:?}`"))
    }

    fn generic(what: &str) {
        said(format!("{what} cannot be generic: it has one form on the wire"), "write out the types")
    }

    fn borrowed(what: &str) {
        said(format!("{what} owns its values"), "write owned types, such as `String`")
    }

    fn option_of_a_request(option: &str) {
        said(format!("a response has no `{option}`: it is an option for requests"), "remove it")
    }

    fn payload_with_options() {
        said("in a response, `#[payload]` has no options: its type decides how it is read", "write `#[payload]`")
    }

    fn status_with_options() {
        said("`#[status]` has no options", "write `#[status]`")
    }

    fn misplaced_attribute(name: &str, found: &str, meant: &str) {
        said(format!("`#[{name}]` has no effect on {found}"), format!("remove it, or write it on {meant}"))
    }

    fn two_sources() {
        said("a field is read from one place", "keep one of `#[header]`, `#[status]` and `#[payload]`")
    }

    /// A serde key that has no effect where it is.
    fn serde_key_of_no_use(site: Site, key: &str) {
        let derive = site.derive();
        let what = match site {
            Site::ResponseElsewhere => format!("serde's `{key}` has no effect on a field that is not a JSON member"),
            _ => format!("`{derive}` has no `{key}`"),
        };
        said(what, fix_of_serde_key(site, key))
    }

    fn name_of_the_open_variant(key: &str) {
        said(format!("`{key}` has no effect on the variant for unknown values"), "remove it")
    }

    fn unknown_serde_key(found: &str, known: &[&str]) {
        unknown("key", found, known, &[("name", "rename"), ("case", "rename_all")])
    }

    fn serde_form(key: &str, form: &str) {
        said(format!("wrong form of serde's `{key}`"), format!("write `{form}`"))
    }

    fn unknown_rename_rule(found: &str, known: &[&str]) {
        let (what, help) = unknown("rule", found, known, &[]);
        (what, in_quotes(&help))
    }
}

/// `` `a`, `b` and `c` ``.
fn all(keys: &[String]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        quoted => quoted.concat(),
    }
}

fn fix_of_serde_key(site: Site, key: &str) -> String {
    let derive = site.derive();
    let fix = match (site, key) {
        (Site::ResponseElsewhere, "rename") => "write `#[header(name = \"..\")]`",
        (Site::ResponseElsewhere, _) => "remove it",
        (Site::ArgumentsField, "skip_serializing_if") => "remove it: absent values are omitted",
        (Site::ResponseMember, "skip" | "skip_deserializing") => {
            "remove the field, or write `default` and rename it to a name that no reply contains"
        }
        (Site::ResponseMember, "flatten") => {
            "write `#[payload]` on a field whose type derives serde's `Deserialize`: it reads the whole body"
        }
        (Site::Response, "default") => "write `#[serde(default)]` on each field",
        (Site::Response | Site::OpenEnum, "deny_unknown_fields") => "remove it: unknown members are ignored",
        (Site::OpenEnumVariant, "untagged") => "write `other`",
        (Site::OpenEnum, "untagged") => "remove it; a variant with `#[serde(other)]` holds unknown values",
        (_, "rename") if site.supported().contains(&"rename_all") => "write `rename_all`, or `rename` on each member",
        (Site::Event, "rename_all") => "write `#[event(rename_all = \"..\")]`",
        (Site::EventVariant, "rename") => "write `#[event(name = \"..\")]`",
        (Site::EventVariant, "alias") => "write `#[event(name = [\"..\", \"..\"])]`",
        (Site::EventVariant, "other") => "write `#[event(other)]`",
        (Site::Event, "crate") => "write `#[event(crate = path)]`",
        (Site::Event | Site::EventVariant | Site::EventValue, _) => "remove it: the attribute is `#[event(..)]`",
        (Site::Lookup, "crate") => "write `#[lookup(crate = path)]`",
        (Site::Lookup, "deny_unknown_fields") => "remove it: an unknown key is an error already",
        (_, "rename_all") => "write `rename_all` on the whole type",
        (_, "borrow" | "bound") => "remove it: the type owns its values and has no parameters",
        (Site::OpenEnum, "crate") => "write `#[open_enum(crate = path)]`",
        (_, "serialize" | "deserialize") => "write `rename(serialize = \"..\", deserialize = \"..\")`",
        (Site::LookupVariant | Site::OpenEnumVariant, "skip" | "skip_serializing" | "skip_deserializing") => {
            "remove the variant"
        }
        (Site::ScalarOther, "rename" | "alias") => "remove it: on the wire, this variant is its value",
        (Site::ScalarStruct | Site::ScalarEnum | Site::ScalarVariant | Site::ScalarOther | Site::ScalarValue, _) => {
            "remove it, or implement the trait `Scalar`"
        }
        (_, "skip" | "skip_serializing") => {
            return format!("remove the field, or derive serde's `Serialize` instead of `{derive}`");
        }
        _ => return format!("derive serde's own traits instead of `{derive}`, or remove it"),
    };
    fix.to_owned()
}
