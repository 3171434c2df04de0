//! Turns the kernel's route messages into the list of routes, formatted as in `/proc/net/route` and `ipv6_route`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use qga_runtime::guest::types::GuestNetworkRoute;

use super::interfaces::{Link, ip};
use super::ipv6_file::{Key, Line, Lines};
use super::netlink::{KernelTable, attributes, u16_at, u32_at};

mod flags;

pub(super) const IPV4: KernelTable = KernelTable { request: 26, answer: 24, family: 2, header: HEADER_BYTES };
pub(super) const IPV6: KernelTable = KernelTable { request: 26, answer: 24, family: 10, header: HEADER_BYTES };

const HEADER_BYTES: usize = 12;

const RTA_DST: u16 = 1;
const RTA_SRC: u16 = 2;
const RTA_OIF: u16 = 4;
const RTA_GATEWAY: u16 = 5;
const RTA_PRIORITY: u16 = 6;
const RTA_METRICS: u16 = 8;
const RTA_MULTIPATH: u16 = 9;
const RTA_CACHEINFO: u16 = 12;
const RTA_TABLE: u16 = 15;
const RTA_VIA: u16 = 18;
const RTA_PREF: u16 = 20;

const RTAX_MTU: u16 = 2;
const RTAX_WINDOW: u16 = 3;
const RTAX_RTT: u16 = 4;
const RTAX_ADVMSS: u16 = 8;

const TABLE_MAIN: u32 = 254;
const RTM_F_CLONED: u32 = 0x200;
const RTN_BROADCAST: u8 = 3;
const RTN_MULTICAST: u8 = 5;

/// A route in the kernel's message.
#[derive(Debug)]
pub(super) struct Route {
    ipv6: bool,
    kind: u8,
    protocol: u8,
    preference: u8,
    destination: (IpAddr, u8),
    source: (IpAddr, u8),
    metric: u32,
    mtu: u32,
    window: u32,
    rtt: u32,
    references: u32,
    uses: u32,
    expires: bool,
    hops: Vec<Hop>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hop {
    interface: Option<u32>,
    gateway: Option<IpAddr>,
}

impl Route {
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let [family, destination_length, source_length, _, table, protocol, _, kind] = *message.first_chunk()?;
        let flags = u32_at(message, 8)?;
        let ipv6 = i32::from(family) == libc::AF_INET6;
        let any = if ipv6 { Ipv6Addr::UNSPECIFIED.into() } else { Ipv4Addr::UNSPECIFIED.into() };
        let mut table = u32::from(table);
        let mut hop = Hop::default();
        let mut route = Self {
            ipv6,
            kind,
            protocol,
            preference: 0,
            destination: (any, destination_length),
            source: (any, source_length),
            metric: 0,
            mtu: 0,
            window: 0,
            rtt: 0,
            references: 0,
            uses: 0,
            expires: false,
            hops: Vec::new(),
        };
        let number = |value| u32_at(value, 0).unwrap_or(0);
        for (attribute, value) in attributes(message.get(HEADER_BYTES..)?) {
            match attribute {
                RTA_DST => route.destination.0 = ip(family, value)?,
                RTA_SRC => route.source.0 = ip(family, value)?,
                RTA_PRIORITY => route.metric = number(value),
                RTA_TABLE => table = number(value),
                RTA_METRICS => route.read_metrics(value),
                RTA_MULTIPATH => route.hops = hops(family, value),
                RTA_PREF => route.preference = value.first().map_or(0, |preference| preference & 3),
                RTA_CACHEINFO => {
                    route.references = number(value);
                    route.expires = u32_at(value, 8).is_some_and(|expires| expires != 0);
                    route.uses = u32_at(value, 16).unwrap_or(0);
                }
                _ => hop.read(family, attribute, value),
            }
        }
        if route.hops.is_empty() {
            route.hops.push(hop);
        }
        // Cached destinations are no routes. Of IPv4 only the main table is listed, without the broadcast and multicast
        // entries of every interface.
        let own = flags & RTM_F_CLONED == 0;
        let listed = ipv6 || (table == TABLE_MAIN && ![RTN_BROADCAST, RTN_MULTICAST].contains(&kind));
        (own && listed).then_some(route)
    }

