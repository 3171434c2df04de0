//! Causes in the guest and its definition, from its process, its monitor and libvirt.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt as _;
use std::path::Path;

use rustix::io::{FdFlags, fcntl_setfd};

use super::{PLENTY, SOON, check, doctor, place};
use crate::peer::{left_out, text, tool};
use crate::qemu::{FakeQemu, Qemu};
use crate::scripted::{Reply, Scripted};

#[test]
fn a_guest_without_a_channel_is_found_by_its_name() {
    let name = format!("qga-test-{}", std::process::id());
    let qemu = FakeQemu::start(&["-name", &format!("guest={name},debug-threads=on"), "-m", "1G"]);
    let shown = check(&doctor(&name, PLENTY), 14, "the guest has no channel for an agent");
    let tried = format!("{name}\n  ✗ QEMU process {} ({name}): no channel for an agent\n", qemu.id());
    assert!(shown.starts_with(&tried), "{shown}");
    drop(qemu);
    let port = "virtserialport,chardev=c,name=org.qemu.guest_agent.0";
    let _qemu = FakeQemu::start(&["-name", &name, "-chardev", "pty,id=c", "-device", port]);
    let words = "the agent's channel ends in a pty, and in no socket that others can connect to";
    check(&doctor(&name, PLENTY), 14, words);
}

/// A QMP monitor that gives these answers to `query-status` and `query-chardev`.
fn monitor(path: &Path, status: &'static str, is_open: bool) {
    let listener = UnixListener::bind(path).expect("a free name");
    let serve = move |mut stream: UnixStream| -> std::io::Result<()> {
        stream.write_all(b"{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n")?;
        for line in BufReader::new(stream.try_clone()?).lines() {
            let request: serde_json::Value = serde_json::from_str(&line?)?;
            let answer = match request["execute"].as_str() {
                Some("query-status") => format!("{{\"status\": \"{status}\", \"running\": false}}"),
                Some("query-chardev") => format!(
                    "[{{\"label\": \"x\", \"filename\": \"\", \"frontend-open\": true}}, \
                     {{\"label\": \"c\", \"filename\": \"\", \"frontend-open\": {is_open}}}]"
                ),
                _ => "{}".to_owned(),
            };
            stream.write_all(format!("{{\"return\": {answer}, \"id\": {}}}\r\n", request["id"]).as_bytes())?;
        }
        Ok(())
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // A client that has gone has seen enough.
            let _ = serve(stream);
        }
    });
}

#[test]
fn the_guests_state_is_asked_of_its_monitor() {
    for (status, is_open, exit, cause, tried) in [
        ("paused", true, 12, "the guest is paused (paused)", "✗ the guest's state: paused"),
        ("io-error", false, 12, "the guest is paused (io-error)", "✗ the guest's state: io-error"),
        ("prelaunch", false, 13, "the guest has not been started yet (prelaunch)", "✗ the guest's state: prelaunch"),
        (
            "running",
            false,
            21,
            "no process in the guest has opened the agent's port",
            "✗ no process in the guest has opened the port",
        ),
        (
            "running",
            true,
            27,
            "the channel is closed as soon as it is used",
            "✓ a process in the guest has opened the port",
        ),
    ] {
        let agent = Scripted::start(|_, _| Reply::Close);
        let (_folder, path, _) = place("monitor.sock");
        monitor(&path, status, is_open);
        let channel = format!("socket,id=c,path={},server=on,wait=off", agent.address());
        let port = "virtserialport,chardev=c,name=org.qemu.guest_agent.0";
        let qmp = format!("unix:{},server", path.display());
        let qemu = FakeQemu::start(&["-name", "vm 1", "-chardev", &channel, "-device", port, "-qmp", &qmp]);
        let target = format!("unix:{}", agent.address());
        let shown = check(&doctor(&target, PLENTY), exit, cause);
        let owner = format!("\n  ✓ QEMU process {} (vm 1): has the agent's channel\n", qemu.id());
        assert!(shown.contains(&owner) && shown.contains(&format!("  {tried}\n")), "{shown}");
    }
}

/// A firmware that says to the device `pvpanic` that its guest has panicked: mov dx, 0x505; mov al, 1; out dx, al; hlt.
fn panicking() -> Vec<u8> {
    let mut firmware = vec![0; 64 << 10];
    // Where the processor begins.
    firmware[0xfff0..][..9].copy_from_slice(b"\xba\x05\x05\xb0\x01\xee\xf4\xeb\xfd");
    firmware
}

#[test]
fn qemu_itself_says_that_a_guest_waits_or_runs_without_an_agent() {
    let words = [&["-S"], Qemu::CHANNEL].concat();
    let test = "qemu_itself_says_that_a_guest_waits_or_runs_without_an_agent";
    let Some(qemu) = Qemu::start(test, ("none", b""), &words) else { return };
    let target = qemu.address("agent.sock");
    check(&doctor(&target, SOON), 13, "the guest has not been started yet (prelaunch)");
    qemu.ask("cont");
    check(&doctor(&target, SOON), 21, "no process in the guest has opened the agent's port");
    qemu.ask("stop");
    let shown = check(&doctor(&target, SOON), 12, "the guest is paused (paused)");
    assert!(shown.ends_with("\nremedy: resume it: virsh resume, or cont in QEMU's monitor\n"), "{shown}");
}

