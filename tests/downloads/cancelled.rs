//! A download that is dropped in the middle.

use callsheet::transport::reqwest_0_13;
use callsheet::{Client, RetryPolicy};
use support::{Http2Rules, Http2Server};

use super::media;

#[tokio::test]
async fn dropped_download_resets_its_http2_stream_and_no_other() {
    let server = Http2Server::start(Http2Rules { pieces: Some(200), ..Http2Rules::default() }).await;
    let transport = reqwest_0_13::from_builder(reqwest::Client::builder().http2_prior_knowledge()).unwrap();
    let client = Client::builder(server.origin()).transport(transport).retry(RetryPolicy::none()).build().unwrap();
    let (mut dropped, mut other) = (media().send(&client).await.unwrap(), media().send(&client).await.unwrap());
    assert!(dropped.chunk().await.unwrap().is_some());
    drop(dropped);
    let mut received = 0;
    while let Some(piece) = other.chunk().await.unwrap() {
        received += piece.len();
    }
    assert_eq!(received, 200 * 100);
    let log = server.log();
    assert_eq!((log.connections, log.requests, log.cancelled), (1, 2, 1));
    // The connection is still in use.
    assert!(media().send(&client).await.unwrap().chunk().await.unwrap().is_some());
    assert_eq!(server.log().connections, 1);
}
