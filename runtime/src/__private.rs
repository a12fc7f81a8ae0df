//! The names that expansions use. Each expansion begins with the path of this module and names nothing else.

pub use std::any::Any;
pub use std::clone::Clone;
pub use std::convert::AsRef;
pub use std::convert::Into;
pub use std::error::Error as StdError;
pub use std::fmt;
pub use std::marker::PhantomData;
pub use std::option::Option;
pub use std::primitive::{bool, str, usize};
pub use std::result::Result;
pub use std::string::String;

pub use bytes::Bytes;
pub use http::{Request, StatusCode};
pub use serde::Serialize;
pub use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny};
pub use serde::ser::{SerializeMap, Serializer};
pub use serde_json::{Error as JsonError, Value as Json, from_value as from_json};

pub use crate::__printed as printed;
pub use crate::builder::{NotYet, Set, Unset, given};
pub use crate::builder::{fail, stub};
pub use crate::charset::Content;
pub use crate::decode::{decode_nothing, decode_option, is_no_json, put};
pub use crate::header::{HeaderText, read_with, read_with_option};
pub use crate::members::Members;
pub use crate::object::TakenNames;
pub use crate::open_enum::{Tagging, Union, read_open, read_union, write_adjacent, write_tagged};
pub use crate::set::{debug_documented, no_such_row, write_documented};
pub use crate::spec::{
    BodyConstants, CaseReference, ErrorCase, ErrorTable, Field, FieldReference, IdempotencyKey, ListStyle, ObjectStyle,
    Piece, Place, QueryStyle, Reference, Repeat, Spec, Statuses,
};
pub use crate::spelling::{AlsoRead, AlsoWritten, ByItsOwnName, IsBytes, IsOption, IsPatch, Otherwise, Written};
pub use crate::value::Serialized;
pub use crate::{
    Api, BuildError, Call, CallFull, Client, DecodeError, DocumentedError, Draft, Endpoint, ErrorSet, ExactPatch,
    Facts, FromHeader, FromHeaderMap, FromMember, FromReply, FromStatus, IntoPatch, JsonApi, Patch, PathValue,
    PayloadValue, Problem, QueryElement, QueryValue, QueryWriter, Reply, Scalar, TextWriter, ToJson, Value, ValueError,
};
