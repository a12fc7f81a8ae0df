//! One item for each key of the grammar, with a line of docs and a link to the reference: an editor completes a key, and
//! shows its docs, as it does for a path. Only rust-analyzer compiles this module: it sets `cfg(rust_analyzer)`.

/// The keys of `#[endpoint(..)]`.
pub mod endpoint {
    /// The HTTP method, such as `"PATCH"`. Required.
    ///
    /// [Reference](crate::reference::endpoint#method)
    pub mod method {}
    /// The path below the base URL, such as `"/a/<b>/c"`; `<b>` is a field. Required.
    ///
    /// [Reference](crate::reference::endpoint#path)
    pub mod path {}
    /// Labels in front of the host of the base URL, such as `"<bucket>."`.
    ///
    /// [Reference](crate::reference::endpoint#host_prefix)
    pub mod host_prefix {}
    /// Parameters of every call: `query("list-type" = "2", "acl")`.
    ///
    /// [Reference](crate::reference::endpoint#query)
    pub mod query {}
    /// Header fields of every call: `headers("Accept" = "text/csv")`.
    ///
    /// [Reference](crate::reference::endpoint#headers)
    pub mod headers {}
    /// Constant members of the JSON body: `body("stream" = true)`.
    ///
    /// [Reference](crate::reference::endpoint#body)
    pub mod body {}
    /// Constant parameters of the form: `form("grant_type" = "password")`.
    ///
    /// [Reference](crate::reference::endpoint#form)
    pub mod form {}
    /// The type of the response. Default: `()`, the body is not interpreted.
    ///
    /// [Reference](crate::reference::endpoint#response)
    pub mod response {}
    /// The place of the response in the JSON body: `"tag"`, `"/data/tag"`.
    ///
    /// [Reference](crate::reference::endpoint#at)
    pub mod at {}
    /// The statuses of a success: `201`, `[200, 304]`, `200..=299`. Default: any 2xx.
    ///
    /// [Reference](crate::reference::endpoint#success)
    pub mod success {}
    /// The documented errors: `errors(not_found = 404)`.
    ///
    /// [Reference](crate::reference::endpoint#errors)
    pub mod errors {}
    /// How a stream of events ends, which events are errors, and whether it connects again:
    /// `events(end = "[DONE]", error_event = "error", reconnect)`.
    ///
    /// [Reference](crate::reference::endpoint#events)
    pub mod events {}
    /// Which lines of a stream are errors: `lines(error = "error")`.
    ///
    /// [Reference](crate::reference::endpoint#lines)
    pub mod lines {}
    /// How the next page is requested, and where the items are: `pages(number = page, items = rows, item = Row)`.
    ///
    /// [Reference](crate::reference::endpoint#pages)
    pub mod pages {}
    /// The scopes of which the caller needs one: `scopes("user")`.
    ///
    /// [Reference](crate::reference::endpoint#scopes)
    pub mod scopes {}
    /// The type that implements `Api`. Default: `JsonApi`.
    ///
    /// [Reference](crate::reference::endpoint#api)
    pub mod api {}
    /// Whether the call may be repeated. Default: by the method.
    ///
    /// [Reference](crate::reference::endpoint#idempotent)
    pub mod idempotent {}
    /// Where to send a key that is the same in every attempt: `"Idempotency-Key"`.
    ///
    /// [Reference](crate::reference::endpoint#idempotency_key)
    pub mod idempotency_key {}
    /// The name in traces and tools: `"organizations.update"`. Default: the name of the struct.
    ///
    /// [Reference](crate::reference::endpoint#name)
    pub mod name {}
    /// The name of the generated error enum. Default: the name of the struct and `Error`.
    ///
    /// [Reference](crate::reference::endpoint#error)
    pub mod error {}
    /// The name of the generated builder. Default: the name of the struct and `Builder`.
    ///
    /// [Reference](crate::reference::endpoint#builder)
    pub mod builder {}
}

/// The keys of an entry of `errors(..)`.
pub mod entry {
    /// The status: `404`, `[400, 415]`, `400..=499` or `"4XX"`. Required.
    ///
    /// [Reference](crate::reference::errors#status)
    pub mod status {}
    /// The code: a string, a number, or `none` if the status alone identifies the error. Default: the name of the entry.
    ///
    /// [Reference](crate::reference::errors#code)
    pub mod code {}
    /// The type of the detail member of the error format. Default: not read.
    ///
    /// [Reference](crate::reference::errors#detail)
    pub mod detail {}
    /// The type of the whole body. Default: not read.
    ///
    /// [Reference](crate::reference::errors#body)
    pub mod body {}
    /// The error passes and the call may be repeated; `retry = never` if not. Default: by the status.
    ///
    /// [Reference](crate::reference::errors#retry)
    pub mod retry {}
    /// The server did not process the request, and accepts it later. Default: by the status.
    ///
    /// [Reference](crate::reference::errors#throttle)
    pub mod throttle {}
    /// The server refused the token, so another one may help. Default: only for 401.
    ///
    /// [Reference](crate::reference::errors#renew)
    pub mod renew {}
}
