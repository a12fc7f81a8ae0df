//! Error sets: the documented errors of an endpoint, and how a reply is matched against them.

use std::any::Any;
use std::fmt;

use http::StatusCode;

use crate::error::detail::Detail;
use crate::error_format::Problem;
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::spec::{CaseReference, ErrorTable};
use crate::text::Escaped;

/// What code for any endpoint can read from a documented error. `#[endpoint]` and `#[errors]` implement it; it cannot be
/// implemented by hand.
///
/// ```
/// use callsheet::error::DocumentedError;
///
/// fn is_about_rights(error: &dyn DocumentedError) -> bool {
///     error.status() == 403 || error.code() == Some("permission_denied")
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of documented errors",
    label = "expected the error enum of an endpoint, or an enum under `#[errors(..)]`"
)]
pub trait DocumentedError: std::error::Error + Send + Sync + 'static {
    /// Returns all of the following values at once.
    #[doc(hidden)]
    fn facts(&self) -> Facts<'_>;

    /// Returns the code that the server sends. `None` if the status alone identifies the error.
    fn code(&self) -> Option<&str> {
        self.facts().code
    }

    /// Returns the status of the reply.
    fn status(&self) -> StatusCode {
        self.facts().status
    }

    /// Returns the server's message for people.
    fn message(&self) -> Option<&str> {
        self.facts().message
    }

    /// Returns the `detail` or the `body` of the variant: the server's data for programs.
    fn detail(&self) -> Option<&dyn Any> {
        self.facts().detail.map(|(_, detail)| detail.as_any())
    }

    /// Returns the error of an included set, if the endpoint includes that set by `include(..)` or by its `Api`.
    fn included(&self) -> Option<&dyn DocumentedError> {
        self.facts().included
    }
}

/// The properties of a documented error. Only for expansions.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    variant: &'static str,
    status: StatusCode,
    pub(crate) code: Option<&'a str>,
    pub(crate) message: Option<&'a str>,
    /// The name of the field, and its value.
    detail: Option<(&'static str, &'a dyn Detail)>,
    included: Option<&'a dyn DocumentedError>,
}

impl<'a> Facts<'a> {
    /// The properties of a variant with one status and one code.
    #[doc(hidden)]
    #[must_use]
    pub fn new(variant: &'static str, status: u16, code: Option<&'a str>, message: &'a Option<String>) -> Self {
        let status = StatusCode::from_u16(status).expect("the macro lets no other number through");
        Self { variant, status, code, message: message.as_deref(), detail: None, included: None }
    }

    /// The properties of a variant that has a field for the status.
    #[doc(hidden)]
    #[must_use]
    pub fn at(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The properties of a variant that has a field for the code.
    #[doc(hidden)]
    #[must_use]
    pub fn coded(self, code: &'a Option<String>) -> Self {
        Self { code: code.as_deref(), ..self }
    }

    /// Adds a detail or a body.
    #[doc(hidden)]
    #[must_use]
    pub fn with(self, name: &'static str, detail: &'a dyn Detail) -> Self {
        Self { detail: Some((name, detail)), ..self }
    }

    /// The properties of an error from an included set.
    #[doc(hidden)]
    #[must_use]
    pub fn of_included(variant: &'static str, error: &'a dyn DocumentedError) -> Self {
        Self { variant, included: Some(error), ..error.facts() }
    }
}

impl fmt::Debug for Facts<'_> {
    /// Prints the same as a derived `Debug` of the error, and also its status and code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(error) = self.included {
            return f.debug_tuple(self.variant).field(&error).finish();
        }
        let mut debug = f.debug_struct(self.variant);
        debug.field("status", &self.status.as_u16()).field("code", &self.code).field("message", &self.message);
        if let Some((name, detail)) = &self.detail {
            debug.field(name, detail);
        }
        debug.finish()
    }
}

/// An enum of documented errors: those of one endpoint, or a set that endpoints share. `#[endpoint]` and `#[errors]`
/// implement it; it cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error set",
    label = "expected the error enum of an endpoint, or an enum under `#[errors(..)]`",
    note = "write `#[errors(..)] enum Name {{}}` for errors that endpoints share, and `callsheet::error::NoErrors` for none"
)]
pub trait ErrorSet: DocumentedError + ErrorEnum {
    /// The status and the code of each documented error.
    #[doc(hidden)]
    const TABLE: &'static ErrorTable;

