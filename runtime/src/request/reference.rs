//! Resolves URLs that a server returned, which may be relative: RFC 3986 section 5.

use http::Uri;
use http::uri::PathAndQuery;

use crate::request::build_error::BuildError;
use crate::request::query::names;

/// Why a URL of the server is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefusedReference {
    /// It is not a URL.
    Invalid,
    /// It leads to another scheme, host or port.
    OtherOrigin,
}

/// Resolves a reference against the URL of the request. The result has the origin of the request.
///
/// Scheme, host and port of the result are those of `base`, so that no other reading of the reference by an HTTP library
/// can lead to another server. A fragment is not sent and is removed.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Result<Uri, RefusedReference> {
    let reference = reference.trim_ascii();
    let reference = reference.split_once('#').map_or(reference, |(before, _)| before);
    // WHATWG URLs read `\` as `/`.
    if reference.contains('\\') {
        return Err(RefusedReference::Invalid);
    }
    let (path, query) = match after_origin(base, reference)? {
        Some(rest) => {
            let (path, query) = split_query(rest);
            (without_dots(if path.is_empty() { "/" } else { path }), query)
        }
        None => {
            let (path, query) = split_query(reference);
            match path {
                "" => (base.path().to_owned(), query.or(base.query())),
                path if path.starts_with('/') => (without_dots(path), query),
                path => {
                    let folder = base.path().rfind('/').map_or("/", |slash| &base.path()[..=slash]);
                    (without_dots(&format!("{folder}{path}")), query)
                }
            }
        }
    };
    with_path(base, path, query).ok_or(RefusedReference::Invalid)
}

/// Returns path and query of a reference with an authority, if it has the origin of `base`. `None` if the reference has
/// no authority.
fn after_origin<'r>(base: &Uri, reference: &'r str) -> Result<Option<&'r str>, RefusedReference> {
    let scheme = scheme_of(reference);
    let rest = scheme.map_or(reference, |scheme| &reference[scheme.len() + 1..]);
    let Some(rest) = rest.strip_prefix("//") else {
        // Such as `mailto:..`. `https:path` is not a URL of a server.
        return if scheme.is_some() { Err(RefusedReference::Invalid) } else { Ok(None) };
    };
    let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let base_scheme = base.scheme_str().unwrap_or_default();
    let scheme = scheme.unwrap_or(base_scheme);
    let parsed: Uri = format!("{scheme}://{authority}/").parse().map_err(|_| RefusedReference::Invalid)?;
    let is_same = scheme.eq_ignore_ascii_case(base_scheme)
        && !authority.contains('@')
        && parsed.host().unwrap_or_default().eq_ignore_ascii_case(base.host().unwrap_or_default())
        && port(&parsed) == port(base);
    if is_same { Ok(Some(rest)) } else { Err(RefusedReference::OtherOrigin) }
}

/// The scheme of a reference: the letters before the first `:`.
fn scheme_of(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some(scheme)
}

fn port(url: &Uri) -> u16 {
    let is_https = url.scheme_str().is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
    url.port_u16().unwrap_or(if is_https { 443 } else { 80 })
}

fn split_query(reference: &str) -> (&str, Option<&str>) {
    reference.split_once('?').map_or((reference, None), |(path, query)| (path, Some(query)))
}

/// Removes the segments `.` and `..` of an absolute path: RFC 3986 section 5.2.4.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                // A path that ends with such a segment ends with a slash.
                if segments.peek().is_none() {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

/// The same URL with another path and query.
pub(crate) fn with_path(base: &Uri, path: String, query: Option<&str>) -> Option<Uri> {
    let mut path_and_query = path;
    if let Some(query) = query {
        path_and_query.push('?');
        path_and_query.push_str(query);
    }
    let mut parts = base.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}

/// Returns path and query without the parameters that the request adds anyway: servers repeat the query of the request in
/// their links, and it may contain a key.
pub(crate) fn path_and_query(url: &Uri, added: &[String]) -> String {
    let kept = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        !added.iter().any(|added| added == name)
    };
    let query: Vec<&str> = url.query().into_iter().flat_map(|query| query.split('&')).filter(kept).collect();
    match query.as_slice() {
        [] | [""] => url.path().to_owned(),
        query => format!("{}?{}", url.path(), query.join("&")),
    }
}

