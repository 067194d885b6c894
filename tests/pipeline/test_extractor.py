"""The whole flow with fake models: results, partial results, given regions, recordings, limits."""

from __future__ import annotations

import io
import json
import logging
import re
from dataclasses import replace

import pytest

from pipeline import BBox, Extractor, InputError, Options, PageDone, Recording, RegionRequest, ReplayDetector, ReplayRecognizer
from pipeline.errors import DeadlineExceeded, ModelError, UnsupportedFormat
from pipeline.types import RegionView, StructureObject
from table.io import tables_from_json
from tests.fakes import (
    SAMPLE,
    FakeDetector,
    FakeRecognizer,
    pdf_of_samples,
    pdf_of_table_over_pages,
    quarters,
    sample_extractor,
    sample_recording,
    table_on_each_page,
)

BOX = BBox(60, 100, 540, 300)
OTHER = BBox(60, 320, 540, 500)


def test_the_sample_gives_its_table() -> None:
    result = sample_extractor().extract(SAMPLE)
    (table,) = result.tables
    assert (result.status, result.name, result.num_pages) == ("complete", "sample.pdf", 1)
    assert (table.num_rows, table.num_columns, table.num_header_rows, table.page, table.text_source) == (16, 13, 2, 1, "pdf")
    texts = [[cell.text for cell in row] for row in table.owners()]
    assert texts[0][2] == texts[0][3] == "Postnatal Day 1"
    assert texts[4][:4] == ["250", "30", "5.9", "102"]
    assert [cell.text for cell in table.cells if cell.is_projected_row_header] == ["Male", "Female"]


def test_boxes_are_in_page_points_inside_the_page() -> None:
    result = sample_extractor().extract(SAMPLE)
    page, table = result.pages[0], result.tables[0]
    assert table.bbox is not None
    for cell in table.cells:
        assert cell.bbox is not None
        assert cell.bbox.overlap_fraction(BBox(0, 0, page.width, page.height)) == pytest.approx(1)
        assert table.bbox.expand(1).intersection(cell.bbox) == cell.bbox


@pytest.mark.parametrize(
    "source", [SAMPLE, str(SAMPLE), SAMPLE.read_bytes(), io.BytesIO(SAMPLE.read_bytes())], ids=["path", "str", "bytes", "stream"]
)
def test_every_kind_of_source_gives_the_same_tables(source: object) -> None:
    assert sample_extractor().extract(source).tables == sample_extractor().extract(SAMPLE).tables  # type: ignore[arg-type]


def test_equal_input_gives_equal_output() -> None:
    first, second = (json.loads(sample_extractor().extract(SAMPLE).to_json()) for _ in range(2))
    for value in (first, second):
        value["seconds"] = value["pages"][0]["seconds"] = {}
    assert first == second


def test_document_json_holds_the_same_tables() -> None:
    result = sample_extractor().extract(SAMPLE)
    value = json.loads(result.to_json())
    assert value["schema"] == "tablewright.document/1"
    assert value["pages"][0]["page"] == 1
    assert "password" not in value["options"]
    assert tuple(tables_from_json(result.to_json())) == result.tables


def test_boxes_are_told_to_a_hundredth_of_a_point() -> None:
    text = sample_extractor().extract(SAMPLE).to_json()
    numbers = [number for box in re.findall(r'"bbox": \[([^]]+)\]', text) for number in box.split(", ")]
    assert len(numbers) > 100
    assert max(len(number.partition(".")[2]) for number in numbers) == 2


def test_no_tables_is_an_answer() -> None:
    result = Extractor(detector=FakeDetector(), recognizer=FakeRecognizer()).extract(SAMPLE)
    assert (result.status, result.tables, result.notes) == ("complete", (), ())


def test_one_bad_table_does_not_fail_the_others() -> None:
    def answer(view: RegionView) -> list[StructureObject]:
        if view.region.bbox.y0 == BOX.y0:  # its right edge is moved to the words that continue its rows
            raise ModelError("non-finite output")
        return quarters(view)

    result = Extractor(detector=FakeDetector(BOX, OTHER), recognizer=FakeRecognizer(answer)).extract(SAMPLE)
    assert result.status == "partial"
    assert len(result.tables) == 1
    (failure,) = result.failures
    box = failure.region.bbox
    assert (box.x0, box.y0, box.y1) == (BOX.x0, BOX.y0, BOX.y1)
    assert (failure.error.code, failure.error.page, failure.error.table) == ("model_error", 1, 0)


