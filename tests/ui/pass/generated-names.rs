//! Types and modules whose names are those of generated items. Made by `macros/src/tests/names.rs`.

#![allow(dead_code, non_camel_case_types, non_snake_case)]

mod shared {
    #[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
    pub struct Unit;

    impl callsheet::Scalar for Unit {
        fn write_scalar(&self, to: &mut callsheet::value::TextWriter<'_>) -> Result<(), callsheet::value::ValueError> {
            callsheet::Scalar::write_scalar("a", to)
        }
    }

    pub fn serialize<T, S: serde::Serializer>(_: T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

macro_rules! definitions {
    ($($module:ident $name:ident)*) => {$(
        /// The name is that of a type, in every place where a definition names one.
        mod $module {
            // In the namespace of types and in that of values.
            pub use crate::shared::Unit as $name;
            #[derive(callsheet::Arguments)]
            pub struct OfNested {
                pub field: $name,
                pub fields: Option<Vec<$name>>,
                pub patch: callsheet::Patch<$name>,
                #[serde(with = "crate::shared")]
                pub with: $name,
            }
            #[derive(callsheet::Lookup)]
            pub enum OfWhich {
                Field($name),
                Other($name),
            }
            #[derive(callsheet::OpenEnum)]
            pub enum OfUnion {
                Field($name),
                #[serde(other)]
                Other($name),
            }
            #[derive(callsheet::Scalar)]
            pub struct OfNewtype($name);
            #[derive(callsheet::Response)]
            pub struct OfRead {
                pub field: $name,
                pub optional: Option<$name>,
            }
            #[derive(callsheet::Response)]
            pub struct OfWhole {
                #[payload]
                pub field: $name,
            }
            #[callsheet::endpoint(
                method = "POST",
                path = "/<field>",
                response = $name,
                errors(gone(status = 410, detail = $name), refused(status = 422, body = Vec<$name>)),
            )]
            pub struct Definition {
                pub field: $name,
                #[query]
                pub query: Option<$name>,
                #[header]
                pub header: $name,
                pub body: $name,
                pub patch: callsheet::Patch<$name>,
                #[body(with = crate::shared)]
                pub with: $name,
                #[body(with = crate::shared)]
                pub with_patch: callsheet::Patch<$name>,
                pub phone: u8,
                pub nested: OfNested,
            }
            /// The name is that of a module, which types and functions are in.
            pub mod module {
                mod $name {
                    pub type Type = u8;
                    pub const LENGTH: usize = 2;
                    pub use crate::shared::serialize;
                }
                #[callsheet::errors(gone(status = 410, detail = $name::Type))]
                pub enum OfShared {}
                #[callsheet::endpoint(
                    method = "POST",
                    path = "/<field>",
                    response = $name::Type,
                    errors(gone(status = 410, detail = $name::Type), include(OfShared)),
                )]
                pub struct Definition {
                    pub field: $name::Type,
                    pub length: [u8; $name::LENGTH],
                    #[body(with = $name)]
                    pub with: for<'a> fn(&'a str) -> &'a str,
                    #[body(with = $name)]
                    pub optional: Option<u8>,
                    pub phone: u8,
                }
            }
        }
    )*};
}

definitions! {
    of_ACCEPT ACCEPT
    of_Any Any
    of_Api Api
    of_CONTENT_TYPES CONTENT_TYPES
    of_ConstantsBuilder ConstantsBuilder
    of_ConstantsError ConstantsError
    of_Default Default
    of_Error Error
    of_EveryBuilder EveryBuilder
    of_EveryError EveryError
    of_FieldIsSet FieldIsSet
    of_FieldState FieldState
    of_FileBuilder FileBuilder
    of_FileError FileError
    of_Gone Gone
    of_HeadersIsSet HeadersIsSet
    of_HeadersState HeadersState
    of_IdIsSet IdIsSet
    of_IdState IdState
    of_IdsIsSet IdsIsSet
    of_IdsState IdsState
    of_KindIsSet KindIsSet
    of_KindState KindState
    of_Limited Limited
    of_ListedBuilder ListedBuilder
    of_ListedError ListedError
    of_MapIsSet MapIsSet
    of_MapState MapState
    of_NAME NAME
    of_NAMES NAMES
    of_PhoneIsSet PhoneIsSet
    of_PhoneIsSet_ PhoneIsSet_
    of_PhoneState PhoneState
    of_PropertiesBuilder PropertiesBuilder
    of_READ READ
    of_REFERENCE REFERENCE
    of_Refused Refused
    of_RequiredIsSet RequiredIsSet
    of_RequiredState RequiredState
    of_Response Response
    of_RestIsSet RestIsSet
    of_RestState RestState
    of_SPEC SPEC
    of_ShopIsSet ShopIsSet
    of_ShopState ShopState
    of_TABLE TABLE
    of_TAGGING TAGGING
    of_TagsIsSet TagsIsSet
    of_TagsState TagsState
    of_TypedBuilder TypedBuilder
    of_TypedError TypedError
    of___A __A
    of___D __D
    of___S __S
    of___Via __Via
    of___With __With
    of___a __a
    of___body __body
    of___callsheet __callsheet
    of___code __code
    of___content __content
    of___de __de
    of___deserializer __deserializer
    of___detail __detail
    of___draft __draft
    of___error __error
    of___json __json
    of___list __list
    of___map __map
    of___members __members
    of___message __message
    of___name __name
    of___problem __problem
    of___reply __reply
    of___row __row
    of___rows __rows
    of___serializer __serializer
    of___set __set
    of___status __status
    of___taken __taken
    of___text __text
    of___to __to
    of___value __value
    of_allow allow
    of_allow_empty allow_empty
    of_as_lookup as_lookup
    of_as_str as_str
    of_automatically_derived automatically_derived
    of_build build
    of_builder builder
    of_client client
    of_clippy clippy
    of_content_types content_types
    of_deprecated deprecated
    of_deserialize deserialize
    of_diagnostic diagnostic
    of_doc doc
    of_facts facts
    of_fill fill
    of_from_reply from_reply
    of_inline inline
    of_is_absent is_absent
    of_is_whole_in_path is_whole_in_path
    of_label label
    of_maybe_change maybe_change
    of_maybe_file maybe_file
    of_maybe_header maybe_header
    of_maybe_optional maybe_optional
    of_maybe_with maybe_with
    of_message message
    of_must_use must_use
    of_non_camel_case_types non_camel_case_types
    of_non_exhaustive non_exhaustive
    of_non_snake_case non_snake_case
    of_read read
    of_row row
    of_send send
    of_sensitive sensitive
    of_separator separator
    of_serialize serialize
    of_states states
    of_unit unit
    of_unused_imports unused_imports
    of_unused_qualifications unused_qualifications
    of_unused_variables unused_variables
    of_value value
    of_values values
    of_write_list write_list
    of_write_path write_path
    of_write_query write_query
    of_write_scalar write_scalar
}

fn main() {}
