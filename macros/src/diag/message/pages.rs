//! Messages about `pages(..)`.

use super::{list, messages, said};
use crate::suggest;

messages! {
    fn pages_without_response() {
        said("`pages` needs a `response`: the next page depends on it", "add `response = Type`, or remove `pages(..)`")
    }

    fn pages_without_step() {
        said(
            "`pages` does not say how the next page is requested",
            "add to `pages(..)`: one of `number = page`, `cursor = after`, `offset = skip`, `link`, `url = next` or `url_header = \"Next-Page\"`",
        )
    }

    fn two_steps(found: &str, first: &str) {
        said(
            format!("`{found}` and `{first}` cannot be combined: there is one way to the next page"),
            "remove one of them",
        )
    }

    fn pages_without_items() {
        said(
            "`pages` needs `items`: the list of items in the response",
            "add to `pages(..)`: `items = rows`, or `items = self` if the response is the list",
        )
    }

    fn page_key_without_effect(found: &str, step: Option<&str>, needed: &[&str]) {
        let needed = list(needed);
        match (found, step) {
            ("next", None) => said("`next` needs `cursor`: the field that contains the cursor", "add to `pages(..)`: `cursor = after`"),
            ("next_header", None) => {
                said("`next_header` needs `cursor`: the field that contains the cursor", "add to `pages(..)`: `cursor = after`")
            }
            ("last", Some("offset")) => said("`last` has no effect beside `offset`", "write `total`, with the number of all items"),
            ("total", Some("number")) => said("`total` has no effect beside `number`", "write `last`, with the number of pages"),
            (_, Some(step)) => {
                said(format!("`{found}` has no effect beside `{step}`"), format!("remove it: it belongs to {needed}"))
            }
            (_, None) => said(format!("`{found}` has no effect"), format!("remove it: it belongs to {needed}")),
        }
    }

    fn two_places_of_next() {
        said("the next cursor is in the body or in a header field, not in both", "remove `next` or `next_header`")
    }

    fn cursor_without_next() {
        said(
            "`cursor` needs the place of the next cursor in the response",
            "add to `pages(..)`: `next = meta.next_cursor`, or `next_header = \"x-next-token\"`",
        )
    }

    fn no_field_of_a_page(found: &str, known: &[&str]) {
        let help = match (suggest::nearest(found, known), known) {
            (Some(near), _) => format!("write `{near}`"),
            (None, []) => format!("add the field `{found}: Option<u32>`"),
            (None, known) => format!("write one of {}", list(known)),
        };
        said(format!("the struct has no field `{found}`"), help)
    }

    fn page_field_in_another_place(name: &str) {
        said(
            format!("`{name}` cannot differ from page to page: it is not one value in the path, query, header or body"),
            "write `#[query]` or `#[body]` on the field",
        )
    }

    fn size_is_the_step(name: &str) {
        said(
            format!("`{name}` cannot be both the place and the size of a page"),
            "write the field with the number of items in a page",
        )
    }

    fn first_page_too_large() {
        said("the number of the first page is too large", "write `first = 0` or `first = 1`")
    }

    fn end_of_pages(key: &str, found: &str) {
        said(format!("expected `\"end\"`, found `{found:?}`"), format!("write `{key} = \"end\"`"))
    }
}
