//! HTTP methods.

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

/// Whether the registry says that a method is idempotent.
pub(crate) fn is_idempotent(method: &str) -> bool {
    !NOT_IDEMPOTENT.contains(&method)
}
