//! A base URL is text or a `BaseUrl`.

fn main() {
    let host = Some("https://api.example.com");
    let _ = callsheet::Client::builder(host);
}
