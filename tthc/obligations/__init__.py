"""What the law asks of the year."""

from tthc.obligations import catalogue, yearly  # noqa: F401
