"""The app's workflows."""

from tthc.transitions import complaints, surveys  # noqa: F401
