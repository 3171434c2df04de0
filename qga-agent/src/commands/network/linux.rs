//! Reads interfaces and routes over rtnetlink, without helpers, `/proc` or `/sys`.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestNetworkInterface, GuestNetworkRoute};

use crate::os::errno;
use interfaces::{Address, Link};
use ipv6_file::Lines;
use netlink::Kernel;
use routes::Route;

mod interfaces;
mod ipv6_file;
mod netlink;
mod routes;

pub(super) const UNSUPPORTED: &[&str] = &[];

/// Every network interface, in the kernel's order.
pub(super) fn interfaces() -> Result<Vec<GuestNetworkInterface>, CommandError> {
    let read = || {
        let mut kernel = Kernel::connect()?;
        let links = kernel.dump(interfaces::LINKS, Link::read)?;
        let addresses = kernel.dump(interfaces::ADDRESSES, Address::read)?;
        Ok(interfaces::join(links, addresses))
    };
    read().map_err(|error: std::io::Error| {
        CommandError::new(format!("cannot read the kernel's network interfaces: {}", errno::text(error)))
    })
}

/// The main table's IPv4 routes and all IPv6 routes, in the kernel's order. A kernel without IPv6 lists none.
///
/// The entry of `/proc/net/ipv6_route` that stands for "no route at all" is left out.
pub(super) fn routes() -> Result<Vec<GuestNetworkRoute>, CommandError> {
    let read = || {
        let mut kernel = Kernel::connect()?;
        let links = kernel.dump(interfaces::LINKS, Link::read)?;
        let mut found = kernel.dump(routes::IPV4, Route::read)?;
        // Without IPv6, the kernel answers with the routes of all its families.
        let ipv6 = |message: &[u8]| Route::read(message).filter(Route::is_ipv6);
        found.extend(kernel.dump(routes::IPV6, ipv6)?);
        Ok(routes::describe(&found, &links, Lines::read(Path::new("/proc"))))
    };
    read().map_err(|error: std::io::Error| {
        CommandError::new(format!("cannot read the kernel's routes: {}", errno::text(error)))
    })
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr, UdpSocket};
    use std::os::fd::AsRawFd;
    use std::process::Command;

    use super::*;
    use crate::fixture::left_out::left_out;

    #[test]
    fn the_running_kernel_lists_the_interfaces_it_shows_in_sys() {
        let folder = match std::fs::read_dir("/sys/class/net") {
            Ok(folder) => folder,
            Err(error) => return left_out("/sys/class/net beside the kernel's own answer", error),
        };
        let mut expected: Vec<_> = folder
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| std::fs::exists(format!("/sys/class/net/{name}/address")).unwrap_or(false))
            .collect();
        let mut found: Vec<_> = interfaces().unwrap().into_iter().map(|interface| interface.name).collect();
        found.retain(|name| !name.contains(':'));
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_running_kernel_has_the_hardware_addresses_of_the_ioctl() {
        let socket = UdpSocket::bind("127.0.0.1:0").or_else(|_| UdpSocket::bind("0.0.0.0:0")).unwrap();
        let infiniband = libc::sa_family_t::try_from(libc::ARPHRD_INFINIBAND).unwrap();
        for interface in interfaces().unwrap() {
            // SAFETY: all zeros are a valid request.
            let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
            for (to, from) in request.ifr_name.iter_mut().zip(interface.name.bytes()) {
                *to = libc::c_char::from_ne_bytes([from]);
            }
            // SAFETY: the kernel reads and writes a request, which lives through the call, and of which all bytes are set.
            let address = unsafe {
                assert_eq!(libc::ioctl(socket.as_raw_fd(), libc::SIOCGIFHWADDR, &raw mut request), 0, "{interface:?}");
                request.ifr_ifru.ifru_hwaddr
            };
            let expected: Vec<_> =
                address.sa_data[..6].iter().map(|byte| format!("{:02x}", byte.to_ne_bytes()[0])).collect();
            if address.sa_family != infiniband {
                assert_eq!(interface.hardware_address, Some(expected.join(":")), "{}", interface.name);
            }
        }
    }

    /// A network of its own with every kind of route, and links of the types that the kernel has.
    const NETWORK: &str = "
        for link in 'ipip local 10.9.0.1' 'sit local 10.9.0.1' 'gre local 10.9.0.1' 'ip6tnl local 2001:db8:9::1'; do
            ip link add ${link%% *}9 type $link
        done; ip tuntap add tun9 mode tun; ip link add ifb9 type ifb
        set -e
        ip link add d0 type bridge; ip link set d0 up; ip link set lo up
        ip addr add 10.9.0.1/24 dev d0; ip addr add 2001:db8:9::1/64 dev d0 nodad
        ip addr add 2001:db8:19::1/64 dev d0 nodad valid_lft 1000 preferred_lft 500
        ip route add default via 10.9.0.2
        ip route add 10.77.0.5/32 via 10.9.0.2 metric 7; ip route add 10.78.0.0/24 dev d0; ip route add local 10.81.0.1 dev lo table main
        ip route add 10.80.0.0/24 nexthop via 10.9.0.2 nexthop via 10.9.0.3
        for kind in blackhole unreachable prohibit throw; do
            ip route add $kind 10.66.${#kind}.0/24
            ip -6 route add $kind 2001:db8:${#kind}::/48; ip -6 route add $kind default metric 400${#kind}
        done
        ip -6 route add default via fe80::5 dev d0 proto ra; ip -6 route add 2001:db8:a::/48 via fe80::5 dev d0
        ip -6 route add 2001:db8:b::/48 via fe80::5 dev d0 pref high expires 500; ip -6 route add 2001:db8:c::/48 dev lo
        ip -6 route add local 2001:db8:d::/48 dev lo; ip -6 route add anycast 2001:db8:e::/128 dev d0
        ip -6 route add multicast ff05::/16 dev d0; ip -6 route add 2001:db8:1a::/48 dev d0 proto kernel
        ip -6 route add 2001:db8:1b::/48 nexthop via fe80::7 dev d0 nexthop via fe80::8 dev d0";

    #[test]
    fn every_kind_of_route_and_link_is_as_the_kernel_shows_it() {
        let script = format!(r#"({NETWORK}) || exit 99; exec "$0" kernel_lists_the_ipv addresses_of_the_ioctl"#);
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net", "sh", "-c", &script]).arg(std::env::current_exe().unwrap());
        let done = match command.output() {
            Ok(done) => done,
            Err(error) => return left_out("every kind of route and link", error),
        };
        let (output, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        if !output.contains("running 3 tests") {
            return left_out("every kind of route and link", error.lines().last().unwrap_or("no network"));
        }
        assert!(done.status.success(), "{output}{error}");
    }

    #[test]
    fn no_message_makes_the_readers_panic() {
        // Starts as a plausible message of each family; a simple generator then corrupts it.
        let mut state = 1u32;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state
        };
        for round in 0..20_000usize {
            let mut message = vec![0; 96];
            message[0] = [libc::AF_INET, libc::AF_INET6][round % 2].try_into().unwrap();
            for attribute in (16..88).step_by(8) {
                let kind = u16::try_from(random() % 25).unwrap();
                message[attribute..attribute + 2].copy_from_slice(&8u16.to_ne_bytes());
                message[attribute + 2..attribute + 4].copy_from_slice(&kind.to_ne_bytes());
            }
            for _ in 0..round % 8 {
                let place = random() as usize % message.len();
                message[place] = random().to_ne_bytes()[0];
            }
            message.truncate(random() as usize % 97);
            let links: Vec<_> = Link::read(&message).into_iter().collect();
            let found: Vec<_> = Route::read(&message).into_iter().collect();
            routes::describe(&found, &links, Lines::default());
            interfaces::join(links, Address::read(&message).into_iter().collect());
        }
    }

    /// The file shows numbers in hexadecimal, addresses with their first byte last.
    #[test]
    fn the_running_kernel_lists_the_ipv4_routes_it_shows_in_proc() {
        let text = match std::fs::read_to_string("/proc/net/route") {
            Ok(text) => text,
            Err(error) => return left_out("/proc/net/route beside the kernel's own answer", error),
        };
        let found: Vec<_> = routes().unwrap().into_iter().filter(|route| route.version == 4).collect();
        for line in text.lines().skip(1) {
            let fields: Vec<_> = line.split_whitespace().collect();
            let [interface, destination, gateway, flags, _, _, metric, mask, ..] = *fields else { panic!("{line}") };
            let address = |hex| Ipv4Addr::from(u32::from_str_radix(hex, 16).unwrap().to_ne_bytes()).to_string();
            let expected = (
                interface.to_owned(),
                address(destination),
                Some(address(gateway)),
                Some(address(mask)),
                Some(u64::from_str_radix(flags, 16).unwrap()),
                metric.parse().unwrap(),
            );
            let matches = |route: &GuestNetworkRoute| {
                let route = route.clone();
                expected == (route.iface, route.destination, route.gateway, route.mask, route.flags, route.metric)
            };
            assert!(found.iter().any(matches), "{line}: {found:?}");
        }
    }

    /// Everything in hexadecimal; the kernel's null route stands for "none".
    #[test]
    fn the_running_kernel_lists_the_ipv6_routes_it_shows_in_proc() {
        let text = match std::fs::read_to_string("/proc/net/ipv6_route") {
            Ok(text) => text,
            Err(error) => return left_out("/proc/net/ipv6_route beside the kernel's own answer", error),
        };
        let found: Vec<_> = routes().unwrap().into_iter().filter(|route| route.version == 6).collect();
        let number = |hex| u64::from_str_radix(hex, 16).unwrap();
        for line in text.lines() {
            let fields: Vec<_> = line.split_whitespace().collect();
            let [destination, length, source, source_length, hop, metric, _, _, flags, interface] = *fields else {
                panic!("{line}")
            };
            if flags == "00200200" && metric == "ffffffff" {
                continue;
            }
            let address = |hex| Some(Ipv6Addr::from_bits(u128::from_str_radix(hex, 16).unwrap()).to_string());
            let digits = |hex| Some(number(hex).to_string());
            let metric = number(metric).try_into().unwrap();
            let mut expected = GuestNetworkRoute::new(interface, address(destination).unwrap(), metric, 6);
            expected.source = address(source);
            expected.nexthop = address(hop);
            expected.desprefixlen = digits(length);
            expected.srcprefixlen = digits(source_length);
            expected.flags = Some(number(flags));
            let matches = |route: &GuestNetworkRoute| {
                let mut route = route.clone();
                (route.r#use, route.refcnt) = (None, None);
                route == expected
            };
            assert!(found.iter().any(matches), "{line}: {found:?}");
        }
    }
}
