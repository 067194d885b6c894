"""The HTTP service with fake models in real worker processes: answers, errors, limits."""

from __future__ import annotations

import io
import json
import logging
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from starlette.types import Message

import pipeline.errors
from app.factory import create_app
from app.logs import JsonLines
from app.problems import CODES, STATUS, NotAcceptable
from app.request_options import FORMATS, choose_format
from app.schemas import DocumentModel
from app.settings import Settings
from pipeline import ExtractionError, InputError
from pipeline.errors import ModelError, capture_error
from table.io import records_text, tables_from_html, tables_from_json, to_tidy_csv
from table.looks import PLAIN
from tests.app.workers import Broken, Halving, OverPages, Replaying
from tests.fakes import ROOT, SAMPLE, pdf_of_samples, pdf_of_table_over_pages, sample_extractor

LIMIT = 300_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("service") / "jobs.db"
    settings = Settings(max_upload_bytes=LIMIT, max_pictures=1, retry_after_seconds=7, workers=1, database=f"sqlite:///{path}")
    with TestClient(create_app(settings, Replaying()), raise_server_exceptions=False) as client:
        yield client


def service(tmp_path: Path, work: object = None, **settings: object) -> TestClient:
    values = {"workers": 1, "database": f"sqlite:///{tmp_path / 'jobs.db'}", **settings}
    return TestClient(create_app(Settings(**values), work or Halving()), raise_server_exceptions=False)  # type: ignore[arg-type]


def post(  # type: ignore[no-untyped-def]
    client: TestClient, data: bytes | None = None, query: str = "", accept: str = "*/*", name: str = "sample.pdf", **fields: str
):
    files = {"file": (name, SAMPLE.read_bytes() if data is None else data)}
    return client.post(f"/v1/extract?{query}", files=files, data=fields, headers={"accept": accept}, follow_redirects=False)


def test_json_is_as_documented_and_holds_the_tables(client: TestClient) -> None:
    response = post(client)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    document = DocumentModel.model_validate(response.json())
    assert (document.name, document.status, document.num_pages) == ("sample.pdf", "complete", 1)
    assert tables_from_json(response.text) == list(sample_extractor().extract(SAMPLE).tables)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_by_query_and_by_accept(client: TestClient, name: str) -> None:
    for response in (post(client, query=f"format={name}"), post(client, accept=f"{FORMATS[name]};q=0.9, */*;q=0.1")):
        assert response.status_code == 200
        assert response.headers["content-type"].split(";")[0] == FORMATS[name]
        assert response.headers["x-tablewright-status"] == "complete"


def test_formats_hold_the_table(client: TestClient) -> None:
    (table,) = sample_extractor().extract(SAMPLE).tables
    plain = tuple(replace(cell, looks=PLAIN) for cell in table.cells)  # HTML is read back without looks
    assert tables_from_html(post(client, query="format=html").text)[0].cells == plain
    assert tables_from_json(post(client).text)[0].cells == table.cells
    assert "<b>" in post(client, query="format=html").text  # they come through the service, too
    assert post(client, query="format=csv").text == table.to_csv()
    assert post(client, query="format=md").text == table.to_markdown()
    assert openpyxl.load_workbook(io.BytesIO(post(client, query="format=xlsx").content)).worksheets[0]["A3"].value == "Male"
    records, chunks = (post(client, query=f"format={name}") for name in ("records", "chunks"))
    assert records.headers["content-disposition"].startswith('attachment; filename="sample.records.jsonl"')
    assert records.text == records_text([table])
    assert post(client, query="format=tidy").text == to_tidy_csv([table])
    assert "Male" in json.loads(chunks.text.splitlines()[0])["text"]


def test_choice_of_format() -> None:
    assert choose_format(None, "") == choose_format(None, "image/png, */*") == "json"
    assert choose_format(None, "text/html;q=0.2, text/*;q=0.8, application/json;q=0.5") == "csv"
    assert choose_format(None, "text/csv;q=0, */*;q=0.1") == "json"
    with pytest.raises(NotAcceptable):
        choose_format(None, "image/png")
    assert choose_format("md", "text/csv") == "md"
    assert choose_format(None, "image/png, text/csv;q=0.5") == "csv"
    with pytest.raises(InputError, match="choose one of"):
        choose_format("doc", "")


