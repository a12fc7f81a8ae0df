use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone = 410, gone_too(status = [410], code = "gone")))]
pub struct Update {
    pub id: String,
}

fn main() {}
