//! Messages about the template of a path.

use super::{messages, said};
use crate::suggest;

messages! {
    fn empty_path() {
        said("a path is not empty", "write `\"/\"`")
    }

    fn no_leading_slash(path: &str) {
        said("a path begins with `/`", format!("write `\"/{path}\"`"))
    }

    fn whole_url(path: &str) {
        said(
            "a path stands behind the base URL, which the client knows",
            format!("write `\"{path}\"`, and give the rest to `Client::builder`"),
        )
    }

    fn query_in_path() {
        said("a path has no query", "make its parameters fields with `#[query]`, and constants `query(..)`")
    }

    fn fragment_in_path() {
        said("a path has no fragment: it would never be sent", "remove it")
    }

    fn unopened(name: &str) {
        said("this `>` closes nothing", format!("write `<{name}>`"))
    }

    fn unclosed(name: &str) {
        said("this `<` is not closed", format!("write `<{name}>`"))
    }

    /// As people write it who come from elsewhere: `{name}`, `:name`, `*name`.
    fn foreign_parameter(written: &str) {
        said("a parameter stands in `<` and `>`", format!("write `{written}`"))
    }

    /// `<id:int>`.
    fn typed_parameter(written: &str) {
        said("a parameter is a name alone: its field has the type", format!("write `{written}`"))
    }

    fn no_digits_behind_percent() {
        said("two hexadecimal digits stand behind `%`", "write `%25` for `%` itself")
    }

    fn no_path_character(encoded: &str) {
        said("this character does not stand in a path", format!("write `{encoded}`"))
    }

    fn collapsed_segment() {
        said("this segment would be collapsed", "write the path that is meant")
    }

    fn tail_not_last(name: &str) {
        said("several segments stand at the end of a path alone", format!("write `/<{name}..>` at the end of the path"))
    }

    fn unnamed_parameter() {
        said("this parameter has no name", "write the name of a field")
    }

    fn no_field_name(near: &str) {
        said("a parameter is the name of a field", format!("write `<{near}>`"))
    }

    fn adjacent_parameters(before: &str, name: &str) {
        said("nothing tells this parameter from the one before it", format!("write `<{before}>/<{name}>`"))
    }

    fn doubled_parameter(name: &str) {
        said(format!("the path names `<{name}>` twice"), "give the second one a field of its own")
    }

    fn parameter_without_field(of: &str, name: &str, fields: &[&str]) {
        let help = match suggest::nearest(name, fields) {
            Some(near) => format!("write `<{near}>`"),
            None => format!("add the field `{name}: String`"),
        };
        said(format!("the {of} names `<{name}>`, and the struct has no such field"), help)
    }

    fn parameter_placed_elsewhere(of: &str, attribute: &str, name: &str) {
        said(
            format!("the {of} names `<{name}>`, and its field is placed elsewhere alone"),
            format!("add `#[{attribute}]` to the field `{name}`"),
        )
    }
}
