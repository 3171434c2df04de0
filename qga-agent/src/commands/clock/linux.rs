//! Sets the system clock and the hardware clock together, or neither.

use std::io;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::time::{ClockId, Timespec, clock_gettime, clock_settime};

use crate::os::errno;
use crate::process::deadline;
use crate::process::programs::{self, HWCLOCK, Helper};
use rtc::Rtc;

mod adjtime;
mod rtc;

pub(crate) const UNSUPPORTED: &[&str] = &[];

/// Timeout for `hwclock`, which waits for the hardware clock's next second.
const HELPER_TIMEOUT: Duration = Duration::from_secs(30);

/// Sets both clocks to this many nanoseconds since 1970.
pub(crate) fn set(root: &Path, nanoseconds: i64) -> Result<(), CommandError> {
    let time = u64::try_from(nanoseconds).map_err(|_| CommandError::new("Invalid time"))?;
    set_all(&mut Machine::new(root), Duration::from_nanos(time))
}

/// Sets the system clock from the hardware clock.
pub(crate) fn set_from_hardware(root: &Path) -> Result<(), CommandError> {
    follow(&mut Machine::new(root))
}

/// Access to the hardware clock.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hardware {
    /// There is no hardware clock.
    None,
    Device,
    /// There is one, but the agent cannot open it.
    Helper,
}

/// The clocks of a machine. Times are since 1970.
trait Clocks {
    fn hardware(&mut self) -> Hardware;
    fn read_hardware(&mut self) -> io::Result<Duration>;
    /// As `read_hardware`, at the moment when a second begins, and corrected by the drift that `hwclock` has recorded.
    fn read_hardware_on_tick(&mut self) -> io::Result<Duration>;
    fn set_hardware(&mut self, time: Duration) -> io::Result<()>;
    /// Records for `hwclock` that the hardware clock was set to this time.
    fn note_set(&mut self, time: Duration);
    /// Sets the kernel's time zone to the guest's at this time.
    fn set_zone(&mut self, time: Duration) -> io::Result<()>;
    fn run_helper(&mut self, option: &str) -> Result<(), CommandError>;
    fn helper_exists(&self) -> bool;
    fn system(&self) -> Duration;
    fn set_system(&mut self, time: Duration) -> io::Result<()>;
    /// A clock that is never set, to measure elapsed time.
    fn steady(&self) -> Duration;
}

fn set_all(clocks: &mut impl Clocks, time: Duration) -> Result<(), CommandError> {
    match clocks.hardware() {
        Hardware::None => clocks.set_system(time).map_err(system_failed),
        // The hardware clock comes first: it is the more likely to fail.
        Hardware::Device => {
            let since = clocks.steady();
            // A clock with an invalid time can still be set; there is only no time to restore.
            let before = clocks.read_hardware().ok();
            clocks.set_hardware(time).map_err(|error| hardware_failed("set", error))?;
            clocks.set_system(time).map_err(|error| {
                if let Some(before) = before {
                    let now = before + clocks.steady().saturating_sub(since);
                    // The first failure is reported.
                    let _ = clocks.set_hardware(now);
                }
                system_failed(error)
            })?;
            clocks.note_set(time);
            Ok(())
        }
        // The helper copies the system clock, which is therefore set first, unless the helper is missing.
        Hardware::Helper if !clocks.helper_exists() => clocks.run_helper("-w"),
        Hardware::Helper => {
            let (since, before) = (clocks.steady(), clocks.system());
            clocks.set_system(time).map_err(system_failed)?;
            clocks.run_helper("-w").inspect_err(|_| {
                let now = before + clocks.steady().saturating_sub(since);
                // It could be set before; the helper's failure is reported.
                let _ = clocks.set_system(now);
            })
        }
    }
}

fn follow(clocks: &mut impl Clocks) -> Result<(), CommandError> {
    match clocks.hardware() {
        Hardware::Device => {
            let time = clocks.read_hardware_on_tick().map_err(|error| hardware_failed("read", error))?;
            clocks.set_zone(time).and_then(|()| clocks.set_system(time)).map_err(system_failed)
        }
        // Without a device the helper may still find a clock, or reports that there is none.
        Hardware::None | Hardware::Helper => clocks.run_helper("-s"),
    }
}

fn system_failed(error: io::Error) -> CommandError {
    CommandError::new(format!("Failed to set time to guest: {}", errno::text(error)))
}

