"""A test client that lives under /<agency>/<year>."""

from typing import Any

from django.test import Client
from django.urls import resolve, reverse

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

    def step(self, name: str, /, pk: int, step: str, **data: Any) -> Any:
        """Press a step of a record on a page read just now; `version`: on a page read then."""
        path = self.path(name, pk, step)
        view = resolve(path.removeprefix(f"/{self.agency.code}/{self.year}")).func.view_class  # type: ignore[attr-defined]
        now = view.model.unscoped.values_list("version", flat=True).get(pk=pk)
        return self.post(path, {"version": now, **data})


def client_as(role: str, agency: Agency, year: int = 2024) -> AgencyClient:
    client = AgencyClient()
    client.agency, client.year, client.user = agency, year, user_with_role(role, agency)
    client.force_login(client.user)
    return client
