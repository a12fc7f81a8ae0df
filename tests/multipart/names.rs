//! Any name, file name and content arrives, and no part contains the boundary.

use callsheet::{Part, endpoint};
use futures_util::FutureExt as _;
use proptest::prelude::*;

use crate::parts_of;

#[endpoint(method = "POST", path = "/a")]
struct Any {
    #[part]
    one: Part,
    #[part]
    text: String,
    #[part(name = "many \"of\" \r\n them")]
    many: Vec<Part>,
}

/// The escapes of the WHATWG standard, and no others.
fn escaped(name: &str) -> String {
    name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22")
}

/// `multer` reads `\"` as an escape, as in RFC 2183, which the WHATWG standard does not use. Our names contain no quotes
/// after escaping, so only a backslash at the end differs.
fn file_name() -> impl Strategy<Value = String> {
    "[^\\x00\\\\]{0,12}".prop_map(|name| name.replace(|char: char| char.is_control() && !"\r\n\t".contains(char), "_"))
}

proptest! {
    #[test]
    fn file_names_texts_and_contents_arrive(
        names in proptest::collection::vec(file_name(), 1..4),
        text in any::<String>(),
        content in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let part = |name: &String| Part::bytes(content.clone()).file_name(name.clone());
        let one = part(&names[0]);
        let any = Any { one, text: text.clone(), many: names.iter().map(part).collect() };
        let parts = parts_of(&any).now_or_never().expect("nothing is waited for");
        prop_assert_eq!(parts.len(), 2 + names.len());
        prop_assert_eq!(parts[1].content.as_ref(), text.as_bytes());
        for (part, name) in parts[..1].iter().chain(&parts[2..]).zip(names[..1].iter().chain(&names)) {
            prop_assert_eq!(part.file_name.clone(), Some(escaped(name)));
            prop_assert_eq!(part.content.as_ref(), content.as_slice());
        }
        prop_assert!(parts[2..].iter().all(|part| part.name == "many %22of%22 %0D%0A them"));
    }
}

/// The examples of the standard, and what other clients do with each.
#[test]
fn file_names_are_escaped_as_in_the_whatwg_standard() {
    for (name, on_the_wire) in [
        ("a.txt", "filename=\"a.txt\""),
        ("a\"b", "filename=\"a%22b\""),
        ("a\r\nX-Evil: 1", "filename=\"a%0D%0AX-Evil: 1\""),
        ("100%", "filename=\"100%\""),
        ("%22", "filename=\"%22\""),
        ("back\\slash", "filename=\"back\\slash\""),
        ("Grüße €.pdf", "filename=\"Grüße €.pdf\""),
        ("", "filename=\"\""),
    ] {
        let any = Any { one: Part::text("x").file_name(name), text: String::new(), many: Vec::new() };
        let request = crate::built(&any);
        let body = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
        let line = body.lines().nth(1).unwrap();
        assert_eq!(line, format!("Content-Disposition: form-data; name=\"one\"; {on_the_wire}"));
        assert!(!body.contains("filename*"), "RFC 7578 section 4.2");
    }
}
