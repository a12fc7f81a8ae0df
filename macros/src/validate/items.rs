//! The items of a stream: `events(..)` and `lines(..)`.

use syn::LitStr;

use super::at;
use crate::attr::form::Form;
use crate::attr::{EndpointArgs, ItemArgs, Value, key};
use crate::diag::Diagnostics;
use crate::diag::message::{grammar, response as message};
use crate::spelled::written;
use crate::types;

/// What the definition says about the items of a stream.
pub(crate) struct ItemRules {
    pub(crate) end: Option<String>,
    pub(crate) end_event: Option<String>,
    pub(crate) error_event: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) reconnect: bool,
}

/// Checks `events(..)` and `lines(..)`: they must fit the response, and the request if the stream connects again.
pub(super) fn check(
    args: &EndpointArgs,
    method: &str,
    is_idempotent: bool,
    diag: &mut Diagnostics,
) -> Option<ItemRules> {
    let given = [(&args.events, types::EVENTS), (&args.lines, types::JSON_LINES)];
    let mut rules = None;
    for (items, stream) in given.into_iter().filter_map(|(value, stream)| Some((value.given()?, stream))) {
        if check_response(args, items, stream, diag) {
            // An idempotency key is not enough: it makes the server repeat its response, and not continue it.
            if let Some(word) = items.reconnect.as_ref().filter(|_| !is_idempotent && !args.idempotent.is_broken()) {
                diag.at(
                    word.span(),
                    message::reconnect_of_what_is_not_repeatable(method, args.idempotent.given().is_some()),
                );
            }
            rules = Some(check_rules(items, diag));
        }
    }
    rules
}

fn check_response(args: &EndpointArgs, items: &ItemArgs, stream: &str, diag: &mut Diagnostics) -> bool {
    let response = args.response.given();
    let fits = response.and_then(types::stream_of_items).is_some_and(|(name, _)| name == stream);
    if !fits && !args.response.is_broken() {
        let found = response.map_or_else(|| "()".to_owned(), written);
        diag.at(items.key.span(), message::items_of_another_response(&items.key.to_string(), stream, &found));
    }
    fits
}

fn check_rules(items: &ItemArgs, diag: &mut Diagnostics) -> ItemRules {
    let end = text(&items.end, key::END, Form::END, diag);
    let end_event = text(&items.end_event, key::END_EVENT, Form::END_EVENT, diag);
    let error_event = text(&items.error_event, key::ERROR_EVENT, Form::ERROR_EVENT, diag);
    if let (Some(name), true) = (&end_event, end_event == error_event) {
        diag.on(items.error_event.given(), message::end_and_error_event(name));
    }
    let error = items.error.given().map(|literal| {
        at::keys(literal, key::ERROR, Form::ERROR_MEMBER, diag);
        literal.value()
    });
    ItemRules { end, end_event, error_event, error, reconnect: items.reconnect.is_some() }
}

/// The text of a key, which must not be empty.
fn text(value: &Value<LitStr>, key: &str, form: Form, diag: &mut Diagnostics) -> Option<String> {
    let literal = value.given()?;
    if literal.value().is_empty() {
        diag.on(literal, grammar::empty_text(key, form.example));
    }
    Some(literal.value())
}
