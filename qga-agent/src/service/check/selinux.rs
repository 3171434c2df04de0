//! Looks for denials of SELinux in the audit log, or in the kernel's where nothing collects them.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::Finding;

const SUBJECT: &str = "SELinux";

/// The end of the audit log that is searched.
const MAX_LOG_BYTES: u64 = 1 << 20;

/// Records of the kernel's log that are read; there are fewer unless they come faster than they are read.
const MAX_KERNEL_RECORDS: usize = 1 << 16;

/// The agent's domain, and that of the programs it runs.
const DOMAIN: &str = ":virt_qemu_ga_t:";

/// Shows that the policy is Fedora's or RHEL's, which restricts the agent.
const BOOLEAN: &str = "sys/fs/selinux/booleans/virt_qemu_ga_run_unconfined";

/// Whether the agent was denied anything, if SELinux enforces its policy.
pub(super) fn check(root: &Path) -> Finding {
    let mode = std::fs::read_to_string(root.join("sys/fs/selinux/enforce"));
    match mode.as_deref().map(str::trim) {
        Ok("1") => {}
        Ok(_) => return Finding::ok(SUBJECT, "permissive"),
        Err(_) => return Finding::ok(SUBJECT, "not in use"),
    }
    let audit = end(&root.join("var/log/audit/audit.log")).map(|log| ("the audit log", log));
    let Some((name, log)) = audit.or_else(|| Some(("the kernel's log", kernels(&root.join("dev/kmsg"))?))) else {
        return Finding::ok(SUBJECT, "enforcing; there is no log to search");
    };
    // Threads have names of their own, so the domain matters more than the name.
    let is_denial = |line: &&str| {
        line.contains("avc:")
            && line.contains("denied")
            && (context(line, "scontext=").contains(DOMAIN)
                || line.contains("comm=\"qemu-ga\"")
                // An answer of systemd or logind.
                || line.contains("tclass=dbus") && context(line, "tcontext=").contains(DOMAIN))
    };
    let denials: Vec<_> = log.lines().filter(is_denial).collect();
    let Some(last) = denials.last() else {
        return Finding::ok(SUBJECT, format!("enforcing, without a denial in {name}"));
    };
    let remedy = if root.join(BOOLEAN).exists() {
        "allow what you need with `setsebool -P NAME on`: virt_qemu_ga_read_nonsecurity_files (freeze, files), \
         virt_qemu_ga_manage_ssh (keys), virt_qemu_ga_run_unconfined (hooks)"
    } else if last.contains(DOMAIN) {
        "a module made by `audit2allow -M local-qemu-ga` from these lines allows it, loaded by `semodule -i`"
    } else {
        "the agent's own policy is not loaded: run /usr/share/qemu-ga/selinux/policy.sh load, and restart the agent"
    };
    Finding::problem(SUBJECT, format!("{} denials in {name}, the last: {last}", denials.len()), remedy)
}

/// The context of the process that was denied something, `scontext=`, or of what was denied to it, `tcontext=`.
fn context<'a>(line: &'a str, of: &str) -> &'a str {
    line.split(' ').find_map(|word| word.strip_prefix(of)).unwrap_or_default()
}

fn end(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MAX_LOG_BYTES))).ok()?;
    let mut bytes = Vec::new();
    file.take(MAX_LOG_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The messages of this boot; each read gives one, and the last of them fails, since none follows yet.
fn kernels(path: &Path) -> Option<String> {
    let mut file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path).ok()?;
    let (mut log, mut record) = (String::new(), [0; 8192]);
    for _ in 0..MAX_KERNEL_RECORDS {
        match file.read(&mut record) {
            Ok(0) => break,
            Ok(length) => log.push_str(&String::from_utf8_lossy(&record[..length])),
            // Newer messages have taken the place of some.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            Err(_) => break,
        }
    }
    Some(log)
}
