//! Values of the header field `Authorization`.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::HeaderValue;

use crate::config_error::ConfigError;

/// `Bearer TOKEN` (RFC 6750), marked as sensitive.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, ConfigError> {
    sensitive(&format!("Bearer {token}"))
        .ok_or_else(|| ConfigError::new("the token contains a line break or another control character"))
}

/// `Basic BASE64` of a user and a password (RFC 7617), marked as sensitive.
pub(crate) fn basic(user: &str, password: &str) -> Result<HeaderValue, ConfigError> {
    if user.contains(':') {
        return Err(ConfigError::new("the user name for basic authentication must not contain a `:`"));
    }
    let text = format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")));
    // Base64 is valid in a header field.
    sensitive(&text).ok_or_else(|| ConfigError::new("the user name and password are not valid in a header field"))
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_match_the_example_of_the_rfc() {
        for (user, password, expected) in [
            ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("test", "123\u{a3}", "Basic dGVzdDoxMjPCow=="),
            ("", "", "Basic Og=="),
        ] {
            let value = basic(user, password).unwrap();
            assert_eq!(value, expected);
            assert!(value.is_sensitive());
        }
        assert!(basic("a:b", "s3cret").unwrap_err().to_string().contains("user name"));
    }

    #[test]
    fn bearer_is_sensitive_and_refuses_a_line_break_without_printing_it() {
        let value = bearer("token-1").unwrap();
        assert_eq!(value, "Bearer token-1");
        assert!(value.is_sensitive());
        assert!(!bearer("s3cret\n").unwrap_err().to_string().contains("s3cret"));
    }
}
