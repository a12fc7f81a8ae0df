//! Calls that block the thread, for programs that are not async.
//!
//! ```no_run
//! use callsheet::{Error, endpoint};
//!
//! /// Read an organization.
//! #[endpoint(
//!     method = "GET",
//!     path = "/organizations/<organization>",
//!     response = Organization,
//!     errors(
//!         /// No organization has this id.
//!         organization_not_found = 404,
//!     ),
//! )]
//! pub struct GetOrganization {
//!     /// Its id.
//!     pub organization: String,
//! }
//!
//! #[derive(Debug, serde::Deserialize)]
//! pub struct Organization {
//!     pub name: String,
//! }
//!
//! fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     let client = callsheet::Client::builder("https://api.example.com/v1").bearer("TOKEN").build()?;
//!     let client = callsheet::blocking::Client::new(client)?;
//!     match client.send(&GetOrganization::builder().organization("org_1").build()) {
//!         Ok(organization) => println!("{}", organization.name),
//!         Err(Error::Documented { error: GetOrganizationError::OrganizationNotFound { .. }, .. }) => println!("none"),
//!         Err(other) => return Err(other.into()),
//!     }
//!     Ok(())
//! }
//! ```

mod driver;
mod reading;

use std::fmt;
use std::future::IntoFuture as _;
use std::sync::Arc;

use bytes::Bytes;

use self::driver::Driver;
pub use self::reading::{Items, Reader};

use crate::client::Fetched;
use crate::client::call::Call;
use crate::client::options::CallOptions;
use crate::client::pages::Pages;
use crate::config_error::ConfigError;
use crate::endpoint::Endpoint;
use crate::endpoint::api::{Api, JsonApi};
use crate::endpoint::paged::Paged;
use crate::error::{AnyError, Error};
use crate::etag::ETags;
use crate::response::reply::WithReply;
use crate::stream::{Download, Pull, Save};

/// A client whose calls block the thread. Results and errors are the same as those of the async client that it wraps.
///
/// It starts one thread, which drives connections and timers for the client and all its clones. The thread ends when
/// the last of them is dropped. The client is cheap to clone, `Send` and `Sync`: use one for the whole program.
///
/// Inside a tokio runtime it also works, but each call starts a thread and blocks the other tasks of the current
/// thread. There, call it in `spawn_blocking`, or use the async client. Connections close when the runtime that opened
/// them ends, and the runtime of this client ends with it. So do not wrap a clone of an async client that you also use
/// on its own: build another one.
///
/// ```
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let client = callsheet::Client::builder("https://api.example.com/v1").bearer("TOKEN").build()?;
/// let client = callsheet::blocking::Client::new(client)?;
/// let for_another_thread = client.clone();
/// # Ok(())
/// # }
/// ```
pub struct Client<A = JsonApi> {
    client: crate::Client<A>,
    driver: Arc<Driver>,
}

impl<A: Api> Client<A> {
    /// Wraps an async client. Set base URL, token, timeouts and transport on that client's builder.
    ///
    /// # Errors
    ///
    /// If the operating system cannot start the thread or the runtime.
    pub fn new(client: crate::Client<A>) -> Result<Self, ConfigError> {
        let driver = Driver::start()
            .map_err(|error| ConfigError::new(format!("could not start the thread of the blocking client: {error}")))?;
        Ok(Self { client, driver: Arc::new(driver) })
    }

