"""What a request says of where it comes from."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Network address of the caller; the server has put that of a proxy's caller here, if the proxy is trusted."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_local(request: HttpRequest) -> bool:
    """Whether the caller sits at this machine."""
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
