//! Modules for serde's `with` and for the option `with` of a field. They write instants, dates, durations, bytes,
//! floats and types of other crates in the forms that HTTP APIs use.
//!
//! | module | Rust | on the wire |
//! | --- | --- | --- |
//! | [`display`] | types with `Display` and `FromStr` | the text of `Display` |
//! | [`unix_seconds`] | `SystemTime`, instants | `1700000000` |
//! | [`rfc3339`] | `SystemTime`, instants | `"2023-11-14T22:13:20Z"` |
//! | [`http_date`] | `SystemTime`, instants | `"Tue, 14 Nov 2023 22:13:20 GMT"` |
//! | [`date`] | dates | `"2023-11-14"` |
//! | [`seconds`], [`milliseconds`] | `Duration` | `30` |
//! | [`non_finite`] | `f64`, `f32` | `0.5`, `"NaN"`, `"Infinity"`, `"-Infinity"` |
//! | [`base64`] | `Vec<u8>`, `bytes::Bytes`, `[u8; N]` | `"aGk/"` |
//! | [`base64url`] | `Vec<u8>`, `bytes::Bytes`, `[u8; N]` | `"aGk_"` |
//!
//! Besides `SystemTime`, the instants and dates are types of these crates. Each crate needs the feature with its name:
//!
//! | feature | instants | dates |
//! | --- | --- | --- |
//! | `jiff` | `jiff::Timestamp` | `jiff::civil::Date` |
//! | `time` | `time::OffsetDateTime`, `time::UtcDateTime` | `time::Date` |
//! | `chrono` | `chrono::DateTime<Utc>`, `chrono::DateTime<FixedOffset>` | `chrono::NaiveDate` |
//!
//! Each module accepts the value itself, an `Option` and a list: `Vec`, `VecDeque` or `BTreeSet`. From a header field
//! of a response it reads one value, not a list. serde writes `None` as null. Fields of endpoints and of `Arguments`
//! leave it out. serde requires a member that has `with`, even an `Option`. Add `#[serde(default)]` to make it
//! optional.
//!
//! ```
//! use std::time::SystemTime;
//!
//! use callsheet::{Arguments, with};
//!
//! #[derive(Arguments)]
//! pub struct Schedule {
//!     #[serde(with = "with::rfc3339")]
//!     pub starts: SystemTime,
//!     #[serde(with = "with::unix_seconds")]
//!     pub ends: Option<SystemTime>,
//! }
//!
//! #[derive(serde::Deserialize)]
//! pub struct Scheduled {
//!     #[serde(with = "with::unix_seconds")]
//!     pub created: SystemTime,
//!     #[serde(default, with = "with::rfc3339")]
//!     pub ended: Option<SystemTime>,
//! }
//!
//! let schedule = Schedule::builder().starts(SystemTime::UNIX_EPOCH).build();
//! assert_eq!(serde_json::to_string(&schedule)?, r#"{"starts":"1970-01-01T00:00:00Z"}"#);
//! let scheduled: Scheduled = serde_json::from_str(r#"{"created":0}"#)?;
//! assert_eq!((scheduled.created, scheduled.ended), (SystemTime::UNIX_EPOCH, None));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! The modules read only self-describing formats, such as JSON. An error contains what was expected, but never the
//! text or the number that was found.

pub mod date;
pub mod display;
mod durations;
mod encoded;
mod form;
pub mod http_date;
mod instant;
pub mod non_finite;
pub mod rfc3339;
mod system_time;
pub mod unix_seconds;

pub use durations::{milliseconds, seconds};
pub use encoded::{base64, base64url};
#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
pub(crate) use instant::{CalendarDate, Instant};
