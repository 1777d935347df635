"""What stops a file, and what stops one row of it."""

from django.core.exceptions import ValidationError


class FileRefused(ValidationError):
    """The file cannot be read at all; carries a sentence."""


class RowRefused(Exception):
    """One row cannot be taken; carries the reason for its last column."""
