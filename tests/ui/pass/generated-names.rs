//! Types and modules whose names are those of generated items. Made by `macros/src/tests/names.rs`.

#![allow(dead_code, non_camel_case_types, non_snake_case)]

mod shared {
    #[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
    pub struct Unit;

    impl callsheet::Scalar for Unit {
        fn write_scalar(&self, to: &mut callsheet::TextWriter<'_>) -> Result<(), callsheet::ValueError> {
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
    m0 Any
    m1 Api
    m2 BTreeMap
    m3 Default
    m4 Error
    m5 EveryBuilder
    m6 EveryError
    m7 FieldIsSet
    m8 FieldState
    m9 FileBuilder
    m10 FileError
    m11 Gone
    m12 HeadersIsSet
    m13 HeadersState
    m14 IdIsSet
    m15 IdState
    m16 KindIsSet
    m17 KindState
    m18 Limited
    m19 MapIsSet
    m20 MapState
    m21 Patch
    m22 PhoneIsSet
    m23 PhoneIsSet_
    m24 PhoneState
    m25 PropertiesBuilder
    m26 REFERENCE
    m27 Refused
    m28 RequiredIsSet
    m29 RequiredState
    m30 Response
    m31 Rest
    m32 RestIsSet
    m33 RestState
    m34 SPEC
    m35 StatusCode
    m36 TABLE
    m37 __D
    m38 __S
    m39 __Via
    m40 __With
    m41 __a
    m42 __body
    m43 __callsheet
    m44 __code
    m45 __content
    m46 __de
    m47 __deserializer
    m48 __detail
    m49 __draft
    m50 __error
    m51 __json
    m52 __list
    m53 __map
    m54 __members
    m55 __message
    m56 __problem
    m57 __reply
    m58 __row
    m59 __rows
    m60 __serializer
    m61 __status
    m62 __taken
    m63 __text
    m64 __to
    m65 __value
    m66 allow
    m67 allow_empty
    m68 as_str
    m69 automatically_derived
    m70 build
    m71 builder
    m72 cases
    m73 client
    m74 content_type
    m75 decode
    m76 deprecated
    m77 deserialize
    m78 diagnostic
    m79 doc
    m80 docs
    m81 facts
    m82 fields
    m83 fill
    m84 from_reply
    m85 idempotent
    m86 includes
    m87 inline
    m88 is_absent
    m89 is_placeholder_in_path
    m90 is_whole_in_path
    m91 label
    m92 maybe_file
    m93 maybe_header
    m94 maybe_optional
    m95 message
    m96 must_use
    m97 name
    m98 non_camel_case_types
    m99 non_exhaustive
    m100 non_snake_case
    m101 pieces
    m102 place
    m103 repeat
    m104 send
    m105 sensitive
    m106 serialize
    m107 statuses
    m108 ty
    m109 unused_variables
    m110 value
    m111 wire
    m112 write_list
    m113 write_path
    m114 write_query
    m115 write_scalar
}

fn main() {}
