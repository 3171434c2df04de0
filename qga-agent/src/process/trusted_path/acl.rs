//! Finds users and groups that may write by the group's rights or a POSIX access control list.

use std::path::Path;

use rustix::buffer::spare_capacity;
use rustix::fs::lgetxattr;
use rustix::io::Errno;

use crate::os::accounts::group;

/// As in the kernel.
const MAX_LIST_BYTES: usize = 64 * 1024;

/// The attribute of a file that has such a list besides its mode.
pub(super) const ATTRIBUTE: &str = "system.posix_acl_access";

/// The only version of the format.
const VERSION: u32 = 2;

const USER: u16 = 0x02;
const OWNING_GROUP: u16 = 0x04;
const GROUP: u16 = 0x08;
const MASK: u16 = 0x10;
/// Tags of the owner and of all others, whose rights are in the mode.
const IN_THE_MODE: [u16; 2] = [0x01, 0x20];

const WRITE: u16 = 2;

/// A user or group that may write besides the owner and all others.
#[derive(Debug, PartialEq)]
enum Writer {
    User(u32),
    OwningGroup,
    Group(u32),
}

/// Whether only trusted users may write to a file whose mode lets this group write. With an access control list those
/// bits are the mask, which bounds the rights of all users and groups in the list. `root` is the folder above
/// `etc/passwd` and `etc/group`.
///
/// # Errors
/// The list cannot be read.
pub(super) fn only_trusted_write(
    root: &Path,
    path: &Path,
    gid: u32,
    is_trusted: fn(u32) -> bool,
) -> Result<bool, Errno> {
    let mut list = Vec::with_capacity(MAX_LIST_BYTES);
    // By the path, since an `O_PATH` descriptor gives no attributes; its folders have been checked.
    let writers = match lgetxattr(path, ATTRIBUTE, spare_capacity(&mut list)) {
        Ok(_) => writers(&list),
        Err(Errno::NODATA | Errno::NOTSUP) => Some(vec![Writer::OwningGroup]),
        Err(error) => return Err(error),
    };
    let is_trusted_writer = |writer| match writer {
        Writer::User(uid) => is_trusted(uid),
        Writer::Group(gid) => group::has_only_trusted(root, gid, is_trusted),
        Writer::OwningGroup => group::has_only_trusted(root, gid, is_trusted),
    };
    Ok(writers.is_some_and(|writers| writers.into_iter().all(is_trusted_writer)))
}

/// The writers in a list, within its mask. `None` for a list in another format.
fn writers(list: &[u8]) -> Option<Vec<Writer>> {
    let (version, entries) = list.split_first_chunk()?;
    if u32::from_le_bytes(*version) != VERSION || entries.len() % 8 != 0 {
        return None;
    }
    let mut mask = WRITE;
    let mut writers = Vec::new();
    for entry in entries.chunks_exact(8) {
        let short = |at: usize| u16::from_le_bytes([entry[at], entry[at + 1]]);
        let (tag, rights) = (short(0), short(2));
        let id = u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]);
        let writer = match tag {
            USER => Writer::User(id),
            OWNING_GROUP => Writer::OwningGroup,
            GROUP => Writer::Group(id),
            MASK => {
                mask = rights;
                continue;
            }
            _ if IN_THE_MODE.contains(&tag) => continue,
            _ => return None,
        };
        if rights & WRITE != 0 {
            writers.push(writer);
        }
    }
    Some(if mask & WRITE == 0 { Vec::new() } else { writers })
}

/// A list of entries (tag, rights, id), as the kernel takes it.
#[cfg(test)]
pub(super) fn list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
    let mut list = VERSION.to_le_bytes().to_vec();
    for (tag, rights, id) in entries {
        list.extend([tag.to_le_bytes(), rights.to_le_bytes()].concat());
        list.extend(id.to_le_bytes());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: u32 = u32::MAX;

    #[test]
    fn writers_are_those_that_the_mask_lets_write() {
        let all = |mask| {
            writers(&list(&[
                (1, 7, ANY),
                (2, 7, 1000),
                (2, 5, 1001),
                (4, 7, ANY),
                (8, 6, 50),
                (16, mask, ANY),
                (32, 5, ANY),
            ]))
        };
        assert_eq!(all(7), Some(vec![Writer::User(1000), Writer::OwningGroup, Writer::Group(50)]));
        assert_eq!(all(5), Some(vec![]));
        // Without names there is no mask.
        assert_eq!(writers(&list(&[(1, 7, ANY), (4, 2, ANY), (32, 0, ANY)])), Some(vec![Writer::OwningGroup]));
    }

    #[test]
    fn a_list_of_another_form_is_not_understood() {
        let good = list(&[(2, 7, 0)]);
        assert!(writers(&good).is_some());
        for length in [0, 3, good.len() - 1] {
            assert_eq!(writers(&good[..length]), None, "{length}");
        }
        assert_eq!(writers(&[3, 0, 0, 0]), None);
        assert_eq!(writers(&list(&[(64, 7, 0)])), None);
    }
}
