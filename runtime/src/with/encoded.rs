//! Bytes as text: the two alphabets of RFC 4648.

use ::base64::alphabet;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Reads text with and without padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
static STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
static URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT.with_encode_padding(false));

/// Generates a module for one of the alphabets.
macro_rules! encoding {
    ($(#[doc = $doc:literal])* $module:ident, $form:ident, $engine:ident, $expected:literal) => {
        $(#[doc = $doc])*
        pub mod $module {
            use ::base64::Engine as _;
            use serde::Serializer;

            use crate::with::form::{$form, ReadForm, WriteForm, functions};

            functions!($form);

            impl<T: AsRef<[u8]>> WriteForm<T> for $form {
                fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(&super::$engine.encode(value))
                }
            }

            // The bound `AsRef` excludes `Option`, which implements `From<T>` for every `T`.
            impl<T: AsRef<[u8]> + TryFrom<Vec<u8>>> ReadForm<T> for $form {
                const EXPECTED: &'static str = $expected;

                fn text(text: &str) -> Option<T> {
                    T::try_from(super::$engine.decode(text).ok()?).ok()
                }
            }
        }
    };
}

encoding! {
    /// Bytes in base64, [RFC 4648 section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4): `"aGk/"`.
    ///
    /// It is written with padding, and read with and without it. For types that implement `AsRef<[u8]>` and
    /// `TryFrom<Vec<u8>>`: `Vec<u8>`, `bytes::Bytes`, `[u8; 32]`. Characters outside of the alphabet are errors,
    /// including line breaks.
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
    /// It is written without padding, and read with and without it. For the same types as [`base64`].
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
