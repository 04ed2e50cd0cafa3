"""The canonical hash of what a posting asked for; refuses values that have no single spelling."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def fingerprint(heading: Mapping[str, object], legs: Iterable[tuple[object, ...]]) -> str:
    """sha256 (64 hex digits) over sorted JSON of the heading and the legs.

    The order of the legs does not count, since an entry is a set; 5 and 5.000000 are one quantity. Who posted is left
    out on purpose: a command retried by another worker is the same command.
    """
    spelled = sorted(json.dumps([_plain(value) for value in leg]) for leg in legs)
    content = {"heading": {name: _plain(value) for name, value in heading.items()}, "legs": spelled}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no single spelling and cannot be part of a posting's hash")
