"""Who asks, and how often: network addresses in the form in which they are counted, and counting for a while."""

import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# Whoever has one address of version 6 has all that begin alike, and could guess from each of them.
SAME_BEGINNING = 64
HOUR_SECONDS = 3600


class Limit(NamedTuple):
    """How much may come in each stretch of `seconds`."""

    most: int
    seconds: int = HOUR_SECONDS


def address_of(request: HttpRequest) -> str | None:
    """The network address that asks, None where there is none, as behind a socket file; of version 6 its network's.

    Each proxy of the clinic's own adds the address that asked it at the end of X-Forwarded-For. Counted from there,
    nothing that a stranger wrote into the header is believed. What is no address is not taken for one.
    """
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.PROXIES
    if proxies and len(passed_on) >= proxies and (found := _as_address(passed_on[-proxies])):
        return found
    return _as_address(request.META.get("REMOTE_ADDR", ""))


def _as_address(words: str) -> str | None:
    """An address in the one form in which it is counted; some proxies add the port to it."""
    bare = words.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    same = ip_network((address.packed, SAME_BEGINNING), strict=False).network_address
    return str(address.ipv4_mapped or same)


def is_too_often(what: str, value: str, *, most: int, seconds: int = HOUR_SECONDS) -> bool:
    """Count one more of `value` in this stretch of `seconds`, and tell whether that is more than `most`.

    What is counted is kept in the cache only, as a keyed digest that is another one in each stretch.
    """
    return _counted(what, value, seconds) > most


def limit_reached(request: HttpRequest, what: str, *, of_one: Limit, of_all: Limit) -> Limit | None:
    """Count one more of `what`; the limit that is passed by it: of this address, of all together, or None.

    In each stretch of all together an address counts for no more than one stretch of its own, so that a few cannot
    silence everybody. Where the address is not known, nobody is taken for anybody else: only all together are counted.
    """
    who = address_of(request)
    more = 1
    if who is not None:
        if is_too_often(what, who, most=of_one.most, seconds=of_one.seconds):
            return of_one
        more = 0 if is_too_often(f"{what} of all", who, most=of_one.most, seconds=of_all.seconds) else 1
    before = _counted(f"{what} of all", "", of_all.seconds, more=more) - more
    return of_all if before >= of_all.most else None


def _counted(what: str, value: str, seconds: int, *, more: int = 1) -> int:
    stretch = int(time.time() // seconds)
    digest = salted_hmac("portal.callers", f"{what}:{value}:{stretch}", algorithm="sha256").hexdigest()
    key = f"callers:{digest}"
    cache.add(key, 0, seconds)
    try:
        count = int(cache.incr(key, more))
        # Some caches forget what they count after five quiet minutes.
        cache.touch(key, seconds)
    except ValueError:  # the stretch ended between the two lines
        return more
    return count
