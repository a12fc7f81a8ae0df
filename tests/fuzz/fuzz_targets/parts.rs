//! Any names, texts and contents as parts of a multipart body: `multer` reads the same parts, so none of them ends early
//! or adds another one.
#![no_main]

use std::convert::Infallible;

use callsheet::{BaseUrl, Endpoint, Part, endpoint};
use futures_executor::block_on;
use futures_util::stream;
use libfuzzer_sys::fuzz_target;

#[endpoint(method = "POST", path = "/")]
struct Upload {
    #[part(name = "a \"name\"\r\n")]
    text: String,
    #[part]
    parts: Vec<Part>,
}

fn check(upload: &Upload, contents: &[(&str, &[u8])]) {
    let base: BaseUrl = "https://api.example.com/v1".parse().expect("a base URL");
    let Ok(request) = upload.to_request(&base) else { return };
    let content_type = request.headers()["content-type"].to_str().expect("text");
    let boundary = multer::parse_boundary(content_type).expect("a boundary");
    let body = block_on(request.into_body().read_to_bytes(usize::MAX)).expect("a body in memory");
    let mut multipart = multer::Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let text = block_on(multipart.next_field()).expect("a part").expect("the text");
    assert_eq!(text.name(), Some("a %22name%22%0D%0A"));
    assert_eq!(block_on(text.bytes()).expect("content"), upload.text.as_bytes());
    for (name, content) in contents {
        let part = block_on(multipart.next_field()).expect("a part").expect("another part");
        // The standard does not escape a backslash, which `multer` reads as the start of an escape.
        if !name.contains('\\') {
            let escaped = name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22");
            assert_eq!(part.file_name(), Some(escaped.as_str()));
        }
        assert_eq!(block_on(part.bytes()).expect("content"), *content);
    }
    assert!(block_on(multipart.next_field()).expect("the end").is_none());
}

fuzz_target!(|input: (String, Vec<(String, Vec<u8>)>)| {
    let (text, contents) = input;
    // `multer` reads header fields with `httparse`, which refuses other control characters in their values.
    let is_plain = |name: &str| !name.chars().any(|char| char.is_ascii_control() && !"\r\n\t".contains(char));
    let contents: Vec<(&str, &[u8])> =
        contents.iter().map(|(name, content)| (name.as_str(), content.as_slice())).filter(|(name, _)| is_plain(name)).collect();
    let parts = contents.iter().map(|(name, content)| Part::bytes(content.to_vec()).file_name(*name)).collect();
    check(&Upload { text, parts }, &contents);
});
