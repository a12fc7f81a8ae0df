use callsheet::errors;

#[errors(gone(stats = 410))]
pub enum Shared {}

mod elsewhere {
    fn code(error: &super::Shared) -> Option<&str> {
        error.code()
    }
}

fn main() {}
