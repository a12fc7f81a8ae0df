//! The definition of an endpoint as data, for the runtime and for tools.
//!
//! `#[endpoint]` writes these tables as constants. [`Spec`] and [`ErrorTable`] are read on every call. [`Reference`]
//! and [`CaseReference`] hold docs and types; only tools read them, so a program that does not use them does not
//! contain them.
//!
//! | constant of an endpoint `E` | table |
//! | --- | --- |
//! | `<E as Endpoint>::SPEC` | [`Spec`] |
//! | `<E as Endpoint>::REFERENCE` | [`Reference`] |
//! | `<E::Error as ErrorSet>::TABLE` | [`ErrorTable`] |
//! | `<E::Error as ErrorSet>::REFERENCE` | [`CaseReference`] for each case |
//!
//! Only the macros make tables, and they require this exact version of the crate. All tables are `non_exhaustive`: new
//! fields may be added.

mod constants;
mod errors;
mod items;
mod pages;
pub(crate) mod placed;
mod statuses;
mod writing;

pub use self::constants::{BodyConstants, IdempotencyKey};
pub use self::errors::{ErrorCase, ErrorTable, Repeat};
pub use self::items::ItemRules;
pub use self::pages::{NextPage, PageField, PageRules, PageStep};
pub use self::statuses::Statuses;

/// The table that the runtime reads on every call.
#[derive(Debug)]
#[non_exhaustive]
pub struct Spec {
    /// The endpoint's name in traces and docs: the key `name`, otherwise the name of the struct.
    pub name: &'static str,
    /// The method, as sent.
    pub method: &'static str,
    /// The path template as written, such as `/organizations/<organization>`.
    pub path: &'static str,
    /// The pieces of the path template, in order.
    pub pieces: &'static [Piece],
    /// The prefix of the base URL's host, as written, such as `<bucket>.`; empty if there is none.
    pub host_prefix: &'static str,
    /// The pieces of the host prefix, in order.
    pub host: &'static [Piece],
    /// Parameters that are sent with every call, percent-encoded: `list-type=2&acl`; empty if there are none.
    pub query: &'static str,
    /// Header fields that are sent with every call: names in lower case, and values.
    pub headers: &'static [(&'static str, &'static str)],
    /// The place of each value. A field that is sent in two places has two rows.
    pub fields: &'static [Field],
    /// The media types of a successful response, as the value of `Accept`.
    pub accept: &'static str,
    /// The statuses that count as success.
    pub success: Statuses,
    /// Whether repeating a request has no additional effect: by its method (RFC 9110 section 9.2.2), or by the key
    /// `idempotent`.
    pub idempotent: bool,
    /// What every body contains in addition to the values of fields.
    pub constants: BodyConstants,
    /// Where the idempotency key is sent, by which the server recognizes a repeated request.
    pub idempotency_key: Option<IdempotencyKey>,
    /// How the items of a stream end, and which of them are errors.
    pub items: ItemRules,
    /// The scopes that allow this call; one of them is enough. For documents, and for an
    /// [`Authorizer`](crate::auth::Authorizer) that has a token for each scope.
    pub scopes: &'static [&'static str],
}

impl Spec {
    /// The defaults.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        method: "",
        path: "",
        pieces: &[],
        host_prefix: "",
        host: &[],
        query: "",
        headers: &[],
        fields: &[],
        accept: "*/*",
        success: Statuses::SUCCESSFUL,
        idempotent: false,
        constants: BodyConstants::None,
        idempotency_key: None,
        items: ItemRules::NONE,
        scopes: &[],
    };

    /// Returns the kind of body that fields, constants or an idempotency key need; `None` if the request has no body.
    pub(crate) fn body(&self) -> Option<BodyKind> {
        let of_fields = self.fields.iter().find_map(|field| field.place.body());
        of_fields.or(match (self.constants, self.idempotency_key) {
            (BodyConstants::Members(_), _) | (_, Some(IdempotencyKey::Member(_))) => Some(BodyKind::Object),
            (BodyConstants::Parts(_), _) => Some(BodyKind::Parts),
            (BodyConstants::Parameters(_), _) | (_, Some(IdempotencyKey::Parameter(_))) => Some(BodyKind::Form),
            (BodyConstants::None, Some(IdempotencyKey::Header(_) | IdempotencyKey::Query(_)) | None) => None,
        })
    }
}

/// What a body is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// A JSON object of members.
    Object,
    /// A form of parameters.
    Form,
    /// A form of parts, `multipart/form-data`.
    Parts,
    /// One value.
    Payload,
}

/// A piece of the template of a path or of a host prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Text, sent unchanged.
    Text(&'static str),
    /// The value in this row of [`Spec::fields`]; in a path it is percent-encoded.
    Value(usize),
}

/// Where one value of an endpoint is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The field's name in Rust, for messages.
    pub name: &'static str,
    /// Its name on the wire.
    pub wire: &'static str,
    /// The part of the request that contains it.
    pub place: Place,
    /// Whether the field has the option `sensitive`: [`Error::url`](crate::Error::url) hides its value.
    pub sensitive: bool,
}

