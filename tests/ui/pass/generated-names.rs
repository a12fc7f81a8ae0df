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
    m0 ACCEPT
    m1 Any
    m2 Api
    m3 BTreeMap
    m4 Default
    m5 Error
    m6 EveryBuilder
    m7 EveryError
    m8 FieldIsSet
    m9 FieldState
    m10 FileBuilder
    m11 FileError
    m12 Gone
    m13 HeadersIsSet
    m14 HeadersState
    m15 IdIsSet
    m16 IdState
    m17 KindIsSet
    m18 KindState
    m19 Limited
    m20 MapIsSet
    m21 MapState
    m22 Patch
    m23 PhoneIsSet
    m24 PhoneIsSet_
    m25 PhoneState
    m26 PropertiesBuilder
    m27 REFERENCE
    m28 Refused
    m29 RequiredIsSet
    m30 RequiredState
    m31 Response
    m32 Rest
    m33 RestIsSet
    m34 RestState
    m35 SPEC
    m36 StatusCode
    m37 TABLE
    m38 __D
    m39 __S
    m40 __Via
    m41 __With
    m42 __a
    m43 __body
    m44 __callsheet
    m45 __code
    m46 __content
    m47 __de
    m48 __deserializer
    m49 __detail
    m50 __draft
    m51 __error
    m52 __json
    m53 __list
    m54 __map
    m55 __members
    m56 __message
    m57 __problem
    m58 __reply
    m59 __row
    m60 __rows
    m61 __serializer
    m62 __status
    m63 __taken
    m64 __text
    m65 __to
    m66 __value
    m67 accept
    m68 allow
    m69 allow_empty
    m70 as_str
    m71 automatically_derived
    m72 build
    m73 builder
    m74 cases
    m75 client
    m76 content_type
    m77 decode
    m78 deprecated
    m79 deserialize
    m80 diagnostic
    m81 doc
    m82 docs
    m83 facts
    m84 fields
    m85 fill
    m86 from_reply
    m87 idempotent
    m88 includes
    m89 inline
    m90 is_absent
    m91 is_placeholder_in_path
    m92 is_whole_in_path
    m93 label
    m94 maybe_file
    m95 maybe_header
    m96 maybe_optional
    m97 message
    m98 must_use
    m99 name
    m100 non_camel_case_types
    m101 non_exhaustive
    m102 non_snake_case
    m103 pieces
    m104 place
    m105 repeat
    m106 send
    m107 sensitive
    m108 serialize
    m109 statuses
    m110 str
    m111 ty
    m112 unused_variables
    m113 value
    m114 wire
    m115 write_list
    m116 write_path
    m117 write_query
    m118 write_scalar
}

fn main() {}
