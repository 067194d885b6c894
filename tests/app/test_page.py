"""The page in a real browser: extract, draw, move, merge, edit, undo, download the corrected workbook. Skips without Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
import uvicorn

from app.factory import create_app
from app.settings import Settings
from tests.app.workers import Halving
from tests.fakes import SAMPLE, pdf_of_samples

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium (apt-get install chromium)")]


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = Settings(workers=1, database=f"sqlite:///{folder / 'jobs.db'}", **settings)  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(create_app(chosen, Halving()), port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if os.getuid() == 0 else [])
        yield found
        found.close()


@pytest.fixture
def page(browser: playwright.Browser, address: str) -> Iterator[playwright.Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.goto(address)
    yield opened
    context.close()
    assert problems == []  # no error of ours, and nothing that the content security policy refused


def extract(page: playwright.Page, *files: tuple[str, bytes]) -> None:
    page.set_input_files("#file", [{"name": name, "mimeType": "application/pdf", "buffer": data} for name, data in files])
    page.click("button[type=submit]")
    page.wait_for_selector(".result")


def drag(page: playwright.Page, start: tuple[float, float], stop: tuple[float, float]) -> None:
    """Drags between two points of the page picture, given in page points."""
    box = page.locator("svg.overlay").bounding_box()
    assert box is not None
    scale = box["width"] / 612
    page.mouse.move(box["x"] + start[0] * scale, box["y"] + start[1] * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + stop[0] * scale, box["y"] + stop[1] * scale, steps=5)
    page.mouse.up()


def drag_corner(page: playwright.Page, right: float, down: float) -> None:
    """Moves the lower right corner of the selected table's box by points."""
    overlay, handle = page.locator("svg.overlay").bounding_box(), page.locator("[data-handle=se]").bounding_box()
    assert overlay is not None
    assert handle is not None
    scale = overlay["width"] / 612
    x, y = (handle["x"] + handle["width"] / 2 - overlay["x"]) / scale, (handle["y"] + handle["height"] / 2 - overlay["y"]) / scale
    drag(page, (x, y), (x + right, y + down))


def settled(page: playwright.Page, text: str) -> None:
    page.wait_for_function("text => document.getElementById('status').textContent.includes(text)", arg=text)


def cell(page: playwright.Page, table: int, row: int, column: int) -> playwright.Locator:
    return page.locator(f".result [data-cell='{table}-{row}-{column}']")


def test_extract_draw_move_merge_edit_and_download(page: playwright.Page, tmp_path: Path) -> None:
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    assert page.locator(".result").count() == 1

    page.click("text=Draw table")
    drag(page, (60, 318), (540, 372))  # rows of numbers: no rule after the models makes one cell of them
    settled(page, "table added")
    assert page.locator(".result").count() == 2
    assert page.locator(".result.selected h3").inner_text().startswith("Table 2: 6 × 2")

    before = cell(page, 1, 0, 0).inner_text()
    drag(page, (300, 350), (150, 350))  # the column border in the middle
    settled(page, "border moved")
    assert len(cell(page, 1, 0, 0).inner_text()) < len(before)
    words_left, words_right = cell(page, 1, 1, 0).inner_text(), cell(page, 1, 1, 1).inner_text()

    cell(page, 1, 1, 0).click()
    cell(page, 1, 1, 1).click(modifiers=["Shift"])
    page.locator(".result").nth(1).get_by_role("button", name="Merge the selected cells").click()
    settled(page, "cells merged")
    merged = cell(page, 1, 1, 0)
    assert merged.get_attribute("colspan") == "2"
    assert sorted(merged.inner_text().split()) == sorted(f"{words_left} {words_right}".split())  # each word once, none lost

    cell(page, 1, 0, 0).dblclick()
    page.keyboard.type("=SUM(A1)")
    page.keyboard.press("Enter")
    settled(page, "text edited")
    page.keyboard.press("Control+z")
    assert cell(page, 1, 0, 0).inner_text() != "=SUM(A1)"
    page.keyboard.press("Control+y")
    assert cell(page, 1, 0, 0).inner_text() == "=SUM(A1)"

    with page.expect_download() as caught:
        page.locator("#downloads").get_by_text("Excel").click()
    caught.value.save_as(tmp_path / "report.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "report.xlsx").worksheets
    assert caught.value.suggested_filename == "report.xlsx"
    assert len(sheets) == 2
    assert "SUM(A1)" in str(sheets[1]["A1"].value)
    assert sheets[1]["A1"].data_type == "s"
    assert [str(area) for area in sheets[1].merged_cells.ranges] == ["A2:B2"]


def test_keyboard_alone_edits_structure(page: playwright.Page) -> None:
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    border = page.locator("g.border.rows")
    before = float(border.get_attribute("aria-valuenow") or 0)
    border.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    settled(page, "border moved")
    assert float(page.locator("g.border.rows").get_attribute("aria-valuenow") or 0) == pytest.approx(before + 2, abs=0.2)
    page.locator("g.border.rows").focus()
    page.keyboard.press("Delete")
    settled(page, "border removed")
    assert page.locator(".result h3").inner_text().startswith("Table 1: 1 × 2")
    cell(page, 0, 0, 0).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.cell") == "0-0-1"
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("m")
    settled(page, "cells merged")
    assert cell(page, 0, 0, 0).get_attribute("colspan") == "2"


def test_a_box_is_drawn_with_keys_alone(page: playwright.Page) -> None:
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    page.get_by_role("button", name="Draw table").focus()
    page.keyboard.press("Enter")
    before = page.locator("rect.ghost").bounding_box()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    after = page.locator("rect.ghost").bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] > before["y"]
    assert after["width"] > before["width"]
    page.keyboard.press("Enter")
    settled(page, "table added")
    assert page.locator(".result").count() == 2


