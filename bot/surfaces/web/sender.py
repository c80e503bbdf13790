"""Which address sent a request, as far as it can be believed: what tries are counted by."""

from ipaddress import IPv6Address, ip_address, ip_network

from aiohttp import web

from bot.surfaces.web.site import SITE

ONE_HOUSE = 64
"""The bits of an IPv6 address that one subscriber has; the others they choose freely."""


def address(request: web.Request) -> str:
    """The sender's address: what a trusted proxy says it is, otherwise the peer's."""
    peer = request.remote or ""
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", ()))
    is_told = forwarded and peer in request.app[SITE].trusted_proxies
    return house(forwarded.rsplit(",", 1)[-1].strip() if is_told else peer)


def house(address: str) -> str:
    """What stands for one sender: an IPv4 address, or the network of an IPv6 one; anything else as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed, ONE_HOUSE), strict=False))
