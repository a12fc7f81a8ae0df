//! The names that expansions use; not part of the public interface.
//!
//! Each expansion begins with the path of this module and names nothing else.

pub use std::any::Any;
pub use std::clone::Clone;
pub use std::convert::AsRef;
pub use std::convert::Into;
pub use std::error::Error as StdError;
pub use std::fmt;
pub use std::marker::PhantomData;
pub use std::option::Option;
pub use std::primitive::{bool, str, u64, usize};
pub use std::result::Result;
pub use std::string::String;
pub use std::vec::Vec;

pub use http::{Request, StatusCode};
pub use serde::Serialize;
pub use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess};
pub use serde::ser::{SerializeMap, Serializer};
pub use serde_json::{Error as JsonError, Value as Json, from_value as from_json};

pub use crate::__constructors as constructors;
pub use crate::__keys as keys;
pub use crate::__once as once;
pub use crate::__printed as printed;
pub use crate::__twice as twice;
pub use crate::builder::{IntoField, IntoList, IntoText, SomeField, SomeList, SomeText};
pub use crate::builder::{NotYet, Set, Unset, given};
pub use crate::builder::{fail, stub};
pub use crate::client::Client;
pub use crate::client::call::{Call, CallWithReply};
pub use crate::client::pages::Pages;
#[cfg(rust_analyzer)]
pub use crate::editor::keys as editor_keys;
pub use crate::endpoint::Endpoint;
pub use crate::endpoint::api::{Api, ApiErrorsIf, ApiIf, JsonApi};
pub use crate::endpoint::from_response::{FromResponse, Read};
pub use crate::endpoint::list::{EndpointList, Listed, of_one_api};
pub use crate::endpoint::paged::{Paged, PagedItems};
pub use crate::endpoint::{ApiOf, SharedErrors};
pub use crate::error::detail::{FromBody, FromDetail, SendDetail, SyncDetail};
pub use crate::error::documented::{Conversions, ErrorEnum, ErrorSetIf, Facts};
pub use crate::error::documented::{debug_documented, no_such_row, write_documented};
pub use crate::error_format::Problem;
pub use crate::request::arguments::TakenNames;
pub use crate::request::arguments::ToJson;
pub use crate::request::build_error::BuildError;
pub use crate::request::draft::Draft;
pub use crate::request::header::text::HeaderText;
pub use crate::request::lookup::{LookupKeys, read_lookup};
pub use crate::request::patch::{ExactPatch, IntoPatch, Patch};
pub use crate::request::payload::{PayloadValue, PlainPayload};
pub use crate::request::places::{LookupValue, PathValue, QueryElement, QueryValue, Serialized};
pub use crate::request::query::QueryWriter;
pub use crate::request::refused::ValueError;
pub use crate::request::scalar::Scalar;
pub use crate::request::seal::{PathSeal, QuerySeal};
pub use crate::request::text::TextWriter;
pub use crate::request::value::{Payload, Value};
pub use crate::response::at::FromJsonAt;
pub use crate::response::charset::Content;
pub use crate::response::decode_error::DecodeError;
pub use crate::response::from_reply::FromReply;
pub use crate::response::from_reply::{decode_nothing, decode_option, has_no_json};
pub use crate::response::header::{FromHeader, FromHeaderMap};
pub use crate::response::header::{read_with, read_with_option};
pub use crate::response::members::Members;
pub use crate::response::members::{FromMember, FromStatus};
pub use crate::response::open_enum::{Tagging, Union, read_open, read_union, write_adjacent, write_tagged};
pub use crate::response::reply::Reply;
pub use crate::response::seen::{
    ItemList, ListEnds, ListOf, PageFlag, PageNumber, PageText, Seen, SeenAsIs, SeenInside, Taken, TakenAsIs,
    TakenInside,
};
pub use crate::spec::placed::{
    FormField, HeaderField, HeaderMapField, HostField, MemberField, PartField, PathField, PathListField,
    PathSegmentsField, PayloadField, QueryField, QueryMapField, placed,
};
pub use crate::spec::{
    BesidePath, BodyConstants, CaseReference, ErrorCase, ErrorTable, FieldReference, IdempotencyKey, ItemRules,
    ListStyle, NextPage, ObjectStyle, PageField, PageRules, Piece, QueryStyle, Reference, Repeat, Spec, Statuses,
};
/// For serde's `with` on the status of a variant.
pub mod status {
    pub use crate::error::status::{deserialize, serialize};
}
pub use crate::spelling::{AlsoRead, AlsoWritten, ByItsOwnName, IsBytes, IsOption, IsPatch, Otherwise, Written};
pub use crate::stream::event::{AnyEvent, Event, FromEvent, keep_event, read_event, skip_event};
pub use crate::stream::named::{InEndpointIf, ItemIf};
pub use crate::transport::Body;
