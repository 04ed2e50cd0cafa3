"""Logs as one JSON object a line from a closed list of keys; refuses query strings, bodies and locals (E3)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

Entry = MutableMapping[str, Any]

KEYS: Final = frozenset(
    {
        "timestamp", "level", "logger", "event", "process", "request_id", "method", "path", "status",
        "milliseconds", "error", "at", "code", "job_id", "task", "kind", "count", "topic", "attempt", "seconds",
    }
)  # fmt: skip
# structlog's own marks on a library's record; the formatter takes them off again before anything is written.
_MACHINERY: Final = frozenset({"_record", "_from_structlog"})
FRAMES_MAX: Final = 12


def keep_allowed(logger: Any, method: str, entry: Entry) -> Entry:
    """Drops every key that is not on the list: a forgotten key costs a fact, an open list costs a secret."""
    return {key: value for key, value in entry.items() if key in KEYS or key in _MACHINERY}


def shorten_error(logger: Any, method: str, entry: Entry) -> Entry:
    """An exception becomes its class and places in the code: its text may quote what a person typed."""
    error = entry.pop("exc_info", None)
    if error is True or isinstance(error, tuple):
        error = error[1] if isinstance(error, tuple) else None
    if isinstance(error, BaseException):
        entry["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
        entry["at"] = [
            f"{frame.filename.rpartition('/opsroom/')[2]}:{frame.lineno} {frame.name}" for frame in frames
        ]
    return entry


class Template(logging.Filter):
    """Keeps a library's message as its author wrote it, without the arguments: those may be anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "_from_structlog"):
            record.args = ()
        return True


_SHARED: Final[list[structlog.typing.Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    shorten_error,
    keep_allowed,
]

LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"template": {"()": Template}},
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # ASCII only: no control character or direction mark of a name reaches a terminal.
                structlog.processors.JSONRenderer(ensure_ascii=True, sort_keys=True),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["template"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # the edge writes one line a request
        "django.server": {"level": "ERROR", "propagate": True},
        "procrastinate": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}


def configure() -> None:
    """Sends our own loggers through the same list; called once by the settings."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
