"""Figures of the documents app."""
