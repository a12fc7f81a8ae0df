//! The structs that serde_json itself defines.

/// A type of serde_json that serializes as a struct with a special name, whose only field is JSON text.
///
/// A `serde_json::Number` is such a type if a crate of the program enables the feature `arbitrary_precision`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Number,
    RawValue,
}

impl Token {
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "$serde_json::private::Number" => Some(Self::Number),
            "$serde_json::private::RawValue" => Some(Self::RawValue),
            _ => None,
        }
    }
}
