//! From what the user wrote to what can be expanded: one `check_*` for each rule.

pub(crate) mod errors;

use proc_macro2::Ident;
use quote::format_ident;
use syn::LitStr;

use crate::attr::fields::{Place, Placement};
use crate::attr::{EndpointArgs, Value, key};
use crate::diag::{Diagnostics, message};
use crate::model::{Field, Presence, Struct};
use crate::path;

/// The methods of the IANA registry of HTTP methods, but `CONNECT`, which has no path, and `PRI`, which is none.
const METHODS: [&str; 38] = [
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

fn is_idempotent(method: &str) -> bool {
    !NOT_IDEMPOTENT.contains(&method)
}

/// What a request is made of, checked.
pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) rows: Vec<Row<'a>>,
    /// The statuses of a success; any 2xx where nothing is said.
    pub(crate) success: Option<Vec<(u16, u16)>>,
    /// The constant parameters of the query, percent-encoded.
    pub(crate) query: String,
    /// Whether a repetition does no more than the first time.
    pub(crate) idempotent: bool,
}

/// A piece of the path: text, or the value of a row.
pub(crate) enum Piece {
    Text(String),
    Row(usize),
}

/// One value in one place; a field in two places has two rows.
pub(crate) struct Row<'a> {
    pub(crate) field: &'a Field,
    pub(crate) place: Place,
    pub(crate) wire: String,
    /// Whether the same field stands in the path too.
    pub(crate) beside_path: bool,
    /// How lists and objects are written in a query.
    pub(crate) style: (&'static str, &'static str),
    /// Whether the path names it as `<name..>`.
    pub(crate) is_tail: bool,
}

impl Row<'_> {
    /// Whether its attribute says this word.
    pub(crate) fn has(&self, word: &str) -> bool {
        placement(self.field, self.place).is_some_and(|placement| placement.options.has(word))
    }

    /// Whether it is a map whose keys are names of headers.
    pub(crate) fn is_header_map(&self) -> bool {
        self.place == Place::Header && !prefix(self.field).is_missing()
    }

    /// The module that writes the value.
    pub(crate) fn with(&self) -> Option<&syn::Path> {
        placement(self.field, self.place).and_then(|placement| placement.options.with.given())
    }

    /// The content type of a payload.
    pub(crate) fn content_type(&self) -> String {
        let given = placement(self.field, self.place).and_then(|placement| placement.options.content_type.given());
        given.map_or_else(|| self.default_content_type().to_owned(), LitStr::value)
    }

    fn default_content_type(&self) -> &'static str {
        match (self.has(key::TEXT), self.has(key::BYTES)) {
            (true, _) => "text/plain; charset=utf-8",
            (_, true) => "application/octet-stream",
            _ => "application/json",
        }
    }
}

/// Checks all that makes up the request; `None` where a mistake leaves none to speak of.
pub(crate) fn request<'a>(args: &EndpointArgs, shape: &'a Struct, diag: &mut Diagnostics) -> Option<Request<'a>> {
    let method = check_method(args, shape, diag);
    let literal = check_path_given(args, shape, diag);
    check_name(args, diag);
    let success = args.success.given().and_then(|pattern| errors::check_statuses(pattern, 200..=399, diag));
    let path = literal.map(LitStr::value)?;
    let (pieces, mistakes) = path::parse(&path);
    for mistake in &mistakes {
        diag.on(literal?, message::in_path(&path, &mistake.range, &mistake.what, &mistake.help));
    }
    let named: Vec<path::Parameter<'_>> = pieces
        .iter()
        .filter_map(|piece| match piece {
            path::Piece::Parameter(parameter) => Some(parameter.clone()),
            path::Piece::Text(_) => None,
        })
        .collect();
    check_parameters(literal?, &named, shape, diag);
    // A path that does not parse may name fields that were not found in it.
    let known_path = mistakes.is_empty().then_some(path.as_str());
    let rows = check_places(method.as_deref(), known_path, &named, shape, diag);
    check_wire_names(&rows, diag);
    check_one_body(&rows, diag);
    let pieces = pieces.iter().map(|piece| resolve(piece, &rows)).collect::<Option<_>>()?;
    let method = method?;
    let idempotent = is_idempotent(&method);
    Some(Request { method, path, pieces, rows, success, query: constants(args), idempotent })
}

fn check_method(args: &EndpointArgs, shape: &Struct, diag: &mut Diagnostics) -> Option<String> {
    match &args.method {
        Value::Missing => {
            diag.on(&shape.ident, message::missing_key(key::METHOD, "method = \"GET\""));
            None
        }
        Value::Broken => None,
        Value::Given(literal) => {
            let method = literal.value();
            if METHODS.contains(&method.as_str()) {
                return Some(method);
            }
            diag.on(literal, message::unknown_method(&method, &METHODS));
            None
        }
    }
}

