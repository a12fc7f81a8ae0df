pub struct Nothing;

fn main() {
    let _ = callsheet::Client::for_api::<Nothing>();
}
