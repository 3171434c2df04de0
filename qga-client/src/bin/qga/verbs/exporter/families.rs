//! The metrics there are, and their text.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The form of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// OpenMetrics 1.0, which Prometheus asks for.
    OpenMetrics,
    /// Prometheus's own, older form.
    Plain,
}

/// What a metric is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Gauge,
    /// It only grows while the guest runs; its samples end in `_total`.
    Counter,
    /// Always 1, its labels are the information; its samples end in `_info`.
    Info,
}

/// A metric: all samples of one name.
pub(super) struct Family {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
}

/// Names and values of a sample's labels, without the guest's name.
pub(super) type Labels = Vec<(&'static str, String)>;

/// The samples of one guest; of two with the same labels the first stays.
#[derive(Clone, Default)]
pub(super) struct Samples(BTreeMap<&'static str, BTreeMap<Labels, f64>>);

macro_rules! families {
    ($($constant:ident $kind:ident $name:literal $help:literal,)*) => {
        $(pub(super) const $constant: &str = $name;)*

        /// All of them, in the order of the text.
        pub(super) const ALL: &[Family] =
            &[$(Family { name: $constant, kind: Kind::$kind, help: $help },)*];
    };
}

families! {
    UP Gauge "qga_up" "Whether the guest's agent answered.",
    SYNC Gauge "qga_sync_seconds" "Time from connecting to the agent's first answer.",
    AGENT Info "qga_agent" "The agent's version.",
    FROZEN Gauge "qga_frozen" "Whether file systems are frozen.",
    CLOCK Gauge "qga_clock_offset_seconds" "How far the guest's clock is ahead of this host's.",
    LOAD1 Gauge "qga_load1" "Tasks that wanted to run, averaged over 1 minute.",
    LOAD5 Gauge "qga_load5" "Tasks that wanted to run, averaged over 5 minutes.",
    LOAD15 Gauge "qga_load15" "Tasks that wanted to run, averaged over 15 minutes.",
    PROCESSORS Gauge "qga_processors" "Processors that are online.",
    PROCESSOR_SECONDS Counter "qga_processor_seconds" "Time of all processors in each state.",
    DISK_READ Counter "qga_disk_read_bytes" "Bytes read from the disk.",
    DISK_WRITTEN Counter "qga_disk_written_bytes" "Bytes written to the disk.",
    DISK_READS Counter "qga_disk_reads" "Reads from the disk that are complete.",
    DISK_WRITES Counter "qga_disk_writes" "Writes to the disk that are complete.",
    DISK_BUSY Counter "qga_disk_busy_seconds" "Time in which the disk had work.",
    SIZE Gauge "qga_filesystem_size_bytes" "Size of the file system, as far as users can fill it.",
    USED Gauge "qga_filesystem_used_bytes" "Bytes used of the file system.",
    RECEIVED Counter "qga_network_received_bytes" "Bytes received.",
    SENT Counter "qga_network_sent_bytes" "Bytes sent.",
    RECEIVE_ERRORS Counter "qga_network_receive_errors" "Packets that arrived broken or were dropped.",
    SEND_ERRORS Counter "qga_network_send_errors" "Packets that could not be sent or were dropped.",
    LEFT_OUT Gauge "qga_left_out" "Disks, file systems and interfaces beyond the bounds, and commands that failed.",
}

impl Samples {
    pub(super) fn add(&mut self, family: &'static str, labels: Labels, value: f64) {
        self.0.entry(family).or_default().entry(labels).or_insert(value);
    }

    /// Adds a sample that has no labels of its own.
    pub(super) fn set(&mut self, family: &'static str, value: f64) {
        self.add(family, Labels::new(), value);
    }
}

impl Format {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Format::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Format::Plain => "text/plain; version=0.0.4; charset=utf-8",
        }
    }
}

/// The text of all guests' samples.
pub(super) fn text(guests: &[(String, Samples)], format: Format) -> String {
    let mut text = String::new();
    for Family { name, kind, help } in ALL {
        let mut samples = guests.iter().filter_map(|(guest, samples)| Some((guest, samples.0.get(name)?))).peekable();
        if samples.peek().is_none() {
            continue;
        }
        let (suffix, kind) = match kind {
            Kind::Gauge => ("", "gauge"),
            Kind::Counter => ("_total", "counter"),
            Kind::Info => ("_info", if format == Format::Plain { "gauge" } else { "info" }),
        };
        // The older form knows samples only by the family's whole name.
        let family_suffix = if format == Format::Plain { suffix } else { "" };
        put(&mut text, format_args!("# HELP {name}{family_suffix} {help}\n# TYPE {name}{family_suffix} {kind}\n"));
        for (guest, samples) in samples {
            for (labels, value) in samples {
                put(&mut text, format_args!("{name}{suffix}{{guest=\"{}\"", escaped(guest)));
                for (label, content) in labels {
                    put(&mut text, format_args!(",{label}=\"{}\"", escaped(content)));
                }
                put(&mut text, format_args!("}} {}\n", number(*value)));
            }
        }
    }
    if format == Format::OpenMetrics {
        text.push_str("# EOF\n");
    }
    text
}

fn put(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part).expect("a string takes everything");
}

fn escaped(content: &str) -> String {
    content.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn number(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned()
    } else {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_the_text() {
        let mut samples = Samples::default();
        samples.set(UP, 1.0);
        samples.add(AGENT, vec![("version", "a\"b\\c\nd".to_owned())], 1.0);
        samples.add(SENT, vec![("device", "eth0".to_owned())], 1e15);
        samples.add(SENT, vec![("device", "eth0".to_owned())], 7.0);
        samples.set(LOAD1, f64::INFINITY);
        let guests = [("web1".to_owned(), samples)];
        let open = "\
            # HELP qga_up Whether the guest's agent answered.\n# TYPE qga_up gauge\nqga_up{guest=\"web1\"} 1\n\
            # HELP qga_agent The agent's version.\n# TYPE qga_agent info\n\
            qga_agent_info{guest=\"web1\",version=\"a\\\"b\\\\c\\nd\"} 1\n\
            # HELP qga_load1 Tasks that wanted to run, averaged over 1 minute.\n# TYPE qga_load1 gauge\n\
            qga_load1{guest=\"web1\"} +Inf\n\
            # HELP qga_network_sent_bytes Bytes sent.\n# TYPE qga_network_sent_bytes counter\n\
            qga_network_sent_bytes_total{guest=\"web1\",device=\"eth0\"} 1000000000000000\n# EOF\n";
        assert_eq!(text(&guests, Format::OpenMetrics), open);
        let plain = open
            .replace("_agent The", "_agent_info The")
            .replace("_agent info", "_agent_info gauge")
            .replace("_bytes Bytes", "_bytes_total Bytes")
            .replace("_bytes counter", "_bytes_total counter")
            .replace("# EOF\n", "");
        assert_eq!(text(&guests, Format::Plain), plain);
    }
}
