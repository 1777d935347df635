"""The app's figures, one module an aggregate."""

from tthc.figures import catalogue, complaints, late, surveys, yearly  # noqa: F401
