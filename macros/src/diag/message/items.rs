//! Messages about the items that our attributes and derives stand on, and about serde's attributes there.

use super::{messages, said, unknown};

messages! {
    fn not_a_struct(found: &str) {
        said(format!("an endpoint is a struct with named fields, found {found}"), "write `struct Name { .. }`")
    }

    /// What rustc tells of first: so that no use of it adds an error, there has to be one of ours.
    fn half_written() {
        said("this item cannot be read to its end", "write the rest of it")
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

    fn no_scalar(found: &str) {
        said(
            format!(
                "`Scalar` is for structs with one field and enums whose variants hold one value or none, found {found}"
            ),
            "write `struct Name(String)`",
        )
    }

    fn no_open_enum(found: &str) {
        said(
            format!("`OpenEnum` is for enums whose variants hold one value or none, found {found}"),
            "write `enum State { Pending, Other(String) }`",
        )
    }

    fn closed_enum() {
        said("no variant holds the texts that are added later", "add `Other(String)`")
    }

    fn two_open_variants(first: &str) {
        said(format!("two variants are `#[serde(other)]`: this one and `{first}`"), "remove one of them")
    }

    fn unmarked_union() {
        said(
            "no variant is marked as the one that holds those which are added later",
            "write `#[serde(other)]` on it, such as `#[serde(other)] Other(serde_json::Value)`",
        )
    }

    fn doubled_variant_name(name: &str, other: &str) {
        said(format!("two variants are `{name}` on the wire: this one and `{other}`"), "give one another name")
    }

    fn generic(what: &str) {
        said(format!("{what} cannot be generic: one item is one shape on the wire"), "write out the types")
    }

    fn borrowed(what: &str) {
        said(format!("{what} owns what it holds"), "write owned types, such as `String`")
    }

    fn option_of_a_request(option: &str) {
        said(format!("a response has no `{option}`: it is about what is sent"), "remove it")
    }

    fn payload_with_options() {
        said("in a response, `#[payload]` has no options: its type says how it is read", "write `#[payload]`")
    }

    fn two_sources() {
        said("a member comes from one place", "keep one of `#[header]`, `#[status]` and `#[payload]`")
    }

    /// A key of serde's that our derive would have to pass over.
    fn serde_key_of_no_use(derive: &str, key: &str) {
        let help = match key {
            "skip_serializing_if" => "remove it: what is absent is left out already".to_owned(),
            "skip" | "skip_serializing" => {
                format!("remove the field, or derive serde's `Serialize` instead of `{derive}`")
            }
            _ => format!("derive serde's own trait instead of `{derive}`"),
        };
        said(format!("`{derive}` has no `{key}`"), help)
    }

    fn unknown_serde_key(found: &str, known: &[&str]) {
        unknown("key", found, known, &[("name", "rename"), ("case", "rename_all")])
    }

    fn serde_form(key: &str, form: &str) {
        said(format!("wrong form of serde's `{key}`"), format!("write `{form}`"))
    }

    fn unknown_rename_rule(found: &str, known: &[&str]) {
        unknown("rule", found, known, &[])
    }
}
