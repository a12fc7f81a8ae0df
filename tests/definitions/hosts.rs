//! Host prefixes.

use callsheet::transport::reqwest_0_13;
use callsheet::{BaseUrl, Client, Endpoint, Error, Scalar, endpoint};
use proptest::prelude::*;
use support::{RawServer, Script, json, redirect};
use url::Url;

use super::request;

#[endpoint(method = "GET", path = "/objects/<key>", host_prefix = "<bucket>.")]
struct GetObject {
    bucket: String,
    key: String,
}

#[endpoint(method = "POST", path = "/files", host_prefix = "uploads.")]
struct Upload {
    name: String,
}

/// This field is sent in the host, the path and the body.
#[endpoint(method = "PUT", path = "/regions/<region>", host_prefix = "<region>-data.v<version>.")]
struct SetRegion {
    #[host]
    #[path]
    #[body]
    region: Region,
    version: u8,
}

/// The field is in both templates and has no attribute.
#[endpoint(method = "DELETE", path = "/tenants/<tenant>", host_prefix = "<tenant>.")]
struct Remove {
    tenant: String,
    hard: bool,
}

#[derive(Clone, Scalar, serde::Serialize)]
struct Region(String);

fn object(bucket: &str) -> GetObject {
    GetObject { bucket: bucket.to_owned(), key: "k".to_owned() }
}

