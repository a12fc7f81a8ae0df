//! The names in the grammar, as constants, so that a typo in this crate does not compile; and the names that other
//! tools use for the same things.

pub(crate) const ALLOW_EMPTY: &str = "allow_empty";
pub(crate) const API: &str = "api";
pub(crate) const AT: &str = "at";
pub(crate) const BODY: &str = "body";
pub(crate) const BUILDER: &str = "builder";
pub(crate) const BYTES: &str = "bytes";
pub(crate) const CODE: &str = "code";
pub(crate) const CONTENT_TYPE: &str = "content_type";
pub(crate) const CURSOR: &str = "cursor";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DEFAULT: &str = "default";
pub(crate) const DETAIL: &str = "detail";
pub(crate) const ERROR: &str = "error";
pub(crate) const END: &str = "end";
pub(crate) const END_EVENT: &str = "end_event";
pub(crate) const ERRORS: &str = "errors";
pub(crate) const FILE_NAME: &str = "file_name";
pub(crate) const ERROR_EVENT: &str = "error_event";
pub(crate) const EVENTS: &str = "events";
pub(crate) const FIRST: &str = "first";
pub(crate) const FLATTEN: &str = "flatten";
pub(crate) const FORM: &str = "form";
pub(crate) const HEADERS: &str = "headers";
pub(crate) const HOST_PREFIX: &str = "host_prefix";
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency_key";
pub(crate) const IDEMPOTENT: &str = "idempotent";
pub(crate) const INCLUDE: &str = "include";
pub(crate) const ITEM: &str = "item";
pub(crate) const ITEMS: &str = "items";
pub(crate) const LAST: &str = "last";
pub(crate) const LINK: &str = "link";
pub(crate) const MORE: &str = "more";
pub(crate) const NEXT: &str = "next";
pub(crate) const NEXT_HEADER: &str = "next_header";
pub(crate) const NUMBER: &str = "number";
pub(crate) const OFFSET: &str = "offset";
pub(crate) const PAGES: &str = "pages";
pub(crate) const REPEAT: &str = "repeat";
pub(crate) const SHORT: &str = "short";
pub(crate) const SIZE: &str = "size";
pub(crate) const TOTAL: &str = "total";
pub(crate) const URL: &str = "url";
pub(crate) const URL_HEADER: &str = "url_header";
pub(crate) const DERIVE: &str = "derive";
pub(crate) const JSON: &str = "json";
pub(crate) const LINES: &str = "lines";
pub(crate) const LIST: &str = "list";
pub(crate) const METHOD: &str = "method";
pub(crate) const NAME: &str = "name";
pub(crate) const NEVER: &str = "never";
pub(crate) const OTHER: &str = "other";
pub(crate) const OBJECT: &str = "object";
pub(crate) const PATH: &str = "path";
pub(crate) const PREFIX: &str = "prefix";
pub(crate) const QUERY: &str = "query";
pub(crate) const RECONNECT: &str = "reconnect";
pub(crate) const RENAME_ALL: &str = "rename_all";
pub(crate) const RENEW: &str = "renew";
pub(crate) const RESPONSE: &str = "response";
pub(crate) const RETRY: &str = "retry";
pub(crate) const SCOPES: &str = "scopes";
pub(crate) const SENSITIVE: &str = "sensitive";
pub(crate) const STATUS: &str = "status";
pub(crate) const SUCCESS: &str = "success";
pub(crate) const TEXT: &str = "text";
pub(crate) const THROTTLE: &str = "throttle";
pub(crate) const WITH: &str = "with";

/// Defines the keys of `#[endpoint(..)]` and their names, so that the compiler finds every place that must handle a new key.
macro_rules! keys_of_endpoint {
    ($($key:ident = $name:ident,)*) => {
        /// A key of `#[endpoint(..)]`.
        #[derive(Clone, Copy)]
        pub(crate) enum EndpointKey {
            $($key,)*
        }

        impl EndpointKey {
            pub(crate) fn of(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$key),)*
                    _ => None,
                }
            }
        }

        pub(crate) const OF_ENDPOINT: [&str; [$($name),*].len()] = [$($name),*];
    };
}

