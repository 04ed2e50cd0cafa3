"""Reads of staged order histories: what the lines are, by rule, and the documents to write; refuses other companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Max, Min, Q, Sum

from opsroom.domains.channels.history_rules import RULES, SALES
from opsroom.domains.channels.models import HistoryDocument, HistoryLine, HistoryPair
from opsroom.domains.channels.queries.history_pages import IDENTICAL

Json = dict[str, Any]
_VALUE = ExpressionWrapper(
    F("quantity") * F("unit_price"), output_field=DecimalField(max_digits=38, decimal_places=6)
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document to write."""

    id: int
    document: str
    placed_at: datetime
    customer: str
    country: str


@dataclass(frozen=True, slots=True)
class SoldCode:
    """What a history says about one code: its usual title, how many lines sold it, under how many titles."""

    title: str
    lines: int
    names: int


def history_summary(import_id: int) -> Json:
    """Everything that is known about the lines of a file; amounts as decimal text, exact."""
    lines = HistoryLine.objects.filter(imported_in_id=import_id)
    found = {
        row["rule"]: row
        for row in lines.values("rule").annotate(lines=Count("id"), pieces=Sum("quantity"), value=Sum(_VALUE))
    }
    rules = [
        {
            "code": rule.code,
            "group": rule.group,
            "title": rule.title,
            "lines": found[rule.code]["lines"],
            "pieces": found[rule.code]["pieces"],
            "value": _plain(found[rule.code]["value"]),
        }
        for rule in RULES
        if rule.code in found
    ]
    groups: dict[str, int] = {}
    for one in rules:
        groups[one["group"]] = groups.get(one["group"], 0) + one["lines"]
    # Postage and fees were sold as well: what a shop's own summary calls sales holds them.
    groups[SALES] = groups.get(SALES, 0) + groups.get("pseudo_codes", 0)
    span = lines.aggregate(first=Min("placed_at"), last=Max("placed_at"))
    return {
        "lines": sum(one["lines"] for one in rules),
        "value": _plain(sum((row["value"] for row in found.values()), Decimal(0))),
        "first": span["first"].isoformat() if span["first"] else None,
        "last": span["last"].isoformat() if span["last"] else None,
        "groups": groups,
        "rules": rules,
        "without_customer": lines.filter(customer="").count(),
        "identical_lines": _identical(import_id),
        "pairs": _pairs(import_id),
        "documents": _documents(import_id),
    }


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _identical(import_id: int) -> int:
    """Lines that stand once more in the same document, word for word; they are kept, two of a thing were sold."""
    rows = HistoryLine.objects.filter(imported_in_id=import_id).values(*IDENTICAL).annotate(many=Count("id"))
    more = rows.filter(many__gt=1).aggregate(all=Sum("many"), kept=Count("many"))
    return int(more["all"] or 0) - int(more["kept"] or 0)


def _pairs(import_id: int) -> Json:
    pairs = HistoryPair.objects.filter(imported_in_id=import_id)
    found = {
        row["rule"]: {"lines": row["lines"], "pieces": row["pieces"]}
        for row in pairs.values("rule").annotate(lines=Count("number", distinct=True), pieces=Sum("quantity"))
    }
    back = HistoryLine.objects.filter(imported_in_id=import_id, rule="cancellation")
    paired = pairs.values("number").distinct().count()
    return {
        "cancelled": found.get("cancelled", {"lines": 0, "pieces": 0}),
        "returned": found.get("returned", {"lines": 0, "pieces": 0}),
        "unpaired": back.count() - paired,
    }


def _documents(import_id: int) -> Json:
    rows = HistoryDocument.objects.filter(imported_in_id=import_id)
    found = rows.aggregate(
        all=Count("id"),
        orders=Count("id", filter=Q(sells=True)),
        orders_new=Count("id", filter=Q(sells=True, effect="new")),
        new=Count("id", filter=Q(effect="new")),
        changed=Count("id", filter=Q(effect="changed")),
        same=Count("id", filter=Q(effect="same")),
    )
    return dict(found)


