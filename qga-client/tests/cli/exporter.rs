//! The exporter: what it says of guests of all kinds, and what Prometheus takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use qga_client::test::{Answer, FakeAgent, FakeSocket, Request};
use serde_json::{Value, json};

use crate::peer::{left_out, text};

/// Longer than anything here takes on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// As long as a scrape may take: a guest that answers is seen on a busy machine, too.
const PATIENT: &[&str] = &["--timeout", "8"];

/// An exporter of these guests, killed when the test is done with it.
struct Exporter {
    tool: Child,
    /// Host and port.
    address: String,
    _folder: tempfile::TempDir,
}

impl Exporter {
    fn start(guests: &[(&str, String)], options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("qga")).expect("a folder");
        let lines: String = guests.iter().map(|(name, address)| format!("{name} = \"{address}\"\n")).collect();
        std::fs::write(folder.path().join("qga/targets.toml"), format!("[targets]\n{lines}")).expect("a file");
        let names: Vec<&str> = guests.iter().map(|(name, _)| *name).collect();
        let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
        tool.args(["exporter", &names.join(","), "--listen", "127.0.0.1:0"]).args(options);
        tool.env("XDG_CONFIG_HOME", folder.path()).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut tool = tool.spawn().expect("the tool was built");
        let mut line = String::new();
        BufReader::new(tool.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().strip_suffix("/metrics").and_then(|line| line.split("http://").nth(1));
        let address = address.expect("an address").to_owned();
        Exporter { tool, address, _folder: folder }
    }

    /// The metrics; in the form of this Accept header.
    fn metrics(&self, accept: &str) -> String {
        let answer = get(&self.address, &format!("GET /metrics HTTP/1.1\r\nAccept: {accept}\r\n\r\n"));
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{head}");
        body.to_owned()
    }
}

impl Drop for Exporter {
    fn drop(&mut self) {
        // It has ended if this fails.
        let _ = self.tool.kill();
        let _ = self.tool.wait();
    }
}

fn get(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    // What was sent behind a request that is refused resets the connection.
    let _ = stream.read_to_end(&mut answer);
    text(&answer)
}

/// The answer to `guest-info` of an agent with these commands.
fn info(version: &str, commands: &[&str]) -> Answer {
    let command = |name: &&str| json!({"name": name, "enabled": true, "success-response": true});
    json!({"version": version, "supported_commands": commands.iter().map(command).collect::<Vec<_>>()}).into()
}

/// A guest with everything, as small as can be.
fn small() -> FakeAgent {
    FakeAgent::new(|request: &Request| match request.command.as_str() {
        "guest-info" => info(
            "9.2.1",
            &[
                "guest-fsfreeze-status",
                "guest-get-time",
                "guest-get-load",
                "guest-get-vcpus",
                "guest-get-cpustats",
                "guest-get-diskstats",
                "guest-get-fsinfo",
                "guest-network-get-interfaces",
            ],
        ),
        "guest-fsfreeze-status" => json!("thawed").into(),
        "guest-get-time" => json!(1_000_000_000).into(),
        "guest-get-load" => json!({"load1m": 0.5, "load5m": 0.25, "load15m": 1}).into(),
        "guest-get-vcpus" => json!([
            {"logical-id": 0, "online": true, "can-offline": false},
            {"logical-id": 1, "online": true, "can-offline": true},
            {"logical-id": 2, "online": false, "can-offline": true},
        ])
        .into(),
        "guest-get-cpustats" => json!([
            {"type": "linux", "cpu": 0, "user": 1500, "nice": 0, "system": 500, "idle": 9000, "iowait": 250},
            {"type": "linux", "cpu": 1, "user": 500, "nice": 0, "system": 500, "idle": 9000},
        ])
        .into(),
        "guest-get-diskstats" => json!([{"name": "vda", "major": 254, "minor": 0, "stats": {
            "read-sectors": 10, "read-ios": 3, "write-sectors": 4, "write-ios": 2, "total-ticks": 1500}}])
        .into(),
        "guest-get-fsinfo" => json!([
            {"name": "vda1", "mountpoint": "/", "type": "ext4", "used-bytes": 1000, "total-bytes": 4000, "disk": []},
            {"name": "proc", "mountpoint": "/proc", "type": "proc", "disk": []},
        ])
        .into(),
        "guest-network-get-interfaces" => json!([
            {"name": "eth0", "statistics": {"rx-bytes": 1, "rx-packets": 2, "rx-errs": 3, "rx-dropped": 4,
                "tx-bytes": 5, "tx-packets": 6, "tx-errs": 7, "tx-dropped": 8}},
            {"name": "dummy0"},
        ])
        .into(),
        _ => request.unknown(),
    })
}

