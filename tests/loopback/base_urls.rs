//! Base URLs: the built request is the sent one, or the base URL is refused.

use std::borrow::Cow;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use callsheet::transport::reqwest_0_13;
use callsheet::{
    Api, BaseUrl, Client, Endpoint as _,
    error::NoErrors,
    error_format::{ErrorFormat, StandardFormat},
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use support::widgets::{GetWidget, WIDGET};
use support::{RawServer, json};
use url::Url;

/// Resolves every host to this machine.
struct Here;

impl Resolve for Here {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(std::iter::once(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

#[test]
fn accepted_base_url_is_the_same_in_the_url_crate() {
    let host = prop_oneof![
        "[a-zA-Z0-9._-]{1,12}",
        "[0-9a-fA-Fx.]{1,12}",
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
        "\\[[0-9a-fA-F:.]{2,16}\\]",
        "[a-z{}%<>|^ \"'é`,;!$&()*+=~@\\\\]{1,4}",
    ];
    let path = "(/[a-zA-Z0-9._~!$&'()*+,;=:@%2eF{}\"<>|^`\\\\ é\\t-]{0,6}){0,3}";
    let text = ("(http|https|HTTP)", host, "(:[0-9+]{0,6})?", path)
        .prop_map(|(scheme, host, port, path)| format!("{scheme}://{host}{port}{path}"));
    let accepted = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config { cases: 4096, ..Config::default() });
    let result = runner.run(&text, |text| {
        // Checking such a label needs the tables of IDNA, which the core does not contain.
        if let (Ok(base), false) = (text.parse::<BaseUrl>(), text.to_ascii_lowercase().contains("xn--")) {
            accepted.set(accepted.get() + 1);
            let url = Url::parse(&format!("{}/x", base.as_str()));
            prop_assert_eq!(url.map(String::from), Ok(format!("{}/x", base.as_str())));
            // The written URL is equivalent.
            prop_assert_eq!(
                Url::parse(&text).map(|url| url.origin()),
                Url::parse(base.origin()).map(|url| url.origin())
            );
        }
        Ok(())
    });
    result.unwrap();
    assert!(accepted.get() > 200, "{} of the texts were accepted", accepted.get());
}

#[tokio::test]
async fn built_request_is_the_sent_request() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let (_, port) = server.origin().rsplit_once(':').unwrap();
    let transport =
        reqwest_0_13::from_builder(reqwest::Client::builder().no_proxy().dns_resolver(Arc::new(Here))).unwrap();
    let names = ["127.0.0.1", "LocalHost", "api.Example.com", "a_b.example.", "xn--mnchen-3ya.example"];
    let paths = ["", "/", "//", "/a//b/", "/%2f%7Btenant%7D", "/v1.0/...", "/~!$&'()*+,;=:@-_", "/%C3%A9"];
    for (name, path) in names.iter().flat_map(|name| paths.map(|path| (name, path))) {
        let text = format!("http://{name}:{port}{path}");
        let base: BaseUrl = text.parse().unwrap();
        let client = Client::builder(&text).transport(transport.clone()).build().unwrap();
        let call = GetWidget { widget: "a/b".to_owned() };
        call.send(&client).await.unwrap();
        let sent = server.requests().pop().unwrap();
        let built = call.to_request(&base).unwrap();
        assert_eq!(Some(sent.target()), built.uri().path_and_query().map(http::uri::PathAndQuery::as_str), "{text}");
        assert_eq!(sent.header("host"), built.uri().authority().map(http::uri::Authority::as_str), "{text}");
    }
}

enum Unfinished {}

impl Api for Unfinished {
    const BASE_URL: Option<&'static str> = Some("https://{tenant}.example.com/api");
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NoErrors;
}

#[test]
fn base_url_with_a_placeholder_is_refused() {
    let error = Client::for_api::<Unfinished>().build().unwrap_err();
    assert_eq!(error.to_string(), "the base URL has `{tenant}` in its host; replace this placeholder with a value");
    let error = Client::builder("https://example.com/{account-id}/v1").build().unwrap_err();
    assert_eq!(error.to_string(), "the base URL has `{account-id}` in its path; replace this placeholder with a value");
}

enum Regional {}

impl Api for Regional {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NoErrors;
}

#[test]
fn base_url_is_accepted_as_text_and_parsed() {
    let text = "https://example.com/v1/";
    let (parsed, owned): (BaseUrl, _) = (text.parse().unwrap(), text.to_owned());
    let clients = [
        Client::builder(text).build(),
        Client::builder(&owned).build(),
        Client::builder(owned).build(),
        Client::builder(Cow::Borrowed(text)).build(),
        Client::builder(&parsed).build(),
        Client::builder(parsed.clone()).build(),
        Client::builder("no URL").base_url(&parsed).build(),
    ];
    for client in clients {
        assert_eq!(client.unwrap().base_url(), &parsed);
    }
    // With an API the type is inferred, and the last base URL is used.
    let client: Client<Unfinished> = Client::for_api().base_url("http://a.example").base_url(&parsed).build().unwrap();
    assert_eq!(client.base_url(), &parsed);
}

#[test]
fn missing_or_invalid_base_url_fails_build() {
    let error = Client::for_api::<Regional>().build().unwrap_err();
    assert_eq!(error.to_string(), "no base URL: the API has no `BASE_URL`, so set one with `.base_url(..)`");
    for text in ["", "example.com"] {
        let error = Client::for_api::<Regional>().base_url(text).build().unwrap_err();
        assert_eq!(error.to_string(), text.parse::<BaseUrl>().unwrap_err().to_string());
    }
}
