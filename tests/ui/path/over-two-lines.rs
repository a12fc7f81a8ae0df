use callsheet::endpoint;

#[endpoint(
    method = "PATCH",
    path = "/organizations/\
            <idd>"
)]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    fn call(client: &callsheet::Client) {
        let _ = super::Update::builder().id("a").send(client);
    }
}

fn main() {}
