//! Messages about the path template.

use super::{messages, said};
use crate::suggest;

messages! {
    fn empty_path() {
        said("the path is empty", "write `\"/\"`")
    }

    fn no_leading_slash(path: &str) {
        said("a path must begin with `/`", format!("write `{:?}`", format!("/{path}")))
    }

    fn backslash(corrected: &str) {
        said("the segments of a path are separated by `/`", format!("write `{corrected:?}`"))
    }

    fn whole_url(path: &str) {
        said(
            "a path is relative to the base URL of the client",
            format!("write `{path:?}`, and pass the rest to `Client::builder`"),
        )
    }

    fn query_in_path() {
        said("a path cannot have a query", "write fields with `#[query]`, or `query(..)` for constants")
    }

    fn fragment_in_path() {
        said("a path cannot have a fragment: it is never sent", "remove it")
    }

    fn unopened(name: &str) {
        said("unmatched `>`", format!("write `<{name}>`"))
    }

    fn unclosed(name: &str) {
        said("unclosed `<`", format!("write `<{name}>`"))
    }

    /// Parameters in the notation of other tools: `{name}`, `:name`, `*name`.
    fn foreign_parameter(written: &str) {
        said("a parameter is written in `<` and `>`", format!("write `{written}`"))
    }

    /// `<id:int>`.
    fn typed_parameter(written: &str) {
        said("a parameter is only a name: its field has the type", format!("write `{written}`"))
    }

    fn no_digits_behind_percent(behind: &str) {
        said("expected two hexadecimal digits after `%`, which is `%25` itself", format!("write `%25{behind}`"))
    }

    fn no_path_character(encoded: &str) {
        said("this character is not allowed in a path", format!("write `{encoded}`"))
    }

    fn collapsed_segment(resulting: &str) {
        said("URL libraries remove this segment", format!("write `{resulting:?}`"))
    }

    /// With two such parameters, a path has several readings.
    fn second_of_several_segments(name: &str, first: &str) {
        said(
            format!("only one parameter of a path can fill several segments, and `<{first}..>` does"),
            format!("write `<{name}>`, which fills one segment"),
        )
    }

    fn unnamed_parameter() {
        said("this parameter has no name", "write the name of a field")
    }

    fn no_field_name(near: &str) {
        said("expected the name of a field", format!("write `<{near}>`"))
    }

    fn adjacent_parameters(separator: char, written: &str) {
        said("no text separates this parameter from the one before it", format!("write `{separator}{written}`"))
    }

    fn doubled_parameter(name: &str) {
        said(format!("the path names `<{name}>` twice"), "use another field for the second one")
    }

    fn parameter_without_field(of: &str, name: &str, fields: &[&str]) {
        let help = match suggest::nearest(name, fields) {
            Some(near) => format!("write `<{near}>`"),
            None => format!("add the field `{name}: String`"),
        };
        said(format!("the {of} names `<{name}>`, but the struct has no such field"), help)
    }

    fn parameter_placed_elsewhere(of: &str, attribute: &str, name: &str) {
        said(
            format!("the {of} names `<{name}>`, but its field is only sent elsewhere"),
            format!("add `#[{attribute}]` to the field `{name}`"),
        )
    }
}
