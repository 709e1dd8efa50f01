"""Where a sign-in comes from, for counting wrong passwords. What a sender can make up is not believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# Whoever has one address of these has all that begin alike.
PREFIX_OF_VERSION_6 = 64


def network_of(request: HttpRequest) -> str | None:
    """The address of who asks, such as "192.0.2.7"; of version 6 that of its network, "2001:db8:1:2::".

    Behind a proxy it is the entry that the outermost of our own proxies wrote, counted from the end: everything before
    it was sent by whoever asked. None where there is no address, as behind a socket.
    """
    return _usable(_forwarded(request)) or _usable(request.META.get("REMOTE_ADDR", ""))


def _forwarded(request: HttpRequest) -> str:
    if not settings.TRUSTED_PROXY_HEADER or not settings.PROXY_COUNT:
        return ""
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return entries[-settings.PROXY_COUNT] if len(entries) >= settings.PROXY_COUNT else ""


def _usable(written: str) -> str | None:
    """An address without its port or brackets, in the one form in which it is counted."""
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        network = ipaddress.ip_network((address.packed, PREFIX_OF_VERSION_6), strict=False)
        return str(network.network_address)
    return str(address)