def sold_codes(import_id: int) -> dict[str, SoldCode]:
    """Every code of an article that was sold, with the title it bore most often, in order of code."""
    goods = [rule.code for rule in RULES if rule.kind == "goods"]
    rows = (
        HistoryLine.objects.filter(imported_in_id=import_id, rule__in=goods)
        .values("code", "title")
        .annotate(many=Count("id"))
    )
    titles: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        titles[row["code"]][row["title"]] = row["many"]
    return {
        code: SoldCode(
            title=max(own, key=lambda title: (own[title], title)),
            lines=sum(own.values()),
            names=len(own.keys() - {""}),
        )
        for code, own in sorted(titles.items())
    }


def case_twins(codes: Mapping[str, SoldCode]) -> list[tuple[str, str]]:
    """(rare spelling, usual spelling) of codes that differ only in case."""
    usual: dict[str, str] = {}
    found = []
    for code in sorted(codes, key=lambda one: (one.upper(), -codes[one].lines, one)):
        first = usual.setdefault(code.upper(), code)
        if first != code:
            found.append((code, first))
    return found


def documents_to_write(import_id: int, rows: int) -> list[DocumentFacts]:
    """The next new documents that become orders."""
    found = HistoryDocument.objects.filter(
        imported_in_id=import_id, verdict="ready", effect="new", sells=True
    )
    names = ("id", "document", "placed_at", "customer", "country")
    # In file order, so that the lines of a chunk stand together.
    return [DocumentFacts(**row) for row in found.order_by("first_number").values(*names)[:rows]]


def pairs_to_tell(import_id: int, *, applied: bool) -> list[tuple[int, int, str, int]]:
    """(pair id, order id, external id of its line, pieces) of cancelled sales whose order lines were (not) told."""
    rows = HistoryPair.objects.filter(imported_in_id=import_id, rule="cancelled", applied=applied)
    pairs = list(rows.order_by("id").values_list("id", "sale_import_id", "sale_number", "quantity"))
    line_of = {
        (row[0], row[1]): row[2]
        for sale_import in {pair[1] for pair in pairs}
        for row in HistoryLine.objects.filter(
            imported_in_id=sale_import, number__in=[pair[2] for pair in pairs if pair[1] == sale_import]
        ).values_list("imported_in_id", "number", "document")
    }
    order_of = {
        (row[0], row[1]): row[2]
        for sale_import in {key[0] for key in line_of}
        for row in HistoryDocument.objects.filter(
            imported_in_id=sale_import,
            order_id__isnull=False,
            verdict="imported",
            document__in={name for key, name in line_of.items() if key[0] == sale_import},
        ).values_list("imported_in_id", "document", "order_id")
    }
    found = []
    for pk, sale_import, number, pieces in pairs:
        order_id = order_of.get((sale_import, line_of.get((sale_import, number), "")))
        if order_id is not None:
            found.append((pk, order_id, f"{sale_import}:{number}", pieces))
    return found


def history_orders(import_id: int, *, before: int | None, rows: int) -> list[tuple[int, int | None, str]]:
    """(document id, order id, effect) that this import wrote or found standing, the last first: what its undo walks."""
    found = HistoryDocument.objects.filter(imported_in_id=import_id, verdict__in=["imported", "kept"])
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id").values_list("id", "order_id", "effect")[:rows])


def first_lines(import_id: int, rows: int) -> list[dict[str, str]]:
    """The first lines of a staged history, field by field as text; none for any other kind of file."""
    found = HistoryLine.objects.filter(imported_in_id=import_id).order_by("number")
    fields = ("document", "code", "title", "quantity", "unit_price", "customer", "country")
    return [
        {
            name: f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
            for name, value in one.items()
        }
        for one in found.values(*fields)[:rows]
    ]
