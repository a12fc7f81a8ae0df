//! [`Part`]: a part of a multipart body, with its own content type and file name.

use std::fmt;
use std::path::PathBuf;

use bytes::Bytes;
use futures_util::Stream;
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use serde::Serialize;

use crate::boxed::{BoxError, MaybeSend};
use crate::request::header;
use crate::request::refused::ValueError;
use crate::request::serialize::json;
use crate::transport::Body;

/// A part of a `multipart/form-data` body (RFC 7578), for a field with `#[part]`.
///
/// | made by | content | content type | file name |
/// | --- | --- | --- | --- |
/// | [`file`](Self::file) | a file, opened again for each attempt | `application/octet-stream` | that of the path |
/// | [`bytes`](Self::bytes) | in memory | `application/octet-stream` | none |
/// | [`text`](Self::text) | in memory | none, which means `text/plain` | none |
/// | [`json`](Self::json) | a value as JSON | `application/json` | none |
/// | [`stream`](Self::stream), [`reader`](Self::reader) | read once | `application/octet-stream` | none |
/// | [`From`] for a [`Body`] | that of the body | `application/octet-stream` | none |
///
/// [`file_name`](Self::file_name) and [`content_type`](Self::content_type) replace these. They also take precedence over
/// the options of `#[part]`. Many servers treat a part as a file only if it has a file name.
///
/// The name of the part is that of the field: see [`reference::multipart`](crate::reference::multipart).
///
/// ```
/// use callsheet::{Part, endpoint};
///
/// #[endpoint(method = "POST", path = "/files")]
/// pub struct UploadFile {
///     #[part]
///     pub purpose: String,
///     #[part]
///     pub file: Part,
/// }
///
/// let from_disk = UploadFile::builder().purpose("ocr").file(Part::file("scan.pdf").content_type("application/pdf"));
/// let from_memory = UploadFile::builder().purpose("ocr").file(Part::bytes("%PDF-1.7 ..").file_name("scan.pdf"));
/// ```
#[derive(Clone)]
pub struct Part {
    pub(super) body: Body,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    /// The content type if neither the value nor the field sets one.
    pub(super) default_type: Option<&'static str>,
    pub(super) headers: HeaderMap,
    /// The first error. The call reports it.
    pub(super) refused: Option<ValueError>,
}

impl Part {
    fn new(body: Body, default_type: Option<&'static str>) -> Self {
        let headers = HeaderMap::new();
        Self { body, file_name: None, content_type: None, default_type, headers, refused: None }
    }

    /// Creates a part from a file, like [`Body::file`]. The last segment of the path is the file name. The content type is
    /// not guessed from it.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file_name: name, ..Body::file(path).into() }
    }

    /// Creates a part from bytes. A [`Bytes`] is not copied.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Body::from(bytes).into()
    }

    /// Creates a part from text in UTF-8. Line breaks are sent unchanged.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(Body::from(text.into()), None)
    }

    /// Creates a part from a value as JSON. If the value cannot be written, the call fails with
    /// [`Error::Build`](crate::Error::Build).
    ///
    /// ```
    /// let labels = callsheet::Part::json(&["invoice", "2026"]);
    /// ```
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut text = Vec::new();
        let refused = json::append(value, &mut text).err().map(ValueError::from);
        Self { refused, ..Self::new(Body::from(text), Some("application/json")) }
    }

    /// Creates a part from the items of a stream, like [`Body::stream`]. It can be sent only once. For a known length,
    /// write `Part::from(Body::stream(..).with_length(..))`.
    pub fn stream<S, T, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + MaybeSend + 'static,
        T: Into<Bytes> + 'static,
        E: Into<BoxError> + 'static,
    {
        Body::stream(stream).into()
    }

    /// Creates a part from a blocking reader, like [`Body::reader`]. It can be sent only once. For a known length, write
    /// `Part::from(Body::reader(..).with_length(..))`.
    pub fn reader<R: std::io::Read + Send + 'static>(reader: R) -> Self {
        Body::reader(reader).into()
    }

    /// Sets the file name. It is sent in UTF-8; a line break is sent as `%0D` or `%0A`, and `"` as `%22`, as browsers do
    /// (WHATWG HTML, "multipart/form-data encoding algorithm").
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the content type, such as `image/png`. If it is not a valid header field value, the call fails with
    /// [`Error::Build`](crate::Error::Build).
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sends this header field in the part, such as `Content-ID`. RFC 7578 section 4.8 allows only `Content-Disposition`
    /// and `Content-Type` in a part, so use it only if the API documents it.
    ///
    /// If the field is not valid, or if it is one of these two, the call fails with [`Error::Build`](crate::Error::Build).
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if let Err(reason) = self.set_header(name.as_ref(), value.as_ref()) {
            self.refused.get_or_insert_with(|| ValueError::new(reason));
        }
        self
    }

    fn set_header(&mut self, name: &str, value: &str) -> Result<(), String> {
        let set_by = match name.parse::<HeaderName>() {
            Ok(CONTENT_DISPOSITION) => Some("file_name"),
            Ok(CONTENT_TYPE) => Some("content_type"),
            _ => None,
        };
        if let Some(method) = set_by {
            return Err(format!("the header field `{name}` of a part is set by `{method}`"));
        }
        header::set_text(&mut self.headers, name, value, false).map_err(|refusal| refusal.of(name))
    }
}

/// A part whose content type is `application/octet-stream`.
impl From<Body> for Part {
    fn from(body: Body) -> Self {
        Self::new(body, Some("application/octet-stream"))
    }
}

macro_rules! from {
    ($($ty:ty => $make:ident;)*) => {$(
        impl From<$ty> for Part {
            fn from(content: $ty) -> Self {
                Self::$make(content)
            }
        }
    )*};
}

from! {
    &str => text;
    String => text;
    Bytes => bytes;
    Vec<u8> => bytes;
}

impl fmt::Debug for Part {
    /// Does not print content and names, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("body", &self.body).finish_non_exhaustive()
    }
}