/// A part of a request that carries a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A part of the host, RFC 3986 section 3.2.2.
    Host,
    /// A segment of the path, RFC 3986 section 3.3.
    Path {
        /// Whether an empty value is allowed. It is sent as an empty segment.
        allow_empty: bool,
    },
    /// A segment of the path, and another place if the path does not contain all of the value: a type that derives
    /// [`Lookup`](crate::Lookup), of a field without an attribute.
    Lookup {
        /// The other place, under the same name.
        beside: BesidePath,
    },
    /// A list in one segment of the path.
    PathList {
        /// The separator of the elements. It is sent unchanged between them, and percent-encoded inside them.
        separator: char,
    },
    /// Several segments of the path. A path has at most one field in this place.
    PathSegments {
        /// Whether single segments may be empty. The whole value must not be empty.
        allow_empty: bool,
    },
    /// A parameter of the query, RFC 3986 section 3.4.
    Query(QueryStyle),
    /// Parameters of the query whose names are the keys of a map. Parameters of other fields take precedence.
    QueryMap(QueryStyle),
    /// Header fields whose names are a prefix, which is the field's name on the wire, and the keys of a map.
    HeaderMap {
        /// Whether their values are secrets and marked as sensitive.
        sensitive: bool,
    },
    /// A header field, RFC 9110 section 6.3.
    Header {
        /// Whether its value is a secret and marked as sensitive.
        sensitive: bool,
    },
    /// A member of the JSON object that is the body.
    Member,
    /// A parameter of the form that is the body, as the WHATWG URL standard writes one.
    Form(QueryStyle),
    /// A part of the body, which is `multipart/form-data` (RFC 7578).
    Part {
        /// The file name, unless the value has one.
        file_name: Option<&'static str>,
        /// The content type, unless the value has one.
        content_type: Option<&'static str>,
    },
    /// The whole body.
    Payload {
        /// The content types that it can have. The first one is the default.
        content_types: &'static [&'static str],
    },
}

impl Place {
    /// Whether it is in the path.
    pub(crate) fn is_in_path(self) -> bool {
        match self {
            Self::Path { .. } | Self::Lookup { .. } | Self::PathList { .. } | Self::PathSegments { .. } => true,
            Self::Host
            | Self::Query(_)
            | Self::QueryMap(_)
            | Self::HeaderMap { .. }
            | Self::Header { .. }
            | Self::Member
            | Self::Form(_)
            | Self::Part { .. }
            | Self::Payload { .. } => false,
        }
    }

    /// The kind of body that it is a part of.
    fn body(self) -> Option<BodyKind> {
        match self {
            Self::Member => Some(BodyKind::Object),
            Self::Form(_) => Some(BodyKind::Form),
            Self::Part { .. } => Some(BodyKind::Parts),
            Self::Payload { .. } => Some(BodyKind::Payload),
            Self::Host
            | Self::Path { .. }
            | Self::Lookup { .. }
            | Self::PathList { .. }
            | Self::PathSegments { .. }
            | Self::Query(_)
            | Self::QueryMap(_)
            | Self::HeaderMap { .. }
            | Self::Header { .. } => None,
        }
    }
}

/// Where a lookup is sent in addition to the path: in the same place as the endpoint's other fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BesidePath {
    /// In the query.
    Query,
    /// In the form that is the body.
    Form,
    /// As a member of the JSON object that is the body.
    Member,
}

/// How lists and objects are written in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct QueryStyle {
    /// How a list is written.
    pub list: ListStyle,
    /// How an object is written.
    pub object: ObjectStyle,
}

impl QueryStyle {
    /// The default styles: `ids=a&ids=b`, `filter[name]=a`.
    pub const DEFAULT: Self = Self { list: ListStyle::Repeat, object: ObjectStyle::Brackets };
}

/// How a list is written in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ListStyle {
    /// `ids=a&ids=b`
    #[default]
    Repeat,
    /// `ids=a,b`
    Comma,
    /// `ids[]=a&ids[]=b`
    Brackets,
    /// `ids=a|b`
    Pipes,
    /// `ids=a b`
    Spaces,
}

impl ListStyle {
    /// Returns the separator if the elements share one parameter. It is percent-encoded, except the space, which has
    /// two encodings.
    pub(crate) fn separator(self) -> Option<&'static str> {
        match self {
            Self::Repeat | Self::Brackets => None,
            Self::Comma => Some(","),
            Self::Pipes => Some("%7C"),
            Self::Spaces => Some(" "),
        }
    }
}

/// How an object is written in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ObjectStyle {
    /// `filter[name]=a`
    #[default]
    Brackets,
    /// `filter.name=a`
    Dots,
}

/// The documentation of an endpoint, for tools. [`Spec`] has the rest.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reference {
    /// The struct's doc comment.
    pub docs: &'static str,
    /// The type of a success, as written.
    pub response: &'static str,
    /// The path of the response in the JSON body, outermost key first; empty if the body is the response. A key of
    /// digits may be the index of a list (RFC 6901).
    pub at: &'static [&'static str],
    /// The struct's fields, in order.
    pub fields: &'static [FieldReference],
}

/// The documentation of a field, for tools.
#[derive(Debug)]
#[non_exhaustive]
pub struct FieldReference {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// Its type, as written.
    pub ty: &'static str,
    /// Whether a call must set it.
    pub required: bool,
    /// Whether it is marked as a secret.
    pub sensitive: bool,
    /// What the API uses if the field is left out, as JSON text: `30`, `true`, `"name"`. It is not sent.
    pub default: Option<&'static str>,
}

/// The documentation of a documented error, for tools. The order is that of [`ErrorTable::cases`].
#[derive(Debug)]
#[non_exhaustive]
pub struct CaseReference {
    /// The variant's name.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// The type of its detail or its body, as written.
    pub detail: Option<&'static str>,
}
