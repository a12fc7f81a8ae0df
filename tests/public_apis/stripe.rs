//! Stripe, "Create a `PaymentIntent`": <https://docs.stripe.com/api/payment_intents/create>.

use std::collections::BTreeMap;

use callsheet::{
    Api, Arguments, endpoint,
    error_format::{ErrorFormat, FirstFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build, error, success};

enum Stripe {}

impl Api for Stripe {
    const BASE_URL: Option<&'static str> = Some("https://api.stripe.com");
    /// `{"error": {"type", "code", "message", "decline_code"}}`. Only some errors have a code; the others are
    /// distinguished by type.
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &FirstFormat(&[&JsonFormat::NESTED.whole_as_detail(), &JsonFormat::NESTED.code("type").whole_as_detail()]);
    type Errors = StripeErrors;
}

/// Errors that any endpoint may return.
#[errors(
    /// The key was used before with other parameters.
    idempotency_error(status = [400, 409]),
    /// Another request has locked the object.
    lock_timeout = 429,
    rate_limit = 429,
    api_error(status = [500, 502, 503, 504]),
)]
enum StripeErrors {}

#[endpoint(method = "POST", path = "/v1/payment_intents", api = Stripe, response = PaymentIntent, errors(
    card_declined(status = 402, detail = Declined),
    expired_card = 402,
    parameter_missing(status = 400, detail = Parameter),
    amount_too_small(status = 400, detail = Parameter),
))]
struct CreatePaymentIntent {
    #[header(name = "Idempotency-Key")]
    idempotency_key: Option<String>,
    #[form]
    amount: u64,
    #[form]
    currency: String,
    #[form]
    automatic_payment_methods: Option<AutomaticPaymentMethods>,
    #[form(list = "brackets")]
    payment_method_types: Vec<String>,
    #[form]
    payment_method_options: Option<PaymentMethodOptions>,
    #[form(list = "brackets")]
    payment_details: Option<PaymentDetails>,
    #[form]
    metadata: Option<Metadata>,
}

#[derive(Arguments)]
struct AutomaticPaymentMethods {
    enabled: bool,
}

#[derive(Arguments)]
struct PaymentMethodOptions {
    card: Option<CardOptions>,
}

#[derive(Arguments)]
struct CardOptions {
    request_three_d_secure: Option<String>,
}

#[derive(Arguments)]
struct PaymentDetails {
    line_items: Vec<LineItem>,
}

#[derive(Arguments)]
struct LineItem {
    product_name: String,
    quantity: u32,
}

#[derive(Arguments)]
struct Metadata {
    #[serde(flatten)]
    entries: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct PaymentIntent {
    id: String,
    status: String,
    client_secret: String,
}

#[derive(Debug, Deserialize)]
struct Declined {
    decline_code: Option<String>,
    charge: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Parameter {
    param: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = CreatePaymentIntent {
        idempotency_key: Some("KG5LxwFBepaKHyUD".to_owned()),
        amount: 2000,
        currency: "usd".to_owned(),
        automatic_payment_methods: Some(AutomaticPaymentMethods { enabled: true }),
        payment_method_types: Vec::new(),
        payment_method_options: None,
        payment_details: None,
        metadata: Some(Metadata { entries: [("order_id".to_owned(), "6735".to_owned())].into() }),
    };
    let headers = [
        ("accept", "application/json"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("idempotency-key", "KG5LxwFBepaKHyUD"),
    ];
    assert_sends(
        &build(&call),
        "POST https://api.stripe.com/v1/payment_intents",
        &headers,
        "amount=2000&currency=usd&automatic_payment_methods%5Benabled%5D=true&metadata%5Border_id%5D=6735",
    );
    let line = |name: &str, quantity| LineItem { product_name: name.to_owned(), quantity };
    let card = CardOptions { request_three_d_secure: Some("any".to_owned()) };
    let call = CreatePaymentIntent {
        automatic_payment_methods: None,
        payment_method_types: vec!["card".to_owned()],
        payment_method_options: Some(PaymentMethodOptions { card: Some(card) }),
        payment_details: Some(PaymentDetails { line_items: vec![line("Bolt", 8), line("Nut", 9)] }),
        metadata: None,
        ..call
    };
    let parameters: Vec<_> = form_urlencoded::parse(build(&call).body()).into_owned().collect();
    let expected = [
        ("amount", "2000"),
        ("currency", "usd"),
        ("payment_method_types[]", "card"),
        ("payment_method_options[card][request_three_d_secure]", "any"),
        ("payment_details[line_items][0][product_name]", "Bolt"),
        ("payment_details[line_items][0][quantity]", "8"),
        ("payment_details[line_items][1][product_name]", "Nut"),
        ("payment_details[line_items][1][quantity]", "9"),
    ];
    assert_eq!(parameters, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn replies_of_the_documentation_are_read() {
    let intent = success::<CreatePaymentIntent>(
        200,
        r#"{"id":"pi_3MtwBwLkdIwHu7ix28a3tqPa","object":"payment_intent","amount":2000,"client_secret":"pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJ","currency":"usd","status":"requires_payment_method"}"#,
    );
    assert_eq!(
        (intent.id.as_str(), intent.status.as_str()),
        ("pi_3MtwBwLkdIwHu7ix28a3tqPa", "requires_payment_method")
    );
    assert!(intent.client_secret.starts_with(&intent.id));

    let declined = error::<CreatePaymentIntent>(
        402,
        r#"{"error":{"charge":"ch_1","code":"card_declined","decline_code":"insufficient_funds","doc_url":"https://docs.stripe.com/error-codes/card-declined","message":"Your card has insufficient funds.","type":"card_error"}}"#,
    );
    let Some(CreatePaymentIntentError::CardDeclined { detail, .. }) = declined.documented() else {
        panic!("{declined:?}")
    };
    assert_eq!((detail.decline_code.as_deref(), detail.charge.as_deref()), (Some("insufficient_funds"), Some("ch_1")));

    let missing = error::<CreatePaymentIntent>(
        400,
        r#"{"error":{"code":"parameter_missing","message":"Missing required param: currency.","param":"currency","type":"invalid_request_error"}}"#,
    );
    assert!(
        matches!(missing.documented(), Some(CreatePaymentIntentError::ParameterMissing { detail, .. }) if detail.param == "currency")
    );

    let used = error::<CreatePaymentIntent>(
        400,
        r#"{"error":{"message":"Keys for idempotent requests can only be used with the same parameters they were first used with.","type":"idempotency_error"}}"#,
    );
    assert!(
        matches!(used.documented(), Some(CreatePaymentIntentError::Shared(StripeErrors::IdempotencyError { .. }))),
        "{used:?}"
    );

    let unknown = r#"{"error":{"code":"country_unsupported","message":"Not there.","type":"invalid_request_error"}}"#;
    assert_undocumented::<CreatePaymentIntent>(400, unknown, Some("country_unsupported"), "Not there.");
}
