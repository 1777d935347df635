"""Deadlines of complaints."""
