//! From what the user wrote to what can be expanded: one `check_*` for each rule.

mod body;
pub(crate) mod errors;
mod fields;
mod headers;
mod host;
mod method;
mod query;
mod repeat;

use proc_macro2::Ident;
use quote::format_ident;
use syn::LitStr;

pub(crate) use self::body::BodyConstants;
pub(crate) use self::fields::{check_media_type, default_place};
pub(crate) use self::method::METHODS;
use crate::attr::fields::{Options, Place};
use crate::attr::form::Form;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields as of_fields, grammar, path as message};
use crate::header::SECRET;
use crate::model::{Field, Presence, Struct};
use crate::path;

/// What a request is made of, checked.
pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) pieces: Vec<Piece>,
    /// What comes before the host of the base URL, as written; empty if nothing does.
    pub(crate) host_prefix: String,
    pub(crate) host: Vec<Piece>,
    pub(crate) rows: Vec<Row<'a>>,
    /// The statuses of a success; any 2xx by default.
    pub(crate) success: Option<Vec<(u16, u16)>>,
    /// The errors whose status is a success: only an API that has errors in its successes may have them.
    pub(crate) in_success: Vec<Ident>,
    /// Whether it is there in place of one with mistakes.
    pub(crate) is_stub: bool,
    /// The constant parameters of the query, percent-encoded.
    pub(crate) query: String,
    /// The constant header fields: names in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
    /// What every body holds beside the values of fields.
    pub(crate) body: BodyConstants,
    /// Whether a repetition does no more than the first time.
    pub(crate) idempotent: bool,
    /// Where the key is sent that tells the server of one, and its name there.
    pub(crate) idempotency_key: Option<(Place, String)>,
}

/// A piece of the path or of the host: text, or the value of a row.
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
    /// How lists and objects are written in a query; of a list in a path, what separates its elements.
    pub(crate) style: (&'static str, &'static str),
    /// Whether the path names it as `<name..>`.
    pub(crate) is_tail: bool,
    /// Whether nothing was wrong with it, so that its type may be looked at.
    pub(crate) is_right: bool,
}

impl Row<'_> {
    /// Whether its attribute says this word.
    pub(crate) fn has(&self, word: &str) -> bool {
        fields::placement(self.field, self.place).is_some_and(|placement| placement.options.has(word))
    }

    /// Whether it is a map whose keys are names of headers.
    pub(crate) fn is_header_map(&self) -> bool {
        self.place == Place::Header && !fields::prefix(self.field).is_missing()
    }

    /// Whether it is a list in one segment of the path.
    pub(crate) fn is_path_list(&self) -> bool {
        let list = fields::placement(self.field, Place::Path).map(|placement| &placement.options.list);
        self.place == Place::Path && list.is_some_and(|list| !list.is_missing())
    }

    /// Whether it is a value of this field.
    pub(crate) fn is_of(&self, field: &Field) -> bool {
        std::ptr::eq(self.field, field)
    }

    /// Whether it is a header field whose name says that its value is a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.place == Place::Header && !self.is_header_map() && SECRET.contains(&self.wire.as_str())
    }

    /// The module that writes the value.
    pub(crate) fn with(&self) -> Option<&syn::Path> {
        fields::placement(self.field, self.place).and_then(|placement| placement.options.with.given())
    }

    /// The content type of a payload.
    pub(crate) fn content_type(&self) -> String {
        let given =
            fields::placement(self.field, self.place).and_then(|placement| placement.options.content_type.given());
        let options = fields::placement(self.field, self.place).map(|placement| &placement.options);
        given.map_or_else(|| options.map_or("", default_content_type).to_owned(), LitStr::value)
    }

    /// Whether the type of a payload says its content types.
    pub(crate) fn is_typed_payload(&self) -> bool {
        let options = fields::placement(self.field, Place::Payload).map(|placement| &placement.options);
        let says =
            |options: &Options| options.has(key::TEXT) || options.has(key::BYTES) || !options.content_type.is_missing();
        self.place == Place::Payload && !options.is_some_and(says)
    }
}

