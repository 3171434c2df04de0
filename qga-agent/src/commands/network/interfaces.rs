//! Turns the kernel's link and address messages into the list of interfaces.

use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use qga_runtime::guest::types::{
    GuestIpAddress, GuestIpAddressType, GuestNetworkInterface, GuestNetworkInterfaceStat,
    GuestNetworkInterfaceStatMembers,
};

use super::netlink::{KernelTable, attributes, text, u16_at, u32_at, u64_at};

pub(super) const LINKS: KernelTable = KernelTable { request: 18, answer: 16, family: 0, header: LINK_HEADER_BYTES };
pub(super) const ADDRESSES: KernelTable =
    KernelTable { request: 22, answer: 20, family: 0, header: ADDRESS_HEADER_BYTES };

const LINK_HEADER_BYTES: usize = 16;
const IFLA_ADDRESS: u16 = 1;
const IFLA_IFNAME: u16 = 3;
const IFLA_STATS: u16 = 7;
const IFLA_STATS64: u16 = 23;

/// Link type of InfiniBand.
const ARPHRD_INFINIBAND: u16 = 32;

/// Bytes of a hardware address in the answer, for any link type, as in the established agent.
const SHOWN_BYTES: usize = 6;

const ADDRESS_HEADER_BYTES: usize = 8;
const IFA_ADDRESS: u16 = 1;
const IFA_LOCAL: u16 = 2;
const IFA_LABEL: u16 = 3;

/// An interface in the kernel's link message.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) index: u32,
    pub(super) name: String,
    kind: u16,
    hardware: Vec<u8>,
    statistics: Option<GuestNetworkInterfaceStat>,
}

impl Link {
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let mut link = Self {
            index: u32_at(message, 4)?,
            name: String::new(),
            kind: u16_at(message, 2)?,
            hardware: Vec::new(),
            statistics: None,
        };
        for (kind, value) in attributes(message.get(LINK_HEADER_BYTES..)?) {
            match kind {
                IFLA_IFNAME => link.name = text(value),
                IFLA_ADDRESS => link.hardware = value.to_vec(),
                // Kernels before 2.6.35 only have counters of 32 bits; newer ones send both.
                IFLA_STATS if link.statistics.is_none() => {
                    link.statistics = statistics(|place| u32_at(value, place * 4).map(u64::from));
                }
                IFLA_STATS64 => link.statistics = statistics(|place| u64_at(value, place * 8)),
                _ => {}
            }
        }
        (!link.name.is_empty()).then_some(link)
    }

    fn interface(&self, name: String) -> GuestNetworkInterface {
        GuestNetworkInterface::new(name).with_hardware_address(self.hardware_text())
    }

    /// Lower-case and colon separated: the first six bytes of the ioctl `SIOCGIFHWADDR`, which pads shorter or missing
    /// addresses (tunnels) with zeros. InfiniBand keeps its 20 bytes, of which the last eight are the port's.
    fn hardware_text(&self) -> String {
        let mut bytes = self.hardware.clone();
        if self.kind != ARPHRD_INFINIBAND {
            bytes.resize(SHOWN_BYTES, 0);
        }
        let mut shown = String::with_capacity(bytes.len() * 3);
        for (place, byte) in bytes.iter().enumerate() {
            let colon = if place == 0 { "" } else { ":" };
            write!(shown, "{colon}{byte:02x}").expect("a String takes everything");
        }
        shown
    }
}

/// Both layouts hold the same counters in the same places. As in `/proc/net/dev`, packets that a card missed count as
/// dropped.
fn statistics(counter: impl Fn(usize) -> Option<u64>) -> Option<GuestNetworkInterfaceStat> {
    Some(GuestNetworkInterfaceStat::new(GuestNetworkInterfaceStatMembers {
        rx_packets: counter(0)?,
        tx_packets: counter(1)?,
        rx_bytes: counter(2)?,
        tx_bytes: counter(3)?,
        rx_errs: counter(4)?,
        tx_errs: counter(5)?,
        rx_dropped: counter(6)?.saturating_add(counter(15).unwrap_or(0)),
        tx_dropped: counter(7)?,
    }))
}

/// An IP address on an interface.
#[derive(Debug)]
pub(super) struct Address {
    index: u32,
    address: IpAddr,
    prefix: u8,
    /// An old-style alias such as `eth0:1`, or the interface's own name.
    label: Option<String>,
}

