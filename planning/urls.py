"""Addresses of the planning app."""

app_name = "planning"
urlpatterns: list = []
