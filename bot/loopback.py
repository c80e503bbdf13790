"""Whether only this machine can reach an address."""

from ipaddress import ip_address

THIS_MACHINE = "localhost"
"""The one name that never leaves the machine; no other name is looked up."""


def is_loopback(host: str | None) -> bool:
    """Whether a host is the machine's own."""
    if host == THIS_MACHINE:
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
