use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(#[cfg(test)] gone = 410))]
pub struct Update {
    pub id: String,
}

fn main() {}
