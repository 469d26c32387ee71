"""Pure: which addresses of the Internet may be reached."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What the standard library calls global, and yet is not a public host (RFC 6052, 3056, 4380, 3879, 7335).
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "::/96",
        "::ffff:0:0:0/96",
        "3fff::/20",
        "5f00::/16",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
    )
)


def is_public(address: Address) -> bool:
    """A host of the public Internet: not private, loopback, link-local, shared, multicast or tunnelled."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    return (
        address.is_global and not address.is_multicast and not any(address in network for network in _NEVER)
    )


def may_reach(address: Address, allowed: Iterable[Network]) -> bool:
    """Whether an address is public, or in one of the networks that the operator allows."""
    return is_public(address) or any(address in network for network in allowed)


def read_literal(text: str) -> Address | None:
    """The address that a literal is, with or without a zone; None for a name, which anything may answer."""
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
