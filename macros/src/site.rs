//! The places where serde's keys are read, and the keys that have an effect there.

/// A place in an item with one of our derives where serde's attributes can occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    Arguments,
    ArgumentsField,
    Lookup,
    LookupVariant,
    /// The value of a variant.
    LookupValue,
    ScalarStruct,
    ScalarEnum,
    /// A variant without a value.
    ScalarVariant,
    /// A variant with a value. On the wire it is that value.
    ScalarOther,
    ScalarValue,
    OpenEnum,
    OpenEnumVariant,
    OpenEnumValue,
    /// Events have names of their own, which are not JSON.
    Event,
    EventVariant,
    EventValue,
    Response,
    /// A member of the JSON object.
    ResponseMember,
    /// A member that comes from a header field, the status or the whole body.
    ResponseElsewhere,
}

/// What serde's own derive on the same type must do, if a key has no effect on our derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    Read,
    Written,
}

/// All serde keys that `symbol.rs` of `serde_derive` lists, in alphabetical order.
pub(crate) const OF_SERDE: [&str; 32] = [
    "alias",
    "borrow",
    "bound",
    "content",
    "crate",
    "default",
    "deny_unknown_fields",
    "deserialize",
    "deserialize_with",
    "expecting",
    "field_identifier",
    "flatten",
    "from",
    "getter",
    "into",
    "other",
    "remote",
    "rename",
    "rename_all",
    "rename_all_fields",
    "serialize",
    "serialize_with",
    "skip",
    "skip_deserializing",
    "skip_serializing",
    "skip_serializing_if",
    "tag",
    "transparent",
    "try_from",
    "untagged",
    "variant_identifier",
    "with",
];

const READ_CONTAINER: &[&str] = &["crate", "default", "deny_unknown_fields", "expecting", "from", "try_from"];
const READ_VARIANT: &[&str] = &["alias", "borrow", "deserialize_with", "other", "skip_deserializing"];
const READ_FIELD: &[&str] = &["alias", "borrow", "default", "deserialize_with", "skip_deserializing"];
const WRITTEN_CONTAINER: &[&str] = &["crate", "into"];
const WRITTEN_FIELD: &[&str] = &["serialize_with", "skip_serializing", "skip_serializing_if"];

impl Site {
    pub(crate) fn derive(self) -> &'static str {
        match self {
            Self::Arguments | Self::ArgumentsField => "Arguments",
            Self::Lookup | Self::LookupVariant | Self::LookupValue => "Lookup",
            Self::ScalarStruct | Self::ScalarEnum | Self::ScalarVariant | Self::ScalarOther | Self::ScalarValue => {
                "Scalar"
            }
            Self::OpenEnum | Self::OpenEnumVariant | Self::OpenEnumValue => "OpenEnum",
            Self::Event | Self::EventVariant | Self::EventValue => "Event",
            Self::Response | Self::ResponseMember | Self::ResponseElsewhere => "Response",
        }
    }

    /// Keys that have an effect or describe what the derive does by default.
    pub(crate) fn supported(self) -> &'static [&'static str] {
        match self {
            Self::Arguments | Self::Lookup | Self::ScalarEnum | Self::Response => &["rename_all"],
            Self::ArgumentsField => &["flatten", "rename", "serialize_with", "with"],
            Self::LookupVariant => &["alias", "rename"],
            Self::ScalarVariant => &["rename"],
            Self::ScalarStruct => &["transparent"],
            Self::ScalarOther => &["untagged"],
            Self::OpenEnum => &["content", "rename_all", "tag"],
            Self::OpenEnumVariant => &["alias", "other", "rename"],
            Self::ResponseMember => &["alias", "default", "deserialize_with", "rename", "with"],
            Self::LookupValue
            | Self::ScalarValue
            | Self::OpenEnumValue
            | Self::Event
            | Self::EventVariant
            | Self::EventValue
            | Self::ResponseElsewhere => &[],
        }
    }

    /// Keys that affect only serde's own derive of the other direction. There are none for `OpenEnum` and `Lookup`,
    /// which provide both directions, and for `Event`, which is not a type of serde.
    pub(crate) fn beside(self) -> &'static [&'static str] {
        match self {
            Self::Arguments | Self::ScalarEnum | Self::ScalarStruct => READ_CONTAINER,
            Self::ScalarVariant | Self::ScalarOther => READ_VARIANT,
            Self::ArgumentsField | Self::ScalarValue => READ_FIELD,
            Self::OpenEnum
            | Self::OpenEnumVariant
            | Self::OpenEnumValue
            | Self::Event
            | Self::EventVariant
            | Self::EventValue
            | Self::Lookup
            | Self::LookupVariant
            | Self::LookupValue => &[],
            Self::Response => WRITTEN_CONTAINER,
            Self::ResponseMember | Self::ResponseElsewhere => WRITTEN_FIELD,
        }
    }

    /// The other direction, if serde's own derive can be used on the same type.
    pub(crate) fn other_direction(self) -> Option<Beside> {
        match self {
            Self::OpenEnum
            | Self::OpenEnumVariant
            | Self::OpenEnumValue
            | Self::Event
            | Self::EventVariant
            | Self::EventValue
            | Self::Lookup
            | Self::LookupVariant
            | Self::LookupValue => None,
            Self::Response | Self::ResponseMember | Self::ResponseElsewhere => Some(Beside::Written),
            _ => Some(Beside::Read),
        }
    }
}
