"""The service's contract: the OpenAPI document is a golden file, and its page needs no other server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.factory import create_app
from app.settings import Settings
from tests.fakes import sample_extractor

GOLDEN = Path(__file__).parent / "openapi.json"


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), sample_extractor())) as client:
        yield client


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
        (body,) = responses[status]["content"].values()
        assert body["schema"]["$ref"].endswith("/ProblemModel")


def test_the_documentation_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    links = re.findall(r"""(?:src|href)="([^"]*)"|url: '([^']*)'""", page)
    found = [a or b for a, b in links if not (a or b).startswith("data:")]
    assert sorted(found) == ["openapi.json", "static/swagger/swagger-ui-bundle.js", "static/swagger/swagger-ui.css"]
    assert all(client.get(f"/{name}").status_code == 200 for name in found)
