//! Status codes and their names.

use proc_macro2::Ident;

/// The status code for a reason phrase in any case.
pub(crate) fn of_name(name: &str) -> Option<u16> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect();
    REASONS.iter().find(|(reason, _)| *reason == plain).map(|(_, status)| *status)
}

/// The status of an error that has the name of its status, or 404.
pub(crate) fn of_error(name: &Ident) -> u16 {
    of_name(&name.to_string()).filter(|status| *status >= 300).unwrap_or(404)
}

/// Names from IANA's registry of HTTP status codes, and other common names.
const REASONS: [(&str, u16); 37] = [
    ("ok", 200),
    ("created", 201),
    ("accepted", 202),
    ("nocontent", 204),
    ("notmodified", 304),
    ("badrequest", 400),
    ("unauthorized", 401),
    ("paymentrequired", 402),
    ("forbidden", 403),
    ("notfound", 404),
    ("methodnotallowed", 405),
    ("notacceptable", 406),
    ("proxyauthenticationrequired", 407),
    ("requesttimeout", 408),
    ("conflict", 409),
    ("gone", 410),
    ("lengthrequired", 411),
    ("preconditionfailed", 412),
    ("contenttoolarge", 413),
    ("payloadtoolarge", 413),
    ("uritoolong", 414),
    ("unsupportedmediatype", 415),
    ("rangenotsatisfiable", 416),
    ("expectationfailed", 417),
    ("misdirectedrequest", 421),
    ("unprocessablecontent", 422),
    ("unprocessableentity", 422),
    ("locked", 423),
    ("faileddependency", 424),
    ("tooearly", 425),
    ("upgraderequired", 426),
    ("preconditionrequired", 428),
    ("toomanyrequests", 429),
    ("internalservererror", 500),
    ("notimplemented", 501),
    ("badgateway", 502),
    ("serviceunavailable", 503),
];
