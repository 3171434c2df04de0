//! Writes schemas of any size that look like the machine protocol's: all kinds of definitions, all documented.

use std::fmt::Write;

/// How many definitions one round of `round` writes.
#[allow(dead_code, reason = "the benchmark does not count")]
pub(crate) const DEFINITIONS_PER_ROUND: usize = 8;

/// Writes the definitions of one round, whose names and references carry its number.
pub(crate) fn round(out: &mut String, number: usize) {
    let before = number.saturating_sub(1);
    let _ = write!(
        out,
        "##
# @Mode{number}a:
#
# The ways in which device {number} can be run, each with a cost of its
# own.  See `start-device-{number}` for how to change it.
#
# @eco: as slowly as possible, so that little power is needed
#
# @turbo: as fast as possible
#     (since {number}.2)
#
# @off: not at all
#
# Features:
#
# @unstable: Value @turbo may change
#
# Since: {number}.1
##
{{ 'enum': 'Mode{number}a',
  'data': [ 'eco',
            {{ 'name': 'turbo', 'if': 'CONFIG_TURBO', 'features': [ 'unstable' ] }},
            'off' ] }}

##
# @Device{number}a:
#
# What there is to say about a device.
#
# @id: its name, which no other device has
#
# @speed: how fast it runs, in revolutions per minute;
#     absent if it stands still
#
#     This is a second paragraph.
#
# @parts: the devices it is made of
#
# Since: {number}.1
##
{{ 'struct': 'Device{number}a',
  'data': {{ 'id': 'str', '*speed': 'uint32', 'parts': [ 'Device{before}a' ] }} }}

##
# @Fast{number}a:
#
# More about a fast device.
#
# @limit: upper limit of the speed
#
# Since: {number}.1
##
{{ 'struct': 'Fast{number}a', 'base': 'Device{before}a', 'data': {{ '*limit': 'size' }},
  'if': {{ 'any': [ 'CONFIG_FAST', {{ 'not': 'CONFIG_SLOW' }} ] }} }}

##
# @State{number}a:
#
# The state of a device.
#
# @mode: the way in which it is run
#
# @since-boot: how long it is run like that
#
# Since: {number}.1
##
{{ 'union': 'State{number}a',
  'base': {{ 'mode': 'Mode{number}a', '*since-boot': 'number' }},
  'discriminator': 'mode',
  'data': {{ 'turbo': {{ 'type': 'Fast{number}a', 'if': 'CONFIG_TURBO' }}, 'off': 'Device{number}a' }} }}

##
# @Ref{number}a:
#
# A device, or its name.
#
# @name: the name
#
# @device: the device
#
# @none: none at all
#
# Since: {number}.1
##
{{ 'alternate': 'Ref{number}a',
  'data': {{ 'name': 'str', 'device': 'State{number}a', 'none': 'null' }} }}

##
# @start-device-{number}:
#
# Starts a device, and waits until it runs.  This takes e.g. two
# seconds.
#
# @device: the device
#
# @mode: the way in which it is to run
#     (default: eco)
#
# Features:
#
# @soft-start: It starts softly
#
# Returns: what state it is in
#
# Errors:
#     - If there is no such device, DeviceNotFound
#     - If there is no power, GenericError
#
# Since: {number}.1
#
# .. qmp-example::
#
#    -> {{ \"execute\": \"start-device-{number}\", \"arguments\": {{ \"device\": \"a\" }} }}
#    <- {{ \"return\": {{ \"mode\": \"eco\" }} }}
##
{{ 'command': 'start-device-{number}',
  'data': {{ 'device': 'Ref{number}a', '*mode': 'Mode{number}a' }},
  'returns': 'State{number}a', 'features': [ 'soft-start' ] }}

##
# @stop-devices-{number}:
#
# Stops devices.
#
# Since: {number}.1
##
{{ 'command': 'stop-devices-{number}', 'data': 'Device{number}a', 'returns': [ 'Device{number}a' ] }}

##
# @DEVICE_{number}_STALLED:
#
# A device has stalled.
#
# @device: its name
#
# Since: {number}.1
##
{{ 'event': 'DEVICE_{number}_STALLED', 'data': {{ 'device': 'str' }} }}

"
    );
}

/// A schema in one text, of `rounds` rounds.
#[allow(dead_code, reason = "not all users of this file need it")]
pub(crate) fn schema(rounds: usize) -> String {
    let mut out = String::from("{ 'pragma': { 'doc-required': true } }\n\n");
    for number in 0..rounds {
        round(&mut out, number);
    }
    out
}

/// A schema in several files, each of `rounds` rounds: a root that includes them all, and each of them the next ones.
#[allow(dead_code, reason = "not all users of this file need it")]
pub(crate) fn modules(files: usize, rounds: usize) -> Vec<(String, String)> {
    let mut root = String::from("{ 'pragma': { 'doc-required': true } }\n");
    let mut all = Vec::new();
    for file in 0..files {
        let _ = writeln!(root, "{{ 'include': '{}' }}", path(file));
        let mut text = format!("##\n# ********\n# Module {file}\n# ********\n##\n\n");
        let up = if file % 2 == 1 { "../" } else { "" };
        for next in [file + 1, file + 7].into_iter().filter(|next| *next < files) {
            let _ = writeln!(text, "{{ 'include': '{up}{}' }}", path(next));
        }
        for number in file * rounds..(file + 1) * rounds {
            round(&mut text, number);
        }
        all.push((path(file), text));
    }
    all.insert(0, ("main.json".into(), root));
    all
}

/// Every other module is in a folder.
fn path(file: usize) -> String {
    if file % 2 == 1 { format!("sub/module-{file}.json") } else { format!("module-{file}.json") }
}
