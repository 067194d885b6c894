"""The service's contract: the OpenAPI document is a golden file, and its page needs no other server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.factory import create_app
from app.settings import Settings
from tests.app.workers import Replaying

GOLDEN = Path(__file__).parent / "openapi.json"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    database = f"sqlite:///{tmp_path_factory.mktemp('openapi') / 'jobs.db'}"
    return TestClient(create_app(Settings(database=database), Replaying()))  # its workers are never started


def contract(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document without the version, which changes with each release."""
    document: dict[str, Any] = client.get("/openapi.json").json()
    del document["info"]["version"]
    return document


def test_the_contract_is_the_golden_one(client: TestClient, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(json.dumps(contract(client), indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert contract(client) == json.loads(GOLDEN.read_text("utf-8")), "if this change is meant: pytest tests/app --update-golden"


def test_every_error_answer_is_documented_as_a_problem(client: TestClient) -> None:
    responses = contract(client)["paths"]["/v1/extract"]["post"]["responses"]
    for status in ("400", "413", "415", "422", "500", "503", "504"):
        ((media, body),) = responses[status]["content"].items()
        assert media == "application/problem+json"
        assert body["schema"]["$ref"].endswith("/ProblemModel")


def test_forms_take_no_unknown_field_and_no_null(client: TestClient) -> None:
    forms = {name: schema for name, schema in contract(client)["components"]["schemas"].items() if name.startswith("Body_")}
    assert len(forms) == 4
    assert all(schema["additionalProperties"] is False and '"null"' not in json.dumps(schema) for schema in forms.values())


def test_the_documentation_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    links = re.findall(r"""(?:src|href)="([^"]*)\"""", page)
    found = [*(link for link in links if not link.startswith("data:")), "openapi.json"]
    assert sorted(found) == ["openapi.json", "static/docs.js", "static/swagger/swagger-ui-bundle.js", "static/swagger/swagger-ui.css"]
    assert "openapi.json" in client.get("/static/docs.js").text
    assert all(client.get(f"/{name}").status_code == 200 for name in found)
