"""The app's workflows."""

from tthc.transitions import complaints, imports, surveys  # noqa: F401
