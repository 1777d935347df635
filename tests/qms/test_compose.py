"""docker-compose.yml and the locks: what a server's operator relies on, read back from the files."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["web", "worker", "beat"]
SETTINGS = (ROOT / "qms" / "settings.py").read_text()
VARIABLES = set(re.findall(r'(?:env\.\w+|required)\("([A-Z_]+)"', SETTINGS))


def test_services_are_the_five_of_the_design():
    assert set(SERVICES) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("service", OURS)
def test_required_variable_has_no_default(service, name):
    assert SERVICES[service]["environment"][name].startswith(f"${{{name}:?")


def test_database_password_is_required_wherever_it_is_read():
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(r"\$\{POSTGRES_PASSWORD(.)", text)
    assert len(uses) == 2
    assert "${POSTGRES_PASSWORD:?" in SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"]
    assert "${POSTGRES_PASSWORD:?" in SERVICES["web"]["environment"]["DATABASE_URL"]


def test_only_web_publishes_a_port_and_only_on_the_loopback():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


@pytest.mark.parametrize("service", ["worker", "beat", "postgres", "redis"])
def test_service_has_its_own_healthcheck(service):
    assert SERVICES[service]["healthcheck"]["test"]


def test_web_is_checked_by_the_image():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "HEALTHCHECK" in dockerfile
    assert "/healthz" in dockerfile


@pytest.mark.parametrize("service", OURS)
def test_built_service_names_no_tag_that_another_could_export_at_the_same_time(service):
    assert SERVICES[service]["build"]
    assert "image" not in SERVICES[service]


def test_data_lies_on_named_volumes():
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])


def test_image_drops_root_before_it_starts():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_stage = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM")) :]
    assert last_stage.index("USER qms") < next(
        i for i, line in enumerate(last_stage) if line.startswith("CMD")
    )


@pytest.mark.parametrize("service", OURS)
def test_environment_names_only_variables_that_settings_read(service):
    assert set(SERVICES[service]["environment"]) <= VARIABLES


def test_env_example_names_every_variable_and_no_secret():
    lines = (ROOT / ".env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(values) == VARIABLES | {"POSTGRES_PASSWORD"}
    assert {name: value for name, value in values.items() if value} == {
        "DEBUG": "0",
        "HTTPS": "1",
        "MAX_IMPORT_MB": "100",
        "MAX_UPLOAD_MB": "20",
    }


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_lock_is_hashed_and_holds_no_address(lock):
    text = (ROOT / lock).read_text()
    pins = re.findall(r"^[\w.-]+==.*", text, re.MULTILINE)
    assert pins
    assert all(pin.endswith("\\") for pin in pins)  # a hash follows
    assert "://" not in text


def test_npm_lock_holds_no_resolved_address():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_pyproject_and_requirements_name_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pinned = re.findall(r"^([\w-]+)==", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    assert [re.split(r"[<>=]", name)[0] for name in project] == pinned