/// The content type of a payload of this kind.
pub(crate) fn default_content_type(options: &Options) -> &'static str {
    match (options.has(key::TEXT), options.has(key::BYTES)) {
        (true, _) => "text/plain; charset=utf-8",
        (_, true) => "application/octet-stream",
        _ => "application/json",
    }
}

/// Checks all that makes up the request; where a mistake leaves none to speak of, the values that would be in it.
pub(crate) fn request<'a>(
    args: &EndpointArgs,
    shape: &'a Struct,
    errors: &errors::Errors<'_>,
    diag: &mut Diagnostics,
) -> Result<Request<'a>, Vec<Row<'a>>> {
    let method = method::check(args, shape, diag);
    let success = args.success.given().and_then(|pattern| errors::check_statuses(pattern, 200..=399, diag));
    let has_api = !args.api.is_missing();
    let in_success = errors::check_against_success(errors, success.as_deref().unwrap_or(&[(200, 299)]), has_api, diag);
    check_name(args, diag);
    for scope in args.scopes.given().into_iter().flatten().filter(|scope| scope.value().is_empty()) {
        diag.on(scope, grammar::empty_text("scopes(..)", "scopes(\"read\", \"write\")"));
    }
    let literal = check_path_given(args, shape, diag);
    let path = literal.map(LitStr::value).unwrap_or_default();
    let (pieces, is_right) = literal.map_or((Vec::new(), false), |literal| check_path(&path, literal, shape, diag));
    let host_prefix = args.host_prefix.given().map(LitStr::value).unwrap_or_default();
    let (host, is_host_right) = host::check(&host_prefix, args, shape, diag);
    // A template that does not parse may name fields that were not found in it.
    let templates = Templates {
        path: is_right.then_some(path.as_str()),
        in_path: parameters(&pieces),
        is_host_known: is_host_right,
        in_host: parameters(&host),
    };
    let rows = fields::check_places(method.as_deref(), &templates, shape, diag);
    fields::check_wire_names(&rows, diag);
    fields::check_one_body(&rows, diag);
    let query = query::check(args.query.given().map_or(&[], Vec::as_slice), &rows, diag);
    let headers = headers::check(args, &rows, &shape.ident, diag);
    let body = body::check(args, method.as_deref(), &rows, diag);
    let idempotency_key = repeat::check_key(args, method.as_deref(), &rows, diag);
    let resolved =
        |pieces: &[path::Piece<'_>], place| pieces.iter().map(|piece| resolve(piece, place, &rows)).collect();
    let pieces: Option<Vec<Piece>> = resolved(&pieces, Place::Path);
    let host: Option<Vec<Piece>> = resolved(&host, Place::Host);
    let (Some(method), Some(pieces), Some(host)) = (method, pieces, host) else { return Err(rows) };
    let idempotent = args.idempotent.given().copied().unwrap_or_else(|| method::is_idempotent(&method));
    // What is told to be wrong says so all the same.
    let says_so = idempotency_key.is_some() || !args.idempotency_key.is_missing() || args.idempotent.is_broken();
    errors::check_repeats(errors, &method, idempotent || says_so, diag);
    let is_stub = false;
    Ok(Request {
        method,
        path,
        pieces,
        host_prefix,
        host,
        rows,
        success,
        in_success,
        is_stub,
        query,
        headers,
        body,
        idempotent,
        idempotency_key,
    })
}

/// What the templates of path and host name, as far as they could be read.
struct Templates<'p> {
    path: Option<&'p str>,
    in_path: Vec<path::Parameter<'p>>,
    is_host_known: bool,
    in_host: Vec<path::Parameter<'p>>,
}