    pub(super) fn is_ipv6(&self) -> bool {
        self.ipv6
    }

    fn read_metrics(&mut self, value: &[u8]) {
        let mut segment = 0;
        for (metric, value) in attributes(value) {
            let number = u32_at(value, 0).unwrap_or(0);
            match metric {
                RTAX_MTU => self.mtu = number,
                RTAX_WINDOW => self.window = number,
                // In eighths of a millisecond.
                RTAX_RTT => self.rtt = number >> 3,
                RTAX_ADVMSS => segment = number,
                _ => {}
            }
        }
        // /proc/net/route derives the MTU from the segment size, that is without 40 bytes of headers.
        if self.mtu == 0 && segment != 0 {
            self.mtu = segment.saturating_add(40);
        }
    }

    /// The hop's line of `/proc/net/ipv6_route`, or one derived from the message.
    fn ipv6_line(&self, hop: Hop, interface: &str, lines: &mut Lines) -> Line {
        let key = Key {
            destination: (ipv6_bits(self.destination.0), self.destination.1),
            source: (ipv6_bits(self.source.0), self.source.1),
            gateway: hop.gateway.map_or(0, ipv6_bits),
            metric: self.metric,
            interface: interface.to_owned(),
        };
        let likely = || Line { flags: self.likely_ipv6_flags(hop), references: self.references, uses: self.uses };
        lines.take(&key).unwrap_or_else(likely)
    }

    fn describe(&self, hop: Hop, links: &[Link], lines: &mut Lines) -> GuestNetworkRoute {
        let link = hop.interface.and_then(|index| links.iter().find(|link| link.index == index));
        // /proc shows a route without an interface as a star.
        let interface = link.map_or("*", |link| &link.name).to_owned();
        let line = if self.ipv6 {
            self.ipv6_line(hop, &interface, lines)
        } else {
            Line { flags: self.ipv4_flags(hop), references: self.references, uses: self.uses }
        };
        let version = if self.ipv6 { 6 } else { 4 };
        let common = GuestNetworkRoute::new(interface, self.destination.0.to_string(), self.metric.into(), version)
            .with_flags(line.flags)
            .with_refcnt(line.references.into())
            .with_use(line.uses.into());
        if self.ipv6 {
            common
                .with_source(self.source.0.to_string())
                .with_desprefixlen(self.destination.1.to_string())
                .with_srcprefixlen(self.source.1.to_string())
                .with_nexthop(hop.gateway.unwrap_or(Ipv6Addr::UNSPECIFIED.into()).to_string())
        } else {
            let mask = u32::MAX.checked_shl(32 - u32::from(self.destination.1.min(32))).unwrap_or(0);
            common
                .with_gateway(hop.gateway.unwrap_or(Ipv4Addr::UNSPECIFIED.into()).to_string())
                .with_mask(Ipv4Addr::from_bits(mask).to_string())
                .with_mtu(self.mtu.into())
                .with_window(self.window.into())
                .with_irtt(self.rtt.into())
        }
    }
}

impl Hop {
    fn read(&mut self, family: u8, attribute: u16, value: &[u8]) {
        match attribute {
            RTA_OIF => self.interface = u32_at(value, 0),
            RTA_GATEWAY => self.gateway = ip(family, value),
            // The gateway of an IPv4 route may be an IPv6 address: family first, then the address.
            RTA_VIA => {
                let by = u16_at(value, 0).and_then(|family| u8::try_from(family).ok());
                self.gateway = by.zip(value.get(2..)).and_then(|(family, address)| ip(family, address));
            }
            _ => {}
        }
    }
}

