//! Any text as a base URL and as values in path and query: nothing panics, and no value changes another part of the
//! URL.
#![no_main]

use callsheet::{BaseUrl, Endpoint, endpoint};
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;

#[endpoint(method = "GET", path = "/a/<segment>/b/<names..>:x/c", query("v" = "1"))]
struct Get {
    segment: String,
    names: String,
    #[query]
    one: Option<String>,
    #[query(list = "comma")]
    many: Vec<String>,
}

fn check(base: &BaseUrl, parts: &[&str]) {
    let part = |at: usize| parts.get(at).copied().unwrap_or_default().to_owned();
    let get = Get {
        segment: part(1),
        names: part(2),
        one: parts.get(3).map(|one| (*one).to_owned()),
        many: parts.iter().skip(4).map(|one| (*one).to_owned()).collect(),
    };
    let Ok(request) = get.to_request(base) else { return };
    let url = request.uri().to_string();
    let rest = url.strip_prefix(base.as_str()).expect("the URL begins with the base URL");
    let (path, query) = rest.split_once('?').expect("there is a query");
    let segments: Vec<&str> = path.split('/').collect();
    assert_eq!((segments[0], segments[1], segments[3]), ("", "a", "b"), "{url}");
    let decoded = percent_decode_str(segments[2]).decode_utf8().expect("text was encoded");
    assert_eq!(decoded, get.segment, "{url}");
    assert!(!get.segment.is_empty() && decoded != "." && decoded != "..");
    let names = path.strip_suffix(":x/c").expect("the end of the template").split('/').skip(4);
    let names: Vec<String> =
        names.map(|one| percent_decode_str(one).decode_utf8().expect("text").into_owned()).collect();
    assert_eq!(names.join("/"), get.names, "{url}");
    let (last, before) = names.split_last().expect("a segment");
    assert!(!last.is_empty() && !before.iter().any(|one| matches!(one.as_str(), "" | "." | "..")), "{url}");
    assert!(query.split('&').any(|pair| pair == "v=1"), "{url}");
    assert!(query.matches('&').count() <= 2 && !query.contains('#'), "{url}");
    if let Some(one) = &get.one {
        let value = query.split('&').find_map(|pair| pair.strip_prefix("one=")).expect("it is sent");
        assert_eq!(percent_decode_str(value).decode_utf8().expect("text"), one.as_str(), "{url}");
    }
}

fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.split('\n').collect();
    if let Ok(base) = parts[0].parse::<BaseUrl>() {
        assert!(base.port() > 0 || parts[0].contains(":0"), "{base:?}");
        assert!(!base.host().is_empty(), "{}", parts[0]);
        check(&base, &parts);
    }
    check(&"https://api.example.com/v1".parse().expect("a base URL"), &parts);
});