def test_unforeseen_failures_name_their_type_and_no_text(caplog: pytest.LogCaptureFixture) -> None:
    def answer(view: RegionView) -> list[StructureObject]:
        raise ZeroDivisionError("secret words of the document")

    with caplog.at_level(logging.CRITICAL):
        result = Extractor(detector=FakeDetector(BOX), recognizer=FakeRecognizer(answer)).extract(SAMPLE)
    assert "ZeroDivisionError" in result.notes[0].message
    assert "secret" not in result.to_json()


def test_one_bad_page_does_not_fail_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Moody(FakeDetector):
        def detect(self, pages):  # type: ignore[no-untyped-def]
            if pages[0].number == 2:
                raise ModelError("cannot look at this page")
            return super().detect(pages)

    result = Extractor(detector=Moody(BOX), recognizer=FakeRecognizer()).extract(pdf_of_samples(3))
    assert [len(page.tables) for page in result.pages] == [1, 0, 1]
    assert (result.status, result.notes[0].page, result.notes[0].code) == ("partial", 2, "model_error")


def test_pages_are_chosen_and_missing_ones_refused() -> None:
    detector = FakeDetector(BOX)
    extractor = Extractor(detector=detector, recognizer=FakeRecognizer())
    result = extractor.extract(pdf_of_samples(3), Options(pages=(3, 1, 3)))
    assert [page.number for page in result.pages] == detector.pages == [1, 3]
    with pytest.raises(InputError, match="page 4 does not exist: the document has 3"):
        extractor.extract(pdf_of_samples(3), Options(pages=(4,)))


def test_given_regions_replace_detection_and_keep_their_ids() -> None:
    detector = FakeDetector(OTHER)
    options = Options(regions=(RegionRequest(1, BOX, "mine"), RegionRequest(1, OTHER, "yours")))
    result = Extractor(detector=detector, recognizer=FakeRecognizer()).extract(SAMPLE, options)
    assert [table.id for table in result.tables] == ["mine", "yours"]
    assert detector.pages == []


def test_a_given_region_always_comes_back() -> None:
    regions = (
        RegionRequest(1, BBox(2, 2, 20, 12), "blank"),
        RegionRequest(1, BBox(5000, 5000, 6000, 6000), "outside"),
        RegionRequest(9, BOX, "no page"),
        RegionRequest(1, BOX, "good"),
    )
    recognizer = FakeRecognizer(lambda view: quarters(view) if view.region.id == "good" else [])
    result = Extractor(detector=FakeDetector(), recognizer=recognizer).extract(SAMPLE, Options(regions=regions))
    assert [table.id for table in result.tables] == ["good"]
    assert [(failure.region.id, failure.error.code) for failure in result.failures] == [
        ("blank", "no_structure"),
        ("outside", "invalid_input"),
    ]
    assert "no page" in result.errors[0].message
    assert result.status == "partial"


def test_recordings_replay_to_the_same_result_through_json() -> None:
    recording = Recording()
    extractor = Extractor(detector=FakeDetector(BOX, OTHER, only=2), recognizer=FakeRecognizer())
    result = extractor.extract(pdf_of_samples(2), record=recording)
    again = Recording.from_json(recording.to_json())
    replayed = Extractor(detector=ReplayDetector(again), recognizer=ReplayRecognizer(again)).extract(pdf_of_samples(2))
    assert replayed.tables == result.tables
    assert len(result.tables) == 2


def test_replaying_another_region_says_so() -> None:
    recording = sample_recording()
    recording.objects.clear()
    result = Extractor(detector=ReplayDetector(recording), recognizer=ReplayRecognizer(recording)).extract(SAMPLE)
    assert "record this document again" in result.notes[0].message


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "tablewright.objects/1"}', "[" * 100_000])
def test_a_broken_recording_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError, match="not a recording"):
        Recording.from_json(text)