#[test]
fn qemu_itself_says_that_a_guest_has_crashed() {
    let words = [&["-bios", "firmware", "-device", "pvpanic", "-action", "panic=pause"], Qemu::CHANNEL].concat();
    let file = ("firmware", panicking());
    let Some(qemu) = Qemu::start("qemu_itself_says_that_a_guest_has_crashed", (file.0, &file.1), &words) else {
        return;
    };
    while !qemu.ask("query-status").contains("guest-panicked") {
        std::thread::yield_now();
    }
    let shown = check(&doctor(&qemu.address("agent.sock"), SOON), 12, "the guest is paused (guest-panicked)");
    assert!(
        shown.ends_with("\nremedy: reset it: virsh reset, or system_reset and cont in QEMU's monitor\n"),
        "{shown}"
    );
}

#[test]
fn qemu_itself_has_no_channel_or_its_other_sockets_are_taken_for_one() {
    let name = format!("qga-test-bare-{}", std::process::id());
    let words = ["-S", "-name", &name, "-monitor", "unix:hmp.sock,server=on,wait=off", "-vnc", "unix:vnc.sock"];
    let test = "qemu_itself_has_no_channel_or_its_other_sockets_are_taken_for_one";
    let Some(qemu) = Qemu::start(test, ("none", b""), &words) else { return };
    check(&doctor(&name, PLENTY), 14, "the guest has no channel for an agent");
    for (socket, kind) in [
        ("qmp.sock", "QEMU's machine monitor (QMP)"),
        ("hmp.sock", "QEMU's human monitor (HMP)"),
        ("vnc.sock", "a VNC server"),
    ] {
        let target = qemu.address(socket);
        check(&doctor(&target, PLENTY), 20, &format!("{target} is {kind}, and no guest agent"));
    }
}

#[test]
fn a_socket_that_qemu_was_started_with_is_found() {
    let (_folder, path, target) = place("agent.sock");
    let listener = UnixListener::bind(&path).expect("a free name");
    let name = format!("qga-test-given-{}", std::process::id());
    let channel = format!("socket,id=c,fd={},server=on", listener.as_raw_fd());
    let port = "virtserialport,chardev=c,name=org.qemu.guest_agent.0";
    let words = ["-name", &name, "-chardev", &channel, "-device", port];
    let other = listener.try_clone().expect("another descriptor");
    let inherit = move || Ok(fcntl_setfd(&listener, FdFlags::empty())?);
    let qemu = FakeQemu::start_with(&words, |shell| {
        // SAFETY: it is one system call.
        unsafe { shell.pre_exec(inherit) };
    });
    let listed = tool(&["targets", &name, "--no-ping", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("a guest");
    assert_eq!((&listed["target"], &listed["address"]), (&name.into(), &target.into()));
    drop((qemu, other));
}

#[test]
fn root_finds_the_guests_of_the_systems_users() {
    if !rustix::process::geteuid().is_root() {
        return left_out("root_finds_the_guests_of_the_systems_users", "this is not root");
    }
    // Debian's libvirt-qemu, and a user who may call a process as they like.
    for (user, status, cause) in
        [(64_055, 14, "the guest has no channel for an agent"), (1000, 10, "no guest is called")]
    {
        let name = format!("qga-test-{user}-{}", std::process::id());
        let _qemu = FakeQemu::start_with(&["-name", &name], |shell| {
            shell.uid(user);
        });
        let output = doctor(&name, PLENTY);
        assert_eq!(output.status.code(), Some(status), "{}", text(&output.stdout));
        assert!(text(&output.stdout).contains(&format!("\ncause:  {cause}")), "{}", text(&output.stdout));
    }
}

/// Domains of libvirt's own driver for tests.
const DOMAINS: &str = "<node>
<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>paused</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
  <test:runstate>3</test:runstate>
</domain>
<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>off</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
  <test:runstate>5</test:runstate>
</domain>
<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>crashed</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
  <test:runstate>6</test:runstate>
</domain>
<domain type='test'><name>bare</name><memory>1024</memory><os><type>hvm</type></os></domain>
<domain type='test'><name>well</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
</domain>
</node>";

#[test]
fn libvirt_says_what_a_domain_does() {
    let (_folder, path, _) = place("domains.xml");
    std::fs::write(&path, DOMAINS).expect("a free name");
    let unsupported =
        "libvirt says: this function is not supported by the connection driver: virDomainQemuAgentCommand";
    for (domain, exit, cause) in [
        ("paused", 12, "the guest is paused (paused)"),
        ("crashed", 12, "the guest is paused (crashed)"),
        ("off", 11, "the guest is not running"),
        ("bare", 14, "the guest has no channel for an agent"),
        ("none", 10, "libvirt has no domain 'none'"),
        ("well", 28, unsupported),
    ] {
        let output = doctor(&format!("libvirt:test://{}#{domain}", path.display()), PLENTY);
        if text(&output.stdout).contains("libvirt's library is not installed") {
            left_out("libvirt_says_what_a_domain_does", "libvirt's library is missing");
            return;
        }
        check(&output, exit, cause);
    }
}
