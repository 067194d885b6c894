"""The service's settings: the only reader of the environment. Built in the app factory, not on import."""

from __future__ import annotations

import os
from typing import Any

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "TABLEWRIGHT_"


class Settings(BaseSettings):
    """Every field is an environment variable ``TABLEWRIGHT_<NAME>``; a misspelled one stops the start."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    detector: str = Field(default="default", description="Table detection checkpoint.")
    structure: str = Field(default="default", description="Table structure checkpoint.")
    threads: int | None = Field(default=None, gt=0, description="CPU threads of the models; unset: the library's choice.")
    max_upload_bytes: int = Field(default=50_000_000, gt=0, description="Bytes of one request; larger ones are refused unread.")
    max_pages: int = Field(default=500, gt=0, description="Pages of one document.")
    max_pixels: int = Field(default=100_000_000, gt=0, description="Pixels of one decoded picture; guards against bombs.")
    queue_size: int = Field(default=8, gt=0, description="Requests that may wait; more are answered 503 at once.")
    request_seconds: float = Field(default=120.0, gt=0, description="Seconds for one document; then a partial result.")
    retry_after_seconds: int = Field(default=10, gt=0, description="What a refused caller is told to wait.")
    max_pictures: int = Field(default=20, ge=0, description="Page pictures in one response of the web page; each about 200 kB.")

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, values: Any) -> Any:
        known = {f"{PREFIX}{name}".upper() for name in cls.model_fields}
        unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
        if unknown:
            raise ValueError(f"unknown settings {', '.join(unknown)}; known: {', '.join(sorted(known))}")
        return values
