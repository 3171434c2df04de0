//! Answers GET requests for one page; each connection is bounded in size and time.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use qga_client::Transport;

use super::families::Format;
use crate::failure::Failure;

/// Connections at a time; more are closed.
const MAX_CONNECTIONS: usize = 32;

/// The longest head of a request.
const MAX_HEAD_BYTES: usize = 8 << 10;

/// Lines in the head of a request.
const MAX_HEADERS: usize = 64;

/// How long a request, and then taking its answer, may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A socket that listens.
pub(super) struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

/// The answer to a request.
struct Page {
    status: &'static str,
    kind: &'static str,
    body: String,
}

impl Server {
    pub(super) fn bind(address: SocketAddr) -> Result<Self, Failure> {
        let listening = TcpListener::bind(address).and_then(|listener| Ok((listener.local_addr()?, listener)));
        match listening {
            Ok((address, listener)) => Ok(Server { listener, address }),
            Err(error) => Err(Failure::host(format!("cannot listen at {address}: {error}"))),
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the listener fails.
    pub(super) fn serve(self, metrics: impl Fn(Format) -> String + Send + Sync + 'static) -> Result<ExitCode, Failure> {
        let metrics = Arc::new(metrics);
        loop {
            match self.listener.accept() {
                // Each connection holds one; the listener holds the first.
                Ok((stream, _)) if Arc::strong_count(&metrics) <= MAX_CONNECTIONS => {
                    let metrics = Arc::clone(&metrics);
                    thread::spawn(move || answer(stream, &*metrics));
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                    return Err(Failure::host(format!("cannot accept: {error}")));
                }
                // Of one connection, or of a lack of descriptors that passes.
                Err(_) => thread::sleep(Duration::from_millis(100)),
            }
        }
    }
}

fn answer(mut stream: TcpStream, metrics: &dyn Fn(Format) -> String) {
    let Ok(head) = read_head(&mut stream) else { return };
    let page = page(&head, metrics);
    let text = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        page.status,
        page.kind,
        page.body.len()
    );
    let body = if head.starts_with(b"HEAD ") { "" } else { &page.body };
    // A client that has gone needs no answer.
    let _ = stream.write_all_by((text + body).as_bytes(), Instant::now() + TIMEOUT);
}

/// Reads up to the empty line.
fn read_head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let deadline = Instant::now() + TIMEOUT;
    let mut head = Vec::with_capacity(MAX_HEAD_BYTES);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() >= MAX_HEAD_BYTES || stream.read_by(&mut head, deadline)? == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(head)
}

fn page(head: &[u8], metrics: &dyn Fn(Format) -> String) -> Page {
    const TEXT: &str = "text/plain; charset=utf-8";
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if !matches!(request.parse(head), Ok(httparse::Status::Complete(_))) {
        return Page { status: "400 Bad Request", kind: TEXT, body: "not a request\n".to_owned() };
    }
    if !matches!(request.method, Some("GET" | "HEAD")) {
        return Page { status: "405 Method Not Allowed", kind: TEXT, body: "only GET\n".to_owned() };
    }
    let path = request.path.unwrap_or_default();
    if path.split('?').next() != Some("/metrics") {
        return Page { status: "404 Not Found", kind: TEXT, body: "the metrics are at /metrics\n".to_owned() };
    }
    let takes_open_metrics = request.headers.iter().any(|header| {
        header.name.eq_ignore_ascii_case("accept")
            && String::from_utf8_lossy(header.value).contains("application/openmetrics-text")
    });
    let format = if takes_open_metrics { Format::OpenMetrics } else { Format::Plain };
    Page { status: "200 OK", kind: format.content_type(), body: metrics(format) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_metrics_are_served_in_the_format_that_is_asked_for() {
        for (head, status, body) in [
            ("GET /metrics HTTP/1.1\r\n\r\n", "200 OK", "plain"),
            (
                "GET /metrics?x=1 HTTP/1.1\r\nAccept: application/openmetrics-text;version=1.0.0\r\n\r\n",
                "200 OK",
                "open",
            ),
            ("GET / HTTP/1.1\r\n\r\n", "404 Not Found", "the metrics are at /metrics\n"),
            ("POST /metrics HTTP/1.1\r\n\r\n", "405 Method Not Allowed", "only GET\n"),
            ("{\"execute\": \"guest-ping\"}\r\n\r\n", "400 Bad Request", "not a request\n"),
        ] {
            let page = page(head.as_bytes(), &|format| match format {
                Format::Plain => "plain".to_owned(),
                Format::OpenMetrics => "open".to_owned(),
            });
            assert_eq!((page.status, page.body.as_str()), (status, body), "{head}");
        }
    }
}
