"""Garbage collection waits while a page is read and comes back, whatever happens."""

import gc

import pytest

from pipeline.collecting import collecting_later


def test_collection_waits_and_comes_back_after_an_error() -> None:
    assert gc.isenabled()

    def page() -> None:
        with collecting_later():
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        page()
    assert gc.isenabled()


def test_collection_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collecting_later():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
