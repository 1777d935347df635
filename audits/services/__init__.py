"""Writes of audits that look at more than one row."""
