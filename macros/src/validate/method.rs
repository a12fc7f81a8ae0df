//! The method.

use crate::attr::{EndpointArgs, Value, key};
use crate::diag::Diagnostics;
use crate::diag::message::grammar as message;
use crate::model::Struct;

/// The methods of the IANA registry of HTTP methods, but `CONNECT`, which has no path, and `PRI`, which is none.
pub(crate) const METHODS: [&str; 38] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "QUERY",
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// Those of them that the registry does not say to be idempotent.
const NOT_IDEMPOTENT: [&str; 3] = ["LOCK", "PATCH", "POST"];

pub(super) fn is_idempotent(method: &str) -> bool {
    !NOT_IDEMPOTENT.contains(&method)
}

pub(super) fn check(args: &EndpointArgs, shape: &Struct, diag: &mut Diagnostics) -> Option<String> {
    let literal = match &args.method {
        Value::Missing => {
            diag.on(&shape.ident, message::missing_key(key::METHOD, "method = \"GET\""));
            return None;
        }
        Value::Broken => return None,
        Value::Given(literal) => literal,
    };
    let method = literal.value();
    if METHODS.contains(&method.as_str()) {
        return Some(method);
    }
    let upper = method.to_uppercase();
    diag.on(
        literal,
        if method.is_empty() {
            message::empty_text(key::METHOD, "method = \"GET\"")
        } else if METHODS.contains(&upper.as_str()) {
            message::method_in_small(&method, &upper)
        } else {
            message::unknown_method(&method, &METHODS)
        },
    );
    None
}
