//! What a helper needs of a client, blocking or not, so that each helper is written once.
//!
//! A helper is async code over [`EitherClient`]. `AsyncClient` waits as tokio does. The futures of [`Client`] are ready
//! when they are made, so [`now`] needs no executor.

use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use std::{io, thread};

use qga_runtime::transport::Transport;
use qga_runtime::{CallError, Caller, Command};

use crate::client::Client;

/// A client of either kind.
pub(crate) trait EitherClient {
    /// Runs one command.
    fn call<C>(&mut self, command: C) -> impl Future<Output = Result<C::Returns, CallError>> + Send
    where
        C: Command + Send,
        C::Returns: Send + 'static;

    /// Waits.
    fn sleep(&mut self, time: Duration) -> impl Future<Output = ()> + Send;

    /// Does work that may wait for a disk of the host.
    fn on_host<R: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> impl Future<Output = io::Result<R>> + Send;
}

impl<T: Transport> EitherClient for Client<T> {
    fn call<C>(&mut self, command: C) -> impl Future<Output = Result<C::Returns, CallError>> + Send
    where
        C: Command + Send,
        C::Returns: Send + 'static,
    {
        ready(Caller::call(self, command))
    }

    fn sleep(&mut self, time: Duration) -> impl Future<Output = ()> + Send {
        thread::sleep(time);
        ready(())
    }

    fn on_host<R: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> impl Future<Output = io::Result<R>> + Send {
        ready(Ok(work()))
    }
}

/// The result of a helper that runs over a blocking client.
pub(crate) fn now<R>(helper: impl Future<Output = R>) -> R {
    match pin!(helper).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("the futures of a blocking client are ready when they are made"),
    }
}

#[cfg(feature = "tokio")]
mod asynchronous {
    //! The same for tokio.

    use std::future::Future;
    use std::io;
    use std::pin::pin;
    use std::task::{Context, Waker};
    use std::time::Duration;

    use qga_runtime::{AsyncCaller, CallError, Command};
    use tokio::io::{AsyncRead, AsyncWrite};

    use super::EitherClient;
    use crate::asynchronous::AsyncClient;

    impl<T: AsyncRead + AsyncWrite + Unpin + Send> EitherClient for AsyncClient<T> {
        fn call<C>(&mut self, command: C) -> impl Future<Output = Result<C::Returns, CallError>> + Send
        where
            C: Command + Send,
            C::Returns: Send + 'static,
        {
            AsyncCaller::call(self, command)
        }

        fn sleep(&mut self, time: Duration) -> impl Future<Output = ()> + Send {
            tokio::time::sleep(time)
        }

        async fn on_host<R: Send + 'static>(&mut self, work: impl FnOnce() -> R + Send + 'static) -> io::Result<R> {
            tokio::task::spawn_blocking(work).await.map_err(io::Error::other)
        }
    }

    /// Starts a helper from a destructor, which cannot wait: its first request is sent if the channel takes it at once.
    pub(crate) fn begin<R>(helper: impl Future<Output = R>) {
        // Outside of a runtime tokio's timers panic.
        if tokio::runtime::Handle::try_current().is_ok() {
            // What is not done by now is given up; the next call puts both sides back in step.
            let _ = pin!(helper).poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

#[cfg(feature = "tokio")]
pub(crate) use asynchronous::begin;
