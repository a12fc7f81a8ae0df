//! Bytes as text: the two alphabets of RFC 4648.

use std::marker::PhantomData;

use ::base64::alphabet;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Read, option_module};

/// Reads with and without padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
static STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
static URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT.with_encode_padding(false));

/// A module over one of the alphabets.
macro_rules! encoding {
    ($(#[doc = $doc:literal])* $module:ident, $reader:ident, $engine:ident, $expected:literal) => {
        $(#[doc = $doc])*
        pub mod $module {
            use ::base64::Engine as _;
            use serde::{Deserializer, Serializer};

            use super::{PhantomData, Read, option_module};

            /// Writes a string.
            ///
            /// # Errors
            ///
            /// None of its own.
            pub fn serialize<T: AsRef<[u8]>, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&super::$engine.encode(value))
            }

            /// Reads a string.
            ///
            /// # Errors
            ///
            /// For anything else, and for characters out of the alphabet, line breaks among them.
            pub fn deserialize<'de, T: From<Vec<u8>>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
                crate::with::read::<$reader<T>, D>(deserializer)
            }

            option_module!([T,] T where [T: AsRef<[u8]>] [T: From<Vec<u8>>], $reader<T>);

            struct $reader<T>(PhantomData<T>);

            impl<T: From<Vec<u8>>> Read for $reader<T> {
                type Value = T;
                const EXPECTED: &'static str = $expected;

                fn text(text: &str) -> Option<T> {
                    super::$engine.decode(text).ok().map(T::from)
                }
            }
        }
    };
}

encoding! {
    /// Bytes in base64, [RFC 4648 section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4): `"aGk/"`.
    ///
    /// Written with padding, read with and without. For whatever is `AsRef<[u8]>` on its way out and `From<Vec<u8>>` on
    /// its way in, so `Vec<u8>` and `bytes::Bytes`.
    ///
    /// ```
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct File {
    ///     #[serde(with = "callsheet::with::base64")]
    ///     content: bytes::Bytes,
    /// }
    ///
    /// assert_eq!(serde_json::to_string(&File { content: "hi?!".into() })?, r#"{"content":"aGk/IQ=="}"#);
    /// assert_eq!(serde_json::from_str::<File>(r#"{"content":"aGk/IQ"}"#)?.content, "hi?!");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    base64, Base64, STANDARD, "bytes in base64"
}

encoding! {
    /// Bytes in base64url, [RFC 4648 section 5](https://www.rfc-editor.org/rfc/rfc4648#section-5): `"aGk_"`.
    ///
    /// Written without padding, read with and without. For the same types as [`base64`].
    ///
    /// ```
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct Key {
    ///     #[serde(with = "callsheet::with::base64url")]
    ///     x: Vec<u8>,
    /// }
    ///
    /// assert_eq!(serde_json::to_string(&Key { x: b"hi?!".to_vec() })?, r#"{"x":"aGk_IQ"}"#);
    /// assert_eq!(serde_json::from_str::<Key>(r#"{"x":"aGk_IQ=="}"#)?.x, b"hi?!");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    base64url, Base64Url, URL_SAFE, "bytes in base64url"
}
