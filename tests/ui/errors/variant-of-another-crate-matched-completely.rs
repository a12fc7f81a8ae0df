use callsheet_ui::OtherErrors;

fn message(error: &OtherErrors) -> Option<&str> {
    match error {
        OtherErrors::NotFound { message } => message.as_deref(),
        _ => None,
    }
}

fn main() {}
