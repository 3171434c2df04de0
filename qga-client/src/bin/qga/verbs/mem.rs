//! `qga mem`: how much memory the guest has, and how much of it is free.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{CallError, Caller, Client, commands, types};

use crate::command_line;
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::table::{Facts, Table};
use crate::units::{binary, percent};

/// A file of a few kilobytes; more of it is not read.
const MAX_MEMINFO_BYTES: i64 = 64 << 10;

pub(crate) fn command() -> Command {
    Command::new("mem")
        .about("Show how much memory the guest has, and how much of it is free")
        .arg(command_line::target())
        .after_help(
            "Reads the guest's /proc/meminfo where the agent may read files, and its list of memory blocks. \
             --format json prints the answer to guest-get-memory-blocks.",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let format = context.format();
    let client = context.client(matches)?;
    if format == Format::Json {
        let answer = client.call_text("guest-get-memory-blocks", None)?;
        context::print_json(&answer)?;
        return Ok(ExitCode::SUCCESS);
    }
    let counted = meminfo(client);
    let blocks = blocks(client);
    let text = match (counted, blocks) {
        (Ok(counted), blocks) => show_meminfo(&counted) + &blocks.unwrap_or_default(),
        (Err(why), Ok(blocks)) => format!("{blocks}/proc/meminfo cannot be read: {why}\n"),
        (Err(why), Err(_)) => return Err(why.into()),
    };
    context::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The guest's /proc/meminfo.
fn meminfo(client: &mut Client) -> Result<String, CallError> {
    let handle = client.call(commands::GuestFileOpen::new("/proc/meminfo"))?;
    let mut read = commands::GuestFileRead::new(handle);
    read.count = Some(MAX_MEMINFO_BYTES);
    let read = client.call(read);
    client.call(commands::GuestFileClose::new(handle))?;
    Ok(String::from_utf8_lossy(&read?.buf_b64.into_vec()).into_owned())
}

fn show_meminfo(meminfo: &str) -> String {
    let mut table = Table::new(&["", ">TOTAL", ">USED", ">AVAILABLE", ">USE"]);
    for (name, total, available) in [("memory", "MemTotal", "MemAvailable"), ("swap", "SwapTotal", "SwapFree")] {
        let Some(total) = bytes_of(meminfo, total) else { continue };
        // Kernels before 3.14 do not say what is available.
        let available = bytes_of(meminfo, available).or_else(|| bytes_of(meminfo, "MemFree")).unwrap_or(0);
        let used = total.saturating_sub(available);
        table.row([name.to_owned(), binary(total), binary(used), binary(available), percent(used, total)]);
    }
    table.finish("the guest's /proc/meminfo says nothing")
}

/// The value of a line such as `MemTotal:  2030512 kB`, in bytes.
fn bytes_of(meminfo: &str, name: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    let number: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    number.checked_mul(1024)
}

/// What the list of memory blocks says.
fn blocks(client: &mut Client) -> Result<String, CallError> {
    let blocks: Vec<types::GuestMemoryBlock> = client.call(commands::GuestGetMemoryBlocks::new())?;
    let size = client.call(commands::GuestGetMemoryBlockInfo::new())?.size;
    let online = blocks.iter().filter(|block| block.online).count();
    let mut facts = Facts::default();
    let total = binary(size.saturating_mul(online as u64));
    facts.add("blocks", format!("{online} of {} in use, {} each, {total} in all", blocks.len(), binary(size)));
    Ok(facts.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_the_kernels_lines() {
        const MEMINFO: &str = "MemTotal:        2048 kB\nMemFree:  100 kB\nMemAvailable:  1024 kB\nSwapTotal: x kB\n";
        assert_eq!(bytes_of(MEMINFO, "MemTotal"), Some(2 << 20));
        assert_eq!(bytes_of(MEMINFO, "Mem"), None);
        assert_eq!(bytes_of(MEMINFO, "SwapTotal"), None);
        assert_eq!(bytes_of("MemTotal: 18446744073709551615 kB", "MemTotal"), None);
    }
}