def test_pictures_come_only_when_asked_for(client: TestClient) -> None:
    assert "picture" not in post(client).json()["pages"][0]
    assert post(client, query="pictures=true").json()["pages"][0]["picture"].startswith("data:image/png;base64,")


def test_given_regions_and_pages(tmp_path: Path) -> None:
    with service(tmp_path) as client:
        regions = json.dumps({"regions": [{"id": "a", "page": 1, "bbox": [60, 100, 540, 300]}]})
        value = post(client, regions=regions, pages="1").json()
        assert [table["id"] for table in value["pages"][0]["tables"]] == ["a"]


def test_base64_in_place_of_a_file_and_urls_only_where_they_are_allowed(client: TestClient) -> None:
    import base64

    text = base64.b64encode(SAMPLE.read_bytes()).decode()
    value = client.post("/v1/extract", data={"base64": text, "name": "../x/report.pdf"}).json()
    assert (value["name"], len(value["pages"][0]["tables"])) == ("report.pdf", 1)
    refused = client.post("/v1/extract", data={"url": "http://example.org/a.pdf"})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_input")
    assert client.post("/v1/extract", data={"base64": "§"}).status_code == 400


def test_files_are_saved_under_the_documents_name(client: TestClient) -> None:
    assert post(client, query="format=csv", name="räport.pdf").headers["content-disposition"] == (
        "attachment; filename=\"r_port.csv\"; filename*=UTF-8''r%C3%A4port.csv"
    )
    assert post(client, query="format=csv", name="..").headers["content-disposition"].startswith('attachment; filename="tables.csv"')


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
        (None, "", {"pagez": "1"}, 400, "invalid_input"),
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


@pytest.mark.parametrize(
    ("query", "fields", "says"),
    [
        ("pages=1", {}, "parameters of the URL pages; options are fields of the form"),
        ("fromat=csv", {}, "parameters of the URL fromat; known: format, pictures"),
        ("", {"pages": ["1", "2"]}, "given more than once: pages"),
        ("", {"pages": "1,0," + "1," * 9_000}, "pages '0': pages count from 1"),
        ("", {"pages": "1-99999999999"}, "page numbers end at"),
    ],
)
def test_nothing_of_a_request_is_ignored(client: TestClient, query: str, fields: dict[str, str | list[str]], says: str) -> None:
    response = post(client, None, query, **fields)  # type: ignore[arg-type]
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert says in response.json()["detail"]


def test_two_documents_where_one_is_read_are_refused(client: TestClient) -> None:
    files = [("file", (name, SAMPLE.read_bytes())) for name in ("a.pdf", "b.pdf")]
    for path in ("/v1/extract", "/v1/detect"):
        response = client.post(path, files=files)
        assert response.status_code == 400
        assert "/v1/jobs" in response.json()["detail"]
    assert len(client.post("/v1/jobs", files=files).json()["jobs"]) == 2


def test_a_document_that_did_not_come_as_a_file_is_told_how_to_come(client: TestClient) -> None:
    as_text = client.post("/v1/extract", data={"file": "report.pdf"}).json()["detail"]
    assert "-F file=@report.pdf" in as_text
    for sent in ({"content": SAMPLE.read_bytes()}, {"json": {"file": "x"}}, {}):
        assert "the field file" in client.post("/v1/extract", **sent).json()["detail"]  # type: ignore[arg-type]
    both = client.post("/v1/extract", files={"file": ("a.pdf", b"%PDF")}, data={"base64": "JVBERg=="})
    assert "not as several" in both.json()["detail"]


