"""What a start and a request ask for: settings of the environment, and ranges of media types."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.accept import best_match
from app.settings import Settings
from tablewright.cli import run


def test_quality_decides_and_specific_ranges_win() -> None:
    offered = ["application/json", "text/html", "text/csv"]
    assert best_match("text/*;q=0.5, text/html;q=0.1", offered) == "text/csv"
    assert best_match("*/*;q=0", offered) is None
    assert best_match("text/html;q=nonsense, text/csv;q=0.1", offered) == "text/csv"


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TABLEWRIGHT_PORT", "tcp://10.0.0.1:8000"),
        ("TABLEWRIGHT_SERVICE_HOST", "10.0.0.1"),
        ("TABLEWRIGHT_SERVICE_PORT", "8000"),
        ("TABLEWRIGHT_SERVICE_PORT_HTTP", "8000"),
        ("TABLEWRIGHT_PORT_8000_TCP", "tcp://10.0.0.1:8000"),
        ("TABLEWRIGHT_PORT_8000_TCP_ADDR", "10.0.0.1"),
        ("TABLEWRIGHT_QUEUE_SERVICE_HOST", "10.0.0.1"),
        ("TABLEWRIGHT_QUEUE_PORT", "tcp://10.0.0.1:8000"),
    ],
)
def test_what_kubernetes_injects_does_not_stop_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert Settings().queue_size == 8
    monkeypatch.setenv("TABLEWRIGHT_QUEUE_PORT", "8000")  # nobody injects this: a misspelling
    with pytest.raises(ValidationError, match="TABLEWRIGHT_QUEUE_PORT"):
        Settings()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("MAX_PAGES", "-1", "TABLEWRIGHT_MAX_PAGES: Input should be greater than 0"), ("API_KEYS", "secret", '"api_keys"')],
)
def test_a_wrong_setting_is_named(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"TABLEWRIGHT_{name}", value)
    assert run(["serve"]) == 3
    error = capsys.readouterr().err
    assert says in error
    assert "internal error" not in error
    assert "secret" not in error