/// The hops of a multipath route: length, flags, weight and interface, each followed by its attributes.
fn hops(family: u8, mut rest: &[u8]) -> Vec<Hop> {
    let mut found = Vec::new();
    while let (Some(length), Some(index)) = (u16_at(rest, 0), u32_at(rest, 4)) {
        let length = usize::from(length);
        let Some(inner) = rest.get(8..length) else { break };
        let mut hop = Hop { interface: Some(index), gateway: None };
        for (attribute, value) in attributes(inner) {
            hop.read(family, attribute, value);
        }
        found.push(hop);
        rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    found
}

fn ipv6_bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(_) => 0,
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// One entry per hop of a route; `lines` are those of `/proc/net/ipv6_route`.
pub(super) fn describe(routes: &[Route], links: &[Link], mut lines: Lines) -> Vec<GuestNetworkRoute> {
    let mut found = Vec::new();
    for route in routes {
        found.extend(route.hops.iter().map(|hop| route.describe(*hop, links, &mut lines)));
    }
    found
}

#[cfg(test)]
mod tests {
    pub(super) use super::super::netlink::build::attribute;

    use super::flags::RTN_LOCAL;
    use super::*;

    fn link(index: u32, name: &str) -> Link {
        let mut message = vec![0; 16];
        message[4..8].copy_from_slice(&index.to_ne_bytes());
        message.extend(attribute(3, name.as_bytes()));
        Link::read(&message).unwrap()
    }

    /// The message's header: family, prefix lengths, table, protocol and type.
    pub(super) fn header(family: i32, lengths: (u8, u8), table: u8, protocol: u8, kind: u8) -> Vec<u8> {
        vec![u8::try_from(family).unwrap(), lengths.0, lengths.1, 0, table, protocol, 0, kind, 0, 0, 0, 0]
    }

    pub(super) fn number(kind: u16, value: u32) -> Vec<u8> {
        attribute(kind, &value.to_ne_bytes())
    }

    fn read(parts: &[Vec<u8>]) -> Option<Route> {
        Route::read(&parts.concat())
    }

    pub(super) fn described(parts: &[Vec<u8>]) -> Vec<GuestNetworkRoute> {
        describe(&[read(parts).unwrap()], &[link(1, "lo"), link(2, "eth0"), link(3, "eth1")], Lines::default())
    }

    #[test]
    fn an_ipv4_route_has_unsigned_numbers_and_a_dotted_mask() {
        let metrics = attribute(
            RTA_METRICS,
            &[number(RTAX_MTU, 1400), number(RTAX_ADVMSS, 900), number(RTAX_WINDOW, 5), number(RTAX_RTT, 80)].concat(),
        );
        let found = described(&[
            header(libc::AF_INET, (12, 0), 0, 3, 1),
            number(RTA_TABLE, TABLE_MAIN),
            attribute(RTA_DST, &[172, 16, 0, 0]),
            attribute(RTA_GATEWAY, &[192, 0, 2, 1]),
            number(RTA_OIF, 2),
            number(RTA_PRIORITY, u32::MAX),
            metrics,
        ]);
        let expected = GuestNetworkRoute::new("eth0", "172.16.0.0", 4_294_967_295, 4)
            .with_gateway("192.0.2.1")
            .with_mask("255.240.0.0")
            .with_irtt(10)
            .with_flags(3)
            .with_refcnt(0)
            .with_use(0)
            .with_window(5)
            .with_mtu(1400);
        assert_eq!(found, [expected]);
    }

    #[test]
    fn an_ipv6_route_has_prefix_lengths_as_text() {
        let local = Ipv6Addr::LOCALHOST.octets();
        let found = described(&[
            header(libc::AF_INET6, (128, 0), 255, 2, RTN_LOCAL),
            attribute(RTA_DST, &local),
            number(RTA_OIF, 1),
            number(RTA_PRIORITY, 0),
        ]);
        let expected = GuestNetworkRoute::new("lo", "::1", 0, 6)
            .with_flags(0x8020_0001)
            .with_refcnt(0)
            .with_use(0)
            .with_desprefixlen("128")
            .with_source("::")
            .with_srcprefixlen("0")
            .with_nexthop("::");
        assert_eq!(found, [expected]);
    }

    #[test]
    fn an_ipv6_route_has_the_flags_and_counts_of_its_line() {
        let line = |gateway: &str, flags: &str| {
            let destination = "20010db8000000000000000000000000 20";
            let source = "00000000000000000000000000000000 00";
            format!("{destination} {source} {gateway} 00000400 0000000a 0000000b {flags}     eth0\n")
        };
        let none = "0".repeat(32);
        let text = [line(&none, "000c0001"), line(&none, "00000001"), line(&"fe".repeat(16), "00450003")].concat();
        let destination = attribute(RTA_DST, &Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0).octets());
        let route = |gateway: Vec<u8>| {
            let parts = [number(RTA_OIF, 2), number(RTA_PRIORITY, 1024), destination.clone(), gateway];
            read(&[header(libc::AF_INET6, (32, 0), 254, 3, 1), parts.concat()]).unwrap()
        };
        let routes = [route(vec![]), route(attribute(RTA_GATEWAY, &[0xfe; 16])), route(vec![]), route(vec![])];
        let found = describe(&routes, &[link(2, "eth0")], Lines::of(&text));
        let found: Vec<_> = found.iter().map(|route| (route.flags.unwrap(), route.refcnt, route.r#use)).collect();
        // Routes with the same key have their lines in the same order; a route added after the file was read has none.
        let line = |flags| (flags, Some(10), Some(11));
        assert_eq!(found, [line(0xc_0001), line(0x45_0003), line(1), (1, Some(0), Some(0))]);
    }

    #[test]
    fn every_way_of_a_route_is_an_entry() {
        let way = |index: u32, inner: Vec<u8>| {
            let length = u16::try_from(8 + inner.len()).unwrap();
            [&length.to_ne_bytes()[..], &[0, 0], &index.to_ne_bytes(), &inner].concat()
        };
        let family = u16::try_from(libc::AF_INET6).unwrap();
        let neighbour = [&family.to_ne_bytes()[..], &Ipv6Addr::LOCALHOST.octets()].concat();
        let ways = [way(2, attribute(RTA_GATEWAY, &[1, 1, 1, 1])), way(3, attribute(RTA_VIA, &neighbour)), vec![9]];
        let found = described(&[header(libc::AF_INET, (0, 0), 254, 3, 1), attribute(RTA_MULTIPATH, &ways.concat())]);
        let found: Vec<_> = found.iter().map(|route| (&*route.iface, route.gateway.as_deref().unwrap())).collect();
        assert_eq!(found, [("eth0", "1.1.1.1"), ("eth1", "::1")]);
    }

    #[test]
    fn what_is_no_route_is_left_out() {
        let v4 = libc::AF_INET;
        let mut clone = header(libc::AF_INET6, (128, 0), 254, 3, 1);
        clone[8..12].copy_from_slice(&RTM_F_CLONED.to_ne_bytes());
        assert!(read(&[clone]).is_none());
        assert!(read(&[header(v4, (32, 0), 255, 2, RTN_LOCAL)]).is_none());
        assert!(read(&[header(v4, (32, 0), 254, 2, RTN_BROADCAST)]).is_none());
        assert!(read(&[header(v4, (32, 0), 0, 2, 1), number(RTA_TABLE, 1000)]).is_none());
        assert!(read(&[vec![2, 0, 0]]).is_none());
        assert_eq!(described(&[header(v4, (0, 0), 254, 3, 7)])[0].iface, "*");
        let short = described(&[header(v4, (200, 0), 254, 3, 1)]);
        assert_eq!(short[0].mask.as_deref(), Some("255.255.255.255"));
    }
}
