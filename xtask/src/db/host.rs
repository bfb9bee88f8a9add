//! Where a server's programs run: on this machine as it is, or in a root file system of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context, Failure, Result};

/// A file system to run programs in, and the account to run them as.
pub struct Host {
    root: PathBuf,
    account: Option<Account>,
}

/// A system account, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Account {
    user: u32,
    group: u32,
}

impl Host {
    /// This machine. Servers refuse to run as root, so root runs them as `account`, or as `nobody`.
    pub fn machine(account: &str) -> Result<Self> {
        match is_root() {
            true => Self::root_file_system(PathBuf::from("/"), account),
            false => Ok(Host { root: PathBuf::from("/"), account: None }),
        }
    }

    /// The file system under `root`; only root can run programs in it.
    pub fn root_file_system(root: PathBuf, account: &str) -> Result<Self> {
        let path = root.join("etc/passwd");
        let accounts = std::fs::read_to_string(&path).failed_on("read", &path)?;
        let found = find_account(&accounts, account).or_else(|| find_account(&accounts, "nobody"));
        let account = found.ok_or_else(|| Failure::new(format!("no account `{account}` in `{}`", path.display())))?;
        Ok(Host { root, account: Some(account) })
    }

    /// A command that runs `program`, a path inside of the host, in the host and as its account.
    pub fn command(&self, program: &Path) -> Command {
        let Some(account) = self.account else {
            return Command::new(program);
        };
        let mut command = Command::new("chroot");
        command.arg(format!("--userspec={}:{}", account.user, account.group));
        command.arg(&self.root).arg(program);
        command
    }

    /// Makes a new empty folder that belongs to the account; its last name begins with `name`.
    pub fn new_folder(&self, name: &str) -> Result<PathBuf> {
        let parent = self.temporary();
        let folder = (0..).map(|n| parent.join(format!("{name}-{}-{n}", std::process::id())));
        let folder = folder.take(1000).find(|folder| std::fs::create_dir(folder).is_ok());
        let folder = folder.ok_or_else(|| Failure::new(format!("cannot make a folder in `{}`", parent.display())))?;
        if let Some(Account { user, group }) = self.account {
            std::os::unix::fs::chown(&folder, Some(user), Some(group)).failed_on("hand over", &folder)?;
        }
        Ok(folder)
    }

    /// The name that a path under the root has for the programs inside.
    pub fn inside(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.root) {
            Ok(relative) => Path::new("/").join(relative),
            Err(_) => path.to_owned(),
        }
    }

    fn temporary(&self) -> PathBuf {
        match self.root == Path::new("/") {
            true => std::env::temp_dir(),
            false => self.root.join("tmp"),
        }
    }
}

/// Whether this process has the rights of root.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Reads passwd(5): name, password, user number, group number, divided by colons.
fn find_account(accounts: &str, name: &str) -> Option<Account> {
    accounts.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        match fields[..] {
            [found, _, user, group, ..] if found == name => {
                Some(Account { user: user.parse().ok()?, group: group.parse().ok()? })
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNTS: &str =
        "root:x:0:0:root:/root:/bin/bash\nmysql2:x:1:1::/:\nmysql:x:107:110:MySQL,,,:/nonexistent:\n";

    #[test]
    fn accounts_are_found_by_their_whole_name() {
        assert_eq!(find_account(ACCOUNTS, "mysql"), Some(Account { user: 107, group: 110 }));
        assert_eq!(find_account(ACCOUNTS, "postgres"), None);
    }

    #[test]
    fn paths_are_seen_from_inside_the_root() {
        let host = Host { root: PathBuf::from("/srv/sid"), account: None };
        assert_eq!(host.inside(Path::new("/srv/sid/tmp/a")), Path::new("/tmp/a"));
        let machine = Host { root: PathBuf::from("/"), account: None };
        assert_eq!(machine.inside(Path::new("/tmp/a")), Path::new("/tmp/a"));
    }
}
