"""The service's settings: the only reader of the environment. Built in the app factory, not on import."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workers import MEMORY_BYTES

PREFIX = "TABLEWRIGHT_"
# What Kubernetes sets in every container for each Service of the namespace, whatever the Service is called.
KUBERNETES = re.compile(r"_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$")
KUBERNETES_URL = re.compile(r"^(tcp|udp|sctp)://")


class ApiKey(BaseModel):
    """One caller: ``key`` is the secret, or ``sha256:`` and the hexadecimal digest of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    key: SecretStr = Field(min_length=16)
    concurrency: int = Field(default=4, gt=0, description="Requests of this caller that work (not GET) at a time.")
    per_minute: int = Field(default=120, gt=0, description="Such requests in a minute.")


class Settings(BaseSettings):
    """Every field is an environment variable ``TABLEWRIGHT_<NAME>``; a misspelled one stops the start."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    detector: str = Field(default="default", description="Table detection checkpoint.")
    structure: str = Field(default="default", description="Table structure checkpoint.")
    engine: str = Field(default="auto", pattern="^(auto|onnx|torch)$", description="What runs the models; auto: ONNX where exported.")
    threads: int | None = Field(default=None, gt=0, description="CPU threads of each worker's models; unset: cores / workers.")
    max_upload_bytes: int = Field(default=50_000_000, gt=0, description="Bytes of one request; larger ones are refused unread.")
    max_pages: int = Field(default=500, gt=0, description="Pages read of one document.")
    max_pixels: int = Field(default=100_000_000, gt=0, description="Pixels of one decoded picture; guards against bombs.")
    max_files: int = Field(default=100, gt=0, description="Documents in one request for jobs.")
    queue_size: int = Field(default=8, gt=0, description="Requests that may wait for a worker; more are answered 503 at once.")
    max_jobs: int = Field(default=1_000, gt=0, description="Jobs that may wait; more are answered 503.")
    request_seconds: float = Field(default=60.0, gt=0, description="Seconds of one synchronous request, waiting included; then a job.")
    page_seconds: float = Field(default=60.0, gt=0, description="Seconds for one page; then its worker is stopped.")
    job_seconds: float = Field(default=3600.0, gt=0, description="Seconds for one document.")
    retry_after_seconds: int = Field(default=10, gt=0, description="What a refused caller is told to wait.")
    max_pictures: int = Field(default=20, ge=0, description="Page pictures in one synchronous response; each about 200 kB.")
    workers: int | None = Field(default=None, ge=1, le=256, description="Worker processes; unset: by cores and memory.")
    spare_workers: int = Field(default=1, ge=0, le=16, description="Warm workers kept in reserve for those that had to be stopped.")
    worker_memory_bytes: int = Field(default=MEMORY_BYTES, gt=0, description="Address space of a worker, models included.")
    worker_documents: int = Field(default=500, gt=0, description="Documents after which a worker is replaced by a fresh one.")
    database: str | None = Field(default=None, description="Jobs: sqlite:///PATH or postgresql+psycopg://...; unset: a file of yours.")
    runs_jobs: bool = Field(default=True, description="Whether this process takes jobs from the queue.")
    keep_seconds: int = Field(default=86_400, gt=0, description="Seconds that a finished job is kept.")
    stop_seconds: float = Field(default=25.0, ge=0, description="Seconds that running work gets after SIGTERM.")
    header_seconds: float = Field(default=10.0, gt=0, description="Seconds in which a request's headers must arrive.")
    upload_seconds: float = Field(default=120.0, gt=0, description="Seconds in which a request's body must arrive.")
    max_connections: int = Field(default=500, gt=0, description="Open connections; more are refused.")
    api_keys: tuple[ApiKey, ...] = Field(
        default=(), description='JSON: [{"name", "key", "concurrency", "per_minute"}]; empty: open to all.'
    )
    api_keys_file: Path | None = Field(default=None, description="The same JSON in a file.")
    allow_urls: bool = Field(default=False, description="Whether a request may name a document by its public URL.")
    fetch_seconds: float = Field(default=30.0, gt=0, description="Seconds for fetching a document by URL, or for one callback.")
    callback_secret: SecretStr | None = Field(default=None, min_length=16, description="Signs callbacks; unset: no callbacks.")
    private_addresses: bool = Field(default=False, description="For tests only: URLs and callbacks may point at private addresses.")
    cors_origins: tuple[str, ...] = Field(default=(), description='JSON: ["https://example.org"]; empty: no other site.')
    root_path: str = Field(default="", description="Path prefix of a proxy in front.")

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, values: Any) -> Any:
        known = {f"{PREFIX}{name}".upper() for name in cls.model_fields}
        unknown = sorted(name for name, value in os.environ.items() if _is_ours(name, value) and name.upper() not in known)
        if unknown:
            raise ValueError(f"unknown settings {', '.join(unknown)}; known: {', '.join(sorted(known))}")
        return values

    @model_validator(mode="after")
    def _read_keys(self) -> Self:
        names = [key.name for key in self.keys]
        if len(set(names)) < len(names):
            raise ValueError("two API keys have the same name")
        return self

    @property
    def database_url(self) -> str:
        """Where jobs are kept; without a setting in the user's folder for such state."""
        if self.database is not None:
            return self.database
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "tablewright"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return f"sqlite:///{folder / 'jobs.db'}"

    @property
    def keys(self) -> tuple[ApiKey, ...]:
        """All API keys. Raises ``ValueError`` when the file cannot be read."""
        return (*self.api_keys, *(_keys_of(self.api_keys_file) if self.api_keys_file else ()))


def _is_ours(name: str, value: str) -> bool:
    """Whether a variable is meant for us, that is not set by Kubernetes for a Service whose name begins like our prefix."""
    if not name.upper().startswith(PREFIX):
        return False
    is_injected = KUBERNETES.search(name.upper()) or (name.upper().endswith("_PORT") and KUBERNETES_URL.match(value))
    return not is_injected


def _keys_of(path: Path) -> tuple[ApiKey, ...]:
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(tuple[ApiKey, ...]).validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"API keys cannot be read: {error.strerror}") from error
