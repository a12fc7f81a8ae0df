//! Variants of another crate are matched with `..`, and created with their constructors.

use callsheet_ui::OtherErrors;

fn main() {
    match OtherErrors::not_found().with_message("none") {
        OtherErrors::NotFound { message, .. } => assert_eq!(message.as_deref(), Some("none")),
        _ => unreachable!(),
    }
}
