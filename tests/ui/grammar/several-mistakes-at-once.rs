// mistakes: 6
use callsheet::endpoint;

#[endpoint(
    metod = "PATCH",
    method = "PATHC",
    path = "/a/<identifier>/<id>",
    errors(not_found = 404, not_found = 404, gone = 1000),
)]
pub struct Update {
    pub id: String,
    pub identifer: String,
    #[query]
    #[query]
    pub send: bool,
}

// These uses cause no further errors.
fn uses(client: &callsheet::Client) {
    let call = Update::builder().id("a").identifer("b").set_send(true).send(client);
    let _ = async {
        match call.await {
            Err(callsheet::Error::Documented { error: UpdateError::NotFound { .. }, .. }) => {}
            _ => {}
        }
    };
}

fn main() {}
