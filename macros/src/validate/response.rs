//! Validates the type of the response against the statuses of a success.

use syn::Type;

use crate::attr::EndpointArgs;
use crate::diag::Diagnostics;
use crate::diag::message::response as message;
use crate::spelled::written;
use crate::types::{self, Presence};

/// Statuses whose replies have no body: RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5.
const WITHOUT_BODY: [u16; 3] = [204, 205, 304];

/// Types of which the name alone says that they are read from a body.
const OF_A_BODY: [&str; 8] = ["Text", "Bytes", "String", "Vec", "HashMap", "BTreeMap", "Value", "HashSet"];

/// Refuses an `Option` in an `Option`, and a type that is read from a body if no reply has one.
pub(super) fn check(args: &EndpointArgs, success: Option<&[(u16, u16)]>, diag: &mut Diagnostics) {
    let Some(ty) = args.response.given() else { return };
    if let Presence::Optional(inner) = Presence::of(ty)
        && let Presence::Optional(_) = Presence::of(&inner)
    {
        diag.on(ty, message::option_of_an_option(&written(&inner)));
    }
    let has_no_body = |(first, last): &(u16, u16)| first == last && WITHOUT_BODY.contains(first);
    let statuses = success.filter(|statuses| statuses.iter().all(has_no_body));
    if let Some((status, _)) = statuses.and_then(<[_]>::first).filter(|_| is_read_from_body(ty)) {
        diag.on(ty, message::response_without_body(*status, &written(ty)));
    }
}

fn is_read_from_body(ty: &Type) -> bool {
    types::is_primitive(ty) || types::last_name(ty).is_some_and(|name| OF_A_BODY.contains(&name.as_str()))
}
