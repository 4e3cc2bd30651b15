//! Is this network address one of the open web?
//!
//! A page, a feed or a redirect may name any address, and a name may lead to any number: those of this
//! machine, of its neighbours and of a cloud's own services are not for strangers to have asked for. The
//! list follows IANA's registries of special-purpose addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of IPv4 that are not of the open web: first address, bits, what they are.
const CLOSED_V4: [([u8; 4], u32, &str); 16] = [
    ([0, 0, 0, 0], 8, "of this network"),
    ([10, 0, 0, 0], 8, "of a private network"),
    ([100, 64, 0, 0], 10, "of a provider's inner network"),
    ([127, 0, 0, 0], 8, "of this machine"),
    ([169, 254, 0, 0], 16, "of the local link"),
    ([172, 16, 0, 0], 12, "of a private network"),
    ([192, 0, 0, 0], 24, "set aside for protocols"),
    ([192, 0, 2, 0], 24, "set aside for documentation"),
    ([192, 31, 196, 0], 24, "set aside for protocols"),
    ([192, 88, 99, 0], 24, "set aside for protocols"),
    ([192, 168, 0, 0], 16, "of a private network"),
    ([198, 18, 0, 0], 15, "set aside for measurements"),
    ([198, 51, 100, 0], 24, "set aside for documentation"),
    ([203, 0, 113, 0], 24, "set aside for documentation"),
    ([224, 0, 0, 0], 4, "of a group of machines"),
    ([240, 0, 0, 0], 4, "set aside"),
];

/// Blocks of IPv6 that are not of the open web, and lie within what otherwise is.
const CLOSED_V6: [([u16; 8], u32, &str); 6] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "set aside for protocols"),
    ([0x2001, 0x0db8, 0, 0, 0, 0, 0, 0], 32, "set aside for documentation"),
    ([0x2620, 0x004f, 0x8000, 0, 0, 0, 0, 0], 48, "set aside for protocols"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "set aside for documentation"),
    ([0x3ffe, 0, 0, 0, 0, 0, 0, 0], 16, "set aside"),
    ([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, "set aside for protocols"),
];

/// Why a network address is not asked; `None` if it is one of the open web.
///
/// An IPv6 address that only wraps one of IPv4 (mapped, compatible, translated, NAT64, 6to4) is judged by
/// the one inside: behind NAT64 the whole old web is reached that way, and so is the machine itself.
pub fn refusal(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => refusal_v4(ip),
        IpAddr::V6(ip) => refusal_v6(ip),
    }
}

/// Whether a name means this machine or a network at home, whatever its number.
pub fn is_local_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or(name);
    !name.contains('.')
        || matches!(last, "localhost" | "local" | "internal" | "lan")
        || name.ends_with(".home.arpa")
}

fn refusal_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let bits = ip.to_bits();
    let within = |(first, length, _): &&([u8; 4], u32, &str)| {
        (bits ^ Ipv4Addr::from(*first).to_bits()) >> (32 - length) == 0
    };
    CLOSED_V4.iter().find(within).map(|(_, _, what)| *what)
}

fn refusal_v6(ip: Ipv6Addr) -> Option<&'static str> {
    if ip.is_unspecified() {
        return Some("of this network");
    }
    if ip.is_loopback() {
        return Some("of this machine");
    }
    if let Some(inner) = wrapped(ip) {
        return refusal_v4(inner);
    }
    let bits = ip.to_bits();
    let first = ip.segments()[0];
    if first & 0xfe00 == 0xfc00 {
        return Some("of a private network");
    }
    if first & 0xffc0 == 0xfe80 {
        return Some("of the local link");
    }
    if first & 0xff00 == 0xff00 {
        return Some("of a group of machines");
    }
    let within = |(start, length, _): &&([u16; 8], u32, &str)| {
        (bits ^ Ipv6Addr::from(*start).to_bits()) >> (128 - length) == 0
    };
    if let Some((_, _, what)) = CLOSED_V6.iter().find(within) {
        return Some(what);
    }
    // All that is handed out to the open web begins with these three bits.
    (first & 0xe000 != 0x2000).then_some("set aside")
}

/// The IPv4 address that an IPv6 one wraps.
fn wrapped(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = ip.segments();
    let of = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match segments {
        // Compatible, mapped, translated, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(ip: &str) -> Option<&'static str> {
        refusal(ip.parse().expect(ip))
    }

    #[test]
    fn private_and_special_addresses_are_refused() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.1.1",
            "::ffff:0:10.1.1.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(of(ip).is_some(), "{ip}");
        }
    }

    #[test]
    fn the_open_web_is_asked() {
        for ip in [
            "1.1.1.1",
            "9.9.9.9",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "128.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.169.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.1",
            "2600::1",
            "2a00:1450:4001:80b::200e",
            "2001:4860:4860::8888",
            "64:ff9b::101:101",
            "::ffff:1.1.1.1",
            "2002:101:101::1",
        ] {
            assert_eq!(of(ip), None, "{ip}");
        }
    }

    #[test]
    fn names_at_home_are_told() {
        for name in [
            "localhost",
            "printer",
            "a.localhost",
            "nas.local",
            "x.internal",
            "r.home.arpa",
            "a.lan.",
        ] {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["example.org", "local.example.org", "example.org.", "internal.example"] {
            assert!(!is_local_name(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_wrapped_address_is_judged_as_the_one_inside(bits in any::<u32>()) {
            let inner = Ipv4Addr::from_bits(bits);
            let [a, b, c, d] = inner.octets().map(u16::from);
            let (high, low) = (a << 8 | b, c << 8 | d);
            for outer in [
                inner.to_ipv6_mapped(),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            ] {
                prop_assert_eq!(refusal(outer.into()), refusal(inner.into()));
            }
        }

        #[test]
        fn the_standard_library_calls_nothing_private_that_is_asked(bits in any::<u32>()) {
            let ip = Ipv4Addr::from_bits(bits);
            if refusal(ip.into()).is_none() {
                prop_assert!(!(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_multicast()));
                prop_assert!(!(ip.is_documentation() || ip.is_broadcast() || ip.is_unspecified()));
            }
        }
    }
}
