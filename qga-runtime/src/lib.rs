//! What both ends of the guest agent protocol need at run time.
