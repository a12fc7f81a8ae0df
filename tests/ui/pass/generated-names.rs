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
    m62 __text
    m63 __to
    m64 __value
    m65 allow
    m66 allow_empty
    m67 as_str
    m68 automatically_derived
    m69 build
    m70 builder
    m71 cases
    m72 client
    m73 content_type
    m74 decode
    m75 deprecated
    m76 deserialize
    m77 diagnostic
    m78 doc
    m79 docs
    m80 facts
    m81 fields
    m82 fill
    m83 from_reply
    m84 idempotent
    m85 includes
    m86 inline
    m87 is_absent
    m88 is_placeholder_in_path
    m89 is_whole_in_path
    m90 label
    m91 maybe_file
    m92 maybe_header
    m93 maybe_optional
    m94 message
    m95 must_use
    m96 name
    m97 non_camel_case_types
    m98 non_exhaustive
    m99 non_snake_case
    m100 pieces
    m101 place
    m102 repeat
    m103 send
    m104 sensitive
    m105 serialize
    m106 statuses
    m107 ty
    m108 unused_variables
    m109 value
    m110 wire
    m111 write_list
    m112 write_path
    m113 write_query
    m114 write_scalar
}

fn main() {}
