//! Forms are written as WHATWG URL defines `application/x-www-form-urlencoded`.

use callsheet::{Arguments, CallOptions, Client, endpoint};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use support::{Scripted, Step};

use super::{built, pairs, parameters};

#[derive(Debug, Clone, Arguments)]
struct Filter {
    name: String,
}

#[endpoint(method = "POST", path = "/form")]
struct Form {
    #[form(name = "a name~*")]
    text: String,
    #[form]
    list: Vec<String>,
    #[form(list = "brackets")]
    ids: Vec<u8>,
    #[form]
    filter: Filter,
}

#[endpoint(method = "POST", path = "/form")]
struct Separated {
    #[form(list = "spaces")]
    spaces: Vec<&'static str>,
    #[form(list = "comma")]
    comma: Vec<&'static str>,
}

#[endpoint(method = "GET", path = "/query")]
struct Query {
    text: String,
    #[query(list = "spaces")]
    list: Vec<String>,
}

proptest! {
    #[test]
    fn form_is_the_same_as_in_the_url_crate(text in any::<String>(), list in vec("[ -~é]{0,6}", 0..3), ids: Vec<u8>) {
        let call = Form { text, list, ids, filter: Filter { name: "[ ~*".to_owned() } };
        let mut expected = form_urlencoded::Serializer::new(String::new());
        expected.append_pair("a name~*", &call.text);
        expected.extend_pairs(call.list.iter().map(|element| ("list", element)));
        expected.extend_pairs(call.ids.iter().map(|id| ("ids[]", id.to_string())));
        expected.append_pair("filter[name]", "[ ~*");
        let expected = expected.finish();
        let request = built(&call);
        prop_assert_eq!(request.body(), &expected);
    }
}

#[test]
fn space_is_a_plus_in_a_form_and_percent_encoded_in_a_query() {
    let form = built(&Separated { spaces: vec!["a b", "c+~*"], comma: vec!["a,b", "c"] });
    assert_eq!(form.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(form.body(), "spaces=a+b+c%2B%7E*&comma=a%2Cb,c");
    assert_eq!(parameters(form.body()), pairs(&[("spaces", "a b c+~*"), ("comma", "a,b,c")]));
    let query = built(&Query { text: "a b~*+".to_owned(), list: vec!["x".to_owned(), "y".to_owned()] });
    assert_eq!(query.uri().query(), Some("text=a%20b~%2A%2B&list=x%20y"));
}

#[endpoint(method = "POST", path = "/form", form("grant type" = "a ~*", "x" = "x"), idempotency_key = form("request id"))]
struct Constants {
    #[form]
    text: &'static str,
}

#[tokio::test]
async fn constants_and_keys_of_a_form_are_encoded_like_fields() {
    let transport = Scripted::new([Step::status(204)]);
    let client = Client::builder("http://localhost").transport(transport.clone()).build().unwrap();
    let options = CallOptions::new().idempotency_key("c ~*");
    Constants { text: "b ~*" }.send(&client).with(options).await.unwrap();
    let sent = transport.attempts().remove(0).request;
    let expected = "grant+type=a+%7E*&x=x&text=b+%7E*&request+id=c+%7E*";
    assert_eq!(sent.body(), expected);
}

#[test]
fn display_output_in_several_pieces_is_encoded_correctly() {
    #[derive(Serialize)]
    struct Shown(#[serde(serialize_with = "shown")] &'static str);

    fn shown<S: serde::Serializer>(value: &&'static str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{value} & {value}"))
    }

    #[derive(Arguments)]
    struct Holder {
        shown: Shown,
    }

    #[endpoint(method = "POST", path = "/form")]
    struct Displayed {
        #[form]
        of: Holder,
    }

    let form = built(&Displayed { of: Holder { shown: Shown("a é") } });
    assert_eq!(form.body(), "of%5Bshown%5D=a+%C3%A9+%26+a+%C3%A9");
}
