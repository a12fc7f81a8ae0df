//! A payload of `Bytes` is shared between the user's field and the transport, also in retries. Other payloads are
//! copied once.

use bytes::Bytes;
use callsheet::{Client, endpoint};
use support::{Scripted, Step};

use super::built;

/// An alias is the same type.
type Content = bytes::Bytes;

#[endpoint(method = "PUT", path = "/file")]
struct PutFile {
    #[payload(bytes)]
    file: Bytes,
}

#[endpoint(method = "PUT", path = "/file")]
struct PutContent {
    #[payload(bytes, content_type = "image/png")]
    file: Option<Content>,
}

#[endpoint(method = "PUT", path = "/file")]
struct PutVec {
    #[payload(bytes)]
    file: Vec<u8>,
}

#[test]
fn bytes_are_shared_with_the_request() {
    let file = Bytes::from(vec![7; 1000]);
    let shared = file.as_ptr();
    assert_eq!(built(&PutFile { file: file.clone() }).body().as_ptr(), shared);
    assert_eq!(built(&PutContent { file: Some(file.clone()) }).body().as_ptr(), shared);
    let copied = built(&PutVec { file: file.to_vec() });
    assert_ne!(copied.body().as_ptr(), shared);
    assert_eq!((copied.body(), built(&PutContent { file: None }).body()), (&file, &Bytes::new()));
}

#[tokio::test(start_paused = true)]
async fn every_attempt_sends_the_users_bytes_without_a_copy() {
    let transport = Scripted::new([Step::status(502), Step::status(503), Step::status(204)]);
    let client = Client::builder("http://localhost").transport(transport.clone()).build().unwrap();
    let file = Bytes::from(vec![7; 1000]);
    PutFile { file: file.clone() }.send(&client).await.unwrap();
    PutFile::builder().file(file.clone()).send(&client).await.unwrap();
    let attempts = transport.attempts();
    assert_eq!(attempts.len(), 4);
    for attempt in attempts {
        assert_eq!((attempt.request.body().as_ptr(), attempt.request.body().len()), (file.as_ptr(), 1000));
    }
}
