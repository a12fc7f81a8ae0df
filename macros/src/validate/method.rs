//! The method.

use crate::attr::{EndpointArgs, Value, key};
use crate::diag::Diagnostics;
use crate::diag::message::grammar as message;
use crate::http::method::METHODS;
use crate::model::Struct;

pub(super) fn check(args: &EndpointArgs, shape: &Struct, diag: &mut Diagnostics) -> Option<String> {
    let literal = match &args.method {
        // A missing path is reported together with the method.
        Value::Missing if args.path.is_missing() => return None,
        Value::Missing => {
            diag.on(&shape.ident, message::missing_key(key::METHOD, "method = \"GET\""));
            return None;
        }
        Value::Broken => return None,
        Value::Given(literal) => literal,
    };
    let method = literal.value();
    if METHODS.contains(&method.as_str()) {
        return Some(method);
    }
    let upper = method.to_uppercase();
    diag.on(
        literal,
        if method.is_empty() {
            message::empty_text(key::METHOD, "method = \"GET\"")
        } else if METHODS.contains(&upper.as_str()) {
            message::method_in_small(&method, &upper)
        } else {
            message::unknown_method(&method, &METHODS)
        },
    );
    None
}
