"""What stops a file, and what stops one row of it."""

from django.core.exceptions import ValidationError


class FileRefused(ValidationError):
    """The file cannot be read at all; carries a sentence."""


class RowRefused(Exception):
    """One row cannot be taken; carries the reason for its last column."""


class RowUnwanted(RowRefused):
    """One row that a person chose not to take: nothing in it is wrong."""