keys_of_endpoint! {
    Method = METHOD,
    Path = PATH,
    HostPrefix = HOST_PREFIX,
    Query = QUERY,
    Headers = HEADERS,
    Body = BODY,
    Form = FORM,
    Response = RESPONSE,
    At = AT,
    Success = SUCCESS,
    Errors = ERRORS,
    Events = EVENTS,
    Lines = LINES,
    Pages = PAGES,
    Scopes = SCOPES,
    Api = API,
    Idempotent = IDEMPOTENT,
    IdempotencyKey = IDEMPOTENCY_KEY,
    Name = NAME,
    Error = ERROR,
    Builder = BUILDER,
    Crate = CRATE,
}

/// The keys that may be meant before a value. `error(not_found = 404)` lists errors, so it means `errors`; the key `error`
/// is followed by a name.
pub(crate) fn of_endpoint(lists_errors: bool) -> Vec<&'static str> {
    OF_ENDPOINT.into_iter().filter(|name| !lists_errors || *name != ERROR).collect()
}

/// The keys of `#[arguments(..)]`.
pub(crate) const OF_ARGUMENTS: [&str; 2] = [BUILDER, CRATE];
/// The keys in the attributes of the other derives, such as `#[lookup(..)]`.
pub(crate) const OF_DERIVES: [&str; 1] = [CRATE];
/// The keys of `#[event(..)]` on an enum.
pub(crate) const OF_EVENTS_DERIVE: [&str; 2] = [RENAME_ALL, CRATE];
/// The keys of `#[event(..)]` on a variant.
pub(crate) const OF_EVENT: [&str; 2] = [NAME, OTHER];
/// The keys in `events(..)` and `lines(..)`.
pub(crate) const OF_EVENTS: [&str; 5] = [END, END_EVENT, ERROR_EVENT, ERROR, RECONNECT];
pub(crate) const OF_LINES: [&str; 1] = [ERROR];
/// The keys in `pages(..)`.
pub(crate) const OF_PAGES: [&str; 17] = [
    NUMBER,
    CURSOR,
    OFFSET,
    LINK,
    URL,
    URL_HEADER,
    NEXT,
    NEXT_HEADER,
    LAST,
    TOTAL,
    MORE,
    ITEMS,
    ITEM,
    SIZE,
    FIRST,
    SHORT,
    REPEAT,
];
/// Those of them that say how the next page is requested.
pub(crate) const STEPS_OF_PAGES: [&str; 6] = [NUMBER, CURSOR, OFFSET, LINK, URL, URL_HEADER];
pub(crate) const OF_ERROR: [&str; 7] = [STATUS, CODE, DETAIL, BODY, RETRY, THROTTLE, RENEW];
pub(crate) const OF_DEFAULT: [&str; 2] = [DETAIL, BODY];

/// Names that other frameworks and OpenAPI use for our keys.
pub(crate) const ALIASES: [(&str, &str); 32] = [
    ("pagination", PAGES),
    ("paginate", PAGES),
    ("paginated", PAGES),
    ("paging", PAGES),
    ("verb", METHOD),
    ("http_method", METHOD),
    ("url", PATH),
    ("uri", PATH),
    ("route", PATH),
    ("endpoint", PATH),
    ("template", PATH),
    ("returns", RESPONSE),
    ("output", RESPONSE),
    ("result", RESPONSE),
    ("returning", RESPONSE),
    ("return_type", RESPONSE),
    ("json_pointer", AT),
    ("pointer", AT),
    ("envelope", AT),
    ("unwrap", AT),
    ("responses", ERRORS),
    ("error_name", ERROR),
    ("error_enum", ERROR),
    ("builder_name", BUILDER),
    ("subdomain", HOST_PREFIX),
    ("params", QUERY),
    ("query_params", QUERY),
    ("status", SUCCESS),
    ("expect", SUCCESS),
    ("security", SCOPES),
    ("service", API),
    ("krate", CRATE),
];

/// Names that other tools use for settings of the client.
pub(crate) const OF_CLIENT: [&str; 5] = ["base_url", "base", "host", "server", "servers"];

/// Names that other tools use for settings of the client or of a call, with the methods that set them here.
pub(crate) const OF_CALL: [(&str, &str); 7] = [
    ("follow_redirects", "follow_redirects"),
    ("follow_redirect", "follow_redirects"),
    ("redirects", "follow_redirects"),
    ("timeout", "timeout"),
    ("attempt_timeout", "attempt_timeout"),
    ("retry", "retry"),
    ("retries", "retry"),
];

