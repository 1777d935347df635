"""Filters of lists, by aggregate."""
