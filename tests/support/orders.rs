//! Endpoints of `/orders/<order>` that differ in whether they may be repeated.

use callsheet::{
    Api, OpenEnum, endpoint,
    error_format::{ErrorFormat, StandardFormat},
    errors,
};
use serde::Deserialize;

/// Errors that any endpoint of a service may return.
#[errors(
    /// Too many requests at the same time.
    tenant_busy(status = 409, throttle),
    /// The tenant is being moved to another region.
    tenant_moving(status = 423, retry),
    /// An error with another status and a detail.
    tenant_closed(status = 410, detail = Closed),
)]
pub enum BusyErrors {}

/// An API whose endpoints may all return [`BusyErrors`].
#[derive(Debug)]
pub enum Orders {}

impl Api for Orders {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = BusyErrors;
}

/// When and why a tenant was closed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Closed {
    /// The reason.
    pub reason: Reason,
}

/// The reason why a tenant was closed.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A bill was not paid.
    NotPaid,
    /// A reason that the API adds later.
    Other(String),
}

/// An order, with lines.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// The lines of the order.
    pub lines: Vec<Line>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// The state of the line.
    pub state: LineState,
}

/// The state of a line.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Not shipped.
    Open,
    /// Shipped.
    Shipped,
    /// A state that the API adds later.
    Other(String),
}

/// Declares an endpoint that has an order in its path and no other fields.
macro_rules! orders {
    ($($(#[$docs:meta])* $name:ident: $method:literal $(, $key:ident $(= $value:tt)? $(($($inner:tt)*))?)*;)*) => {$(
        $(#[$docs])*
        #[endpoint(method = $method, path = "/orders/<order>" $(, $key $(= $value)? $(($($inner)*))?)*)]
        #[derive(Debug, Clone)]
        pub struct $name {
            /// Its id.
            pub order: String,
        }
    )*};
}

orders! {
    /// Read an order.
    GetOrder: "GET", errors(order_not_found = 404, order_rejected = 422);
    /// Read only the header fields of an order.
    HeadOrder: "HEAD";
    /// Ask which methods an order supports.
    OptionsOrder: "OPTIONS";
    /// Search an order.
    QueryOrder: "QUERY";
    /// Replace an order.
    PutOrder: "PUT";
    /// Delete an order.
    DeleteOrder: "DELETE";
    /// Add to an order.
    PostOrder: "POST", errors(order_not_found = 404, order_rejected = 422);
    /// Change an order.
    PatchOrder: "PATCH";
    /// Lock an order.
    LockOrder: "LOCK";
    /// Read an order and remove it.
    TakeOrder: "GET", idempotent = false;
    /// Set an order to a fixed state.
    SettleOrder: "PATCH", idempotent;
    /// Add to an order once.
    KeyedOrder: "POST", idempotency_key = "Idempotency-Key";
    /// Read an order and remove it, once.
    KeyedTake: "GET", idempotent = false, idempotency_key = "Idempotency-Key";
    /// Add to an order, if the queue is not full.
    ThrottledOrder: "POST", errors(queue_full(status = 409, throttle));
    /// Read an order that may still be synchronized.
    SyncedOrder: "GET", errors(order_syncing(status = 409, retry));
    /// Read an order, subject to a quota.
    QuotaOrder: "GET", errors(
        insufficient_quota(status = 429, retry = never),
        outage(status = 503, code = none, retry = never),
        too_many_requests(status = 429, code = none),
        account_disabled(status = 401, retry = never),
    );
    /// Add to an order, with a token that may have expired.
    RenewedOrder: "POST", errors(invalid_api_token(status = 403, renew), permission_denied = 403);
    /// Add to an order of a tenant.
    SharedPost: "POST", errors(include(BusyErrors));
    /// Read an order of a tenant.
    SharedGet: "GET", errors(include(BusyErrors));
    /// Add to an order, in an API with shared errors.
    PostOfApi: "POST", api = Orders;
    /// Read an order, in an API with shared errors.
    GetOfApi: "GET", api = Orders;
    /// Read an order with its lines.
    GetLines: "GET", response = Order, errors(order_gone = 410);
}

/// Add to an order once, with a key from the caller.
#[endpoint(method = "POST", path = "/orders/<order>")]
#[derive(Debug, Clone)]
pub struct FieldKeyedOrder {
    /// Its id.
    pub order: String,
    /// The key by which the server recognizes a repeated request.
    #[header(idempotency_key, name = "X-Request-Key")]
    pub key: Option<String>,
}