def test_bodies_without_a_length_are_counted(client: TestClient) -> None:
    boundary = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'

    def chunks() -> Iterator[bytes]:
        yield boundary
        yield from [b"x" * 100_000] * 5

    response = client.post("/v1/extract", content=chunks(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("GET", "/v1/extract", 405), ("POST", "/v1/extract", 400)]
)
def test_the_frameworks_own_errors_are_problems_too(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_405_names_every_method_of_the_path(client: TestClient) -> None:
    assert client.patch("/v1/jobs").headers["allow"] == "GET, POST"


def all_errors(error: type[ExtractionError] = ExtractionError) -> set[type[ExtractionError]]:
    return {error}.union(*(all_errors(child) for child in error.__subclasses__()))


def test_every_error_has_a_status_and_a_code_of_its_own() -> None:
    ours = {error for error in all_errors() if error.__module__ == pipeline.errors.__name__}
    assert set(STATUS) == ours
    assert len({error.code for error in ours}) == len(ours)
    assert all(400 <= STATUS[error] < 500 for error in ours if issubclass(error, InputError))


def test_every_code_of_the_service_is_explained() -> None:
    text = (ROOT / "docs" / "OUTPUT.md").read_text("utf-8").split("## Errors")[1]
    assert [code for code in CODES if f"`{code}`" not in text] == []


def test_unforeseen_failures_tell_nothing_of_the_document(client: TestClient) -> None:
    response = post(client, name="burst.pdf")
    assert (response.status_code, response.json()["code"]) == (500, "extraction_error")
    assert "secret" not in response.text


def test_answers_name_no_path_of_the_server(tmp_path: Path) -> None:
    with service(tmp_path, detector="/srv/secret/detector", structure="C:/x/structure") as client:
        assert post(client).json()["options"]["detector"] == "detector"
        for path in ("/v1/models", "/version", "/openapi.json"):
            assert "secret" not in client.get(path).text


def test_a_document_that_kills_its_worker_is_refused_with_its_reason(tmp_path: Path) -> None:
    with service(tmp_path, page_seconds=1.0) as client:
        died, hung = post(client, name="die.pdf"), post(client, name="hang.pdf")
        assert (died.status_code, died.json()["code"]) == (422, "worker_died")
        assert "exit code 7) twice" in died.json()["detail"]
        assert (hung.status_code, hung.json()["code"]) == (422, "page_too_slow")
        assert post(client).status_code == 200


@pytest.mark.parametrize("trouble", ["page-three-hangs.pdf", "page-three-dies.pdf"])
def test_a_page_that_kills_its_worker_costs_that_page_only(tmp_path: Path, trouble: str) -> None:
    with service(tmp_path, page_seconds=1.5) as client:
        value = post(client, pdf_of_samples(5), name=trouble).json()
    assert value["status"] == "partial"
    assert [page["page"] for page in value["pages"]] == [1, 2, 3, 4, 5]
    assert [len(page["tables"]) for page in value["pages"]] == [1, 1, 0, 1, 1]
    assert value["pages"][2]["error"]["code"] == ("page_too_slow" if "hangs" in trouble else "worker_died")
    DocumentModel.model_validate(value)


def test_tables_over_pages_are_joined_also_when_several_workers_read_them(tmp_path: Path) -> None:
    with service(tmp_path, OverPages(), page_seconds=1.5) as client:
        data = pdf_of_table_over_pages(6)
        whole, parted = post(client, data).json(), post(client, data, name="page-three-dies.pdf").json()
        csv = post(client, data, "format=csv").text
    DocumentModel.model_validate(whole)
    assert [[part["page"] for part in table["parts"]] for table in whole["joined_tables"]] == [[1, 2, 3, 4, 5, 6]]
    assert [[part["page"] for part in table["parts"]] for table in parted["joined_tables"]] == [[1, 2], [4, 5, 6]]
    assert csv.count("Name") == 1
    assert parted["options"] == whole["options"]  # the pages that were asked for, not the last worker's part


@pytest.mark.parametrize("trouble", ["page-three-hangs.pdf", "page-three-dies.pdf"])
def test_tables_over_pages_are_joined_before_a_last_page_that_kills_its_worker(tmp_path: Path, trouble: str) -> None:
    with service(tmp_path, OverPages(), page_seconds=1.5) as client:
        value = post(client, pdf_of_table_over_pages(3), name=trouble).json()
    assert [[part["page"] for part in table["parts"]] for table in value["joined_tables"]] == [[1, 2]]
    assert (value["status"], value["errors"], value["pages"][2]["error"] is None) == ("partial", [], False)


def test_a_joined_table_goes_when_a_part_of_it_is_corrected_or_asked_for(tmp_path: Path) -> None:
    with service(tmp_path, OverPages()) as client:
        job = client.post("/v1/jobs", files={"file": ("a.pdf", pdf_of_table_over_pages(4))}).headers["location"]
        assert client.get(job, params={"wait": 30}).json()["status"] == "done"
        assert [len(table["parts"]) for table in client.get(f"{job}/result").json()["joined_tables"]] == [4]
        assert client.get(f"{job}/result?page=2").json()["joined_tables"] == []
        assert client.get(f"{job}/result?format=csv&page=2").text.splitlines()[1] == "item b0,10,0.5"
        tables = client.get(f"{job}/pages/2").json()["tables"]
        tables[0]["cells"][3]["text"] = "by hand"
        assert client.put(f"{job}/pages/2/tables", json={"tables": tables}).status_code == 204
        assert client.get(f"{job}/result").json()["joined_tables"] == []
        assert "by hand" in client.get(f"{job}/result?format=csv").text
        assert len(client.get(f"{job}/result?corrected=false").json()["joined_tables"]) == 1


def test_a_document_that_takes_longer_becomes_a_job(tmp_path: Path) -> None:
    with service(tmp_path, request_seconds=1.2) as client:
        moved = post(client, pdf_of_samples(5), name="slow.pdf")
        assert (moved.status_code, moved.json()["status"]) == (303, "running")
        job = client.get(moved.headers["location"], params={"wait": 30}).json()
        assert (job["status"], job["result_status"], job["pages_done"], job["num_tables"]) == ("done", "complete", 5, 5)
        assert len(client.get(f"{moved.headers['location']}/result").json()["pages"]) == 5
        assert counted(client) == {"tablewright_pages_total": 5, "tablewright_page_seconds_count": 5, "tablewright_tables_total": 5}
        job = client.post("/v1/jobs", files={"file": ("a.pdf", pdf_of_samples(3))}).headers["location"]
        assert client.get(job, params={"wait": 30}).json()["status"] == "done"
        assert counted(client) == {"tablewright_pages_total": 8, "tablewright_page_seconds_count": 8, "tablewright_tables_total": 8}


def counted(client: TestClient) -> dict[str, float]:
    """What ``/metrics`` tells of pages and tables."""
    wanted = ("tablewright_pages_total", "tablewright_page_seconds_count", "tablewright_tables_total")
    lines = (line.split() for line in client.get("/metrics").text.splitlines())
    return {parts[0]: float(parts[1]) for parts in lines if parts[0] in wanted}


def test_a_full_queue_is_answered_503_at_once_with_retry_after(tmp_path: Path) -> None:
    with service(tmp_path, queue_size=1, retry_after_seconds=7, page_seconds=3.0) as client:
        pool = client.app.state.service.pool  # type: ignore[attr-defined]
        statuses: list[int] = []

        def send(name: str) -> threading.Thread:
            thread = threading.Thread(target=lambda: statuses.append(post(client, name=name).status_code))
            thread.start()
            return thread

        first = send("hang.pdf")
        wait_until(lambda: pool.num_busy == 1)
        second = send("a.pdf")
        wait_until(lambda: pool.num_waiting == 1)
        refused, not_ready = post(client), client.get("/ready")
        assert client.get("/live").status_code == 200  # the event loop is free while workers work
        first.join(20)
        second.join(20)
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "busy", "7")
    assert (not_ready.status_code, not_ready.json()["detail"]) == (503, "the queue is full")
    assert sorted(statuses) == [200, 422]


