//! A value in one place of the request, with the options of its attribute.

use syn::LitStr;

use super::media_type::default_content_type;
use crate::attr::fields::{Options, Place, Placement};
use crate::attr::{Value, key};
use crate::http::header::SECRET;
use crate::model::Field;

/// One value in one place. A field in two places has two rows.
pub(crate) struct Row<'a> {
    pub(crate) field: &'a Field,
    pub(crate) place: Place,
    pub(crate) wire: String,
    /// Where the value is also sent if its type is a lookup, and its index among such fields. Only for fields in the
    /// path without an attribute.
    pub(crate) lookup: Option<(usize, Place)>,
    /// Whether the same field is also in the path.
    pub(crate) beside_path: bool,
    /// The style of lists and objects in a query; for a list in a path, the separator of its elements.
    pub(crate) style: (&'static str, &'static str),
    /// Whether the path names it as `<name..>`.
    pub(crate) is_multi: bool,
    /// Whether it has no mistakes, so that the compiler may check its type.
    pub(crate) is_right: bool,
}

impl Row<'_> {
    /// Whether its attribute has this word as an option.
    pub(crate) fn has(&self, word: &str) -> bool {
        placement(self.field, self.place).is_some_and(|placement| placement.options.has(word))
    }

    /// Whether it is a map with header names as keys.
    pub(crate) fn is_header_map(&self) -> bool {
        self.place == Place::Header && !prefix(self.field).is_missing()
    }

    /// Whether it is a list in one segment of the path.
    pub(crate) fn is_path_list(&self) -> bool {
        let list = placement(self.field, Place::Path).map(|placement| &placement.options.list);
        self.place == Place::Path && list.is_some_and(|list| !list.is_missing())
    }

    /// Whether it is a row of this field.
    pub(crate) fn is_of(&self, field: &Field) -> bool {
        std::ptr::eq(self.field, field)
    }

    /// Whether it is a header field whose name indicates a secret value.
    pub(crate) fn is_secret(&self) -> bool {
        self.place == Place::Header && !self.is_header_map() && SECRET.contains(&self.wire.as_str())
    }

    /// The module that writes the value.
    pub(crate) fn with(&self) -> Option<&syn::Path> {
        placement(self.field, self.place).and_then(|placement| placement.options.with.given())
    }

    /// Whether its value is the whole content of one part.
    pub(crate) fn is_whole_part(&self) -> bool {
        self.place == Place::Part && (self.has(key::JSON) || self.has(key::BYTES))
    }

    /// The file name of a part.
    pub(crate) fn file_name(&self) -> Option<String> {
        placement(self.field, self.place).and_then(|placement| placement.options.file_name.given()).map(LitStr::value)
    }

    /// The content type of a part, unless its value has one.
    pub(crate) fn type_of_part(&self) -> Option<String> {
        let given = placement(self.field, self.place).and_then(|placement| placement.options.content_type.given());
        given.map(LitStr::value).or_else(|| self.has(key::JSON).then(|| "application/json".to_owned()))
    }

    /// The content type of a payload.
    pub(crate) fn content_type(&self) -> String {
        let given = placement(self.field, self.place).and_then(|placement| placement.options.content_type.given());
        let options = placement(self.field, self.place).map(|placement| &placement.options);
        given.map_or_else(|| options.map_or("", default_content_type).to_owned(), LitStr::value)
    }

    /// Whether the type of a payload defines its content types.
    pub(crate) fn is_typed_payload(&self) -> bool {
        let options = placement(self.field, Place::Payload).map(|placement| &placement.options);
        let says =
            |options: &Options| options.has(key::TEXT) || options.has(key::BYTES) || !options.content_type.is_missing();
        self.place == Place::Payload && !options.is_some_and(says)
    }
}

/// The place of a field that is not in the path and has no placement attribute.
pub(crate) fn default_place(method: &str) -> Place {
    match method {
        "GET" | "HEAD" | "DELETE" => Place::Query,
        _ => Place::Body,
    }
}

/// The name by which the host prefix names a field.
pub(crate) fn host_name(field: &Field) -> String {
    wire_name(field, Place::Host)
}

/// The name by which the path names a field.
pub(crate) fn path_name(field: &Field) -> String {
    wire_name(field, Place::Path)
}

pub(crate) fn placement(field: &Field, place: Place) -> Option<&Placement> {
    field.placements.iter().find(|placement| placement.place == place)
}

/// The prefix of the keys of a map of headers.
pub(crate) fn prefix(field: &Field) -> &Value<LitStr> {
    placement(field, Place::Header).map_or(&Value::Missing, |placement| &placement.options.prefix)
}

/// A field's name on the wire, in this place.
pub(super) fn wire_name(field: &Field, place: Place) -> String {
    let given = placement(field, place).and_then(|placement| placement.options.name.given());
    match place {
        // Names of header fields are case-insensitive; the crate `http` writes them in lower case.
        Place::Header if prefix(field).given().is_some() => {
            prefix(field).given().map(LitStr::value).unwrap_or_default().to_ascii_lowercase()
        }
        Place::Header => given.map_or_else(|| field.name.replace('_', "-"), LitStr::value).to_ascii_lowercase(),
        _ => given.map_or_else(|| field.name.clone(), LitStr::value),
    }
}
