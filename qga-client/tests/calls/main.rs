//! What both clients make of what an agent says and leaves unsaid, against one played by a thread of the test.

mod cost;
mod fire;
mod frozen;
mod peer;