/// A guest that says too much: 100000 file systems, in one answer that is too long or in one that is cut.
fn hostile(file_systems: usize) -> FakeAgent {
    let list: Vec<Value> = (0..file_systems)
        .map(|at| {
            json!({"name": "x", "mountpoint": format!("/{at}\n\"}} 1\nqga_up{{"), "type": "x".repeat(20),
            "used-bytes": 1, "total-bytes": u64::MAX, "disk": []})
        })
        .collect();
    let list = Answer::from(Value::from(list));
    FakeAgent::new(move |request: &Request| match request.command.as_str() {
        "guest-info" => info(&"9".repeat(100_000), &["guest-get-fsinfo", "guest-get-load", "guest-get-time"]),
        "guest-get-fsinfo" => list.clone(),
        "guest-get-load" if file_systems > 10_000 => Answer::Raw(b"{\"return\": {\"load1m\": 1e999".to_vec()),
        "guest-get-load" => json!({"load1m": -0.0, "load5m": 1e308, "load15m": 1e-308}).into(),
        "guest-get-time" => json!(i64::MIN).into(),
        _ => request.unknown(),
    })
}

fn address(socket: &FakeSocket) -> String {
    socket.address().to_string()
}

/// The text without the lines that depend on time.
fn settled(text: &str) -> String {
    let depends = |line: &&str| line.starts_with("qga_sync_seconds{") || line.starts_with("qga_clock_offset_seconds{");
    text.lines().filter(|line| !depends(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_small_guest_and_one_that_is_gone() {
    let agent = small().listen().expect("a socket");
    let exporter = Exporter::start(&[("web1", address(&agent)), ("gone", "unix:/no/such/socket".to_owned())], PATIENT);
    let plain = exporter.metrics("text/plain");
    expect(&settled(&plain), "small.txt");
    let open = exporter.metrics("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assert!(open.ends_with("# EOF\n") && open.contains("# TYPE qga_agent info\n"), "{open}");
    assert!(open.contains("# TYPE qga_disk_reads counter\nqga_disk_reads_total{"), "{open}");
    checked_by_promtool(&["check", "metrics"], &plain);
}

#[test]
fn no_guest_holds_up_or_hides_another() {
    let (good, other) = (small().listen().expect("a socket"), small().listen().expect("a socket"));
    let silent = FakeAgent::new(|_| Answer::Silence).listen().expect("a socket");
    let (long, cut) = (hostile(100_000).listen().expect("a socket"), hostile(1000).listen().expect("a socket"));
    let guests = [
        ("silent", address(&silent)),
        ("dead", "unix:/no/such/socket".to_owned()),
        ("long", address(&long)),
        ("cut", address(&cut)),
        ("good", address(&good)),
        ("other", address(&other)),
    ];
    // One at a time: those that answered are asked before those that did not, so a later scrape has them.
    let exporter = Exporter::start(&guests, &["--jobs", "1", "--timeout", "3", "--cache", "0.01"]);
    let shown = ["qga_up{guest=\"long\"} 1\n", "qga_left_out{guest=\"cut\"} 936\n"].map(str::to_owned);
    let shown = shown.into_iter().chain(["good", "other"].map(|name| format!("qga_left_out{{guest=\"{name}\"}} 0\n")));
    let shown: Vec<String> = shown.collect();
    let end = Instant::now() + LIMIT;
    let metrics = loop {
        let metrics = exporter.metrics("text/plain");
        if shown.iter().all(|line| metrics.contains(line)) {
            break metrics;
        }
        assert!(Instant::now() < end, "{metrics}");
    };
    for name in ["silent", "dead"] {
        let lines: Vec<&str> = metrics.lines().filter(|line| line.contains(&format!("guest=\"{name}\""))).collect();
        assert_eq!(lines, [format!("qga_up{{guest=\"{name}\"}} 0")]);
    }
    let series = |name: &str| metrics.lines().filter(|line| line.contains(&format!("guest=\"{name}\""))).count();
    assert_eq!(series("good"), series("other"));
    // The longest answer is not read, and of the shorter one the first file systems are shown.
    assert!(series("long") < 8, "{}", series("long"));
    assert!((130..140).contains(&series("cut")), "{}", series("cut"));
    assert!(metrics.lines().all(|line| line.len() < 1000 && (line.starts_with("qga_") || line.starts_with('#'))));
    assert!(metrics.contains(&format!("version=\"{}\"}} 1\n", "9".repeat(128))));
    checked_by_promtool(&["check", "metrics"], &metrics);
}

#[test]
fn what_is_no_request_for_metrics_is_refused() {
    let agent = small().listen().expect("a socket");
    let exporter = Exporter::start(&[("web1", address(&agent))], PATIENT);
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "HTTP/1.1 404"),
        ("DELETE /metrics HTTP/1.1\r\n\r\n".to_owned(), "HTTP/1.1 405"),
        ("\u{ff}\r\n\r\n".to_owned(), "HTTP/1.1 400"),
        (format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(10_000)), ""),
    ] {
        let answer = get(&exporter.address, &request);
        assert!(answer.starts_with(status) && answer.is_empty() == status.is_empty(), "{status}: {answer}");
    }
    // Connections that say nothing cost nothing.
    let idle: Vec<_> = (0..10).map(|_| TcpStream::connect(&exporter.address).expect("it listens")).collect();
    assert!(exporter.metrics("*/*").contains("qga_up{guest=\"web1\"} 1\n"));
    drop(idle);
}

#[test]
fn prometheus_scrapes_it() {
    let agent = small().listen().expect("a socket");
    let exporter = Exporter::start(&[("web1", address(&agent)), ("gone", "unix:/no/such/socket".to_owned())], PATIENT);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let configuration = std::fs::read_to_string(monitoring("prometheus.yml")).expect("it is there");
    let configuration = configuration
        .replace("127.0.0.1:9876", &exporter.address)
        .replace("scrape_interval: 30s", "scrape_interval: 1s")
        .replace("alerts.yml", monitoring("alerts.yml").to_str().expect("a plain path"));
    std::fs::write(folder.path().join("prometheus.yml"), configuration).expect("a file");
    // Prometheus cannot say which port it was given, so the test looks for a free one.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let mut prometheus = Command::new("prometheus");
    prometheus.arg(format!("--config.file={}/prometheus.yml", folder.path().display()));
    prometheus.arg(format!("--storage.tsdb.path={}/data", folder.path().display()));
    prometheus.arg(format!("--web.listen-address=127.0.0.1:{port}"));
    let log = std::fs::File::create(folder.path().join("log")).expect("a file");
    let Ok(prometheus) = prometheus.stdout(Stdio::null()).stderr(log).spawn() else {
        left_out("Prometheus's scrape of the exporter", "prometheus is missing (`cargo xtask tools --install`)");
        return;
    };
    let _ended = Killed(prometheus);
    let query = |query: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        let request = format!("GET /api/v1/query?query={query} HTTP/1.0\r\n\r\n");
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let body: Value = serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()?;
        Some(
            body["data"]["result"]
                .as_array()?
                .iter()
                .map(|one| one["value"][1].as_str().unwrap_or("").to_owned())
                .collect(),
        )
    };
    let until = |asked: &str, expected: &[&str]| {
        let end = Instant::now() + LIMIT;
        let mut seen: Option<Vec<String>> = None;
        while seen.as_deref().is_none_or(|seen| seen != expected) {
            let log = || std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
            assert!(Instant::now() < end, "{asked}: {seen:?}\n{}", log());
            std::thread::yield_now();
            seen = query(asked);
        }
    };
    until("qga_up%7Bguest%3D%22web1%22%7D", &["1"]);
    until("qga_up%7Bguest%3D%22gone%22%7D", &["0"]);
    until("qga_disk_read_bytes_total", &["5120"]);
    until("qga_filesystem_used_bytes/qga_filesystem_size_bytes", &["0.25"]);
    until("qga_agent_info%7Bversion%3D%229.2.1%22%7D", &["1"]);
}

