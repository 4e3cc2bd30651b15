//! What would a server have answered?
//!
//! A server on the loopback, written in the test: a function from a request to the bytes of an answer.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A server that is stopped when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// `GET`, `CONNECT`.
    pub(crate) method: String,
    /// Path and query, or what stands in their place.
    pub(crate) target: String,
    head: String,
    /// How often this target was asked for before.
    pub(crate) n_before: usize,
}

/// What is answered.
pub(crate) enum Reply {
    /// These bytes, head and all, and then the end.
    Bytes(Vec<u8>),
    /// A head without an end, or a body without one: a byte every few milliseconds until nobody listens.
    Drip(Vec<u8>),
    /// Nothing at all, until nobody waits any more.
    Silence,
    /// These bytes; what comes next on the same connection is a new request.
    Then(Vec<u8>),
}

impl Request {
    /// A line of the head.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let of_name = |line: &&str| {
            line.split_once(':').is_some_and(|(key, _)| key.eq_ignore_ascii_case(name))
        };
        Some(self.head.lines().find(of_name)?.split_once(':')?.1.trim())
    }
}

/// An answer with a body and these lines of the head.
pub(crate) fn reply(status: u16, head: &[&str], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} Status\r\nConnection: close\r\n").into_bytes();
    for line in head {
        bytes.extend(format!("{line}\r\n").bytes());
    }
    let has_length = head.iter().any(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-length") || line.starts_with("transfer-encoding")
    });
    if !has_length {
        bytes.extend(format!("Content-Length: {}\r\n", body.len()).bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    Reply::Bytes(bytes)
}

/// A page that is there.
pub(crate) fn page(body: &str) -> Reply {
    reply(200, &["Content-Type: text/html; charset=utf-8"], body)
}

/// A redirect.
pub(crate) fn to(location: &str) -> Reply {
    reply(302, &[&format!("Location: {location}")], "")
}

impl Server {
    /// Starts a server; `robots.txt` is not there unless the function says otherwise.
    pub(crate) fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback");
        let address = listener.local_addr().expect("bound");
        let (seen, is_over) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let thread = thread::spawn({
            let (seen, is_over, answer) =
                (Arc::clone(&seen), Arc::clone(&is_over), Arc::new(answer));
            move || {
                for stream in listener.incoming() {
                    if is_over.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(stream) = stream else { continue };
                    let (seen, is_over, answer) =
                        (Arc::clone(&seen), Arc::clone(&is_over), Arc::clone(&answer));
                    thread::spawn(move || serve(stream, &seen, &is_over, &*answer));
                }
            }
        });
        Server { address, seen, is_over, thread: Some(thread) }
    }

    /// An address at this server.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked for so far, without `robots.txt`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .map(|request| request.target)
            .filter(|t| t != "/robots.txt")
            .collect()
    }

    /// All that was asked so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.lock().expect("no test panics here").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the one that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Request>>,
    is_over: &AtomicBool,
    answer: &(dyn Fn(&Request) -> Reply + Send + Sync),
) {
    loop {
        let Some(request) = read_request(&mut stream, seen) else { return };
        let reply = answer(&request);
        let is_missing = request.target == "/robots.txt" && is_default(&reply);
        let reply = if is_missing { self::reply(404, &[], "") } else { reply };
        match reply {
            Reply::Then(bytes) => {
                let _ = stream.write_all(&bytes);
                continue;
            }
            Reply::Bytes(bytes) => {
                let _ = stream.write_all(&bytes);
            }
            Reply::Drip(bytes) => {
                let mut bytes = bytes.into_iter().chain(std::iter::repeat(b'a'));
                while !is_over.load(Ordering::SeqCst) {
                    let Some(byte) = bytes.next() else { return };
                    if stream.write_all(&[byte]).is_err() {
                        return;
                    }
                    thread::sleep(Duration::from_millis(2));
                }
            }
            Reply::Silence => {
                let _ = stream.read(&mut [0; 1]);
            }
        }
        return;
    }
}

/// Tests that do not speak of `robots.txt` answer it like any other path.
fn is_default(reply: &Reply) -> bool {
    let says_robots = |bytes: &[u8]| bytes.windows(9).any(|window| window == b"X-Robots:");
    !matches!(reply, Reply::Bytes(bytes) if says_robots(bytes))
}

/// A `robots.txt` on purpose.
pub(crate) fn robots(status: u16, text: &str) -> Reply {
    reply(status, &["X-Robots: on purpose", "Content-Type: text/plain"], text)
}

fn read_request(stream: &mut TcpStream, seen: &Mutex<Vec<Request>>) -> Option<Request> {
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
        // No request: the beginning of an encrypted connection, say.
        if !head[0].is_ascii_uppercase() {
            return None;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut words = head.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut seen = seen.lock().ok()?;
    let n_before = seen.iter().filter(|request| request.target == target).count();
    let request = Request { method, target, head, n_before };
    seen.push(request.clone());
    Some(request)
}
