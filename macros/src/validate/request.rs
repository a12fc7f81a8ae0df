//! The validated parts of a request.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::LitStr;

use super::body_constants::{self, BodyConstants};
use super::errors::{self, Errors};
use super::items::{self, ItemRules};
use super::pages::{self, Paging};
use super::row::Row;
use super::templates::{Templates, parameters};
use super::{at, fields, header_constants, host, lookups, method, path, query_constants, repeat, response};
use crate::attr::fields::Place;
use crate::attr::form::Form;
use crate::attr::status::Short;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::grammar;
use crate::http;
use crate::model::Struct;
use crate::path as template;

/// The validated parts of a request.
pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) pieces: Vec<Piece>,
    /// The prefix of the host in the base URL, as written; may be empty.
    pub(crate) host_prefix: String,
    pub(crate) host: Vec<Piece>,
    pub(crate) rows: Vec<Row<'a>>,
    /// The keys in the JSON body that lead to the response; empty if the response is the whole body.
    pub(crate) at: Vec<String>,
    /// The statuses of a success. Default: any 2xx.
    pub(crate) success: Option<Vec<(u16, u16)>>,
    /// The errors whose status is a success. They are only allowed if the API has errors in its successes.
    pub(crate) in_success: Vec<Ident>,
    /// Whether this request replaces one with mistakes.
    pub(crate) is_stub: bool,
    /// The constant parameters of the query, percent-encoded.
    pub(crate) query: String,
    /// The constant header fields: names in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
    /// The parts of the body that are the same in every call.
    pub(crate) body: BodyConstants,
    /// What the definition says about the items of a stream.
    pub(crate) items: Option<ItemRules>,
    /// What the definition says about its pages.
    pub(crate) pages: Option<Paging<'a>>,
    /// Whether repeating the request has no further effect.
    pub(crate) idempotent: bool,
    /// The place and the name of the idempotency key.
    pub(crate) idempotency_key: Option<(Place, String)>,
}

/// A piece of the path or of the host: text, or the value of a row.
pub(crate) enum Piece {
    Text(String),
    Row(usize),
}

/// Validates all parts of the request. If it cannot be built because of mistakes, returns the values that would be in
/// it.
pub(crate) fn check<'a>(
    args: &EndpointArgs,
    shape: &'a Struct,
    errors: &Errors<'_>,
    diag: &mut Diagnostics,
) -> Result<Request<'a>, Vec<Row<'a>>> {
    let method = method::check(args, shape, diag);
    let success =
        args.success.given().and_then(|pattern| errors::check_statuses(pattern, 200..=399, Short::Coded, diag));
    response::check(args, success.as_deref(), diag);
    let at = at::check(args, diag);
    let has_api = !args.api.is_missing();
    let in_success = errors::check_against_success(errors, success.as_deref().unwrap_or(&[(200, 299)]), has_api, diag);
    check_name_and_scopes(args, diag);
    let literal = path::check_given(args, shape, diag);
    let path = literal.map(LitStr::value).unwrap_or_default();
    let (pieces, is_right) = literal.map_or((Vec::new(), false), |literal| path::check(&path, literal, shape, diag));
    let host_prefix = args.host_prefix.given().map(LitStr::value).unwrap_or_default();
    let (host, is_host_right) = host::check(&host_prefix, args, shape, diag);
    // A template that cannot be parsed may name fields that the parser did not find.
    let templates = Templates {
        path: is_right.then_some(path.as_str()),
        in_path: parameters(&pieces),
        is_host_known: is_host_right,
        in_host: parameters(&host),
    };
    let rows = placed(args, method.as_deref(), &templates, shape, diag);
    let query = query_constants::check(args.query.given().map_or(&[], Vec::as_slice), &rows, diag);
    let headers = header_constants::check(args, &rows, &shape.ident, diag);
    let body = body_constants::check(args, method.as_deref(), &rows, diag);
    let idempotency_key = repeat::check_key(args, method.as_deref(), &rows, diag);
    let pages = pages::check(args, shape, &rows, diag);
    let resolved =
        |pieces: &[template::Piece<'_>], place| pieces.iter().map(|piece| resolve(piece, place, &rows)).collect();
    let pieces: Option<Vec<Piece>> = resolved(&pieces, Place::Path);
    let host: Option<Vec<Piece>> = resolved(&host, Place::Host);
    let (Some(method), Some(pieces), Some(host)) = (method, pieces, host) else { return Err(rows) };
    let idempotent = check_idempotent(args, errors, &method, idempotency_key.is_some(), diag);
    let items = items::check(args, &method, idempotent, diag);
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
        is_stub: false,
        query,
        headers,
        body,
        items,
        pages,
        idempotent,
        idempotency_key,
    })
}

/// The rows of all fields, each in its place.
fn placed<'a>(
    args: &EndpointArgs,
    method: Option<&str>,
    templates: &Templates<'_>,
    shape: &'a Struct,
    diag: &mut Diagnostics,
) -> Vec<Row<'a>> {
    let mut rows = fields::check_places(method, templates, shape, diag);
    fields::check_wire_names(&rows, diag);
    fields::check_one_body(&rows, diag);
    fields::check_content_type_of_parts(&rows, diag);
    lookups::place(args, method, &mut rows);
    rows
}

/// Returns whether a call may be repeated by its method or the key `idempotent`, and checks the errors that need it.
fn check_idempotent(
    args: &EndpointArgs,
    errors: &Errors<'_>,
    method: &str,
    has_key: bool,
    diag: &mut Diagnostics,
) -> bool {
    let idempotent = args.idempotent.given().copied().unwrap_or_else(|| http::method::is_idempotent(method));
    // A key with a mistake still counts, so that a missing one is not reported too.
    let says_so = has_key || !args.idempotency_key.is_missing() || args.idempotent.is_broken();
    errors::check_repeats(errors, method, idempotent || says_so, diag);
    idempotent
}

fn check_name_and_scopes(args: &EndpointArgs, diag: &mut Diagnostics) {
    for scope in args.scopes.given().into_iter().flatten().filter(|scope| scope.value().is_empty()) {
        diag.on(scope, grammar::empty_text("scopes(..)", "scopes(\"read\", \"write\")"));
    }
    // RFC 6749 section 3.3 separates scopes by spaces.
    for scope in args.scopes.given().into_iter().flatten().filter(|scope| scope.value().contains(char::is_whitespace)) {
        diag.on(scope, grammar::scopes_in_one_text(&scope.value()));
    }
    let mut seen = BTreeSet::new();
    for scope in args.scopes.given().into_iter().flatten().filter(|scope| !seen.insert(scope.value())) {
        diag.on(scope, grammar::scope_twice(&scope.value()));
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
