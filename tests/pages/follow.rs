//! Calls that follow a URL of the server.

use callsheet::{CallOptions, Client, Error, blocking, endpoint};
use support::{client_of, json, reply};

use crate::server;

#[derive(callsheet::Response)]
struct Started {
    #[header]
    location: String,
}

#[endpoint(method = "POST", path = "/uploads", response = Started)]
struct Start;

#[endpoint(method = "PUT", path = "/uploads", response = String, errors(upload_unknown = 404))]
struct Finish {
    #[query]
    digest: String,
    #[payload(text)]
    content: String,
}

#[tokio::test]
async fn location_of_an_upload_is_called_with_credentials_query_and_typed_errors() {
    let server = server(|request| {
        assert_eq!(request.header("authorization"), Some("Bearer s3cret"));
        match request.line() {
            "POST /v2/uploads HTTP/1.1" => reply(201, &[("location", "/v2/uploads/7?state=a&digest=old")], ""),
            "PUT /v2/uploads/7?state=a&digest=x%3A1 HTTP/1.1" => {
                assert_eq!(&request.body[..], b"layer");
                json(200, "\"done\"")
            }
            "PUT /gone?digest=x%3A1 HTTP/1.1" => json(404, r#"{"error":{"code":"upload_unknown"}}"#),
            other => panic!("{other}"),
        }
    })
    .await;
    let client = Client::builder(format!("{}/v2", server.origin())).bearer("s3cret").build().unwrap();
    let location = Start.send(&client).await.unwrap().location;
    let finish = || Finish::builder().digest("x:1").content("layer").send(&client);
    assert_eq!(finish().follow(location.clone()).await.unwrap(), "done");
    let full = finish().follow(format!("{}{location}", server.origin())).with_reply().await.unwrap();
    assert_eq!(full.reply.status(), 200);
    let error = finish().follow("../gone").await.unwrap_err();
    assert!(matches!(error.documented(), Some(FinishError::UploadUnknown { .. })), "{error:?}");
    assert_eq!(error.url().unwrap().path(), "/gone");
}

#[tokio::test]
async fn url_of_another_origin_gets_no_request() {
    let elsewhere = server(|_| json(200, "\"stolen\"")).await;
    let server = server(|_| json(200, "\"done\"")).await;
    let client = client_of(&server);
    let urls =
        [format!("{}/x?key=s3cret", elsewhere.origin()), "mailto:a@b".to_owned(), "http://u@127.0.0.1/".to_owned()];
    for url in urls {
        let error = Finish::builder().digest("x").content("").send(&client).follow(&url).await.unwrap_err();
        assert!(matches!(error, Error::Build { .. }), "{error:?}");
        assert!(!support::printed(&error).contains("s3cret"));
    }
    assert!(elsewhere.log().requests.is_empty() && server.log().requests.is_empty());
}

#[tokio::test]
async fn parameters_of_the_client_are_sent_once() {
    let server = server(|request| {
        assert_eq!(request.target(), "/next?a=1&digest=x&version=7&key=s3cret");
        json(200, "\"done\"")
    })
    .await;
    let client = Client::builder(server.origin()).secret_query("key", "s3cret").build().unwrap();
    let call = Finish::builder().digest("x").content("").send(&client).follow("/next?version=7&a=1&key=old");
    assert_eq!(call.with(CallOptions::new().query("version", "7")).await.unwrap(), "done");
}

#[test]
fn blocking_client_follows_too() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(server(|request| {
        assert_eq!(request.target(), "/uploads/7?digest=x");
        json(200, "\"done\"")
    }));
    let client = blocking::Client::new(client_of(&server)).unwrap();
    let finish = Finish { digest: "x".to_owned(), content: String::new() };
    assert_eq!(client.send_following(&finish, "uploads/7").unwrap(), "done");
}
