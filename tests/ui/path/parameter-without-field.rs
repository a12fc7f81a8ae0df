use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/organizations/<organisation>/users")]
pub struct Update {
    pub organization: String,
}

fn main() {}
