//! Messages about the template of a host prefix.

use super::{messages, said};

messages! {
    fn no_dot_at_the_end(prefix: &str) {
        said("a host prefix must end with `.`", format!("write `{:?}`: each value is then a label of its own", format!("{prefix}.")))
    }

    fn upper_case(found: char) {
        said("a host must be in lower case", format!("write `{}`", found.to_ascii_lowercase()))
    }

    fn no_host_character(found: char) {
        let help = match found {
            '/' | ':' => "write only the first labels of the host, such as `\"<bucket>.\"`",
            _ => "write letters, digits, `-` and `.`",
        };
        said("this character is not allowed in a host", help)
    }

    fn no_label(label: &str) {
        let help = if label.is_empty() { "remove this `.`" } else { "write at most 63 characters, and no `-` at either end" };
        said(format!("`{label}` is not a valid host label"), help)
    }
}
