//! The content type of a stream.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Returns the media type in lower case, without parameters. `None` if there is none.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(CONTENT_TYPE)?.as_bytes());
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(essence).filter(|essence| !essence.is_empty())
}
