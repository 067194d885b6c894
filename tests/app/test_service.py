"""The HTTP service with fake models, in process."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator

import openpyxl
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

import pipeline.errors
from app.factory import create_app
from app.problems import STATUS
from app.request_options import FORMATS, choose_format
from app.schemas import DocumentModel
from app.settings import Settings
from app.worker import Worker
from pipeline import BBox, ExtractionError, Extractor, InputError
from pipeline.errors import BusyError, ModelError
from table.io import tables_from_html, tables_from_json
from tests.fakes import SAMPLE, FakeDetector, FakeRecognizer, sample_extractor

LIMIT = 300_000


@pytest.fixture
def client() -> Iterator[TestClient]:
    settings = Settings(max_upload_bytes=LIMIT, max_pictures=1, retry_after_seconds=7)
    with TestClient(create_app(settings, sample_extractor()), raise_server_exceptions=False) as client:
        yield client


def post(client: TestClient, data: bytes | None = None, query: str = "", accept: str = "*/*", **fields: str):  # type: ignore[no-untyped-def]
    files = {"file": ("sample.pdf", SAMPLE.read_bytes() if data is None else data)}
    return client.post(f"/v1/extract?{query}", files=files, data=fields, headers={"accept": accept})


def test_json_is_as_documented_and_holds_the_tables(client: TestClient) -> None:
    response = post(client)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    document = DocumentModel.model_validate(response.json())
    assert (document.name, document.status, document.num_pages) == ("sample.pdf", "complete", 1)
    assert tables_from_json(response.text) == list(sample_extractor().extract(SAMPLE).tables)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_by_query_and_by_accept(client: TestClient, name: str) -> None:
    for response in (post(client, query=f"format={name}"), post(client, accept=f"{FORMATS[name]};q=0.9, */*")):
        assert response.status_code == 200
        assert response.headers["content-type"].split(";")[0] == FORMATS[name]
        assert response.headers["x-tablewright-status"] == "complete"


def test_formats_hold_the_table(client: TestClient) -> None:
    (table,) = sample_extractor().extract(SAMPLE).tables
    assert tables_from_html(post(client, query="format=html").text)[0].cells == table.cells
    assert post(client, query="format=csv").text == table.to_csv()
    assert post(client, query="format=md").text == table.to_markdown()
    assert openpyxl.load_workbook(io.BytesIO(post(client, query="format=xlsx").content)).worksheets[0]["A3"].value == "Male"


def test_choice_of_format() -> None:
    assert choose_format(None, "") == choose_format(None, "image/png, */*") == "json"
    assert choose_format("md", "text/csv") == "md"
    assert choose_format(None, "image/png, text/csv;q=0.5") == "csv"
    with pytest.raises(InputError, match="choose one of"):
        choose_format("doc", "")


def test_pictures_come_only_when_asked_for(client: TestClient) -> None:
    assert "picture" not in post(client).json()["pages"][0]
    assert post(client, query="pictures=true").json()["pages"][0]["picture"].startswith("data:image/png;base64,")


def test_given_regions_and_pages() -> None:
    extractor = Extractor(detector=FakeDetector(), recognizer=FakeRecognizer())
    with TestClient(create_app(Settings(), extractor)) as client:
        regions = json.dumps({"regions": [{"id": "a", "page": 1, "bbox": [60, 100, 540, 300]}]})
        value = post(client, regions=regions, pages="1").json()
        assert [table["id"] for table in value["pages"][0]["tables"]] == ["a"]


@pytest.mark.parametrize(
    ("data", "query", "fields", "status", "code"),
    [
        (b"", "", {}, 422, "corrupt_document"),
        (b"hello", "", {}, 415, "unsupported_format"),
        (b"%PDF-1.7 nothing", "", {}, 422, "corrupt_document"),
        (b"x" * LIMIT, "", {}, 413, "too_large"),
        (None, "", {"pages": "9"}, 400, "invalid_input"),
        (None, "", {"pages": "x"}, 400, "invalid_input"),
        (None, "", {"regions": "{"}, 400, "invalid_input"),
        (None, "", {"mode": "magic"}, 400, "invalid_input"),
        (None, "", {"detection_threshold": "5"}, 422, "invalid_request"),
        (None, "", {"ocr_language": "../../etc"}, 422, "invalid_request"),
        (None, "format=doc", {}, 422, "invalid_request"),
    ],
)
def test_errors_are_problem_documents(client: TestClient, data: bytes, query: str, fields: dict[str, str], status: int, code: str) -> None:
    response = post(client, data, query, **fields)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert set(body) == {"type", "title", "status", "detail", "code"}


def test_bodies_without_a_length_are_counted(client: TestClient) -> None:
    boundary = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'

    def chunks() -> Iterator[bytes]:
        yield boundary
        yield from [b"x" * 100_000] * 5

    response = client.post("/v1/extract", content=chunks(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("GET", "/v1/extract", 405), ("POST", "/v1/extract", 422)]
)
def test_the_frameworks_own_errors_are_problems_too(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def all_errors(error: type[ExtractionError] = ExtractionError) -> set[type[ExtractionError]]:
    return {error}.union(*(all_errors(child) for child in error.__subclasses__()))


def test_every_error_has_a_status_and_a_code_of_its_own() -> None:
    ours = {error for error in all_errors() if error.__module__ == pipeline.errors.__name__}
    assert set(STATUS) == ours
    assert len({error.code for error in ours}) == len(ours)
    assert all(400 <= STATUS[error] < 500 for error in ours if issubclass(error, InputError))


def test_unforeseen_failures_tell_nothing_of_the_document(monkeypatch: pytest.MonkeyPatch, client: TestClient) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("secret /etc/path")

    monkeypatch.setattr(Extractor, "extract", explode)
    response = post(client)
    assert (response.status_code, response.json()["code"]) == (500, "extraction_error")
    assert "secret" not in response.text


def test_a_full_queue_is_answered_503_at_once_with_retry_after() -> None:
    release, entered = threading.Event(), threading.Event()

    def answer(view):  # type: ignore[no-untyped-def]
        entered.set()
        release.wait(20)
        return []

    extractor = Extractor(detector=FakeDetector(BBox(60, 100, 540, 300)), recognizer=FakeRecognizer(answer))
    with TestClient(create_app(Settings(queue_size=1, retry_after_seconds=7), extractor)) as client:
        statuses: list[int] = []
        first = threading.Thread(target=lambda: statuses.append(post(client).status_code))
        first.start()
        assert entered.wait(20)
        second = threading.Thread(target=lambda: statuses.append(post(client).status_code))
        second.start()
        while client.app.state.worker._queue.qsize() < 1:  # type: ignore[attr-defined]
            pass
        refused = post(client)
        assert client.get("/live").status_code == 200  # the event loop is free while the model works
        release.set()
        first.join(20)
        second.join(20)
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "busy", "7")
    assert statuses == [200, 200]


def test_live_ready_docs_and_page(client: TestClient) -> None:
    assert client.get("/live").json() == {"status": "live"}
    assert client.get("/ready").json() == {"status": "ready"}
    assert "/v1/extract" in client.get("/openapi.json").json()["paths"]
    assert client.get("/docs").status_code == 200
    page = client.get("/").text
    for name in ("static/main.js", "static/style.css"):
        assert name in page
        assert client.get(f"/{name}").status_code == 200


def test_not_ready_without_a_worker(client: TestClient) -> None:
    client.app.state.worker.stop()  # type: ignore[attr-defined]
    response = client.get("/ready")
    assert (response.status_code, response.json()["code"]) == (503, "not_ready")
    assert post(client).status_code == 503
    assert client.get("/live").status_code == 200


def test_a_missing_model_stops_the_start() -> None:
    class Broken(Extractor):
        def load(self, options: object = None) -> None:
            raise ModelError("weights missing")

    with pytest.raises(ModelError, match="weights missing"), TestClient(create_app(Settings(), Broken())):
        pass


def test_settings_come_from_the_environment_and_refuse_unknown_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLEWRIGHT_QUEUE_SIZE", "3")
    assert Settings().queue_size == 3
    monkeypatch.setenv("TABLEWRIGHT_QUEU_SIZE", "3")
    with pytest.raises(ValidationError, match="TABLEWRIGHT_QUEU_SIZE"):
        Settings()
    monkeypatch.delenv("TABLEWRIGHT_QUEU_SIZE")
    monkeypatch.setenv("TABLEWRIGHT_QUEUE_SIZE", "0")
    with pytest.raises(ValidationError, match="greater than 0"):
        Settings()


def test_a_worker_that_never_started_refuses_work() -> None:
    with pytest.raises(BusyError):
        Worker(queue_size=1).submit(lambda: None)
