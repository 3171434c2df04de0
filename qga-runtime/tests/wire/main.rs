//! The protocol over the wire: a small agent, spoken to in every way.

mod ages;
mod channels;
mod cutting;
mod devices;
mod draw;
mod hostile;
mod serving;
mod simulator;
mod small_agent;
mod spooling;
mod standing_in;
mod transcripts;
