"""Addresses of the tthc app."""

app_name = "tthc"
urlpatterns: list = []
