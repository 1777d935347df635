"""Rules over the app's records, by aggregate."""

from tthc.checks import catalogue, complaints, late, statistics, sums, surveys  # noqa: F401
