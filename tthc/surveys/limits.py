"""How many answers one address, and one round, may send in a span of minutes; a keyed hash is all that is kept."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 10 * 60  # seconds
PER_ADDRESS = 30  # one Wi-Fi at the counter is one address for everyone who waits there
PER_ROUND = 600


def refused(request: HttpRequest, round_pk: int) -> bool:
    """Count this try; whether it is one too many."""
    address = salted_hmac("tthc.survey_limits", f"{round_pk}:{_address(request)}").hexdigest()
    return _over(f"survey-address:{address}", PER_ADDRESS) or _over(f"survey-round:{round_pk}", PER_ROUND)


def _over(key: str, most: int) -> bool:
    cache.add(key, 0, timeout=WINDOW)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=WINDOW)
        return False


def _address(request: HttpRequest) -> str:
    """Behind our own proxy (HTTPS) the last address it wrote down; what comes before could be made up."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return _one_line(forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", ""))


def _one_line(address: str) -> str:
    """Of IPv6 the /64: each line is given that many addresses to change among."""
    try:
        version6 = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(version6.ipv4_mapped or ipaddress.IPv6Network((version6, 64), strict=False))
