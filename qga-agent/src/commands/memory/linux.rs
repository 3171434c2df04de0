//! Reads and switches memory blocks through `/sys/devices/system/memory`.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestMemoryBlock, GuestMemoryBlockResponse, GuestMemoryBlockResponseType};

use crate::linux::kernel_file::attribute_bytes;
use crate::os::errno;

pub(super) const UNSUPPORTED: &[&str] = &[];

/// All memory blocks, in the kernel's order; empty if the kernel cannot hot-plug memory.
pub(super) fn blocks(root: &Path) -> Result<Vec<GuestMemoryBlock>, CommandError> {
    let folder = folder(root);
    let failed =
        |error| CommandError::new(format!("Can't open directory \"{}\": {}", folder.display(), errno::text(error)));
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        let Some(index) = name.to_str().and_then(|name| name.strip_prefix("memory")).and_then(number) else {
            continue;
        };
        let block = folder.join(name);
        let online = match state(&block) {
            Ok(online) => Some(online),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                let file = block.join("state");
                return Err(CommandError::new(format!("open(\"{}\"): {}", file.display(), errno::text(error))));
            }
        };
        let removable = || {
            attribute_bytes(&block.join("removable")).is_ok_and(|text| text.first().is_some_and(|byte| *byte != b'0'))
        };
        let block = GuestMemoryBlock::new(index, online.unwrap_or(true));
        found.push(block.with_can_offline(online.is_some() && removable()));
    }
    if found.is_empty() {
        return Err(CommandError::new("guest reported zero memory blocks!"));
    }
    Ok(found)
}

/// Switches blocks in the given order, one answer each.
pub(super) fn switch(root: &Path, wanted: &[GuestMemoryBlock]) -> Vec<GuestMemoryBlockResponse> {
    wanted.iter().map(|block| switch_one(root, block)).collect()
}

fn switch_one(root: &Path, wanted: &GuestMemoryBlock) -> GuestMemoryBlockResponse {
    use GuestMemoryBlockResponseType as Response;
    let block = folder(root).join(format!("memory{}", wanted.phys_index));
    let answer = |response, error: io::Error| {
        let mut answer = GuestMemoryBlockResponse::new(wanted.phys_index, response);
        answer.error_code = error.raw_os_error().map(i64::from);
        answer
    };
    if let Err(error) = fs::metadata(&block) {
        let missing = error.kind() == ErrorKind::NotFound;
        return answer(if missing { Response::NotFound } else { Response::OperationFailed }, error);
    }
    match state(&block) {
        Ok(online) if online == wanted.online => {
            return GuestMemoryBlockResponse::new(wanted.phys_index, Response::Success);
        }
        Ok(_) => {}
        // A block without a state file cannot be switched.
        Err(error) if error.kind() == ErrorKind::NotFound => return answer(Response::OperationNotSupported, error),
        Err(error) => return answer(Response::OperationFailed, error),
    }
    let word: &[u8] = if wanted.online { b"online" } else { b"offline" };
    match OpenOptions::new().write(true).open(block.join("state")).and_then(|mut file| file.write_all(word)) {
        Ok(()) => GuestMemoryBlockResponse::new(wanted.phys_index, Response::Success),
        Err(error) => answer(Response::OperationFailed, error),
    }
}

/// Bytes in a memory block.
pub(super) fn block_size(root: &Path) -> Result<u64, CommandError> {
    let folder = folder(root);
    if let Err(error) = fs::metadata(&folder) {
        return Err(CommandError::new(format!("open(\"{}/\"): {}", folder.display(), errno::text(error))));
    }
    let text = fs::read_to_string(folder.join("block_size_bytes"))
        .map_err(|error| CommandError::new(format!("open sysfs file \"block_size_bytes\": {}", errno::text(error))))?;
    u64::from_str_radix(text.trim(), 16)
        .map_err(|_| CommandError::new(format!("sysfs file \"block_size_bytes\" holds no number: {text:?}")))
}

/// Whether the block is on; false while it is being switched off.
fn state(block: &Path) -> io::Result<bool> {
    Ok(attribute_bytes(&block.join("state"))?.starts_with(b"online"))
}

fn folder(root: &Path) -> PathBuf {
    root.join("sys/devices/system/memory")
}

fn number(digits: &str) -> Option<u64> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;
    use GuestMemoryBlockResponseType as Response;

    fn machine() -> Root {
        Root::new(&[
            ("sys/devices/system/memory/block_size_bytes", "8000000\n"),
            ("sys/devices/system/memory/auto_online_blocks", "offline\n"),
            ("sys/devices/system/memory/memory0/state", "online\n"),
            ("sys/devices/system/memory/memory0/removable", "1\n"),
            ("sys/devices/system/memory/memory32/state", "offline\n"),
            ("sys/devices/system/memory/memory32/removable", "0\n"),
            ("sys/devices/system/memory/memory33/state", "going-offline\n"),
            ("sys/devices/system/memory/memory34/phys_device", "0\n"),
        ])
    }

    #[test]
    fn blocks_are_the_numbered_folders() {
        let mut found: Vec<_> = blocks(machine().path())
            .unwrap()
            .into_iter()
            .map(|block| (block.phys_index, block.online, block.can_offline))
            .collect();
        found.sort_unstable();
        let expected =
            [(0, true, Some(true)), (32, false, Some(false)), (33, false, Some(false)), (34, true, Some(false))];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_kernel_without_memory_hotplug_has_no_blocks_but_an_empty_folder_is_an_error() {
        assert_eq!(blocks(Root::new(&[]).path()).unwrap(), []);
        let error = blocks(Root::new(&[("sys/devices/system/memory/block_size_bytes", "8")]).path()).unwrap_err();
        assert_eq!(error.desc, "guest reported zero memory blocks!");
    }

    #[test]
    fn every_block_gets_an_answer_in_order() {
        let root = machine();
        let wanted = [(99, true), (0, true), (0, false), (32, true), (34, false)];
        let wanted: Vec<_> = wanted.into_iter().map(|(index, online)| GuestMemoryBlock::new(index, online)).collect();
        let found: Vec<_> = switch(root.path(), &wanted)
            .into_iter()
            .map(|answer| (answer.phys_index, answer.response, answer.error_code))
            .collect();
        let expected = [
            (99, Response::NotFound, Some(i64::from(libc::ENOENT))),
            (0, Response::Success, None),
            (0, Response::Success, None),
            (32, Response::Success, None),
            (34, Response::OperationNotSupported, Some(i64::from(libc::ENOENT))),
        ];
        assert_eq!(found, expected);
        assert!(root.read("sys/devices/system/memory/memory0/state").starts_with("offline"));
        assert!(root.read("sys/devices/system/memory/memory32/state").starts_with("online"));
    }

    #[test]
    fn the_block_size_is_hexadecimal() {
        assert_eq!(block_size(machine().path()).unwrap(), 128 << 20);
        let cases = [
            (Root::new(&[]), "open(\"/sys/devices/system/memory/\"): No such file or directory"),
            (
                Root::new(&[("sys/devices/system/memory/memory0/state", "online")]),
                "open sysfs file \"block_size_bytes\": No such file or directory",
            ),
            (
                Root::new(&[("sys/devices/system/memory/block_size_bytes", "x\n")]),
                "sysfs file \"block_size_bytes\" holds no number: \"x\\n\"",
            ),
        ];
        for (root, expected) in cases {
            assert_eq!(root.plain(&block_size(root.path()).unwrap_err().desc), expected);
        }
    }
}
