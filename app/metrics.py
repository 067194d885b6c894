"""What ``/metrics`` tells, in Prometheus' format: requests, queue, pages, workers and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from workers import Pool
from workers.child import resident_bytes

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """The counters of one service; ``watch`` adds those that are read when they are asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("tablewright_requests", "Requests.", ["method", "route", "status"], registry=self.registry)
        self.request_seconds = Histogram("tablewright_request_seconds", "Of a request.", ["route"], buckets=SECONDS, registry=self.registry)
        self.pages = Counter("tablewright_pages", "Pages read.", registry=self.registry)
        self.page_seconds = Histogram("tablewright_page_seconds", "Work on one page.", buckets=SECONDS, registry=self.registry)
        self.tables = Counter("tablewright_tables", "Tables found.", registry=self.registry)
        self.documents = Counter("tablewright_documents", "Documents that came to their end.", ["status"], registry=self.registry)

    def watch(self, pool: Pool, num_jobs_running: Callable[[], int]) -> None:
        self.registry.register(_PoolMetrics(pool, num_jobs_running))

    def text(self) -> bytes:
        return generate_latest(self.registry)


class _PoolMetrics(Collector):
    def __init__(self, pool: Pool, num_jobs_running: Callable[[], int]) -> None:
        self._pool, self._num_jobs_running = pool, num_jobs_running

    def collect(self) -> Iterator[Metric]:
        pool = self._pool
        for name, text, value in (
            ("tablewright_queue_length", "Tasks that wait for a worker.", pool.num_waiting),
            ("tablewright_workers_ready", "Workers that are alive with models loaded.", pool.num_ready),
            ("tablewright_workers_busy", "Workers with a task.", pool.num_busy),
            ("tablewright_jobs_running", "Jobs that this process runs.", self._num_jobs_running()),
            ("tablewright_workers_memory_bytes", "Resident memory of all workers.", pool.memory()),
            ("tablewright_memory_bytes", "Resident memory of the service's own process.", resident_bytes()),
            ("tablewright_supervisor_silence_seconds", "Since the supervisor went round.", pool.silence),
        ):
            yield GaugeMetricFamily(name, text, value=value)
        restarts = CounterMetricFamily("tablewright_worker_restarts", "Workers replaced.", labels=["reason"])
        for reason, count in sorted(pool.restarts.items()):
            restarts.add_metric([reason], count)
        yield restarts
