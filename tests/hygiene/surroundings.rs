//! Definitions in unusual surroundings: next to items with the names of variables, with names in other scripts, and
//! with macro calls as types.

use callsheet::Endpoint as _;

use super::base;

/// Constants, statics and unit structs with names that an expansion could use for variables.
#[expect(dead_code, non_upper_case_globals, reason = "only in the way")]
mod among_values {
    macro_rules! constants {
        ($($name:ident)*) => { $(const $name: u8 = 0;)* };
    }
    constants! {
        message status code detail body error row rows problem reply draft map to list text json members content serializer
        deserializer f it own included
    }

    #[callsheet::endpoint(
        method = "POST",
        path = "/<id>",
        response = Option<Read>,
        errors(
            gone(status = 410, detail = String), any(status = "4XX", code = none, body = String),
            include(Shared),
        ),
    )]
    pub(crate) struct Among {
        pub(crate) id: String,
        #[body(with = callsheet::with::unix_seconds)]
        pub(crate) at: callsheet::Patch<std::time::SystemTime>,
        pub(crate) more: Option<Properties>,
    }

    #[callsheet::errors(invalid = 403)]
    pub(crate) enum Shared {}

    #[derive(callsheet::Arguments)]
    pub(crate) struct Properties {
        #[serde(with = "callsheet::with::unix_seconds")]
        pub(crate) at: std::time::SystemTime,
    }

    #[derive(callsheet::Lookup)]
    pub(crate) enum Lookup {
        Id(u8),
    }

    #[derive(callsheet::OpenEnum)]
    pub(crate) enum State {
        Other(String),
    }

    #[derive(callsheet::Event)]
    pub(crate) enum Happened {
        Added(u8),
        #[event(other)]
        Other(callsheet::Event<callsheet::Text>),
    }

    #[derive(callsheet::Scalar)]
    pub(crate) enum Sort {
        Newest,
        Other(String),
    }

    #[derive(callsheet::Response)]
    pub(crate) struct Read {
        #[header]
        pub(crate) etag: Option<String>,
        pub(crate) state: State,
    }
}

#[test]
fn expansion_ignores_constants_with_the_names_of_its_variables() {
    let properties = among_values::Properties::builder().at(std::time::UNIX_EPOCH).build();
    let call = among_values::Among::builder().id("a").at(std::time::UNIX_EPOCH).more(properties).build();
    assert_eq!(call.to_request(&base()).expect("a request").body(), r#"{"at":0,"more":{"at":0}}"#);
}

/// Names that are not ASCII, in every place where a definition has a name.
mod in_other_scripts {
    #[callsheet::endpoint(
        method = "POST",
        path = "/<größe>/<名前..>",
        errors(größe_fehlt = 404, ошибка = 409, card_é(status = 400, code = "é"))
    )]
    pub(crate) struct Maße {
        pub(crate) größe: u8,
        pub(crate) 名前: String,
        pub(crate) straße: Option<String>,
        pub(crate) ähnlich: callsheet::Patch<String>,
        pub(crate) eigenschaften: Eigenschaften,
    }

    #[derive(callsheet::Arguments)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Eigenschaften {
        pub(crate) über_ß: u8,
    }

    #[derive(Debug, PartialEq, callsheet::OpenEnum)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Zustand {
        ÖffnetSich,
        Andere(String),
    }
}

#[test]
fn names_can_be_in_any_script() {
    use in_other_scripts::{Eigenschaften, Maße, MaßeError, Zustand};

    let call = Maße::builder().größe(1).名前("a/é").straße("b").ähnlich("c");
    let call = call.eigenschaften(Eigenschaften::builder().über_ß(2).build());
    let request = call.build().to_request(&base()).expect("a request");
    assert_eq!(request.uri(), "http://localhost/1/a/%C3%A9");
    assert_eq!(
        request.body(),
        r#"{"straße":"b","ähnlich":"c","eigenschaften":{"überSS":2}}"#.replace("SS", "ß").as_str()
    );
    let error = |variant: MaßeError| callsheet::error::DocumentedError::code(&variant).map(str::to_owned);
    assert_eq!(error(MaßeError::GrößeFehlt { message: None }).as_deref(), Some("größe_fehlt"));
    assert_eq!(error(MaßeError::Ошибка { message: None }).as_deref(), Some("ошибка"));
    assert_eq!(error(MaßeError::CardÉ { message: None }).as_deref(), Some("é"));
    // serde's rule lower-cases only ASCII letters.
    assert_eq!(serde_json::to_string(&Zustand::ÖffnetSich).expect("JSON"), r#""Öffnet_sich""#);
    assert_eq!(serde_json::from_str::<Zustand>(r#""Öffnet_sich""#).expect("a state"), Zustand::ÖffnetSich);
}

/// Our macros do not know what a macro call in the place of a type expands to.
mod named_by_a_macro {
    macro_rules! hidden {
        () => {
            PhoneIsSet
        };
    }

    #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
    pub(crate) struct PhoneIsSet;

    #[callsheet::endpoint(
        method = "POST",
        path = "/",
        response = hidden!(),
        errors(gone(status = 410, detail = hidden!())),
    )]
    pub(crate) struct Hidden {
        pub(crate) phone: hidden!(),
    }
}

#[test]
fn type_can_be_a_macro_call() {
    use named_by_a_macro::{Hidden, PhoneIsSet};

    let call = Hidden::builder().phone(PhoneIsSet).build();
    assert_eq!(call.to_request(&base()).expect("a request").body(), r#"{"phone":null}"#);
}
