//! Floats that may be non-finite, in the form of [protobuf's JSON
//! mapping](https://protobuf.dev/programming-guides/json/): finite floats are numbers, the others are the strings
//! `"NaN"`, `"Infinity"` and `"-Infinity"`.
//!
//! JSON has no numbers for these values. Without this module, such a value is refused before the request is sent. The
//! module reads numbers, numbers in strings (as that mapping requires), and these three strings.
//!
//! ```
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Limit {
//!     #[serde(with = "callsheet::with::non_finite")]
//!     most: f64,
//! }
//!
//! assert_eq!(serde_json::to_string(&Limit { most: f64::INFINITY })?, r#"{"most":"Infinity"}"#);
//! assert_eq!(serde_json::from_str::<Limit>(r#"{"most":0.5}"#)?.most, 0.5);
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::Serializer;

use super::form::{NonFinite, ReadForm, WriteForm, functions};

functions!(NonFinite);

/// `f64` and `f32`. It cannot be implemented by hand.
pub trait Float: sealed::Sealed {}

impl Float for f64 {}
impl Float for f32 {}

mod sealed {
    use serde::Serializer;

    pub trait Sealed: Copy + Into<f64> {
        fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error>;

        /// Returns the nearest value. For a finite number that is a finite value.
        fn nearest(value: f64) -> Option<Self>;
    }

    impl Sealed for f64 {
        fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_f64(self)
        }

        fn nearest(value: f64) -> Option<Self> {
            Some(value)
        }
    }

    impl Sealed for f32 {
        fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_f32(self)
        }

        fn nearest(value: f64) -> Option<Self> {
            #[expect(clippy::cast_possible_truncation, reason = "to the nearest")]
            let nearest = value as Self;
            (nearest.is_finite() || !value.is_finite()).then_some(nearest)
        }
    }
}

impl<T: Float> WriteForm<T> for NonFinite {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        let wide: f64 = (*value).into();
        if wide.is_finite() {
            value.write(serializer)
        } else if wide.is_nan() {
            serializer.serialize_str("NaN")
        } else if wide > 0.0 {
            serializer.serialize_str("Infinity")
        } else {
            serializer.serialize_str("-Infinity")
        }
    }
}

impl<T: Float> ReadForm<T> for NonFinite {
    const EXPECTED: &'static str = "a number, `NaN`, `Infinity` or `-Infinity`";
    const NUMBERS: bool = true;

    fn text(text: &str) -> Option<T> {
        let value = match text {
            "NaN" => f64::NAN,
            "Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            // Rust's own parser accepts more names for these values, and turns too large numbers into an infinity.
            text => text.parse().ok().filter(|value: &f64| value.is_finite())?,
        };
        T::nearest(value)
    }

    fn integer(value: i64) -> Option<T> {
        #[expect(clippy::cast_precision_loss, reason = "what a float makes of a large integer")]
        T::nearest(value as f64)
    }

    fn float(value: f64) -> Option<T> {
        T::nearest(value)
    }
}
