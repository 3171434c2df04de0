//! `qga top`: load, processors, disks and network, refreshed.

use std::collections::HashMap;
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use qga_client::{CallError, Caller, Client, commands, types};

use crate::command_line::{seconds, target};
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::processor_time::{Shares, Times, by_processor, linux};
use crate::signals;
use crate::table::Table;
use crate::units::{binary, decimal, percent};

/// Bytes of a sector in the kernel's counters, whatever the disk's own are.
const SECTOR_BYTES: u64 = 512;

/// Moves to the first line, and clears what follows.
const REDRAW: &str = "\u{1b}[H\u{1b}[J";

pub(crate) fn command() -> Command {
    Command::new("top")
        .about("Show load, processors, disks and network, refreshed until ctrl-C")
        .arg(target())
        .arg(
            Arg::new("interval")
                .short('n')
                .long("interval")
                .value_name("SECONDS")
                .value_parser(seconds)
                .default_value("2")
                .help("Time between two refreshes"),
        )
        .after_help(
            "Where the output is no terminal, it is shown once, over one interval. \
             --format json prints guest-get-load, -cpustats, -diskstats and -network-get-interfaces as one line each.",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let interval = matches.get_one::<Duration>("interval").copied().unwrap_or_default();
    let format = context.format();
    let target = context.target(matches)?;
    let client = context.client_of(&target)?;
    if format == Format::Json {
        for name in ["guest-get-load", "guest-get-cpustats", "guest-get-diskstats", "guest-network-get-interfaces"] {
            context::print_json(&client.call_text(name, None)?)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let interrupted = signals::watch()?;
    let mut earlier = Sample::take(client)?;
    loop {
        match interrupted.recv_timeout(interval) {
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            _ => return Ok(ExitCode::SUCCESS),
        }
        let sample = Sample::take(client)?;
        let text = sample.show(&earlier, &target);
        if !context::is_terminal() {
            context::print(&text)?;
            return Ok(ExitCode::SUCCESS);
        }
        context::redraw(REDRAW, &text)?;
        earlier = sample;
    }
}

/// Counters at one moment; of what the agent does not have there are none.
struct Sample {
    taken: Instant,
    load: Option<types::GuestLoadAverage>,
    processors: Vec<types::GuestCpuStats>,
    disks: Vec<types::GuestDiskStatsInfo>,
    interfaces: Vec<types::GuestNetworkInterface>,
}

impl Sample {
    fn take(client: &mut Client) -> Result<Self, Failure> {
        Ok(Sample {
            load: available(client.call(commands::GuestGetLoad::new()))?,
            processors: available(client.call(commands::GuestGetCpustats::new()))?.unwrap_or_default(),
            disks: available(client.call(commands::GuestGetDiskstats::new()))?.unwrap_or_default(),
            interfaces: available(client.call(commands::GuestNetworkGetInterfaces::new()))?.unwrap_or_default(),
            taken: Instant::now(),
        })
    }

    fn show(&self, earlier: &Sample, target: &str) -> String {
        let rate = Rate(self.taken.duration_since(earlier.taken));
        let mut text = format!("{target}\n\n");
        if let Some(load) = &self.load {
            writeln!(text, "load  {:.2}  {:.2}  {:.2}\n", load.load1m, load.load5m, load.load15m)
                .expect("a string takes everything");
        }
        [self.processors(earlier), self.disks(earlier, rate), self.network(earlier, rate)]
            .into_iter()
            .fold(text, |text, table| text + &table + "\n")
    }

    fn processors(&self, earlier: &Sample) -> String {
        let mut table = Table::new(&[">CPU", ">USER", ">SYSTEM", ">WAITING", ">STOLEN", ">IDLE"]);
        let before = by_processor(&earlier.processors);
        for stats in linux(&self.processors) {
            let before = before.get(&stats.cpu).copied().unwrap_or_default();
            let Shares { user, system, waiting, stolen, idle } = Times::of(stats).since(&before).shares();
            table.row([stats.cpu.to_string(), user, system, waiting, stolen, idle]);
        }
        table.finish("processors: not reported")
    }

    /// Disks that have done something.
    fn disks(&self, earlier: &Sample, rate: Rate) -> String {
        let mut table = Table::new(&["DISK", ">READ", ">WRITTEN", ">BUSY"]);
        let before: HashMap<_, _> = earlier.disks.iter().map(|disk| (&disk.name, disk)).collect();
        for disk in &self.disks {
            let Some(before) = before.get(&disk.name) else { continue };
            let (now, before) = (&disk.stats, &before.stats);
            if now.read_ios.unwrap_or(0) == 0 && now.write_ios.unwrap_or(0) == 0 {
                continue;
            }
            let bytes = |now, before| grown(now, before).saturating_mul(SECTOR_BYTES);
            let busy = Duration::from_millis(grown(now.total_ticks, before.total_ticks));
            table.row([
                disk.name.clone(),
                binary(rate.of(bytes(now.read_sectors, before.read_sectors))) + "/s",
                binary(rate.of(bytes(now.write_sectors, before.write_sectors))) + "/s",
                rate.share(busy),
            ]);
        }
        table.finish("disks: none that has done anything")
    }

    fn network(&self, earlier: &Sample, rate: Rate) -> String {
        let mut table = Table::new(&["INTERFACE", ">RECEIVED", ">SENT", ">ERRORS"]);
        let before = earlier.interfaces.iter().filter_map(|it| Some((&it.name, it.statistics.as_ref()?)));
        let before: HashMap<_, _> = before.collect();
        for interface in &self.interfaces {
            let Some((now, before)) = interface.statistics.as_ref().zip(before.get(&interface.name)) else { continue };
            let grown = |now: u64, before: u64| decimal(rate.of(now.saturating_sub(before))) + "/s";
            let errors = now.rx_errs.saturating_add(now.tx_errs).saturating_add(now.rx_dropped);
            table.row([
                interface.name.clone(),
                grown(now.rx_bytes, before.rx_bytes),
                grown(now.tx_bytes, before.tx_bytes),
                errors.saturating_add(now.tx_dropped).to_string(),
            ]);
        }
        table.finish("network: not reported")
    }
}

/// What is not available is left out; every other failure ends the display.
fn available<T>(answer: Result<T, CallError>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.command_error().is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn grown(now: Option<u64>, before: Option<u64>) -> u64 {
    now.unwrap_or(0).saturating_sub(before.unwrap_or(0))
}

/// Turns what was counted in a span of time into a rate.
#[derive(Clone, Copy)]
struct Rate(Duration);

impl Rate {
    fn of(self, amount: u64) -> u64 {
        let per_second = u128::from(amount) * 1000 / self.0.as_millis().max(1);
        u64::try_from(per_second).unwrap_or(u64::MAX)
    }

    fn share(self, busy: Duration) -> String {
        let milliseconds = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        percent(milliseconds(busy.min(self.0)), milliseconds(self.0))
    }
}
