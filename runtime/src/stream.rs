//! Responses that are read as they arrive.
//!
//! The response type decides how the body is read. Most types need the whole body. With a type of this module, a call returns
//! as soon as the head of the response has arrived, and the body is read afterwards, piece by piece:
//!
//! ```
//! use callsheet::{Download, endpoint};
//!
//! #[endpoint(
//!     method = "GET",
//!     path = "/media/<id>",
//!     response = Download,
//!     errors(
//!         /// No medium has this id.
//!         media_not_found = 404,
//!     ),
//! )]
//! pub struct GetMedia {
//!     pub id: String,
//! }
//!
//! # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
//! let mut media = GetMedia::builder().id("m1").send(client).await?;
//! println!("{:?}", media.reply().headers().get("content-type"));
//! let mut size = 0;
//! while let Some(chunk) = media.chunk().await? {
//!     size += chunk.len();
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! The head decides whether the call succeeded. A reply that is not a success is read completely, up to the client's
//! [`reply_limit`](crate::ClientBuilder::reply_limit), and becomes the same error as with any other response type.
//!
//! An error in the stream itself is an [`AnyError`](crate::AnyError). It is an
//! [`Error::Transport`](crate::Error::Transport) with status, header fields and request id of the response, and with the
//! number of attempts, or an [`Error::Timeout`](crate::Error::Timeout) if nothing arrives for too long. A connection that is
//! cut is always an error, and never looks like the end of the stream. So is a body whose length is not its
//! `Content-Length`. The bytes that were read before remain valid, and nothing is sent again, unless you
//! [save](Download::save) it to a file with [`resume`](Save::resume).
//!
//! Status 206 is an error if the request has no `Range`.
//!
//! # Limits
//!
//! - The time limits of the call and of its attempts end when the head has arrived. After that, the stream fails if nothing
//!   arrives for 60 seconds, or for the time that [`Download::idle_timeout`] sets. The whole transfer has no time limit,
//!   unless you set [`Download::total_timeout`].
//! - The client's `reply_limit` does not apply to the stream. The stream holds at most one piece in memory.
//! - Retries, renewed tokens and redirects happen before the head is accepted, never afterwards.
//! - Dropping the stream stops the transfer. Nothing continues in the background.
//!
//! # What a stream cannot be
//!
//! - It is the whole `response`: not a member of a `#[derive(Response)]`, not in an `Option`, and not the `body` of an error.
//!   The status and the header fields are in [`Download::reply`].
//! - An [`Api`](crate::Api) that sets [`ERRORS_IN_SUCCESS`](crate::Api::ERRORS_IN_SUCCESS) cannot have such endpoints, because
//!   its errors are only visible in the body. Such an endpoint is a compile error.
//!
//! # Types of your own
//!
//! To read a stream in another form, implement [`FromResponse`](crate::endpoint::FromResponse) for your type, over [`Download`]:
//!
//! ```
//! use callsheet::endpoint::{FromResponse, Read};
//! use callsheet::error::{AnyError, DecodeError};
//! use callsheet::{Download, endpoint};
//! use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
//!
//! /// Rows of a table.
//! pub struct Csv(Download);
//!
//! impl FromResponse for Csv {
//!     const ACCEPT: &'static str = "text/csv";
//!     const READ: Read<Self> = Read::stream(is_csv, |incoming| Self(incoming.into()));
//! }
//!
//! fn is_csv(_: StatusCode, headers: &HeaderMap) -> Result<(), DecodeError> {
//!     match headers.get(CONTENT_TYPE) {
//!         Some(found) if found == "text/csv" => Ok(()),
//!         _ => Err(DecodeError::new("expected the content type `text/csv`")),
//!     }
//! }
//!
//! #[endpoint(method = "GET", path = "/table", response = Csv)]
//! struct GetTable;
//!
//! # use callsheet::Endpoint;
//! let response = http::Response::builder().header("content-type", "text/html").body("<html>".into()).unwrap();
//! let error = GetTable::read_response(response).err().unwrap();
//! assert_eq!(error.body().unwrap(), "<html>");
//! ```

mod backoff;
pub(crate) mod download;
pub(crate) mod event;
pub(crate) mod events;
mod idle;
mod items;
pub(crate) mod lines;
mod media_type;
mod methods;
pub(crate) mod named;
pub(crate) mod parse;
#[cfg(feature = "blocking")]
pub(crate) mod pull;
#[cfg(feature = "tokio")]
mod reader;
mod reconnect;
mod save;
mod total;

pub use self::download::Download;
// The compiler prints this path in messages about the variant for other events.
#[doc(hidden)]
pub use self::event::AnyEvent;
pub use self::event::{Event, FromEvent};
pub use self::events::Events;
pub use self::lines::JsonLines;
pub use self::named::NotNamed;
#[cfg(feature = "blocking")]
pub use self::pull::Pull;
#[cfg(feature = "tokio")]
pub use self::reader::DownloadReader;
pub use self::save::{Save, SaveProgress};
pub use crate::response::received::Received;
