// mistakes: 1
use callsheet::endpoint;

macro_rules! call {
    ($name:ident, $status:expr) => {
        #[endpoint(method = "GET", path = "/<größe>", errors(gone $status))]
        pub struct $name {
            pub größe: String,
        }
    };
}

call!(Größe, é);

mod elsewhere {
    pub fn call() -> super::Größe {
        super::Größe::builder().größe("ä").build()
    }
}

fn main() {}