fn parameters<'p>(pieces: &[path::Piece<'p>]) -> Vec<path::Parameter<'p>> {
    let parameter = |piece: &path::Piece<'p>| match piece {
        path::Piece::Parameter(parameter) => Some(parameter.clone()),
        path::Piece::Text(_) => None,
    };
    pieces.iter().filter_map(parameter).collect()
}

fn check_name(args: &EndpointArgs, diag: &mut Diagnostics) {
    if let Some(name) = args.name.given().filter(|name| name.value().trim().is_empty()) {
        diag.on(name, grammar::empty_text(key::NAME, Form::ENDPOINT_NAME.example));
    }
}

fn check_path_given<'a>(args: &'a EndpointArgs, shape: &Struct, diag: &mut Diagnostics) -> Option<&'a LitStr> {
    if args.path.is_missing() {
        let fields = shape.fields.iter().find(|field| fields::placement(field, Place::Path).is_some());
        let parameter = fields.map_or_else(String::new, |field| format!("/<{}>", field.name));
        diag.on(&shape.ident, grammar::missing_key(key::PATH, &format!("path = \"/..{parameter}\"")));
    }
    args.path.given()
}

/// The pieces of a path, and whether there was nothing wrong with it.
fn check_path<'a>(
    path: &'a str,
    literal: &LitStr,
    shape: &Struct,
    diag: &mut Diagnostics,
) -> (Vec<path::Piece<'a>>, bool) {
    let (pieces, mistakes) = path::parse(path);
    let mut is_right = mistakes.is_empty();
    for path::Mistake { range, message } in mistakes {
        diag.in_path(literal, range, &shape.ident, message);
    }
    let fields: Vec<String> = shape.fields.iter().map(fields::path_name).collect();
    let named =
        |name: &str| pieces.iter().any(|piece| matches!(piece, path::Piece::Parameter(other) if other.name == name));
    // A field that the path names already was not misspelt.
    let free: Vec<&str> = fields.iter().map(String::as_str).filter(|field| !named(field)).collect();
    for piece in &pieces {
        let path::Piece::Parameter(parameter) = piece else { continue };
        if let Some(message) = check_parameter(parameter, &free, shape, diag) {
            is_right = false;
            diag.in_path(literal, parameter.range.clone(), &shape.ident, message);
        }
    }
    (pieces, is_right)
}

/// A parameter of the path is a field that may stand there; what to say at its place where it is none.
fn check_parameter(
    parameter: &path::Parameter<'_>,
    free: &[&str],
    shape: &Struct,
    diag: &mut Diagnostics,
) -> Option<Message> {
    let Some(field) = shape.fields.iter().find(|field| fields::path_name(field) == parameter.name) else {
        return Some(message::parameter_without_field("path", parameter.name, free));
    };
    if !field.placements.is_empty() && fields::placement(field, Place::Path).is_none() {
        return Some(message::parameter_placed_elsewhere("path", "path", parameter.name));
    }
    let options = fields::placement(field, Place::Path).map(|path| &path.options);
    if let (true, Some(list)) = (parameter.is_tail, options.and_then(|options| options.list.given())) {
        diag.on(list, of_fields::list_in_tail(parameter.name));
    }
    match &field.presence {
        Presence::Required => {}
        Presence::Optional(_) => diag.on(&field.ty, of_fields::optional_in_path("Option")),
        Presence::Patch(_) => diag.on(&field.ty, of_fields::optional_in_path("Patch")),
    }
    None
}

fn resolve(piece: &path::Piece<'_>, place: Place, rows: &[Row<'_>]) -> Option<Piece> {
    match piece {
        path::Piece::Text(text) => Some(Piece::Text((*text).to_owned())),
        path::Piece::Parameter(parameter) => {
            let row = rows.iter().position(|row| row.place == place && row.wire == parameter.name)?;
            Some(Piece::Row(row))
        }
    }
}

/// The name of an item that is generated beside the struct.
pub(crate) fn beside(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident, span = ident.span())
}