fn check_path_given<'a>(args: &'a EndpointArgs, shape: &Struct, diag: &mut Diagnostics) -> Option<&'a LitStr> {
    if args.path.is_missing() {
        diag.on(&shape.ident, message::missing_key(key::PATH, "path = \"/..\""));
    }
    args.path.given()
}

fn check_name(args: &EndpointArgs, diag: &mut Diagnostics) {
    if let Some(name) = args.name.given().filter(|name| name.value().trim().is_empty()) {
        diag.on(name, message::empty_name());
    }
}

/// Each parameter of the path is a field that may stand there.
fn check_parameters(literal: &LitStr, named: &[path::Parameter<'_>], shape: &Struct, diag: &mut Diagnostics) {
    let path = literal.value();
    let fields: Vec<String> = shape.fields.iter().map(path_name).collect();
    for parameter in named {
        let mut tell = |(what, help): (String, String)| {
            diag.on(literal, message::in_path(&path, &parameter.range, &what, &help));
        };
        let Some(field) = shape.fields.iter().find(|field| path_name(field) == parameter.name) else {
            // A field that the path names already was not misspelt here.
            let free: Vec<&str> = fields
                .iter()
                .map(String::as_str)
                .filter(|field| !named.iter().any(|other| other.name == *field))
                .collect();
            tell(message::parameter_without_field(parameter.name, &free));
            continue;
        };
        if !field.placements.is_empty() && placement(field, Place::Path).is_none() {
            tell(message::parameter_placed_elsewhere(parameter.name));
            continue;
        }
        match &field.presence {
            Presence::Required => {}
            Presence::Optional(_) => diag.on(&field.ty, message::optional_in_path("Option")),
            Presence::Patch(_) => diag.on(&field.ty, message::optional_in_path("Patch")),
        }
    }
}

/// The name by which the path names a field.
fn path_name(field: &Field) -> String {
    wire_name(field, Place::Path)
}

fn placement(field: &Field, place: Place) -> Option<&Placement> {
    field.placements.iter().find(|placement| placement.place == place)
}

/// What stands before the keys of a map of headers.
fn prefix(field: &Field) -> &Value<LitStr> {
    placement(field, Place::Header).map_or(&Value::Missing, |placement| &placement.options.prefix)
}

/// A field's name on the wire, in this place.
fn wire_name(field: &Field, place: Place) -> String {
    let given = placement(field, place).and_then(|placement| placement.options.name.given());
    match place {
        // Names of headers have no case; `http` writes them small.
        Place::Header if prefix(field).given().is_some() => {
            prefix(field).given().map(LitStr::value).unwrap_or_default().to_ascii_lowercase()
        }
        Place::Header => given.map_or_else(|| field.name.replace('_', "-"), LitStr::value).to_ascii_lowercase(),
        _ => given.map_or_else(|| field.name.clone(), LitStr::value),
    }
}

/// Where each field travels.
fn check_places<'a>(
    method: Option<&str>,
    path: Option<&str>,
    named: &[path::Parameter<'_>],
    shape: &'a Struct,
    diag: &mut Diagnostics,
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for field in &shape.fields {
        let in_path = named.iter().any(|parameter| parameter.name == path_name(field));
        let mut places: Vec<Place> = field.placements.iter().map(|placement| placement.place).collect();
        if places.is_empty() {
            places.push(if in_path { Place::Path } else { default_place(method) });
        }
        places.sort_unstable();
        let beside_path = places.contains(&Place::Path);
        for place in places {
            let span = placement(field, place).map(|placement| placement.span);
            match (place, span) {
                (Place::Path, _) if !in_path => {
                    if let Some(path) = path {
                        diag.on(&field.ident, message::field_not_in_path(&path_name(field), path));
                    }
                }
                (place, Some(span)) if place.is_body() && matches!(method, Some("GET" | "HEAD")) => {
                    diag.at(span, message::body_on(method.unwrap_or_default()));
                }
                (Place::Form, _) if matches!(field.presence, Presence::Patch(_)) => {
                    diag.on(&field.ty, message::patch_in_form());
                }
                (Place::Query, _)
                    if matches!(field.presence, Presence::Patch(_)) && method.is_some() && !beside_path =>
                {
                    diag.on(&field.ty, message::patch_in_query());
                }
                (Place::Header, _) => check_header(field, diag),
                _ => {}
            }
            let style = check_style(field, place, diag);
            let is_tail = named.iter().any(|parameter| parameter.is_tail && parameter.name == path_name(field));
            rows.push(Row { field, place, wire: wire_name(field, place), beside_path, style, is_tail });
        }
    }
    rows
}

/// A header's name is a token (RFC 9110 section 5.6.2), and its value has no null.
fn check_header(field: &Field, diag: &mut Diagnostics) {
    let name = wire_name(field, Place::Header);
    let is_token = |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char);
    if name.is_empty() || !name.chars().all(is_token) {
        let named = placement(field, Place::Header).and_then(|placement| placement.options.name.given());
        match named.or(prefix(field).given()) {
            Some(literal) => diag.on(literal, message::no_header_name(&literal.value())),
            None => diag.on(&field.ident, message::no_header_name(&name)),
        }
    }
    if matches!(field.presence, Presence::Patch(_)) {
        diag.on(&field.ty, message::patch_in_header());
    }
}

