"""What Prometheus asks for: how many requests of each kind, how long they took, how many wait.

With several processes each writes its numbers into a folder, which the command names, and any of them tells
the sum of all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import generate_latest as written_numbers
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from app.web.queues import FairQueue

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder; prometheus-client looks for it when it is imported."""
MEDIA: Final = CONTENT_TYPE_LATEST
KINDS: Final = frozenset({"static", "api", "class", "join", "glossary", "marks", "docs"})
ANSWERED: Final = Counter("by_hand_requests", "Requests answered.", ["kind", "status"])
SECONDS: Final = Histogram(
    "by_hand_request_seconds",
    "How long an answer took.",
    ["kind"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20),
)
WAITING: Final = Gauge(
    "by_hand_waiting", "Requests that wait for their turn.", ["queue"], multiprocess_mode="livesum"
)
SENT_AWAY: Final = Gauge(
    "by_hand_sent_away", "Requests asked to come back.", ["queue"], multiprocess_mode="sum"
)


def kind_of_request(path: str) -> str:
    """What a path asks for, in one word of a few: no path is told."""
    first, _, rest = path.lstrip("/").partition("/")
    if rest.endswith("/events"):
        return "stream"
    if first in KINDS:
        return first
    return "file" if "." in path.rpartition("/")[2] else "page"


def count_request(kind: str, status: int, seconds: float) -> None:
    """Counts a request; how long a stream was listened to is no measure of anything."""
    answered, took = counters(kind, status)
    answered.inc()
    if kind != "stream":
        took.observe(seconds)


@cache
def counters(kind: str, status: int) -> tuple[Counter, Histogram]:
    """What counts the requests of a kind: looking for it takes longer than counting."""
    return ANSWERED.labels(kind, str(status)), SECONDS.labels(kind)


def note_queues(queues: Mapping[str, FairQueue]) -> None:
    """Notes how many wait in each queue of this process."""
    for name, queue in queues.items():
        WAITING.labels(name).set(queue.waiting)
        SENT_AWAY.labels(name).set(queue.sent_away)


def prometheus_text() -> bytes:
    """All numbers, in the form of Prometheus."""
    if not os.environ.get(FOLDER):
        return written_numbers(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return written_numbers(registry)


def stop_counting() -> None:
    """What this process has waiting is counted no more."""
    if os.environ.get(FOLDER):
        mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