    /// Returns a client with other options for its calls: headers, query, timeouts, retries, token. Both clients share
    /// the thread. For options of a single call, such as an [idempotency key](CallOptions::idempotency_key), use
    /// [`send_with_options`](Self::send_with_options) or
    /// [`send_with_reply_and_options`](Self::send_with_reply_and_options).
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self { client: self.client.with(options), driver: Arc::clone(&self.driver) }
    }

    /// Calls the endpoint and returns the value.
    ///
    /// # Errors
    ///
    /// The same as the endpoint's async `send`: see [`Error`].
    pub fn send<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Result<E::Response, Error<E::Error>> {
        self.driver.wait::<E, _>(self.client.base_url(), Call::new(endpoint, &self.client))
    }

    /// Calls the endpoint with these options and returns the value.
    ///
    /// ```no_run
    /// # use callsheet::{CallOptions, blocking, endpoint};
    /// #[endpoint(method = "POST", path = "/reports", idempotency_key = "Idempotency-Key")]
    /// struct CreateReport {
    ///     title: String,
    /// }
    ///
    /// # fn run(client: &blocking::Client) -> Result<(), callsheet::AnyError> {
    /// let report = CreateReport { title: "May".to_owned() };
    /// client.send_with_options(&report, CallOptions::new().idempotency_key("report-7"))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The same as the async `.send(..).with(options)`: see [`Error`].
    pub fn send_with_options<E: Endpoint<Api = A>>(
        &self,
        endpoint: &E,
        options: CallOptions,
    ) -> Result<E::Response, Error<E::Error>> {
        self.driver.wait::<E, _>(self.client.base_url(), Call::new(endpoint, &self.client).with(options))
    }

    /// Calls the endpoint at a URL that the server returned: see [`Call::follow`].
    ///
    /// # Errors
    ///
    /// The same as the async `.send(..).follow(url)`: see [`Error`].
    pub fn send_following<E: Endpoint<Api = A>>(
        &self,
        endpoint: &E,
        url: impl Into<String>,
    ) -> Result<E::Response, Error<E::Error>> {
        self.driver.wait::<E, _>(self.client.base_url(), Call::new(endpoint, &self.client).follow(url))
    }

    /// Calls the endpoint and returns the value with its reply: status, headers, request id and time.
    ///
    /// # Errors
    ///
    /// The same as the async `.send(..).with_reply()`: see [`Error`].
    pub fn send_with_reply<E: Endpoint<Api = A>>(
        &self,
        endpoint: &E,
    ) -> Result<WithReply<E::Response>, Error<E::Error>> {
        self.driver.wait::<E, _>(self.client.base_url(), Call::new(endpoint, &self.client).with_reply())
    }

    /// Calls the endpoint with these options and returns the value with its reply.
    ///
    /// # Errors
    ///
    /// The same as the async `.send(..).with(options).with_reply()`: see [`Error`].
    pub fn send_with_reply_and_options<E: Endpoint<Api = A>>(
        &self,
        endpoint: &E,
        options: CallOptions,
    ) -> Result<WithReply<E::Response>, Error<E::Error>> {
        self.driver.wait::<E, _>(self.client.base_url(), Call::new(endpoint, &self.client).with(options).with_reply())
    }

    /// Fetches the resource only if it has none of these versions, and returns the result with its reply: see
    /// [`Call::if_none_match`].
    ///
    /// # Errors
    ///
    /// The same as the async `.send(..).if_none_match(versions).with_reply()`: see [`Error`].
    pub fn send_if_none_match<E: Endpoint<Api = A>>(
        &self,
        endpoint: &E,
        versions: impl Into<ETags>,
    ) -> Result<WithReply<Fetched<E::Response>>, Error<E::Error>> {
        let call = Call::new(endpoint, &self.client).if_none_match(versions).with_reply();
        self.driver.wait::<E, _>(self.client.base_url(), call)
    }

    /// Saves a response that is a stream to a file, and returns the length of the file: see [`Download::save`].
    ///
    /// ```no_run
    /// # use callsheet::{Download, blocking, endpoint};
    /// # #[endpoint(method = "GET", path = "/media/<id>", response = Download)]
    /// # struct GetMedia { id: String }
    /// # fn run(client: &blocking::Client) -> Result<(), callsheet::AnyError> {
    /// let media = client.send(&GetMedia { id: "m1".to_owned() })?;
    /// let length = client.save(media.save("m1.mp4").resume())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The same as those of awaiting the `save`.
    pub fn save(&self, save: Save) -> Result<u64, AnyError> {
        self.driver.wait_here(save.into_future())
    }

    /// Reads a response that is a stream: see [`stream`](crate::stream).
    ///
    /// ```no_run
    /// # use callsheet::{Download, blocking, endpoint};
    /// #[endpoint(method = "GET", path = "/media/<id>", response = Download)]
    /// struct GetMedia {
    ///     id: String,
    /// }
    ///
    /// # fn run(client: &blocking::Client) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// let media = client.send(&GetMedia { id: "m1".to_owned() })?;
    /// std::io::copy(&mut client.reader(media), &mut std::fs::File::create("m1.mp4")?)?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn reader(&self, stream: Download) -> Reader {
        Reader { stream, rest: Bytes::new(), driver: Arc::clone(&self.driver) }
    }

    /// Requests the pages of an endpoint, one after the other: see [`Pages`]. Pass them to [`items`](Self::items):
    ///
    /// ```no_run
    /// # use callsheet::{blocking, endpoint};
    /// #[endpoint(method = "GET", path = "/users", response = Vec<String>, pages(link, items = self))]
    /// struct ListUsers;
    ///
    /// # fn run(client: &blocking::Client) -> Result<(), callsheet::AnyError> {
    /// for user in client.items(client.pages(ListUsers).limit(100).items()) {
    ///     println!("{}", user?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<E: Paged<Api = A>>(&self, endpoint: E) -> Pages<E> {
        Pages::new(endpoint, &self.client)
    }

    /// Reads the items of a response that is a stream of JSON lines or events, or of [pages](Self::pages):
    ///
    /// ```no_run
    /// # use callsheet::{JsonLines, blocking, endpoint};
    /// # #[derive(serde::Deserialize)]
    /// # struct Row { id: u32 }
    /// #[endpoint(method = "GET", path = "/rows", response = JsonLines<Row>)]
    /// struct ExportRows;
    ///
    /// # fn run(client: &blocking::Client) -> Result<(), callsheet::AnyError> {
    /// for row in client.items(client.send(&ExportRows)?) {
    ///     println!("{}", row?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn items<S: Pull>(&self, stream: S) -> Items<S> {
        Items { stream, driver: Arc::clone(&self.driver) }
    }
}

impl<A> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), driver: Arc::clone(&self.driver) }
    }
}

impl<A> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}
