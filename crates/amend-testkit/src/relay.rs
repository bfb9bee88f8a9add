//! A relay between a client and a server that hears every statement on the wire, as the server does.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::servers::Engine;

/// A relay on a port of its own. It works in threads of its own until the process ends.
#[derive(Clone, Debug)]
pub struct Relay {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    /// A relay to the server of that URL.
    ///
    /// # Panics
    /// If the engine has no wire, the URL no port, or the system no port left.
    pub fn start(engine: Engine, url: &str) -> Self {
        let protocol = Protocol::of(engine);
        let server = authority(url).to_owned();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the loopback interface has a free port");
        let own = listener.local_addr().expect("a bound socket has an address").to_string();
        let relay = Self { url: readable(&url.replacen(&server, &own, 1), protocol), heard: Arc::default() };
        let heard = relay.heard.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                carry(client, &server, protocol, &heard);
            }
        });
        relay
    }

    /// The URL of the same database through the relay, without encryption.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The statements that were sent so far, in the order in which they came.
    pub fn statements(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    PostgreSql,
    MySql,
}

impl Protocol {
    fn of(engine: Engine) -> Self {
        match engine {
            Engine::Postgres => Self::PostgreSql,
            Engine::MySql | Engine::MariaDb => Self::MySql,
            Engine::Sqlite => panic!("SQLite has no wire to listen at"),
        }
    }
}

/// `host:port` of a URL.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, server)| server)
}

/// The URL with encryption switched off, by the parameter that the protocol's clients have for it.
fn readable(url: &str, protocol: Protocol) -> String {
    let parameter = match protocol {
        Protocol::PostgreSql => "sslmode=disable",
        Protocol::MySql => "ssl-mode=DISABLED",
    };
    format!("{url}{}{parameter}", if url.contains('?') { '&' } else { '?' })
}

fn carry(client: TcpStream, server: &str, protocol: Protocol, heard: &Arc<Mutex<Vec<String>>>) {
    let Ok(upstream) = TcpStream::connect(server) else { return };
    let (Ok(mut answers), Ok(mut back)) = (upstream.try_clone(), client.try_clone()) else { return };
    let heard = heard.clone();
    thread::spawn(move || {
        // Either side may leave at any time.
        let _ = listen(client, &upstream, protocol, &heard);
        let _ = upstream.shutdown(Shutdown::Write);
    });
    thread::spawn(move || {
        let _ = io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
}

fn listen(
    mut client: TcpStream,
    mut server: &TcpStream,
    protocol: Protocol,
    heard: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut started = false;
    loop {
        let message = match protocol {
            Protocol::PostgreSql => postgresql_message(&mut client, &mut started)?,
            Protocol::MySql => mysql_packet(&mut client)?,
        };
        if let Some(statement) = message.statement {
            heard.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
        }
        server.write_all(&message.bytes)?;
    }
}

/// A message of a client, as it came.
struct Message {
    bytes: Vec<u8>,
    statement: Option<String>,
}

/// A message is a letter, its length with the four bytes of the length, and its body; the first ones have no letter
/// (PostgreSQL 15 manual, 55.7).
fn postgresql_message(client: &mut TcpStream, started: &mut bool) -> io::Result<Message> {
    const SSL_REQUEST: &[u8] = &80_877_103_u32.to_be_bytes();
    let mut bytes = vec![0; if *started { 5 } else { 4 }];
    client.read_exact(&mut bytes)?;
    let length = u32::from_be_bytes(bytes[bytes.len() - 4..].try_into().expect("four bytes")) as usize;
    let head = bytes.len();
    bytes.resize(head + length.saturating_sub(4), 0);
    client.read_exact(&mut bytes[head..])?;
    let body = &bytes[head..];
    let statement = match (*started, bytes[0]) {
        (true, b'Q') => texts(body).next(),
        (true, b'P') => texts(body).nth(1),
        _ => None,
    };
    *started |= body.get(..4) != Some(SSL_REQUEST);
    Ok(Message { statement, bytes })
}

/// The texts of a body, each of which ends with a zero.
fn texts(body: &[u8]) -> impl Iterator<Item = String> + '_ {
    body.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned())
}

/// A packet is the length of its body in three bytes, its number in the exchange, and its body; number 0 is a command
/// (MySQL 9.7 source documentation, client/server protocol).
fn mysql_packet(client: &mut TcpStream) -> io::Result<Message> {
    const QUERY: u8 = 3;
    const PREPARE: u8 = 22;
    let mut bytes = vec![0; 4];
    client.read_exact(&mut bytes)?;
    let length = usize::from(bytes[0]) | usize::from(bytes[1]) << 8 | usize::from(bytes[2]) << 16;
    bytes.resize(4 + length, 0);
    client.read_exact(&mut bytes[4..])?;
    let statement = match (bytes[3], bytes.get(4)) {
        (0, Some(&(QUERY | PREPARE))) => Some(String::from_utf8_lossy(&bytes[5..]).into_owned()),
        _ => None,
    };
    Ok(Message { statement, bytes })
}

#[cfg(test)]
mod tests {
    use amend_db::{Session, Url};

    use super::*;
    use crate::database::{Database, wait_for};

    #[test]
    fn the_server_of_a_url() {
        for url in ["postgres://me:p@127.0.0.1:5432/x?a=b", "mysql://127.0.0.1:5432", "mysql://root@127.0.0.1:5432?x=1"]
        {
            assert_eq!(authority(url), "127.0.0.1:5432");
        }
    }

    #[test]
    fn every_statement_is_heard() {
        for engine in [Engine::Postgres, Engine::MySql, Engine::MariaDb] {
            let database = Database::create(engine);
            let relay = Relay::start(engine, database.url());
            wait_for(async {
                let mut session = Session::connect(&Url::parse(relay.url()).unwrap()).await.unwrap();
                session.execute("CREATE TABLE heard (id INT)").await.unwrap();
                assert_eq!(session.query("SELECT 'é'").await.unwrap(), [[Some("é".to_owned())]]);
                session.close().await.unwrap();
            });
            let statements = relay.statements();
            assert_eq!(statements[statements.len() - 2..], ["CREATE TABLE heard (id INT)", "SELECT 'é'"], "{engine:?}");
        }
    }
}
