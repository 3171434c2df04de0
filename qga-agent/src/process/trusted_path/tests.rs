use std::fs::{self, Permissions};
use std::io::{Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
use std::path::PathBuf;

use rustix::fs::{CWD, XattrFlags, mkfifoat, setxattr};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::geteuid;

use super::*;

const LOOP: Option<i32> = Some(libc::ELOOP);

/// `own`, which no other user may write to, with `own/target/file` in it.
struct Scene(tempfile::TempDir);

impl Scene {
    fn new() -> Self {
        let scene = Self(tempfile::tempdir().unwrap());
        scene.folder("own", 0o755);
        scene.folder("own/target", 0o755);
        scene.file("own/target/file");
        scene
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn folder(&self, below: &str, mode: u32) {
        fs::create_dir(self.path(below)).unwrap();
        fs::set_permissions(self.path(below), Permissions::from_mode(mode)).unwrap();
    }

    fn file(&self, below: &str) {
        fs::write(self.path(below), below).unwrap();
    }

    fn link(&self, below: &str, target: &str) {
        symlink(target, self.path(below)).unwrap();
    }

    /// The content read, or the error number.
    fn read(&self, place: fn(&Path) -> io::Result<Place>, below: &str) -> Result<String, Option<i32>> {
        let mut text = String::new();
        let read = |place: Place| place.read()?.read_to_string(&mut text).map(drop);
        place(&self.path(below)).and_then(read).map_err(|error| error.raw_os_error())?;
        Ok(text)
    }
}

#[test]
fn links_are_followed_where_no_other_user_can_make_them() {
    let scene = Scene::new();
    let file = || Ok("own/target/file".to_owned());
    let absolute = scene.path("own/target");
    for (folder, mode, followed) in [
        ("own/closed", 0o755, true),
        ("own/sticky", 0o1777, true),
        ("own/all", 0o777, false),
        // A group, and users in an access control list.
        ("own/group", 0o775, false),
    ] {
        scene.folder(folder, mode);
        scene.folder(&format!("{folder}/below"), 0o755);
        for (link, target) in [
            ("to-folder", absolute.to_str().unwrap()),
            ("to-file", "../target/file"),
            ("to-link", "to-file"),
            ("below/to-file", "../../target/file"),
        ] {
            scene.link(&format!("{folder}/{link}"), target);
        }
        let expected = if followed { file() } else { Err(LOOP) };
        for path in ["to-file", "to-link", "below/to-file", "below/../to-link"] {
            let path = format!("{folder}/{path}");
            assert_eq!(scene.read(Place::behind, &path), expected, "{path}");
            assert_eq!(scene.read(Place::at, &path), Err(LOOP), "{path}");
        }
        for place in [Place::behind, Place::at] {
            assert_eq!(scene.read(place, &format!("{folder}/to-folder/file")), expected, "{folder}");
            assert_eq!(scene.read(place, &format!("{folder}/../target/file")), file(), "{folder}");
        }
    }
}

#[test]
fn paths_lead_where_the_kernel_says() {
    let scene = Scene::new();
    scene.link("own/loop", "loop");
    scene.link("own/dangling", "target/new");
    let number = |path: &Path| Place::behind(path).map(drop).map_err(|error| error.raw_os_error());
    assert_eq!(number(&scene.path("own/loop")), Err(LOOP));
    assert_eq!(number(&scene.path("own/target")), Err(Some(libc::EISDIR)));
    assert_eq!(number(Path::new("/..")), Err(Some(libc::EISDIR)));
    assert_eq!(number(&scene.path("own/target/file/x")), Err(Some(libc::ENOTDIR)));
    assert_eq!(number(&scene.path("own/missing/x")), Err(Some(libc::ENOENT)));
    assert_eq!(number(Path::new("relative")), Err(None));
    Place::behind(&scene.path("own/dangling")).unwrap().append().unwrap().write_all(b"made").unwrap();
    assert_eq!(fs::read_to_string(scene.path("own/target/new")).unwrap(), "made");
    assert_eq!(fs::metadata(scene.path("own/target/new")).unwrap().mode() & 0o777, 0o600);
}

/// As `/dev/stderr` is.
#[test]
fn an_open_file_of_the_process_is_reached_through_proc() {
    let scene = Scene::new();
    let (mut reader, writer) =
        pipe_with(PipeFlags::CLOEXEC).map(|(reader, writer)| (File::from(reader), writer)).unwrap();
    let path = format!("/proc/self/fd/{}", writer.as_raw_fd());
    scene.link("own/stream", &path);
    for path in [PathBuf::from(path), scene.path("own/stream")] {
        Place::behind(&path).unwrap().append().unwrap().write_all(b"line").unwrap();
        let mut read = [0; 4];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"line");
    }
}

#[test]
fn where_others_may_write_only_a_file_that_no_user_can_put_there_is_opened() {
    let scene = Scene::new();
    for folder in ["own/all", "own/sticky"] {
        let mode = if folder == "own/all" { 0o777 } else { 0o1777 };
        scene.folder(folder, mode);
        let place = Place::at(&scene.path(&format!("{folder}/file"))).unwrap();
        assert!(place.is_shared());
        // A file that is created there, and found there.
        for _ in 0..2 {
            place.append().unwrap().write_all(b"x").unwrap();
        }
        assert!(place.holds(&place.write().unwrap()));
        place.replace(b"new").unwrap();
        assert_eq!(fs::read_to_string(scene.path(folder).join("file")).unwrap(), "new");
        place.remove().unwrap();

        let target = scene.path("own/target/file");
        let puts: [&dyn Fn(&Path); 4] = [
            &|path| fs::hard_link(&target, path).unwrap(),
            &|path| mkfifoat(CWD, path, Mode::RWXU).unwrap(),
            &|path| fs::create_dir(path).unwrap(),
            &|path| symlink(&target, path).unwrap(),
        ];
        for put in puts {
            let path = scene.path(folder).join("file");
            put(&path);
            for opened in [place.read(), place.write(), place.append()] {
                opened.map(drop).expect_err("another user could have put it there");
            }
            if place.remove().is_err() {
                fs::remove_dir(path).unwrap();
            }
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "own/target/file");
    }
    // Where only root can write, a second name and a pipe are accepted.
    let place = Place::at(&scene.path("own/second")).unwrap();
    fs::hard_link(scene.path("own/target/file"), scene.path("own/second")).unwrap();
    place.append().unwrap();
    place.remove().unwrap();
    mkfifoat(CWD, scene.path("own/second"), Mode::RWXU).unwrap();
    assert_eq!(place.append().map(drop).unwrap_err().raw_os_error(), Some(libc::ENXIO), "it has no reader");
    assert_eq!(place.read().map(drop).unwrap_err().to_string(), "not a regular file");
}

#[test]
fn what_belongs_to_another_user_is_not_trusted() {
    if !geteuid().is_root() {
        return println!("LEFT OUT: files of other users, which only root can make");
    }
    let scene = Scene::new();
    let give = |below: &str| lchown(scene.path(below), Some(65_534), Some(65_534)).unwrap();
    scene.folder("own/sticky", 0o1777);
    for link in ["own/sticky/link", "own/link"] {
        scene.link(link, scene.path("own/target/file").to_str().unwrap());
        assert!(scene.read(Place::behind, link).is_ok(), "{link}");
        give(link);
        assert_eq!(scene.read(Place::behind, link), Err(LOOP), "{link}");
    }
    scene.folder("own/home", 0o755);
    scene.folder("own/home/below", 0o755);
    scene.link("own/home/below/link", "../../target/file");
    assert!(scene.read(Place::behind, "own/home/below/link").is_ok());
    give("own/home");
    assert_eq!(scene.read(Place::behind, "own/home/below/link"), Err(LOOP));

    scene.file("own/home/file");
    assert!(scene.read(Place::at, "own/home/file").is_ok());
    give("own/home/file");
    assert!(scene.read(Place::at, "own/home/file").is_err());
    let text = "others may write to its folder, and it is not a regular file of the agent's own with one name";
    let appended = Place::behind(&scene.path("own/home/file")).unwrap().append();
    assert_eq!(appended.map(drop).unwrap_err().to_string(), text);
    // In root's folder the file belongs to another user, by root's choice.
    chown(scene.path("own/target/file"), Some(65_534), None).unwrap();
    assert!(scene.read(Place::at, "own/target/file").is_ok());
}

#[test]
fn an_access_control_list_counts() {
    let scene = Scene::new();
    scene.folder("own/listed", 0o755);
    scene.link("own/listed/link", "../target/file");
    assert!(scene.read(Place::behind, "own/listed/link").is_ok());
    // The owner, user 65534, the group, the mask and others, each with a tag, rights and a number.
    let list = acl::list(&[(1, 7, u32::MAX), (2, 7, 65_534), (4, 5, u32::MAX), (16, 7, u32::MAX), (32, 5, u32::MAX)]);
    match setxattr(scene.path("own/listed"), acl::ATTRIBUTE, &list, XattrFlags::empty()) {
        Ok(()) => assert_eq!(scene.read(Place::behind, "own/listed/link"), Err(LOOP)),
        Err(error) => println!("LEFT OUT: access control lists, which this file system does not take: {error}"),
    }
}
