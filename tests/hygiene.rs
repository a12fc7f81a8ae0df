//! An expansion does not depend on the names in the user's scope, and triggers none of the user's lints.

#![deny(warnings, missing_docs, clippy::pedantic, unreachable_pub, non_camel_case_types, unused_qualifications)]
// Restriction lints of clippy that can apply to generated code.
#![deny(clippy::impl_trait_in_params, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![deny(clippy::missing_inline_in_public_items, clippy::panic, clippy::unwrap_used, clippy::as_conversions)]

#[path = "hygiene/surroundings.rs"]
mod surroundings;

use callsheet::{BaseUrl, Endpoint as _};

fn base() -> BaseUrl {
    "http://localhost".parse().expect("a base URL")
}

/// A module in which the names of the prelude have other meanings.
#[expect(dead_code, reason = "only in the way")]
mod shadowed {
    struct Option;
    struct Result;
    struct Vec;
    struct String;
    struct Box;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Client;
    struct Error;
    struct Unset;
    struct Set;
    trait Into {}
    trait Default {}
    trait Iterator {}
    trait Serialize {}
    trait Debug {}
    mod std {}
    mod core {}
    mod callsheet {}
    mod serde {}

    /// A call.
    #[::callsheet::endpoint(
        method = "PATCH",
        path = "/<id>",
        response = ::std::string::String,
        errors(gone(status = 410, detail = ::std::string::String), not_found = 404),
    )]
    pub(crate) struct Shadowed {
        /// An id.
        pub(crate) id: u8,
        /// A name.
        pub(crate) name: ::std::option::Option<::std::string::String>,
        /// A note.
        pub(crate) note: ::callsheet::Patch<u8>,
        /// Properties.
        pub(crate) properties: Properties,
        /// A lookup.
        #[query]
        pub(crate) lookup: Lookup,
    }

    /// Properties.
    #[derive(::callsheet::Arguments)]
    pub(crate) struct Properties {
        /// A name.
        pub(crate) name: ::std::option::Option<u8>,
        /// A note.
        pub(crate) note: ::callsheet::Patch<u8>,
        /// More.
        #[serde(flatten)]
        pub(crate) more: ::std::collections::BTreeMap<u8, u8>,
    }

    /// A lookup.
    #[derive(::callsheet::Lookup)]
    pub(crate) enum Lookup {
        /// By id.
        Id(u8),
        /// By name.
        Name(u8),
    }
}

