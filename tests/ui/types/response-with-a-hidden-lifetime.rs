use callsheet::endpoint;

#[derive(Debug, serde::Deserialize)]
pub struct Site<'a> {
    pub name: &'a str,
}

#[endpoint(method = "GET", path = "/sites/<id>", response = Site)]
pub struct GetSite {
    pub id: String,
}

mod elsewhere {
    async fn call(client: &callsheet::Client) -> Result<(), super::GetSiteError> {
        match super::GetSite::builder().id("a").send(client).await {
            Ok(site) => Ok(drop(site)),
            Err(error) => Ok(drop(error.documented())),
        }
    }
}

fn main() {}