/// Names that other tools use for the keys of a documented error.
pub(crate) const ALIASES_OF_ERROR: [(&str, &str); 11] = [
    ("http", STATUS),
    ("details", DETAIL),
    ("data", DETAIL),
    ("payload", BODY),
    ("schema", BODY),
    ("name", CODE),
    ("retryable", RETRY),
    ("transient", RETRY),
    ("rate_limit", THROTTLE),
    ("refresh", RENEW),
    ("expired", RENEW),
];

/// Names that other tools use for the keys of a stream's items.
pub(crate) const ALIASES_OF_ITEMS: [(&str, &str); 6] = [
    ("done", END),
    ("sentinel", END),
    ("terminator", END),
    ("retry", RECONNECT),
    ("reconnection", RECONNECT),
    ("resume", RECONNECT),
];

/// Names that other tools use for the keys of `pages(..)`.
pub(crate) const ALIASES_OF_PAGES: [(&str, &str); 18] = [
    ("page", NUMBER),
    ("page_number", NUMBER),
    ("token", CURSOR),
    ("page_token", CURSOR),
    ("after", CURSOR),
    ("skip", OFFSET),
    ("limit", SIZE),
    ("per_page", SIZE),
    ("page_size", SIZE),
    ("has_more", MORE),
    ("has_next", MORE),
    ("count", TOTAL),
    ("total_pages", LAST),
    ("pages", LAST),
    ("results", ITEMS),
    ("data", ITEMS),
    ("next_url", URL),
    ("header", NEXT_HEADER),
];

/// Names that other tools use for the keys of `#[event(..)]`.
pub(crate) const ALIASES_OF_EVENT: [(&str, &str); 7] = [
    ("rename", NAME),
    ("alias", NAME),
    ("event", NAME),
    ("names", NAME),
    ("unknown", OTHER),
    ("default", OTHER),
    ("catch_all", OTHER),
];

/// Names that other tools use for our attributes on fields.
pub(crate) const ALIASES_OF_PLACEMENT: [(&str, &str); 15] = [
    ("param", QUERY),
    ("params", QUERY),
    ("query_param", QUERY),
    ("path_param", PATH),
    ("segment", PATH),
    ("json", BODY),
    ("member", BODY),
    ("field", "form"),
    ("form_field", "form"),
    ("multipart", "part"),
    ("file", "part"),
    ("form_file", "part"),
    ("raw", "payload"),
    ("raw_body", "payload"),
    ("http_header", "header"),
];

/// Names that other tools use for the options of these attributes.
pub(crate) const ALIASES_OF_OPTION: [(&str, &str); 10] = [
    ("rename", NAME),
    ("key", NAME),
    ("style", LIST),
    ("collection_format", LIST),
    ("explode", LIST),
    ("serialize_with", WITH),
    ("secret", SENSITIVE),
    ("filename", FILE_NAME),
    ("mime", CONTENT_TYPE),
    ("media_type", CONTENT_TYPE),
];

/// The styles of lists in a query, and their names in Rust.
pub(crate) const LIST_STYLES: [(&str, &str); 5] =
    [("repeat", "Repeat"), ("comma", "Comma"), ("brackets", "Brackets"), ("pipes", "Pipes"), ("spaces", "Spaces")];
/// The styles of objects in a query, and their names in Rust.
pub(crate) const OBJECT_STYLES: [(&str, &str); 2] = [("brackets", "Brackets"), ("dots", "Dots")];

/// The styles of lists in a path segment, and the separator of the elements. Of the delimiters in RFC 3986 section 3.3,
/// these are the ones that APIs use.
pub(crate) const PATH_LIST_STYLES: [(&str, &str); 2] = [("comma", ","), ("semicolons", ";")];

/// Names that OpenAPI and other clients use for these styles.
pub(crate) const ALIASES_OF_STYLE: [(&str, &str); 17] = [
    (",", "comma"),
    (";", "semicolons"),
    ("|", "pipes"),
    (" ", "spaces"),
    ("[]", "brackets"),
    (".", "dots"),
    ("form", "repeat"),
    ("multi", "repeat"),
    ("csv", "comma"),
    ("simple", "comma"),
    ("commas", "comma"),
    ("semicolon", "semicolons"),
    ("ssv", "spaces"),
    ("spaceDelimited", "spaces"),
    ("pipeDelimited", "pipes"),
    ("deepObject", "brackets"),
    ("dot", "dots"),
];
