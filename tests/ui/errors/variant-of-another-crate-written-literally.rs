use callsheet_ui::OtherErrors;

fn none() -> OtherErrors {
    OtherErrors::NotFound { message: None }
}

fn main() {}
