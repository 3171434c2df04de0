//! The protocol over the wire: a small agent, spoken to in every way.

mod serving;
mod simulator;
mod small_agent;
mod transcripts;