def test_fingers_select_several_cells(browser: playwright.Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    page.get_by_role("button", name="Select several cells").tap()
    cell(page, 0, 0, 0).tap()
    cell(page, 0, 0, 1).tap()
    page.get_by_role("button", name="Merge the selected cells").tap()
    settled(page, "cells merged")
    assert cell(page, 0, 0, 0).get_attribute("colspan") == "2"
    context.close()


def test_everything_has_a_role_and_a_name_for_screen_readers(page: playwright.Page) -> None:
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, [role=button], [role=slider], [tabindex="0"]')]
          .filter((item) => item.offsetParent !== null || item.ownerSVGElement)
          .filter((item) => !(item.getAttribute('aria-label') || item.title || item.textContent.trim() || item.labels?.length || item.cell))
          .map((item) => item.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
    border = page.locator("g.border.rows").first
    low, now, high = (float(border.get_attribute(f"aria-value{name}") or "nan") for name in ("min", "now", "max"))
    assert low < now < high
    tree = page.locator("#tables").aria_snapshot()
    assert 'grid "Cells of table 1"' in tree
    assert 'toolbar "Tools of table 1"' in tree


def test_rows_headers_sections_boxes_and_candidates(page: playwright.Page) -> None:
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    tools = page.locator(".result").first
    cell(page, 0, 1, 0).click()
    tools.get_by_role("button", name="Add a row border").click()
    settled(page, "row added")
    assert "3 × 2" in page.locator(".result h3").inner_text()
    page.locator(".result").first.get_by_role("button", name="One header row more").click()
    settled(page, "header rows changed")
    assert page.locator(".result th").count() == 2
    cell(page, 0, 1, 0).click()
    page.locator(".result").first.get_by_role("button", name="Make the selected row a section row").click()
    settled(page, "section row changed")
    assert page.locator(".result th.projected").get_attribute("colspan") == "2"

    page.click("text=Column border")
    drag(page, (400, 150), (400, 150))
    settled(page, "column border added")
    assert "3 × 3" in page.locator(".result h3").inner_text()

    drag_corner(page, 0, 100)
    settled(page, "table recognised again")
    assert "2 × 2" in page.locator(".result h3").inner_text()
    page.locator(".result").first.get_by_role("button", name="Remove this table").click()
    settled(page, "table removed")
    assert "No table was found on this page" in page.locator("#tables").inner_text()
    page.click("#weaker")
    settled(page, "weaker candidate")
    page.locator("rect.candidate").click()
    settled(page, "candidate added")
    assert page.locator(".result").count() == 1


def test_several_documents_pages_and_reasons(page: playwright.Page) -> None:
    extract(page, ("long.pdf", pdf_of_samples(40)), ("broken.pdf", b"no document"))
    page.wait_for_function("() => document.querySelectorAll('#documents .chip.good').length === 1")
    assert page.locator("#documents .chip.bad").inner_text() == "failed"
    assert page.locator("#pagelist button").count() == 40
    page.wait_for_selector("#pagelist img")
    assert page.locator("#pagelist img").count() < 30  # the others are drawn when they come into view
    page.locator("#pagelist button").nth(39).click()
    page.wait_for_function("() => document.getElementById('pagetitle').textContent === 'Page 40'")
    page.get_by_role("button", name="broken.pdf").first.click()
    assert "format is not recognised" in page.locator("#status").inner_text()


def test_pages_that_could_not_be_read_say_so_in_the_list_and_why(browser: playwright.Browser, tmp_path: Path) -> None:
    with serving(tmp_path, page_seconds=2.0) as address:
        page = browser.new_page()
        page.goto(address)
        extract(page, ("page-three-dies.pdf", pdf_of_samples(5)))
        page.wait_for_selector("#documents .chip.warn")  # partial is not green
        labels = page.locator("#pagelist button .about").all_inner_texts()
        assert labels == ["1: 1 table", "2: 1 table", "3: not read", "4: 1 table", "5: 1 table"]
        page.locator("#pagelist button").nth(2).click()
        page.wait_for_selector("#tables .bad")
        assert "the page is beyond what can be read here" in page.locator("#tables").inner_text()
        page.close()


def test_five_hundred_pages_are_usable(page: playwright.Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/picture" in request.url else None)
    extract(page, ("long.pdf", pdf_of_samples(500)))
    page.wait_for_function("() => document.querySelectorAll('#documents .chip.good').length === 1", timeout=240_000)
    labels = page.locator("#pagelist button .about").all_inner_texts()
    assert labels == [f"{number}: 1 table" for number in range(1, 501)]
    assert len(asked) < 60  # pictures of what is in sight only
    for number in (500, 250):
        start = time.monotonic()
        page.locator(f"#pagelist button[data-page='{number}']").click()
        page.wait_for_function("n => document.getElementById('pagetitle').textContent === `Page ${n}`", arg=number)
        page.wait_for_selector(".result")
        page.wait_for_selector(f"#pagelist button[data-page='{number}'] img")
        assert time.monotonic() - start < 5


def test_axe_finds_no_fault(page: playwright.Page) -> None:
    """The rules of axe-core (WCAG 2 A and AA, good practice) before a document, with a table, and with a cell that is selected."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    states = [axe.run(page)]
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    states.append(axe.run(page))
    cell(page, 0, 0, 0).click()
    states.append(axe.run(page))
    assert [state.generate_report() for state in states if state.violations_count] == []
    assert all(len(state.response["passes"]) > 20 for state in states)


def test_documents_and_corrections_outlive_a_reload(page: playwright.Page) -> None:
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    cell(page, 0, 0, 0).dblclick()
    page.keyboard.type("corrected")
    page.keyboard.press("Enter")
    settled(page, "text edited")
    page.wait_for_timeout(1000)
    page.reload()
    page.get_by_role("button", name="report.pdf").first.click()
    page.wait_for_selector(".result")
    assert cell(page, 0, 0, 0).inner_text() == "corrected"


def test_pictures_are_pasted(page: playwright.Page) -> None:
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["no picture"], "screenshot.png", { type: "image/png" }));
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""")
    page.wait_for_selector("#documents .name:text('screenshot.png')")


def test_a_service_that_cannot_be_reached_is_told_in_words(browser: playwright.Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.route("**/v1/jobs", lambda route: route.abort())
    page.set_input_files("#file", [{"name": "sample.pdf", "mimeType": "application/pdf", "buffer": SAMPLE.read_bytes()}])
    page.click("button[type=submit]")
    settled(page, "cannot be reached")
    context.close()


def test_cancelling_a_running_document(page: playwright.Page) -> None:
    page.set_input_files("#file", [{"name": "slow.pdf", "mimeType": "application/pdf", "buffer": pdf_of_samples(30)}])
    page.click("button[type=submit]")
    page.wait_for_selector("#documents progress[value]")
    page.get_by_role("button", name="Cancel slow.pdf").click()
    page.wait_for_function("() => document.querySelector('#documents .chip').textContent === 'cancelled'")


@pytest.mark.parametrize("width", [360, 800, 1900])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(page: playwright.Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ink, ground = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert (sum(map(int, ink[4:-1].split(","))) > sum(map(int, ground[4:-1].split(",")))) == (scheme == "dark")


def test_the_page_asks_no_other_server(page: playwright.Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    extract(page, ("report.pdf", SAMPLE.read_bytes()))
    assert asked
    assert all(url.startswith((address, "blob:", "data:")) for url in asked)
    assert urllib.request.urlopen(f"{address}/docs").status == 200


def test_a_service_with_keys_asks_for_one(browser: playwright.Browser, tmp_path: Path) -> None:
    with serving(tmp_path, api_keys=[{"name": "me", "key": "k" * 20}]) as address:
        page = browser.new_page()
        page.goto(address)
        page.set_input_files("#file", [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": SAMPLE.read_bytes()}])
        page.click("button[type=submit]")
        page.fill("#key", "k" * 20)
        page.click("text=Use it")
        page.wait_for_selector(".result")
        page.wait_for_selector("#pagelist img")
        page.close()
