"""Reusable reads, by aggregate."""
