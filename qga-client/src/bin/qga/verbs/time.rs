//! `qga time`: the guest's clock beside this host's; sets it on request.

use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use clap::{ArgMatches, Command};
use qga_client::{Caller, commands};

use crate::command_line::{self, switch};
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::table::Facts;
use crate::units::{date, date_at_offset, span};

pub(crate) fn command() -> Command {
    Command::new("time")
        .about("Show the guest's clock beside this host's, or set it")
        .arg(command_line::target())
        .arg(switch("sync", "Set the guest's clock to this host's time"))
        .after_help("--format json prints the answer to guest-get-time.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let format = context.format();
    let client = context.client(matches)?;
    if matches.get_flag("sync") {
        let mut set = commands::GuestSetTime::new();
        set.time = Some(host_time()?);
        client.call(set)?;
    }
    let asked = Instant::now();
    let answer = client.call_text("guest-get-time", None)?;
    let travelled = asked.elapsed();
    let host = host_time()?;
    if format == Format::Json {
        context::print_json(&answer)?;
        return Ok(ExitCode::SUCCESS);
    }
    let guest: i64 = answer.read()?;
    // An agent without this command is old; its guest's time is shown in UTC.
    let zone = client.call(commands::GuestGetTimezone::new()).ok();
    let offset = zone.as_ref().map_or(0, |zone| zone.offset);
    let mut facts = Facts::default();
    let name = zone.and_then(|zone| zone.zone).map(|zone| format!(" {zone}")).unwrap_or_default();
    facts.add("guest", date_at_offset(guest, offset) + &name);
    facts.add("host", date(host));
    let difference = std::time::Duration::from_nanos(guest.abs_diff(host));
    let relation = match guest < host {
        _ if difference <= travelled => "the same, as far as can be told".to_owned(),
        true => format!("the guest is {} behind", span(difference)),
        false => format!("the guest is {} ahead", span(difference)),
    };
    facts.add("difference", relation);
    context::print(&facts.finish())?;
    Ok(ExitCode::SUCCESS)
}

/// This host's clock, in nanoseconds since 1970.
fn host_time() -> Result<i64, Failure> {
    let since =
        SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_nanos()).ok());
    since.ok_or_else(|| Failure::host("this host's clock is not between 1970 and 2262"))
}
