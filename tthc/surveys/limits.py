"""How many answers one address, and one round, may send in a span of minutes; a keyed hash is all that is kept."""

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
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