def test_the_deadline_gives_a_partial_result_or_an_error() -> None:
    class Slow(FakeDetector):
        def detect(self, pages):  # type: ignore[no-untyped-def]
            import time

            time.sleep(0.3)
            return super().detect(pages)

    extractor = Extractor(detector=Slow(BOX), recognizer=FakeRecognizer())
    result = extractor.extract(pdf_of_samples(3), Options(deadline_seconds=0.2))
    assert (len(result.pages), result.status, result.errors[0].code) == (1, "partial", "deadline_exceeded")
    with pytest.raises(DeadlineExceeded):
        extractor.extract(pdf_of_samples(3), Options(deadline_seconds=1e-9))


@pytest.mark.parametrize(
    "options",
    [
        Options(mode="fast"),
        Options(text="maybe"),
        Options(ocr="magic"),
        Options(words_from="air"),
        Options(max_bytes=0),
        Options(deadline_seconds=-1),
        Options(detection_threshold=2),
        Options(pages=()),
        Options(threads=0),
    ],
)
def test_bad_options_are_refused_with_the_choices(options: Options) -> None:
    with pytest.raises(InputError):
        sample_extractor().extract(SAMPLE, options)


def test_documents_that_cannot_be_used_are_raised() -> None:
    with pytest.raises(UnsupportedFormat):
        sample_extractor().extract(b"hello")
    with pytest.raises(InputError, match="bytes"):
        sample_extractor().extract(SAMPLE, Options(max_bytes=10))


def test_traces_are_kept_only_when_asked_for_but_always_told() -> None:
    events: list[PageDone] = []
    result = sample_extractor().extract(SAMPLE, on_page=events.append)
    assert result.pages[0].traces == ()
    assert [(event.done, event.total, len(event.result.traces)) for event in events] == [(1, 1, 1)]
    kept = sample_extractor(keep_traces=True).extract(SAMPLE)
    assert kept.pages[0].traces[0].table == kept.tables[0]
    assert kept == replace(result, seconds={})


def test_versions_and_options_reproduce_the_result() -> None:
    result = sample_extractor().extract(SAMPLE, Options(password="secret"))
    assert set(result.versions) == {"tablewright", "detector", "structure", "confidence"}
    assert "secret" not in result.to_json()
    assert len(result.sha256) == 64


def test_compat_mode_gives_the_reference_table() -> None:
    (table,) = sample_extractor().extract(SAMPLE, Options(mode="compat")).tables
    assert (table.num_rows, table.num_columns, table.page) == (16, 13, 1)
    assert table.bbox is not None
    assert table.bbox.y0 > 60  # page points, not view points


def test_tables_with_more_lines_than_rows_are_recognised_in_bands() -> None:
    seen: list[float] = []

    def answer(view: RegionView) -> list[StructureObject]:
        seen.append(view.height)
        return quarters(view)

    recognizer = FakeRecognizer(answer)
    recognizer.max_rows = 8
    recording = Recording()
    result = Extractor(detector=FakeDetector(BBox(40, 60, 570, 420)), recognizer=recognizer).extract(SAMPLE, record=recording)
    assert len(seen) > 1
    assert len(result.tables) == 1
    again = Extractor(detector=ReplayDetector(recording), recognizer=ReplayRecognizer(recording)).extract(SAMPLE)
    assert again.tables == result.tables


def test_a_pdf_that_is_cut_short_is_never_complete() -> None:
    data = SAMPLE.read_bytes()
    assert sample_extractor().extract(data).status == "complete"
    result = Extractor(detector=FakeDetector(), recognizer=FakeRecognizer()).extract(data[:-2_000])
    assert result.status == "partial"
    assert "cut short" in result.errors[0].message


@pytest.mark.parametrize("first_pages", [(1,), (1, 2, 3), (2, 3)])
def test_a_document_read_in_two_runs_is_joined_as_in_one(first_pages: tuple[int, ...]) -> None:
    data, seen = pdf_of_table_over_pages(4), list[PageDone]()
    detector, recognizer = table_on_each_page()
    extractor = Extractor(detector=detector, recognizer=recognizer)
    extractor.extract(data, Options(pages=first_pages), on_page=seen.append)
    rest = tuple(number for number in range(1, 5) if number not in first_pages)
    both = extractor.extract(data, Options(pages=rest), earlier=[replace(event, page=None) for event in seen])
    once = extractor.extract(data)
    assert [page.number for page in both.pages] == [1, 2, 3, 4]
    assert (both.tables, both.joined) == (once.tables, once.joined)
    assert once.tables[0].num_rows == 17
