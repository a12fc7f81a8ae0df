//! All that makes up a request, checked.

use proc_macro2::Ident;
use syn::LitStr;

use super::body_constants::{self, BodyConstants};
use super::errors::{self, Errors};
use super::row::Row;
use super::templates::{Templates, parameters};
use super::{at, fields, header_constants, host, lookups, method, path, query_constants, repeat};
use crate::attr::fields::Place;
use crate::attr::form::Form;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::grammar;
use crate::http;
use crate::model::Struct;
use crate::path as template;

/// What a request is made of, checked.
pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) pieces: Vec<Piece>,
    /// What comes before the host of the base URL, as written; empty if nothing does.
    pub(crate) host_prefix: String,
    pub(crate) host: Vec<Piece>,
    pub(crate) rows: Vec<Row<'a>>,
    /// The keys in the JSON body under which the response is; none if the body is the response.
    pub(crate) at: Vec<String>,
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
    /// What every body contains besides the values of fields.
    pub(crate) body: BodyConstants,
    /// Whether a repetition does no more than the first time.
    pub(crate) idempotent: bool,
    /// Where the key is sent by which the server recognizes one, and its name there.
    pub(crate) idempotency_key: Option<(Place, String)>,
}

/// A piece of the path or of the host: text, or the value of a row.
pub(crate) enum Piece {
    Text(String),
    Row(usize),
}

/// Checks all that makes up the request; where a mistake leaves none to speak of, the values that would be in it.
pub(crate) fn check<'a>(
    args: &EndpointArgs,
    shape: &'a Struct,
    errors: &Errors<'_>,
    diag: &mut Diagnostics,
) -> Result<Request<'a>, Vec<Row<'a>>> {
    let method = method::check(args, shape, diag);
    let success = args.success.given().and_then(|pattern| errors::check_statuses(pattern, 200..=399, diag));
    let at = at::check(args, diag);
    let has_api = !args.api.is_missing();
    let in_success = errors::check_against_success(errors, success.as_deref().unwrap_or(&[(200, 299)]), has_api, diag);
    check_name_and_scopes(args, diag);
    let literal = path::check_given(args, shape, diag);
    let path = literal.map(LitStr::value).unwrap_or_default();
    let (pieces, is_right) = literal.map_or((Vec::new(), false), |literal| path::check(&path, literal, shape, diag));
    let host_prefix = args.host_prefix.given().map(LitStr::value).unwrap_or_default();
    let (host, is_host_right) = host::check(&host_prefix, args, shape, diag);
    // A template that does not parse may name fields that were not found in it.
    let templates = Templates {
        path: is_right.then_some(path.as_str()),
        in_path: parameters(&pieces),
        is_host_known: is_host_right,
        in_host: parameters(&host),
    };
    let mut rows = fields::check_places(method.as_deref(), &templates, shape, diag);
    fields::check_wire_names(&rows, diag);
    fields::check_one_body(&rows, diag);
    lookups::place(args, method.as_deref(), &mut rows);
    let query = query_constants::check(args.query.given().map_or(&[], Vec::as_slice), &rows, diag);
    let headers = header_constants::check(args, &rows, &shape.ident, diag);
    let body = body_constants::check(args, method.as_deref(), &rows, diag);
    let idempotency_key = repeat::check_key(args, method.as_deref(), &rows, diag);
    let resolved =
        |pieces: &[template::Piece<'_>], place| pieces.iter().map(|piece| resolve(piece, place, &rows)).collect();
    let pieces: Option<Vec<Piece>> = resolved(&pieces, Place::Path);
    let host: Option<Vec<Piece>> = resolved(&host, Place::Host);
    let (Some(method), Some(pieces), Some(host)) = (method, pieces, host) else { return Err(rows) };
    let idempotent = args.idempotent.given().copied().unwrap_or_else(|| http::method::is_idempotent(&method));
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
        at,
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

fn check_name_and_scopes(args: &EndpointArgs, diag: &mut Diagnostics) {
    for scope in args.scopes.given().into_iter().flatten().filter(|scope| scope.value().is_empty()) {
        diag.on(scope, grammar::empty_text("scopes(..)", "scopes(\"read\", \"write\")"));
    }
    if let Some(name) = args.name.given().filter(|name| name.value().trim().is_empty()) {
        diag.on(name, grammar::empty_text(key::NAME, Form::ENDPOINT_NAME.example));
    }
}

fn resolve(piece: &template::Piece<'_>, place: Place, rows: &[Row<'_>]) -> Option<Piece> {
    match piece {
        template::Piece::Text(text) => Some(Piece::Text((*text).to_owned())),
        template::Piece::Parameter(parameter) => {
            let row = rows.iter().position(|row| row.place == place && row.wire == parameter.name)?;
            Some(Piece::Row(row))
        }
    }
}
