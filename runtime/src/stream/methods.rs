//! The methods that all streams of items have.

/// Implements them for a stream of this name, whose items implement this trait.
macro_rules! stream_of_items {
    ($stream:ident, $parser:ident, $item:ident) => {
        impl<T, E> $stream<T, E> {
            /// Returns status, header fields, request id, attempts, and the time until the head arrived. Its body is
            /// empty.
            #[must_use]
            pub fn reply(&self) -> &$crate::Reply {
                self.items.reply()
            }

            /// Returns how many items and bytes have arrived.
            #[must_use]
            pub fn received(&self) -> $crate::response::Received {
                self.items.received()
            }

            /// Makes the stream fail with [`TimeLimit::Idle`](crate::transport::TimeLimit::Idle) if nothing arrives for
            /// this long. By default 60 seconds. Any byte counts, even if it is not part of an item. A wait that has
            /// started counts from its start. It has no effect on a response that was read without a client.
            pub fn idle_timeout(mut self, limit: std::time::Duration) -> Self {
                self.items.set_idle(Some(limit));
                self
            }

            /// Makes the stream wait for the next byte without a limit.
            pub fn no_idle_timeout(mut self) -> Self {
                self.items.set_idle(None);
                self
            }

            /// Makes the stream fail with [`TimeLimit::Total`](crate::transport::TimeLimit::Total) if it has not ended
            /// this long after its head arrived. By default there is no such limit. It has no effect on a response that
            /// was read without a client.
            pub fn total_timeout(mut self, limit: std::time::Duration) -> Self {
                self.items.set_total(limit);
                self
            }

            /// Makes the stream fail with [`TooLarge`](crate::transport::TransportErrorKind::TooLarge) at an item with
            /// more bytes. By default 1 MiB (1 048 576 bytes). The length of the whole stream has no limit.
            pub fn item_limit(mut self, bytes: usize) -> Self {
                self.items.set_limit(bytes);
                self
            }
        }

        impl<T: $item, E: $crate::error::ErrorSet> $stream<T, E> {
            /// Returns the next item; `None` at the end of the stream.
            ///
            /// If the future is dropped before it is ready, no item is lost.
            ///
            /// # Errors
            ///
            /// - [`Error::Decode`](crate::Error::Decode) if the item does not decode. The body of the reply is the
            ///   item, and [`Error::received`](crate::Error::received) has its number. The next call returns the next
            ///   item.
            /// - [`Error::Documented`](crate::Error::Documented), [`Undocumented`](crate::Error::Undocumented) or
            ///   [`UnexpectedBody`](crate::Error::UnexpectedBody) if the server sent an error. The body of the reply is
            ///   the item that contains the error. The stream has then ended.
            /// - [`Error::Transport`](crate::Error::Transport) if the stream is incomplete or an item is too large, and
            ///   [`Error::Timeout`](crate::Error::Timeout) if a time limit was exceeded. The body of the reply is the
            ///   part of an item that arrived. Every further call returns an error, too.
            pub async fn next(&mut self) -> Result<Option<T>, $crate::Error<E>> {
                std::future::poll_fn(|context| self.poll_item(context)).await
            }

            /// Returns the next item for an iterator, which ends after an error that ends the stream.
            #[cfg(any(feature = "stream", feature = "blocking"))]
            fn poll_fused(
                &mut self,
                context: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<T, $crate::Error<E>>>> {
                if self.items.is_over() {
                    return std::task::Poll::Ready(None);
                }
                self.poll_item(context).map(Result::transpose)
            }
        }

        #[cfg(feature = "stream")]
        impl<T: $item, E: $crate::error::ErrorSet> futures_core::Stream for $stream<T, E> {
            type Item = Result<T, $crate::Error<E>>;

            fn poll_next(
                self: std::pin::Pin<&mut Self>,
                context: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.get_mut().poll_fused(context)
            }
        }

        #[cfg(feature = "blocking")]
        impl<T, E> $crate::stream::pull::sealed::Sealed for $stream<T, E> {}

        #[cfg(feature = "blocking")]
        impl<T: $item, E: $crate::error::ErrorSet> $crate::stream::pull::Pull for $stream<T, E> {
            type Item = Result<T, $crate::Error<E>>;

            fn poll_pull(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
                self.poll_fused(context)
            }
        }

        impl<T, E> std::fmt::Debug for $stream<T, E> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($stream)).field(&self.items).finish()
            }
        }
    };
}

pub(super) use stream_of_items;
