//! Reads cached content of a file, without waiting for a disk.

use std::fs::File;
use std::io::IoSliceMut;

use rustix::io::{ReadWriteFlags, preadv2};

/// Reads cached bytes. `None` if the disk must be read, or the file system cannot say.
pub(super) fn read(file: &File, buffer: &mut [u8], position: u64) -> Option<usize> {
    preadv2(file, &mut [IoSliceMut::new(buffer)], position, ReadWriteFlags::NOWAIT).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_just_written_is_in_memory_wherever_the_file_system_can_tell() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "0123456789").unwrap();
        let file = File::open(&path).unwrap();
        let mut buffer = [0; 8];
        // Not every file system supports this; if it does, the result must be true.
        if let Some(count) = read(&file, &mut buffer, 4) {
            assert_eq!(&buffer[..count], b"456789");
            assert_eq!(read(&file, &mut buffer, 10), Some(0), "the end");
        }
        assert_eq!(read(&File::open(folder.path()).unwrap(), &mut buffer, 0), None, "a folder");
    }
}
