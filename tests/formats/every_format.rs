//! An API for each error format, for tests that run with all formats.

use callsheet::{
    Api,
    error::NoErrors,
    error_format::{ErrorFormat, FirstFormat, HeaderFormat, JsonFormat, ProblemDetailsFormat, StandardFormat},
};

macro_rules! api_with_format {
    ($api:ident, $format:expr) => {
        pub(crate) enum $api {}

        impl Api for $api {
            const ERROR_FORMAT: &'static dyn ErrorFormat = &$format;
            type Errors = NoErrors;
        }
    };
}

api_with_format!(Standard, StandardFormat);
api_with_format!(Flat, JsonFormat::new().numeric_code().without_uri().whole_as_detail());
api_with_format!(Nested, JsonFormat::NESTED.code("/detail/code").detail("/detail/0/x"));
api_with_format!(List, JsonFormat::LIST);
api_with_format!(Details, ProblemDetailsFormat::new().last_segment());
api_with_format!(Header, HeaderFormat::new("x-code").without_namespace().without_uri().body(JsonFormat::LIST));
api_with_format!(First, FirstFormat(&[&JsonFormat::LIST, &ProblemDetailsFormat::new(), &StandardFormat]));
