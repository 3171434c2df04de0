//! Creates a client's file with mode 0666, whatever the umask.

use std::fs::{File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Refused;
use crate::process::trusted_path::Place;

/// Opens the file, and creates it with mode 0666 if there is none.
pub(super) fn create(path: &str, options: &OpenOptions) -> Result<File, Refused> {
    match options.clone().create_new(true).open(path) {
        Ok(file) => match file.set_permissions(Permissions::from_mode(0o666)) {
            Ok(()) => Ok(file),
            Err(error) => {
                discard(path, &file);
                Err(Refused::Permission(error))
            }
        },
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => options.open(path).map_err(Refused::Open),
        Err(error) => Err(Refused::Open(error)),
    }
}

/// Removes the file created at this path, but no other file that the path may lead to by now. Leaving an empty file
/// behind does less harm.
fn discard(path: &str, file: &File) {
    let place = std::path::absolute(Path::new(path)).and_then(|path| Place::at(&path));
    if let Some(place) = place.ok().filter(|place| place.holds(file)) {
        // The earlier error is reported.
        let _ = place.remove();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_the_file_that_was_created_is_discarded() {
        let root = tempfile::tempdir().unwrap();
        let [folder, moved, other] = ["folder", "moved", "other"].map(|name| root.path().join(name));
        let path = folder.join("file");
        let path = path.to_str().unwrap();
        fs::create_dir(&folder).unwrap();
        fs::create_dir(&other).unwrap();
        fs::write(other.join("file"), "precious").unwrap();
        let options = File::options().write(true).clone();
        let file = create(path, &options).ok().unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o666);

        fs::rename(&folder, &moved).unwrap();
        symlink(&other, &folder).unwrap();
        discard(path, &file);
        assert_eq!(fs::read_to_string(other.join("file")).unwrap(), "precious");
        fs::remove_file(&folder).unwrap();
        fs::rename(&moved, &folder).unwrap();
        discard(path, &file);
        assert!(!Path::new(path).exists());
    }
}
