"""A test client that lives under /<agency>/<year>."""

from typing import Any

from django.test import Client
from django.urls import reverse

from qms.models import Agency, User
from tests.factories import user_with_role


class AgencyClient(Client):
    """`get("documents:official_list")` or `get("/van-ban/")`: both under the agency's and the year's prefix."""

    agency: Agency
    year: int
    user: User

    def path(self, name: str, /, *args: Any) -> str:
        path = reverse(name, args=args) if ":" in name and not name.startswith("/") else name
        return f"/{self.agency.code}/{self.year}{path}"

    def page(self, name: str, /, *args: Any, **query: Any) -> Any:
        return self.get(self.path(name, *args), query)

    def send(self, name: str, /, *args: Any, **data: Any) -> Any:
        return self.post(self.path(name, *args), data)


def client_as(role: str, agency: Agency, year: int = 2024) -> AgencyClient:
    client = AgencyClient()
    client.agency, client.year, client.user = agency, year, user_with_role(role, agency)
    client.force_login(client.user)
    return client
