//! Messages about `endpoints!`.

use super::{messages, said};

messages! {
    fn no_module(found: &str) {
        said(
            format!("expected `mod`, found {found}"),
            "write `endpoints! { pub mod name: CreateUser, ListUsers }`",
        )
    }

    fn no_name(found: &str) {
        said(
            format!("expected the name of the list, found {found}"),
            "write `endpoints! { pub mod name: CreateUser, ListUsers }`",
        )
    }

    fn no_colon(found: &str, module: &str) {
        said(format!("expected `:`, found {found}"), format!("write `mod {module}: CreateUser, ListUsers`"))
    }

    fn no_endpoints(module: &str) {
        said(format!("the list `{module}` is empty"), format!("write `mod {module}: CreateUser, ListUsers`"))
    }

    fn not_a_path(found: &str) {
        said(format!("expected the path of an endpoint, found {found}"), "write a path, such as `users::CreateUser`")
    }

    fn attribute_of_an_entry(found: &str) {
        said(format!("`#[{found}]` has no effect in a list of endpoints"), "remove it, or write `#[cfg(..)]`")
    }

    fn listed_twice(path: &str) {
        said(format!("`{path}` is listed twice"), "remove one of them")
    }
}