/// The styles of lists and objects in a query, by their names in Rust.
fn check_style(field: &Field, place: Place, diag: &mut Diagnostics) -> (&'static str, &'static str) {
    const LISTS: [(&str, &str); 5] =
        [("repeat", "Repeat"), ("comma", "Comma"), ("brackets", "Brackets"), ("pipes", "Pipes"), ("spaces", "Spaces")];
    const OBJECTS: [(&str, &str); 2] = [("brackets", "Brackets"), ("dots", "Dots")];
    let options = placement(field, place).map(|placement| &placement.options);
    let mut style = |given: Option<&LitStr>, known: &[(&str, &'static str)]| {
        let Some(literal) = given else { return known[0].1 };
        let found = known.iter().find(|(name, _)| *name == literal.value());
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            diag.on(literal, message::unknown_style(&literal.value(), &names));
        }
        found.map_or(known[0].1, |(_, style)| style)
    };
    let list = style(options.and_then(|options| options.list.given()), &LISTS);
    (list, style(options.and_then(|options| options.object.given()), &OBJECTS))
}

/// The constant parameters of a query, percent-encoded.
fn constants(args: &EndpointArgs) -> String {
    let encoded = |literal: &LitStr| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let text = literal.value().into_bytes();
        text.iter()
            .map(|&byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect::<Vec<_>>()
            .concat()
    };
    let parameters = args.query.given().into_iter().flatten().map(|constant| match &constant.value {
        Some(value) => format!("{}={}", encoded(&constant.name), encoded(value)),
        None => encoded(&constant.name),
    });
    parameters.collect::<Vec<_>>().join("&")
}

/// Where a field travels that neither the path names nor an attribute places.
fn default_place(method: Option<&str>) -> Place {
    match method {
        Some("GET" | "HEAD" | "DELETE") => Place::Query,
        _ => Place::Body,
    }
}

/// No two fields travel in one place under one name.
fn check_wire_names(rows: &[Row<'_>], diag: &mut Diagnostics) {
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.place != Place::Payload && !row.has(key::FLATTEN)) {
        let same = |other: &&Row<'_>| other.place == row.place && other.wire == row.wire;
        if let Some(other) = rows[..at].iter().find(same) {
            let message = message::doubled_wire_name(&row.wire, row.place.attribute(), &other.field.name);
            match placement(row.field, row.place).and_then(|placement| placement.options.name.given()) {
                Some(name) => diag.on(name, message),
                None => diag.on(&row.field.ident, message),
            }
        }
    }
}

/// A body is an object of members, a form or a payload: one of them.
fn check_one_body(rows: &[Row<'_>], diag: &mut Diagnostics) {
    let mut in_body = rows.iter().filter(|row| row.place.is_body());
    let Some(first) = in_body.next() else { return };
    for row in in_body.filter(|row| row.place != first.place || row.place == Place::Payload) {
        // The one that says so is meant, where the other is there by default.
        let meant = if placement(row.field, row.place).is_some() { row } else { first };
        let other = if std::ptr::eq(meant, row) { first } else { row };
        let message = message::two_bodies(meant.place.attribute(), &other.field.name, other.place.attribute());
        match placement(meant.field, meant.place) {
            Some(placement) => diag.at(placement.span, message),
            None => diag.on(&meant.field.ident, message),
        }
    }
}

fn resolve(piece: &path::Piece<'_>, rows: &[Row<'_>]) -> Option<Piece> {
    match piece {
        path::Piece::Text(text) => Some(Piece::Text((*text).to_owned())),
        path::Piece::Parameter(parameter) => {
            let row = rows.iter().position(|row| row.place == Place::Path && row.wire == parameter.name)?;
            Some(Piece::Row(row))
        }
    }
}

/// The name of an item that is generated beside the struct.
pub(crate) fn beside(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident, span = ident.span())
}