fn hardware_failed(what: &str, error: io::Error) -> CommandError {
    // The kernel's error for a year that the device has no digits for.
    if matches!(error.raw_os_error(), Some(libc::EINVAL | libc::ERANGE)) && what == "set" {
        return CommandError::new("Invalid time");
    }
    CommandError::new(format!("cannot {what} the hardware clock: {}", errno::text(error)))
}

/// The clocks of the machine that the agent runs on.
struct Machine {
    root: PathBuf,
    rtc: Option<Arc<Rtc>>,
}

impl Machine {
    fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), rtc: None }
    }

    fn rtc(&self) -> io::Result<&Rtc> {
        self.rtc.as_deref().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Clocks for Machine {
    fn hardware(&mut self) -> Hardware {
        match Rtc::open(&self.root) {
            Ok(None) => Hardware::None,
            Ok(Some(rtc)) => {
                self.rtc = Some(Arc::new(rtc));
                Hardware::Device
            }
            Err(_) => Hardware::Helper,
        }
    }

    fn read_hardware(&mut self) -> io::Result<Duration> {
        self.rtc()?.read()
    }

    fn read_hardware_on_tick(&mut self) -> io::Result<Duration> {
        self.rtc()?.read_on_tick()
    }

    fn set_hardware(&mut self, time: Duration) -> io::Result<()> {
        self.rtc()?.set(time)
    }

    fn note_set(&mut self, time: Duration) {
        let Some(rtc) = self.rtc.clone() else { return };
        let noted = deadline::run(deadline::CALL_TIMEOUT, "write '/etc/adjtime'", move || rtc.note_set(time));
        // Both clocks are set. If the hardware clock drifts, the next `hwclock` counts the drift from an earlier
        // moment.
        match noted {
            Ok(Ok(())) => {}
            Ok(Err(error)) => log::warn!("cannot write '/etc/adjtime': {}", errno::text(error)),
            Err(error) => log::warn!("{}", error.desc),
        }
    }

    fn set_zone(&mut self, time: Duration) -> io::Result<()> {
        for west in self.rtc()?.kernel_zones(time) {
            let zone = Zone { west, summer_time: 0 };
            // SAFETY: without a time the call reads the kernel's `struct timezone`, which lives through it.
            if unsafe { libc::settimeofday(ptr::null(), (&raw const zone).cast()) } != 0 {
                return Err(io::Error::last_os_error());
            }
        }
        Ok(())
    }

    fn run_helper(&mut self, option: &str) -> Result<(), CommandError> {
        let program = programs::find(&self.root, HWCLOCK)?.unwrap_or_else(|| HWCLOCK.into());
        Helper::new(program, "set hardware clock to system time", HELPER_TIMEOUT).arguments(&[option]).run()
    }

    fn helper_exists(&self) -> bool {
        programs::find(&self.root, HWCLOCK).is_ok_and(|found| found.is_some())
    }

    fn system(&self) -> Duration {
        duration(clock_gettime(ClockId::Realtime))
    }

    fn set_system(&mut self, time: Duration) -> io::Result<()> {
        let time = Timespec::try_from(time).map_err(|_| rustix::io::Errno::INVAL)?;
        Ok(clock_settime(ClockId::Realtime, time)?)
    }

    fn steady(&self) -> Duration {
        duration(clock_gettime(ClockId::Boottime))
    }
}

/// The kernel's `struct timezone`.
#[repr(C)]
struct Zone {
    /// Minutes.
    west: libc::c_int,
    summer_time: libc::c_int,
}

fn duration(time: Timespec) -> Duration {
    // A clock before 1970 counts as unset.
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Duration = Duration::from_secs(1000);
    const WANTED: Duration = Duration::from_millis(5_000_250);

    /// Clocks that record their calls; reading the steady one takes a second.
    struct Fake {
        hardware: Hardware,
        shows: Duration,
        system: Duration,
        /// The record for `hwclock`, and the moment whose zone the kernel has.
        noted: Option<Duration>,
        zone: Option<Duration>,
        steady: std::cell::Cell<u64>,
        /// The call that fails: "read", "hardware", "system", "helper".
        broken: &'static [&'static str],
    }

    impl Fake {
        fn new(hardware: Hardware, broken: &'static [&'static str]) -> Self {
            Self { hardware, shows: BEFORE, system: BEFORE, noted: None, zone: None, steady: 0.into(), broken }
        }

        fn check(&self, what: &str) -> io::Result<()> {
            if self.broken.contains(&what) { Err(io::Error::from_raw_os_error(libc::EPERM)) } else { Ok(()) }
        }
    }

    impl Clocks for Fake {
        fn hardware(&mut self) -> Hardware {
            self.hardware
        }

        fn read_hardware(&mut self) -> io::Result<Duration> {
            self.check("read").map(|()| self.shows)
        }

        fn read_hardware_on_tick(&mut self) -> io::Result<Duration> {
            self.read_hardware()
        }

        fn set_hardware(&mut self, time: Duration) -> io::Result<()> {
            self.check("hardware").map(|()| self.shows = time)
        }

        fn note_set(&mut self, time: Duration) {
            self.noted = Some(time);
        }

        fn set_zone(&mut self, time: Duration) -> io::Result<()> {
            self.zone = Some(time);
            Ok(())
        }

        fn run_helper(&mut self, option: &str) -> Result<(), CommandError> {
            if self.broken.contains(&"helper") || !self.helper_exists() {
                return Err(CommandError::new("helper"));
            }
            match option {
                "-w" => self.shows = self.system,
                _ => self.system = self.shows,
            }
            Ok(())
        }

        fn helper_exists(&self) -> bool {
            !self.broken.contains(&"no helper")
        }

        fn system(&self) -> Duration {
            self.system
        }

        fn set_system(&mut self, time: Duration) -> io::Result<()> {
            self.check("system").map(|()| self.system = time)
        }

        fn steady(&self) -> Duration {
            self.steady.set(self.steady.get() + 1);
            Duration::from_secs(self.steady.get())
        }
    }

    #[test]
    fn both_clocks_are_set_or_neither() {
        let later = BEFORE + Duration::from_secs(1);
        let refused = Err("Failed to set time to guest: Operation not permitted");
        type Case = (Hardware, &'static [&'static str], Result<(), &'static str>, Duration, Duration);
        let cases: [Case; 9] = [
            (Hardware::Device, &[], Ok(()), WANTED, WANTED),
            (Hardware::Device, &["read"], Ok(()), WANTED, WANTED),
            (
                Hardware::Device,
                &["hardware"],
                Err("cannot set the hardware clock: Operation not permitted"),
                BEFORE,
                BEFORE,
            ),
            (Hardware::Device, &["system"], refused, BEFORE, later),
            (Hardware::None, &["no helper"], Ok(()), WANTED, BEFORE),
            (Hardware::Helper, &[], Ok(()), WANTED, WANTED),
            (Hardware::Helper, &["helper"], Err("helper"), later, BEFORE),
            (Hardware::Helper, &["no helper"], Err("helper"), BEFORE, BEFORE),
            (Hardware::Helper, &["system"], refused, BEFORE, BEFORE),
        ];
        for (hardware, broken, expected, system, shows) in cases {
            let mut clocks = Fake::new(hardware, broken);
            let result = set_all(&mut clocks, WANTED).map_err(|error| error.desc);
            assert_eq!(result, expected.map_err(str::to_owned), "{hardware:?} {broken:?}");
            assert_eq!((clocks.system, clocks.shows), (system, shows), "{hardware:?} {broken:?}");
            // The helper writes the record itself.
            let noted = (hardware == Hardware::Device && expected.is_ok()).then_some(WANTED);
            assert_eq!((clocks.noted, clocks.zone), (noted, None), "{hardware:?} {broken:?}");
        }
    }

    #[test]
    fn without_a_time_the_hardware_clock_is_followed() {
        let cases: [(Hardware, &[&str], Result<(), &str>); 5] = [
            (Hardware::Device, &[], Ok(())),
            (Hardware::Helper, &[], Ok(())),
            (Hardware::Device, &["read"], Err("cannot read the hardware clock: Operation not permitted")),
            (Hardware::Device, &["system"], Err("Failed to set time to guest: Operation not permitted")),
            (Hardware::None, &["no helper"], Err("helper")),
        ];
        for (hardware, broken, expected) in cases {
            let mut clocks = Fake { shows: WANTED, ..Fake::new(hardware, broken) };
            assert_eq!(follow(&mut clocks).map_err(|error| error.desc), expected.map_err(str::to_owned));
            assert_eq!(clocks.system, if expected.is_ok() { WANTED } else { BEFORE });
            let zone_is_set = hardware == Hardware::Device && !broken.contains(&"read");
            assert_eq!((clocks.noted, clocks.zone), (None, zone_is_set.then_some(WANTED)));
        }
    }

    #[test]
    fn a_time_before_1970_is_refused() {
        let root = Path::new("/nonexistent");
        assert_eq!(set(root, -1).unwrap_err().desc, "Invalid time");
        assert_eq!(set(root, i64::MIN).unwrap_err().desc, "Invalid time");
    }
}
