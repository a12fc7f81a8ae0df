#[callsheet::errors(gone = 410)]
#[callsheet::errors(gone = 410)]
pub enum Shared {}

mod elsewhere {
    use super::Shared;

    fn is_gone(error: &Shared) -> bool {
        matches!(error, Shared::Gone { .. })
    }
}

fn main() {}
