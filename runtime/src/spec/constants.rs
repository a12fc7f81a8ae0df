//! The parts of a request that are not values of fields.

/// The constant part of a body, which comes before the values of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyConstants {
    /// Nothing.
    None,
    /// Members of the JSON object, without its braces: `"stream":true,"mode":"fast"`.
    Members(&'static str),
    /// Parameters of the form, encoded: `grant_type=client_credentials`.
    Parameters(&'static str),
    /// Parts of a `multipart/form-data` body: names and texts.
    Parts(&'static [(&'static str, &'static str)]),
}

/// Where an idempotency key is sent, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdempotencyKey {
    /// In this header field; the name is in lower case.
    Header(&'static str),
    /// In this parameter of the query.
    Query(&'static str),
    /// In this member of the JSON object that is the body.
    Member(&'static str),
    /// In this parameter of the form that is the body.
    Parameter(&'static str),
}
