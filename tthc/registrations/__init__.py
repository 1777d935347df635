"""Menu, search box and years, by aggregate."""

from tthc.registrations import catalogue, complaints, yearly  # noqa: F401
