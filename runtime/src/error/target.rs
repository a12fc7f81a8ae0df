//! Where the request of a failed call went.

use std::fmt;

use http::Uri;
use http::uri::PathAndQuery;

use crate::request::base_url::BaseUrl;
use crate::request::query::{Constants, names};
use crate::request::text::encoded;
use crate::spec::{Piece, Place, Spec};

/// What replaces a secret in a URL. These characters need no encoding.
const HIDDEN: &str = "***";

/// Where the request of a failed call went, or would have gone.
#[derive(Clone)]
pub(crate) struct Target {
    base: BaseUrl,
    /// The URL without secrets. `None` if there is no request.
    url: Option<Uri>,
}

/// The URL of a request, and what the options of the call added to its query. The URL contains no credentials.
#[derive(Clone, Copy)]
pub(crate) struct Destination<'c> {
    pub(crate) base: &'c BaseUrl,
    pub(crate) url: &'c Uri,
    pub(crate) added: &'c Constants,
}

impl Destination<'_> {
    /// Returns the target for an error. It hides the values of sensitive fields, and the values that the options of
    /// the call added to the query.
    pub(crate) fn target(&self, spec: &Spec) -> Box<Target> {
        let Self { base, url, added } = *self;
        let mut shown = path(base, spec, url.path());
        if let Some(query) = url.query() {
            let added: Vec<String> = names(added.as_str()).collect();
            let is_hidden = |name: &str| added.iter().any(|added| added == name) || is_sensitive(spec, name);
            for (number, parameter) in query.split('&').enumerate() {
                shown.push(if number == 0 { '?' } else { '&' });
                match parameter.split_once('=') {
                    Some((name, _)) if is_hidden(name) => {
                        shown.push_str(name);
                        shown.push('=');
                        shown.push_str(HIDDEN);
                    }
                    _ => shown.push_str(parameter),
                }
            }
        }
        let mut parts = url.clone().into_parts();
        parts.path_and_query = PathAndQuery::try_from(shown).ok();
        Box::new(Target { base: base.clone(), url: Uri::from_parts(parts).ok() })
    }
}

impl Target {
    /// Creates the target of a request that was not built.
    pub(crate) fn unbuilt(base: &BaseUrl) -> Box<Self> {
        Box::new(Self { base: base.clone(), url: None })
    }

    pub(crate) fn url(&self) -> Option<&Uri> {
        self.url.as_ref()
    }

    /// Returns the URL with templates instead of values.
    pub(super) fn template<'a>(&'a self, spec: &'a Spec) -> impl fmt::Display + 'a {
        self.base.template(spec)
    }

    /// Whether a redirect led to another server than this one.
    pub(super) fn is_elsewhere(&self, host: &str, port: u16) -> bool {
        let host_of_url = self.url.as_ref().and_then(Uri::host).unwrap_or_else(|| self.base.host());
        host_of_url != host || self.base.port() != port
    }
}

/// Returns the path of a URL without the values of sensitive fields, and without segments of the base URL that may be
/// secrets.
fn path(base: &BaseUrl, spec: &Spec, path: &str) -> String {
    if !path.starts_with(base.path()) {
        // A URL that the server returned.
        return path.to_owned();
    }
    let mut shown = base.printed_path(HIDDEN).to_string();
    let segments = path.get(base.path().len()..).unwrap_or_default();
    let (hidden, several) = hidden_segments(spec);
    let extra = (segments.matches('/').count() + 1).saturating_sub(hidden.len());
    for (number, segment) in segments.split('/').enumerate() {
        if number > 0 {
            shown.push('/');
        }
        let in_template = if number <= several { number } else { several.max(number.saturating_sub(extra)) };
        let is_hidden = hidden.get(in_template).copied().unwrap_or_default();
        shown.push_str(if is_hidden { HIDDEN } else { segment });
    }
    shown
}

/// Returns which segments of the path template contain a sensitive value, and the index of the one that may be several
/// segments of the path; the last index if no field fills several.
fn hidden_segments(spec: &Spec) -> (Vec<bool>, usize) {
    let mut hidden = vec![false];
    let mut several = None;
    for piece in spec.pieces {
        match *piece {
            Piece::Text(text) => hidden.extend(text.matches('/').map(|_| false)),
            Piece::Value(row) => {
                let Some(field) = spec.fields.get(row) else { continue };
                if matches!(field.place, Place::PathSegments { .. }) {
                    several = Some(hidden.len() - 1);
                }
                if let Some(last) = hidden.last_mut() {
                    *last |= field.sensitive;
                }
            }
        }
    }
    let last = hidden.len() - 1;
    (hidden, several.unwrap_or(last))
}

/// Whether a query parameter with this encoded name belongs to a sensitive field.
fn is_sensitive(spec: &Spec, name: &str) -> bool {
    let fields = || spec.fields.iter().filter(|field| matches!(field.place, Place::Query(_)));
    if let Some(field) = fields().find(|field| encoded(field.wire) == name) {
        return field.sensitive;
    }
    let mut parents = fields().filter(|field| is_member_of(&encoded(field.wire), name)).peekable();
    if parents.peek().is_some() {
        return parents.any(|field| field.sensitive);
    }
    // The caller chooses the names in a map.
    let has_map = spec.fields.iter().any(|field| field.sensitive && matches!(field.place, Place::QueryMap(_)));
    has_map && !names(spec.query).any(|constant| constant == name)
}

/// Whether a parameter is a member of a field's list or object, such as `filter[name]` or `filter.name`.
fn is_member_of(field: &str, name: &str) -> bool {
    name.strip_prefix(field).is_some_and(|rest| ["[", "%5B", "."].iter().any(|start| rest.starts_with(start)))
}