/// Returns the URL of a request at a URL that the server returned. The query of the request is added to that of the URL.
/// `added` are names of parameters that are added later.
pub(crate) fn followed(request: &Uri, url: &str, mut added: Vec<String>) -> Result<Uri, BuildError> {
    let refused = |reason| BuildError::request(format!("the URL that the call should follow {reason}"));
    let resolved = resolve(request, url).map_err(|why| match why {
        RefusedReference::Invalid => refused("is invalid"),
        RefusedReference::OtherOrigin => refused("leads to another origin than that of the base URL"),
    })?;
    let own = request.query().filter(|query| !query.is_empty());
    added.extend(own.into_iter().flat_map(names));
    let mut path = path_and_query(&resolved, &added);
    if let Some(own) = own {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(own);
    }
    with_path(request, path, None).ok_or_else(|| refused("is invalid"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resolved(base: &str, reference: &str) -> Result<String, RefusedReference> {
        resolve(&base.parse().unwrap(), reference).map(|url| url.to_string())
    }

    /// The examples of RFC 3986 section 5.4 whose result has the origin of the base.
    #[test]
    fn examples_of_the_standard_are_resolved() {
        for (reference, expected) in [
            ("g", "/b/c/g"),
            ("./g", "/b/c/g"),
            ("g/", "/b/c/g/"),
            ("/g", "/g"),
            ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"),
            ("#s", "/b/c/d;p?q"),
            ("g#s", "/b/c/g"),
            ("g?y#s", "/b/c/g?y"),
            (";x", "/b/c/;x"),
            ("g;x?y#s", "/b/c/g;x?y"),
            ("", "/b/c/d;p?q"),
            (".", "/b/c/"),
            ("./", "/b/c/"),
            ("..", "/b/"),
            ("../", "/b/"),
            ("../g", "/b/g"),
            ("../..", "/"),
            ("../../g", "/g"),
            ("../../../g", "/g"),
            ("/./g", "/g"),
            ("/../g", "/g"),
            ("g.", "/b/c/g."),
            ("..g", "/b/c/..g"),
            ("./../g", "/b/g"),
            ("./g/.", "/b/c/g/"),
            ("g/./h", "/b/c/g/h"),
            ("g/../h", "/b/c/h"),
            ("g;x=1/../y", "/b/c/y"),
            ("g?y/../x", "/b/c/g?y/../x"),
        ] {
            assert_eq!(resolved("http://a/b/c/d;p?q", reference), Ok(format!("http://a{expected}")), "{reference}");
        }
    }

    #[test]
    fn reference_to_another_origin_is_refused() {
        for reference in [
            "https://api.example.com/a",
            "http://api.example.com.evil.example/a",
            "http://evil.example/a",
            "//evil.example/a",
            "http://api.example.com:81/a",
            "http://api.example.com@evil.example/a",
            "http://user@api.example.com/a",
            "ftp://api.example.com/a",
        ] {
            let found = resolved("http://api.example.com/v1", reference);
            assert_eq!(found, Err(RefusedReference::OtherOrigin), "{reference}");
        }
        for reference in [
            "http:\\\\evil.example",
            "http://evil.example\\@api.example.com/",
            "/\\evil.example",
            "mailto:a@b",
            "http:a",
            "a b",
        ] {
            let found = resolved("http://api.example.com/v1", reference);
            assert_eq!(found, Err(RefusedReference::Invalid), "{reference}");
        }
    }

    #[test]
    fn spelling_of_the_origin_makes_no_difference() {
        for reference in ["HTTP://API.example.com:80/a?b", "//api.example.com/a?b", " http://api.example.com/a?b#c "] {
            assert_eq!(resolved("http://api.example.com/v1", reference), Ok("http://api.example.com/a?b".to_owned()));
        }
        assert_eq!(resolved("http://a/v1?x", "http://a"), Ok("http://a/".to_owned()));
        assert_eq!(resolved("http://a/v1?x", "http://a?y"), Ok("http://a/?y".to_owned()));
    }

    proptest! {
        /// The oracle is the crate `url`, which the default transport uses.
        #[test]
        fn result_is_that_of_the_crate_url(
            reference in "((//a|http://a)?(/([a-c]|\\.|\\.\\.)){0,5}/?|([a-c]|\\.|\\.\\.)(/([a-c]|\\.|\\.\\.)){0,4}/?)(\\?[a-c/=&]{0,4})?(#[a-c]{0,2})?",
        ) {
            let base = "http://a/b/c/d?q";
            let mut oracle = url::Url::parse(base).unwrap().join(&reference).unwrap();
            oracle.set_fragment(None);
            prop_assert_eq!(resolved(base, &reference), Ok(oracle.to_string()), "{}", reference);
        }

        #[test]
        fn no_reference_leads_to_another_origin(reference in "\\PC{0,24}") {
            if let Ok(url) = resolved("http://a.b:81/c", &reference) {
                prop_assert!(url.starts_with("http://a.b:81/"), "{url}");
                if let Ok(oracle) = url::Url::parse(&url) {
                    prop_assert_eq!((oracle.host_str(), oracle.port()), (Some("a.b"), Some(81)));
                }
            }
        }
    }
}
