"""Jobs through HTTP: several documents, progress, every result from one extraction, corrections, cancelling, owners."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.factory import create_app
from app.schemas import CandidatesModel, JobModel, PageModel, RecognizedModel
from app.settings import ApiKey, Settings
from table.io import tables_from_json
from tests.app.workers import Halving
from tests.fakes import SAMPLE, pdf_of_samples
from training.folders import find_labelled

KEY_A, KEY_B = "a" * 20, "b" * 20


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = f"sqlite:///{tmp_path_factory.mktemp('jobs') / 'jobs.db'}"
    with TestClient(create_app(Settings(workers=1, database=database, page_seconds=4), Halving())) as client:
        yield client


def start(client: TestClient, *files: tuple[str, bytes], **fields: str) -> list[str]:
    response = client.post("/v1/jobs", files=[("file", file) for file in files], data=fields)
    assert response.status_code == 202, response.text
    return [job["id"] for job in response.json()["jobs"]]


def end(client: TestClient, number: str) -> dict[str, object]:
    value = client.get(f"/v1/jobs/{number}", params={"wait": 40}).json()
    JobModel.model_validate(value)
    return value  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def done(client: TestClient) -> str:
    (number,) = start(client, ("report.pdf", SAMPLE.read_bytes()))
    assert end(client, number)["status"] == "done"
    return number


def test_several_documents_in_one_request(client: TestClient) -> None:
    response = client.post("/v1/jobs", files=[("file", ("a.pdf", SAMPLE.read_bytes())), ("file", ("b.pdf", b"hello"))])
    first, second = response.json()["jobs"]
    assert end(client, first["id"])["status"] == "done"
    broken = end(client, second["id"])
    assert (broken["status"], broken["problem"]["code"]) == ("failed", "unsupported_format")  # type: ignore[index]
    assert client.get(f"/v1/jobs/{second['id']}/result").status_code == 415
    listed = client.get(response.headers["location"]).json()["jobs"]
    assert {job["name"] for job in listed} == {"a.pdf", "b.pdf"}


def test_one_document_has_a_location_of_its_own(client: TestClient) -> None:
    response = client.post("/v1/jobs", files={"file": ("a.pdf", SAMPLE.read_bytes())}, data={"pages": "1"})
    assert response.headers["location"] == f"/v1/jobs/{response.json()['jobs'][0]['id']}"


@pytest.mark.parametrize("fields", [{"pages": "x"}, {"mode": "magic"}, {"pagez": "1"}, {"callback": "http://example.org/"}])
def test_what_cannot_work_is_refused_before_it_waits(client: TestClient, fields: dict[str, str]) -> None:
    response = client.post("/v1/jobs", files={"file": ("a.pdf", SAMPLE.read_bytes())}, data=fields)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


def test_every_format_and_a_zip_of_all_from_one_extraction(client: TestClient, done: str) -> None:
    tables = tables_from_json(client.get(f"/v1/jobs/{done}/result", params={"format": "json"}).text)
    assert len(tables) == 1
    assert client.get(f"/v1/jobs/{done}/result", params={"format": "csv"}).text == tables[0].to_csv()
    assert client.get(f"/v1/jobs/{done}/result", headers={"accept": "text/markdown"}).text == tables[0].to_markdown()
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/v1/jobs/{done}/result", params={"format": "zip"}).content))
    ends = ["chunks.jsonl", "html", "json", "md", "records.jsonl", "tidy.csv", "xlsx"]
    assert sorted(archive.namelist()) == ["table-1.page-1.csv", *(f"tables.{end}" for end in ends)]
    assert archive.read("tables.records.jsonl").decode() == client.get(f"/v1/jobs/{done}/result", params={"format": "records"}).text
    assert archive.read("table-1.page-1.csv").decode() == tables[0].to_csv()


def test_pages_and_pictures_on_demand(client: TestClient, done: str) -> None:
    page = client.get(f"/v1/jobs/{done}/pages/1")
    PageModel.model_validate(page.json())
    assert client.get(f"/v1/jobs/{done}/pages/2").status_code == 404
    picture = client.get(f"/v1/jobs/{done}/pages/1/picture")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"/v1/jobs/{done}/pages/9/picture").status_code == 400


def test_events_tell_of_every_page_and_of_the_end(client: TestClient) -> None:
    (number,) = start(client, ("slow.pdf", pdf_of_samples(3)))
    lines = client.get(f"/v1/jobs/{number}/events").text.splitlines()
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert names[-1] == "done"
    assert [name for name in names if name in ("page", "table")] == ["page", "table"] * 3
    pages = [json.loads(line.removeprefix("data: ")) for line in lines if '"total"' in line]
    assert [(page["done"], page["total"]) for page in pages] == [(1, 3), (2, 3), (3, 3)]


def test_a_page_more_ends_the_wait(client: TestClient) -> None:
    (number,) = start(client, ("slow.pdf", pdf_of_samples(4)))
    seen = client.get(f"/v1/jobs/{number}", params={"wait": 30, "pages": 0}).json()
    assert seen["status"] == "running"
    assert 1 <= seen["pages_done"] < 4
    assert client.get(f"/v1/jobs/{number}/result").status_code == 409
    assert end(client, number)["pages_done"] == 4


def test_a_running_job_is_cancelled_and_a_waiting_one_dropped(client: TestClient) -> None:
    running, waiting = start(client, ("hang.pdf", SAMPLE.read_bytes()), ("a.pdf", SAMPLE.read_bytes()))
    pool = client.app.state.service.pool  # type: ignore[attr-defined]
    until(lambda: pool.num_busy == 1)
    assert client.delete(f"/v1/jobs/{waiting}").status_code == client.delete(f"/v1/jobs/{running}").status_code == 204
    assert end(client, running)["status"] == end(client, waiting)["status"] == "cancelled"
    until(lambda: pool.num_busy == 0)
    assert client.get(f"/v1/jobs/{running}/result").json()["code"] == "cancelled"
    assert client.delete(f"/v1/jobs/{running}").status_code == 204  # once more deletes it
    assert client.get(f"/v1/jobs/{running}").status_code == 404


def until(condition, seconds: float = 20) -> None:  # type: ignore[no-untyped-def]
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_a_long_job_makes_way_for_those_who_wait(client: TestClient) -> None:
    (number,) = start(client, ("slow.pdf", pdf_of_samples(12)))
    until(lambda: client.get(f"/v1/jobs/{number}").json()["pages_done"] >= 1)
    response = client.post("/v1/extract", files={"file": ("a.pdf", SAMPLE.read_bytes())})
    assert response.status_code == 200
    assert client.get(f"/v1/jobs/{number}").json()["status"] == "running"  # it was not waited for
    job = end(client, number)
    assert (job["status"], job["result_status"], job["pages_done"], job["num_tables"]) == ("done", "complete", 12, 12)


def test_corrections_are_in_every_later_result_and_can_be_taken_back(client: TestClient, done: str) -> None:
    page = f"/v1/jobs/{done}/pages/1"
    tables = client.get(page).json()["tables"]
    before = tables[0]["cells"][0]["text"]
    tables[0]["cells"][0]["text"] = "=corrected"
    assert client.put(f"{page}/tables", json={"tables": tables}).status_code == 204
    assert client.get(page).json()["corrected_tables"][0]["cells"][0]["text"] == "=corrected"
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"/v1/jobs/{done}/result?format=xlsx").content))
    assert "=corrected" in str(workbook.worksheets[0]["A1"].value)
    assert workbook.worksheets[0]["A1"].data_type == "s"
    assert "=corrected" not in client.get(f"/v1/jobs/{done}/result?format=csv&corrected=false").text
    assert client.put(f"{page}/tables", json={"tables": [{"num_rows": 2}]}).status_code == 400
    assert client.put(f"{page}9/tables", json={"tables": tables}).status_code == 404  # nobody would ever see them
    assert client.delete(f"{page}/tables").status_code == 204
    assert tables_from_json(client.get(f"/v1/jobs/{done}/result?format=json").text)[0].cells[0].text == before


def test_corrections_are_labelled_samples_that_training_reads(client: TestClient, done: str, tmp_path: Path) -> None:
    assert client.get(f"/v1/jobs/{done}/samples").json()["code"] == "no_corrections"
    wanted = [{"page": 1, "row_edges": [100, 150, 200, 300], "column_edges": [60, 200, 540], "num_header_rows": 1}]
    tables = client.post("/v1/recognize", data={"job": done, "tables": json.dumps(wanted)}).json()["tables"]
    client.put(f"/v1/jobs/{done}/pages/1/tables", json={"tables": tables})
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/v1/jobs/{done}/samples").content))
    archive.extractall(tmp_path)
    for kind, labels in (("structure", {"table row": 3, "table column": 2, "table column header": 1}), ("detection", {"table": 1})):
        (sample,) = find_labelled(tmp_path / kind, "train")
        assert sample.words is not None
        text = sample.annotation.read_text()
        assert {label: text.count(f"<name>{label}</name>") for label in labels} == labels
    client.delete(f"/v1/jobs/{done}/pages/1/tables")


def test_borders_that_a_person_drew_are_filled_with_the_documents_words(client: TestClient, done: str) -> None:
    grid = {"page": 1, "row_edges": [100, 150, 200, 300], "column_edges": [60, 200, 540], "num_header_rows": 1}
    span = {"rows": [1, 2], "columns": [0, 2], "is_projected_row_header": True}
    whole = {"page": 1, "row_edges": [100, 300], "column_edges": [60, 540]}
    wanted = [{**grid, "spans": [span], "id": "mine"}, {"page": 1, "bbox": [60, 100, 540, 300]}, whole]
    answer = client.post("/v1/recognize", data={"job": done, "tables": json.dumps(wanted)}).json()
    RecognizedModel.model_validate(answer)
    drawn, recognised, one = answer["tables"]
    assert [(c["row"], c["column"], c["column_span"], c["is_projected_row_header"]) for c in drawn["cells"]] == [
        (0, 0, 1, False),
        (0, 1, 1, False),
        (1, 0, 2, True),
        (2, 0, 1, False),
        (2, 1, 1, False),
    ]
    assert (drawn["id"], drawn["bbox"], drawn["cells"][0]["is_column_header"]) == ("mine", [60, 100, 540, 300], True)
    assert (recognised["num_rows"], recognised["num_columns"]) == (2, 2)
    drawn_words, all_words = (sorted(" ".join(cell["text"] for cell in table["cells"]).split()) for table in (drawn, one))
    assert drawn_words == all_words  # each word of the box is there once


@pytest.mark.parametrize(
    "table",
    [
        {"page": 1},
        {"page": 1, "row_edges": [1, 2], "bbox": None},
        {"page": 1, "row_edges": [300, 100], "column_edges": [60, 200]},
        {"page": 1, "row_edges": [100, 300], "column_edges": [60]},
        {"page": 1, "row_edges": [100, 300], "column_edges": [60, 200], "num_header_rows": 2},
        {"page": 1, "row_edges": [100, 300], "column_edges": [60, 200], "spans": [{"rows": [0, 2], "columns": [0, 1]}]},
        {"page": 1, "row_edges": [1e9, 2e9], "column_edges": [60, 200]},
        {"page": 9, "row_edges": [100, 300], "column_edges": [60, 200]},
        {"page": 1, "bbox": [5, 5, 1, 1]},
        {"page": 1, "nonsense": 1},
    ],
)
def test_borders_that_are_no_grid_are_refused(client: TestClient, done: str, table: dict[str, object]) -> None:
    response = client.post("/v1/recognize", data={"job": done, "tables": json.dumps([table])})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


def test_candidates_with_scores(client: TestClient, done: str) -> None:
    answer = client.post("/v1/detect", data={"job": done, "pages": "1"}).json()
    CandidatesModel.model_validate(answer)
    assert answer["pages"][0]["regions"] == [{"bbox": [60, 100, 540, 300], "score": 0.9, "rotation": 0, "is_sure": True}]
    assert client.post("/v1/detect", data={"job": "nobody-knows-it"}).status_code == 404
    assert client.post("/v1/detect", files={"file": ("a.pdf", SAMPLE.read_bytes())}).status_code == 200


def test_jobs_of_one_browser_are_not_listed_for_another(client: TestClient) -> None:
    (number,) = start(client, ("a.pdf", SAMPLE.read_bytes()))
    assert number in {job["id"] for job in client.get("/v1/jobs").json()["jobs"]}
    kept = client.cookies
    client.cookies = {}  # type: ignore[assignment]
    assert client.get("/v1/jobs").json()["jobs"] == []
    client.cookies = kept  # type: ignore[assignment]


def test_keys_guard_jobs_and_have_limits_of_their_own(tmp_path: Path) -> None:
    keys = [
        {"name": "a", "key": KEY_A, "per_minute": 6},
        {"name": "b", "key": f"sha256:{hashlib.sha256(KEY_B.encode()).hexdigest()}"},
    ]
    settings = Settings(
        workers=1, database=f"sqlite:///{tmp_path / 'jobs.db'}", api_keys=TypeAdapter(tuple[ApiKey, ...]).validate_python(keys)
    )
    a, b = {"Authorization": f"Bearer {KEY_A}"}, {"X-API-Key": KEY_B}
    with TestClient(create_app(settings, Halving())) as client:
        refused = client.post("/v1/extract", files={"file": ("a.pdf", SAMPLE.read_bytes())}, headers={"X-API-Key": "wrong"})
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        number = client.post("/v1/jobs", files={"file": ("a.pdf", SAMPLE.read_bytes())}, headers=a).json()["jobs"][0]["id"]
        assert client.get(f"/v1/jobs/{number}?wait=20", headers=a).json()["status"] == "done"
        assert client.get(f"/v1/jobs/{number}", headers=b).status_code == 404
        assert client.post("/v1/detect", data={"job": number}, headers=b).status_code == 404
        assert client.get("/v1/jobs", headers=b).json()["jobs"] == []
        assert {client.get("/v1/jobs", headers=a).status_code for _ in range(10)} == {200}  # looking is free
        statuses = [client.post("/v1/detect", data={"job": number}, headers=a) for _ in range(7)]
        assert [answer.status_code for answer in statuses].count(429) == 2
        assert 1 <= int(statuses[-1].headers["retry-after"]) <= 60
        assert client.get("/live").status_code == client.get("/metrics").status_code == 200
        assert KEY_A not in client.get("/openapi.json").text


class Receiver(HTTPServer):
    """Notes what is posted; the first post is answered 500."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[tuple[str, bytes]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        heard = self.server.heard  # type: ignore[attr-defined]
        heard.append((self.headers["x-tablewright-signature"], body))
        self.send_response(500 if len(heard) == 1 else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_callbacks_are_signed_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.callbacks.PAUSES", (0.2, 0.2))
    monkeypatch.setattr("app.callbacks.POLL_SECONDS", 0.1)
    secret = "s" * 20
    values = {"workers": 1, "database": f"sqlite:///{tmp_path / 'jobs.db'}", "callback_secret": secret, "private_addresses": True}
    receiver = Receiver()
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    try:
        with TestClient(create_app(Settings(**values), Halving())) as client:  # type: ignore[arg-type]
            (number,) = start(client, ("a.pdf", SAMPLE.read_bytes()), callback=f"http://127.0.0.1:{receiver.server_port}/hook")
            until(lambda: len(receiver.heard) == 2)
            time.sleep(0.5)
    finally:
        receiver.shutdown()
        receiver.server_close()
    assert len(receiver.heard) == 2  # not once more after the 200
    signature, body = receiver.heard[1]
    assert json.loads(body) == {"id": number, "status": "done", "name": "a.pdf", "num_pages": 1, "num_tables": 1}
    stamp, digest = (part.split("=")[1] for part in signature.split(","))
    assert hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest() == digest
