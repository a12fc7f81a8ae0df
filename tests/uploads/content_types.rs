//! The content type of a `Body` that is the payload.

use callsheet::{Body, Endpoint, Patch, Payload, endpoint};

#[endpoint(method = "PUT", path = "/videos/<id>")]
struct PutVideo {
    id: u32,
    #[payload(content_type = "video/mp4")]
    content: Body,
}

#[endpoint(method = "PUT", path = "/videos")]
struct PutOptional {
    #[payload(content_type = "video/mp4")]
    content: Option<Body>,
}

#[endpoint(method = "PUT", path = "/settings")]
struct PutSettings {
    #[payload(content_type = "application/merge-patch+json")]
    settings: Patch<Vec<u8>>,
}

#[derive(Payload)]
enum Upload {
    Raw(Body),
    #[payload(content_type = "video/mp4")]
    Video(Body),
    Description(Vec<String>),
    #[payload(content_type = "application/vnd.acme+json")]
    Own(Vec<String>),
}

#[endpoint(method = "POST", path = "/uploads")]
struct PostUpload {
    #[payload]
    upload: Upload,
}

fn sent<E: Endpoint>(endpoint: &E) -> (String, String) {
    let request = endpoint.to_request(&"http://a".parse().unwrap()).unwrap_or_else(|_| panic!("a request"));
    let content_type = request.headers().get("content-type").map_or("", |value| value.to_str().unwrap()).to_owned();
    (content_type, String::from_utf8(request.into_body().into_bytes().unwrap().to_vec()).unwrap())
}

fn pair(content_type: &str, content: &str) -> (String, String) {
    (content_type.to_owned(), content.to_owned())
}

#[test]
fn body_has_the_content_type_of_its_field() {
    assert_eq!(sent(&PutVideo { id: 1, content: "film".into() }), pair("video/mp4", "film"));
    assert_eq!(sent(&PutOptional { content: Some("film".into()) }), pair("video/mp4", "film"));
    assert_eq!(sent(&PutOptional { content: None }), pair("", ""));
    let settings = |settings| sent(&PutSettings { settings });
    assert_eq!(settings(Patch::Null), pair("application/merge-patch+json", "null"));
    assert_eq!(settings(Patch::Value(vec![1])), pair("application/merge-patch+json", "[1]"));
}

#[test]
fn body_in_a_variant_has_the_content_type_of_the_variant_or_its_own() {
    let post = |upload| sent(&PostUpload { upload });
    assert_eq!(post(Upload::Raw("raw".into())), pair("application/octet-stream", "raw"));
    assert_eq!(post(Upload::Video("film".into())), pair("video/mp4", "film"));
    assert_eq!(post(Upload::Description(vec!["a".into()])), pair("application/json", r#"["a"]"#));
    assert_eq!(post(Upload::Own(vec!["a".into()])), pair("application/vnd.acme+json", r#"["a"]"#));
}
