pub struct Update;

fn call(client: &callsheet::Client) {
    let _ = client.to_request(&Update);
}

fn main() {}
