//! One definition of everything, compiled in each edition and with the crate under another name.

#![deny(warnings, missing_docs)]

extern crate sheet;

/// A module, in which paths are not those of the crate's root.
pub mod inner {
    use sheet::{endpoint, Arguments, Lookup, Patch};

    /// A call.
    #[endpoint(method = "PATCH", path = "/<id>", errors(not_found = 404), crate = ::sheet)]
    pub struct Update {
        /// Which.
        #[path]
        #[body]
        pub id: Which,
        /// What.
        pub properties: Properties,
    }

    /// Which.
    #[derive(Lookup)]
    #[lookup(crate = ::sheet)]
    pub enum Which {
        /// By id.
        Id(u32),
        /// By name.
        Name(String),
    }

    /// What.
    #[derive(Arguments)]
    #[arguments(crate = ::sheet)]
    pub struct Properties {
        /// A name.
        pub name: Option<String>,
        /// A note.
        pub note: Patch<String>,
    }
}

sheet::endpoints! {
    /// All calls.
    pub mod all: inner::Update
}

#[test]
fn it_works_in_this_edition_under_another_name() {
    use sheet::{Endpoint, Patch};

    let properties = inner::Properties::builder().name("a").note(Patch::Null).build();
    let call = inner::Update::builder().id(inner::Which::Name("b".to_owned())).properties(properties).build();
    let request = call.to_request(&"http://localhost".parse().unwrap()).unwrap();
    assert_eq!(request.uri().path(), "/_");
    assert_eq!(all::ALL[0].spec().path, "/<id>");
    assert_eq!(request.body(), r#"{"id":{"name":"b"},"properties":{"name":"a","note":null}}"#);
}
