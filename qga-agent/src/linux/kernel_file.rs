//! Reads files and links of procfs and sysfs with few system calls: the kernel writes them while they are read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The limit that the kernel sets for an attribute; it returns all of one in the first read.
const MAX_ATTRIBUTE_BYTES: usize = 4096;

/// Bytes for which a table's buffer has room before it grows.
const USUAL_TABLE_BYTES: usize = 16 * 1024;

/// The text of an attribute of sysfs, if it is there and can be read.
pub(crate) fn attribute(dir: &Path, name: &str) -> Option<String> {
    attribute_bytes(&dir.join(name)).ok().map(|bytes| text(&bytes))
}

/// The bytes of an attribute of sysfs.
///
/// # Errors
/// It is not there, or cannot be read.
pub(crate) fn attribute_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut buffer = [0; MAX_ATTRIBUTE_BYTES];
    let length = File::open(path)?.read(&mut buffer)?;
    Ok(buffer[..length].to_vec())
}

/// Text as the kernel ends it: with a line feed, a NUL or nothing.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\0']).to_owned()
}

/// A whole table of procfs.
///
/// # Errors
/// It is not there, or cannot be read.
pub(crate) fn table(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(USUAL_TABLE_BYTES);
    // Through `take`, since a file's own `read_to_end` asks for the size, which is 0 for all of them.
    File::open(path)?.take(u64::MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a link of sysfs leads to; the path itself if it is no link. No folder above the link may be a link.
///
/// # Errors
/// There is nothing at this path.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let target = match fs::read_link(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Ok(path.to_owned()),
        Err(error) => return Err(error),
    };
    let mut resolved = path.parent().unwrap_or(path).to_owned();
    for part in target.components() {
        if part == Component::ParentDir {
            resolved.pop();
        } else {
            resolved.push(part);
        }
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::manifest::Tree;

    #[test]
    fn a_link_is_resolved_as_the_kernel_resolves_it() {
        let tree = Tree::new("sys/block/vda -> ../devices/pci/vda\nsys/devices/pci/vda/size = 1\nsys/lost -> gone\n");
        let root = tree.root();
        let vda = root.join("sys/devices/pci/vda");
        assert_eq!(resolve(&root.join("sys/block/vda")).unwrap(), vda);
        assert_eq!(vda, fs::canonicalize(root.join("sys/block/vda")).unwrap());
        assert_eq!(resolve(&vda).unwrap(), vda);
        assert_eq!(resolve(&root.join("sys/lost")).unwrap(), root.join("sys/gone"));
        resolve(&root.join("sys/nothing")).unwrap_err();
    }

    #[test]
    fn a_table_is_read_to_its_end() {
        let tree = Tree::new("");
        let long = vec![b'x'; 3 * USUAL_TABLE_BYTES + 7];
        tree.write("table", &long);
        assert_eq!(table(&tree.root().join("table")).unwrap(), long);
    }

    #[test]
    fn an_attribute_has_no_line_feed() {
        let tree = Tree::new("a/size = 2048\\n\na/serial = x y\\0\\0\n");
        let of = |name| attribute(&tree.root().join("a"), name);
        assert_eq!((of("size"), of("serial"), of("none")), (Some("2048".into()), Some("x y".into()), None));
        // A folder can be opened, and not read.
        assert_eq!(attribute(&tree.root(), "a"), None);
    }
}