impl Address {
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let (family, prefix) = (*message.first()?, *message.get(1)?);
        let (mut address, mut local, mut label) = (None, None, None);
        for (kind, value) in attributes(message.get(ADDRESS_HEADER_BYTES..)?) {
            match kind {
                IFA_ADDRESS => address = ip(family, value),
                IFA_LOCAL => local = ip(family, value),
                IFA_LABEL => label = Some(text(value)),
                _ => {}
            }
        }
        // On a point-to-point link the address is the other side's.
        Some(Self { index: u32_at(message, 4)?, address: local.or(address)?, prefix, label })
    }
}

/// An IPv4 or IPv6 address.
pub(super) fn ip(family: u8, value: &[u8]) -> Option<IpAddr> {
    match i32::from(family) {
        libc::AF_INET => <[u8; 4]>::try_from(value).ok().map(|octets| Ipv4Addr::from(octets).into()),
        libc::AF_INET6 => <[u8; 16]>::try_from(value).ok().map(|octets| Ipv6Addr::from(octets).into()),
        _ => None,
    }
}

/// One entry a name: the links first, then aliases, each with its addresses.
pub(super) fn join(links: Vec<Link>, addresses: Vec<Address>) -> Vec<GuestNetworkInterface> {
    let mut found: Vec<_> = links
        .iter()
        .map(|link| {
            let mut interface = link.interface(link.name.clone());
            interface.statistics = link.statistics.clone();
            interface
        })
        .collect();
    for Address { index, address, prefix, label } in addresses {
        // An interface that appeared between the two dumps will be in the next answer.
        let Some(link) = links.iter().find(|link| link.index == index) else { continue };
        let name = label.unwrap_or_else(|| link.name.clone());
        let interface = match found.iter().position(|interface| interface.name == name) {
            Some(place) => &mut found[place],
            None => {
                found.push(link.interface(name));
                found.last_mut().expect("just pushed")
            }
        };
        let kind = if address.is_ipv4() { GuestIpAddressType::Ipv4 } else { GuestIpAddressType::Ipv6 };
        let address = GuestIpAddress::new(address.to_string(), kind, prefix.into());
        interface.ip_addresses.get_or_insert_default().push(address);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::netlink::build::attribute;
    use super::*;

    const ZEROS: &str = "00:00:00:00:00:00";

    fn link(index: u32, parts: &[Vec<u8>]) -> Link {
        let mut message = [0; LINK_HEADER_BYTES];
        message[4..8].copy_from_slice(&index.to_ne_bytes());
        Link::read(&[&message[..], &parts.concat()].concat()).unwrap()
    }

    fn address(family: i32, prefix: u8, index: u32, parts: &[Vec<u8>]) -> Option<Address> {
        let mut message = vec![u8::try_from(family).unwrap(), prefix, 0, 0];
        message.extend(index.to_ne_bytes());
        message.extend(parts.concat());
        Address::read(&message)
    }

    fn named(name: &str) -> Vec<u8> {
        attribute(IFLA_IFNAME, &[name.as_bytes(), b"\0"].concat())
    }

    fn counters64() -> Vec<u8> {
        attribute(IFLA_STATS64, &(1..=24u64).flat_map(|count| (count << 40).to_ne_bytes()).collect::<Vec<_>>())
    }

    #[test]
    fn hardware_addresses_have_six_bytes_but_on_infiniband() {
        const ETHERNET: u16 = 1;
        const NONE: u16 = 0xfffe;
        const IPIP: u16 = 768;
        const IP6TNL: u16 = 769;
        let infiniband: Vec<u8> = (1..=20).collect();
        let cases: [(u16, &[u8], &str); 6] = [
            (ETHERNET, &[0x52, 0x54, 0, 0xAB, 0xCD, 0xEF], "52:54:00:ab:cd:ef"),
            (ETHERNET, &[0; 6], "00:00:00:00:00:00"),
            (NONE, &[], "00:00:00:00:00:00"),
            (IPIP, &[192, 0, 2, 1], "c0:00:02:01:00:00"),
            (IP6TNL, &[0xfd, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], "fd:00:01:02:03:04"),
            (ARPHRD_INFINIBAND, &infiniband, "01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13:14"),
        ];
        for (kind, bytes, expected) in cases {
            let mut link = link(1, &[named("x"), attribute(IFLA_ADDRESS, bytes)]);
            link.kind = kind;
            assert_eq!(link.interface("x".into()).hardware_address.as_deref(), Some(expected));
        }
    }

    #[test]
    fn counters_are_64_bits_wide_and_missed_packets_are_dropped_ones() {
        let counters32 = attribute(IFLA_STATS, &[1u32; 23].map(u32::to_ne_bytes).concat());
        for parts in [[counters32.clone(), counters64()], [counters64(), counters32.clone()]] {
            let found = link(1, &[named("x"), parts.concat()]).statistics.unwrap();
            let expected = [3u64, 1, 5, 7 + 16, 4, 2, 6, 8].map(|count| count << 40);
            let GuestNetworkInterfaceStat {
                rx_bytes,
                rx_packets,
                rx_errs,
                rx_dropped,
                tx_bytes,
                tx_packets,
                tx_errs,
                tx_dropped,
                ..
            } = found;
            let found = [rx_bytes, rx_packets, rx_errs, rx_dropped, tx_bytes, tx_packets, tx_errs, tx_dropped];
            assert_eq!(found, expected);
        }
        assert_eq!(link(1, &[named("x"), counters32]).statistics.unwrap().rx_dropped, 2);
        assert!(link(1, &[named("x"), attribute(IFLA_STATS64, &[0; 60])]).statistics.is_none());
    }

    #[test]
    fn addresses_find_their_interface_and_aliases_get_their_own() {
        let links = vec![
            link(1, &[named("lo"), attribute(IFLA_ADDRESS, &[0; 6])]),
            link(2, &[named("eth0"), attribute(IFLA_ADDRESS, &[2; 6]), counters64()]),
            link(3, &[named("tun0")]),
            link(4, &[named("idle")]),
        ];
        let label = |name: &str| attribute(IFA_LABEL, &[name.as_bytes(), b"\0"].concat());
        let v6 = Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 1).octets();
        let addresses = [
            address(libc::AF_INET, 8, 1, &[attribute(IFA_LOCAL, &[127, 0, 0, 1]), label("lo")]),
            address(libc::AF_INET, 24, 2, &[attribute(IFA_ADDRESS, &[192, 0, 2, 5]), label("eth0")]),
            address(libc::AF_INET, 32, 2, &[attribute(IFA_LOCAL, &[192, 0, 2, 6]), label("eth0:1")]),
            address(
                libc::AF_INET,
                32,
                3,
                &[attribute(IFA_ADDRESS, &[10, 0, 0, 2]), attribute(IFA_LOCAL, &[10, 0, 0, 1])],
            ),
            address(libc::AF_INET6, 64, 2, &[attribute(IFA_ADDRESS, &v6)]),
            address(libc::AF_INET, 24, 77, &[attribute(IFA_LOCAL, &[192, 0, 2, 7])]),
            address(libc::AF_PHONET, 0, 2, &[attribute(IFA_LOCAL, &[1])]),
            address(libc::AF_INET, 24, 2, &[attribute(IFA_LOCAL, &[1, 2, 3])]),
        ];
        let found = join(links, addresses.into_iter().flatten().collect());
        let shown: Vec<_> = found
            .iter()
            .map(|interface| {
                let list = interface.ip_addresses.iter().flatten();
                let list: Vec<_> = list.map(|one| format!("{}/{}", one.ip_address, one.prefix)).collect();
                (
                    &*interface.name,
                    interface.hardware_address.as_deref(),
                    interface.statistics.is_some(),
                    list.join(" "),
                )
            })
            .collect();
        let expected = [
            ("lo", ZEROS, false, "127.0.0.1/8"),
            ("eth0", "02:02:02:02:02:02", true, "192.0.2.5/24 fd00::1/64"),
            ("tun0", ZEROS, false, "10.0.0.1/32"),
            ("idle", ZEROS, false, ""),
            ("eth0:1", "02:02:02:02:02:02", false, "192.0.2.6/32"),
        ];
        let expected = expected.map(|(name, mac, counts, list)| (name, Some(mac), counts, list.to_owned())).to_vec();
        assert_eq!(shown, expected);
        assert!(found[3].ip_addresses.is_none());
        assert_eq!(found[1].ip_addresses.as_ref().unwrap()[1].ip_address_type, GuestIpAddressType::Ipv6);
    }
}
