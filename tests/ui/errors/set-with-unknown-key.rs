use callsheet::errors;

#[errors(gone(stats = 410))]
pub enum Shared {}

mod elsewhere {
    use callsheet::error::DocumentedError as _;

    fn code(error: &super::Shared) -> Option<&str> {
        error.code()
    }
}

fn main() {}
