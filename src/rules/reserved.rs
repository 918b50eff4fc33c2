//! Addresses that nobody owns: the special-purpose address registries of IANA, as of 2025-05 (RFC 6890).

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First address and number of leading bits.
const IPV4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
    ([255, 255, 255, 255], 32),
];

/// First 32 bits of the address, and number of leading bits. What is global unicast is in 2000::/3 alone.
const IPV6: [(u32, u32); 5] = [
    // Protocol assignments, documentation, 6to4, documentation again.
    (0x2001_0000, 23),
    (0x2001_0DB8, 32),
    (0x2002_0000, 16),
    (0x3FFF_0000, 20),
    (0x3FFE_0000, 16),
];

/// Whether the registries say that an address belongs to nobody, or is not reachable globally.
pub(super) fn is_reserved(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_reserved_v4(*address),
        IpAddr::V6(address) => is_reserved_v6(*address),
    }
}

fn has_prefix(address: u32, first: u32, bits: u32) -> bool {
    (address ^ first)
        .checked_shr(32u32.saturating_sub(bits))
        .unwrap_or_default()
        == 0
}

fn is_reserved_v4(address: Ipv4Addr) -> bool {
    let number = u32::from(address);
    IPV4.iter()
        .any(|(first, bits)| has_prefix(number, u32::from_be_bytes(*first), *bits))
}

fn is_reserved_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, fourth, ..] = address.octets();
    let number = u32::from_be_bytes([first, second, third, fourth]);
    !has_prefix(number, 0x2000_0000, 3) || IPV6.iter().any(|(first, bits)| has_prefix(number, *first, *bits))
}

#[cfg(test)]
mod tests {
    use super::is_reserved;

    #[test]
    fn addresses_of_somebody_are_told_from_those_of_nobody() {
        for reserved in [
            "10.1.2.3",
            "127.0.0.1",
            "172.31.0.1",
            "192.168.1.1",
            "203.0.113.9",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "fe80::1",
            "fd00::1",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(is_reserved(&reserved.parse().unwrap()), "{reserved}");
        }
        for owned in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "192.1.2.3",
            "2600::1",
            "2a00:1450::1",
            "2001:4860:4860::8888",
        ] {
            assert!(!is_reserved(&owned.parse().unwrap()), "{owned}");
        }
    }
}
