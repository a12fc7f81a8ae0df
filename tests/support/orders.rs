//! Endpoints of `/orders/<order>` that differ in whether they may be repeated.

use callsheet::{
    Api, OpenEnum, endpoint,
    error_format::{ErrorFormat, StandardFormat},
    errors,
};
use serde::Deserialize;

/// Errors that any endpoint of a service may return.
#[errors(
    /// Too much is asked at once.
    tenant_busy(status = 409, throttle),
    /// The tenant is on its way to another region.
    tenant_moving(status = 423, retry),
    /// Another status, and more to say.
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

/// Since when and why a tenant is closed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Closed {
    /// Why.
    pub reason: Reason,
}

/// Why a tenant is closed.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A bill.
    NotPaid,
    /// Whatever else there will be.
    Other(String),
}

/// An order, with lines.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// What is in it.
    pub lines: Vec<Line>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// How far it is.
    pub state: LineState,
}

/// How far a line of an order is.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Not yet.
    Open,
    /// On its way.
    Shipped,
    /// Whatever else there will be.
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
    /// Read.
    GetOrder: "GET", errors(order_not_found = 404, order_rejected = 422);
    /// Read its headers.
    HeadOrder: "HEAD";
    /// Ask what may be done with it.
    OptionsOrder: "OPTIONS";
    /// Find in it.
    QueryOrder: "QUERY";
    /// Replace.
    PutOrder: "PUT";
    /// Remove.
    DeleteOrder: "DELETE";
    /// Add to it.
    PostOrder: "POST", errors(order_not_found = 404, order_rejected = 422);
    /// Change it.
    PatchOrder: "PATCH";
    /// Lock it.
    LockOrder: "LOCK";
    /// Read and take away.
    TakeOrder: "GET", idempotent = false;
    /// Change it to what it is then.
    SettleOrder: "PATCH", idempotent;
    /// Add to it once.
    KeyedOrder: "POST", idempotency_key = "Idempotency-Key";
    /// Read and take away, once.
    KeyedTake: "GET", idempotent = false, idempotency_key = "Idempotency-Key";
    /// Add to it, where there is room.
    ThrottledOrder: "POST", errors(queue_full(status = 409, throttle));
    /// Read it, once it is there.
    SyncedOrder: "GET", errors(order_syncing(status = 409, retry));
    /// Read it, while there is a quota.
    QuotaOrder: "GET", errors(
        insufficient_quota(status = 429, retry = never),
        outage(status = 503, code = none, retry = never),
        too_many_requests(status = 429, code = none),
        account_disabled(status = 401, retry = never),
    );
    /// Add to it, with a token that may have expired.
    RenewedOrder: "POST", errors(invalid_api_token(status = 403, renew), permission_denied = 403);
    /// Add to it, in a tenant.
    SharedPost: "POST", errors(include(BusyErrors));
    /// Read it, in a tenant.
    SharedGet: "GET", errors(include(BusyErrors));
    /// Add to it, in an API that may be busy.
    PostOfApi: "POST", api = Orders;
    /// Read it, in an API that may be busy.
    GetOfApi: "GET", api = Orders;
    /// Read it with its lines.
    GetLines: "GET", response = Order, errors(order_gone = 410);
}

/// Add to an order once, by a key of the caller's.
#[endpoint(method = "POST", path = "/orders/<order>")]
#[derive(Debug, Clone)]
pub struct FieldKeyedOrder {
    /// Its id.
    pub order: String,
    /// What tells the server that a request is a repetition.
    #[header(idempotency_key, name = "X-Request-Key")]
    pub key: Option<String>,
}
