//! The places of a request, and which types can be in each.

mod body;
mod header;
mod host;
mod lists;
mod maps;
mod part;
mod path;
mod query;
mod serialized;

pub use self::body::{BytesValue, JsonValue, TextValue};
pub use self::header::HeaderFieldValue;
pub use self::host::HostValue;
pub(super) use self::lists::for_each_list;
pub use self::maps::{HeaderMapValue, QueryMapValue};
pub use self::part::{PartElement, PartValue};
pub use self::path::{LookupValue, PathListValue, PathSegmentsValue, PathValue};
pub use self::query::{QueryElement, QueryValue};
pub use self::serialized::Serialized;
