"""What a request says: where it comes from, and numbers in it."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

_LONGEST_NUMBER = 17  # digits, which every database holds


def address_of(request: HttpRequest) -> str:
    """Network address of the caller; the server has put that of a proxy's caller here, if the proxy is trusted."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_local(request: HttpRequest) -> bool:
    """Whether the caller sits at this machine."""
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def whole_number(text: str, default: int = 0) -> int:
    """The number that ``text`` is in plain digits, as long as keys are at most; ``default`` for anything else.

    >>> whole_number("12"), whole_number("１２"), whole_number("9" * 40, -1)
    (12, 0, -1)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else default
