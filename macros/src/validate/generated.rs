//! The names of the generated items: the builder, and the error enum of an endpoint.

use proc_macro2::Ident;

use crate::attr::{EndpointArgs, Value, key};
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names::{beside, free, plain};

/// The names of the items that are generated for an endpoint.
pub(crate) struct Generated {
    pub(crate) error: Ident,
    pub(crate) builder: Ident,
}

impl Generated {
    /// The names without the keys that change them.
    pub(crate) fn by_default(ident: &Ident) -> Self {
        Self { error: beside(ident, "Error"), builder: beside(ident, "Builder") }
    }
}

/// Checks that the struct, its builder and its error enum have different names. A name that is already taken is replaced
/// by one that is free.
pub(crate) fn check(args: &EndpointArgs, ident: &Ident, diag: &mut Diagnostics) -> Generated {
    let Generated { mut error, mut builder } = Generated::by_default(ident);
    let [own, of_error, of_builder] = ["the struct", "the error enum", "the builder"];
    match (args.error.given(), args.builder.given()) {
        (None, None) => {}
        (Some(name), None) => {
            error = named(name, key::ERROR, ("Error", ident), &[(own, ident), (of_builder, &builder)], diag);
        }
        (None, Some(name)) => {
            builder = named(name, key::BUILDER, ("Builder", ident), &[(own, ident), (of_error, &error)], diag);
        }
        // Of two equal names, the second one is reported.
        (Some(first), Some(second)) if args.builder_is_last => {
            error = named(first, key::ERROR, ("Error", ident), &[(own, ident)], diag);
            builder = named(second, key::BUILDER, ("Builder", ident), &[(own, ident), (of_error, &error)], diag);
        }
        (Some(second), Some(first)) => {
            builder = named(first, key::BUILDER, ("Builder", ident), &[(own, ident)], diag);
            error = named(second, key::ERROR, ("Error", ident), &[(own, ident), (of_builder, &builder)], diag);
        }
    }
    Generated { error, builder }
}

/// The name of the builder of `Arguments`.
pub(crate) fn builder(given: &Value<Ident>, ident: &Ident, diag: &mut Diagnostics) -> Ident {
    let default = beside(ident, "Builder");
    given.given().map_or(default, |name| named(name, key::BUILDER, ("Builder", ident), &[("the struct", ident)], diag))
}

fn named(
    name: &Ident,
    key: &str,
    (suffix, ident): (&str, &Ident),
    taken: &[(&str, &Ident)],
    diag: &mut Diagnostics,
) -> Ident {
    let Some((owner, _)) = taken.iter().find(|(_, other)| plain(other) == plain(name)) else { return name.clone() };
    let is_taken = |name: &str| taken.iter().any(|(_, other)| plain(other) == name);
    let meant = free(&beside(ident, suffix).to_string(), is_taken);
    diag.on(name, message::taken_name(&plain(name), owner, key, &meant));
    Ident::new(&meant, ident.span())
}
