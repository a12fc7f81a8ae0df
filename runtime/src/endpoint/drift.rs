//! Drift: reports what a server sends that the endpoint's definition does not contain.

use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use crate::boxed::{MaybeSend, MaybeSync};
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::response::unknown::{self, Unknown};
use crate::spec::{ErrorTable, Spec};

/// Something in a reply that the endpoint's definition does not contain. A hook receives it: see
/// [`ClientBuilder::on_drift`](crate::ClientBuilder::on_drift).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Drift<'a> {
    /// The endpoint.
    pub spec: &'static Spec,
    /// The reply.
    pub reply: &'a Reply,
    /// What is not in the definition.
    pub kind: DriftKind<'a>,
}

/// The part of a reply that is not in the definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind<'a> {
    /// A status that is neither a success nor the status of a documented error.
    Status(StatusCode),
    /// A code that no documented error has. The status is that of a documented error or of a success.
    Code(&'a str),
    /// A value that an enum under `#[derive(OpenEnum)]` does not list, or the name of an event that one under
    /// `#[derive(Event)]` does not list.
    Value {
        /// The enum's name.
        ty: &'static str,
        /// The value that the server sent.
        value: &'a str,
    },
    /// A detail or a body of a documented error that does not match its type. The error contains the path and the
    /// reason, but no values.
    Detail(&'a DecodeError),
}

impl fmt::Display for Drift<'_> {
    /// Prints one line, without the reply: `PATCH /users/<user>: undocumented code "locked" at 403`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.spec.method, self.spec.path)?;
        match self.kind {
            DriftKind::Status(status) => write!(f, "undocumented status {}", status.as_u16()),
            DriftKind::Code(code) => write!(f, "undocumented code {code:?} at {}", self.reply.status().as_u16()),
            DriftKind::Value { ty, value } => write!(f, "unknown value {value:?} of {ty}"),
            DriftKind::Detail(error) => {
                write!(f, "detail of another shape at {}: {error}", self.reply.status().as_u16())
            }
        }
    }
}

/// The function that a client calls for each drift.
#[derive(Clone)]
pub(crate) struct Hook(pub(crate) Arc<dyn OnDrift>);

/// A function that may be called from any thread.
pub(crate) trait OnDrift: Fn(&Drift<'_>) + MaybeSend + MaybeSync {}

impl<F: Fn(&Drift<'_>) + MaybeSend + MaybeSync> OnDrift for F {}

impl Hook {
    fn report(&self, spec: &'static Spec, reply: &Reply, kind: DriftKind<'_>) {
        (self.0)(&Drift { spec, reply, kind });
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook(..)")
    }
}

/// Reports a reply that is neither a success nor a documented error.
pub(crate) fn undocumented(
    hook: Option<&Hook>,
    spec: &'static Spec,
    table: &ErrorTable,
    reply: &Reply,
    code: Option<&str>,
) {
    let Some(hook) = hook else { return };
    let status = reply.status();
    hook.report(
        spec,
        reply,
        match code {
            Some(code) if table.documents(status) || spec.success.contains(status) => DriftKind::Code(code),
            _ => DriftKind::Status(status),
        },
    );
}

/// Reports a documented error whose detail or body does not match its type. A body that is not JSON is not reported,
/// because it does not come from the API itself.
pub(crate) fn detail(hook: Option<&Hook>, spec: &'static Spec, reply: &Reply, error: Option<&DecodeError>) {
    if let (Some(hook), Some(error)) = (hook, error.filter(|error| error.is_shape())) {
        hook.report(spec, reply, DriftKind::Detail(error));
    }
}

/// Collects unknown values for a hook while it lives. Afterwards, the values that an outer `Watch` collected are
/// restored.
pub(crate) struct Watch<'h> {
    hook: Option<&'h Hook>,
    outer: Option<Vec<Unknown>>,
}

impl<'h> Watch<'h> {
    /// Starts to collect, before a value is decoded. Without a hook, nothing is collected.
    #[inline]
    pub(crate) fn begin(hook: Option<&'h Hook>) -> Self {
        Self { hook, outer: hook.and_then(|_| unknown::keep(Some(Vec::new()))) }
    }

    /// Reports the values that were found since then.
    #[inline]
    pub(crate) fn end(mut self, spec: &'static Spec, reply: &Reply) {
        if let Some(hook) = self.hook.take() {
            tell_met(hook, self.outer.take(), spec, reply);
        }
    }
}

fn tell_met(hook: &Hook, outer: Option<Vec<Unknown>>, spec: &'static Spec, reply: &Reply) {
    for (ty, value) in unknown::keep(outer).unwrap_or_default() {
        hook.report(spec, reply, DriftKind::Value { ty, value: &value });
    }
}

impl Drop for Watch<'_> {
    /// Restores the outer values after a panic in a user's `Deserialize`, and reports nothing.
    fn drop(&mut self) {
        if self.hook.is_some() {
            unknown::keep(self.outer.take());
        }
    }
}