#[test]
fn the_rules_and_the_dashboard_use_metrics_that_there_are() {
    let rules = std::fs::read_to_string(monitoring("alerts.yml")).expect("it is there");
    let dashboard = std::fs::read_to_string(monitoring("dashboard.json")).expect("it is there");
    let parsed: Value = serde_json::from_str(&dashboard).expect("JSON");
    assert!(parsed["panels"].as_array().is_some_and(|panels| panels.len() >= 8));
    let known = std::fs::read_to_string(expected_file("small.txt")).expect("it is there");
    for text in [&rules, &dashboard] {
        let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        for name in words.filter(|word| word.starts_with("qga_")) {
            assert!(known.contains(&format!("# TYPE {name} ")), "{name}");
        }
    }
    let path = monitoring("alerts.yml");
    checked_by_promtool(&["check", "rules", path.to_str().expect("a plain path")], "");
    // What the dashboard asks, as rules.
    let panels = parsed["panels"].as_array().into_iter().flatten();
    let asked = panels.flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
    let rules: Vec<Value> = asked
        .map(|target| target["expr"].as_str().expect("a question").replace("$__rate_interval", "5m"))
        .map(|question| json!({"record": "x", "labels": {"at": question}, "expr": question}))
        .collect();
    assert!(rules.len() >= 10);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("asked.yml");
    std::fs::write(&path, json!({"groups": [{"name": "asked", "rules": rules}]}).to_string()).expect("a file");
    checked_by_promtool(&["check", "rules", path.to_str().expect("a plain path")], "");
}

/// A child that is killed at the end of a test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It has ended if this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn monitoring(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/monitoring").join(name)
}

fn expected_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/exporter").join(name)
}

/// Compares with a file of expected text; `UPDATE_EXPECT=1` writes it.
fn expect(text: &str, file: &str) {
    let path = expected_file(file);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, text).expect("a file of this test");
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default());
}

fn checked_by_promtool(words: &[&str], input: &str) {
    let mut promtool = Command::new("promtool");
    let spawned = promtool.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut promtool) = spawned else {
        left_out("promtool's verdict", "promtool is missing (`cargo xtask tools --install`)");
        return;
    };
    // One that does not read has said why.
    let _ = promtool.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = promtool.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{}{}", text(&output.stdout), text(&output.stderr));
}
