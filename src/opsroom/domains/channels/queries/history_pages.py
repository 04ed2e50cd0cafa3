"""Pages of the lines of a staged order history, each number of its summary with its rows; refuses other companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from opsroom.domains.access.rules import require
from opsroom.domains.channels.history_rules import BY_CODE, RULES
from opsroom.domains.channels.models import HistoryLine, HistoryPair
from opsroom.domains.channels.queries.imports import import_of
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

Json = dict[str, Any]
IDENTICAL = ("document", "code", "title", "quantity", "unit_price", "placed_at", "customer", "country")
# Beside the rules: sets that the summary counts; the lines of a set stand under a rule as well.
SETS = {
    "all": "All lines",
    "cancelled": "Cancelled sales, paired",
    "returned": "Returns, paired",
    "unpaired": "Cancellations of no known sale",
    "nobody": "Lines without a customer",
    "twice": "Lines that stand twice, kept",
}


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One staged line for a person."""

    number: int
    row: int
    document: str
    code: str
    title: str
    quantity: int
    unit_price: Decimal
    placed_at: datetime
    customer: str
    country: str
    rule: str


def line_sets(history: Json) -> list[tuple[str, str, int]]:
    """(code, title, lines) of every number that a history's summary says of lines, as its effects keep them."""
    pairs = history["pairs"]
    counts = {
        "all": history["lines"],
        "cancelled": pairs["cancelled"]["lines"],
        "returned": pairs["returned"]["lines"],
        "unpaired": pairs["unpaired"],
        "nobody": history["without_customer"],
        "twice": history["identical_lines"],
    }
    rules = [(one["code"], one["title"], one["lines"]) for one in history["rules"]]
    return rules + [(code, title, counts[code]) for code, title in SETS.items()]


def set_words(code: str) -> tuple[str, str]:
    """(title, sentence) of a rule or set; both empty for one that is not known."""
    if code in BY_CODE:
        return BY_CODE[code].title, BY_CODE[code].sentence
    return SETS.get(code, ""), ""


def lines_page(
    actor: Actor, import_id: int, code: str, *, after: int = -1, rows: int = PAGE_ROWS_USUAL
) -> list[LineFacts]:
    """One page of the lines of a rule or set, in file order. Raises UnknownImport; an unknown code has no line."""
    require(actor, "imports.view")
    import_of(actor, import_id)
    page = _lines(import_id, code).filter(number__gt=after)
    names = LineFacts.__dataclass_fields__
    return [LineFacts(**row) for row in page.order_by("number").values(*names)[:rows]]


def lines_before(
    actor: Actor, import_id: int, code: str, *, after: int, rows: int = PAGE_ROWS_USUAL
) -> tuple[int, int]:
    """How many lines stand before such a page, and after which number the page before it begins."""
    require(actor, "imports.view")
    import_of(actor, import_id)
    seen = _lines(import_id, code).filter(number__lte=after)
    start = seen.order_by("-number").values_list("number", flat=True)[rows : rows + 1]
    return seen.count(), next(iter(start), -1)


def _lines(import_id: int, code: str) -> QuerySet[HistoryLine]:
    lines = HistoryLine.objects.filter(imported_in_id=import_id)
    pairs = HistoryPair.objects.filter(imported_in_id=import_id)
    if code in {"cancelled", "returned"}:
        return lines.filter(number__in=pairs.filter(rule=code).values("number"))
    if code == "unpaired":
        return lines.filter(~Q(number__in=pairs.values("number")), rule="cancellation")
    if code == "nobody":
        return lines.filter(customer="")
    if code == "twice":
        nth = Window(RowNumber(), partition_by=[F(name) for name in IDENTICAL], order_by="number")
        again = lines.annotate(nth=nth).filter(nth__gt=1).values("number")
        return lines.filter(number__in=list(again.values_list("number", flat=True)))
    if code == "all":
        return lines
    return lines.filter(rule=code) if code in {rule.code for rule in RULES} else lines.none()