def wait_until(condition, seconds: float = 20) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_live_ready_docs_and_page(client: TestClient) -> None:
    assert client.get("/live").json() == {"status": "live"}
    assert client.get("/ready").json() == {"status": "ready"}
    assert "/v1/extract" in client.get("/openapi.json").json()["paths"]
    assert client.get("/docs").status_code == 200
    page = client.get("/").text
    for name in ("static/page/main.js", "static/page/style.css"):
        assert name in page
        assert client.get(f"/{name}").status_code == 200


def test_ready_and_live_tell_the_truth(tmp_path: Path) -> None:
    with service(tmp_path) as client:
        running = client.app.state.service  # type: ignore[attr-defined]
        running.drain()
        assert client.get("/ready").json()["detail"] == "the service is being stopped"
        assert post(client).status_code == 503
        running.pool._beat -= 1000  # as if the supervisor had not gone round since
        running.pool._go_round = lambda: time.sleep(3)
        wait_until(lambda: running.pool.silence < 5)
        running.pool._beat -= 1000
        assert client.get("/live").status_code == 503
        wait_until(lambda: running.pool.silence < 1)
        running.pool.stop()
        running.is_draining = False
        assert client.get("/ready").json()["detail"] == "no worker is ready"


def test_a_missing_model_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="weights missing"), service(tmp_path, Broken()):
        pass


