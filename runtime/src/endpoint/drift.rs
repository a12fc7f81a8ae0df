//! Drift: what servers say that a definition does not know, so that the author of an SDK hears of it.

use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use crate::boxed::{MaybeSend, MaybeSync};
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::response::unknown::{self, Unknown};
use crate::spec::{ErrorTable, Spec};

/// Something in a reply that the endpoint's definition does not know: see
/// [`ClientBuilder::on_drift`](crate::ClientBuilder::on_drift).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Drift<'a> {
    /// The endpoint.
    pub spec: &'static Spec,
    /// The reply.
    pub reply: &'a Reply,
    /// What it says.
    pub kind: DriftKind<'a>,
}

/// What of a reply a definition does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind<'a> {
    /// A status that is not a success and that no documented error has.
    Status(StatusCode),
    /// A code that no documented error has, at a status that one does or that is a success.
    Code(&'a str),
    /// A value that an enum under `#[derive(OpenEnum)]` does not list.
    Value {
        /// The enum's name.
        ty: &'static str,
        /// The value, as the server wrote it.
        value: &'a str,
    },
    /// A detail or a body of a documented error that has another shape than its type: where and why, without its values.
    Detail(&'a DecodeError),
}

impl fmt::Display for Drift<'_> {
    /// One line, without the reply: `PATCH /users/<user>: undocumented code "locked" at 403`.
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

/// What a client calls where there is drift.
#[derive(Clone)]
pub(crate) struct Hook(pub(crate) Arc<dyn OnDrift>);

/// A function that may be called from any thread.
pub(crate) trait OnDrift: Fn(&Drift<'_>) + MaybeSend + MaybeSync {}

impl<F: Fn(&Drift<'_>) + MaybeSend + MaybeSync> OnDrift for F {}

impl Hook {
    fn tell(&self, spec: &'static Spec, reply: &Reply, kind: DriftKind<'_>) {
        (self.0)(&Drift { spec, reply, kind });
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook(..)")
    }
}

/// Tells of a reply that is neither a success nor a documented error.
pub(crate) fn undocumented(
    hook: Option<&Hook>,
    spec: &'static Spec,
    table: &ErrorTable,
    reply: &Reply,
    code: Option<&str>,
) {
    let Some(hook) = hook else { return };
    let status = reply.status();
    hook.tell(
        spec,
        reply,
        match code {
            Some(code) if table.documents(status) || spec.success.contains(status) => DriftKind::Code(code),
            _ => DriftKind::Status(status),
        },
    );
}

/// Tells of a documented error whose detail or body has another shape; one that is not JSON came from somewhere else.
pub(crate) fn detail(hook: Option<&Hook>, spec: &'static Spec, reply: &Reply, error: Option<&DecodeError>) {
    if let (Some(hook), Some(error)) = (hook, error.filter(|error| error.is_shape())) {
        hook.tell(spec, reply, DriftKind::Detail(error));
    }
}

/// A time in which unknown values are kept, for a hook; what an outer one has is put back behind it.
pub(crate) struct Watch<'h> {
    hook: Option<&'h Hook>,
    outer: Option<Vec<Unknown>>,
}

impl<'h> Watch<'h> {
    /// Begins before a value is decoded; nothing is kept where nobody wants to hear of it.
    #[inline]
    pub(crate) fn begin(hook: Option<&'h Hook>) -> Self {
        Self { hook, outer: hook.and_then(|_| unknown::keep(Some(Vec::new()))) }
    }

    /// Tells of the values that were met since.
    #[inline]
    pub(crate) fn end(mut self, spec: &'static Spec, reply: &Reply) {
        if let Some(hook) = self.hook.take() {
            tell_met(hook, self.outer.take(), spec, reply);
        }
    }
}

fn tell_met(hook: &Hook, outer: Option<Vec<Unknown>>, spec: &'static Spec, reply: &Reply) {
    for (ty, value) in unknown::keep(outer).unwrap_or_default() {
        hook.tell(spec, reply, DriftKind::Value { ty, value: &value });
    }
}

impl Drop for Watch<'_> {
    /// After a panic in somebody's `Deserialize`, which nothing is told of.
    fn drop(&mut self) {
        if self.hook.is_some() {
            unknown::keep(self.outer.take());
        }
    }
}