    /// Names, docs and types of its own variants, for tools, in the order of [`ErrorTable::cases`].
    #[doc(hidden)]
    const REFERENCE: &'static [CaseReference];
}

#[diagnostic::do_not_recommend]
impl<E: ErrorEnum + Send + Sync> ErrorSet for E {
    const TABLE: &'static ErrorTable = E::ROWS;
    const REFERENCE: &'static [CaseReference] = E::CASES;
}

#[diagnostic::do_not_recommend]
impl<E: ErrorEnum + Send + Sync> DocumentedError for E {
    fn facts(&self) -> Facts<'_> {
        ErrorEnum::facts_of(self)
    }
}

/// What an expansion implements for an error enum. Unlike [`ErrorSet`], it does not require `Send` and `Sync`, so that a
/// detail without them is one error at the detail.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error set",
    label = "expected the error enum of an endpoint, or an enum under `#[errors(..)]`",
    note = "write `#[errors(..)] enum Name {{}}` for errors that endpoints share, and `callsheet::error::NoErrors` for none"
)]
#[doc(hidden)]
pub trait ErrorEnum: std::error::Error + Sized + 'static {
    /// See [`ErrorSet::TABLE`].
    const ROWS: &'static ErrorTable;

    /// See [`ErrorSet::REFERENCE`].
    const CASES: &'static [CaseReference];

    /// An error of the compiler if a detail or an included set is not `Send` and `Sync`.
    const IS_SENT: bool = true;

    /// How an error is made from a reply, and its facts.
    const CONVERSIONS: Conversions<Self>;

    /// See [`DocumentedError::facts`].
    #[inline]
    fn facts_of(&self) -> Facts<'_> {
        (Self::CONVERSIONS.facts)(self)
    }

    /// The message of the variant, or of the error in an included set.
    fn message_mut(&mut self) -> &mut Option<String>;

    /// Creates the variant of this row of [`ROWS`](Self::ROWS) from the reply.
    ///
    /// # Errors
    ///
    /// If the detail or the body does not decode into its type.
    #[inline]
    fn from_reply(row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<Self, DecodeError> {
        (Self::CONVERSIONS.from_reply)(row, problem, reply)
    }
}

/// The functions of an error set that need the types of its details. They are closures in one constant, because the
/// compiler reports a detail that lacks a trait once for each item that uses it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Conversions<E> {
    facts: fn(&E) -> Facts<'_>,
    from_reply: fn(usize, &Problem<'_>, &Reply) -> Result<E, DecodeError>,
}

impl<E> Conversions<E> {
    /// See [`ErrorEnum::facts_of`] and [`ErrorEnum::from_reply`].
    pub const fn new(
        facts: fn(&E) -> Facts<'_>,
        from_reply: fn(usize, &Problem<'_>, &Reply) -> Result<E, DecodeError>,
    ) -> Self {
        Self { facts, from_reply }
    }
}

/// An error set itself. Expansions write it as `<E as ErrorSetIf<{ <E as ErrorEnum>::IS_SENT }>>::Itself`. If the constant
/// is an error, the whole type is one, and rustc reports no use of it.
#[doc(hidden)]
pub trait ErrorSetIf<const IS_SENT: bool> {
    /// The same type.
    type Itself: ErrorSet;

    /// See [`ErrorSet::TABLE`].
    const TABLE: &'static ErrorTable;

    /// Returns the error as a trait object.
    fn as_documented(&self) -> &dyn DocumentedError;

    /// See [`ErrorEnum::message_mut`].
    fn message_mut(&mut self) -> &mut Option<String>;

