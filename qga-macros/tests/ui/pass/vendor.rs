//! A vendor's schema: an agent that handles its commands, a client that calls them.

use qga_runtime::{Any, CallError, Caller, Command, CommandError, Handler, handler};

qga_runtime::include_schema!("schemas/acme.json");

struct Agent {
    stopped: Vec<String>,
}

#[handler]
fn list(agent: &mut Agent, _: commands::AcmePumpList) -> Result<Vec<types::AcmePump>, CommandError> {
    Ok(agent.stopped.iter().map(types::AcmePump::new).collect())
}

#[handler]
fn stop(agent: &mut Agent, command: commands::AcmePumpStop) -> Result<(), CommandError> {
    agent.stopped.push(command.name);
    Ok(())
}

struct Refusing;

impl Caller for Refusing {
    fn call<C: Command>(&mut self, _: C) -> Result<C::Returns, CallError> {
        Err(CallError::Command(CommandError::new(format!("no agent runs {}", C::NAME))))
    }

    fn fire<C: Command>(&mut self, command: C) -> Result<(), CallError> {
        self.call(command).map(drop)
    }
}

fn main() {
    let entries = server::entries::<Agent>();
    let names: Vec<&str> = entries.iter().map(|it| it.info.name).collect();
    assert_eq!(names, ["acme-pump-list", "acme-pump-stop"]);
    assert_eq!(info::COMMANDS.len(), 2);

    let mut agent = Agent { stopped: Vec::new() };
    agent.handle(commands::AcmePumpStop::new("p1")).unwrap();
    assert_eq!(agent.handle(commands::AcmePumpList::new()).unwrap()[0].name, "p1");

    let refused = client::ClientExt::acme_pump_stop(&mut Refusing, commands::AcmePumpStop::new("p1"));
    assert!(refused.unwrap_err().to_string().contains("no agent runs acme-pump-stop"));
    let _: Option<Any> = None;
}