#[test]
fn expansion_ignores_names_in_the_users_scope() {
    let properties = shadowed::Properties::builder().name(1).more([(2, 3)]).note(4).build();
    let call = shadowed::Shadowed::builder().id(1).lookup(shadowed::Lookup::Name(5)).properties(properties);
    let request = call.maybe_name(None).build().to_request(&base()).expect("a request");
    assert_eq!(request.uri(), "http://localhost/1?lookup%5Bname%5D=5");
    assert_eq!(request.body(), r#"{"properties":{"name":1,"note":4,"2":3}}"#);
    assert_eq!(serde_json::to_string(&shadowed::Lookup::Id(1)).expect("JSON"), r#"{"id":1}"#);
}

#[test]
fn endpoint_can_be_defined_inside_a_function() {
    /// An argument whose type is only visible in this function.
    #[derive(callsheet::Arguments)]
    struct Inner {
        name: String,
    }
    #[callsheet::endpoint(method = "POST", path = "/inner")]
    struct Local {
        inner: Inner,
    }
    let call = Local::builder().inner(Inner::builder().name("a").build()).build();
    assert_eq!(call.to_request(&base()).expect("a request").body(), r#"{"inner":{"name":"a"}}"#);
}

/// An endpoint that is built completely by a `macro_rules!`.
macro_rules! made {
    ($name:ident, $path:literal, $field:ident: $ty:ty, $optional:ident: $inner:ty, $error:ident = $status:literal) => {
        #[callsheet::endpoint(method = "GET", path = $path, response = $ty, errors($error = $status))]
        struct $name {
            $field: $ty,
            $optional: $inner,
        }
    };
}

made!(Made, "/made/<id>", id: String, page: Option<u32>, not_found = 404);

#[test]
fn endpoint_can_be_defined_by_a_macro() {
    let request = Made::builder().id("a").page(2).build().to_request(&base()).expect("a request");
    assert_eq!(request.uri(), "http://localhost/made/a?page=2");
    let left_out = Made::builder().id("a").maybe_page(None).build().to_request(&base()).expect("a request");
    assert_eq!(left_out.uri(), "http://localhost/made/a");
}

#[test]
fn raw_identifiers_are_sent_by_their_plain_names() {
    #[derive(callsheet::Arguments)]
    struct Arguments {
        r#type: Option<String>,
    }
    #[callsheet::endpoint(method = "PUT", path = "/<type>", errors(r#match = 404))]
    struct Raw {
        r#type: String,
        r#fn: Option<u8>,
        r#async: Arguments,
    }
    let call = Raw::builder().r#type("a").maybe_fn(Some(1)).r#async(Arguments::builder().r#type("b").build()).build();
    let request = call.to_request(&base()).expect("a request");
    assert_eq!(
        (request.uri().path(), request.body().as_bytes().expect("JSON").as_ref()),
        ("/a", br#"{"fn":1,"async":{"type":"b"}}"#.as_slice())
    );
    assert_eq!(callsheet::error::DocumentedError::code(&RawError::Match { message: None }), Some("match"));
}

#[test]
fn fields_may_have_the_names_of_methods_and_of_parameters() {
    #[callsheet::endpoint(method = "POST", path = "/")]
    #[derive(Debug)]
    struct Names {
        build: u8,
        send: u8,
        client: u8,
        value: u8,
        draft: u8,
        reply: u8,
        name: Option<u8>,
        maybe_name: Option<u8>,
        a1: u8,
        a_1: u8,
    }
    let call = Names::builder().set_build(1).set_send(2).client(3).value(4).draft(5).reply(6).a1(7).a_1(8);
    let call = call.maybe_name(Some(9)).set_maybe_name(10).build();
    let expected =
        r#"{"build":1,"send":2,"client":3,"value":4,"draft":5,"reply":6,"name":9,"maybe_name":10,"a1":7,"a_1":8}"#;
    assert_eq!(call.to_request(&base()).expect("a request").body(), expected);
}

#[test]
fn patch_works_with_other_fields_of_any_name() {
    #[callsheet::endpoint(method = "POST", path = "/")]
    struct Via {
        via: String,
        note: callsheet::Patch<u8>,
    }
    let call = Via::builder().via("a").note(callsheet::Patch::Null).build();
    assert_eq!(call.to_request(&base()).expect("a request").body(), r#"{"via":"a","note":null}"#);
}

/// Lints about deprecated items and naming are reported only at the user's code.
mod named_otherwise {
    /// A call that goes away.
    #[deprecated = "use another"]
    #[callsheet::endpoint(method = "GET", path = "/<userId>", errors(#[deprecated] gone = 410))]
    #[allow(non_snake_case)]
    pub(crate) struct Deprecated {
        /// In another case.
        pub(crate) userId: u8,
        /// One that goes away.
        #[deprecated]
        pub(crate) page: Option<u8>,
    }

    /// A call in another case.
    #[callsheet::endpoint(method = "GET", path = "/unit")]
    #[allow(non_camel_case_types)]
    pub(crate) struct get_unit;

    /// Arguments that go away.
    #[deprecated = "use others"]
    #[derive(callsheet::Arguments)]
    #[allow(non_snake_case)]
    pub(crate) struct OldArguments {
        /// In another case.
        pub(crate) timeZone: Option<u8>,
    }
}

#[test]
#[expect(deprecated, reason = "what this is about")]
fn lints_are_reported_only_at_the_users_code() {
    let call = named_otherwise::Deprecated::builder().userId(1).page(2).build();
    assert_eq!(call.to_request(&base()).expect("a request").uri(), "http://localhost/1?page=2");
    let unit = named_otherwise::get_unit.to_request(&base()).expect("a request");
    assert_eq!((unit.uri().path(), unit.body().is_empty()), ("/unit", true));
    let arguments = named_otherwise::OldArguments::builder().timeZone(3).build();
    assert_eq!(serde_json::to_string(&arguments).expect("JSON"), r#"{"timeZone":3}"#);
}

#[test]
fn derives_work_before_and_after_the_attribute() {
    #[derive(Debug, Clone)]
    #[callsheet::endpoint(method = "GET", path = "/<id>")]
    #[derive(PartialEq)]
    struct Derived {
        id: u8,
    }
    let call = Derived { id: 1 };
    assert_eq!(call.clone(), call);
}

#[test]
fn each_api_has_its_own_client_type() {
    enum Codes {}
    struct HeaderCode;
    impl callsheet::error_format::ErrorFormat for HeaderCode {
        fn read<'a>(&self, reply: &'a callsheet::Reply) -> Option<callsheet::error_format::Problem<'a>> {
            let code = reply.headers().get("x-code")?.to_str().ok()?;
            Some(callsheet::error_format::Problem::new(Some(code.into()), None, None))
        }
    }
    impl callsheet::Api for Codes {
        const ERROR_FORMAT: &'static dyn callsheet::error_format::ErrorFormat = &HeaderCode;
        type Errors = callsheet::error::NoErrors;
    }
    #[callsheet::endpoint(method = "GET", path = "/", api = Codes, errors(gone = 410))]
    struct Coded {}

    let client = callsheet::Client::for_api::<Codes>().base_url("http://localhost").build().expect("a client");
    assert!(client.to_request(&Coded {}).is_ok());
    let response = http::Response::builder().status(410).header("x-code", "gone").body("".into()).expect("a response");
    let error = Coded::read_response(response).expect_err("an error");
    assert!(matches!(error.documented(), Some(CodedError::Gone { .. })));
}

/// A type whose name is a raw identifier is recorded as the user wrote it.
#[test]
fn type_with_a_reserved_name_is_recorded_as_written() {
    #[derive(Debug, serde::Deserialize)]
    struct __With;
    #[callsheet::endpoint(method = "POST", path = "/", response = Vec<__With>, errors(gone(status = 410, detail = __With)))]
    struct Reserved {
        __callsheet: u8,
    }
    assert_eq!(Reserved::REFERENCE.response, "Vec<__With>");
    let call = Reserved::builder().__callsheet(1).build();
    assert_eq!(call.to_request(&base()).expect("a request").body(), r#"{"__callsheet":1}"#);
}

/// The type of a partly set builder is the same if the fields are in another order.
#[test]
fn builder_type_does_not_depend_on_the_order_of_fields() {
    use callsheet::builder::{Set, Unset};

    #[derive(Debug, PartialEq, callsheet::Arguments)]
    struct One {
        name: String,
        id: u8,
    }
    #[derive(Debug, PartialEq, callsheet::Arguments)]
    struct Other {
        id: u8,
        name: String,
    }
    fn one() -> OneBuilder<Unset, Set> {
        One::builder().name("a")
    }
    fn other() -> OtherBuilder<Unset, Set> {
        Other::builder().name("a")
    }
    assert_eq!(one().id(1).build(), One { name: "a".into(), id: 1 });
    assert_eq!(other().id(1).build(), Other { name: "a".into(), id: 1 });
}

/// More required fields than a builder has type parameters, and more than groups of that size can hold.
#[test]
fn builder_supports_any_number_of_required_fields() {
    macro_rules! many {
        ($($name:ident)*) => {
            #[derive(Debug, PartialEq, callsheet::Arguments)]
            struct Many {
                $($name: &'static str,)*
                note: Option<u8>,
            }
            let builder = Many::builder()$(.$name(stringify!($name)))*.note(1);
            assert_eq!(builder.build(), Many { $($name: stringify!($name),)* note: Some(1) });
        };
    }
    {
        many! { a b c d e f g h i }
    }
    many! {
        z9 z8 z7 z6 z5 z4 z3 z2 z1 z0 y9 y8 y7 y6 y5 y4 y3 y2 y1 y0 x9 x8 x7 x6 x5 x4 x3 x2 x1 x0 w9 w8 w7 w6 w5
        w4 w3 w2 w1 w0 a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9
    }
}
