//! The flags of a route, as `/proc/net/route` and `ipv6_route` show them.

use std::net::IpAddr;

use super::{Hop, Route};

const PROTOCOL_KERNEL: u8 = 2;
const PROTOCOL_RA: u8 = 9;

pub(super) const RTN_LOCAL: u8 = 2;
const RTN_ANYCAST: u8 = 4;
const RTN_BLACKHOLE: u8 = 6;
const RTN_UNREACHABLE: u8 = 7;
const RTN_PROHIBIT: u8 = 8;
const RTN_THROW: u8 = 9;

// The flags of the two files in /proc, which are what the protocol's `flags` are.
const RTF_UP: u64 = 0x1;
const RTF_GATEWAY: u64 = 0x2;
const RTF_HOST: u64 = 0x4;
const RTF_REJECT: u64 = 0x200;
const RTF_DEFAULT: u64 = 0x1_0000;
const RTF_ADDRCONF: u64 = 0x4_0000;
const RTF_ANYCAST: u64 = 0x10_0000;
const RTF_NONEXTHOP: u64 = 0x20_0000;
const RTF_EXPIRES: u64 = 0x40_0000;
const RTF_ROUTEINFO: u64 = 0x80_0000;
const RTF_PREF_SHIFT: u32 = 27;
const RTF_LOCAL: u64 = 0x8000_0000;

impl Route {
    /// The flags in `/proc/net/route`, derived from the route's message.
    pub(super) fn ipv4_flags(&self, hop: Hop) -> u64 {
        let mut flags = RTF_UP;
        // The kernel looks at the first four bytes of an address of either family.
        let gateway = match hop.gateway {
            Some(IpAddr::V4(address)) => address.to_bits() != 0,
            Some(IpAddr::V6(address)) => address.to_bits() >> 96 != 0,
            None => false,
        };
        flags |= if gateway { RTF_GATEWAY } else { 0 };
        flags |= if self.destination.1 == 32 { RTF_HOST } else { 0 };
        flags | if [RTN_UNREACHABLE, RTN_PROHIBIT].contains(&self.kind) { RTF_REJECT } else { 0 }
    }

    /// The flags in `/proc/net/ipv6_route`, if that file cannot be read: the message does not say which routes are from
    /// a router's announcement.
    pub(super) fn likely_ipv6_flags(&self, hop: Hop) -> u64 {
        if (RTN_BLACKHOLE..=RTN_THROW).contains(&self.kind) {
            return RTF_REJECT | RTF_NONEXTHOP;
        }
        let mut flags = RTF_UP | u64::from(self.preference) << RTF_PREF_SHIFT;
        let mut set = |condition, bits| flags |= if condition { bits } else { 0 };
        let own = self.protocol == PROTOCOL_KERNEL;
        set(hop.gateway.is_some(), RTF_GATEWAY);
        set(self.expires, RTF_EXPIRES);
        set(self.kind == RTN_LOCAL, RTF_LOCAL);
        set(self.kind == RTN_LOCAL && own, RTF_NONEXTHOP);
        set(self.kind == RTN_ANYCAST && own, RTF_ANYCAST | RTF_NONEXTHOP);
        let from_router = self.protocol == PROTOCOL_RA;
        set(from_router, RTF_ADDRCONF | if self.destination.1 == 0 { RTF_DEFAULT } else { RTF_ROUTEINFO });
        flags
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{attribute, described, header};
    use super::super::{RTA_CACHEINFO, RTA_GATEWAY, RTA_PREF, RTA_VIA, RTN_MULTICAST};
    use super::*;

    #[test]
    fn flags_are_those_of_proc() {
        let (v4, v6) = (libc::AF_INET, libc::AF_INET6);
        let by4 = attribute(RTA_GATEWAY, &[1, 1, 1, 1]);
        let by6 = attribute(RTA_GATEWAY, &[0xfe; 16]);
        let expires = attribute(RTA_CACHEINFO, &[[0; 8], [9; 8], [0; 8], [0; 8]].concat());
        let preferred = attribute(RTA_PREF, &[1]);
        let cases = [
            (header(v4, (0, 0), 254, 3, 1), by4.clone(), 0x3),
            (header(v4, (32, 0), 254, 3, 1), by4, 0x7),
            (header(v4, (24, 0), 254, 2, 1), vec![], 0x1),
            (
                header(v4, (24, 0), 254, 3, 1),
                attribute(RTA_VIA, &[&10_u16.to_ne_bytes()[..], &[0xfe; 16]].concat()),
                0x3,
            ),
            (header(v4, (32, 0), 254, 3, RTN_LOCAL), vec![], 0x5),
            (header(v4, (0, 0), 254, 3, RTN_BLACKHOLE), vec![], 0x1),
            (header(v4, (0, 0), 254, 3, RTN_UNREACHABLE), vec![], 0x201),
            (header(v4, (32, 0), 254, 3, RTN_PROHIBIT), vec![], 0x205),
            (header(v4, (0, 0), 254, 3, RTN_THROW), vec![], 0x1),
            (header(v6, (64, 0), 254, 2, 1), vec![], 0x1),
            (header(v6, (8, 0), 255, 2, RTN_MULTICAST), vec![], 0x1),
            (header(v6, (128, 0), 255, 2, RTN_LOCAL), vec![], 0x8020_0001),
            (header(v6, (48, 0), 255, 3, RTN_LOCAL), vec![], 0x8000_0001),
            (header(v6, (128, 0), 255, 2, RTN_ANYCAST), vec![], 0x30_0001),
            (header(v6, (128, 0), 255, 3, RTN_ANYCAST), vec![], 0x1),
            (header(v6, (0, 0), 254, 3, RTN_BLACKHOLE), vec![], 0x20_0200),
            (header(v6, (0, 0), 254, 3, RTN_THROW), vec![], 0x20_0200),
            (header(v6, (48, 0), 254, 3, 1), [by6.clone(), expires.clone(), preferred.clone()].concat(), 0x840_0003),
            (header(v6, (0, 0), 254, 9, 1), [by6.clone(), expires].concat(), 0x45_0003),
            (header(v6, (64, 0), 254, 9, 1), [by6, preferred].concat(), 0x884_0003),
        ];
        for (header, attributes, flags) in cases {
            let found = described(&[header.clone(), attributes]);
            assert_eq!(found[0].flags, Some(flags), "{header:?}: {:#x}", found[0].flags.unwrap());
        }
    }
}
