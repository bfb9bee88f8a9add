//! Does an address answer as the engine that it is said to be? The first bytes of each protocol, no login.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::engine::Engine;
use crate::failure::{Context, Failure, Result};

const PATIENCE: Duration = Duration::from_secs(5);

/// Asks once whether a server of the engine accepts sessions at `host:port`.
pub fn answers(engine: Engine, address: &str) -> Result<()> {
    let mut stream = connect(address).failed_to(|| format!("connect to {address}"))?;
    let greeting = match engine {
        Engine::Postgres => greet_postgres(&mut stream),
        Engine::MariaDb | Engine::MySql => greet_mysql(&mut stream),
    };
    let greeting = greeting.failed_to(|| format!("read a greeting from {address}"))?;
    judge(engine, &greeting).map_err(|why| Failure::new(format!("{address} {why}")))
}

/// Asks until a server of the engine accepts sessions on the port, at most `limit` long, as long as `alive` holds.
pub fn await_answer(engine: Engine, port: u16, limit: Duration, mut alive: impl FnMut() -> bool) -> Result<()> {
    let end = Instant::now() + limit;
    loop {
        match answers(engine, &format!("127.0.0.1:{port}")) {
            Ok(()) => return Ok(()),
            Err(failure) if Instant::now() > end => return Err(failure),
            Err(_) if !alive() => return Err(Failure::new("the server ended by itself")),
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

fn connect(address: &str) -> std::io::Result<TcpStream> {
    let addresses: Vec<SocketAddr> = address.to_socket_addrs()?.collect();
    let first = addresses.first().ok_or(std::io::ErrorKind::AddrNotAvailable)?;
    let stream = TcpStream::connect_timeout(first, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// A startup message of protocol 3.0 (PostgreSQL manual, "Message Formats"); the answer is an authentication
/// request (`R`) or an error (`E`, while the server is starting up).
fn greet_postgres(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    const PARAMETERS: &[u8] = b"user\0postgres\0database\0postgres\0\0";
    let length = 8 + u32::try_from(PARAMETERS.len()).map_err(std::io::Error::other)?;
    let mut message = Vec::new();
    message.extend(length.to_be_bytes());
    message.extend(196_608_u32.to_be_bytes());
    message.extend(PARAMETERS);
    stream.write_all(&message)?;
    read_some(stream)
}

/// The server speaks first: a packet whose payload is protocol version 10 and the server's version, ended by
/// a zero byte (MySQL internals, `HandshakeV10`).
fn greet_mysql(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    read_some(stream)
}

fn read_some(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut buffer = [0; 256];
    let length = stream.read(&mut buffer)?;
    Ok(buffer[..length].to_vec())
}

fn judge(engine: Engine, greeting: &[u8]) -> std::result::Result<(), &'static str> {
    match engine {
        Engine::Postgres => match greeting.first() {
            Some(b'R') => Ok(()),
            Some(b'E') => Err("refuses sessions"),
            _ => Err("does not answer as PostgreSQL"),
        },
        Engine::MariaDb if is_mariadb(mysql_version(greeting)?) => Ok(()),
        Engine::MariaDb => Err("is MySQL, not MariaDB"),
        Engine::MySql if is_mariadb(mysql_version(greeting)?) => Err("is MariaDB, not MySQL"),
        Engine::MySql => Ok(()),
    }
}

fn mysql_version(greeting: &[u8]) -> std::result::Result<&[u8], &'static str> {
    match greeting.get(4..) {
        Some([10, version @ ..]) => Ok(version.split(|byte| *byte == 0).next().unwrap_or_default()),
        Some([0xff, ..]) => Err("refuses sessions"),
        _ => Err("does not answer as MySQL or MariaDB"),
    }
}

fn is_mariadb(version: &[u8]) -> bool {
    String::from_utf8_lossy(version).contains("MariaDB")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARIADB: &[u8] = b"\x6e\0\0\0\x0a5.5.5-10.11.19-MariaDB-0+deb12u1\0rest";
    const MYSQL: &[u8] = b"\x4a\0\0\0\x0a9.7.4-2\0rest";

    #[test]
    fn a_greeting_tells_mysql_from_mariadb() {
        assert_eq!(judge(Engine::MariaDb, MARIADB), Ok(()));
        assert_eq!(judge(Engine::MySql, MYSQL), Ok(()));
        assert_eq!(judge(Engine::MySql, MARIADB), Err("is MariaDB, not MySQL"));
        assert_eq!(judge(Engine::MariaDb, MYSQL), Err("is MySQL, not MariaDB"));
    }

    #[test]
    fn a_server_that_starts_up_does_not_answer_yet() {
        assert_eq!(judge(Engine::Postgres, b"E\0\0\0"), Err("refuses sessions"));
        assert_eq!(judge(Engine::Postgres, b"R\0\0\0"), Ok(()));
        assert_eq!(judge(Engine::MySql, b"\x4a\0\0\0\xff"), Err("refuses sessions"));
    }

    #[test]
    fn another_protocol_is_not_taken_for_a_server() {
        assert_eq!(judge(Engine::Postgres, b"HTTP/1.1 400"), Err("does not answer as PostgreSQL"));
        assert_eq!(judge(Engine::MySql, b""), Err("does not answer as MySQL or MariaDB"));
    }
}
