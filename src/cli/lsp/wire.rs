//! Messages over standard input and output. What is no message is answered as such, and the next one is read.

use std::io::{self, BufRead, Read, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message};

/// Longest line of a header, in bytes.
const LONGEST: u64 = 4096;
/// Largest message, in bytes.
const LARGEST: u64 = 256 << 20;

/// The thread that writes.
pub struct Writer(JoinHandle<io::Result<()>>);

impl Writer {
    /// Waits until everything is written.
    ///
    /// # Errors
    /// The editor takes nothing more.
    pub fn finish(self) -> io::Result<()> {
        self.0.join().unwrap_or(Ok(()))
    }
}

/// A connection with whoever started this process.
pub fn connect() -> (Connection, Writer) {
    let (ours, theirs) = Connection::memory();
    let Connection { sender, receiver } = theirs;
    // It ends with the editor, or with the process.
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(message)) = next(&mut input) {
            let last = matches!(&message, Message::Notification(one) if one.method == "exit");
            if sender.send(message).is_err() || last {
                break;
            }
        }
    });
    let writer = thread::spawn(move || {
        receiver.into_iter().try_for_each(|message| message.write(&mut io::stdout().lock()))
    });
    (ours, Writer(writer))
}

/// The next message; nothing at the end.
fn next(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    loop {
        let length = match header(input)? {
            Header::End => return Ok(None),
            Header::Length(length) => length,
            Header::Without => {
                refuse(ErrorCode::ParseError, "a header has no `Content-Length` that is a number")?;
                continue;
            }
        };
        if length > LARGEST {
            refuse(ErrorCode::ParseError, "the message is too large")?;
            return Ok(None);
        }
        let mut body = Vec::new();
        input.by_ref().take(length).read_to_end(&mut body)?;
        if (body.len() as u64) < length {
            return Ok(None);
        }
        match serde_json::from_slice(&body) {
            Ok(message) => return Ok(Some(message)),
            Err(error) if error.is_data() => {
                refuse(ErrorCode::InvalidRequest, "this is JSON, but no message")?;
            }
            Err(error) => refuse(ErrorCode::ParseError, &format!("this is no JSON: {error}"))?,
        }
    }
}

/// What stands before a message.
enum Header {
    Length(u64),
    /// It says no length.
    Without,
    /// Nothing more comes.
    End,
}

fn header(input: &mut impl BufRead) -> io::Result<Header> {
    let mut header = Header::Without;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(Header::End);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            return Ok(header);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            header = value.trim().parse().map_or(Header::Without, Header::Length);
        }
    }
}

/// Answers what has no number to answer to.
fn refuse(code: ErrorCode, why: &str) -> io::Result<()> {
    let error = serde_json::json!({ "code": code as i32, "message": why });
    let answer = serde_json::json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    let mut out = io::stdout().lock();
    write!(out, "Content-Length: {}\r\n\r\n{answer}", answer.len())?;
    out.flush()
}