    /// See [`ErrorEnum::from_reply`].
    ///
    /// # Errors
    ///
    /// If the detail or the body does not decode into its type.
    fn from_reply(row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<Self::Itself, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<E: ErrorSet, const IS_SENT: bool> ErrorSetIf<IS_SENT> for E {
    type Itself = E;
    const TABLE: &'static ErrorTable = E::ROWS;

    fn as_documented(&self) -> &dyn DocumentedError {
        self
    }

    fn message_mut(&mut self) -> &mut Option<String> {
        ErrorEnum::message_mut(self)
    }

    fn from_reply(row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<E, DecodeError> {
        <E as ErrorEnum>::from_reply(row, problem, reply)
    }
}

/// The error set of an API that documents no errors of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoErrors {}

impl fmt::Display for NoErrors {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for NoErrors {}

/// For enums of endpoints that derive `Serialize`.
#[diagnostic::do_not_recommend]
impl serde::Serialize for NoErrors {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

/// For enums of endpoints that derive `Deserialize`.
#[diagnostic::do_not_recommend]
impl<'de> serde::Deserialize<'de> for NoErrors {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("the API documents no errors"))
    }
}

#[diagnostic::do_not_recommend]
impl ErrorEnum for NoErrors {
    const ROWS: &'static ErrorTable = &ErrorTable { cases: &[], includes: &[] };
    const CASES: &'static [CaseReference] = &[];

    const CONVERSIONS: Conversions<Self> = Conversions::new(|error| match *error {}, |row, _, _| Err(no_such_row(row)));

    fn message_mut(&mut self) -> &mut Option<String> {
        match *self {}
    }
}

/// Returns the error for a row that does not exist. This never happens, because rows come from the same table.
#[doc(hidden)]
#[must_use]
pub fn no_such_row(row: usize) -> DecodeError {
    DecodeError::new(format!("no documented error has the row {row}"))
}

/// Writes the `Debug` output of a documented error.
#[doc(hidden)]
#[inline]
pub fn debug_documented<E: ErrorEnum>(f: &mut fmt::Formatter<'_>, error: &E) -> fmt::Result {
    fmt::Debug::fmt(&error.facts_of(), f)
}

/// Writes the `Display` output of a documented error: `code: message`.
#[doc(hidden)]
#[inline]
pub fn write_documented<E: ErrorEnum>(f: &mut fmt::Formatter<'_>, error: &E) -> fmt::Result {
    write_facts(f, &error.facts_of())
}

fn write_facts(f: &mut fmt::Formatter<'_>, facts: &Facts<'_>) -> fmt::Result {
    match facts.code {
        Some(code) => write!(f, "{}", Escaped(code))?,
        None => write!(f, "{}", facts.status)?,
    }
    match facts.message {
        Some(message) => write!(f, ": {}", Escaped(message)),
        None => Ok(()),
    }
}

/// Implements `Debug`, `Display` and `Error` for an error set. They are the same for all sets.
#[doc(hidden)]
#[macro_export]
macro_rules! __printed {
    ($set:ident) => {
        #[automatically_derived]
        impl $crate::__private::fmt::Debug for $set {
            #[inline]
            fn fmt(&self, __f: &mut $crate::__private::fmt::Formatter<'_>) -> $crate::__private::fmt::Result {
                $crate::__private::debug_documented(__f, self)
            }
        }
        #[automatically_derived]
        impl $crate::__private::fmt::Display for $set {
            #[inline]
            fn fmt(&self, __f: &mut $crate::__private::fmt::Formatter<'_>) -> $crate::__private::fmt::Result {
                $crate::__private::write_documented(__f, self)
            }
        }
        #[automatically_derived]
        impl $crate::__private::StdError for $set {}
    };
}

/// Generates the constructors of an error set, and `with_message`. A set without variants gets neither.
#[doc(hidden)]
#[macro_export]
macro_rules! __constructors {
    ($vis:vis $set:ident {}) => {};
    // The caller passes the name of the binding, so that it differs from the names of the user's items.
    ($vis:vis $set:ident {
        $($variant:ident $constructor:ident($($field:ident $value:ident: $ty:ty,)*) [$($absent:ident)*];)*
    } $message:ident) => {
        #[allow(dead_code, private_interfaces, unreachable_pub, clippy::should_implement_trait)]
        impl $set {
            $(
                /// Creates this variant without a message, for servers and tests. The status is not checked.
                #[inline]
                #[must_use]
                $vis fn $constructor($($value: $ty),*) -> Self {
                    Self::$variant { $($field: $value,)* $($absent: $crate::__private::Option::None),* }
                }
            )*
            /// Sets the message. For an included set, it sets the message of the error in that set.
            #[inline]
            #[must_use]
            $vis fn with_message(mut self, $message: impl $crate::__private::Into<$crate::__private::String>) -> Self {
                let $message = $crate::__private::Option::Some($crate::__private::Into::into($message));
                *$crate::__private::ErrorEnum::message_mut(&mut self) = $message;
                self
            }
        }
    };
}
