"""Worker processes that survive their tasks: one mechanism for the service and for batches.

``Pool`` keeps N spawned, warm processes; each does one task at a time. A task that hangs, dies or takes too much memory
costs its worker, never a neighbour's task. Nothing here knows what the tasks are.
"""

from workers.limits import MEMORY_BYTES, Limits, default_workers
from workers.pool import Pool, PoolClosed, PoolFull, StartFailed
from workers.runs import run_all
from workers.tickets import Done, Event, Failed, Progress, Started, Ticket

__all__ = [
    "MEMORY_BYTES",
    "Done",
    "Event",
    "Failed",
    "Limits",
    "Pool",
    "PoolClosed",
    "PoolFull",
    "Progress",
    "StartFailed",
    "Started",
    "Ticket",
    "default_workers",
    "run_all",
]
