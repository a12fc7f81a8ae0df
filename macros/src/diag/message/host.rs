//! Messages about the template of a host prefix.

use super::{messages, said};

messages! {
    fn no_dot_at_the_end(prefix: &str) {
        said("a host prefix ends with `.`", format!("write `\"{prefix}.\"`: each value is then a label of its own"))
    }

    fn upper_case(found: char) {
        said("a host is written in lower case", format!("write `{}`", found.to_ascii_lowercase()))
    }

    fn no_host_character(found: char) {
        let help = match found {
            '/' | ':' => "write the first labels of the host alone, such as `\"<bucket>.\"`",
            _ => "write letters, digits, `-` and `.`",
        };
        said("this character does not occur in a host", help)
    }

    fn no_label(label: &str) {
        let help = if label.is_empty() { "remove this `.`" } else { "write 63 characters at most, and no `-` at an end" };
        said(format!("`{label}` is not a label of a host"), help)
    }
}
