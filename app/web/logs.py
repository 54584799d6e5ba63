"""Logs as lines of JSON: what happened, and in which request; nothing that says who asked, or for what.

A line has no address of a client, no path, no query and no text of an error, for each may hold what somebody
typed; an error is told by its kind and the lines of code that it came through.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

REQUEST_ID: Final = ContextVar[str]("request_id", default="")
REQUESTS: Final = logging.getLogger("app.requests")


class JsonLines(logging.Formatter):
    """Writes a record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage().strip(),
            "request": REQUEST_ID.get(),
            **getattr(record, "numbers", {}),
            **error_told(record),
        }
        return json.dumps({key: value for key, value in said.items() if value != ""})


def error_told(record: logging.LogRecord) -> dict[str, Any]:
    """The kind of an error and where it came through, without what it says."""
    _, error, trace = record.exc_info or (None, None, None)
    if error is None:
        return {}
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return {"error": type(error).__name__, "through": lines}


def logging_as(form: str) -> dict[str, Any]:
    """How the server logs: "plain" says what goes wrong, "json" every request too."""
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "lines"}
    lines = {"()": "app.web.logs.JsonLines"} if form == "json" else {"format": "%(message)s"}
    level = "INFO" if form == "json" else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": lines},
        "handlers": {"lines": handler},
        "loggers": {
            "uvicorn": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
            "app": {"handlers": ["lines"], "level": level, "propagate": False},
            # What is wrong with a form is said to whoever sent it.
            "python_multipart": {"handlers": ["lines"], "level": "CRITICAL", "propagate": False},
        },
    }
