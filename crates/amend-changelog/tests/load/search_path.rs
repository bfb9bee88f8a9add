//! Nothing outside of the search path is opened.

use std::fs;
use std::path::{Path, PathBuf};

use amend_changelog::files::read_named;
use amend_changelog::{FileFault, Files, SearchPath, Target, load};
use amend_sql::Product;

/// A folder that is removed in the end: `inside/` is the search path, `outside/secret.sql` must not be read.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("amend-search-path-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("inside/sub")).unwrap();
        fs::create_dir_all(folder.join("outside")).unwrap();
        fs::write(folder.join("inside/sub/here.sql"), "select 'here'").unwrap();
        fs::write(folder.join("outside/secret.sql"), "select 'secret'").unwrap();
        Self(folder)
    }

    fn inside(&self) -> PathBuf {
        self.0.join("inside")
    }

    fn files(&self) -> SearchPath {
        SearchPath::new([self.inside()]).unwrap()
    }

    #[cfg(unix)]
    fn link(&self, target: impl AsRef<Path>, name: &str) {
        std::os::unix::fs::symlink(target, self.inside().join(name)).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Ways to name a file outside.
fn attempts(folder: &Folder) -> Vec<String> {
    let outside = folder.0.join("outside/secret.sql").display().to_string();
    let fixed = [
        "../outside/secret.sql",
        "..\\outside\\secret.sql",
        "sub/../../outside/secret.sql",
        "sub/../sub/../../outside/secret.sql",
        "./../outside/secret.sql",
        "/../outside/secret.sql",
        "//../outside/secret.sql",
        "../../../../../../../../../../etc/passwd",
        "sub/..//..//outside/secret.sql",
        "sub/.././../outside/secret.sql",
        "/etc/passwd",
        "//etc/passwd",
        "\\etc\\passwd",
        "/proc/self/environ",
        "/proc/self/root/etc/passwd",
        "../../proc/self/environ",
        "/dev/stdin",
        "C:\\Windows\\win.ini",
        "C:/Windows/win.ini",
        "c:secret.sql",
        "/C:/Windows/win.ini",
        "\\\\host\\share\\secret.sql",
        "//host/share/secret.sql",
        "\\\\?\\C:\\secret.sql",
        "file:/etc/passwd",
        "file:///etc/passwd",
        "file:../outside/secret.sql",
        "FILE:/etc/passwd",
        "http://example.com/secret.sql",
        "https://example.com/secret.sql",
        "jar:file:/x.jar!/secret.sql",
        "classpath:../outside/secret.sql",
        "classpath:/../outside/secret.sql",
        "classpath:/etc/passwd",
        "%2e%2e/outside/secret.sql",
        "%2E%2E/outside/secret.sql",
        "%2e./outside/secret.sql",
        ".%2e/outside/secret.sql",
        "sub/%2e%2e/%2e%2e/outside/secret.sql",
        "..%2foutside%2fsecret.sql",
        "..%5coutside%5csecret.sql",
        "%252e%252e/outside/secret.sql",
        "..\u{0}/outside/secret.sql",
        "sub/here.sql\u{0}/../../outside/secret.sql",
        "../outside/secret.sql\u{0}.sql",
        "..\n/outside/secret.sql",
        "..",
        "../",
        "../inside/../outside/secret.sql",
        "sub/../..",
        "....//../outside/secret.sql",
        "a/b/c/../../../../outside/secret.sql",
        "link-file.sql",
        "link-folder/secret.sql",
        "sub/../link-folder/secret.sql",
        "link-root/etc/passwd",
        "link-proc/self/environ",
        "link-chain/secret.sql",
        "link-up/outside/secret.sql",
    ];
    fixed.into_iter().map(str::to_owned).chain([outside]).collect()
}

#[cfg(unix)]
#[test]
fn sixty_attempts_and_none_is_read() {
    let folder = Folder::new("attempts");
    folder.link(folder.0.join("outside/secret.sql"), "link-file.sql");
    folder.link(folder.0.join("outside"), "link-folder");
    folder.link("/", "link-root");
    folder.link("/proc", "link-proc");
    folder.link("link-folder", "link-chain");
    folder.link("..", "link-up");
    let (files, attempts) = (folder.files(), attempts(&folder));
    assert_eq!(attempts.len(), 60);
    for name in attempts {
        for relative in [false, true] {
            let fault = read_named(&files, &name, relative, "c.yaml").map(|_| "read").unwrap_err();
            let may_be_missing = relative || name.starts_with("classpath:/") || name.starts_with("....");
            let expected = fault == FileFault::EscapesSearchPath || may_be_missing && fault == FileFault::NotFound;
            assert!(expected, "{name:?}, relative {relative}: {fault:?}");
        }
        assert!(files.read(&name).is_err(), "{name:?}");
        assert!(files.list(&name).is_err(), "{name:?}");
    }
}

#[test]
fn spellings_of_a_file_inside() {
    let folder = Folder::new("spellings");
    let files = folder.files();
    for name in [
        "sub/here.sql",
        "./sub/here.sql",
        "/sub/here.sql",
        "sub\\here.sql",
        "sub/../sub//here.sql",
        "classpath:sub/here.sql",
    ] {
        assert!(read_named(&files, name, false, "x/c.yaml").is_ok(), "{name}");
    }
    assert!(read_named(&files, "here.sql", true, "sub/c.yaml").is_ok());
    assert!(read_named(&files, "../sub/here.sql", true, "sub/c.yaml").is_ok());
    assert_eq!(files.list("").unwrap(), ["sub/here.sql"]);
    assert_eq!(files.list("/sub/").unwrap(), ["sub/here.sql"]);
    assert_eq!(files.read("sub").unwrap_err(), FileFault::NotAFile);
}

#[cfg(unix)]
#[test]
fn links_in_folders() {
    let folder = Folder::new("links");
    folder.link("sub", "other");
    assert_eq!(folder.files().list("").unwrap(), ["other/here.sql", "sub/here.sql"]);
    folder.link("..", "sub/up");
    assert_eq!(folder.files().list("sub").unwrap_err(), FileFault::LinkLoop);
    fs::remove_file(folder.inside().join("sub/up")).unwrap();
    folder.link("../../outside", "sub/out");
    assert_eq!(folder.files().list("sub").unwrap_err(), FileFault::EscapesSearchPath);
}

#[test]
fn a_file_in_two_folders_is_ambiguous() {
    let (one, two) = (Folder::new("one"), Folder::new("two"));
    let files = SearchPath::new([one.inside(), two.inside(), one.inside()]).unwrap();
    assert!(matches!(files.read("sub/here.sql").unwrap_err(), FileFault::Ambiguous(places) if places.len() == 2));
    fs::remove_file(two.inside().join("sub/here.sql")).unwrap();
    assert!(files.read("sub/here.sql").is_ok());
    assert!(SearchPath::new([one.0.join("nope")]).is_err());
}

#[test]
fn a_root_that_leads_out_is_not_read() {
    let folder = Folder::new("root");
    for root in ["../outside/secret.sql", "/etc/passwd.sql", "C:\\x.yaml", "file:/x.yaml"] {
        let loaded = load(&folder.files(), root, &Target::new(Product::Sqlite));
        let codes: Vec<&str> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!(codes, ["amend::file::escapes-search-path"], "{root}");
    }
}

#[test]
fn an_include_that_leads_out_is_located() {
    let folder = Folder::new("include");
    fs::write(folder.inside().join("c.yaml"), "databaseChangeLog:\n  - include: {file: ../outside/secret.sql}\n")
        .unwrap();
    let loaded = load(&folder.files(), "c.yaml", &Target::new(Product::Sqlite));
    let shown: Vec<String> = loaded.diagnostics.iter().map(super::shown_diagnostic).collect();
    let expected = "error c.yaml:2:21: the path `../outside/secret.sql` leads out of the search path\n  \
                    help: move the file below the search path, or add its folder to the search path\n";
    assert_eq!(shown, [expected]);
}
