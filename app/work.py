"""What a worker process does for the service: everything that touches a document or renders a result.

The service's own process never opens a document: it hands tasks to workers and gets JSON, pictures and files back.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import pickle
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from app.logs import set_up_logs
from pipeline import DocumentResult, ExtractionError, Extractor, Options, PageDone, PageResult, RegionRequest, service_version
from pipeline.correction.samples import labelled_page
from pipeline.correction.steps import Finder, GridRequest, opened_document, page_picture, refill
from pipeline.errors import InputError, TooLarge
from pipeline.options.checks import options_to_dict
from pipeline.results.json_format import document_to_dict, head_and_revised_pages, page_to_dict, read_result, result_from_dict
from pipeline.results.result import SUFFIXES
from pipeline.types import Page

Report = Callable[[Any], None]
_TEXTS = {
    "html": DocumentResult.to_html,
    "csv": DocumentResult.to_csv,
    "md": DocumentResult.to_markdown,
    "records": DocumentResult.to_records,
    "tidy": DocumentResult.to_tidy_csv,
    "chunks": DocumentResult.to_chunks,
}
MAX_KEPT = 4  # pages kept open between two interactive requests


@dataclass(frozen=True, slots=True)
class Opened:
    """The document could be opened: the result's JSON without pages, and the page numbers that will be read."""

    head: dict[str, Any]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """One finished page as JSON text; ``kept`` is what another worker needs of it to read the rest (packed, small)."""

    number: int
    data: bytes
    num_tables: int
    seconds: float
    has_errors: bool = False
    kept: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PageRevised:
    """A page told before, as it stands in the whole document: other tables may settle how its numbers are read."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """An error of the extraction that concerns the whole task."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Read:
    """The document was read to its end: the result's JSON without pages, and the pages that read otherwise at the end."""

    head: dict[str, Any]
    revised: tuple[PageRevised, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """Read the pages of a document; reports ``Opened`` and ``PageRead``, gives ``Read``.

    The first ``max_pictures`` pages that are read come with a picture. ``earlier`` are the ``kept`` of pages that another worker
    read: tables are joined and values settled over all of them, and their pictures count.
    """

    data: bytes = field(repr=False)
    name: str
    options: Options
    max_pictures: int = 0
    earlier: tuple[bytes, ...] = field(default=(), repr=False)

    def run(self, tools: Tools, report: Report) -> Read:
        head, numbers = _open(self)
        report(Opened(head, numbers))
        earlier = [_unpacked(kept) for kept in self.earlier]
        pictures = {event.result.number: picture for event, picture in earlier}

        def tell(event: PageDone) -> None:
            picture = None
            if event.page is not None and len(pictures) < self.max_pictures:
                picture = "data:image/png;base64," + base64.b64encode(page_picture(event.page)).decode("ascii")
            pictures[event.result.number] = picture
            report(_page_read(event, picture))

        result = tools.extractor.extract(self.data, self.options, on_page=tell, earlier=[event for event, _ in earlier])
        value, pages = head_and_revised_pages(result)
        revised = tuple(PageRevised(page["page"], _page_json(page, pictures.get(page["page"]))) for page in pages)
        return Read({**_without_paths(value), "name": self.name, "num_pages": head["num_pages"]}, revised)


@dataclass(frozen=True, slots=True)
class Render:
    """A result's JSON as bytes of another format."""

    text: bytes = field(repr=False)
    format: str

    def run(self, tools: Tools, report: Report) -> bytes:
        return render(read_result(self.text), self.format)


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG of one page."""

    data: bytes = field(repr=False)
    page: int
    side: int
    options: Options

    def run(self, tools: Tools, report: Report) -> bytes:
        with tools.page(self.data, self.page, replace(self.options, ocr="none")) as page:
            return page_picture(page, side=self.side)


@dataclass(frozen=True, slots=True)
class Recognize:
    """Tables of given borders (``GridRequest``, no model) or of given boxes (``RegionRequest``), in order, as dictionaries."""

    data: bytes = field(repr=False)
    wanted: tuple[GridRequest | RegionRequest, ...]
    options: Options

    def run(self, tools: Tools, report: Report) -> dict[str, Any]:
        tables: list[dict[str, Any]] = []
        failures: list[dict[str, Any]] = []
        for wanted in self.wanted:
            result = self._grid(tools, wanted) if isinstance(wanted, GridRequest) else self._box(tools, wanted)
            page = document_to_dict(result)["pages"][0] if result.pages else {"tables": [], "failures": []}
            tables += page["tables"]
            failures += page["failures"]
        return {"tables": tables, "failures": failures}

    def _grid(self, tools: Tools, wanted: GridRequest) -> DocumentResult:
        with tools.page(self.data, wanted.page, self.options) as page:
            table = refill(page, wanted)
        return DocumentResult("", "", 1, (PageResult(wanted.page, tables=(table,)),))

    def _box(self, tools: Tools, wanted: RegionRequest) -> DocumentResult:
        return tools.extractor.extract(self.data, replace(self.options, regions=(wanted,), pages=(wanted.page,)))


@dataclass(frozen=True, slots=True)
class Detect:
    """Everything that may be a table on the pages asked for, with scores; ``is_sure``: above the checkpoint's own threshold."""

    data: bytes = field(repr=False)
    options: Options

    def run(self, tools: Tools, report: Report) -> list[dict[str, Any]]:
        pages = []
        with opened_document(self.data, self.options) as document:
            for number in self.options.pages or range(1, document.num_pages + 1):
                page = document.page(number)
                sure = {region.bbox for region in tools.sure.find(page, self.options)}
                found = tools.weak.find(page, self.options)
                regions = [{"bbox": list(r.bbox), "score": r.score, "rotation": r.rotation, "is_sure": r.bbox in sure} for r in found]
                pages.append({"page": number, "width": page.width, "height": page.height, "regions": regions})
                report(number)
        return pages


@dataclass(frozen=True, slots=True)
class Sample:
    """Corrected pages (number, JSON list of tables) as a zip of labelled samples for training."""

    data: bytes = field(repr=False)
    name: str
    pages: tuple[tuple[int, bytes], ...]
    options: Options

    def run(self, tools: Tools, report: Report) -> bytes:
        files: list[tuple[str, bytes]] = []
        stem = hashlib.sha256(self.data).hexdigest()[:16]
        for number, text in self.pages:
            tables = result_from_dict({"pages": [{"page": number, "tables": json.loads(text)}]}).tables
            with tools.page(self.data, number, self.options) as page:
                files += labelled_page(page, tables, stem)
            report(number)
        return _zipped(files)


Task = Extract | Render | Picture | Recognize | Detect | Sample


class Tools:
    """What a worker keeps between tasks: models, and the pages that were looked at last."""

    def __init__(self, extractor: Extractor, weak: Finder, sure: Finder) -> None:
        self.extractor, self.weak, self.sure = extractor, weak, sure
        self._kept: OrderedDict[tuple[str, int, Options], tuple[Page, Any]] = OrderedDict()

    @contextmanager
    def page(self, data: bytes, number: int, options: Options) -> Iterator[Page]:
        """The page, opened anew or kept from the request before (OCR of a page takes seconds)."""
        key = (hashlib.sha256(data).hexdigest(), number, replace(options, pages=None, regions=(), deadline_seconds=None))
        kept = self._kept.pop(_hashable(key), None)
        if kept is None:
            document = opened_document(data, options)
            try:
                kept = (document.page(number), document)
            except BaseException:
                document.close()
                raise
        self._kept[_hashable(key)] = kept
        while len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)[1][1].close()
        yield kept[0]