def test_metrics_and_version(client: TestClient) -> None:
    post(client)
    text = client.get("/metrics").text
    for name in ("requests_total", "pages_total", "page_seconds_count", "queue_length", "worker_restarts", "workers_memory_bytes"):
        assert f"tablewright_{name}" in text
    assert client.get("/version").json()["version"]
    assert [model["task"] for model in client.get("/v1/models").json()["models"]] == ["detection", "structure"]


def test_security_headers_and_no_other_sites(client: TestClient) -> None:
    for path in ("/", "/v1/jobs", "/nothing", "/static/page/style.css"):
        headers = client.get(path, headers={"origin": "https://evil.example"}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_logs_tell_where_an_error_was_and_never_what_it_said(caplog: pytest.LogCaptureFixture) -> None:
    def read() -> None:
        raise ValueError("Postnatal")

    def read_on() -> None:
        try:
            read()
        except ValueError as error:
            raise KeyError("Male") from error

    assert capture_error(read_on, page=3)
    logging.getLogger("pdfminer").warning("cannot read %s", "Postnatal")
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert lines[0]["message"] == "unforeseen failure on page 3, table None"
    assert [cause.split(":")[0] for cause in lines[0]["trace"]] == ["KeyError at test_service.py", "ValueError at test_service.py"]
    assert lines[1]["message"].startswith("said at test_service.py:")
    assert not any(word in json.dumps(lines) for word in ("Postnatal", "Male"))


def test_a_server_without_room_says_so_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with service(tmp_path) as client:
        folder = client.app.state.service.pool._folder  # type: ignore[attr-defined]
        shutil.rmtree(folder)  # as cleaners of temporary files do
        assert post(client).json()["status"] == "complete"
        shutil.rmtree(folder)
        folder.touch()
        assert_no_room(post(client))
        folder.unlink()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        assert_no_room(post(client, SAMPLE.read_bytes() + b" " * 2_000_000))  # the form itself does not fit
        monkeypatch.undo()
        assert post(client).json()["status"] == "complete"


def assert_no_room(response) -> None:  # type: ignore[no-untyped-def]
    assert (response.status_code, response.json()["code"]) == (503, "disk_full")
    assert int(response.headers["retry-after"]) > 0


def test_a_job_store_that_takes_nothing_is_no_internal_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    with service(tmp_path) as client:
        monkeypatch.setattr(client.app.state.service.store, "add", full)  # type: ignore[attr-defined]
        response = client.post("/v1/jobs", files={"file": ("a.pdf", SAMPLE.read_bytes())})
        assert (response.status_code, response.json()["code"]) == (503, "no_job_store")
        assert "retry-after" in response.headers
        assert post(client).json()["status"] == "complete"


def test_a_client_that_leaves_is_no_failure_of_the_service(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="slow.pdf"\r\n\r\n'
    coming = iter([{"type": "http.request", "body": head + SAMPLE.read_bytes() + b"\r\n--b--\r\n", "more_body": False}])
    sent: list[Message] = []

    async def receive() -> Message:
        return next(coming, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"multipart/form-data; boundary=b")]
    scope = {"type": "http", "method": "POST", "path": "/v1/extract", "raw_path": b"", "query_string": b"", "headers": headers}
    assert client.portal is not None
    client.portal.call(client.app, scope, receive, send)
    assert [message["status"] for message in sent if message["type"] == "http.response.start"] == [499]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
