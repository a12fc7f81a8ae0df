//! Durations as integers.

macro_rules! durations {
    ($(#[doc = $doc:literal])* $module:ident, $form:ident, $expected:literal, $too_long:literal, $whole:ident, $from:ident) => {
        $(#[doc = $doc])*
        pub mod $module {
            use std::time::Duration;

            use serde::Serializer;
            use serde::ser::Error as _;

            use crate::with::form::{$form, ReadForm, WriteForm, functions};

            /// The error for a duration that is not a whole number of this unit.
            pub(crate) const NOT_WHOLE: &str = $too_long;

            functions!($form);

            impl WriteForm<Duration> for $form {
                fn write<S: Serializer>(value: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
                    match u64::try_from(value.$whole()) {
                        Ok(count) if Duration::$from(count) == *value => serializer.serialize_u64(count),
                        _ => Err(S::Error::custom(NOT_WHOLE)),
                    }
                }
            }

            impl ReadForm<Duration> for $form {
                const EXPECTED: &'static str = $expected;
                const NUMBERS: bool = true;

                fn text(text: &str) -> Option<Duration> {
                    text.parse().ok().and_then(Self::integer)
                }

                fn integer(value: i64) -> Option<Duration> {
                    u64::try_from(value).ok().map(Duration::$from)
                }
            }
        }
    };
}

durations! {
    /// A `Duration` as whole seconds: `30`.
    ///
    /// It is written as an integer. A duration with a fraction of a second is refused. It is read from an integer or
    /// from a string that contains one.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct Lease {
    ///     #[serde(with = "callsheet::with::seconds")]
    ///     ttl: Duration,
    /// }
    ///
    /// assert_eq!(serde_json::to_string(&Lease { ttl: Duration::from_secs(30) })?, r#"{"ttl":30}"#);
    /// assert_eq!(serde_json::from_str::<Lease>(r#"{"ttl":30}"#)?.ttl, Duration::from_secs(30));
    /// serde_json::to_string(&Lease { ttl: Duration::from_millis(1500) }).unwrap_err();
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    seconds, Seconds, "whole seconds", "the duration is not a whole number of seconds", as_secs, from_secs
}

durations! {
    /// A `Duration` as whole milliseconds: `1500`.
    ///
    /// It is written as an integer. A duration with a fraction of a millisecond is refused. It is read from an integer
    /// or from a string that contains one.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct Lease {
    ///     #[serde(with = "callsheet::with::milliseconds")]
    ///     ttl: Duration,
    /// }
    ///
    /// assert_eq!(serde_json::to_string(&Lease { ttl: Duration::from_millis(1500) })?, r#"{"ttl":1500}"#);
    /// assert_eq!(serde_json::from_str::<Lease>(r#"{"ttl":1500}"#)?.ttl, Duration::from_millis(1500));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    milliseconds, Milliseconds, "whole milliseconds", "the duration is not a whole number of milliseconds", as_millis, from_millis
}
