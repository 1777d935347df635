"""The app's sections of a year file; the fields of state management first, for the others name them."""

from tthc.exchange import catalogue, surveys, yearly  # noqa: F401