#[test]
fn host_prefix_comes_before_the_host_of_the_base_url() {
    let get = request(&object("b-1")).unwrap();
    assert_eq!(get.uri(), "https://b-1.api.example.com/v1/objects/k");
    let upload = request(&Upload { name: "a".to_owned() }).unwrap();
    assert_eq!((upload.uri().host(), &upload.body()[..]), (Some("uploads.api.example.com"), &br#"{"name":"a"}"#[..]));
    let base: BaseUrl = "http://api.example:8080".parse().unwrap();
    let Ok(get) = object("b").to_request(&base) else { panic!("a host and a port") };
    assert_eq!(get.uri(), "http://b.api.example:8080/objects/k");
    let client = Client::builder("http://api.example").secret_query("key", "q").build().unwrap();
    assert_eq!(client.to_request(&object("b")).unwrap().uri(), "http://b.api.example/objects/k?key=q");
}

#[test]
fn field_of_the_host_can_have_other_places() {
    let set = request(&SetRegion { region: Region("eu".to_owned()), version: 2 }).unwrap();
    assert_eq!(set.uri(), "https://eu-data.v2.api.example.com/v1/regions/eu");
    assert_eq!(&set.body()[..], br#"{"region":"eu"}"#);
    let remove = request(&Remove { tenant: "a".to_owned(), hard: true }).unwrap();
    assert_eq!(remove.uri(), "https://a.api.example.com/v1/tenants/a?hard=true");
}

#[test]
fn value_that_is_not_a_label_is_refused_by_name() {
    let long = "a".repeat(64);
    for bucket in
        ["", ".", "..", "a.b", "a.", "-a", "a-", "A", "é", "a b", "a/b", "a@b", "a:1", "a%2Eb", "a_b", "a\r\nb", &long]
    {
        let error = request(&object(bucket)).unwrap_err();
        assert!(error.starts_with("field `bucket`: "), "{bucket}: {error}");
        assert!(bucket.len() < 3 || !error.contains(bucket), "{error}");
    }
    assert!(request(&object(&long[1..])).is_ok());
    // The literal text after it begins with a hyphen.
    let set = |region: &str| request(&SetRegion { region: Region(region.to_owned()), version: 1 });
    assert!(set("a-").is_ok() && set("-a").unwrap_err().contains("`region`"));
    assert!(set(&long[..59]).unwrap_err().contains("`region`: a label of a host is longer"));
    let base: BaseUrl = format!("https://{}com", "abcdefghi.".repeat(24)).parse().unwrap();
    let Err(Error::Build { source, .. }) = object("b-234567890").to_request(&base) else { panic!("too long") };
    assert_eq!(source.field_name(), Some("bucket"));
    assert!(object("b-2345678").to_request(&base).is_ok());
}

#[test]
fn ip_address_with_a_host_prefix_is_refused() {
    for base in ["http://127.0.0.1:80", "http://[::1]/v1"] {
        let base: BaseUrl = base.parse().unwrap();
        let Err(Error::Build { source, .. }) = object("b").to_request(&base) else { panic!("{base:?}") };
        assert!(source.to_string().contains("`<bucket>.` cannot come before the address"), "{source}");
    }
}

#[test]
fn host_is_in_the_tables() {
    use callsheet::spec::{Piece, Place};
    let spec = SetRegion::SPEC;
    assert_eq!(spec.host_prefix, "<region>-data.v<version>.");
    assert_eq!(spec.host, [Piece::Value(0), Piece::Text("-data.v"), Piece::Value(3), Piece::Text(".")]);
    assert_eq!((spec.fields[0].place, spec.fields[3].place), (Place::Host, Place::Host));
    assert_eq!((Upload::SPEC.host, GetObject::SPEC.path), (&[Piece::Text("uploads.")][..], "/objects/<key>"));
}

/// A client of `api.example`. All hosts resolve to this server.
fn client(server: &RawServer) -> Client {
    let address = server.origin().trim_start_matches("http://").parse().unwrap();
    let mut builder = reqwest::Client::builder().no_proxy();
    for host in ["api.example", "a.api.example", "b.api.example", "uploads.api.example"] {
        builder = builder.resolve(host, address);
    }
    Client::builder(format!("http://api.example:{}", address.port()))
        .transport(reqwest_0_13::from_builder(builder).unwrap())
        .bearer("t0ken")
        .build()
        .unwrap()
}

#[tokio::test]
async fn calls_of_one_client_go_to_the_host_of_each_with_its_credentials() {
    let server = RawServer::each(Script::receive().answer(|_| json(200, "null"))).await;
    let client = client(&server);
    object("a").send(&client).await.unwrap();
    object("b").send(&client).await.unwrap();
    Upload { name: "x".to_owned() }.send(&client).await.unwrap();
    object("a").send(&client).await.unwrap();
    let blocking = callsheet::blocking::Client::new(client).unwrap();
    assert!(tokio::task::spawn_blocking(move || blocking.send(&object("b")).is_ok()).await.unwrap());
    let requests = server.requests();
    let hosts: Vec<&str> =
        requests.iter().map(|request| request.header("host").unwrap().split(':').next().unwrap()).collect();
    assert_eq!(hosts, ["a.api.example", "b.api.example", "uploads.api.example", "a.api.example", "b.api.example"]);
    assert!(requests.iter().all(|request| request.header("authorization") == Some("Bearer t0ken")));
}

#[tokio::test]
async fn redirect_to_the_host_of_another_value_is_another_origin() {
    let server = RawServer::each(Script::receive().answer(|request| match request.header("host").unwrap() {
        host if host.starts_with("a.") => redirect(307, &format!("http://{}/objects/k", host.replacen('a', "b", 1))),
        _ => json(200, "null"),
    }))
    .await;
    let error = object("a").send(&client(&server)).await.unwrap_err();
    assert_eq!(error.reply().unwrap().status(), 307);
    assert_eq!(server.requests().len(), 1);
    // A redirect to the same host is followed with the token.
    let server = RawServer::each(Script::receive().answer(|request| match request.target() {
        "/objects/k" => redirect(307, "/objects/l"),
        _ => json(200, "null"),
    }))
    .await;
    object("a").send(&client(&server)).await.unwrap();
    let requests = server.requests();
    assert_eq!((requests.len(), requests[1].header("authorization")), (2, Some("Bearer t0ken")));
    assert!(requests[1].header("host").unwrap().starts_with("a.api.example"));
}

proptest! {
    #[test]
    fn value_of_the_host_arrives_as_one_label_below_the_base(bucket in "\\PC*|[a-z0-9.-]{0,5}|[./@:#?%\\\\A-Z]{1,3}") {
        match request(&object(&bucket)) {
            Ok(sent) => {
                let url = Url::parse(&sent.uri().to_string()).unwrap();
                let host = format!("{bucket}.api.example.com");
                prop_assert_eq!(url.host_str(), Some(host.as_str()));
                prop_assert!(!bucket.contains('.'));
                prop_assert_eq!((url.username(), url.port(), url.path()), ("", None, "/v1/objects/k"));
            }
            Err(error) => prop_assert!(error.starts_with("field `bucket`: "), "{}", error),
        }
    }
}
