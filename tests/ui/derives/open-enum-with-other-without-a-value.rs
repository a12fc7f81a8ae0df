use callsheet::OpenEnum;

#[derive(OpenEnum)]
pub enum State {
    Pending,
    #[serde(other)]
    Unknown,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<state>", response = super::State)]
    pub struct Get {
        pub state: super::State,
    }
}

fn main() {}
