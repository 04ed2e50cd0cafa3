"""Pure decisions of fulfilment: the walk of a wave, what a scan means, when an order counts as shipped."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsroom.kernel.values.escaping import plain_cell
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


def bench_refusal(profile: str, state: str) -> str:
    """Why an order may not be packed now, as a sentence; empty when it may."""
    if state == "shipped":
        return "It has left already."
    if state == "packed":
        return "It is packed already. Its label is made."
    if profile == "full" and state in ("released", "picking"):
        return "It is not picked yet. Finish its picks first."
    return ""


def parcel_weight(things: Sequence[tuple[int, int | None]]) -> int | None:
    """Grams of (pieces, grams each); None as soon as one weight is not known."""
    grams = 0
    for pieces, each in things:
        if each is None:
            return None
        grams += pieces * each
    return grams


SHORT_REASONS = {
    "not_there": "not in the bin",
    "damaged": "damaged",
    "other_goods": "other goods in the bin",
}


@dataclass(frozen=True, slots=True)
class ScanEvent:
    """One scan as a device sends it: kind "item" or "undo"; `of` is the id of the scan an undo takes back."""

    id: str
    kind: str
    line_id: int
    code: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What became of a scan: accepted, duplicate (known already) or conflict with the sentence to show."""

    id: str
    outcome: str
    say: str = ""


def judge_item(code: str, codes: Mapping[str, int], got: int, need: int, sku: str, where: str) -> int | str:
    """Pieces a scan counts for, or the sentence that refuses it and says what to do instead.

    `codes`: what may be read on the wanted SKU, upper-cased, with the pieces one scan stands for. `where`: the bin or
    tote it is taken from, empty when nobody tracks its place.
    """
    pieces = codes.get(code.strip().upper())
    if pieces is None:
        return f"Wrong item. Take {sku} from {where}." if where else f"Wrong item. Take {sku}."
    if got >= need:
        return (
            f"{sku} is complete. Put it back into {where}." if where else f"{sku} is complete. Put it back."
        )
    if got + pieces > need:
        return f"That is a pack of {pieces}, but only {need - got} more are needed. Take single pieces."
    return pieces


_TRACKING_HEADS = {
    "tracking", "trackingnumber", "trackingno", "trackingcode", "trackingid", "trackingnumbers", "sendungsnummer",
    "shipmentnumber", "barcode", "identcode",
}  # fmt: skip
_NUMBER_HEADS = {
    "order", "ordernumber", "orderno", "ordername", "orderid", "reference", "ref", "customerreference", "referenz",
    "fulfilment", "fulfillment", "fulfilmentorder", "fulfilmentnumber", "parcel", "parcelnumber", "number", "name",
}  # fmt: skip
_CARRIER_HEADS = {"carrier", "carriername", "shippingcarrier", "carriercode"}


@dataclass(frozen=True, slots=True)
class TrackingRow:
    """One row of a list of tracking numbers: where it stood, whose it is, the number, perhaps the carrier."""

    row: int
    number: str
    tracking: str
    carrier: str = ""


def read_tracking(text: str) -> tuple[list[TrackingRow], list[str]]:
    """Rows of a pasted list or a carrier's CSV, and a sentence for each row that cannot be read.

    Columns are found by their heads; without heads the first column is the number, the second the tracking number.
    Empty lines are passed over. Nothing is known here of orders: whether a number exists is asked later.
    """
    rows = [(place, cells) for place, cells in enumerate(_cells(text), 1) if any(cells)]
    if not rows:
        return [], []
    columns = _columns([_plain(cell) for cell in rows[0][1]])
    if columns is not None:
        rows = rows[1:]
    number_at, tracking_at, carrier_at = columns or (0, 1, 2)
    found: list[TrackingRow] = []
    problems: list[str] = []
    for place, cells in rows:
        number, tracking = _at(cells, number_at), _at(cells, tracking_at)
        if not number or not tracking:
            lacks = "tracking number" if number else "order, fulfilment or parcel number"
            problems.append(f"Row {place} has no {lacks}. Add it, or leave the row out.")
            continue
        found.append(TrackingRow(place, number, tracking, _at(cells, carrier_at)))
    return found, problems


def _cells(text: str) -> list[list[str]]:
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    mark = next((sign for sign in ("\t", ";", ",") if sign in first), "")
    if not mark:
        return [line.split(None, 1) for line in lines]
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=mark)]


def _plain(cell: str) -> str:
    return "".join(sign for sign in cell.casefold() if sign.isalnum())


def _columns(heads: Sequence[str]) -> tuple[int, int, int] | None:
    tracking = next((i for i, head in enumerate(heads) if head in _TRACKING_HEADS), None)
    number = next((i for i, head in enumerate(heads) if head in _NUMBER_HEADS), None)
    if tracking is None or number is None:
        return None
    carrier = next((i for i, head in enumerate(heads) if head in _CARRIER_HEADS), len(heads))
    return number, tracking, carrier


def _at(cells: Sequence[str], place: int) -> str:
    return plain_cell(cells[place]).strip() if place < len(cells) else ""
