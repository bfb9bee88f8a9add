//! Who holds the lock: this machine and this process, in the form that Liquibase shows to people.

use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// Behind the host stands this word, and behind it the token of the process.
const MARK: &str = ") amend ";
/// `LOCKEDBY` takes 255 characters.
const LONGEST_HOST: usize = 180;

/// The holder of a lock: `host (address) amend token`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    host: String,
    address: IpAddr,
    token: String,
}

impl Holder {
    /// This process, with a token that no other has.
    pub fn this_process() -> Self {
        let host = gethostname::gethostname().to_string_lossy().chars().take(LONGEST_HOST).collect();
        Self { host, address: own_address(), token: format!("{:016x}", random()) }
    }

    /// What tells this holder from every other: 16 hexadecimal digits.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Whether a text of `LOCKEDBY` is a holder of this form.
    pub(super) fn is_one(text: &str) -> bool {
        let token = text.rsplit_once(MARK).map(|(_, token)| token);
        token.is_some_and(|token| token.len() == 16 && token.bytes().all(|it| it.is_ascii_hexdigit()))
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}{MARK}{}", self.host, self.address, self.token)
    }
}

/// The address from which this machine would reach the world; nothing is sent to find it out.
fn own_address() -> IpAddr {
    // 192.0.2.0/24 is set aside for documentation (RFC 5737).
    let outward = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    outward.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

/// A number that cannot be foreseen: the standard library seeds its hash maps with such.
pub(super) fn random() -> u64 {
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_kind() {
        let holder = Holder::this_process();
        assert!(Holder::is_one(&holder.to_string()), "{holder}");
        assert_ne!(holder.token(), Holder::this_process().token());
        for other in ["host (10.0.0.1)", "amend (10.0.0.1)", "host (10.0.0.1) amend x", "h (1) amend 0123456789abcdeg"]
        {
            assert!(!Holder::is_one(other), "{other}");
        }
    }
}
