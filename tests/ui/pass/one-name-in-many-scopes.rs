//! Two definitions may have the same name in two scopes, also if one scope is inside the other.

#![deny(warnings)]
#![allow(dead_code, clippy::wildcard_imports)]

use callsheet::{endpoint, errors};

/// In the crate.
#[endpoint(method = "GET", path = "/outer", errors(gone = 410))]
#[derive(Debug, Clone)]
pub struct Ping {
    /// Who.
    pub outer: String,
}

/// A set in the crate.
#[errors(outer = 404)]
pub enum Refused {}

macro_rules! declare {
    () => {
        /// From a macro.
        #[endpoint(method = "GET", path = "/declared")]
        #[derive(Debug, Clone)]
        pub struct Declared {
            /// Who.
            pub name: String,
        }
    };
}

declare!();

/// A module that imports the outer names, and defines them again.
pub mod inner {
    use super::*;

    /// In a module.
    #[endpoint(method = "GET", path = "/inner", errors(missing = 404))]
    #[derive(Debug, Clone)]
    pub struct Ping {
        /// Who.
        pub inner: String,
    }

    /// A set in a module.
    #[errors(inner = 404)]
    pub enum Refused {}

    declare!();

    /// A module in it.
    pub mod innermost {
        use super::*;

        /// In the module of a module.
        #[endpoint(method = "GET", path = "/innermost")]
        pub struct Ping;

        declare!();
    }
}

/// A module beside it.
pub mod beside {
    use callsheet::endpoint;

    use super::inner::*;

    /// In another module.
    #[endpoint(method = "GET", path = "/beside")]
    #[derive(Debug, Clone)]
    pub struct Ping {
        /// Who.
        pub beside: String,
    }

    /// Uses the name of the other module.
    #[endpoint(method = "GET", path = "/other", errors(include(Refused)))]
    pub struct Other;
}

fn main() {
    /// In a function.
    #[endpoint(method = "GET", path = "/function")]
    struct Ping {
        /// Who.
        function: String,
    }
    let in_a_block = {
        /// In a block.
        #[endpoint(method = "GET", path = "/block")]
        struct Ping {
            /// Who.
            block: String,
        }
        Ping::builder().block("a").build()
    };
    drop(in_a_block);
    drop(Ping::builder().function("a").build());
    drop((crate::Ping::builder().outer("a").build(), inner::Ping::builder().inner("a").build()));
    drop((inner::innermost::Ping::builder().build(), beside::Ping::builder().beside("a").build()));
    drop((crate::PingError::gone(), inner::PingError::missing(), Refused::outer(), inner::Refused::inner()));
    drop((Declared::builder().name("a").build(), inner::innermost::Declared::builder().name("a").build()));
}
