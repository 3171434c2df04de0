//! The protocol over the wire, with a small agent and many kinds of clients.

mod ages;
mod broker;
mod channels;
mod cutting;
mod devices;
mod draining;
mod draw;
mod hands;
mod heartbeat;
mod hostile;
mod idle;
mod loop_answers;
mod resync;
mod serving;
mod sharing;
mod simulator;
mod small_agent;
mod spooling;
mod transcripts;
