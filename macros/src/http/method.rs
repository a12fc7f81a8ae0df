//! HTTP methods.

/// The methods in IANA's registry of HTTP methods, except `CONNECT`, which has no path, and `PRI`, which no request can
/// use.
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

/// The methods that the registry does not list as idempotent.
const NOT_IDEMPOTENT: [&str; 3] = ["LOCK", "PATCH", "POST"];

/// Whether the registry lists a method as idempotent.
pub(crate) fn is_idempotent(method: &str) -> bool {
    !NOT_IDEMPOTENT.contains(&method)
}
