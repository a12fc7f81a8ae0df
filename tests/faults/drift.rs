//! A hook that hears what the definition does not know.

use std::sync::{Arc, Mutex};

use callsheet::{Client, Error, client::DriftKind};
use support::orders::{LineState, Orders, Reason};
use support::{Scripted, Step};

use crate::{AT_ONCE, order, over};

/// What a hook has heard.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    fn hook(&self) -> impl Fn(&callsheet::client::Drift<'_>) + Send + Sync + 'static {
        let heard = self.clone();
        move |drift| {
            let kind = match drift.kind {
                DriftKind::Status(status) => format!("status {}", status.as_u16()),
                DriftKind::Code(code) => format!("code {code}"),
                DriftKind::Value { ty, value } => format!("value {ty} {value}"),
                _ => "other".to_owned(),
            };
            let (name, attempts) = (drift.spec.name, drift.reply.attempts());
            heard.0.lock().unwrap().push(format!("{name}: {kind}, {attempts}: {drift}"));
        }
    }
}

/// What is heard of a reply of this endpoint, behind a first that is tried again.
macro_rules! heard {
    ($ty:ident, $status:expr, $body:expr) => {{
        let (heard, transport) = (Heard::default(), Scripted::new([Step::status(503), Step::body($status, $body)]));
        let client = over(&transport).on_drift(heard.hook()).build().unwrap();
        let _ = order!($ty).send(&client).await;
        heard.take()
    }};
}

#[tokio::test(start_paused = true)]
async fn a_status_that_is_not_documented_is_told_once() {
    assert_eq!(heard!(GetOrder, 418, ""), ["GetOrder: status 418, 2: GET /orders/<order>: undocumented status 418"]);
    let with_code = heard!(GetOrder, 418, r#"{"code":"teapot"}"#);
    assert_eq!(with_code, ["GetOrder: status 418, 2: GET /orders/<order>: undocumented status 418"]);
}

#[tokio::test(start_paused = true)]
async fn a_code_that_is_not_documented_is_told() {
    let heard = heard!(GetOrder, 404, r#"{"code":"order_lost\n"}"#);
    assert_eq!(
        heard,
        ["GetOrder: code order_lost\n, 2: GET /orders/<order>: undocumented code \"order_lost\\n\" at 404"]
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_documented_or_foreign_is_not_told() {
    for (status, body) in [
        (200, ""),
        (404, r#"{"code":"order_not_found"}"#),
        (422, r#"{"code":"order_rejected"}"#),
        (404, "<html>not found</html>"),
        (404, ""),
        (422, r#"{"code":7}"#),
    ] {
        assert_eq!(heard!(GetOrder, status, body), Vec::<String>::new(), "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn values_in_a_success_are_told_each() {
    let body = r#"{"lines":[{"state":"open"},{"state":"lost"},{"state":"shipped"},{"state":"burnt"}]}"#;
    let heard = heard!(GetLines, 200, body);
    assert_eq!(
        heard,
        [
            r#"GetLines: value LineState lost, 2: GET /orders/<order>: unknown value "lost" of LineState"#,
            r#"GetLines: value LineState burnt, 2: GET /orders/<order>: unknown value "burnt" of LineState"#,
        ]
    );
    assert_eq!(heard!(GetLines, 200, r#"{"lines":[{"state":"open"}]}"#), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn values_in_the_detail_of_an_error_are_told() {
    let body = |reason: &str| format!(r#"{{"error":{{"code":"tenant_closed","detail":{{"reason":"{reason}"}}}}}}"#);
    let heard = heard!(SharedGet, 410, &body("bankrupt"));
    assert_eq!(
        heard,
        [r#"SharedGet: value Reason bankrupt, 2: GET /orders/<order>: unknown value "bankrupt" of Reason"#]
    );
    assert_eq!(heard!(SharedGet, 410, &body("not_paid")), Vec::<String>::new());

    let (heard, transport) = (Heard::default(), Scripted::new([Step::body(410, &body("bankrupt"))]));
    let client = Client::for_api::<Orders>().base_url("http://a.example").transport(transport).retry(AT_ONCE);
    let client = client.on_drift(heard.hook()).build().unwrap();
    order!(GetOfApi).send(&client).await.unwrap_err();
    assert_eq!(heard.take().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn values_keep_their_text_and_a_client_without_a_hook_reads_them_too() {
    let transport = Scripted::new([Step::body(200, r#"{"lines":[{"state":"lost"}]}"#)]);
    let order = order!(GetLines).send(&over(&transport).build().unwrap()).await.unwrap();
    assert_eq!(order.lines[0].state, LineState::Other("lost".to_owned()));
    assert_eq!((order.lines[0].state.as_str(), Reason::NotPaid.as_str()), ("lost", "not_paid"));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_told_twice_or_of_another_call() {
    let heard = Heard::default();
    let broken = Step::body(200, r#"{"lines":[{"state":"lost"},7]}"#);
    let transport = Scripted::new([broken, Step::body(200, r#"{"lines":[]}"#), Step::status(404)]);
    let client = over(&transport).on_drift(heard.hook()).build().unwrap();
    let error = order!(GetLines).send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(heard.take().len(), 1);
    order!(GetLines).send(&client).await.unwrap();
    assert_eq!(heard.take(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_hook_may_read_values_itself() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let into = Arc::clone(&heard);
    let hook = move |drift: &callsheet::client::Drift<'_>| {
        // Values that are met here are nobody's drift.
        let _: support::orders::Order = serde_json::from_slice(drift.reply.body()).unwrap();
        into.lock().unwrap().push(drift.to_string());
    };
    let transport = Scripted::new([Step::body(200, r#"{"lines":[{"state":"lost"}]}"#)]);
    let client = over(&transport).on_drift(hook).build().unwrap();
    order!(GetLines).send(&client).await.unwrap();
    assert_eq!(heard.lock().unwrap().len(), 1);
}