@dataclass(frozen=True, slots=True)
class MakeWork:
    """Builds the work function in the worker: models are loaded once, before the first document.

    Raises ``ModelError`` when a checkpoint cannot be loaded.
    """

    options: Options

    def __call__(self) -> Callable[[Task, Report], Any]:
        set_up_logs()
        extractor = Extractor()
        extractor.load(self.options)
        tools = Tools(extractor, Finder(), Finder(least_score=None))
        return lambda task, report: answer(task, tools, report)


def answer(task: Task, tools: Tools, report: Report) -> Any:
    """The task's value, or ``Refused`` for what the caller can understand."""
    try:
        return task.run(tools, report)
    except ExtractionError as error:
        return Refused(error.code, str(error))


def render(result: DocumentResult, format_name: str) -> bytes:
    """One of html, csv, md, xlsx, json, records, tidy, chunks or zip (all of them)."""
    if format_name == "zip":
        return _zip(result)
    if format_name == "xlsx":
        return result.to_xlsx()
    if format_name == "json":
        return result.to_json().encode("utf-8", errors="replace")
    return _TEXTS[format_name](result).encode("utf-8", errors="replace")


def _zip(result: DocumentResult) -> bytes:
    files = [(f"tables.{SUFFIXES.get(name, name)}", render(result, name)) for name in ("json", "html", "md", "xlsx", *SUFFIXES)]
    for number, table in enumerate(result.tables, start=1):
        files.append((f"table-{number}.page-{table.page}.csv", table.to_csv().encode("utf-8", errors="replace")))
    return _zipped(files)


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def _open(task: Extract) -> tuple[dict[str, Any], tuple[int, ...]]:
    """The head of a result before its first page, so that a document whose reading is cut off has one, too."""
    options = task.options
    if len(task.data) > options.max_bytes:
        raise TooLarge(f"the document has more than {options.max_bytes} bytes, the limit; split it or raise the limit")
    with opened_document(task.data, options) as document:
        num_pages = document.num_pages
    with_regions = {region.page for region in options.regions}
    asked = range(1, num_pages + 1) if options.pages is None else sorted(set(options.pages))
    missing = next((number for number in asked if number > num_pages), None)
    if missing is not None:
        raise InputError(f"page {missing} does not exist: the document has {num_pages} page(s)", page=missing)
    numbers = tuple(number for number in asked if not with_regions or number in with_regions)
    empty = DocumentResult(task.name, hashlib.sha256(task.data).hexdigest(), num_pages, (), options=options_to_dict(options))
    head = _without_paths(document_to_dict(empty))
    return {**head, "versions": {"tablewright": service_version()}}, numbers


