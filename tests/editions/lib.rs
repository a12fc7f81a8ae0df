//! The same definitions, compiled in each edition and with the crate under another name.

#![deny(warnings, missing_docs)]

extern crate sheet;

/// A module in which paths differ from those at the root of the crate.
pub mod inner {
    use sheet::{endpoint, Arguments, Lookup, Patch};

    /// Update something.
    #[endpoint(method = "PATCH", path = "/<id>", errors(not_found = 404), crate = ::sheet)]
    pub struct Update {
        /// Its key.
        #[path]
        #[body]
        pub id: Which,
        /// Its properties.
        pub properties: Properties,
    }

    /// The keys.
    #[derive(Lookup)]
    #[lookup(crate = ::sheet)]
    pub enum Which {
        /// By id.
        Id(u32),
        /// By name.
        Name(String),
    }

    /// The properties.
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
    /// All endpoints.
    pub mod all: inner::Update
}

#[test]
fn definitions_work_in_this_edition_and_with_a_renamed_crate() {
    use sheet::{Endpoint, Patch};

    let properties = inner::Properties::builder().name("a").note(Patch::Null).build();
    let call = inner::Update::builder().id(inner::Which::Name("b".to_owned())).properties(properties).build();
    let request = call.to_request(&"http://localhost".parse().unwrap()).unwrap();
    assert_eq!(request.uri().path(), "/_");
    assert_eq!(all::ALL[0].spec().path, "/<id>");
    assert_eq!(request.body(), r#"{"id":{"name":"b"},"properties":{"name":"a","note":null}}"#);
}
