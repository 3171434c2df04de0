//! A vendor's commands on the stock agent, called with types from the same schema.

use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::thread;

use qga_agent::{Agent, Config, Extended};
use qga_client::{CallError, Client, ClientExt as _, Options};
use qga_runtime::{Attendant, Endpoint, ServeOptions, serve, transport};

use self::vendor_agent::client::ClientExt as _;
use self::vendor_agent::{Acme, all_commands, commands, types};

#[expect(
    dead_code,
    reason = "the example is a program of its own; its `main` and half of the generated code serve that"
)]
#[path = "../../examples/vendor_agent.rs"]
mod vendor_agent;

/// Nothing but the channel.
struct Nothing(OwnedFd);

impl<A> Attendant<A> for Nothing {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    fn woken(&mut self, _agent: &mut A) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

#[test]
fn a_vendors_commands_stand_beside_the_guests() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { statedir: folder.path().into(), block_rpcs: vec!["guest-exec".into()], ..Config::default() };
    let (host, guest) = transport::memory::pair().unwrap();
    let service = thread::spawn(move || {
        let dispatcher = all_commands();
        let agent = Agent::new(&config, dispatcher.commands()).unwrap();
        let mut agent = Extended::new(agent, Acme::default());
        // Not readable while the other end is open.
        let (quiet, _other) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).unwrap();
        let endpoints = vec![Endpoint::connected(guest)];
        serve(&dispatcher, &mut agent, endpoints, &mut Nothing(quiet), &ServeOptions::default())
    });

    let mut vm = Client::over(host, &Options::default());
    vm.guest_ping().unwrap();
    vm.acme_set_fan(commands::AcmeSetFan { target: Some(900), ..commands::AcmeSetFan::new("front") }).unwrap();
    let sensors = vm.acme_sensors().unwrap();
    let fan = types::AcmeFan { rpm: 900, target: Some(900) };
    assert_eq!(sensors[1], types::AcmeSensor::new("front", types::AcmeSensorBranch::Fan(fan)));
    assert_eq!(sensors[0].name, "board");
    match vm.acme_set_fan(commands::AcmeSetFan::new("back")) {
        Err(CallError::Command(error)) => assert_eq!(error.desc, "there is no fan 'back'"),
        other => panic!("{other:?}"),
    }

    let info = vm.guest_info().unwrap();
    let listed: Vec<_> = info.supported_commands.iter().flatten().map(|it| (it.name.as_str(), it.enabled)).collect();
    assert_eq!(listed[..2], [("acme-set-fan", true), ("acme-sensors", true)]);
    assert!(listed.contains(&("guest-exec", false)));
    drop(vm);
    service.join().unwrap().unwrap();
}