def _page_read(event: PageDone, picture: str | None) -> PageRead:
    result = event.result
    data = _page_json(page_to_dict(result), picture)
    has_errors = result.error is not None or bool(result.failures)
    return PageRead(result.number, data, len(result.tables), sum(result.seconds.values()), has_errors, _packed(event, picture))


def _packed(event: PageDone, picture: str | None) -> bytes:
    plain = replace(event, page=None, result=replace(event.result, traces=(), region_steps=()))
    return zlib.compress(pickle.dumps((plain, picture), protocol=pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(kept: bytes) -> tuple[PageDone, str | None]:
    """A page that was read, and its picture."""
    event: tuple[PageDone, str | None] = pickle.loads(zlib.decompress(kept))
    return event


def _page_json(page: dict[str, Any], picture: str | None) -> bytes:
    value = page if picture is None else {**page, "picture": picture}
    return json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace")


def _without_paths(head: dict[str, Any]) -> dict[str, Any]:
    """A head that names checkpoints, not where they lie on this server."""
    options = dict(head["options"])
    for name in ("detector", "structure"):
        options[name] = PurePath(str(options.get(name, "default"))).name
    return {**head, "options": options, "pages": []}


def _hashable(key: tuple[str, int, Options]) -> Any:
    return key[0], key[1], repr(key[2])
