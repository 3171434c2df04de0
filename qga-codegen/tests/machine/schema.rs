//! Makes the text of a documented schema of any size, shaped like a machine protocol.

use std::fmt::Write;

/// A schema of about 30,000 lines is this many parts.
#[allow(dead_code, reason = "the tests use a size of their own")]
pub(crate) const MACHINE_PROTOCOL: usize = 160;

/// The text of a schema of `parts` parts, each with definitions of every kind.
pub(crate) fn text(parts: usize) -> String {
    let mut text = String::from("{ 'pragma': { 'doc-required': true } }\n");
    for part in 0..parts {
        // Parts refer to each other, so that everything is reached in both directions.
        let other = (part * 7 + 1) % parts;
        write!(text, "{}", Part { part, other }).expect("a string takes everything");
    }
    text
}

struct Part {
    part: usize,
    other: usize,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { part, other } = self;
        write!(
            f,
            "
##
# ***********
# Part {part}
# ***********
#
# Text about the part, which no definition owns: see `MachState{part}`
# and `mach-query-{part}`.
##

##
# @MachState{part}:
#
# The state of a machine of part {part}, as the server reports it.
#
# @idle: nothing runs
#
# @running: the machine runs, see `mach-query-{part}`
#
# @self: a keyword among the values
#
# @4th: a value with a digit in front
#
# Features:
#
# @unstable: the fourth state may be removed
#
# Since: 1.{part}
##
{{ 'enum': 'MachState{part}',
  'data': [ 'idle', 'running', 'self',
            {{ 'name': '4th', 'if': 'CONFIG_FOURTH', 'features': [ 'unstable' ] }} ] }}

##
# @MachBase{part}:
#
# What all devices of part {part} have in common.
#
# @name: the device's name; unique among the devices of one machine,
#     and never empty
#
# @state: its state
#
# Since: 1.{part}
##
{{ 'struct': 'MachBase{part}',
  'data': {{ 'name': 'str', 'state': 'MachState{part}' }} }}

##
# @MachDisk{part}:
#
# A disk.  It has:
#
# * a size, in bytes
# * maybe a cache, in ``KiB``
#
# ::
#
#     size / 1024
#
# @size: how large it is
#
# @cache: how much of it is cached
#
# @parent: the disk it is a copy of
#
# @type: a keyword
#
# @children: its copies
#
# Features:
#
# @fast: it is fast
#
# @deprecated: no client needs the type
#
# Since: 1.{part}
##
{{ 'struct': 'MachDisk{part}', 'base': 'MachBase{part}',
  'features': [ 'fast' ],
  'data': {{ 'size': 'size', '*cache': 'uint32',
            '*parent': {{ 'type': 'MachDisk{part}', 'if': 'CONFIG_COPIES' }},
            '*type': {{ 'type': 'str', 'features': [ 'deprecated' ] }},
            'children': [ 'MachDisk{other}' ] }} }}

##
# @MachNet{part}:
#
# A network device.
#
# @address: its address
#
# @queues: how many queues it has
#
# @ratio: sent to received
#
# @peers: who it talks to
#
# Since: 1.{part}
##
{{ 'struct': 'MachNet{part}',
  'data': {{ 'address': 'str', '*queues': 'int', '*ratio': 'number',
            '*peers': [ 'MachRef{other}' ] }} }}

##
# @MachKind{part}:
#
# Kinds of devices.
#
# @disk: a disk
#
# @net: a network device
#
# @other: something else
#
# Since: 1.{part}
##
{{ 'enum': 'MachKind{part}', 'data': [ 'disk', 'net', 'other' ] }}

##
# @MachDevice{part}:
#
# A device.
#
# @kind: what it is
#
# @id: its number
#
# Since: 1.{part}
##
{{ 'union': 'MachDevice{part}',
  'base': {{ 'kind': 'MachKind{part}', '*id': 'uint64' }},
  'discriminator': 'kind',
  'data': {{ 'disk': 'MachDisk{part}',
            'net': {{ 'type': 'MachNet{part}', 'if': {{ 'not': 'NO_NET' }} }} }} }}

##
# @MachRef{part}:
#
# A reference to a device, or the device itself.
#
# @name: its name
#
# @device: the device
#
# @none: no device
#
# Since: 1.{part}
##
{{ 'alternate': 'MachRef{part}',
  'data': {{ 'name': 'str', 'device': 'MachDevice{part}', 'none': 'null' }} }}

##
# @mach-query-{part}:
#
# Describe the devices of part {part}.
#
# @name: whose devices
#
# @ref: only this one
#
# Features:
#
# @unstable: may change
#
# Returns: the devices, in no particular order
#
# Errors:
#     - If there is no such machine, GenericError
#
# Since: 1.{part}
#
# .. qmp-example::
#
#    -> {{ \"execute\": \"mach-query-{part}\" }}
#    <- {{ \"return\": [] }}
##
{{ 'command': 'mach-query-{part}',
  'data': {{ '*name': 'str', '*ref': 'MachRef{other}' }},
  'returns': [ 'MachDevice{part}' ], 'features': [ 'unstable' ],
  'allow-preconfig': true }}

##
# @mach-add-{part}:
#
# Add a device.
#
# Since: 1.{part}
##
{{ 'command': 'mach-add-{part}', 'data': 'MachDevice{part}', 'boxed': true,
  'if': {{ 'all': [ 'CONFIG_ADD', {{ 'any': [ 'A', {{ 'not': 'B' }} ] }} ] }} }}

##
# @MACH_CHANGED_{part}:
#
# A device changed.
#
# @device: which one
#
# @reason: why, see `MachState{other}`
#
# Since: 1.{part}
##
{{ 'event': 'MACH_CHANGED_{part}',
  'data': {{ 'device': 'str', '*reason': 'MachState{other}' }} }}
"
        )
    }
}
