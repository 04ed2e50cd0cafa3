"""Pure decisions of fulfilment: the walk of a wave, what a scan means, when an order counts as shipped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opsroom.kernel.values.limits import TRACKING_CHARS_MAX

_TRACKING = re.compile(r"^[A-Z0-9][A-Z0-9\-]{3,}$")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a walk: so many pieces of a SKU at a bin for a fulfilment line."""

    line_id: int
    sku_id: int
    location_id: int | None
    sequence: int
    zone: str
    pieces: int


def walk(stops: Sequence[Stop]) -> list[Stop]:
    """The stops in walking order: zone, the bin's place in the walk, then SKU, so that one SKU is taken at once."""
    return sorted(stops, key=lambda s: (s.zone, s.sequence, s.location_id or 0, s.sku_id, s.line_id))


def clean_tracking(text: str) -> str | None:
    """The tracking number as carriers print it, blanks and case forgiven; None when it cannot be one."""
    plain = "".join(text.split()).upper()
    return plain if len(plain) <= TRACKING_CHARS_MAX and _TRACKING.match(plain) else None


def may_ship(profile: str, state: str) -> bool:
    """Whether a fulfilment order may leave now: on paper at any time, otherwise only when packed."""
    if state in ("shipped", "cancelled"):
        return False
    return profile == "paper" or state == "packed"
